//! The tankers of the OpenSARShip table, whose deadweights are known, and what the library infers of them.
//!
//! Cleaning: ship type 80-89; deadweight stated; the first row of each MMSI; length at least 40 m, beam at least 6 m,
//! length by beam between 4 and 9 (a beam of 0 or 7 m at 96 m of length is a typing error). Ships whose MMSI has an
//! even sum of digits set the priors, the others are the test.

use flate2::read::GzDecoder;
use plimsoll_analysis::particulars::{ParticularParams, complete};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Estimate, Particular, RecordId, RecordKind, Vessel, VesselKind};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::Read;

/// Length classes, m, from and to.
pub(crate) const CLASSES: [(f64, f64); 5] =
    [(0.0, 100.0), (100.0, 150.0), (150.0, 200.0), (200.0, 400.0), (0.0, 400.0)];

/// A ship whose gross tonnage is above this share of her deadweight has room for more than her cargo weighs: a carrier
/// of gas or of some chemicals.
const LIGHT_GROSS_TONNAGE_TO_DEADWEIGHT: f64 = 0.85;

/// Median length by beam of the 337 tankers.
const LENGTH_TO_BEAM: f64 = 6.2;

#[derive(Clone, Debug)]
pub(crate) struct Tanker {
    mmsi: i64,
    pub(crate) ship_type: u8,
    pub(crate) length_m: f64,
    pub(crate) beam_m: f64,
    pub(crate) deadweight_t: f64,
    pub(crate) gross_tonnage: Option<f64>,
    pub(crate) draught_m: Option<f64>,
}

impl Tanker {
    pub(crate) fn sets_priors(&self) -> bool {
        self.mmsi.to_string().bytes().map(|digit| u32::from(digit - b'0')).sum::<u32>() % 2 == 0
    }

    /// By her tonnages, which AIS does not send.
    pub(crate) fn is_light(&self) -> bool {
        self.gross_tonnage.is_some_and(|gt| gt > LIGHT_GROSS_TONNAGE_TO_DEADWEIGHT * self.deadweight_t)
    }

    pub(crate) fn is_of(&self, (from, to): (f64, f64)) -> bool {
        (from..to).contains(&self.length_m)
    }

    /// What the relation explains: the logarithm of deadweight by 1.025 x length x beam^2.
    pub(crate) fn response(&self) -> f64 {
        (self.deadweight_t / (1.025 * self.length_m * self.beam_m * self.beam_m)).ln()
    }

    /// By what: one, the logarithm of length by 100 m, the logarithm of slenderness by its median.
    pub(crate) fn terms(&self) -> [f64; 3] {
        [1.0, (self.length_m / 100.0).ln(), (self.length_m / self.beam_m / LENGTH_TO_BEAM).ln()]
    }

    /// Whether she may be built to the same drawings.
    fn is_sister_of(&self, other: &Self) -> bool {
        (self.beam_m - other.beam_m).abs() < 0.5
            && (self.length_m - other.length_m).abs() <= 1.0
            && (self.deadweight_t / other.deadweight_t).ln().abs() <= 0.05
    }

    /// What the library makes of length and beam, and of a draught sent if asked.
    pub(crate) fn inferred(&self, params: &ParticularParams, with_draught: bool) -> Option<Estimate<f64>> {
        let stated = |value: f64| {
            let estimate = Estimate::new(value, value, value)?;
            Some(Particular { estimate, is_inferred: false, basis: "table".into() })
        };
        let mut ship = Vessel {
            id: RecordId::of(RecordKind::Vessel, &[Key::Int(self.mmsi)]),
            imo_number: None,
            mmsis: vec![],
            ship_name: None,
            names: vec![],
            kind: VesselKind::OilTanker,
            length_overall_m: stated(self.length_m),
            beam_m: stated(self.beam_m),
            deadweight_t: None,
            summer_draught_m: None,
            depth_moulded_m: None,
            tank_volume_m3: None,
            deepest_draught_m: self.draught_m.filter(|_| with_draught),
            remarks: vec![],
            parents: vec![],
        };
        complete(&mut ship, params);
        ship.deadweight_t.map(|deadweight| deadweight.estimate)
    }
}

/// The columns of a table of ships, by its header.
struct Columns {
    mmsi: &'static str,
    ship_type: &'static str,
    length: &'static str,
    beam: &'static str,
    deadweight: &'static str,
    gross_tonnage: &'static str,
    draught: &'static str,
}

/// The table of the other scenes.
const SCENES: Columns = Columns {
    mmsi: "MMSI",
    ship_type: "Ship_Type",
    length: "AIS_Length",
    beam: "AIS_Width",
    deadweight: "Deadweight",
    gross_tonnage: "Gross_tonnage",
    draught: "Draught",
};

/// The lists of the scenes with images.
const CHIPS: Columns = Columns {
    mmsi: "AISShip.MMSI",
    ship_type: "AISShip.Ship_Type",
    length: "AISShip.Length",
    beam: "AISShip.Width",
    deadweight: "MarineTraffic.Deadweight",
    gross_tonnage: "MarineTraffic.Gross_tonnage",
    draught: "AISShip.Draught",
};

/// The cleaned table, in order of MMSI.
pub(crate) fn tankers(path: &str) -> Result<Vec<Tanker>, Box<dyn Error>> {
    Ok(read(GzDecoder::new(File::open(path)?), &SCENES)?.into_values().collect())
}

/// Tankers of lists of scenes with images that a table does not have, in order of MMSI.
pub(crate) fn strangers(paths: &[String], known: &[Tanker]) -> Result<Vec<Tanker>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    for path in paths {
        for (mmsi, tanker) in read(File::open(path)?, &CHIPS)? {
            found.entry(mmsi).or_insert(tanker);
        }
    }
    found.retain(|mmsi, _| known.iter().all(|t| t.mmsi != *mmsi));
    Ok(found.into_values().collect())
}

fn read(text: impl Read, columns: &Columns) -> Result<BTreeMap<i64, Tanker>, Box<dyn Error>> {
    let mut tankers = BTreeMap::new();
    for row in csv::ReaderBuilder::new().flexible(true).from_reader(text).deserialize() {
        if let Some(tanker) = tanker(&row?, columns) {
            tankers.entry(tanker.mmsi).or_insert(tanker);
        }
    }
    Ok(tankers)
}

fn tanker(row: &BTreeMap<String, String>, columns: &Columns) -> Option<Tanker> {
    let number = |column: &str| row.get(column)?.parse::<f64>().ok().filter(|x| *x > 0.0);
    let tanker = Tanker {
        mmsi: number(columns.mmsi)? as i64,
        ship_type: number(columns.ship_type).filter(|t| (80.0..90.0).contains(t))? as u8,
        length_m: number(columns.length).filter(|l| *l >= 40.0)?,
        beam_m: number(columns.beam).filter(|b| *b >= 6.0)?,
        deadweight_t: number(columns.deadweight)?,
        gross_tonnage: number(columns.gross_tonnage),
        // Sent in tenths of a metre; some rows of the table are ten times that.
        draught_m: number(columns.draught).map(|d| if d > 255.0 { d / 100.0 } else { d / 10.0 }),
    };
    (4.0..=9.0).contains(&(tanker.length_m / tanker.beam_m)).then_some(tanker)
}

/// The ships of each design: sisters are no independent witnesses.
pub(crate) fn designs(tankers: &[Tanker]) -> Vec<Vec<&Tanker>> {
    let mut sorted: Vec<&Tanker> = tankers.iter().collect();
    sorted.sort_by(|a, b| {
        let by_beam = a.beam_m.total_cmp(&b.beam_m).then(a.length_m.total_cmp(&b.length_m));
        by_beam.then(a.deadweight_t.total_cmp(&b.deadweight_t))
    });
    let mut designs: Vec<Vec<&Tanker>> = Vec::new();
    for tanker in sorted {
        match designs.iter_mut().find(|sisters| tanker.is_sister_of(sisters[0])) {
            Some(sisters) => sisters.push(tanker),
            None => designs.push(vec![tanker]),
        }
    }
    designs
}

/// How inferred deadweights compare with those of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Score {
    pub(crate) ships: usize,
    /// Share of ships inside, below and above their 90 % interval.
    pub(crate) inside: f64,
    pub(crate) below: f64,
    pub(crate) above: f64,
    /// Median of the logarithm of inferred by true deadweight.
    pub(crate) median_log_error: f64,
    /// Mean of its absolute value.
    pub(crate) mean_absolute_log_error: f64,
    /// Mean of the logarithm of the upper by the lower end.
    pub(crate) mean_log_width: f64,
}

/// The score of some ships; `None` of none.
pub(crate) fn score<'a>(
    tankers: impl Iterator<Item = &'a Tanker>,
    params: &ParticularParams,
    with_draught: bool,
) -> Option<Score> {
    let (mut errors, mut below, mut above, mut width) = (Vec::new(), 0.0, 0.0, 0.0);
    for tanker in tankers {
        let inferred = tanker.inferred(params, with_draught)?;
        errors.push((inferred.mid() / tanker.deadweight_t).ln());
        below += f64::from(tanker.deadweight_t < inferred.low());
        above += f64::from(tanker.deadweight_t > inferred.high());
        width += (inferred.high() / inferred.low()).ln();
    }
    errors.sort_by(f64::total_cmp);
    let n = errors.len() as f64;
    Some(Score {
        ships: errors.len(),
        inside: 1.0 - (below + above) / n,
        below: below / n,
        above: above / n,
        median_log_error: *errors.get(errors.len() / 2)?,
        mean_absolute_log_error: errors.iter().map(|e| e.abs()).sum::<f64>() / n,
        mean_log_width: width / n,
    })
}
