//! Detectors side by side at equal numbers of false detections.

use crate::MATCH;
use plimsoll_simulate::score::detections::{DetectionScore, FalseDetection, FoundShip, ShipOutcome};
use plimsoll_simulate::score::figures::{Counts, LENGTH_BINS_M, WIND_BINS_M_S, detections_table};
use std::fmt::Write;

/// Scores of a published detector at each of its thresholds.
pub(crate) struct Peer {
    name: &'static str,
    thresholds: Vec<f64>,
    scores: Vec<Vec<DetectionScore>>,
}

impl Peer {
    fn new(name: &'static str, from: f64, to: f64) -> Self {
        let count = 36;
        let ratio = (to / from).powf(1.0 / f64::from(count - 1));
        let thresholds: Vec<f64> = (0..count).map(|k| from * ratio.powi(k)).collect();
        Self { name, scores: vec![Vec::new(); thresholds.len()], thresholds }
    }

    pub(crate) fn take(&mut self, score: impl Fn(f64) -> DetectionScore) {
        for (list, n) in self.scores.iter_mut().zip(&self.thresholds) {
            list.push(score(*n));
        }
    }
}

/// All detectors on all scenes.
pub(crate) struct Scenes {
    pub(crate) ours: Vec<DetectionScore>,
    /// What ours reports in each scene as something else than a ship.
    pub(crate) others: Vec<Vec<FoundShip>>,
    pub(crate) peers: [Peer; 3],
}

/// Ships, false detections and scenes of one row of the table.
struct Bin {
    name: String,
    scene: Box<dyn Fn(&DetectionScore) -> bool>,
    ship: Box<dyn Fn(&ShipOutcome) -> bool>,
    wrong: Box<dyn Fn(&FalseDetection) -> bool>,
    /// A false detection has no true length: rows by length compare recall, at thresholds equal over all.
    is_by_length: bool,
}

impl Bin {
    fn all(name: &str) -> Self {
        let name = name.to_owned();
        Self {
            name,
            scene: Box::new(|_| true),
            ship: Box::new(|_| true),
            wrong: Box::new(|_| true),
            is_by_length: false,
        }
    }

    fn rows() -> Vec<Self> {
        let mut bins = vec![Self::all("all")];
        let near = |d: Option<f64>| d.is_some_and(|d| d <= MATCH.near_shore_m);
        bins.push(Self {
            ship: Box::new(move |s| near(s.shore_distance_m)),
            wrong: Box::new(move |f| near(f.shore_distance_m)),
            ..Self::all("near shore")
        });
        bins.push(Self {
            ship: Box::new(move |s| !near(s.shore_distance_m)),
            wrong: Box::new(move |f| !near(f.shore_distance_m)),
            ..Self::all("farther out")
        });
        for (low, high) in WIND_BINS_M_S {
            let scene = move |s: &DetectionScore| (low..high).contains(&s.wind_m_s);
            bins.push(Self { scene: Box::new(scene), ..Self::all(&format!("wind {low}-{high}")) });
        }
        for (low, high) in LENGTH_BINS_M {
            let ship = move |s: &ShipOutcome| (low..high).contains(&s.length_m);
            bins.push(Self {
                ship: Box::new(ship),
                is_by_length: true,
                ..Self::all(&format!("{low}-{high} m"))
            });
        }
        bins
    }

    fn counts(&self, scores: &[DetectionScore]) -> Vec<Counts> {
        let one = |s: &DetectionScore| Counts::of([s], &self.ship, &self.wrong);
        scores.iter().filter(|s| (self.scene)(s)).map(one).collect()
    }
}

impl Bin {
    /// What the row compares.
    fn value(&self, counts: Counts) -> f64 {
        if self.is_by_length { counts.recall().value() } else { counts.f1() }
    }
}

fn total(counts: &[Counts]) -> Counts {
    counts.iter().fold(Counts::default(), |a, b| Counts {
        found: a.found + b.found,
        missed: a.missed + b.missed,
        wrong: a.wrong + b.wrong,
    })
}

impl Scenes {
    pub(crate) fn new() -> Self {
        let peers = [
            Peer::new("two-parameter", 2.5, 80.0),
            Peer::new("two-parameter, 1 km buffer", 2.5, 80.0),
            Peer::new("log-normal", 2.5, 14.0),
        ];
        Self { ours: Vec::new(), others: Vec::new(), peers }
    }

    pub(crate) fn print(&self) {
        println!("ours\n{}", detections_table(&self.ours, &MATCH));
        for (peer, published) in self.peers.iter().zip([22.0, 22.0, 5.2]) {
            let nearest = |a: &&usize, b: &&usize| {
                let off = |k: usize| (peer.thresholds[k] - published).abs();
                off(**a).total_cmp(&off(**b))
            };
            let indices: Vec<usize> = (0..peer.thresholds.len()).collect();
            let Some(at) = indices.iter().min_by(nearest) else { continue };
            let table = detections_table(&peer.scores[*at], &MATCH);
            println!("{} at n = {:.1}\n{table}", peer.name, peer.thresholds[*at]);
        }
        println!(
            "F1 (by length: recall) at equal false detections; difference to each, with its 95 % interval over scenes"
        );
        for bin in Bin::rows() {
            self.row(&bin);
        }
    }

    fn row(&self, bin: &Bin) {
        let ours = bin.counts(&self.ours);
        let sum = total(&ours);
        let mut line = format!(
            "{:<13} ours {:.3} (of {}, missed {}, false {})",
            bin.name,
            bin.value(sum),
            sum.found + sum.missed,
            sum.missed,
            sum.wrong
        );
        for peer in &self.peers {
            let all: Vec<Vec<Counts>> = peer.scores.iter().map(|s| bin.counts(s)).collect();
            // The threshold whose number of false detections is nearest; of several, the one that finds most.
            let key = |k: &usize| {
                let t = total(&all[*k]);
                (t.wrong.abs_diff(sum.wrong), t.missed)
            };
            let Some(at) = (0..all.len()).min_by_key(key) else { continue };
            let best = all.iter().map(|c| bin.value(total(c))).fold(0.0, f64::max);
            let theirs = total(&all[at]);
            let (low, high) = bootstrap(&ours, &all[at], |c| bin.value(c));
            put(
                &mut line,
                &format!(
                    " | {} {:.3} (n {:.1}, false {}; its best {best:.3}) {:+.3} [{low:+.3} {high:+.3}]",
                    peer.name,
                    bin.value(theirs),
                    peer.thresholds[at],
                    theirs.wrong,
                    bin.value(sum) - bin.value(theirs),
                ),
            );
        }
        println!("{line}");
    }

    /// What ours misses and what it reports besides, one a line.
    pub(crate) fn list(&self) -> String {
        let mut text = String::new();
        for (score, others) in self.ours.iter().zip(&self.others) {
            for s in score.ships.iter().filter(|s| s.found.is_none()) {
                put(
                    &mut text,
                    &format!(
                        "seed {} wind {:.1}: missed {} {} {:.0} m at line {:.0} sample {:.0}, {} m off shore, berthed {}, \
                     contrast VV {:.1} VH {:.1} dB{}\n",
                        score.seed,
                        score.wind_m_s,
                        s.id,
                        s.kind,
                        s.length_m,
                        s.line,
                        s.sample,
                        s.shore_distance_m.map_or("-".to_owned(), |d| format!("{d:.0}")),
                        s.is_berthed,
                        s.peak_contrast_db[0],
                        s.peak_contrast_db[1],
                        taken_for(s, others),
                    ),
                );
            }
            for f in &score.false_detections {
                put(
                    &mut text,
                    &format!(
                        "seed {} wind {:.1}: false {:?} at line {:.0} sample {:.0}, {} m off shore, length {:.0} m\n",
                        score.seed,
                        score.wind_m_s,
                        f.cause,
                        f.found.line,
                        f.found.sample,
                        f.shore_distance_m.map_or("-".to_owned(), |d| format!("{d:.0}")),
                        f.found.length_m.unwrap_or(f64::NAN),
                    ),
                );
            }
        }
        text
    }
}

/// What ours takes a missed ship for.
fn taken_for(ship: &ShipOutcome, others: &[FoundShip]) -> String {
    let off = |f: &&FoundShip| (f.line - ship.line).hypot(f.sample - ship.sample) * 10.0;
    let nearest = others.iter().filter(|f| off(f) < MATCH.gate_m).min_by(|a, b| off(a).total_cmp(&off(b)));
    let words =
        |f: &FoundShip| format!(", taken for {} {:.0} m off", f.kind.as_deref().unwrap_or("-"), off(&f));
    nearest.map(words).unwrap_or_default()
}

fn put(text: &mut String, more: &str) {
    text.write_str(more).expect("a String takes all that is written to it");
}

/// The middle 95 % of the difference when scenes are drawn anew, the same for both.
fn bootstrap(ours: &[Counts], theirs: &[Counts], value: impl Fn(Counts) -> f64) -> (f64, f64) {
    let (draws, mut state) = (2000, 20_u64);
    let mut next = move || {
        // SplitMix64 (Steele, Lea, Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut differences: Vec<f64> = (0..draws)
        .map(|_| {
            let picks: Vec<usize> = ours.iter().map(|_| (next() % ours.len() as u64) as usize).collect();
            let f1 = |of: &[Counts]| value(total(&picks.iter().map(|k| of[*k]).collect::<Vec<_>>()));
            f1(ours) - f1(theirs)
        })
        .filter(|d| d.is_finite())
        .collect();
    differences.sort_by(f64::total_cmp);
    let at = |share: f64| {
        differences.get((share * differences.len() as f64) as usize).copied().unwrap_or(f64::NAN)
    };
    (at(0.025), at(0.974))
}
