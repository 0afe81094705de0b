//! A season as bytes: what satellites, radios and clerks would have left of it, as a case folder.
//!
//! Every picture bears the word SIMULATED below its edge, on the shore and on the pier. Method page: `docs/methods/season-pixels.md`.
//!
//! | module | holds |
//! |---|---|
//! | `ground` | the drawn surroundings of a place |
//! | `present` | who lies at a place when, and where |
//! | `pictures` | [`Picture`]: which pictures there are, what each shows |
//! | `crop`, `vessel`, `sky`, `noise` | optical crops of 3 m |
//! | `radar` | radar crops of 10 m |
//! | `fine` | crops below a metre, and points set on them |
//! | `patrol`, `jpeg` | [`Patrol`]: photographs from the air |
//! | `ais`, `sea_way` | radio messages |
//! | `lists` | register and list |
//! | `truth` | [`TrueNumber`] |
//! | `geotiff` | pixels as files |

mod ais;
mod crop;
mod fine;
mod geotiff;
mod ground;
mod jpeg;
mod lists;
mod noise;
mod patrol;
mod pictures;
mod present;
mod radar;
mod sea_way;
mod sky;
mod truth;
mod vessel;

pub use ground::DrawnPlace;
pub use patrol::{Patrol, PatrolPhoto};
pub use pictures::{Picture, Rendered};
pub use truth::{CapFacts, TrueNumber, true_numbers};

use crate::season::{EmulatedSeason, EmulatorSettings, PlaceSettings};
use jiff::Timestamp;

/// A file of the case folder that is not a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeasonFile {
    /// What it is, in the words of the manifest.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A season, ready to be written.
#[derive(Clone, Debug)]
pub struct SeasonCase {
    /// What happened and what is seen of it.
    pub season: EmulatedSeason,
    /// When hour 0 is.
    pub start: Timestamp,
    /// The drawn surroundings of the places, in the order of the settings.
    pub places: Vec<DrawnPlace>,
    /// The pictures, in order of time.
    pub pictures: Vec<Picture>,
    /// The photographs, in order of time.
    pub patrols: Vec<Patrol>,
}

impl SeasonCase {
    /// The season of a seed that begins at a time.
    pub fn new(seed: u64, settings: &EmulatorSettings, start: Timestamp) -> Self {
        let season = EmulatedSeason::new(seed, settings);
        let places: Vec<DrawnPlace> = settings.season.places.iter().enumerate().map(drawn).collect();
        let pictures = pictures::pictures(&season.truth, &season.looks, &places, start);
        let patrols = patrol::patrols(&season, start);
        Self { season, start, places, pictures, patrols }
    }

    /// All files but the pictures.
    pub fn files(&self) -> Vec<SeasonFile> {
        let file =
            |kind, name: &str, text: String| SeasonFile { kind, name: name.into(), bytes: text.into_bytes() };
        let rings = |of: &dyn Fn(&DrawnPlace) -> Vec<Vec<plimsoll_model::Position>>| {
            let all = self.places.iter().flat_map(|place| {
                of(place).into_iter().enumerate().map(|(k, ring)| (format!("{} {}", place.name, k + 1), ring))
            });
            ground::geojson(&all.collect::<Vec<_>>())
        };
        vec![
            file("nmea", "simulated.nmea", ais::log(&self.season, self.start)),
            file("register", "register.csv", lists::register(&self.season)),
            file("list", "designated.csv", lists::designated(&self.season.truth, self.start)),
            file("coastline", "land.geojson", rings(&|place| vec![place.land_ring()])),
            file("piers", "piers.geojson", rings(&|place| place.pier_rings().to_vec())),
            file("places", "berths.geojson", rings(&|place| place.berth_rings().to_vec())),
        ]
    }

    /// What is appended to the template of `case.toml`: how the tables are read, where land and piers are, and with `with_pictures`
    /// each picture.
    pub fn sections(&self, with_pictures: bool) -> String {
        let mut text = TABLES.to_owned();
        if with_pictures {
            text.extend(self.pictures.iter().map(Picture::section));
            text.extend(self.patrols.iter().map(Patrol::section));
        }
        text
    }

    /// The numbers that the case is asked for, as they are.
    pub fn true_numbers(&self, cap: CapFacts) -> Vec<TrueNumber> {
        true_numbers(&self.season.truth, self.start, cap)
    }
}

/// The surroundings of a place. Ways and sizes of piers are invented.
fn drawn((number, place): (usize, &PlaceSettings)) -> DrawnPlace {
    let of = |values: [f64; 5]| values[number % 5];
    DrawnPlace {
        name: place.name.clone(),
        lat_deg: place.lat_deg,
        lon_deg: place.lon_deg,
        bearing_deg: of([318.0, 221.0, 266.0, 160.0, 305.0]),
        pier_m: of([150.0, 140.0, 145.0, 135.0, 150.0]),
        pier_breadth_m: 18.0,
        shore_m: of([210.0, 190.0, 230.0, 200.0, 220.0]),
        height_m: of([4.0, 3.5, 4.0, 3.5, 3.0]),
        seed: 1_000 + number as u64,
    }
}

const TABLES: &str = r#"
# From here on: written by `plimsoll simulate season`.
[[columns]]
exhibit = "register.csv"
kind    = "register"
list    = "Register (SIMULATED)"

[columns.map]
imo_number       = "IMO No"
mmsi             = "MMSI"
ship_name        = "Vessel"
call_sign        = "Call sign"
ship_type        = "Type"
deadweight_t     = { column = "DWT (t)", unit = "t" }
length_overall_m = { column = "LOA (m)", unit = "m" }
beam_m           = { column = "Beam (m)", unit = "m" }
depth_moulded_m  = { column = "Depth (m)", unit = "m" }
summer_draught_m = { column = "Summer draught (m)", unit = "m" }
superstructure_from_stern = "Superstructure"
tank_volume_m3   = { column = "Tanks 100% (m3)", unit = "m3" }
built_year       = "Built"

[[list]]
exhibit   = "designated.csv"
list      = "Designated ships (SIMULATED)"
version   = "as of 30 November 2024 (SIMULATED)"
published = "2024-11-30"

[[land]]
exhibit = "land.geojson"
source  = "SIMULATED: drawn for the simulated season"

[[piers]]
exhibit = "piers.geojson"
source  = "SIMULATED: drawn for the simulated season"

[[berth]]
exhibit  = "berths.geojson"
name_key = "name"
source   = "SIMULATED: drawn for the simulated season"
"#;
