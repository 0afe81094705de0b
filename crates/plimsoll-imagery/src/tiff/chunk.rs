//! From the bytes of a tile or strip to its samples: unpacking, undoing the predictor, turning into `f32`.

use super::layout::{Layout, Packing, Predictor, SampleForm};
use libdeflater::{DecompressionError, Decompressor};
use weezl::{BitOrder, LzwStatus, decode};

/// Unpacks chunks; keeps its buffers.
pub(crate) struct Unpacker {
    inflater: Decompressor,
    line: Vec<u8>,
}

impl Unpacker {
    pub(crate) fn new() -> Self {
        Self { inflater: Decompressor::new(), line: Vec::new() }
    }

    /// Unpacks a chunk into `out`, samples in the byte order of the file. `out` is as long as a whole chunk; the
    /// first `needed` bytes must come out. An error is in words: found, expected.
    pub(crate) fn unpack(
        &mut self,
        layout: &Layout,
        packed: &[u8],
        needed: usize,
        out: &mut [u8],
    ) -> Result<(), (String, String)> {
        let length = match layout.packing {
            Packing::None => copy(packed, out),
            Packing::PackBits => unpack_bits(packed, out),
            Packing::Lzw => unpack_lzw(packed, out)?,
            Packing::Deflate => self.inflate(packed, out)?,
        };
        if length < needed {
            return Err((format!("{length} bytes unpacked"), format!("{needed} bytes")));
        }
        self.undo_predictor(layout, &mut out[..needed]);
        Ok(())
    }

    fn inflate(&mut self, packed: &[u8], out: &mut [u8]) -> Result<usize, (String, String)> {
        let expected = "a whole zlib stream with the right check sum".to_owned();
        self.inflater.zlib_decompress(packed, out).map_err(|error| match error {
            DecompressionError::BadData => ("bytes that do not unpack".to_owned(), expected),
            DecompressionError::InsufficientSpace => {
                ("more bytes than a tile or strip has".to_owned(), format!("at most {} bytes", out.len()))
            }
        })
    }

    fn undo_predictor(&mut self, layout: &Layout, bytes: &mut [u8]) {
        let (step, big) = (layout.samples_together(), layout.big_endian);
        let size = layout.form.bytes();
        for line in bytes.chunks_exact_mut(layout.line_bytes()) {
            match (layout.predictor, size, big) {
                (Predictor::None, ..) => {}
                (Predictor::Horizontal, 1, _) => {
                    add_up(line, step, |a: [u8; 1], b| [a[0].wrapping_add(b[0])])
                }
                (Predictor::Horizontal, 2, false) => add_up_16(line, step),
                (Predictor::Horizontal, 2, true) => {
                    add_up(line, step, |a, b| {
                        u16::from_be_bytes(a).wrapping_add(u16::from_be_bytes(b)).to_be_bytes()
                    });
                }
                (Predictor::Horizontal, 4, false) => {
                    add_up(line, step, |a, b| {
                        u32::from_le_bytes(a).wrapping_add(u32::from_le_bytes(b)).to_le_bytes()
                    });
                }
                (Predictor::Horizontal, 4, true) => {
                    add_up(line, step, |a, b| {
                        u32::from_be_bytes(a).wrapping_add(u32::from_be_bytes(b)).to_be_bytes()
                    });
                }
                (Predictor::Horizontal, _, false) => {
                    add_up(line, step, |a, b| {
                        u64::from_le_bytes(a).wrapping_add(u64::from_le_bytes(b)).to_le_bytes()
                    });
                }
                (Predictor::Horizontal, _, true) => {
                    add_up(line, step, |a, b| {
                        u64::from_be_bytes(a).wrapping_add(u64::from_be_bytes(b)).to_be_bytes()
                    });
                }
                (Predictor::Float, ..) => self.undo_float(line, step, size, big),
            }
        }
    }

    /// TIFF Technical Note 3: bytes of a line are differences; then all most significant bytes stand first, then all
    /// of the next, whatever the byte order of the file.
    fn undo_float(&mut self, line: &mut [u8], step: usize, size: usize, big_endian: bool) {
        add_up(line, step, |a: [u8; 1], b| [a[0].wrapping_add(b[0])]);
        self.line.clear();
        self.line.extend_from_slice(line);
        let count = line.len() / size;
        for (index, value) in line.chunks_exact_mut(size).enumerate() {
            for (place, byte) in value.iter_mut().enumerate() {
                let significance = if big_endian { place } else { size - 1 - place };
                *byte = self.line[significance * count + index];
            }
        }
    }
}

/// Each sample of a line becomes the sum of the samples of its band up to it.
fn add_up<const N: usize>(line: &mut [u8], step: usize, add: impl Fn([u8; N], [u8; N]) -> [u8; N]) {
    let (samples, _) = line.as_chunks_mut::<N>();
    for index in step..samples.len() {
        samples[index] = add(samples[index - step], samples[index]);
    }
}

/// The common case of [`add_up`], with the sum kept in a register.
fn add_up_16(line: &mut [u8], step: usize) {
    if step != 1 {
        return add_up(line, step, |a, b| {
            u16::from_le_bytes(a).wrapping_add(u16::from_le_bytes(b)).to_le_bytes()
        });
    }
    let mut sum = 0_u16;
    for sample in line.as_chunks_mut::<2>().0 {
        sum = sum.wrapping_add(u16::from_le_bytes(*sample));
        *sample = sum.to_le_bytes();
    }
}

fn copy(packed: &[u8], out: &mut [u8]) -> usize {
    let length = packed.len().min(out.len());
    out[..length].copy_from_slice(&packed[..length]);
    length
}

/// TIFF 6.0, section 9.
fn unpack_bits(packed: &[u8], out: &mut [u8]) -> usize {
    let (mut rest, mut length) = (packed, 0);
    while let Some((&head, tail)) = rest.split_first() {
        if length == out.len() {
            break;
        }
        let left = out.len() - length;
        let (used, run) = match head {
            0..=127 => {
                let run = (usize::from(head) + 1).min(tail.len());
                let kept = run.min(left);
                out[length..length + kept].copy_from_slice(&tail[..kept]);
                (run, kept)
            }
            128 => (0, 0),
            129..=255 => {
                let Some(&byte) = tail.first() else { break };
                let run = (257 - usize::from(head)).min(left);
                out[length..length + run].fill(byte);
                (1, run)
            }
        };
        rest = &tail[used..];
        length += run;
    }
    length
}

fn unpack_lzw(packed: &[u8], out: &mut [u8]) -> Result<usize, (String, String)> {
    let mut decoder = decode::Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
    let (mut rest, mut length) = (packed, 0);
    while length < out.len() {
        let step = decoder.decode_bytes(rest, &mut out[length..]);
        rest = &rest[step.consumed_in..];
        length += step.consumed_out;
        match step.status {
            Ok(LzwStatus::Ok) if step.consumed_in + step.consumed_out > 0 => {}
            Ok(_) => break,
            Err(_) => {
                return Err(("a code that the table does not hold".to_owned(), "a stream of LZW".to_owned()));
            }
        }
    }
    Ok(length)
}

/// Turns one band of part of a line of a chunk into `f32`: `bytes` begins with the first sample wanted and holds
/// `together` samples for each pixel.
pub(crate) fn to_f32(form: SampleForm, big_endian: bool, bytes: &[u8], together: usize, out: &mut [f32]) {
    match (form, big_endian) {
        (SampleForm::U8, _) => fill(bytes, together, out, |b: [u8; 1]| f32::from(b[0])),
        (SampleForm::I8, _) => fill(bytes, together, out, |b: [u8; 1]| f32::from(b[0].cast_signed())),
        (SampleForm::U16, false) => fill(bytes, together, out, |b| f32::from(u16::from_le_bytes(b))),
        (SampleForm::U16, true) => fill(bytes, together, out, |b| f32::from(u16::from_be_bytes(b))),
        (SampleForm::I16, false) => fill(bytes, together, out, |b| f32::from(i16::from_le_bytes(b))),
        (SampleForm::I16, true) => fill(bytes, together, out, |b| f32::from(i16::from_be_bytes(b))),
        (SampleForm::U32, false) => fill(bytes, together, out, |b| u32::from_le_bytes(b) as f32),
        (SampleForm::U32, true) => fill(bytes, together, out, |b| u32::from_be_bytes(b) as f32),
        (SampleForm::I32, false) => fill(bytes, together, out, |b| i32::from_le_bytes(b) as f32),
        (SampleForm::I32, true) => fill(bytes, together, out, |b| i32::from_be_bytes(b) as f32),
        (SampleForm::F32, false) => fill(bytes, together, out, f32::from_le_bytes),
        (SampleForm::F32, true) => fill(bytes, together, out, f32::from_be_bytes),
        (SampleForm::F64, false) => fill(bytes, together, out, |b| f64::from_le_bytes(b) as f32),
        (SampleForm::F64, true) => fill(bytes, together, out, |b| f64::from_be_bytes(b) as f32),
    }
}

fn fill<const N: usize>(bytes: &[u8], together: usize, out: &mut [f32], read: impl Fn([u8; N]) -> f32) {
    let (samples, _) = bytes.as_chunks::<N>();
    if together == 1 {
        for (value, sample) in out.iter_mut().zip(samples) {
            *value = read(*sample);
        }
    } else {
        for (value, sample) in out.iter_mut().zip(samples.iter().step_by(together)) {
            *value = read(*sample);
        }
    }
}
