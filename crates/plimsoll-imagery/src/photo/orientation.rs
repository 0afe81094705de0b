//! Which side of a photograph is up. CIPA DC-008 (Exif 2.32), 4.6.4, tag `Orientation`.

use super::exif_fields::Fields;

/// How stored pixels are turned to stand upright: the value of the tag, 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Orientation {
    /// As stored.
    pub const UPRIGHT: Self = Self(1);

    /// From the value of the tag; `None` outside 1 to 8.
    pub const fn from_tag(value: u32) -> Option<Self> {
        match value {
            1..=8 => Some(Self(value as u8)),
            _ => None,
        }
    }

    /// True if left and right are exchanged, so that letters read backwards in the stored pixels.
    pub const fn is_mirrored(self) -> bool {
        matches!(self.0, 2 | 4 | 5 | 7)
    }

    /// True if lines become samples.
    pub const fn is_on_its_side(self) -> bool {
        self.0 >= 5
    }

    /// Lines and samples as shown.
    pub const fn shown_size(self, lines: u32, samples: u32) -> (u32, u32) {
        if self.is_on_its_side() { (samples, lines) } else { (lines, samples) }
    }

    /// Where a point of the image as shown lies in the stored pixels: line and sample from the centre of the first pixel.
    /// `lines` and `samples` are those stored.
    pub fn stored(self, (line, sample): (f64, f64), lines: u32, samples: u32) -> (f64, f64) {
        let (bottom, right) = (f64::from(lines) - 1.0, f64::from(samples) - 1.0);
        match self.0 {
            2 => (line, right - sample),
            3 => (bottom - line, right - sample),
            4 => (bottom - line, sample),
            5 => (sample, line),
            6 => (bottom - sample, line),
            7 => (bottom - sample, right - line),
            8 => (sample, right - line),
            _ => (line, sample),
        }
    }
}

/// What EXIF says; upright where it says nothing.
pub(super) fn of(fields: &Fields, notes: &mut Vec<String>) -> Orientation {
    let Some(value) = fields.whole(exif::Tag::Orientation) else { return Orientation::UPRIGHT };
    let Some(orientation) = Orientation::from_tag(value) else {
        notes.push(format!("EXIF orientation is {value}, expected 1 to 8; the image is taken as upright"));
        return Orientation::UPRIGHT;
    };
    if orientation.is_mirrored() {
        notes.push(format!(
            "EXIF orientation {value} says that the stored image is mirrored: check that letters on the hull read the right way"
        ));
    }
    orientation
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the first row and first column of the stored image are shown, from the table of the standard.
    #[test]
    fn the_first_row_and_column_stand_where_the_standard_says() {
        // value, (is the 0th row at top/bottom/left/right, 0th column)
        let sides = [
            (1, "top", "left"),
            (2, "top", "right"),
            (3, "bottom", "right"),
            (4, "bottom", "left"),
            (5, "left", "top"),
            (6, "right", "top"),
            (7, "right", "bottom"),
            (8, "left", "bottom"),
        ];
        let (lines, samples) = (4, 7);
        for (value, row, column) in sides {
            let orientation = Orientation::from_tag(value).unwrap();
            let (high, wide) = orientation.shown_size(lines, samples);
            // The middle of a side of the image as shown.
            let middle = |side| match side {
                "top" => (0.0, (f64::from(wide) - 1.0) / 2.0),
                "bottom" => (f64::from(high) - 1.0, (f64::from(wide) - 1.0) / 2.0),
                "left" => ((f64::from(high) - 1.0) / 2.0, 0.0),
                _ => ((f64::from(high) - 1.0) / 2.0, f64::from(wide) - 1.0),
            };
            let (line, _) = orientation.stored(middle(row), lines, samples);
            let (_, sample) = orientation.stored(middle(column), lines, samples);
            assert!(line.abs() < 1e-12, "orientation {value}: row 0 is shown at the {row}");
            assert!(sample.abs() < 1e-12, "orientation {value}: column 0 is shown at the {column}");
        }
        assert!(Orientation::from_tag(0).is_none() && Orientation::from_tag(9).is_none());
    }
}
