//! The fields of EXIF that are used, each read with suspicion. CIPA DC-008 (Exif 2.32), sections 4.6.5 and 4.6.6.

use exif::{Exif, In, Reader, Tag, Value};
use plimsoll_model::Position;

/// Longest text that is kept, characters.
const MOST_TEXT: usize = 200;

/// The EXIF of a file, if it has any.
pub(super) struct Fields(Option<Exif>);

impl Fields {
    /// From the beginning of a file.
    pub(super) fn read(head: &[u8], notes: &mut Vec<String>) -> Self {
        let mut reader = Reader::new();
        reader.continue_on_error(true);
        match reader.read_from_container(&mut super::cursor(head)) {
            Ok(exif) => Self(Some(exif)),
            Err(exif::Error::NotFound(_)) => {
                notes.push(
                    "no EXIF: a screenshot, a copy from a message or the web, or its facts were removed; time, place and lens must be typed".to_owned(),
                );
                Self(None)
            }
            Err(exif::Error::PartialResult(partial)) => {
                let (exif, errors) = partial.into_inner();
                notes.push(format!("EXIF is damaged in {} places; what could be read is used", errors.len()));
                Self(Some(exif))
            }
            Err(error) => {
                notes.push(format!("EXIF cannot be read ({error}); time, place and lens must be typed"));
                Self(None)
            }
        }
    }

    fn value(&self, tag: Tag) -> Option<&Value> {
        self.0.as_ref()?.get_field(tag, In::PRIMARY).map(|f| &f.value)
    }

    /// A text: ASCII, without control characters, not empty.
    pub(super) fn text(&self, tag: Tag) -> Option<String> {
        let Value::Ascii(parts) = self.value(tag)? else { return None };
        let text = String::from_utf8_lossy(parts.first()?);
        let text: String = text.chars().filter(|c| !c.is_control()).take(MOST_TEXT).collect();
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// A whole number.
    pub(super) fn whole(&self, tag: Tag) -> Option<u32> {
        self.value(tag)?.get_uint(0)
    }

    /// A number that is finite.
    pub(super) fn number(&self, tag: Tag) -> Option<f64> {
        let number = match self.value(tag)? {
            Value::Rational(v) => v.first()?.to_f64(),
            Value::SRational(v) => v.first()?.to_f64(),
            other => f64::from(other.get_uint(0)?),
        };
        number.is_finite().then_some(number)
    }

    /// Three numbers, such as degrees, minutes and seconds.
    pub(super) fn three(&self, tag: Tag) -> Option<[f64; 3]> {
        let Value::Rational(v) = self.value(tag)? else { return None };
        let [a, b, c] = [v.first()?.to_f64(), v.get(1)?.to_f64(), v.get(2)?.to_f64()];
        [a, b, c].iter().all(|n| n.is_finite()).then_some([a, b, c])
    }

    /// Where the camera stood.
    pub(super) fn position(&self, notes: &mut Vec<String>) -> Option<Position> {
        let degrees = |tag, reference, negative: char| {
            let [d, m, s] = self.three(tag)?;
            let half = self.text(reference)?.chars().next()?.to_ascii_uppercase();
            let size = d + m / 60.0 + s / 3600.0;
            Some(if half == negative { -size } else { size })
        };
        let lat = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, 'S')?;
        let lon = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, 'W')?;
        let Ok(position) = Position::from_lat_lon(lat, lon) else {
            notes.push(format!("the place in EXIF, {lat} {lon}, is not on the Earth; it is left out"));
            return None;
        };
        if lat.abs() < 1e-9 && lon.abs() < 1e-9 {
            notes.push("the place in EXIF is 0 0: no fix; it is left out".to_owned());
            return None;
        }
        let is_wgs84 =
            self.text(Tag::GPSMapDatum).is_none_or(|d| d.replace(['-', ' '], "").contains("WGS84"));
        if !is_wgs84 {
            notes
                .push("the place in EXIF is not on WGS 84; it is off by up to hundreds of metres".to_owned());
        }
        Some(position)
    }

    /// Above the sea, m.
    pub(super) fn altitude_m(&self) -> Option<f64> {
        let altitude = self.number(Tag::GPSAltitude)?;
        Some(if self.whole(Tag::GPSAltitudeRef) == Some(1) { -altitude } else { altitude })
    }

    /// Which way the camera pointed, degrees true; one against magnetic north is left out.
    pub(super) fn bearing_deg(&self, notes: &mut Vec<String>) -> Option<f64> {
        let bearing = self.number(Tag::GPSImgDirection).filter(|b| (0.0..=360.0).contains(b))?;
        if self.text(Tag::GPSImgDirectionRef).as_deref() == Some("M") {
            notes.push("the bearing in EXIF is against magnetic north; it is left out".to_owned());
            return None;
        }
        Some(bearing % 360.0)
    }

    /// Make and model.
    pub(super) fn camera(&self) -> Option<String> {
        match (self.text(Tag::Make), self.text(Tag::Model)) {
            (Some(make), Some(model)) if model.starts_with(&make) => Some(model),
            (Some(make), Some(model)) => Some(format!("{make} {model}")),
            (make, model) => make.or(model),
        }
    }

    /// True if the stored pixels are those the camera wrote, by the size that EXIF states; resized and cut copies are said.
    pub(super) fn is_whole(&self, (samples, lines): (u32, u32), notes: &mut Vec<String>) -> Whole {
        let stated = self.whole(Tag::PixelXDimension).zip(self.whole(Tag::PixelYDimension));
        let Some((x, y)) = stated.filter(|(x, y)| *x > 0 && *y > 0) else { return Whole::Unknown };
        let said = format!("EXIF states {x} x {y} pixels, the file has {samples} x {lines}");
        if (x, y) == (samples, lines) || (y, x) == (samples, lines) {
            return Whole::AsTaken;
        }
        let (long, short) = (x.max(y), x.min(y));
        let (long_now, short_now) = (samples.max(lines), samples.min(lines));
        let scale = f64::from(long_now) / f64::from(long);
        let is_same_shape = (f64::from(short_now) - scale * f64::from(short)).abs() <= 1.5;
        if is_same_shape {
            notes.push(format!("{said}: a resized copy; ask for the original"));
            return Whole::Resized(scale);
        }
        notes.push(format!("{said}: a cut copy; its middle is not that of the lens, ask for the original"));
        Whole::Cut
    }
}

/// What became of a photograph since it was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Whole {
    /// EXIF states the size it has.
    AsTaken,
    /// Made larger or smaller by this.
    Resized(f64),
    /// Cut, or stretched.
    Cut,
    /// EXIF does not state a size.
    Unknown,
}
