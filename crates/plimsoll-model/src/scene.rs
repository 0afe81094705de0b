//! What images show: scenes, the looks they are at places, what was found in them.

use crate::evidence::Key;
use crate::{Area, Direction, Estimate, ExhibitId, Period, Position, RecordId, RecordKind};

/// A polarisation: the one sent, the one received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Polarisation {
    /// Vertical, vertical.
    Vv,
    /// Vertical, horizontal.
    Vh,
    /// Horizontal, horizontal.
    Hh,
    /// Horizontal, vertical.
    Hv,
    /// The file does not say.
    Unknown,
}

impl Polarisation {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Vv, Self::Vh, Self::Hh, Self::Hv, Self::Unknown];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vv => "VV",
            Self::Vh => "VH",
            Self::Hh => "HH",
            Self::Hv => "HV",
            Self::Unknown => "unknown",
        }
    }
    /// From the word used in tables, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str().eq_ignore_ascii_case(text))
    }
    /// True if it is sent and received in different planes: the sea is darker in it.
    pub const fn is_cross(self) -> bool {
        matches!(self, Self::Vh | Self::Hv)
    }
}

/// Which way the satellite flew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// From south to north.
    Ascending,
    /// From north to south.
    Descending,
}

impl Pass {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
    /// From the word used in tables, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Ascending, Self::Descending].into_iter().find(|p| p.as_str().eq_ignore_ascii_case(text))
    }
}

/// An image as received: what it covers, when, how.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Which record.
    pub id: RecordId,
    /// The exhibit that holds its pixels.
    pub exhibit: ExhibitId,
    /// The product's name, or the file's.
    pub name: String,
    /// What the bytes are: `sentinel-1-grd`, `sar-db`, `sar-power`, `sar-amplitude`, `optical`, `photo`.
    pub form: String,
    /// Which satellite or instrument; `None`: the file does not say.
    pub sensor: Option<String>,
    /// When it was taken: from the first line to the last, or the day where only a day is known. `None`: no time is
    /// known, and the scene can be looked at but not be joined with anything else.
    pub time: Option<Period>,
    /// In words: where the time comes from.
    pub time_basis: String,
    /// The corners of what it covers, a ring on WGS 84. Empty: it is not placed on the Earth.
    pub footprint: Vec<Position>,
    /// Rows of pixels.
    pub lines: u64,
    /// Pixels in a row.
    pub samples: u64,
    /// From one line to the next on the ground, m.
    pub line_spacing_m: Option<f64>,
    /// From one sample to the next on the ground, m.
    pub sample_spacing_m: Option<f64>,
    /// Bands of a radar image, in the order of the file.
    pub polarisations: Vec<Polarisation>,
    /// Bands of an optical image, in the order of the file: `red`, `green`, `blue`, `near-infrared`, `grey`.
    pub bands: Vec<String>,
    /// Where the sun stood, seen from the middle of the image.
    pub sun: Option<Direction>,
    /// Where an optical sensor stood, seen from the middle of the image.
    pub sensor_at: Option<Direction>,
    /// Share of its pixels under cloud, for an optical image.
    pub cloud_fraction: Option<f64>,
    /// Number of the orbit in the repeat cycle.
    pub relative_orbit: Option<u32>,
    /// Which way the satellite flew.
    pub pass: Option<Pass>,
    /// Least and greatest incidence angle at the ground, degrees.
    pub incidence_deg: Option<(f64, f64)>,
    /// Share of its pixels that are sea with a value and were searched.
    pub searched_fraction: Option<f64>,
    /// How much sea was searched, km2.
    pub searched_km2: Option<f64>,
    /// Detections expected from clutter alone in that sea, at the rate asked for.
    pub expected_false: Option<f64>,
    /// Why nothing of it could be used, where nothing could.
    pub refusal: Option<String>,
}

/// One scene over one place of interest, whether or not a ship was seen: a row of the effort log.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Which record.
    pub id: RecordId,
    /// The scene.
    pub scene: RecordId,
    /// Name of the place.
    pub place: String,
    /// When, as the scene says.
    pub time: Option<Period>,
    /// Share of the place's area that lies in the footprint; nought where the scene was refused, so that nobody knows.
    pub covered_fraction: f64,
    /// Share of the place's sea that had a value and was searched.
    pub usable_fraction: f64,
    /// Share of the place's sea under cloud, for an optical image.
    pub cloud_fraction: Option<f64>,
    /// Incidence angle at the place, degrees.
    pub incidence_deg: Option<f64>,
    /// Direction from the satellite to the place at the ground, degrees true.
    pub look_direction_deg: Option<f64>,
    /// Detections taken for ships in the place.
    pub ships: u32,
    /// Why the look counts for nothing, where it does.
    pub refusal: Option<String>,
    /// The scene and the detections.
    pub parents: Vec<RecordId>,
}

/// What a bright object in an image is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetectionKind {
    /// A ship, or ships too close together to be told apart.
    Ship,
    /// A ghost of something bright, displaced along the track.
    Ambiguity,
    /// An arm of the cross about something bright.
    Sidelobe,
    /// Something that does not move: a pier, a light, a rig, a breakwater.
    FixedObject,
    /// Land that the coastline given does not hold, or its edge.
    Land,
    /// Sea.
    Clutter,
}

impl DetectionKind {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Ship, Self::Ambiguity, Self::Sidelobe, Self::FixedObject, Self::Land, Self::Clutter];

    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Ambiguity => "ambiguity",
            Self::Sidelobe => "sidelobe",
            Self::FixedObject => "fixed-object",
            Self::Land => "land",
            Self::Clutter => "clutter",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// How good a detection is. Each class is defined in `docs/methods/ship-detection.md`; the reasons stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DetectionQuality {
    /// Nothing speaks against a ship.
    High,
    /// Something speaks against it, less than for it.
    Moderate,
    /// It may be a ship.
    Low,
}

impl DetectionQuality {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Moderate => "moderate",
            Self::Low => "low",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::High, Self::Moderate, Self::Low].into_iter().find(|q| q.as_str() == text)
    }
}

/// A part of an image: whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PixelWindow {
    /// First line, from 0.
    pub line: u32,
    /// First sample, from 0.
    pub sample: u32,
    /// How many lines.
    pub lines: u32,
    /// How many samples.
    pub samples: u32,
}

impl PixelWindow {
    /// A window of at least so many lines and samples about this one, inside an image of `image` lines and samples.
    ///
    /// It has the same middle, to a pixel; where it would reach past the edge it is moved inwards, and it is as large as the
    /// image where that is smaller.
    #[must_use]
    pub fn about(self, least_lines: u32, least_samples: u32, image: (u32, u32)) -> Self {
        let side = |first: u32, count: u32, least: u32, most: u32| {
            let wanted = least.max(count).min(most);
            let start = first.saturating_add(count / 2).saturating_sub(wanted / 2).min(most - wanted);
            (start, wanted)
        };
        let (line, lines) = side(self.line, self.lines, least_lines, image.0);
        let (sample, samples) = side(self.sample, self.samples, least_samples, image.1);
        Self { line, sample, lines, samples }
    }
}

/// A bright object found in a scene.
#[derive(Clone, Debug, PartialEq)]
pub struct Detection {
    /// Which record.
    pub id: RecordId,
    /// The scene.
    pub scene: RecordId,
    /// What it is taken for.
    pub kind: DetectionKind,
    /// How good that is.
    pub quality: DetectionQuality,
    /// Its centre, in lines from the centre of the first.
    pub line: f64,
    /// Its centre, in samples from the centre of the first.
    pub sample: f64,
    /// The pixels that it stands on.
    pub window: PixelWindow,
    /// Its centre on the Earth, where the scene is placed on it. That of a moving ship is displaced along the track.
    pub position: Option<Position>,
    /// Standard deviation of the position in each direction, m.
    pub position_sd_m: Option<f64>,
    /// Length overall, m.
    pub length_m: Option<Estimate<f64>>,
    /// Beam, m.
    pub beam_m: Option<Estimate<f64>>,
    /// Direction of its axis, degrees in [0, 180): true, or from the top of the image where it is not placed on the
    /// Earth. Which end is the bow is not known.
    pub axis_deg: Option<f64>,
    /// Within the distance to land or pier that counts as near. `None`: no land was given.
    pub near_shore: Option<bool>,
    /// Distance to the nearest land or pier given, m, up to the farthest that is looked for.
    pub shore_distance_m: Option<f64>,
    /// Brightest pixel above the sea about it in each band of the scene, dB; `None` where the band has none.
    pub contrast_db: Vec<Option<f64>>,
    /// How much more likely its pixels are from a ship than from the sea: natural logarithm of the ratio.
    pub log_likelihood_ratio: f64,
    /// Greatest displacement along the track if it moves at up to 14 kn, m. `None`: the geometry is not known.
    pub azimuth_shift_m: Option<f64>,
    /// Name of the berth that it lies at.
    pub berth: Option<String>,
    /// In words: what speaks for and against.
    pub reasons: Vec<String>,
}

/// What a look says of a berth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OccupancyState {
    /// No ship lies there.
    Empty,
    /// A ship lies there.
    Occupied,
    /// The look cannot say.
    Unknown,
}

impl OccupancyState {
    /// The word used in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Occupied => "occupied",
            Self::Unknown => "unknown",
        }
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Empty, Self::Occupied, Self::Unknown].into_iter().find(|s| s.as_str() == text)
    }
}

/// A berth of a terminal: where a ship lies, what it looks like when none does.
#[derive(Clone, Debug, PartialEq)]
pub struct Berth {
    /// Its name, unique in a case.
    pub name: String,
    /// Water in which a ship at this berth lies, quay not included.
    pub area: Area,
    /// Where the area comes from.
    pub source: String,
}

/// What one scene shows at one berth, before anybody says what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct BerthLook {
    /// The scene.
    pub scene: RecordId,
    /// Name of the berth.
    pub berth: String,
    /// When, as the scene says.
    pub time: Option<Period>,
    /// Scenes of one stack see the berth alike: sensor, relative orbit and pass, in words.
    pub stack: String,
    /// Share of the berth's pixels that have a value.
    pub usable_fraction: f64,
    /// What most slices of the brightest stretch along the berth reach over open water near it, dB; one for each of VV or
    /// HH, and VH or HV.
    pub contrast_db: [Option<f64>; 2],
    /// Mean power on the quay behind over that of open water, dB; the same bands. What changes both is not a ship.
    pub quay_contrast_db: [Option<f64>; 2],
    /// Length of the bright stretch along the berth, m.
    pub bright_length_m: Option<f64>,
    /// Share of the berth that is bright.
    pub bright_fraction: Option<f64>,
}

impl BerthLook {
    /// Which record: one for each scene and berth.
    pub fn id(&self) -> RecordId {
        RecordId::of(RecordKind::BerthLook, &[Key::Id(self.scene), Key::Text(&self.berth)])
    }
}

/// What a look is taken to say of a berth.
#[derive(Clone, Debug, PartialEq)]
pub struct Occupancy {
    /// Which record.
    pub id: RecordId,
    /// The scene.
    pub scene: RecordId,
    /// Name of the berth.
    pub berth: String,
    /// When, as the scene says.
    pub time: Option<Period>,
    /// Scenes of one stack see the berth alike.
    pub stack: String,
    /// What it is taken to say.
    pub state: OccupancyState,
    /// Probability that a ship lies there, given all looks at the berth.
    pub p_occupied: Option<f64>,
    /// Probability from this look alone, before its neighbours in time speak.
    pub p_alone: Option<f64>,
    /// Power of the brightest stretch over that of open water, dB, as [`BerthLook::contrast_db`].
    pub contrast_db: [Option<f64>; 2],
    /// Length of the bright stretch along the berth, m.
    pub bright_length_m: Option<f64>,
    /// Looks with a ship that AIS shows there, and looks with none, that taught what the berth looks like.
    pub taught_by: (u32, u32),
    /// In words: what it rests on, what speaks against it.
    pub reasons: Vec<String>,
    /// The scene and the detections.
    pub parents: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_about_another_keeps_its_middle_inside_the_image() {
        let image = (100, 60);
        let window = PixelWindow { line: 40, sample: 20, lines: 3, samples: 4 };
        let wide = PixelWindow { line: 30, sample: 17, lines: 23, samples: 10 };
        assert_eq!(window.about(23, 10, image), wide);
        assert_eq!(window.about(1, 2, image), window, "it never shrinks");
        // At the edges it is moved, not cut.
        let corner = PixelWindow { line: 0, sample: 58, lines: 1, samples: 2 };
        let moved = PixelWindow { line: 0, sample: 50, lines: 11, samples: 10 };
        assert_eq!(corner.about(11, 10, image), moved);
        // An image smaller than what is asked for, and a window that lies in no image.
        let all = PixelWindow { line: 0, sample: 0, lines: 100, samples: 60 };
        assert_eq!(window.about(u32::MAX, 1_000, image), all);
        let nowhere = PixelWindow { line: u32::MAX, sample: 7, lines: 9, samples: 9 };
        assert_eq!(nowhere.about(20, 20, image), PixelWindow { line: 80, sample: 1, lines: 20, samples: 20 });
    }
}
