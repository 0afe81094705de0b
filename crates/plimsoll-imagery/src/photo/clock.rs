//! What the clock of a camera says, and how far that is a time.

use super::exif_fields::Fields;
use exif::Tag;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Period;

/// Local time is at most this far ahead of UTC, s.
const MOST_AHEAD_S: i64 = 14 * 3600;
/// Local time is at most this far behind UTC, s.
const MOST_BEHIND_S: i64 = 12 * 3600;
/// Offsets of time zones are multiples of this, s.
const QUARTER_S: i64 = 15 * 60;
/// A camera's clock and the satellites' differ by less than this if its offset was found by rounding, s.
const MOST_DRIFT_S: i64 = 6 * 60;

/// How far local time is ahead of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcOffset(i32);

impl UtcOffset {
    /// From seconds; `None` outside -12 h to +14 h.
    pub fn from_seconds(seconds: i32) -> Option<Self> {
        (-MOST_BEHIND_S..=MOST_AHEAD_S).contains(&i64::from(seconds)).then_some(Self(seconds))
    }

    /// From `+09:00`, `-03:30` or `Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "Z" {
            return Some(Self(0));
        }
        let (sign, rest) = match text.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let (hours, minutes) = rest.split_once(':')?;
        let digits = |t: &str| (t.len() == 2).then(|| t.parse::<u8>().ok()).flatten();
        let (hours, minutes) = (digits(hours)?, digits(minutes).filter(|m| *m < 60)?);
        Self::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60))
    }

    /// Seconds that local time is ahead of UTC.
    pub const fn seconds(self) -> i32 {
        self.0
    }
}

impl std::fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let minutes = self.0.abs() / 60;
        write!(f, "{}{:02}:{:02}", if self.0 < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
    }
}

/// What the clock of a camera said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameraTime {
    /// Date and time of day on the camera.
    pub local: DateTime,
    /// The offset that the camera wrote beside it.
    pub offset: Option<UtcOffset>,
    /// The time of the satellites, where a fix was written.
    pub satellites: Option<Timestamp>,
}

impl CameraTime {
    /// When the photograph was taken, as wide as what is not known, and where it comes from.
    pub(super) fn period(&self, typed: Option<UtcOffset>, correction_s: i64) -> Option<(Period, String)> {
        let as_utc = self.local.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let corrected = if correction_s == 0 {
            String::new()
        } else {
            format!("; {correction_s:+} s added by a reviewed decision")
        };
        let at = |seconds: i64| as_utc.checked_add(SignedDuration::from_secs(seconds)).ok();
        let second = |seconds: i64| Period::new(at(seconds)?, at(seconds + 1)?).ok();
        let local = self.local;
        if let Some(offset) = self.offset.or(typed) {
            let whose =
                if self.offset.is_some() { "with the offset in EXIF" } else { "with the offset stated" };
            let period = second(correction_s - i64::from(offset.seconds()))?;
            return Some((period, format!("clock of the camera, {local} {whose}, {offset}{corrected}")));
        }
        if let Some(offset) = self.offset_by_satellites() {
            let period = second(correction_s - i64::from(offset.seconds()))?;
            let basis = format!(
                "clock of the camera, {local}; its offset {offset} is what the time of the satellites in EXIF leaves{corrected}"
            );
            return Some((period, basis));
        }
        let (first, last) = (at(correction_s - MOST_AHEAD_S)?, at(correction_s + MOST_BEHIND_S + 1)?);
        let basis = format!(
            "clock of the camera, {local}, in a time zone that nobody states: anywhere from UTC-12 to UTC+14{corrected}"
        );
        Some((Period::new(first, last).ok()?, basis))
    }

    /// The offset that lies between the camera's clock and the satellites', if it is that of a time zone.
    fn offset_by_satellites(&self) -> Option<UtcOffset> {
        let ahead = self.ahead_of_satellites_s()?;
        let quarters = (ahead + QUARTER_S / 2).div_euclid(QUARTER_S);
        let offset = quarters * QUARTER_S;
        let is_near = (ahead - offset).abs() <= MOST_DRIFT_S;
        is_near.then(|| UtcOffset::from_seconds(i32::try_from(offset).ok()?)).flatten()
    }

    /// How far the camera's clock, read as UTC, is ahead of the satellites', s.
    fn ahead_of_satellites_s(&self) -> Option<i64> {
        let as_utc = self.local.to_zoned(TimeZone::UTC).ok()?.timestamp();
        Some(as_utc.duration_since(self.satellites?).as_secs())
    }
}

/// What EXIF says of the time.
pub(super) fn of(fields: &Fields, notes: &mut Vec<String>) -> Option<CameraTime> {
    let (tag, offset_tag) = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        (Tag::DateTime, Tag::OffsetTime),
    ]
    .into_iter()
    .find(|(tag, _)| fields.text(*tag).is_some())?;
    let text = fields.text(tag)?;
    let Some(local) = parse_exif_time(&text) else {
        notes.push(format!("the time in EXIF is `{text}`, expected `YYYY:MM:DD hh:mm:ss`; it is left out"));
        return None;
    };
    if tag == Tag::DateTime {
        notes.push("EXIF holds no time of taking, only that of the last change of the file".to_owned());
    }
    let offset = fields.text(offset_tag).and_then(|t| UtcOffset::parse(&t));
    let time = CameraTime { local, offset, satellites: satellites(fields) };
    note_disagreement(&time, notes);
    Some(time)
}

/// A camera that is set to another zone than it says, or to none, is the commonest error of all.
fn note_disagreement(time: &CameraTime, notes: &mut Vec<String>) {
    let (Some(offset), Some(ahead)) = (time.offset, time.ahead_of_satellites_s()) else { return };
    let error = ahead - i64::from(offset.seconds());
    if error.abs() > MOST_DRIFT_S {
        notes.push(format!(
            "the clock of the camera with its offset {offset} is {error:+} s from the time of the satellites in EXIF: one of them is wrong; a reviewed correction of {:+} s would agree",
            -error
        ));
    }
}

/// `2024:05:01 12:34:56`.
fn parse_exif_time(text: &str) -> Option<DateTime> {
    let text = text.get(..19)?;
    jiff::fmt::strtime::parse("%Y:%m:%d %H:%M:%S", text).ok()?.to_datetime().ok().filter(|t| t.year() > 1970)
}

/// The date and time of a fix, UTC.
fn satellites(fields: &Fields) -> Option<Timestamp> {
    let date = fields.text(Tag::GPSDateStamp)?;
    let [h, m, s] = fields.three(Tag::GPSTimeStamp)?;
    let is_time = (0.0..24.0).contains(&h) && (0.0..60.0).contains(&m) && (0.0..61.0).contains(&s);
    let date = jiff::fmt::strtime::parse("%Y:%m:%d", &date).ok()?.to_date().ok()?;
    let seconds = (h * 3600.0 + m * 60.0 + s).round();
    let midnight = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
    is_time.then(|| midnight.checked_add(SignedDuration::from_secs_f64(seconds)).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(offset: Option<&str>, satellites: Option<&str>) -> CameraTime {
        CameraTime {
            local: "2024-05-01T12:00:00".parse().unwrap(),
            offset: offset.map(|o| UtcOffset::parse(o).unwrap()),
            satellites: satellites.map(|t| t.parse().unwrap()),
        }
    }

    #[test]
    fn a_local_time_is_as_wide_as_what_is_not_known() {
        let start = |t: &CameraTime, typed: Option<&str>, s| {
            t.period(typed.map(|o| UtcOffset::parse(o).unwrap()), s).unwrap().0.start().to_string()
        };
        assert_eq!(start(&time(Some("+09:00"), None), None, 0), "2024-05-01T03:00:00Z");
        assert_eq!(start(&time(None, None), Some("-03:30"), 0), "2024-05-01T15:30:00Z");
        assert_eq!(
            start(&time(None, None), Some("+09:00"), -3600),
            "2024-05-01T02:00:00Z",
            "a reviewed correction"
        );
        // The file goes before what is typed: the two are not mixed.
        assert_eq!(start(&time(Some("+09:00"), None), Some("+10:00"), 0), "2024-05-01T03:00:00Z");
        // The satellites tell the zone, the camera the second.
        assert_eq!(start(&time(None, Some("2024-05-01T03:02:10Z")), None, 0), "2024-05-01T03:00:00Z");
        let (unknown, basis) = time(None, None).period(None, 0).unwrap();
        assert_eq!(unknown.end().duration_since(unknown.start()).as_secs(), 26 * 3600 + 1);
        assert!(basis.contains("nobody states"), "{basis}");
        // Nine minutes from any zone: the clock is wrong and the zone stays unknown.
        let (odd, _) = time(None, Some("2024-05-01T03:07:20Z")).period(None, 0).unwrap();
        assert!(odd.end().duration_since(odd.start()).as_secs() > 26 * 3600);
    }

    #[test]
    fn offsets_are_read_strictly() {
        for (text, seconds) in [("+09:00", 32_400), ("-03:30", -12_600), ("Z", 0), ("+14:00", 50_400)] {
            let offset = UtcOffset::parse(text).unwrap();
            assert_eq!(offset.seconds(), seconds);
        }
        for text in ["", "9", "+9:00", "+15:00", "-12:30", "+09:60", "+0900", "é9:00", "+٠٩:00"] {
            assert_eq!(UtcOffset::parse(text), None, "{text}");
        }
        assert_eq!(UtcOffset::parse("-03:30").unwrap().to_string(), "-03:30");
    }
}
