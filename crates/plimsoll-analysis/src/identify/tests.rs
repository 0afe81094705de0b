use super::*;

const POPULATION: Population =
    Population { length_m: (85.0, 0.25), length_to_beam: (6.2, 0.08), superstructure: (0.12, 0.05) };

fn params() -> IdentifyParams {
    IdentifyParams {
        right_name: 0.93,
        wrong_name: 0.02,
        unknown_name: 0.01,
        false_length_m: 60.0,
        false_length_ln_sd: 0.5,
        false_length_to_beam: 5.5,
        false_length_to_beam_ln_sd: 0.2,
        false_superstructure: 0.3,
        false_superstructure_sd: 0.25,
        sister_told_apart: 0.9,
    }
}

fn bell(x: f64, mean: f64, sd: f64) -> f64 {
    (-(x - mean).powi(2) / (2.0 * sd * sd)).exp() / (sd * std::f64::consts::TAU.sqrt())
}

/// The second implementation: a plain sum over lengths and beams in metres, no logarithm, no clever nodes.
fn plain_sum(seen: &Seen, candidate: &Candidate, population: &Population) -> f64 {
    let step = 0.05;
    let mut sum = 0.0;
    for l in 1..4_000 {
        let length = step * f64::from(l);
        let law = match candidate.length_m {
            Some((mean, sd)) => bell(length, mean, sd),
            None => bell((length / population.length_m.0).ln(), 0.0, population.length_m.1) / length,
        };
        let error = match seen.length {
            Some(Size::Plain(value, sd)) => bell(value, length, sd),
            Some(Size::Log(value, sd)) => bell(value.ln(), length.ln(), sd),
            None => 1.0,
        };
        if law * error < 1e-12 {
            continue;
        }
        let mut of_beam = 0.0;
        for b in 1..800 {
            let beam = step * f64::from(b);
            let law = match candidate.beam_m {
                Some((mean, sd)) => bell(beam, mean, sd),
                None => {
                    let (ratio, ln_sd) = population.length_to_beam;
                    bell((beam * ratio / length).ln(), 0.0, ln_sd) / beam
                }
            };
            of_beam += step * law * seen.beam_m.map_or(1.0, |(value, sd)| bell(value, beam, sd));
        }
        sum += step * law * error * of_beam;
    }
    let (mean, own) = candidate.superstructure.unwrap_or(population.superstructure);
    sum * seen.superstructure.map_or(1.0, |(value, sd)| bell(value, mean, (sd * sd + own * own).sqrt()))
}

#[test]
fn ratios_agree_with_a_plain_sum_over_all_lengths_and_beams() {
    let candidates = [
        Candidate {
            length_m: Some((88.0, 1.0)),
            beam_m: Some((14.0, 0.3)),
            superstructure: Some((0.1, 0.01)),
        },
        Candidate { length_m: Some((84.0, 1.0)), ..Candidate::default() },
        Candidate { beam_m: Some((13.0, 0.3)), ..Candidate::default() },
        Candidate::default(),
    ];
    let seen = [
        Seen { length: Some(Size::Log(80.0, 0.12)), ..Seen::default() },
        Seen { length: Some(Size::Plain(86.0, 3.0)), beam_m: Some((14.5, 2.5)), ..Seen::default() },
        Seen {
            length: Some(Size::Plain(87.5, 0.8)),
            beam_m: Some((13.7, 0.6)),
            superstructure: Some((0.13, 0.01)),
            name: None,
        },
        Seen { beam_m: Some((13.7, 0.6)), ..Seen::default() },
    ];
    let nobody = Candidate::default();
    for seen in &seen {
        let found = ratios(seen, &candidates, &POPULATION, &params());
        let base = plain_sum(seen, &nobody, &POPULATION);
        for (candidate, ln) in candidates.iter().zip(&found.log_lr) {
            let expected = (plain_sum(seen, candidate, &POPULATION) / base).ln();
            assert!((ln - expected).abs() < 1e-3, "{seen:?} {candidate:?}: {ln} for {expected}");
        }
        let expected = (plain_sum(seen, &nobody, &params().false_ships()) / base).ln();
        assert!((found.log_lr_false - expected).abs() < 1e-3, "{} for {expected}", found.log_lr_false);
        assert!(
            found.log_lr[3].abs() < 1e-9,
            "a candidate of whom nothing is known is a ship of the population"
        );
    }
}

#[test]
fn a_name_that_is_read_outweighs_sizes_and_a_wrong_one_does_not_rule_out() {
    let candidates = [Candidate::default(); 5];
    let of = |name| ratios(&Seen { name, ..Seen::default() }, &candidates, &POPULATION, &params()).log_lr;
    let read = of(Some(NameRead::Of(vec![2])));
    assert!((read[2] - (0.93_f64 * 5.0 / 0.02).ln()).abs() < 1e-12, "{read:?}");
    assert!((read[0] - (0.02_f64 / 4.0 * 5.0 / 0.02).ln()).abs() < 1e-12, "{read:?}");
    assert!(of(Some(NameRead::Other)).iter().all(|ln| (ln - (0.01_f64 / 0.93).ln()).abs() < 1e-12));
    assert!(of(None).iter().all(|ln| ln.abs() < 1e-12));
}

#[test]
fn none_of_these_is_always_among_the_answers() {
    let found = Ratios { log_lr: vec![800.0, 2.0, -700.0], log_lr_false: 0.0 };
    let all = Identification::of(&found, &[1.0, 1.0, 1.0], 1.0);
    assert!((all.candidates.iter().sum::<f64>() + all.none - 1.0).abs() < 1e-12);
    assert!(all.candidates[0] > 0.999_999);
    let none = Identification::of(&Ratios { log_lr: vec![-5.0], log_lr_false: 0.0 }, &[1.0], 1.0);
    assert!((none.none - 1.0 / (1.0 + (-5.0_f64).exp())).abs() < 1e-12);
    let empty = Identification::of(&Ratios { log_lr: vec![], log_lr_false: 0.0 }, &[], 1.0);
    assert!((empty.none - 1.0).abs() < 1e-12);
    let nothing = Identification::of(&found, &[0.0; 3], 0.0);
    assert!(nothing.candidates.iter().all(|share| share.abs() < 1e-12));
}

/// 0.9 is Phi(1.2816), so two ships 2.5631 standard deviations apart stand on the border.
#[test]
fn sisters_are_those_that_an_image_of_the_quality_cannot_tell_apart() {
    let of = |length: f64, beam: f64| Candidate {
        length_m: Some((length, 0.0)),
        beam_m: Some((beam, 0.0)),
        superstructure: None,
    };
    let fleet = [of(80.0, 13.0), of(82.5, 13.0), of(85.1, 13.0), of(99.0, 15.0), of(80.1, 16.0)];
    let length = Eye { length_sd_m: Some(1.0), ..Eye::default() };
    assert!((told_apart(&fleet[0], &fleet[1], &length) - 0.894_35).abs() < 1e-4);
    assert_eq!(sister_classes(&fleet, &length, 0.9), [vec![0, 1, 4], vec![2], vec![3]]);
    let both = Eye { length_sd_m: Some(1.0), beam_sd_m: Some(0.6), superstructure_sd: Some(0.01) };
    assert_eq!(sister_classes(&fleet, &both, 0.9), [vec![0, 1], vec![2], vec![3], vec![4]]);
    // An image that measures nothing makes sisters of all, and so does a register that knows nothing.
    assert_eq!(sister_classes(&fleet, &Eye::default(), 0.9).len(), 1);
    assert_eq!(sister_classes(&[Candidate::default(); 3], &both, 0.9), [vec![0, 1, 2]]);
    assert!(sister_classes(&[], &both, 0.9).is_empty());
}

/// Length alone: the stranger's measured logarithm is normal with variance .25^2 + (sd/L)^2, so the share within a distance
/// is a difference of two normal integrals.
#[test]
fn a_stranger_fits_as_often_as_the_integral_says() {
    let candidate = Candidate { length_m: Some((88.0, 1.0)), ..Candidate::default() };
    let rate = |value: f64, sd: f64| {
        let seen = Seen { length: Some(Size::Plain(value, sd)), ..Seen::default() };
        coincidence(&seen, &candidate, &POPULATION).expect("a length is known of both")
    };
    for (value, sd) in [(90.0_f64, 0.8_f64), (95.0, 3.0), (70.0, 10.0)] {
        let half = (value - 88.0).abs();
        // Plain sum over true lengths and the error of the sensor.
        let mut expected = 0.0;
        for step in 0..4_000 {
            let length = 20.0 + f64::from(step) * 0.05;
            let law = bell((length / 85.0).ln(), 0.0, 0.25) / length * 0.05;
            let below = |x: f64| crate::draws::normal_cdf((x - length) / sd);
            expected += law * (below(88.0 + half) - below(88.0 - half));
        }
        assert!((rate(value, sd) - expected).abs() < 0.01, "{} for {expected}", rate(value, sd));
    }
    assert!(rate(88.0, 0.8) < 0.01);
    assert_eq!(coincidence(&Seen::default(), &candidate, &POPULATION), None);
}

#[test]
fn parameters_out_of_their_limits_are_named() {
    assert_eq!(params().check(), Ok(()));
    let bad = IdentifyParams { right_name: 0.99, ..params() };
    assert!(bad.check().is_err_and(|e| e.starts_with("right_name + wrong_name")));
    let bad = IdentifyParams { false_length_ln_sd: f64::NAN, ..params() };
    assert!(bad.check().is_err_and(|e| e.starts_with("false_length_ln_sd")));
}
