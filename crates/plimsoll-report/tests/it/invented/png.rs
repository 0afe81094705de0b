//! PNG files by hand (stored deflate), so that the tests need no encoder.

/// A picture of 8 bits a channel: grey for 1 channel, red, green and blue for 3.
pub(crate) fn png<const N: usize>(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; N]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let colour = if N == 1 { 0 } else { 2 };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, colour, 0, 0, 0]].concat();
    chunk(&mut out, b"IHDR", &head);
    let mut raw = Vec::new();
    for y in 0..height {
        raw.push(0);
        (0..width).for_each(|x| raw.extend(pixel(x, y)));
    }
    chunk(&mut out, b"IDAT", &stored(&raw));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8], body: &[u8]) {
    out.extend((body.len() as u32).to_be_bytes());
    let all = [name, body].concat();
    out.extend(&all);
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 })
    };
    let crc: u32 = all.iter().fold(!0, step);
    out.extend((!crc).to_be_bytes());
}

/// Bytes in blocks that are not compressed (RFC 1950, RFC 1951 3.2.4).
fn stored(raw: &[u8]) -> Vec<u8> {
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in raw {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    let mut out = vec![0x78, 1];
    let blocks = raw.len().div_ceil(65535);
    for (at, block) in raw.chunks(65535).enumerate() {
        out.push(u8::from(at + 1 == blocks));
        let len = block.len() as u16;
        out.extend(len.to_le_bytes());
        out.extend((!len).to_le_bytes());
        out.extend(block);
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}
