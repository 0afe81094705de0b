//! TIFFs of every layout, written here from the standard.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use plimsoll_imagery::ReadSeek;
use std::io::{Cursor, Write};
use weezl::{BitOrder, encode};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    U8,
    U16,
    U32,
    I8,
    I16,
    I32,
    F32,
    F64,
}

impl Form {
    pub(crate) const ALL: [Self; 8] =
        [Self::U8, Self::U16, Self::U32, Self::I8, Self::I16, Self::I32, Self::F32, Self::F64];

    pub(crate) fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }
    fn size(self) -> usize {
        self.be_bytes(0.0).len()
    }
    fn be_bytes(self, value: f64) -> Vec<u8> {
        match self {
            Self::U8 => (value as u8).to_be_bytes().to_vec(),
            Self::U16 => (value as u16).to_be_bytes().to_vec(),
            Self::U32 => (value as u32).to_be_bytes().to_vec(),
            Self::I8 => (value as i8).to_be_bytes().to_vec(),
            Self::I16 => (value as i16).to_be_bytes().to_vec(),
            Self::I32 => (value as i32).to_be_bytes().to_vec(),
            Self::F32 => (value as f32).to_be_bytes().to_vec(),
            Self::F64 => value.to_be_bytes().to_vec(),
        }
    }
    /// What a reader must give for a value.
    pub(crate) fn read_back(self, value: f64) -> f32 {
        match self {
            Self::U8 => f32::from(value as u8),
            Self::U16 => f32::from(value as u16),
            Self::U32 => (value as u32) as f32,
            Self::I8 => f32::from(value as i8),
            Self::I16 => f32::from(value as i16),
            Self::I32 => (value as i32) as f32,
            Self::F32 | Self::F64 => value as f32,
        }
    }
    fn format(self) -> u16 {
        match self {
            Self::U8 | Self::U16 | Self::U32 => 1,
            Self::I8 | Self::I16 | Self::I32 => 2,
            Self::F32 | Self::F64 => 3,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bands: u32,
    pub(crate) form: Form,
    pub(crate) big_endian: bool,
    pub(crate) is_big: bool,
    /// Width and length of tiles; `None`: strips.
    pub(crate) tile: Option<(u32, u32)>,
    pub(crate) rows_per_strip: u32,
    pub(crate) is_planar: bool,
    pub(crate) compression: u16,
    pub(crate) predictor: u16,
    /// More tags: number, type, values.
    pub(crate) tags: Vec<(u16, Values)>,
}

#[derive(Clone, Debug)]
pub(crate) enum Values {
    Short(Vec<u16>),
    Long(Vec<u64>),
    Double(Vec<f64>),
    Ascii(String),
}

impl Made {
    pub(crate) fn new(width: u32, height: u32, form: Form) -> Self {
        Self {
            width,
            height,
            bands: 1,
            form,
            big_endian: false,
            is_big: false,
            tile: None,
            rows_per_strip: height,
            is_planar: false,
            compression: 1,
            predictor: 1,
            tags: Vec::new(),
        }
    }

    /// The value of a band, line and sample is given by a function.
    pub(crate) fn bytes(&self, value: &dyn Fn(u32, u32, u32) -> f64) -> Vec<u8> {
        let mut out = self.header();
        let (mut offsets, mut counts) = (Vec::new(), Vec::new());
        for chunk in self.chunks(value) {
            offsets.push(out.len() as u64);
            counts.push(chunk.len() as u64);
            out.extend(chunk);
        }
        out.resize(out.len().next_multiple_of(8), 0);
        self.write_directory(&mut out, offsets, counts);
        out
    }

    fn number(&self, value: u64, size: usize) -> Vec<u8> {
        let be = &value.to_be_bytes()[8 - size..];
        if self.big_endian { be.to_vec() } else { be.iter().rev().copied().collect() }
    }

    fn header(&self) -> Vec<u8> {
        let mut out = if self.big_endian { b"MM".to_vec() } else { b"II".to_vec() };
        if self.is_big {
            out.extend(self.number(43, 2));
            out.extend(self.number(8, 2));
            out.extend(self.number(0, 2));
            out.extend([0; 8]);
        } else {
            out.extend(self.number(42, 2));
            out.extend([0; 4]);
        }
        out
    }

    fn chunks(&self, value: &dyn Fn(u32, u32, u32) -> f64) -> Vec<Vec<u8>> {
        let (wide, high) = self.tile.unwrap_or((self.width, self.rows_per_strip));
        let groups: Vec<Vec<u32>> = if self.is_planar {
            (0..self.bands).map(|b| vec![b]).collect()
        } else {
            vec![(0..self.bands).collect()]
        };
        let mut out = Vec::new();
        for bands in &groups {
            for top in (0..self.height).step_by(high as usize) {
                let end = if self.tile.is_some() { top + high } else { self.height.min(top + high) };
                for left in (0..self.width).step_by(wide as usize) {
                    let lines: Vec<_> =
                        (top..end).map(|line| self.line(line, left..left + wide, bands, value)).collect();
                    out.push(self.pack(&lines.concat(), lines[0].len()));
                }
            }
        }
        out
    }

    /// A line of a chunk after the predictor. Samples outside the image are nought.
    fn line(
        &self,
        line: u32,
        samples: std::ops::Range<u32>,
        bands: &[u32],
        value: &dyn Fn(u32, u32, u32) -> f64,
    ) -> Vec<u8> {
        let mut values: Vec<Vec<u8>> = Vec::new();
        for sample in samples {
            for band in bands {
                let inside = line < self.height && sample < self.width;
                values.push(self.form.be_bytes(if inside { value(*band, line, sample) } else { 0.0 }));
            }
        }
        let (step, size) = (bands.len(), self.form.size());
        match self.predictor {
            2 => {
                for index in (step..values.len()).rev() {
                    let as_number =
                        |b: &[u8]| b.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
                    let difference = as_number(&values[index]).wrapping_sub(as_number(&values[index - step]));
                    values[index] = difference.to_be_bytes()[8 - size..].to_vec();
                }
            }
            3 => {
                let mut planes: Vec<u8> =
                    (0..size).flat_map(|byte| values.iter().map(move |v| v[byte])).collect();
                for index in (step..planes.len()).rev() {
                    planes[index] = planes[index].wrapping_sub(planes[index - step]);
                }
                return planes;
            }
            _ => {}
        }
        if !self.big_endian {
            values.iter_mut().for_each(|v| v.reverse());
        }
        values.concat()
    }

    fn pack(&self, bytes: &[u8], line_bytes: usize) -> Vec<u8> {
        match self.compression {
            8 | 32946 => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            5 => encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8).encode(bytes).unwrap(),
            32773 => bytes.chunks(line_bytes).flat_map(pack_bits).collect(),
            _ => bytes.to_vec(),
        }
    }

    fn write_directory(&self, out: &mut Vec<u8>, offsets: Vec<u64>, counts: Vec<u64>) {
        let mut tags = vec![
            (256, Values::Long(vec![u64::from(self.width)])),
            (257, Values::Long(vec![u64::from(self.height)])),
            (258, Values::Short(vec![8 * self.form.size() as u16; self.bands as usize])),
            (259, Values::Short(vec![self.compression])),
            (262, Values::Short(vec![1])),
            (277, Values::Short(vec![self.bands as u16])),
            (284, Values::Short(vec![if self.is_planar { 2 } else { 1 }])),
            (317, Values::Short(vec![self.predictor])),
            (339, Values::Short(vec![self.form.format(); self.bands as usize])),
        ];
        if self.bands > 1 {
            tags.push((338, Values::Short(vec![0; self.bands as usize - 1])));
        }
        if let Some((wide, high)) = self.tile {
            tags.push((322, Values::Long(vec![u64::from(wide)])));
            tags.push((323, Values::Long(vec![u64::from(high)])));
            tags.push((324, Values::Long(offsets)));
            tags.push((325, Values::Long(counts)));
        } else {
            tags.push((273, Values::Long(offsets)));
            tags.push((278, Values::Long(vec![u64::from(self.rows_per_strip)])));
            tags.push((279, Values::Long(counts)));
        }
        // A tag given replaces one of the layout.
        tags.retain(|(tag, _)| self.tags.iter().all(|(other, _)| other != tag));
        tags.extend(self.tags.iter().cloned());
        tags.sort_by_key(|(tag, _)| *tag);
        let width = if self.is_big { 8 } else { 4 };
        let mut entries = self.number(tags.len() as u64, if self.is_big { 8 } else { 2 });
        for (tag, values) in &tags {
            let (kind, count, bytes) = self.values(values);
            entries.extend(self.number(u64::from(*tag), 2));
            entries.extend(self.number(kind, 2));
            entries.extend(self.number(count, width));
            if bytes.len() <= width {
                entries.extend(&bytes);
                entries.resize(entries.len() + width - bytes.len(), 0);
            } else {
                entries.extend(self.number(out.len() as u64, width));
                out.extend(bytes);
                out.resize(out.len().next_multiple_of(8), 0);
            }
        }
        entries.extend(self.number(0, width));
        let at = self.number(out.len() as u64, width);
        let field = if self.is_big { 8..16 } else { 4..8 };
        out[field].copy_from_slice(&at);
        out.extend(entries);
    }

    fn values(&self, values: &Values) -> (u64, u64, Vec<u8>) {
        match values {
            Values::Short(list) => {
                (3, list.len() as u64, list.iter().flat_map(|v| self.number(u64::from(*v), 2)).collect())
            }
            Values::Long(list) if self.is_big => {
                (16, list.len() as u64, list.iter().flat_map(|v| self.number(*v, 8)).collect())
            }
            Values::Long(list) => {
                (4, list.len() as u64, list.iter().flat_map(|v| self.number(*v, 4)).collect())
            }
            Values::Double(list) => {
                (12, list.len() as u64, list.iter().flat_map(|v| self.number(v.to_bits(), 8)).collect())
            }
            Values::Ascii(text) => (2, text.len() as u64 + 1, [text.as_bytes(), b"\0"].concat()),
        }
    }
}

/// PackBits of one line: runs of three and more, and the rest as it is.
fn pack_bits(line: &[u8]) -> Vec<u8> {
    let (mut out, mut at, mut plain) = (Vec::new(), 0, 0);
    let flush = |out: &mut Vec<u8>, bytes: &[u8]| {
        for part in bytes.chunks(128) {
            out.push(part.len() as u8 - 1);
            out.extend(part);
        }
    };
    while at < line.len() {
        let run = line[at..].iter().take(128).take_while(|b| **b == line[at]).count();
        if run >= 3 {
            flush(&mut out, &line[plain..at]);
            out.extend([(257 - run) as u8, line[at]]);
            at += run;
            plain = at;
        } else {
            at += 1;
        }
    }
    flush(&mut out, &line[plain..]);
    out
}

/// A file in memory.
pub(crate) fn reader(bytes: &[u8]) -> Box<dyn ReadSeek> {
    Box::new(Cursor::new(bytes.to_vec()))
}
