//! The depth by the draught, against tankers whose depth, draught, length and beam are printed.

use super::kit::*;
use plimsoll_analysis::particulars::complete;
use plimsoll_model::Vessel;

/// Length overall (by 0.955 where only that between perpendiculars is printed), beam, depth, summer draught, m.
/// Sources: `docs/methods/particulars.md`, section 4.
const ANCHORS: [(&str, [f64; 4]); 8] = [
    ("design of 2,900 t", [76.2, 15.0, 5.94, 3.96]),
    ("Watson 8", [242.19 / 0.955, 43.28, 23.80, 15.621]),
    ("Watson 9", [171.0 / 0.955, 26.8, 16.4, 10.674]),
    ("Watson 10", [313.0 / 0.955, 56.6, 28.6, 19.436]),
    ("Watson 11", [256.01 / 0.955, 46.21, 23.83, 17.017]),
    ("Watson 12", [315.02 / 0.955, 57.21, 30.41, 22.026]),
    ("Watson 13", [222.12 / 0.955, 42.0, 20.3, 14.2]),
    ("model of a storage ship", [333.0, 54.5, 27.8, 21.5]),
];

#[test]
fn depths_of_printed_tankers_lie_in_the_prior_of_depth_by_draught() {
    let prior = defaults(1).particulars.depth_to_draught;
    let ratios = ANCHORS.map(|(_, [_, _, depth, draught])| depth / draught);
    let mean = (ratios.iter().map(|r| r.ln()).sum::<f64>() / 8.0).exp();
    let sd = (ratios.iter().map(|r| (r / mean).ln().powi(2)).sum::<f64>() / 7.0).sqrt();
    let by_beam = ANCHORS.map(|(_, [_, beam, depth, _])| depth / beam);
    println!("depth by draught: mean {mean:.3}, sd {sd:.3}; {ratios:.3?}\ndepth by beam: {by_beam:.3?}");
    assert!((mean - prior.mid).abs() < 0.005);
    assert!(ratios.iter().all(|r| (prior.low..=prior.high).contains(r)));
    // No narrower than eight ships allow: Student's 95th percentile of 7 degrees of freedom, and the mean's own error.
    assert!((prior.high / prior.low).ln() / 2.0 >= 1.895 * sd * (1.0_f64 + 1.0 / 8.0).sqrt() - 0.005);
}

#[test]
fn depths_of_printed_tankers_lie_in_what_length_and_beam_say() {
    let params = defaults(1).particulars;
    let mut inside = 0;
    for (k, (name, [length, beam, depth, draught])) in ANCHORS.into_iter().enumerate() {
        let ship = Vessel { length_overall_m: stated(length), beam_m: stated(beam), ..vessel(k as i64) };
        let mut by_size = ship.clone();
        complete(&mut by_size, &params);
        let found = by_size.depth_moulded_m.unwrap().estimate;
        let mut by_draught = Vessel { summer_draught_m: stated(draught), ..ship };
        complete(&mut by_draught, &params);
        let narrower = by_draught.depth_moulded_m.unwrap().estimate;
        println!(
            "{name:<24} depth {depth:>5.2} m; by length and beam {:.1} ({:.1} to {:.1}), with the draught {:.1} ({:.1} to {:.1})",
            found.mid(),
            found.low(),
            found.high(),
            narrower.mid(),
            narrower.low(),
            narrower.high()
        );
        inside += usize::from((found.low()..=found.high()).contains(&depth));
        assert!(narrower.low() > draught);
        assert!((narrower.low()..=narrower.high()).contains(&depth), "{name}");
    }
    println!("{inside} of 8 within the interval by length and beam");
    assert!(inside >= 7);
}
