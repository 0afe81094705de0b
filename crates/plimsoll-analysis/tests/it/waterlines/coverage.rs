//! The promise of the interval, on hulls with known truth.

use super::kit::*;
use crate::estimates::season::Chance;
use plimsoll_model::Station;

const ALL: [Station; 3] = Station::ALL;
const HULLS: u64 = 1500;

struct Score {
    draught: f64,
    trim: Option<f64>,
    error_sd: f64,
    stated_sd: f64,
}

fn score(look: &Look<'_>, is_depth_stated: bool) -> Score {
    let (mut inside, mut trims, mut trims_inside) = (0.0, 0.0, 0.0);
    let (mut squares, mut stated, mut n) = (0.0, 0.0, 0.0);
    for number in 0..HULLS {
        let chance = &mut Chance::new(number);
        let (hull, known) = Hull::drawn(chance, is_depth_stated);
        let afloat = hull.afloat(chance);
        let reading = read(&hull.look(&afloat, look, chance), &known);
        let Some(draught) = reading.draught_m else { continue };
        n += 1.0;
        inside += f64::from(u8::from(holds(draught, afloat.mean_draught)));
        squares += (draught.mid() - afloat.mean_draught).powi(2);
        stated += plimsoll_analysis::waterlines::sd_m(&reading).powi(2);
        if let Some(trim) = reading.trim_m {
            trims += 1.0;
            trims_inside += f64::from(u8::from(holds(trim, afloat.trim)));
        }
    }
    assert!(n > 0.95 * HULLS as f64, "{n} of {HULLS} answered");
    Score {
        draught: inside / n,
        trim: (trims > 0.0).then(|| trims_inside / trims),
        error_sd: (squares / n).sqrt(),
        stated_sd: (stated / n).sqrt(),
    }
}

#[test]
fn the_interval_of_a_draught_holds_the_truth_as_often_as_it_promises() {
    let (one, three): (&[&str], &[&str]) = (&["first"], &["first", "second", "third"]);
    for (name, stations, analysts, click_sd, angle_sd, is_depth_stated) in [
        ("three stations, depth listed", &ALL[..], one, 0.15, 0.1, true),
        ("three stations, depth by beam", &ALL[..], one, 0.15, 0.1, false),
        ("amidships, depth listed", &ALL[1..2], one, 0.15, 0.1, true),
        ("fore, depth listed", &ALL[..1], one, 0.15, 0.1, true),
        ("aft, depth listed", &ALL[2..], one, 0.15, 0.1, true),
        ("fore and mid, depth listed", &ALL[..2], one, 0.15, 0.1, true),
        ("three people, depth listed", &ALL[..], three, 0.3, 0.1, true),
        ("two people, wide points", &ALL[..], &three[..2], 0.5, 0.05, true),
    ] {
        let score = score(&Look { stations, analysts, click_sd, angle_sd }, is_depth_stated);
        println!(
            "{name}: 90 % interval holds the draught {:.3}, the trim {}; error {:.2} m, stated {:.2} m",
            score.draught,
            score.trim.map_or("-".into(), |t| format!("{t:.3}")),
            score.error_sd,
            score.stated_sd
        );
        assert!((0.86..=0.94).contains(&score.draught), "{name}: {}", score.draught);
        assert!(score.trim.is_none_or(|t| (0.86..=0.96).contains(&t)), "{name}: {:?}", score.trim);
    }
}

#[test]
fn a_reading_without_error_gives_the_draught_itself() {
    let hull = Hull { length: 100.0, beam: 16.0, depth: 8.0, bulwark: 0.0, sheer_share: 0.5 };
    let afloat = Afloat { mean_draught: 5.0, trim: 0.8, hog: 0.1, heel_deg: 0.0, wave: 0.0 };
    let look = Look { stations: &ALL, analysts: &["first"], click_sd: 0.0, angle_sd: 0.0 };
    let known = plimsoll_analysis::waterlines::HullKnown {
        length_overall_m: exactly(100.0),
        beam_m: exactly(16.0),
        depth_moulded_m: exactly(8.0),
        has_bulwark: Some(false),
        ..Default::default()
    };
    let reading = read(&hull.look(&afloat, &look, &mut Chance::new(1)), &known);
    // Straight lines between the ordinates of the sheer lie up to 2 cm above the parabola; they count for an eighth. The hog at 0.8 of
    // the half length is 0.64 of that at the ends.
    assert!((reading.draught_m.unwrap().mid() - 5.0).abs() < 0.015, "{:?}", reading.draught_m);
    assert!((reading.trim_m.unwrap().mid() - 0.8).abs() < 0.05, "{:?}", reading.trim_m);
}
