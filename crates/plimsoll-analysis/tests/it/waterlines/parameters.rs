//! What each parameter does to the error of a draught.

use super::kit::*;
use plimsoll_analysis::draws::Prior;
use plimsoll_analysis::waterlines::{
    DraughtFromImageParams, FreeboardSeen, HullKnown, sd_m, waterline_reading,
};
use plimsoll_model::{FreeboardMethod, Station};

fn hull() -> HullKnown {
    HullKnown {
        length_overall_m: exactly(100.0),
        beam_m: exactly(16.0),
        summer_draught_m: exactly(5.6),
        ..Default::default()
    }
}

fn error_of(
    stations: &[Station],
    people: &[(&str, f64)],
    hull: &HullKnown,
    p: &DraughtFromImageParams,
) -> f64 {
    let terms = [term("points in the image", 0.15), term("angles", 0.1)];
    let seen: Vec<_> =
        people.iter().flat_map(|(a, h)| stations.iter().map(|s| seen(*s, a, *h, &terms))).collect();
    sd_m(&waterline_reading(scene(1), "x", &seen, &[], hull, p))
}

fn spread_by(prior: Prior, factor: f64) -> Prior {
    Prior {
        low: prior.mid - factor * (prior.mid - prior.low),
        mid: prior.mid,
        high: prior.mid + factor * (prior.high - prior.mid),
    }
}

type Change = fn(&mut DraughtFromImageParams, f64);
type People<'a> = &'a [(&'a str, f64)];
type Row<'a> = (&'a str, &'a [Station], People<'a>, &'a HullKnown, Change, bool);

#[test]
fn each_parameter_moves_the_error_the_way_it_should() {
    let one: &[(&str, f64)] = &[("a", 3.0)];
    let two: &[(&str, f64)] = &[("a", 2.6), ("b", 3.4)];
    let (all, fore): (&[Station], &[Station]) = (&Station::ALL, &[Station::Fore]);
    let listed = HullKnown { depth_moulded_m: exactly(8.0), ..hull() };
    let by_beam = hull();
    // `true`: a larger parameter widens the error.
    let rows: [Row<'_>; 9] = [
        (
            "depth_to_beam, its spread",
            all,
            one,
            &by_beam,
            |p, f| p.depth_to_beam = spread_by(p.depth_to_beam, f),
            true,
        ),
        ("stated_depth_sd_m (depth listed)", all, one, &listed, |p, f| p.stated_depth_sd_m *= f, true),
        ("bulwark_share", all, one, &by_beam, |p, f| p.bulwark_share *= f, true),
        (
            "sheer_share, its spread",
            all,
            one,
            &by_beam,
            |p, f| p.sheer_share = spread_by(p.sheer_share, f),
            true,
        ),
        ("heel_sd_deg", all, one, &by_beam, |p, f| p.heel_sd_deg *= f, true),
        ("unknown_swell_height_m", all, one, &by_beam, |p, f| p.unknown_swell_height_m *= f, true),
        ("hog_share_of_length (fore only)", fore, one, &listed, |p, f| p.hog_share_of_length *= f, true),
        (
            "trim_share_of_length, its spread (fore only)",
            fore,
            one,
            &listed,
            |p, f| p.trim_share_of_length = spread_by(p.trim_share_of_length, f),
            true,
        ),
        (
            "rater_prior_readings (two, 0.8 m apart)",
            all,
            two,
            &listed,
            |p, f| p.rater_prior_readings *= f,
            false,
        ),
    ];
    for (name, stations, people, hull, change, widens) in rows {
        let at = |factor: f64| {
            let mut p = params();
            change(&mut p, factor);
            error_of(stations, people, hull, &p)
        };
        let (less, shipped, more) = (at(0.8), at(1.0), at(1.2));
        let per_cent = |x: f64| 100.0 * (x / shipped - 1.0);
        println!("{name}: {shipped:.3} m, {:+.1} % / {:+.1} %", per_cent(less), per_cent(more));
        assert!(if widens { less < more } else { less > more }, "{name}: {less} {shipped} {more}");
    }
    let band = |factor: f64| {
        let mut p = params();
        p.band_top_to_summer_draught = spread_by(p.band_top_to_summer_draught, factor);
        let points = [term("points in the image", 0.1)];
        let seen =
            [FreeboardSeen { method: FreeboardMethod::BootTopping, ..seen(Station::Mid, "a", 2.0, &points) }];
        sd_m(&waterline_reading(scene(1), "x", &seen, &[], &hull(), &p))
    };
    println!(
        "band_top_to_summer_draught, its spread: {:.3} m; {:.3} / {:.3}",
        band(1.0),
        band(0.8),
        band(1.2)
    );
    assert!(band(0.8) < band(1.2));
}
