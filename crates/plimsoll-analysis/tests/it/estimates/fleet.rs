//! Inferred deadweights against a real fleet: the tankers of the OpenSARShip table, whose deadweights are known.

use super::kit::*;
use plimsoll_analysis::draws::{Prior, Z_95};
use plimsoll_analysis::particulars::ParticularParams;

#[path = "../../../examples/particulars_fit/table.rs"]
#[expect(dead_code, reason = "the example prints more of it")]
mod table;

use table::{CLASSES, Tanker, designs, score, strangers, tankers};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/sar/opensarship");

/// The cleaned table; `None` where the data set is not there.
fn table() -> Option<Vec<Tanker>> {
    let path = format!("{FOLDER}/ais_table_other_scenes.csv.gz");
    if !std::path::Path::new(&path).exists() {
        println!("SKIPPED: {path} is not there");
        return None;
    }
    Some(tankers(&path).unwrap())
}

fn show(name: &str, (from, to): (f64, f64), score: table::Score) {
    println!(
        "{name:<34} {from:>3}-{to:<3} m: {:>3} ships, 90 % interval holds {:.3} (below {:.3}, above {:.3}), median error {:+.1} %, mean absolute log error {:.3}, width x{:.2}",
        score.ships,
        score.inside,
        score.below,
        score.above,
        100.0 * (score.median_log_error.exp() - 1.0),
        score.mean_absolute_log_error,
        score.mean_log_width.exp()
    );
}

#[test]
fn inferred_deadweights_hold_on_the_half_of_the_fleet_that_set_no_prior() {
    let Some(tankers) = table() else { return };
    let params = defaults(1).particulars;
    println!("{} tankers", tankers.len());
    for sets_priors in [true, false] {
        let name = if sets_priors { "half that set the priors" } else { "other half" };
        for class in CLASSES {
            let chosen = tankers.iter().filter(|t| t.sets_priors() == sets_priors && t.is_of(class));
            let score = score(chosen, &params, false).unwrap();
            show(name, class, score);
            // Of 23 to 59 ships: two standard deviations below nine tenths are about eight tenths.
            assert!(score.inside > if sets_priors { 0.9 } else { 0.8 }, "{name} {class:?}: {}", score.inside);
        }
    }
    let other = || tankers.iter().filter(|t| !t.sets_priors());
    let held_out = score(other(), &params, false).unwrap();
    let with_draught = score(other().filter(|t| t.draught_m.is_some()), &params, true).unwrap();
    show("other half, with a draught sent", CLASSES[4], with_draught);
    assert!(held_out.ships > 150);
    assert!((0.85..=0.97).contains(&held_out.inside), "{}", held_out.inside);
    assert!(held_out.median_log_error.abs() < 0.06, "{}", held_out.median_log_error);
    assert!((0.83..=0.98).contains(&with_draught.inside), "{}", with_draught.inside);
}

#[test]
fn inferred_deadweights_hold_on_ships_of_other_lists() {
    let Some(tankers) = table() else { return };
    let mut lists: Vec<String> = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().path().join("ships.csv"))
        .filter(|path| path.exists())
        .map(|path| path.display().to_string())
        .collect();
    lists.sort();
    let strangers = strangers(&lists, &tankers).unwrap();
    let score = score(strangers.iter(), &defaults(1).particulars, false).unwrap();
    show("ships of other lists", CLASSES[4], score);
    assert!(score.ships > 35 && score.inside > 0.85, "{score:?}");
    assert!(score.median_log_error.abs() < 0.06, "{score:?}");
}

/// Terms, what they explain, weight.
type WeightedRow = ([f64; 3], f64, f64);

/// The residual of a column and its shares of the columns before it, by Gram's and Schmidt's steps.
fn orthogonal(columns: &[Vec<f64>], column: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    let mut left = column.to_vec();
    let shares = columns.iter().map(|before| {
        let share = dot(before, &left) / dot(before, before);
        left.iter_mut().zip(before).for_each(|(x, y)| *x -= share * y);
        share
    });
    let shares = shares.collect();
    (left, shares)
}

/// Weighted least squares written a second time: columns made orthogonal one by one, then back from the last.
fn second_fit(rows: &[WeightedRow]) -> [f64; 3] {
    let column = |of: &dyn Fn(&WeightedRow) -> f64| -> Vec<f64> {
        rows.iter().map(|row| of(row) * row.2.sqrt()).collect()
    };
    let (mut basis, mut shares) = (Vec::new(), Vec::new());
    for k in 0..3 {
        let (left, share) = orthogonal(&basis, &column(&|row| row.0[k]));
        basis.push(left);
        shares.push(share);
    }
    let (_, right) = orthogonal(&basis, &column(&|row| row.1));
    let c2 = right[2];
    let c1 = right[1] - shares[2][1] * c2;
    [right[0] - shares[1][0] * c1 - shares[2][0] * c2, c1, c2]
}

#[test]
fn the_shipped_relation_is_the_least_squares_of_the_first_half() {
    let Some(tankers) = table() else { return };
    let first: Vec<Tanker> = tankers.into_iter().filter(Tanker::sets_priors).collect();
    let rows = |is_light: bool| -> Vec<WeightedRow> {
        let designs = designs(&first);
        let sisters = designs.iter().flat_map(|d| d.iter().map(|t| (*t, 1.0 / d.len() as f64)));
        let chosen = sisters.filter(|(t, _)| t.is_light() == is_light);
        chosen.map(|(t, weight)| (t.terms(), t.response(), weight)).collect()
    };
    let (ordinary, light) = (rows(false), rows(true));
    let c = second_fit(&ordinary);
    let p: ParticularParams = defaults(1).particulars;
    let log = |prior: Prior| prior.mid.ln();
    let constant = log(p.length_ratio)
        + log(p.draught_to_beam)
        + log(p.block_coefficient_at_100m)
        + log(p.deadweight_to_displacement_at_100m);
    let power = p.block_coefficient_size_exponent + p.deadweight_to_displacement_size_exponent;
    println!("{c:?}; shipped {constant:.4}, {power:.4}, {:.4}", p.draught_to_beam_slenderness_exponent);
    assert!((c[0] - constant).abs() < 0.001);
    assert!((c[1] - power).abs() < 0.001);
    assert!((c[2] - p.draught_to_beam_slenderness_exponent).abs() < 0.001);

    // Spreads: 1.2 of what the fit leaves.
    let off =
        |(terms, response, _): &WeightedRow| response - c.iter().zip(terms).map(|(c, t)| c * t).sum::<f64>();
    let weight = |rows: &[WeightedRow]| rows.iter().map(|row| row.2).sum::<f64>();
    let at_100m = |row: &WeightedRow| off(row) * (0.35 * row.0[1]).exp();
    let sd =
        (ordinary.iter().map(|row| row.2 * at_100m(row).powi(2)).sum::<f64>() / weight(&ordinary)).sqrt();
    let spread = |prior: Prior| (prior.high / prior.low).ln() / (2.0 * Z_95);
    let parts = [
        p.length_ratio,
        p.draught_to_beam,
        p.block_coefficient_at_100m,
        p.deadweight_to_displacement_at_100m,
    ];
    let shipped = parts.map(|prior| spread(prior).powi(2)).iter().sum::<f64>().sqrt();
    assert!((shipped / sd - 1.2).abs() < 0.02, "{shipped} {sd}");

    let share = weight(&light) / (weight(&light) + weight(&ordinary));
    let mean = light.iter().map(|row| row.2 * off(row)).sum::<f64>() / weight(&light);
    let light_sd =
        (light.iter().map(|row| row.2 * (off(row) - mean).powi(2)).sum::<f64>() / weight(&light)).sqrt();
    println!("light: share {share:.4}, mean {mean:.4}, sd {light_sd:.4}");
    assert!((share - p.light_cargo_share).abs() < 0.001);
    assert!((mean - log(p.light_cargo_deadweight_factor)).abs() < 0.002);
    let shipped = spread(p.light_cargo_deadweight_factor).hypot(shipped);
    assert!((shipped / light_sd - 1.2).abs() < 0.02, "{shipped} {light_sd}");
}
