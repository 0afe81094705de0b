//! What is typed on the command line of `plimsoll measure`.

use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Direction, Estimate, ImagePoint, Mark, PointSet, RecordId, RecordKind, Source, Station,
};

/// `160,30`.
pub(super) fn direction(text: &str) -> Result<Direction, String> {
    let wrong = || "expected AZIMUTH,ELEVATION in degrees, such as 160,30".to_owned();
    let (azimuth, elevation) = text.split_once(',').ok_or_else(wrong)?;
    let azimuth_deg = azimuth.trim().parse::<f64>().map_err(|_| wrong())?;
    let elevation_deg = elevation.trim().parse::<f64>().map_err(|_| wrong())?;
    if !(0.0..=360.0).contains(&azimuth_deg) {
        return Err(format!("the azimuth is {azimuth_deg}, expected 0 to 360 degrees from north, clockwise"));
    }
    if !(0.0..=90.0).contains(&elevation_deg) {
        return Err(format!(
            "the elevation is {elevation_deg}, expected 0 to 90 degrees above the horizon; for a satellite 90 - incidence angle"
        ));
    }
    Ok(Direction { azimuth_deg: azimuth_deg % 360.0, elevation_deg })
}

/// An angle from 0 to 360 degrees.
pub(super) fn azimuth(text: &str) -> Result<f64, String> {
    number(text, 0.0..=360.0, "0 to 360 degrees")
}

/// Metres from one pixel to the next.
pub(super) fn spacing(text: &str) -> Result<f64, String> {
    number(text, 0.02..=100.0, "0.02 to 100 m")
}

/// Metres of swell.
pub(super) fn swell(text: &str) -> Result<f64, String> {
    number(text, 0.0..=15.0, "0 to 15 m")
}

fn number(text: &str, range: std::ops::RangeInclusive<f64>, expected: &str) -> Result<f64, String> {
    let found = text.trim().parse::<f64>().map_err(|e| e.to_string())?;
    if range.contains(&found) { Ok(found) } else { Err(format!("expected {expected}")) }
}

/// `yes` or `no`.
pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("expected yes or no; leave it out if it is not known".to_owned()),
    }
}

/// `LOW,MID,HIGH`.
pub(super) fn interval(text: &str) -> Result<Estimate<f64>, String> {
    let wrong = || {
        "expected LOW,MID,HIGH, such as 6.8,7.0,7.2: nine times in ten the truth lies between the ends"
            .to_owned()
    };
    let numbers: Vec<f64> =
        text.split(',').map(|n| n.trim().parse::<f64>().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let &[low, mid, high] = numbers.as_slice() else { return Err(wrong()) };
    if !numbers.iter().all(|n| (0.0..=1e6).contains(n)) {
        return Err("expected numbers from 0 to a million".to_owned());
    }
    Estimate::new(low, mid, high).ok_or_else(|| "the three numbers are not in order".to_owned())
}

/// The middle 90 % about a value with a standard deviation.
pub(super) fn about(mid: f64, sd: f64) -> Option<Estimate<f64>> {
    const Z_95: f64 = 1.644_853_626_951_472_7;
    Estimate::new(mid - Z_95 * sd, mid, mid + Z_95 * sd)
}

/// `deck-edge@mid:100.5,220` or `vertical-top:10,20=2.7`.
pub(super) fn point(text: &str) -> Result<ImagePoint, String> {
    let wrong = || {
        "expected MARK:LINE,SAMPLE or MARK@STATION:LINE,SAMPLE, such as deck-edge@mid:100.5,220".to_owned()
    };
    let (what, place) = text.split_once(':').ok_or_else(wrong)?;
    let (what, station) = what.split_once('@').map_or((what, None), |(mark, station)| (mark, Some(station)));
    let (place, value) = place.split_once('=').map_or((place, None), |(place, value)| (place, Some(value)));
    let (line, sample) = place.split_once(',').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(wrong);
    let words = || Mark::ALL.map(|(_, word)| word).join(", ");
    Ok(ImagePoint {
        line: number(line)?,
        sample: number(sample)?,
        mark: Mark::parse(what).ok_or_else(|| format!("`{what}` is no mark; one of {}", words()))?,
        station: station
            .map(|s| Station::parse(s).ok_or_else(|| format!("`{s}` is no station; one of fore, mid, aft")))
            .transpose()?,
        number: 0,
        value_m: value.map(number).transpose()?,
        sd_px: None,
    })
}

/// The points typed as a set; `None` without any. Nobody asks a clock when they were typed.
pub(super) fn set(points: &[ImagePoint], analyst: &str) -> Option<PointSet> {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text("command line")]);
    (!points.is_empty()).then(|| PointSet {
        image: "typed".to_owned(),
        ship: "typed".to_owned(),
        analyst: analyst.to_owned(),
        set_at: jiff::Timestamp::UNIX_EPOCH,
        points: points.to_vec(),
        source: Source { exhibit, line: 1, byte_offset: 0 },
    })
}
