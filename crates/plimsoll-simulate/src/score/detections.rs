//! How many of a scene's ships a detector finds, what else it reports, how well it measures.
//!
//! Detections and true ships are matched within a gate: as many pairs as possible, and among those the least total
//! distance. Nothing is ever matched beyond the gate. A moving ship is matched where it is imaged. Ships below
//! [`MatchParams::least_length_m`] are asked of nobody: neither missed nor, if reported, false. A detection whose kind
//! is given and is not `ship` is not counted.

use crate::sar::SarTruth;
use serde::{Deserialize, Serialize};

/// What a pair must keep to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchParams {
    /// Farthest that a detection may lie from the ship's middle, m (xView3: 200).
    pub gate_m: f64,
    /// Shorter ships are not asked for, m.
    pub least_length_m: f64,
    /// Up to this distance from land or pier counts as near shore, m (xView3: 2,000).
    pub near_shore_m: f64,
    /// A false detection so near a ghost or a fixed thing is put down to it, m.
    pub cause_m: f64,
}

/// A detection as `plimsoll detect` prints it; other columns are passed over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundShip {
    /// The scene's name.
    #[serde(default)]
    pub scene: String,
    /// Lines from the centre of the first.
    pub line: f64,
    /// Samples from the centre of the first.
    pub sample: f64,
    /// Length, m.
    #[serde(default)]
    pub length_m: Option<f64>,
    /// Lower end of its interval, m.
    #[serde(default)]
    pub length_low_m: Option<f64>,
    /// Upper end of its interval, m.
    #[serde(default)]
    pub length_high_m: Option<f64>,
    /// Beam, m.
    #[serde(default)]
    pub beam_m: Option<f64>,
    /// Direction of the axis, degrees in [0, 180).
    #[serde(default)]
    pub axis_deg: Option<f64>,
    /// What it is taken for; `None`: a ship.
    #[serde(default)]
    pub kind: Option<String>,
}

impl FoundShip {
    /// Reported as a ship.
    pub fn is_ship(&self) -> bool {
        self.kind.as_deref().is_none_or(|kind| kind == "ship")
    }
}

/// A table of detections that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DetectionsError {
    /// A column is missing.
    #[error("the table of detections has no column {0}; expected line and sample, and where known length_m")]
    Column(&'static str),
    /// A row is not what it should be.
    #[error("row {row} of the detections: {problem}")]
    Row {
        /// From 1, the header not counted.
        row: usize,
        /// What is wrong.
        problem: String,
    },
}

/// Reads detections as JSON lines.
///
/// # Errors
/// The first line that is no detection.
pub fn detections_from_jsonl(text: &str) -> Result<Vec<FoundShip>, DetectionsError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line)
                .map_err(|error| DetectionsError::Row { row: index + 1, problem: error.to_string() })
        })
        .collect()
}

/// Reads detections as CSV with a header.
///
/// # Errors
/// A missing column, or the first row whose numbers are none.
pub fn detections_from_csv(text: &str) -> Result<Vec<FoundShip>, DetectionsError> {
    let mut rows = csv_rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let column = |name: &str| header.iter().position(|h| h == name);
    let line = column("line").ok_or(DetectionsError::Column("line"))?;
    let sample = column("sample").ok_or(DetectionsError::Column("sample"))?;
    let optional = ["length_m", "length_low_m", "length_high_m", "beam_m", "axis_deg"].map(column);
    let (scene, kind) = (column("scene"), column("kind"));
    rows.enumerate()
        .map(|(index, row)| {
            let text = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|t| !t.is_empty()).cloned();
            let number = |at: Option<usize>| match text(at) {
                None => Ok(None),
                Some(text) => text.parse::<f64>().map(Some).map_err(|_| DetectionsError::Row {
                    row: index + 1,
                    problem: format!("{text:?} is not a number"),
                }),
            };
            let needed = |at: usize| {
                number(Some(at))?.ok_or_else(|| DetectionsError::Row {
                    row: index + 1,
                    problem: "it has no line or sample".to_owned(),
                })
            };
            Ok(FoundShip {
                scene: text(scene).unwrap_or_default(),
                line: needed(line)?,
                sample: needed(sample)?,
                length_m: number(optional[0])?,
                length_low_m: number(optional[1])?,
                length_high_m: number(optional[2])?,
                beam_m: number(optional[3])?,
                axis_deg: number(optional[4])?,
                kind: text(kind),
            })
        })
        .collect()
}

/// Fields of a CSV file; quoted ones may hold commas, line ends and doubled quotes.
fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut is_quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if is_quoted && characters.peek() == Some(&'"') => {
                field.push('"');
                characters.next();
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => row.push(std::mem::take(&mut field)),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    if !field.is_empty() || !row.is_empty() {
        row.push(field);
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|field| !field.is_empty()));
    rows
}

/// What came of a true ship.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShipOutcome {
    /// Its id.
    pub id: String,
    /// `tanker`, `cargo`, `fishing`.
    pub kind: String,
    /// Where it is imaged.
    pub line: f64,
    /// Where it is imaged.
    pub sample: f64,
    /// True length, m.
    pub length_m: f64,
    /// Wind, m/s.
    pub wind_m_s: f64,
    /// Distance to land or pier, m.
    pub shore_distance_m: Option<f64>,
    /// Alongside a pier.
    pub is_berthed: bool,
    /// Brightest pixel over the sea in VV and VH, dB.
    pub peak_contrast_db: [f64; 2],
    /// The detection that is it, and its distance in m; `None`: missed.
    pub found: Option<(FoundShip, f64)>,
}

/// What a false detection stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FalseCause {
    /// A ghost.
    Ghost,
    /// A second detection of one ship, or an arm of its cross.
    Again,
    /// A mark, a light, a crane.
    Fixture,
    /// Land or a pier, or within 50 m of them.
    Shore,
    /// Nothing but sea.
    Sea,
}

/// A false detection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FalseDetection {
    /// What was reported.
    pub found: FoundShip,
    /// What it stands on.
    pub cause: FalseCause,
    /// Distance to land or pier, m; `None`: there is none.
    pub shore_distance_m: Option<f64>,
}

/// What came of one scene.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DetectionScore {
    /// The scene's seed.
    pub seed: u64,
    /// Wind, m/s.
    pub wind_m_s: f64,
    /// Area of water, km2.
    pub water_km2: f64,
    /// Every ship that is asked for.
    pub ships: Vec<ShipOutcome>,
    /// Every detection that is none of them.
    pub false_detections: Vec<FalseDetection>,
}

/// Matches the detections of one scene with its truth.
pub fn score_detections(truth: &SarTruth, found: &[FoundShip], params: &MatchParams) -> DetectionScore {
    let found: Vec<&FoundShip> = found.iter().filter(|f| f.is_ship()).collect();
    let (asked, small): (Vec<_>, Vec<_>) =
        truth.ships.iter().partition(|s| s.length_m >= params.least_length_m);
    let distances = |ships: &[&crate::sar::TruthShip], found: &[&FoundShip]| -> Vec<Vec<f64>> {
        let metres = |s: &&crate::sar::TruthShip, f: &&FoundShip| {
            (s.line - f.line).hypot(s.sample - f.sample) * truth.pixel_m
        };
        ships.iter().map(|s| found.iter().map(|f| metres(s, f)).collect()).collect()
    };
    let to_asked = distances(&asked, &found);
    let pairs = match_within(&to_asked, params.gate_m);
    let rest: Vec<&FoundShip> =
        (0..found.len()).filter(|f| !pairs.contains(&Some(*f))).map(|f| found[f]).collect();
    let spared = match_within(&distances(&small, &rest), params.gate_m);
    let false_detections = (0..rest.len())
        .filter(|f| !spared.contains(&Some(*f)))
        .map(|f| false_detection(truth, rest[f], params))
        .collect();
    let ships = asked
        .iter()
        .zip(&pairs)
        .enumerate()
        .map(|(index, (s, pair))| ShipOutcome {
            id: s.id.clone(),
            kind: s.kind.clone(),
            line: s.line,
            sample: s.sample,
            length_m: s.length_m,
            wind_m_s: s.wind_m_s,
            shore_distance_m: s.shore_distance_m,
            is_berthed: s.is_berthed,
            peak_contrast_db: s.peak_contrast_db,
            found: pair.map(|f| (found[f].clone(), to_asked[index][f])),
        })
        .collect();
    DetectionScore {
        seed: truth.seed,
        wind_m_s: truth.wind_m_s,
        water_km2: truth.water_km2,
        ships,
        false_detections,
    }
}

fn false_detection(truth: &SarTruth, found: &FoundShip, params: &MatchParams) -> FalseDetection {
    let metres = |line: f64, sample: f64| (line - found.line).hypot(sample - found.sample) * truth.pixel_m;
    let shore = truth.shore_distance_m(found.line, found.sample);
    let is_again = truth.ships.iter().any(|s| {
        let is_on_cross =
            (s.line - found.line).abs().min((s.sample - found.sample).abs()) * truth.pixel_m < 40.0;
        let distance = metres(s.line, s.sample);
        distance < s.length_m / 2.0 + 60.0 || (is_on_cross && distance < 600.0 && s.rcs_vv_dbm2 > 42.0)
    });
    let cause = if shore <= 0.0 {
        FalseCause::Shore
    } else if is_again {
        FalseCause::Again
    } else if truth.fixtures.iter().any(|f| metres(f.line, f.sample) < params.cause_m) {
        FalseCause::Fixture
    } else if shore < 50.0 {
        FalseCause::Shore
    } else if truth.ghosts.iter().any(|g| metres(g.line, g.sample) < params.cause_m) {
        FalseCause::Ghost
    } else {
        FalseCause::Sea
    };
    FalseDetection { found: found.clone(), cause, shore_distance_m: shore.is_finite().then_some(shore) }
}

/// For each row the column matched with it: pairs within `gate`, as many as can be, of least total distance.
fn match_within(distances: &[Vec<f64>], gate: f64) -> Vec<Option<usize>> {
    let columns = distances.first().map_or(0, Vec::len);
    // Columns that no row reaches play no part.
    let near: Vec<usize> = (0..columns).filter(|c| distances.iter().any(|row| row[*c] <= gate)).collect();
    // A pair within the gate is worth more than any distance saved elsewhere; each row may also stay alone.
    let worth = gate * (distances.len() as f64 + 1.0);
    let rows = distances.len();
    let cost = |row: usize, column: usize| match near.get(column) {
        Some(c) if distances[row][*c] <= gate => distances[row][*c] - worth,
        Some(_) => worth,
        None => 0.0,
    };
    let chosen = cheapest(rows, near.len() + rows, &cost);
    let matched =
        |(row, column): (usize, &usize)| near.get(*column).copied().filter(|c| distances[row][*c] <= gate);
    chosen.iter().enumerate().map(matched).collect()
}

/// The column of each row in the cheapest assignment (Kuhn 1955, Munkres 1957; shortest augmenting paths). There must
/// be at least as many columns as rows.
fn cheapest(rows: usize, columns: usize, cost: &dyn Fn(usize, usize) -> f64) -> Vec<usize> {
    let (mut row_price, mut column_price) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    // Index 0 stands for "none"; rows and columns count from 1 here.
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let (mut least, mut is_used) = (vec![f64::INFINITY; columns + 1], vec![false; columns + 1]);
        let mut way = vec![0; columns + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let (from, mut delta, mut next) = (row_of[column], f64::INFINITY, 0);
            for other in 1..=columns {
                if is_used[other] {
                    continue;
                }
                let reduced = cost(from - 1, other - 1) - row_price[from] - column_price[other];
                if reduced < least[other] {
                    (least[other], way[other]) = (reduced, column);
                }
                if least[other] < delta {
                    (delta, next) = (least[other], other);
                }
            }
            for other in 0..=columns {
                if is_used[other] {
                    row_price[row_of[other]] += delta;
                    column_price[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    let mut column_of = vec![0; rows];
    for (column, row) in row_of.iter().enumerate().skip(1) {
        if *row > 0 {
            column_of[*row - 1] = column - 1;
        }
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::figures::Share;

    /// The best matching by trying all.
    fn by_trying(distances: &[Vec<f64>], gate: f64, row: usize, used: &mut Vec<usize>) -> (usize, f64) {
        if row == distances.len() {
            return (0, 0.0);
        }
        let mut best = by_trying(distances, gate, row + 1, used);
        for column in 0..distances[row].len() {
            let distance = distances[row][column];
            if distance <= gate && !used.contains(&column) {
                used.push(column);
                let (count, total) = by_trying(distances, gate, row + 1, used);
                used.pop();
                if count + 1 > best.0 || (count + 1 == best.0 && total + distance < best.1) {
                    best = (count + 1, total + distance);
                }
            }
        }
        best
    }

    #[test]
    fn the_matching_is_the_best_of_all() {
        let mut random = crate::random::Random::new(5, 0);
        for _ in 0..400 {
            let (rows, columns) = (random.below(5), random.below(6));
            let distances: Vec<Vec<f64>> =
                (0..rows).map(|_| (0..columns).map(|_| random.between(0.0, 350.0)).collect()).collect();
            let pairs = match_within(&distances, 200.0);
            let total: f64 = pairs.iter().enumerate().filter_map(|(r, c)| c.map(|c| distances[r][c])).sum();
            let (count, least) = by_trying(&distances, 200.0, 0, &mut Vec::new());
            assert_eq!(pairs.iter().flatten().count(), count);
            assert!((total - least).abs() < 1e-6, "{total} {least}");
            let mut columns: Vec<_> = pairs.iter().flatten().collect();
            columns.sort_unstable();
            columns.dedup();
            assert_eq!(columns.len(), count, "a detection is used once");
        }
    }

    #[test]
    fn wilson_as_printed_in_textbooks() {
        // 81 of 263: 0.2553 to 0.3662 (Newcombe 1998, table I).
        let (low, high) = Share { of: 81, among: 263 }.interval();
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn csv_and_json_lines_say_the_same() {
        let csv = "scene,line,sample,length_m,kind,reasons\n\"a, b\",1.5,2,,ship,\"x \"\"y\"\"\nz\"\n,3,4,80,ambiguity,\n";
        let json = "{\"scene\":\"a, b\",\"line\":1.5,\"sample\":2,\"kind\":\"ship\"}\n\n\
                    {\"line\":3,\"sample\":4,\"length_m\":80,\"kind\":\"ambiguity\",\"reasons\":[]}\n";
        let (from_csv, from_json) = (detections_from_csv(csv).unwrap(), detections_from_jsonl(json).unwrap());
        assert_eq!(from_csv, from_json);
        assert!(from_csv[0].is_ship() && !from_csv[1].is_ship());
        assert!(detections_from_csv("line,length_m\n1,2\n").is_err());
        assert!(detections_from_csv("line,sample\nx,2\n").is_err());
        assert!(detections_from_jsonl("{}").is_err());
    }
}
