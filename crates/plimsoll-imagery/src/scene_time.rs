//! When an image was taken, from the name of its file.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use plimsoll_model::Period;

/// The time in a file's name and where it comes from, in words.
///
/// A date (`2021-01-05`, `2021_01_05`, `20210105`) gives its whole day in UTC; with a time of day
/// (`20210105T015000`, `2021-01-05T01:50:00Z`, `20210105_015000`) it gives that second. A name with two that are
/// different gives none, unless all have a time of day: then from the first to the last, as in the names of products.
pub fn time_of_name(name: &str) -> Option<(Period, String)> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let found = stamps(name);
    let (first, last) = (found.iter().min()?, found.iter().max()?);
    match (first.1, last.1) {
        (Some(_), Some(_)) if found.iter().all(|s| s.1.is_some()) => {
            let end = instant(*last)?.checked_add(SignedDuration::from_secs(1)).ok()?;
            let period = Period::new(instant(*first)?, end).ok()?;
            Some((period, format!("time in the file's name `{}`, taken for UTC", shown(name))))
        }
        _ if found.iter().all(|s| s.0 == first.0) => {
            let with_time: Vec<_> = found.iter().filter(|s| s.1.is_some()).collect();
            if !with_time.is_empty() {
                return None;
            }
            let start = instant((first.0, None))?;
            let end = instant((first.0.checked_add(1.day()).ok()?, None))?;
            let basis = format!("date in the file's name `{}`, the whole day in UTC", shown(name));
            Some((Period::new(start, end).ok()?, basis))
        }
        _ => None,
    }
}

type Stamp = (Date, Option<Time>);

fn instant((date, time): Stamp) -> Option<jiff::Timestamp> {
    let civil = DateTime::from_parts(date, time.unwrap_or(Time::midnight()));
    Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn shown(name: &str) -> String {
    name.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Every date in the name.
fn stamps(name: &str) -> Vec<Stamp> {
    let bytes = name.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let is_start = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        match is_start.then(|| stamp(&bytes[at..])).flatten() {
            Some((stamp, count)) => {
                found.push(stamp);
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// A date at the start of the bytes, with a time of day if one follows, and how many bytes they are.
fn stamp(bytes: &[u8]) -> Option<(Stamp, usize)> {
    let (date, used) = [Some(b'-'), Some(b'_'), None].into_iter().find_map(|separator| {
        let ([year, month, day], used) = fields(bytes, [4, 2, 2], separator)?;
        (1970..2200).contains(&year).then_some(())?;
        let date =
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        Some((date, used))
    })?;
    let rest = &bytes[used..];
    let time = rest.split_first().filter(|(c, _)| matches!(c, b'T' | b't' | b'_' | b'-' | b' ')).and_then(
        |(_, rest)| {
            [Some(b':'), Some(b'-'), None].into_iter().find_map(|separator| {
                let ([hour, minute, second], used) = fields(rest, [2, 2, 2], separator)?;
                let small = |v: u32| i8::try_from(v).ok();
                Some((Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?, used + 1))
            })
        },
    );
    match time {
        Some((time, more)) => Some(((date, Some(time)), used + more)),
        None if rest.first().is_some_and(u8::is_ascii_digit) => None,
        None => Some(((date, None), used)),
    }
}

/// Three numbers of these widths with a separator between them, no digit behind the last.
fn fields(bytes: &[u8], widths: [usize; 3], separator: Option<u8>) -> Option<([u32; 3], usize)> {
    let mut numbers = [0; 3];
    let mut at = 0;
    for (index, (number, width)) in numbers.iter_mut().zip(widths).enumerate() {
        if let (Some(separator), true) = (separator, index > 0) {
            (bytes.get(at) == Some(&separator)).then_some(())?;
            at += 1;
        }
        let digits = bytes.get(at..at + width)?;
        digits.iter().all(u8::is_ascii_digit).then_some(())?;
        *number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        at += width;
    }
    (!bytes.get(at).is_some_and(u8::is_ascii_digit)).then_some((numbers, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Option<(String, i64)> {
        let (period, basis) = time_of_name(name)?;
        assert!(basis.contains("UTC"));
        Some((period.start().to_string(), period.duration().as_secs()))
    }

    #[test]
    fn a_date_is_its_whole_day() {
        let day = Some(("2021-01-05T00:00:00Z".to_owned(), 86_400));
        for name in
            ["2021-01-05.tif", "S1_20210105.tiff", "x/y.2019-01-01/2021_01_05_vv.tif", "VV-20210105-clip.png"]
        {
            assert_eq!(found(name), day, "{name}");
        }
    }

    #[test]
    fn a_time_of_day_is_its_second() {
        let second = Some(("2021-01-05T01:50:00Z".to_owned(), 1));
        for name in [
            "20210105T015000.tif",
            "a_2021-01-05T01:50:00Z.tif",
            "20210105_015000_vh.tif",
            "2021-01-05T01-50-00.png",
        ] {
            assert_eq!(found(name), second, "{name}");
        }
        let product = "S1A_IW_GRDH_1SDV_20221002T205126_20221002T205156_045268_056950_0664.SAFE";
        assert_eq!(found(product), Some(("2022-10-02T20:51:26Z".to_owned(), 31)));
    }

    #[test]
    fn what_is_no_date_or_two_dates_is_none() {
        for name in [
            "",
            "scene.tif",
            "20211305.tif",
            "2021-02-30.tif",
            "120210105.tif",
            "202101051.tif",
            "045268_056950",
            "20210105_20210107.tif",
            "20210105T250000.tif",
            "20210105_20210105T015000.tif",
        ] {
            let is_day = name == "20210105T250000.tif";
            assert_eq!(found(name).is_some(), is_day, "{name}");
        }
    }
}
