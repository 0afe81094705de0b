//! What people and programs measure on an image of a ship: points, lengths, freeboards, draughts.

use crate::{Estimate, PixelWindow, RecordId, Source};
use jiff::Timestamp;

/// Where something stands, seen from the ship.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direction {
    /// From north, clockwise, degrees true in [0, 360).
    pub azimuth_deg: f64,
    /// Above the horizon, degrees.
    pub elevation_deg: f64,
}

/// What a point in an image marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The foremost point of the hull.
    Bow,
    /// The aftermost point of the hull.
    Stern,
    /// A side of the hull where it is broadest; two of them give the beam.
    BeamEnd,
    /// The edge of the deck at the side of the hull, or of the bulwark where one stands on it.
    DeckEdge,
    /// Where the side of the hull meets the water.
    Waterline,
    /// The edge of the shadow that the edge of the deck casts on the water or the quay.
    ShadowEdge,
    /// The visible horizon of the sea; two of them or more give its slope.
    Horizon,
    /// The top of something upright of known height.
    VerticalTop,
    /// The foot of it.
    VerticalFoot,
    /// The upper edge of the boot-topping: the band of antifouling paint about the waterline.
    BandTop,
    /// A draught mark that can be read, with its value.
    DraughtMark,
    /// The foremost edge of the superstructure.
    SuperstructureFore,
    /// The aftermost edge of the superstructure.
    SuperstructureAft,
    /// The manifold, where hoses are connected.
    Manifold,
    /// The middle of a hatch.
    Hatch,
    /// The foot of a crane or derrick.
    Crane,
}

impl Mark {
    /// Every one, with the word used in files.
    pub const ALL: [(Self, &'static str); 16] = [
        (Self::Bow, "bow"),
        (Self::Stern, "stern"),
        (Self::BeamEnd, "beam-end"),
        (Self::DeckEdge, "deck-edge"),
        (Self::Waterline, "waterline"),
        (Self::ShadowEdge, "shadow-edge"),
        (Self::Horizon, "horizon"),
        (Self::VerticalTop, "vertical-top"),
        (Self::VerticalFoot, "vertical-foot"),
        (Self::BandTop, "band-top"),
        (Self::DraughtMark, "draught-mark"),
        (Self::SuperstructureFore, "superstructure-fore"),
        (Self::SuperstructureAft, "superstructure-aft"),
        (Self::Manifold, "manifold"),
        (Self::Hatch, "hatch"),
        (Self::Crane, "crane"),
    ];

    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(mark, _)| *mark == self).map_or("", |(_, word)| word)
    }
    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, word)| *word == text).map(|(mark, _)| *mark)
    }
}

/// The three places along a hull at which a draught survey reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Station {
    /// Near the bow.
    Fore,
    /// Amidships.
    Mid,
    /// Near the stern.
    Aft,
}

impl Station {
    /// Every one, from the bow.
    pub const ALL: [Self; 3] = [Self::Fore, Self::Mid, Self::Aft];

    /// The word used in files and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fore => "fore",
            Self::Mid => "mid",
            Self::Aft => "aft",
        }
    }
    /// From the word used in files and tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// A point that somebody set in an image.
#[derive(Clone, Debug, PartialEq)]
pub struct ImagePoint {
    /// In lines from the centre of the first, down, of the image as stored.
    pub line: f64,
    /// In samples from the centre of the first, to the right, of the image as stored.
    pub sample: f64,
    /// What it marks.
    pub mark: Mark,
    /// Where along the hull, for marks that are read at stations.
    pub station: Option<Station>,
    /// Which of several of the kind, so that a top finds its foot. 0 where there is but one.
    pub number: u32,
    /// Height of what is upright, or value of a draught mark, m.
    pub value_m: Option<f64>,
    /// Standard deviation that whoever set it gives, pixels; `None`: that of the parameters.
    pub sd_px: Option<f64>,
}

/// The points of one ship in one image, by one person, in one sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct PointSet {
    /// Name of the image, as the file of points gives it.
    pub image: String,
    /// The ship, as the file gives it: an IMO number, an MMSI, or a name that holds within the image.
    pub ship: String,
    /// Who set them.
    pub analyst: String,
    /// When.
    pub set_at: Timestamp,
    /// The points, in the order of the file.
    pub points: Vec<ImagePoint>,
    /// Where the set begins in the file of points.
    pub source: Source,
}

/// What a measurement is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measurable {
    /// Length overall, m.
    Length,
    /// Beam, m.
    Beam,
    /// Direction from stern to bow, degrees true, or from the top of an image that is not placed on the Earth.
    Heading,
    /// Foremost edge of the superstructure, m forward of the stern.
    SuperstructureFore,
    /// Aftermost edge of the superstructure, m forward of the stern.
    SuperstructureAft,
    /// Manifold, m forward of the stern.
    Manifold,
    /// A hatch, m forward of the stern.
    Hatch,
    /// A crane, m forward of the stern.
    Crane,
    /// Height of the edge of the deck above the water, m.
    Freeboard,
    /// Height of the visible boot-topping above the water, m.
    BandHeight,
    /// Draught read from marks, m.
    MarkedDraught,
}

impl Measurable {
    /// Every one, with the word used in tables.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Length, "length"),
        (Self::Beam, "beam"),
        (Self::Heading, "heading"),
        (Self::SuperstructureFore, "superstructure-fore"),
        (Self::SuperstructureAft, "superstructure-aft"),
        (Self::Manifold, "manifold"),
        (Self::Hatch, "hatch"),
        (Self::Crane, "crane"),
        (Self::Freeboard, "freeboard"),
        (Self::BandHeight, "band-height"),
        (Self::MarkedDraught, "marked-draught"),
    ];

    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(quantity, _)| *quantity == self).map_or("", |(_, word)| word)
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, word)| *word == text).map(|(quantity, _)| *quantity)
    }
    /// Its unit.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Heading => "deg",
            _ => "m",
        }
    }
}

/// How a freeboard was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FreeboardMethod {
    /// From the shadow of the edge of the deck.
    Shadow,
    /// From the side of the hull that an oblique view shows.
    Lean,
    /// From the gap between the leaning edge of the deck and its shadow.
    ShadowAndLean,
    /// From a photograph, by the true horizon and the height of the camera.
    Horizon,
    /// From a photograph, by something upright of known height.
    KnownVertical,
    /// From a photograph, by the length of the ship.
    KnownLength,
    /// From the boot-topping.
    BootTopping,
    /// From draught marks.
    DraughtMarks,
}

impl FreeboardMethod {
    /// Every one, with the word used in tables.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Shadow, "shadow"),
        (Self::Lean, "lean"),
        (Self::ShadowAndLean, "shadow-and-lean"),
        (Self::Horizon, "horizon"),
        (Self::KnownVertical, "known-vertical"),
        (Self::KnownLength, "known-length"),
        (Self::BootTopping, "boot-topping"),
        (Self::DraughtMarks, "draught-marks"),
    ];

    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(method, _)| *method == self).map_or("", |(_, word)| word)
    }
    /// From the word used in tables.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, word)| *word == text).map(|(method, _)| *method)
    }
}

/// One quantity measured on one image of a ship by one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// Which record.
    pub id: RecordId,
    /// The image.
    pub scene: RecordId,
    /// Where the set of points begins in its file.
    pub source: Source,
    /// The ship, as the file of points gives it.
    pub ship: String,
    /// Who set the points.
    pub analyst: String,
    /// When.
    pub set_at: Timestamp,
    /// What it is of.
    pub quantity: Measurable,
    /// Where along the hull, where it is read at stations.
    pub station: Option<Station>,
    /// How, for a freeboard.
    pub method: Option<FreeboardMethod>,
    /// Its value in the unit of the quantity.
    pub value: Estimate<f64>,
    /// Signed measurability K: metres in the image for each metre of freeboard.
    pub measurability: Option<f64>,
    /// The points it rests on, line and sample of the image as stored.
    pub marked: Vec<(Mark, f64, f64)>,
    /// The pixels that hold them.
    pub window: PixelWindow,
    /// In words: how it was made.
    pub basis: String,
    /// The image.
    pub parents: Vec<RecordId>,
}

/// One term of the error of a draught.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorTerm {
    /// What it comes from, in words.
    pub source: String,
    /// Its standard deviation in the draught, m.
    pub sd_m: f64,
    /// True if it is the same in every image of this hull, so that the difference of two images does not hold it.
    pub is_of_hull: bool,
}

/// How deep a ship lies in one image, or why the image cannot say.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterlineReading {
    /// Which record.
    pub id: RecordId,
    /// The image.
    pub scene: RecordId,
    /// The ship, as the file of points gives it.
    pub ship: String,
    /// How it was read.
    pub method: Option<FreeboardMethod>,
    /// Signed measurability K: metres in the image for each metre of freeboard; `None` for photographs.
    pub measurability: Option<f64>,
    /// Height of the edge of the deck amidships above the water, m: the mean (F + 6 M + A) / 8 where three stations are read.
    pub freeboard_m: Option<Estimate<f64>>,
    /// Moulded depth, with bulwark and sheer, that turns it into a draught, m.
    pub depth_m: Option<Estimate<f64>>,
    /// Mean draught, m.
    pub draught_m: Option<Estimate<f64>>,
    /// Draught aft less draught forward, m.
    pub trim_m: Option<Estimate<f64>>,
    /// What the error of the draught consists of.
    pub budget: Vec<ErrorTerm>,
    /// How many people measured it.
    pub analysts: u32,
    /// Why no draught is given, and which geometry would do.
    pub refusal: Option<String>,
    /// In words: how it was made.
    pub basis: String,
    /// The image and the measurements.
    pub parents: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_and_stands_once() {
        for (mark, word) in Mark::ALL {
            assert_eq!((Mark::parse(word), mark.as_str()), (Some(mark), word));
        }
        for (quantity, word) in Measurable::ALL {
            assert_eq!((Measurable::parse(word), quantity.as_str()), (Some(quantity), word));
        }
        for (method, word) in FreeboardMethod::ALL {
            assert_eq!((FreeboardMethod::parse(word), method.as_str()), (Some(method), word));
        }
        for station in Station::ALL {
            assert_eq!(Station::parse(station.as_str()), Some(station));
        }
    }
}
