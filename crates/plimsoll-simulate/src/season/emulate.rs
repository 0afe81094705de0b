//! What is seen of a season, without pixels: sightings with sizes, names and readings, fragments of AIS, a register with errors.

use super::law::{exponential, log_normal, poisson};
use super::looks::{LookSettings, Sensor, TrueLook, looks};
use super::settings::SeasonSettings;
use super::truth::{SeasonTruth, Whereabouts};
use crate::random::Random;
use serde::{Deserialize, Serialize};

/// How well a sensor measures. An absent number is not measured at all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Eye {
    /// Error of the natural logarithm of a length, sd.
    pub length_ln_sd: Option<f64>,
    /// Error of a length, sd, m.
    pub length_sd_m: Option<f64>,
    /// Error of a beam, sd, m.
    pub beam_sd_m: Option<f64>,
    /// Error of the place of the superstructure, share of the length, sd.
    pub superstructure_sd: Option<f64>,
    /// Chance that a picture lets itself be read for how laden she is.
    pub fill_chance: f64,
    /// Error of such a reading, sd.
    pub fill_sd: f64,
    /// Names are read.
    pub has_names: bool,
}

/// Wide law of what is taken for a ship and is none of the fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FalseShips {
    /// Length, m: median and ln sd.
    pub length_m: (f64, f64),
    /// Length to beam, and ln sd about it.
    pub length_to_beam: (f64, f64),
    /// Superstructure, share of the length from the stern: mean and sd.
    pub superstructure: (f64, f64),
}

/// What is seen, and what is written of the fleet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SightingSettings {
    /// Radar.
    pub radar: Eye,
    /// Optical of 3 m.
    pub medium: Eye,
    /// Sub-metre.
    pub fine: Eye,
    /// Photographs.
    pub photo: Eye,
    /// Error shared by all readings of how laden a ship is, sd.
    pub fill_shared_sd: f64,
    /// Chance that a name is read rightly.
    pub right_name: f64,
    /// Chance that another name of the register is read.
    pub wrong_name: f64,
    /// Photographs of a ship at sea, for each hour at sea.
    pub photos_per_sea_hour: f64,
    /// AIS fixes of each hull, for each hour away from the loading place.
    pub fixes_per_hour: f64,
    /// Nearer to the loading place every ship of the fleet is silent, nm.
    pub silent_within_nm: f64,
    /// Share of sightings of a ship whose sizes are those of what is none.
    pub gross_error_share: f64,
    /// What false sightings look like.
    pub false_ships: FalseShips,
    /// Error of a length in the register, sd, m.
    pub register_length_sd_m: f64,
    /// Error of a beam in the register, sd, m.
    pub register_beam_sd_m: f64,
    /// Chance that the register states a beam.
    pub register_beam_chance: f64,
    /// Error of a superstructure known from older pictures, sd.
    pub register_superstructure_sd: f64,
    /// Chance that it is known.
    pub register_superstructure_chance: f64,
}

impl SightingSettings {
    /// Inside the priors.
    pub const fn standard() -> Self {
        let none = Eye {
            length_ln_sd: None,
            length_sd_m: None,
            beam_sd_m: None,
            superstructure_sd: None,
            fill_chance: 0.0,
            fill_sd: 0.0,
            has_names: false,
        };
        Self {
            radar: Eye { length_ln_sd: Some(0.12), ..none },
            medium: Eye { length_sd_m: Some(3.0), beam_sd_m: Some(2.5), ..none },
            fine: Eye {
                length_sd_m: Some(0.8),
                beam_sd_m: Some(0.6),
                superstructure_sd: Some(0.01),
                fill_chance: 0.6,
                fill_sd: 0.08,
                ..none
            },
            photo: Eye { fill_chance: 0.8, fill_sd: 0.05, has_names: true, ..none },
            fill_shared_sd: 0.05,
            right_name: 0.93,
            wrong_name: 0.02,
            photos_per_sea_hour: 0.002,
            fixes_per_hour: 0.001_5,
            silent_within_nm: 20.0,
            gross_error_share: 0.2,
            false_ships: FalseShips {
                length_m: (60.0, 0.5),
                length_to_beam: (5.5, 0.2),
                superstructure: (0.3, 0.25),
            },
            register_length_sd_m: 1.0,
            register_beam_sd_m: 0.3,
            register_beam_chance: 0.8,
            register_superstructure_sd: 0.01,
            register_superstructure_chance: 0.6,
        }
    }

    /// How well a sensor measures.
    pub const fn eye(&self, sensor: Sensor) -> &Eye {
        match sensor {
            Sensor::Radar => &self.radar,
            Sensor::Medium => &self.medium,
            Sensor::Fine => &self.fine,
            Sensor::Photo => &self.photo,
        }
    }
}

/// A number with its error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Measured {
    /// Value and sd.
    Plain(f64, f64),
    /// Value and sd of its natural logarithm.
    Log(f64, f64),
}

/// A ship seen, or something taken for one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmulatedSighting {
    /// Index into [`EmulatedSeason::looks`]; none for a photograph.
    pub look: Option<usize>,
    /// Index of the place; none at sea.
    pub place: Option<usize>,
    /// When, h.
    pub time_h: f64,
    /// With what.
    pub sensor: Sensor,
    /// Length, m.
    pub length: Option<Measured>,
    /// Beam and its sd, m.
    pub beam_m: Option<(f64, f64)>,
    /// Superstructure, share of the length from the stern, and its sd.
    pub superstructure: Option<(f64, f64)>,
    /// The name that was read.
    pub name: Option<String>,
    /// Share of the capacity that seems to be aboard, and its own sd.
    pub fill: Option<(f64, f64)>,
    /// Least distance to each place by sea, nm.
    pub distances_nm: Vec<f64>,
    /// The truth: index of the call; none for a false sighting.
    pub call: Option<usize>,
}

/// A position that a ship of the fleet sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmulatedFix {
    /// Index of the hull, which is in the register.
    pub hull: usize,
    /// When, h.
    pub time_h: f64,
    /// The place of discharge at which she lies.
    pub place: Option<usize>,
    /// Least distance to each place by sea, nm.
    pub distances_nm: Vec<f64>,
}

/// What a register says of a hull.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// Length and its sd, m.
    pub length_m: (f64, f64),
    /// Beam and its sd, m.
    pub beam_m: Option<(f64, f64)>,
    /// Superstructure and its sd, share of the length.
    pub superstructure: Option<(f64, f64)>,
    /// Median capacity, barrels, and ln sd.
    pub capacity_bbl: (f64, f64),
    /// When she came on the list, h; negative: before the start.
    pub listed_from_h: Option<f64>,
    /// Her names.
    pub names: Vec<String>,
}

/// All settings of an emulated season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmulatorSettings {
    /// What happens.
    pub season: SeasonSettings,
    /// Who looks.
    pub looks: LookSettings,
    /// What is seen.
    pub sightings: SightingSettings,
}

impl EmulatorSettings {
    /// Inside the priors.
    pub fn standard() -> Self {
        Self {
            season: SeasonSettings::standard(),
            looks: LookSettings::standard(),
            sightings: SightingSettings::standard(),
        }
    }
}

/// A season with what was seen of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EmulatedSeason {
    /// What really happened.
    pub truth: SeasonTruth,
    /// The looks, in order of time.
    pub looks: Vec<TrueLook>,
    /// What was seen, in order of time.
    pub sightings: Vec<EmulatedSighting>,
    /// AIS fixes of hulls of the register, in order of time.
    pub fixes: Vec<EmulatedFix>,
    /// The register: entry `k` is of hull `k`.
    pub register: Vec<RegisterEntry>,
}

impl EmulatedSeason {
    /// The season of a seed, and what is seen of it.
    pub fn new(seed: u64, settings: &EmulatorSettings) -> Self {
        Self::of_truth(SeasonTruth::new(seed, &settings.season), settings)
    }

    /// What is seen of a season.
    pub fn of_truth(truth: SeasonTruth, settings: &EmulatorSettings) -> Self {
        let seed = truth.seed;
        let looks = looks(seed, &truth.settings, &settings.looks);
        let observer = Observer {
            truth: &truth,
            settings: &settings.sightings,
            kept_share: settings.looks.kept_share,
            fill_shared: settings.sightings.fill_shared_sd * Random::new(seed, 700).normal(),
        };
        let mut sightings: Vec<_> =
            looks.iter().enumerate().flat_map(|(at, look)| observer.of_look(at, look)).collect();
        sightings.extend((0..truth.hulls.len()).flat_map(|hull| observer.photographs(hull)));
        sightings.sort_by(|a, b| a.time_h.total_cmp(&b.time_h));
        let registered = 0..truth.settings.registered_hulls;
        let mut fixes: Vec<_> = registered.clone().flat_map(|hull| observer.fixes(hull)).collect();
        fixes.sort_by(|a, b| a.time_h.total_cmp(&b.time_h));
        let register = registered.map(|hull| observer.register_entry(hull)).collect();
        Self { truth, looks, sightings, fixes, register }
    }

    /// Indices of the calls of which the ship was seen at the loading place at least once.
    pub fn calls_seen(&self) -> std::collections::BTreeSet<usize> {
        self.sightings.iter().filter(|s| s.place == Some(0)).filter_map(|s| s.call).collect()
    }
}

struct Observer<'a> {
    truth: &'a SeasonTruth,
    settings: &'a SightingSettings,
    kept_share: f64,
    fill_shared: f64,
}

impl Observer<'_> {
    fn of_look(&self, at: usize, look: &TrueLook) -> Vec<EmulatedSighting> {
        let random = &mut Random::new(self.truth.seed, 100_000 + at as u64);
        let mut seen = Vec::new();
        for hull in 0..self.truth.hulls.len() {
            let whereabouts = self.truth.whereabouts(hull, look.time_h);
            let is_there = self.place_of(whereabouts) == Some(look.place);
            if is_there && random.unit() < look.p_see * self.kept_share {
                seen.push(self.sighting(random, look.sensor, look.time_h, hull, whereabouts, Some(at)));
            }
        }
        for _ in 0..poisson(random, look.false_rate) {
            seen.push(self.false_sighting(random, look, at));
        }
        seen
    }

    fn place_of(&self, whereabouts: Whereabouts) -> Option<usize> {
        match whereabouts {
            Whereabouts::Loading { .. } => Some(0),
            Whereabouts::Discharging { call, .. } => Some(self.truth.calls[call].place),
            _ => None,
        }
    }

    fn sighting(
        &self,
        random: &mut Random,
        sensor: Sensor,
        time_h: f64,
        hull: usize,
        whereabouts: Whereabouts,
        look: Option<usize>,
    ) -> EmulatedSighting {
        let (eye, ship) = (self.settings.eye(sensor), &self.truth.hulls[hull]);
        let is_gross = random.unit() < self.settings.gross_error_share;
        let sizes = if is_gross {
            self.false_sizes(random)
        } else {
            Sizes { length_m: ship.length_m, beam_m: ship.beam_m, superstructure: ship.superstructure }
        };
        let fraction = self.truth.laden_fraction(whereabouts);
        EmulatedSighting {
            look,
            place: self.place_of(whereabouts),
            time_h,
            sensor,
            length: sizes.length(random, eye),
            beam_m: eye.beam_sd_m.map(|sd| (sizes.beam_m + sd * random.normal(), sd)),
            superstructure: eye.superstructure_sd.map(|sd| (sizes.superstructure + sd * random.normal(), sd)),
            name: if eye.has_names && !is_gross { self.name_read(random, hull) } else { None },
            fill: self.fill_read(random, eye, fraction),
            distances_nm: self.distances_nm(whereabouts),
            call: whereabouts.call(),
        }
    }

    fn fill_read(&self, random: &mut Random, eye: &Eye, fraction: f64) -> Option<(f64, f64)> {
        let value = fraction + self.fill_shared + eye.fill_sd * random.normal();
        (random.unit() < eye.fill_chance).then_some((value, eye.fill_sd))
    }

    fn name_read(&self, random: &mut Random, hull: usize) -> Option<String> {
        let (settings, hulls) = (self.settings, &self.truth.hulls);
        let (chance, at) = (random.unit(), random.unit());
        if chance < settings.right_name {
            return Some(hulls[hull].name.clone());
        }
        let others: Vec<_> =
            (0..self.truth.settings.registered_hulls).filter(|other| *other != hull).collect();
        let other = others.get((at * others.len() as f64) as usize)?;
        (chance < settings.right_name + settings.wrong_name).then(|| hulls[*other].name.clone())
    }

    /// Sizes of what is taken for a ship and is none.
    fn false_sizes(&self, random: &mut Random) -> Sizes {
        let law = &self.settings.false_ships;
        let length_m = log_normal(random, law.length_m.0, law.length_m.1);
        Sizes {
            length_m,
            beam_m: log_normal(random, length_m / law.length_to_beam.0, law.length_to_beam.1),
            superstructure: law.superstructure.0 + law.superstructure.1 * random.normal(),
        }
    }

    fn false_sighting(&self, random: &mut Random, look: &TrueLook, at: usize) -> EmulatedSighting {
        let eye = self.settings.eye(look.sensor);
        let sizes = self.false_sizes(random);
        let fraction = random.unit();
        EmulatedSighting {
            look: Some(at),
            place: Some(look.place),
            time_h: look.time_h,
            sensor: look.sensor,
            length: sizes.length(random, eye),
            beam_m: eye.beam_sd_m.map(|sd| (sizes.beam_m + sd * random.normal(), sd)),
            superstructure: eye.superstructure_sd.map(|sd| (sizes.superstructure + sd * random.normal(), sd)),
            name: None,
            fill: self.fill_read(random, eye, fraction),
            distances_nm: self.truth.settings.distances_from_place_nm(look.place),
            call: None,
        }
    }

    /// Photographs of a hull at sea: a Poisson process over the hours that she spends there.
    fn photographs(&self, hull: usize) -> Vec<EmulatedSighting> {
        let random = &mut Random::new(self.truth.seed, 30_000 + hull as u64);
        let mut photographs = Vec::new();
        let mut time_h = exponential(random, 1.0 / self.settings.photos_per_sea_hour);
        while time_h < self.truth.settings.end_h {
            let whereabouts = self.truth.whereabouts(hull, time_h);
            if matches!(whereabouts, Whereabouts::Laden { .. } | Whereabouts::Ballast { .. }) {
                photographs.push(self.sighting(random, Sensor::Photo, time_h, hull, whereabouts, None));
            }
            time_h += exponential(random, 1.0 / self.settings.photos_per_sea_hour);
        }
        photographs
    }

    fn fixes(&self, hull: usize) -> Vec<EmulatedFix> {
        let random = &mut Random::new(self.truth.seed, 40_000 + hull as u64);
        let mean_h = 1.0 / self.settings.fixes_per_hour;
        let mut fixes = Vec::new();
        let mut time_h = -self.truth.settings.warm_up_h + exponential(random, mean_h);
        while time_h < self.truth.settings.end_h {
            let whereabouts = self.truth.whereabouts(hull, time_h);
            let distances_nm = match whereabouts {
                Whereabouts::Idle => self.idle_distances_nm(random, hull, time_h),
                _ => self.distances_nm(whereabouts),
            };
            if distances_nm[0] >= self.settings.silent_within_nm {
                fixes.push(EmulatedFix { hull, time_h, place: self.place_of(whereabouts), distances_nm });
            }
            time_h += exponential(random, mean_h);
        }
        fixes
    }

    /// An idle ship drifts some way off the loading place, but so that she came and will come in time at 10 kn. A ship that takes
    /// no part is far away.
    fn idle_distances_nm(&self, random: &mut Random, hull: usize, time_h: f64) -> Vec<f64> {
        let calls = self.truth.calls.iter().filter(|call| call.hull == hull);
        let nearest_h = calls
            .map(|call| (call.arrival_h - time_h).abs().min((time_h - call.return_h).abs()))
            .fold(f64::INFINITY, f64::min);
        let takes_part = self.truth.hulls[hull].takes_part;
        let (low, high) = if takes_part { (25.0, 60.0) } else { (300.0, 1_500.0) };
        let off_nm = random.between(low, high).min(10.0 * nearest_h);
        self.truth.settings.distances_off_nm(off_nm)
    }

    fn distances_nm(&self, whereabouts: Whereabouts) -> Vec<f64> {
        let (settings, calls) = (&self.truth.settings, &self.truth.calls);
        let route_nm = |call: usize| settings.places[calls[call].place].route_nm;
        match whereabouts {
            Whereabouts::Idle | Whereabouts::Loading { .. } => settings.distances_from_place_nm(0),
            Whereabouts::Discharging { call, .. } => settings.distances_from_place_nm(calls[call].place),
            Whereabouts::Laden { call, share } => settings.distances_off_nm(share * route_nm(call)),
            Whereabouts::Ballast { call, share } => settings.distances_off_nm((1.0 - share) * route_nm(call)),
        }
    }

    fn register_entry(&self, number: usize) -> RegisterEntry {
        let random = &mut Random::new(self.truth.seed, 50_000 + number as u64);
        let (settings, hull) = (self.settings, &self.truth.hulls[number]);
        let mut with_error = |value: f64, sd: f64, chance: f64| {
            let stated = value + sd * random.normal();
            (random.unit() < chance).then_some((stated, sd))
        };
        let length_m = with_error(hull.length_m, settings.register_length_sd_m, 2.0);
        let season = &self.truth.settings;
        let ln_sd = if hull.has_stated_tanks {
            season.capacity_of_register_ln_sd
        } else {
            season.capacity_of_length_ln_sd
        };
        RegisterEntry {
            length_m: length_m.expect("a chance of 2 is always met"),
            beam_m: with_error(hull.beam_m, settings.register_beam_sd_m, settings.register_beam_chance),
            superstructure: with_error(
                hull.superstructure,
                settings.register_superstructure_sd,
                settings.register_superstructure_chance,
            ),
            capacity_bbl: (hull.stated_capacity_bbl, ln_sd),
            listed_from_h: hull.listed_from_h,
            names: vec![hull.name.clone()],
        }
    }
}

/// What a sensor would measure without error.
struct Sizes {
    length_m: f64,
    beam_m: f64,
    superstructure: f64,
}

impl Sizes {
    fn length(&self, random: &mut Random, eye: &Eye) -> Option<Measured> {
        let plain = |sd: f64, z: f64| Measured::Plain(self.length_m + sd * z, sd);
        let log = |sd: f64, z: f64| Measured::Log(self.length_m * (sd * z).exp(), sd);
        let z = random.normal();
        eye.length_sd_m.map(|sd| plain(sd, z)).or(eye.length_ln_sd.map(|sd| log(sd, z)))
    }
}

impl SeasonSettings {
    /// Least sea distance from a place to each place, nm: by the triangle of the routes from the loading place.
    pub fn distances_from_place_nm(&self, place: usize) -> Vec<f64> {
        self.distances_off_nm(self.places[place].route_nm)
    }

    /// Least sea distance to each place from so far off the loading place, nm: no route to a place is shorter than the
    /// difference of both distances from the loading place.
    pub fn distances_off_nm(&self, off_nm: f64) -> Vec<f64> {
        self.places.iter().map(|place| (place.route_nm - off_nm).abs()).collect()
    }
}
