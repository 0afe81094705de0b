//! What is known of an optical scene besides its pixels: typed values first, then the STAC item, then nothing.

use crate::optical::bands::Band;
use crate::optical::stac::StacItem;
use crate::optical::sun::{SunCheck, check_sun, sun_at};
use plimsoll_model::{Direction, Period, Position};

/// Section `[optical-scenes]`.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpticalSceneParams {
    /// A stated sun farther than this from the one computed for time and place is not believed, degrees.
    pub most_sun_apart_deg: f64,
    /// The sun is computed or compared only where the time is known to this, min.
    pub longest_time_min: f64,
}

/// What the caller knows of an optical image that the file does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpticalOptions {
    /// The bands in the order of the file. Empty: as the item says, or the usual order of so many.
    pub bands: Vec<Band>,
    /// From one pixel to the next on the ground, m, where the file is not placed on the Earth.
    pub pixel_spacing_m: Option<f64>,
    /// Where the sun stood, seen from the scene.
    pub sun: Option<Direction>,
    /// Where the sensor stood, seen from the scene.
    pub sensor_at: Option<Direction>,
    /// Share of the scene under cloud, 0 to 1.
    pub cloud_fraction: Option<f64>,
    /// When it was taken, and where that comes from.
    pub time: Option<(Period, String)>,
    /// Which satellite or instrument.
    pub sensor: Option<String>,
    /// Height of the orbit, m: it turns the angle at the satellite into the one at the ground.
    pub orbit_height_m: Option<f64>,
    /// The STAC item beside the image.
    pub stac: Option<StacItem>,
}

/// What is known of an optical scene.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpticalFacts {
    /// The bands, in the order of the file.
    pub bands: Vec<Band>,
    /// Which satellite or instrument.
    pub sensor: Option<String>,
    /// When it was taken.
    pub time: Option<Period>,
    /// In words: where the time comes from.
    pub time_basis: String,
    /// The corners of what it covers, a ring on WGS 84. Empty: it is not placed on the Earth.
    pub footprint: Vec<Position>,
    /// Where the sun stood, seen from the middle of the scene; `None`: not known, or not believed.
    pub sun: Option<Direction>,
    /// In words: where the sun comes from.
    pub sun_basis: String,
    /// Where the sensor stood, seen from the middle of the scene.
    pub sensor_at: Option<Direction>,
    /// In words: where that comes from.
    pub sensor_basis: String,
    /// Share of the scene under cloud as stated, 0 to 1.
    pub cloud_fraction: Option<f64>,
    /// Ground sample distance as stated, m.
    pub ground_sample_m: Option<f64>,
    /// What the stated sun says of clock and place, where all three are known.
    pub sun_check: Option<SunCheck>,
    /// In words: what was assumed, left out or odd.
    pub notes: Vec<String>,
}

/// Radius of the Earth in the conversion of angles, m.
const EARTH_M: f64 = 6_371_000.0;

/// Angle of view from the vertical at the ground, degrees, from the one at the satellite: sine law in the triangle of
/// the Earth's centre, satellite and scene, `sin(zenith) = (R + h) / R sin(off nadir)`. `None`: the line misses the Earth.
pub fn zenith_deg(off_nadir_deg: f64, orbit_height_m: f64) -> Option<f64> {
    let sine = (EARTH_M + orbit_height_m) / EARTH_M * libm::sin(off_nadir_deg.to_radians());
    (0.0..1.0).contains(&sine).then(|| libm::asin(sine).to_degrees())
}

/// Puts together what is said; `middle` is the middle of the scene on the Earth.
pub(crate) fn gather(
    bands: Vec<Band>,
    options: &OpticalOptions,
    middle: Option<Position>,
    params: &OpticalSceneParams,
) -> OpticalFacts {
    let item = options.stac.as_ref();
    let (time, time_basis) = match (&options.time, item.and_then(|i| i.time)) {
        (Some((time, basis)), _) => (Some(*time), basis.clone()),
        (None, Some(time)) => (Some(time), "the STAC item says so".to_owned()),
        (None, None) => (None, "the file does not say when the scene was taken".to_owned()),
    };
    let mut facts = OpticalFacts {
        bands,
        sensor: options.sensor.clone().or_else(|| item?.sensor.clone()),
        time,
        time_basis,
        cloud_fraction: options.cloud_fraction.or_else(|| item?.cloud_fraction),
        ground_sample_m: item.and_then(|i| i.ground_sample_m),
        ..OpticalFacts::default()
    };
    if let (Some((typed, _)), Some(stated)) = (&options.time, item.and_then(|i| i.time))
        && !typed.overlaps(stated)
    {
        facts.notes.push(format!(
            "the time typed begins {}, that of the STAC item {}: the typed one is taken",
            typed.start(),
            stated.start()
        ));
    }
    sensor_at(&mut facts, options);
    sun(&mut facts, options, middle, params);
    facts
}

fn sensor_at(facts: &mut OpticalFacts, options: &OpticalOptions) {
    if let Some(typed) = options.sensor_at {
        facts.sensor_at = Some(typed);
        "typed".clone_into(&mut facts.sensor_basis);
        return;
    }
    "not known".clone_into(&mut facts.sensor_basis);
    let Some(item) = &options.stac else { return };
    let zenith = match (item.incidence_deg, item.off_nadir_deg, options.orbit_height_m) {
        (Some(incidence), ..) => Some((incidence, "view:incidence_angle".to_owned())),
        (None, Some(off), Some(height)) => zenith_deg(off, height).map(|zenith| {
            (zenith, format!("view:off_nadir {off} degrees at the satellite, {:.0} km up", height / 1e3))
        }),
        (None, Some(off), None) => {
            facts.notes.push(format!(
                "the STAC item gives {off} degrees off nadir at the satellite, which is not the angle at the ground; \
                 without the height of the orbit the sensor's direction stays unknown"
            ));
            None
        }
        _ => None,
    };
    let Some(azimuth) = item.view_azimuth_deg else {
        if zenith.is_some() {
            facts
                .notes
                .push("the STAC item gives no view:azimuth: the sensor's direction stays unknown".to_owned());
        }
        return;
    };
    let Some((zenith, basis)) = zenith else { return };
    // The item's azimuth is taken at the point below the satellite; the ship looks back along the same line. The two
    // ends of it differ by the convergence of meridians: under a degree within 100 km below 45 degrees of latitude.
    facts.sensor_at =
        Some(Direction { azimuth_deg: (azimuth + 180.0).rem_euclid(360.0), elevation_deg: 90.0 - zenith });
    facts.sensor_basis =
        format!("{basis}; opposite of view:azimuth {azimuth} degrees, which is taken below the satellite");
}

fn sun(
    facts: &mut OpticalFacts,
    options: &OpticalOptions,
    middle: Option<Position>,
    params: &OpticalSceneParams,
) {
    let item = options.stac.as_ref();
    let of_item = item.and_then(|i| {
        Some(Direction {
            azimuth_deg: i.sun_azimuth_deg?.rem_euclid(360.0),
            elevation_deg: i.sun_elevation_deg?,
        })
    });
    let stated = options.sun.map(|sun| (sun, "typed")).or(of_item.map(|sun| (sun, "the STAC item")));
    let short = |period: &Period| period.duration().as_secs_f64() <= params.longest_time_min * 60.0;
    let at = facts.time.filter(short).and_then(|time| time.start().checked_add(time.duration() / 2).ok());
    match (stated, at.zip(middle)) {
        (None, None) => "not known".clone_into(&mut facts.sun_basis),
        (None, Some((time, place))) => {
            facts.sun = Some(sun_at(time, place));
            "computed from time and place".clone_into(&mut facts.sun_basis);
        }
        (Some((sun, basis)), None) => {
            facts.sun = Some(sun);
            facts.sun_basis = format!("{basis}; not compared: time or place is not known");
        }
        (Some((sun, basis)), Some((time, place))) => {
            let check = check_sun(sun, time, place, params.most_sun_apart_deg);
            facts.sun_check = Some(check);
            match check {
                SunCheck::Agrees { apart_deg } => {
                    facts.sun = Some(sun);
                    facts.sun_basis =
                        format!("{basis}; {apart_deg:.1} degrees from the one computed for time and place");
                }
                SunCheck::Disagrees { apart_deg, hours } => {
                    let computed = sun_at(time, place);
                    "not believed: it disagrees with time and place".clone_into(&mut facts.sun_basis);
                    facts.notes.push(disagreement(sun, computed, apart_deg, hours, basis));
                }
            }
        }
    }
    if facts.sun.is_some_and(|sun| sun.elevation_deg <= 0.0) {
        facts
            .notes
            .push("the sun stands below the horizon at the time of the scene: check the time".to_owned());
    }
}

fn disagreement(
    stated: Direction,
    computed: Direction,
    apart_deg: f64,
    hours: Option<f64>,
    basis: &str,
) -> String {
    let fit = hours.map_or_else(
        || "no shift of the clock up to 14 h makes them agree: place, date or angles are wrong".to_owned(),
        |h| format!("they would agree if {h:+} h were added to the time"),
    );
    format!(
        "clock, time zone or place wrong: the sun stated ({basis}) at azimuth {:.1}, elevation {:.1} stands {apart_deg:.1} degrees \
         from the one computed, {:.1} and {:.1}; {fit}; no angle of the sun is used",
        stated.azimuth_deg, stated.elevation_deg, computed.azimuth_deg, computed.elevation_deg
    )
}
