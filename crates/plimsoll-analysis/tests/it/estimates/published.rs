//! Numbers that others published, reproduced by the library's own functions. The sources stand on the method pages
//! `conversion`, `cargo` and `ledger`.

use super::kit::*;
use plimsoll_analysis::convert::{Basis, Conversion, check_equivalence, convert};
use plimsoll_analysis::oil::{
    COMMITTEE_BBL_PER_T, COMMITTEE_CRUDE_BBL_PER_T, LIQUIDS, bbl_per_t, unsd_bbl_per_t,
};
use plimsoll_analysis::quantity::{ConversionError, Unit};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Convention, Density, Period, Product, RecordId, RecordKind, ReportedVolume, ReportedVolumeKind, Scenario,
    Source, Volume,
};

fn converted(text: &str, to: Unit, product: Product) -> Conversion {
    let basis = Basis { product: Some(product), ..Basis::default() };
    convert(text, to, &basis, &defaults(1).cargo.density_t_per_m3).unwrap()
}

#[test]
fn the_committees_table_counts_1410_tonnes_as_11_745_barrels() {
    // China, August 2021, in the 1718 Committee's table.
    let conversion = converted("1,410 t", Unit::Barrels, Product::Gasoil);
    assert!((conversion.committee.unwrap() - 11_745.3).abs() < 0.01, "{conversion:?}");
    assert!(conversion.physical.high() < 11_745.0, "as gasoil it is fewer");
}

#[test]
fn the_cap_of_500_000_barrels_is_60_024_tonnes_by_the_committees_factor() {
    let conversion = converted("500 kbbl", Unit::Tonnes, Product::Gasoil);
    assert!((conversion.committee.unwrap() - 60_024.0).abs() < 0.01, "{conversion:?}");
    // China's notice of September 2017 rounds it to 60,000 t.
    assert!((conversion.committee.unwrap() / 60_000.0 - 1.0).abs() < 0.0005);
}

#[test]
fn the_crude_cap_of_4_million_barrels_is_525_000_tonnes() {
    let conversion = converted("525,000 t", Unit::Barrels, Product::Crude);
    assert!((conversion.committee.unwrap() - 4e6).abs() < 1e-6);
    assert!((COMMITTEE_CRUDE_BBL_PER_T - 7.62).abs() < 0.001);
    assert!(conversion.physical.low() < 4e6 && 4e6 < conversion.physical.high());
}

#[test]
fn a_million_barrels_are_not_56_000_tonnes() {
    let check = check_equivalence("1 M bbl = 56,000 t", &defaults(1).cargo.density_t_per_m3).unwrap();
    assert!(!check.is_possible);
    assert!((check.implied_bbl_per_t.unwrap() - 17.857).abs() < 0.001);
    assert!((check.implied_density_t_per_m3.unwrap() - 0.35223).abs() < 1e-5);
    assert!(check.products.is_empty());
    let reasons = check.reasons.join("\n");
    for part in ["17.9 bbl/t", "0.352 t/m3", "117,600 to 151,100 t", "371 to 476 kbbl", "120,048 t"] {
        assert!(reasons.contains(part), "{part} in {reasons}");
    }
    let turned = check_equivalence("56,000 t = 1 M bbl", &defaults(1).cargo.density_t_per_m3).unwrap();
    assert_eq!((turned.is_possible, turned.reasons), (check.is_possible, check.reasons));
}

#[test]
fn a_true_equivalence_names_the_products_that_fit() {
    let densities = defaults(1).cargo.density_t_per_m3;
    let check = check_equivalence("1 M bbl = 134,344 t", &densities).unwrap();
    assert!(check.is_possible && check.products.contains(&Product::Gasoil), "{check:?}");
    let volumes = check_equivalence("1 M bbl = 158,987 m3", &densities).unwrap();
    assert!(volumes.is_possible && volumes.implied_bbl_per_t.is_none());
    assert!(!check_equivalence("1 M bbl = 100,000 m3", &densities).unwrap().is_possible);
    assert!(check_equivalence("1 kt = 1000 t", &densities).unwrap().is_possible);
    for text in ["1 M bbl", "1 bbl = 2 t = 3 t", "= 5 t", ""] {
        assert!(check_equivalence(text, &densities).is_err(), "{text}");
    }
}

#[test]
fn no_mass_becomes_a_volume_without_a_density() {
    let densities = defaults(1).cargo.density_t_per_m3;
    let error = convert("56000 t", Unit::Barrels, &Basis::default(), &densities).unwrap_err();
    assert_eq!(error, ConversionError::DensityNeeded { from: "t", to: "bbl" });
    assert!(error.to_string().contains("a density is needed"));
    let gas = Basis { product: Some(Product::Lpg), ..Basis::default() };
    assert!(matches!(convert("5 t", Unit::Barrels, &gas, &densities), Err(ConversionError::Gas { .. })));
    let lead = Basis { density: Some(Density::tonnes_per_cubic_metre(11.3)), ..Basis::default() };
    assert!(matches!(convert("5 t", Unit::Barrels, &lead, &densities), Err(ConversionError::Density { .. })));
    // Between two volumes none is needed.
    let volume = convert("1 M bbl", Unit::CubicMetres, &Basis::default(), &densities).unwrap();
    assert!((volume.physical.mid() - 158_987.294_928).abs() < 1e-6 && volume.committee.is_none());
}

#[test]
fn a_density_given_leaves_no_interval_and_a_temperature_changes_the_volume() {
    let densities = defaults(1).cargo.density_t_per_m3;
    let density = Some(Density::kilograms_per_cubic_metre(845.0));
    let at = |temperature_c| {
        let basis = Basis { product: Some(Product::Gasoil), density, temperature_c };
        convert("56000 t", Unit::Barrels, &basis, &densities).unwrap().physical
    };
    let standard = at(None);
    assert!((standard.high() - standard.low()).abs() < 1e-9);
    assert!((standard.mid() - 416_839.5).abs() < 1.0, "{standard:?}");
    // Warmer oil takes more room: 10 C by 0.84 % at 845 kg/m3.
    let warm = at(Some(25.0)).mid() / standard.mid();
    assert!((warm - 1.0084).abs() < 0.0002, "{warm}");
    let hot = Basis { product: Some(Product::Gasoil), density, temperature_c: Some(400.0) };
    assert!(convert("56000 t", Unit::Barrels, &hot, &densities).is_err());
    // A volume measured warm holds less.
    let basis = Basis { product: Some(Product::Gasoil), density, temperature_c: Some(25.0) };
    let back = convert("416839.53 bbl", Unit::Tonnes, &basis, &densities).unwrap().physical.mid();
    assert!((back - 56_000.0 / warm).abs() < 1.0, "{back}");
}

#[test]
fn the_united_nations_factors_lie_within_the_densities_of_the_products() {
    let densities = defaults(1).cargo.density_t_per_m3;
    for product in LIQUIDS {
        let prior = densities.of(product).unwrap();
        let factor = unsd_bbl_per_t(product).unwrap();
        assert!(prior.is_ordered());
        assert!((bbl_per_t(prior.high)..=bbl_per_t(prior.low)).contains(&factor), "{product} {factor}");
    }
    assert!((COMMITTEE_BBL_PER_T - 8.33).abs() < 1e-12);
}

#[test]
fn forty_three_calls_in_244_days_are_one_in_5_79_days() {
    let season = period("2024-03-07T00:00:00Z", "2024-11-06T00:00:00Z");
    let days = season.duration().as_hours() / 24;
    assert_eq!(days, 244);
    assert!((43.0 / (days as f64 / 7.0) - 1.234_f64).abs() < 0.0005);
    // 42 gaps between the first call and the last.
    assert!(((days - 1) as f64 / 42.0 - 5.79).abs() < 0.005);
}

#[test]
fn a_million_barrels_in_43_calls_are_23_256_each_and_twice_the_cap() {
    let per_call = 1e6 / 43.0;
    assert!((per_call - 23_256.0_f64).abs() < 0.5);
    // 2,792 t as the Committee counts, 3,217 t as gasoil by the United Nations factor.
    let text = format!("{per_call} bbl");
    assert!((converted(&text, Unit::Tonnes, Product::Gasoil).committee.unwrap() - 2_791.8).abs() < 0.1);
    assert!((per_call / unsd_bbl_per_t(Product::Gasoil).unwrap() - 3_216.6).abs() < 0.1);
    // At 90 % of deadweight that is a ship of 3,102 to 3,574 t.
    assert!((2_791.8 / 0.9 - 3_102.0_f64).abs() < 0.5 && (3_216.6 / 0.9 - 3_574.0_f64).abs() < 0.5);
    assert!((1e6 / cap().limit.to_barrels() - 2.0).abs() < 1e-12);
}

fn notified(number: i64, start: &str, end: &str, barrels: f64) -> ReportedVolume {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[]);
    ReportedVolume {
        id: RecordId::of(RecordKind::ReportedVolume, &[Key::Int(number)]),
        source: Source { exhibit, line: 1, byte_offset: 0 },
        kind: ReportedVolumeKind::NotifiedDelivery,
        party: "Russia".into(),
        period: period(start, end),
        is_lower_bound: false,
        volume: Volume::barrels(barrels),
        subject: cap().subject,
        citation: "press".into(),
    }
}

fn year(year: i16) -> Period {
    period(&format!("{year}-01-01T00:00:00Z"), &format!("{}-01-01T00:00:00Z", year + 1))
}

#[test]
fn the_notified_months_of_2023_sum_to_105_844_and_not_to_the_published_105_845() {
    let months = [
        notified(1, "2023-01-01T00:00:00Z", "2023-02-01T00:00:00Z", 44_655.0),
        notified(2, "2023-02-01T00:00:00Z", "2023-03-01T00:00:00Z", 10_666.0),
        notified(3, "2023-03-01T00:00:00Z", "2024-01-01T00:00:00Z", 50_523.0),
    ];
    let ledger = ledger(&[], year(2023), &[cap()], &months, &defaults(10));
    let last = ledger.lines.iter().rfind(|l| l.scenario == Scenario::Documented).unwrap();
    assert_eq!(last.date.to_string(), "2023-12-31");
    assert!((last.notified_bbl - 105_844.0).abs() < 1e-6);
    assert!((last.notified_bbl - 105_845.0).abs() <= 1.0, "one barrel of rounding in the published total");
    assert!(
        (1e6 / last.notified_bbl - 9.45).abs() < 0.005 && (1.3e6 / last.notified_bbl - 12.3).abs() < 0.05
    );
}

#[test]
fn what_was_notified_for_2024_is_33_7_per_cent_of_the_cap() {
    let rows = [
        notified(1, "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z", 15_279.0),
        notified(2, "2024-02-01T00:00:00Z", "2024-12-05T00:00:00Z", 168_679.0 - 15_279.0),
    ];
    let ledger = ledger(&[], year(2024), &[cap()], &rows, &defaults(10));
    let last = ledger.lines.last().unwrap();
    assert!((last.cumulative_bbl.mid() / last.cap_bbl.unwrap() - 0.337).abs() < 0.0005);
    assert_eq!(last.p_exceeded, Some(0.0));
    assert_eq!(
        ledger.lines.iter().filter(|l| l.scenario == Scenario::Estimate).count(),
        2 * 366,
        "a leap year"
    );
}

#[test]
fn the_document_of_2018_is_half_and_nine_tenths_of_deadweight_at_8_33_barrels() {
    // 89 calls of 1,519,587 bbl at 100 %; only the total was published, so all ships are of one size here.
    let deadweight: f64 = 1_519_587.0 / 89.0 / 8.33;
    assert!((deadweight - 2_050.0).abs() < 1.0, "{deadweight}");
    let defaults = defaults(50);
    let calls: Vec<Call> = (0..89)
        .map(|k| {
            let ship = plimsoll_model::Vessel { deadweight_t: stated(deadweight), ..vessel(k) };
            let end = time("2018-01-01T12:00:00Z") + jiff::SignedDuration::from_hours(40 * k);
            Call::at_loading(ship, end, [None, None], &defaults)
        })
        .collect();
    let case = period("2018-01-01T00:00:00Z", "2018-05-31T00:00:00Z");
    let ledger = ledger(&calls, case, &[cap()], &[], &defaults);
    let total = |scenario| {
        let line = ledger
            .lines
            .iter()
            .rfind(|l| l.scenario == scenario && l.convention == Convention::Committee)
            .unwrap();
        assert_eq!(line.calls, 89);
        assert!((line.cumulative_bbl.high() - line.cumulative_bbl.low()).abs() < 1e-6, "nothing uncertain");
        (line.cumulative_bbl.mid(), line.p_exceeded.unwrap())
    };
    let laden = |per_mille| Scenario::Laden { per_mille };
    for (scenario, barrels) in [
        (Scenario::THIRD, 506_529.0),
        (laden(500), 759_793.5),
        (laden(900), 1_367_628.3),
        (laden(1000), 1_519_587.0),
    ] {
        let (found, p_exceeded) = total(scenario);
        assert!((found - barrels).abs() < 0.01, "{scenario:?} {found}");
        assert!((p_exceeded - 1.0).abs() < 1e-12, "breach holds even at one third");
    }
}
