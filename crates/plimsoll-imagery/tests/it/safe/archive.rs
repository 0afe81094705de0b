//! Products in ZIP archives: stored, deflated, read from any place, damaged.

use super::made::{names, product};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use plimsoll_imagery::ReadSeek;
use plimsoll_imagery::safe::{SafeFiles, SafeZip, read_safe_facts};
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

/// An archive written by hand (APPNOTE.TXT 4.3): method 0 stored, 8 deflated, another as it is.
fn archive(files: &[(&str, &[u8], u16)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, method) in files {
        let packed = if *method == 8 { deflated(bytes) } else { bytes.to_vec() };
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let mut head = Vec::new();
        for word in [20, 0, *method, 0, 0x21] {
            head.extend(u16::to_le_bytes(word));
        }
        for word in [crc.sum(), packed.len() as u32, bytes.len() as u32] {
            head.extend(u32::to_le_bytes(word));
        }
        head.extend(u16::to_le_bytes(name.len() as u16));
        head.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(u32::to_le_bytes(out.len() as u32));
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(&packed);
    }
    let (start, count) = (out.len() as u32, files.len() as u16);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend([(directory.len() as u32).to_le_bytes(), start.to_le_bytes()].concat());
    out.extend([0, 0]);
    out
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn opened(bytes: Vec<u8>) -> Result<SafeZip, String> {
    let open = move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn ReadSeek>);
    SafeZip::new("a.zip", Box::new(open)).map_err(|e| e.to_string())
}

/// Bytes that deflate somewhat: 40 MB, more than the states that are kept lie apart.
fn long(count: usize) -> Vec<u8> {
    let mut seed = 1_u32;
    let next = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 28) as u8
    };
    std::iter::repeat_with(next).take(count).collect()
}

#[test]
fn a_product_in_an_archive_is_read_as_in_a_folder() {
    let files = product(|_, _| 1.0);
    let listed: Vec<_> =
        files.0.iter().enumerate().map(|(i, (n, b))| (n.as_str(), b.as_slice(), [0, 8][i % 2])).collect();
    let zip = opened(archive(&listed)).unwrap();
    assert_eq!(read_safe_facts("a", &zip).unwrap(), read_safe_facts("a", &files).unwrap());
    assert!(read_safe_facts("a", &zip).unwrap().has_pixels);
    for name in names() {
        let mut bytes = Vec::new();
        zip.open(&name).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, files.0[&name], "{name}");
    }
}

#[test]
fn a_deflated_file_is_read_from_any_place() {
    let bytes = long(40 << 20);
    let zip = opened(archive(&[("x.tiff", &bytes, 8), ("y.tiff", &bytes, 0)])).unwrap();
    for name in ["x.tiff", "y.tiff"] {
        let mut stream = zip.open(name).unwrap();
        assert_eq!(stream.seek(SeekFrom::End(-5)).unwrap(), bytes.len() as u64 - 5);
        let mut tail = Vec::new();
        stream.read_to_end(&mut tail).unwrap();
        assert_eq!(tail, bytes[bytes.len() - 5..]);
        for place in [0, 8, 39 << 20, 1, (8 << 20) - 3, 30 << 20, 29 << 20, (16 << 20) + 1, 5 << 20, 40 << 20]
        {
            stream.seek(SeekFrom::Start(place as u64)).unwrap();
            let mut part = vec![0; 100_000.min(bytes.len() - place)];
            stream.read_exact(&mut part).unwrap();
            assert!(part == bytes[place..place + part.len()], "{name} at {place}");
            assert_eq!(stream.stream_position().unwrap(), (place + part.len()) as u64);
        }
        assert!(stream.seek(SeekFrom::Current(-(1 << 40))).is_err());
        assert_eq!(stream.seek(SeekFrom::Start(1 << 40)).unwrap(), 1 << 40);
        assert_eq!(stream.read(&mut [0; 9]).unwrap(), 0);
    }
}

#[test]
fn damaged_archives_are_errors() {
    let bytes = long(3 << 20);
    let whole = archive(&[("x", &bytes, 8)]);
    assert!(opened(whole[..whole.len() - 30].to_vec()).err().unwrap().contains("ZIP archive"));
    assert!(opened(b"PK".to_vec()).is_err() && opened(Vec::new()).is_err());
    assert!(opened(archive(&[("x", b"abc", 12)])).err().unwrap().contains("other than Deflate"));
    let read = |bytes: Vec<u8>| {
        let mut stream = opened(bytes).unwrap().open("x").unwrap();
        let mut out = Vec::new();
        let first = stream.read_to_end(&mut out).map_err(|e| e.to_string());
        // A second try fails alike: nothing half made is given out.
        stream.seek(SeekFrom::Start(0)).unwrap();
        assert_eq!(first.is_err(), stream.read_to_end(&mut Vec::new()).is_err());
        first
    };
    assert_eq!(read(whole.clone()), Ok(3 << 20));
    // The file says that it unpacks to a gigabyte: what is there is read, and then it ends.
    let mut longer = whole.clone();
    let directory = longer.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    longer[directory + 24..directory + 28].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    let started = std::time::Instant::now();
    assert!(read(longer).is_err() && started.elapsed().as_secs() < 5);
    for place in (40..whole.len() - 200).step_by(whole.len() / 150) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x55;
        let _ = read(damaged);
    }
}

#[test]
fn an_archive_of_something_else_says_what_it_lacks() {
    let zip = opened(archive(&[("a/b/c.txt", b"x", 0)])).unwrap();
    let error = read_safe_facts("a", &zip).unwrap_err().to_string();
    assert!(error.contains("manifest.safe") && error.contains("SAFE"), "{error}");
    let zip = opened(archive(&[("a/manifest.safe", b"x", 0), ("b/manifest.safe", b"x", 0)])).unwrap();
    assert!(read_safe_facts("a", &zip).unwrap_err().to_string().contains("2 of them"));
}
