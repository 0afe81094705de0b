//! What analysts measured of one ship in one image, over all of their sets of points.

use plimsoll_model::{Estimate, Measurable, Measurement, PixelWindow, RecordId, Sighting, WaterlineReading};
use std::collections::BTreeMap;

/// A ship in an image as files of points give her.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MeasuredShip {
    pub(super) scene: RecordId,
    /// What the file of points calls her.
    pub(super) label: String,
    pub(super) window: PixelWindow,
    analysts: Vec<String>,
    length_m: Option<Estimate<f64>>,
    beam_m: Option<Estimate<f64>>,
    superstructure_share: Option<Estimate<f64>>,
    draught_m: Option<Estimate<f64>>,
    parents: Vec<RecordId>,
}

/// One for each image and name in it, in that order.
pub(super) fn measured_ships(
    measurements: &[Measurement],
    readings: &[WaterlineReading],
) -> Vec<MeasuredShip> {
    let mut by_ship: BTreeMap<(RecordId, &str), Vec<&Measurement>> = BTreeMap::new();
    for m in measurements {
        by_ship.entry((m.scene, &m.ship)).or_default().push(m);
    }
    let ship = |((scene, label), rows): ((RecordId, &str), Vec<&Measurement>)| {
        let reading = readings.iter().find(|r| r.scene == scene && r.ship == label);
        let value = |quantity| mean(rows.iter().filter(|m| m.quantity == quantity).map(|m| m.value));
        let length_m = value(Measurable::Length);
        let edges = value(Measurable::SuperstructureAft).zip(value(Measurable::SuperstructureFore));
        let mut analysts: Vec<String> = rows.iter().map(|m| m.analyst.clone()).collect();
        analysts.sort();
        analysts.dedup();
        let parents = rows.iter().map(|m| m.id).chain(reading.map(|r| r.id)).collect();
        MeasuredShip {
            scene,
            label: label.to_owned(),
            window: around(&rows),
            analysts,
            length_m,
            beam_m: value(Measurable::Beam),
            superstructure_share: edges.zip(length_m).and_then(|((a, f), l)| share(a, f, l)),
            draught_m: reading.and_then(|r| r.draught_m),
            parents,
        }
    };
    by_ship.into_iter().map(ship).collect()
}

/// The mean of several sets. Their errors are of one picture and are not taken to average out: the interval is the widest.
fn mean(values: impl Iterator<Item = Estimate<f64>>) -> Option<Estimate<f64>> {
    let values: Vec<_> = values.collect();
    let n = values.len() as f64;
    let mid = values.iter().map(Estimate::mid).sum::<f64>() / n;
    let below = values.iter().map(|v| v.mid() - v.low()).fold(0.0, f64::max);
    let above = values.iter().map(|v| v.high() - v.mid()).fold(0.0, f64::max);
    Estimate::new(mid - below, mid, mid + above).filter(|_| !values.is_empty())
}

/// Middle of the superstructure from the stern by length; both edges err by themselves, the length little beside them.
fn share(aft: Estimate<f64>, fore: Estimate<f64>, length: Estimate<f64>) -> Option<Estimate<f64>> {
    let mid = 0.5 * (aft.mid() + fore.mid()) / length.mid();
    let half = |e: Estimate<f64>| 0.5 * (e.high() - e.low());
    let width = 0.5 * half(aft).hypot(half(fore)) / length.mid();
    Estimate::new(mid - width, mid, mid + width)
}

/// The window that holds all windows.
fn around(rows: &[&Measurement]) -> PixelWindow {
    let ends = |w: PixelWindow| (w.line + w.lines, w.sample + w.samples);
    let mut all = rows.first().map_or(PixelWindow { line: 0, sample: 0, lines: 0, samples: 0 }, |m| m.window);
    for m in rows {
        let (line_end, sample_end) = ends(all);
        let (line, sample) = ends(m.window);
        let (top, left) = (all.line.min(m.window.line), all.sample.min(m.window.sample));
        all = PixelWindow {
            line: top,
            sample: left,
            lines: line_end.max(line) - top,
            samples: sample_end.max(sample) - left,
        };
    }
    all
}

impl MeasuredShip {
    /// Adds what was measured to a sighting; measured values go before found ones.
    pub(super) fn join(&self, to: &mut Sighting, basis: &mut Vec<String>, parents: &mut Vec<RecordId>) {
        to.length_m = self.length_m.or(to.length_m);
        to.beam_m = self.beam_m.or(to.beam_m);
        to.superstructure_share = self.superstructure_share;
        to.draught_m = self.draught_m;
        to.name_read = name_read(&self.label);
        to.analyst = Some(self.analysts.join(", "));
        basis.push(format!("measured by {}", self.analysts.join(", ")));
        if let Some(name) = &to.name_read {
            basis.push(format!("named {name} by the analyst"));
        }
        parents.extend(&self.parents);
    }
}

/// The name that an analyst gave; labels that name nobody (`unknown`, `ship 2`, a single letter, a question mark) are none.
fn name_read(label: &str) -> Option<String> {
    let plain = label.trim();
    let lower = plain.to_lowercase();
    let is_none = plain.chars().count() < 3
        || plain.starts_with('?')
        || ["unknown", "unnamed", "ship ", "tanker ", "vessel "].iter().any(|w| lower.starts_with(w))
        || ["ship", "tanker", "vessel"].contains(&lower.as_str());
    (!is_none).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_name_nobody_are_no_names() {
        for label in ["?", "A", "unknown", "Ship 2", "tanker B", "unnamed tanker", "vessel", " "] {
            assert_eq!(name_read(label), None, "{label}");
        }
        for label in ["SIMULATED HERON", "IMO 9074729", "HERON"] {
            assert_eq!(name_read(label).as_deref(), Some(label));
        }
    }

    #[test]
    fn two_sets_of_one_picture_do_not_narrow_the_interval() {
        let e = |a, b, c| Estimate::new(a, b, c).unwrap();
        let both = mean([e(1.0, 2.0, 3.0), e(3.5, 4.0, 4.5)].into_iter()).unwrap();
        assert_eq!((both.low(), both.mid(), both.high()), (2.0, 3.0, 4.0));
        assert_eq!(mean(std::iter::empty()), None);
    }
}
