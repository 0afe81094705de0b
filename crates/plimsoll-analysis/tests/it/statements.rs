//! Statements as published, held against each other: the sentences that the page `statements` quotes.

use plimsoll_analysis::oil::Densities;
use plimsoll_analysis::statements::{OwnResult, StatementParams, reconcile};
use plimsoll_model::statement::days_of;
use plimsoll_model::{
    Estimate, Key, Reconciliation, RecordId, RecordKind, Referent, Statement, StatementQuantity, Verdict,
};
use plimsoll_registry::statements::own_statements;

const DEFAULTS: &str = include_str!("../../../plimsoll-case/src/defaults.toml");
const PUBLISHED: &str = include_str!("../../../../cases/vostochny/sources/statements/published.csv");

fn params() -> (StatementParams, Densities) {
    let table: toml::Table = toml::from_str(DEFAULTS).unwrap();
    let densities = table["cargo"]["density_t_per_m3"].clone().try_into().unwrap();
    (table["statements"].clone().try_into().unwrap(), densities)
}

fn read(text: &str) -> Vec<Statement> {
    let rows = own_statements(text.as_bytes(), RecordId::of(RecordKind::Exhibit, &[])).unwrap();
    assert!(rows.rejects.is_empty(), "{:?}", rows.rejects);
    rows.rows
}

fn verdicts(statements: &[Statement], own: &[OwnResult]) -> Vec<Reconciliation> {
    let (params, densities) = params();
    reconcile(statements, own, &params, &densities)
}

fn published() -> Vec<Reconciliation> {
    verdicts(&read(PUBLISHED), &[])
}

fn one<'a>(all: &'a [Reconciliation], label: &str, other: &str, rule: &str) -> &'a Reconciliation {
    let found = all.iter().find(|v| v.label == label && v.other_label == other && v.rule == rule);
    found.unwrap_or_else(|| panic!("no {rule} of {label} and {other}"))
}

/// Columns `statement,quantity,bound,value,unit,equals_value,equals_unit,subject,suppliers,places,period_start,
/// period_end,of,parts,laden_percent`, and who said it.
fn made(rows: &[&str]) -> Vec<Reconciliation> {
    let head = "statement,quantity,bound,value,unit,equals_value,equals_unit,subject,suppliers,places,period_start,period_end,of,parts,laden_percent,said_by,citation,is_verified";
    let rows: String = rows.iter().map(|row| format!("{row},A,x,yes\n")).collect();
    verdicts(&read(&format!("{head}\n{rows}")), &[])
}

#[test]
fn a_million_barrels_and_56_000_tonnes_make_a_sentence() {
    let all = published();
    let found = one(&all, "Q15", "itself", "equivalence");
    assert_eq!(found.verdict, Verdict::CannotBothHold);
    assert_eq!(
        found.why,
        "Q15 (Espreso) gives more than 1,000,000 barrels and 56,000 tonnes as the same oil: that is 17.9 barrels a tonne, or 0.352 tonnes a cubic metre, and no oil is: products lie between 6.3 and 9.5 barrels a tonne. 1,000,000 barrels are 117,600 to 151,100 tonnes (gasoline to residual fuel oil; 120,048 by the 1718 Committee's 8.33), and 56,000 tonnes are 371,000 to 476,000 barrels."
    );
}

#[test]
fn the_half_million_of_may_and_the_calls_of_the_season_make_a_sentence() {
    let all = published();
    let found = one(&all, "Q9", "Q1", "timing");
    assert_eq!(found.verdict, Verdict::Contradicts);
    assert_eq!(
        found.why,
        "Q9 (US government, as the BBC reports it) says more than 500,000 barrels by 31 May 2024. The 1,000,000 barrels of Q1 (Open Source Centre with the BBC) in 43 calls reach 500,000 barrels only with call 22, about 6 July 2024, if the calls were evenly spread; by that day they are 15 calls and 349,000 barrels. Both hold only if the calls came early in the season (22 of 43 calls in 86 of 244 days: 2 % by chance), the ships carried more, calls were missed, or the first counts barrels of other places."
    );
    // The same day by hand: 21 gaps of 243 / 42 days after 7 March.
    let day = days_of(jiff::civil::date(2024, 3, 7)) + 21.0 * 243.0 / 42.0;
    assert!((day - days_of(jiff::civil::date(2024, 7, 6)) - 0.5).abs() < 1e-9);
    // What March alone brought does not contradict the season.
    assert_eq!(one(&all, "N11b", "Q1", "timing").verdict, Verdict::Agrees);
    assert_eq!(one(&all, "N11a", "Q1", "timing").verdict, Verdict::Agrees);
    assert_eq!(one(&all, "Q9b", "Q1", "timing").verdict, Verdict::Contradicts);
}

#[test]
fn the_published_numbers_stand_to_each_other_as_arithmetic_says() {
    let all = published();
    use Verdict::{Agrees, CannotBothHold, Contradicts, NotComparable};
    for (label, other, rule, verdict, part) in [
        ("Q1", "itself", "capacity", Agrees, "23,256 barrels a call"),
        ("Q7", "itself", "ratio", Agrees, "more than 2.00 times"),
        ("Q8", "itself", "ratio", Agrees, "more than 9.45 times"),
        ("N7", "itself", "sum", Agrees, "105,844, the same but for rounding"),
        ("N12p", "itself", "ratio", Agrees, "33.74 %"),
        ("N15a", "N15b", "scenarios", Agrees, "1,519,586 and 1,519,587 barrels"),
        ("N15b", "N15t", "scenarios", Agrees, "scenarios of one sum"),
        ("N15b", "N15x", "scenarios", CannotBothHold, "by the first, 759,793 are 50.0 % laden"),
        ("CN21", "itself", "equivalence", Agrees, "one factor by which the 1718 Committee"),
        ("C7", "itself", "equivalence", Agrees, "7.6 barrels a tonne"),
        ("Q6", "C6", "same-rule", CannotBothHold, "all suppliers together"),
        ("Q6", "Q6b", "same-rule", CannotBothHold, "refined petroleum products, the other petroleum"),
        ("Q5", "Q5b", "same-quantity", Contradicts, "about 90 %"),
        ("Q11", "C4", "same-quantity", Contradicts, "Dark needs a stated window"),
        ("Q2", "Q2b", "same-quantity", Agrees, "more than 40 calls"),
        ("Q2", "C11c", "same-quantity", Agrees, "at least 50 calls"),
        ("Q3", "Q3b", "same-quantity", Agrees, "at least 15 ships"),
        ("Q4c", "itself", "distance", Agrees, "243 days"),
        ("Q17b", "itself", "distance", Agrees, "21 days"),
        ("Q13", "itself", "cadence", Agrees, "1.23 a week, one in 5.8 days"),
        ("Q10", "itself", "share", Agrees, "at least 22 of 43 calls"),
        ("Q8", "Q16", "same-quantity", NotComparable, "not of the same"),
        ("Q18a", "Q18b", "same-quantity", NotComparable, "neither says of which period"),
        ("Q1", "C11a", "same-quantity", NotComparable, "one does not say of which period"),
    ] {
        let found = one(&all, label, other, rule);
        assert_eq!(found.verdict, verdict, "{}", found.why);
        assert!(found.why.contains(part), "{part}: {}", found.why);
    }
    // 2018: 1,519,587 at one third, a half and nine tenths.
    for (share, printed) in [(1.0 / 3.0, 506_529.0), (0.5, 759_793.0), (0.9, 1_367_628.0)] {
        assert!((1_519_587.0_f64 * share - printed).abs() <= 1.0, "{share}");
    }
    let ids: std::collections::BTreeSet<_> = all.iter().map(|v| v.id).collect();
    assert_eq!(ids.len(), all.len(), "one identifier each");
    let counts = Verdict::ALL.map(|v| (v.as_str(), all.iter().filter(|found| found.verdict == v).count()));
    println!("{} statements: {counts:?}", read(PUBLISHED).len());
}

#[test]
fn each_verdict_turns_when_the_numbers_do() {
    let volume = |label: &str, value: &str, who: &str, from: &str, to: &str| {
        format!("{label},volume,exactly,{value},bbl,,,oil,{who},Pier,{from},{to},,,")
    };
    let pair = |a: &str, b: &str| {
        let all = made(&[a, b]);
        one(&all, "A", "B", "same-quantity").verdict
    };
    let whole = volume("A", "1000", "all", "2024", "2024");
    assert_eq!(pair(&whole, &volume("B", "900", "X", "2024-03", "2024-03")), Verdict::Agrees);
    assert_eq!(pair(&whole, &volume("B", "1100", "X", "2024-03", "2024-03")), Verdict::CannotBothHold);
    assert_eq!(pair(&whole, &volume("B", "1100", "all", "2024", "2024")), Verdict::Contradicts);
    assert_eq!(pair(&whole, &volume("B", "1000", "all", "2023", "2023")), Verdict::NotComparable);
    assert_eq!(pair(&whole, &volume("B", "1001", "all", "2024", "2024")), Verdict::Agrees, "rounding");
    for (mass, verdict) in
        [("118", Verdict::Agrees), ("56", Verdict::CannotBothHold), ("200", Verdict::CannotBothHold)]
    {
        let all = made(&[&whole, &format!("B,mass,exactly,{mass},t,,,oil,all,Pier,2024,2024,,,")]);
        assert_eq!(one(&all, "A", "B", "equivalence").verdict, verdict, "{mass} t");
    }
    for (total, verdict) in
        [("30", Verdict::Agrees), ("31", Verdict::Agrees), ("32", Verdict::CannotBothHold)]
    {
        let all = made(&[
            &format!("S,volume,exactly,{total},bbl,,,oil,X,Pier,2024,2024,,A;B,"),
            &volume("A", "10", "X", "2024-01", "2024-01"),
            &volume("B", "20", "X", "2024-02", "2024-02"),
        ]);
        assert_eq!(one(&all, "S", "itself", "sum").verdict, verdict, "{total}");
    }
    for (share, verdict) in [("50", Verdict::CannotBothHold), ("33.333", Verdict::Agrees)] {
        let all = made(&[
            "A,calls,exactly,3,,,,calls,X,Pier,2024,2024,,,",
            &format!("B,share,exactly,{share},%,,,calls by listed ships,X,Pier,2024,2024,A,,"),
        ]);
        assert_eq!(one(&all, "B", "itself", "share").verdict, verdict, "{share} % of 3");
    }
    for (calls, verdict) in [("52", Verdict::Agrees), ("10", Verdict::CannotBothHold)] {
        let all = made(&[
            &format!("A,calls,exactly,{calls},,,,calls,X,Pier,2024,2024,,,"),
            "B,cadence,almost,100,%,,,weeks with a call,X,Pier,2024,2024,A,,",
        ]);
        assert_eq!(one(&all, "B", "itself", "cadence").verdict, verdict, "{calls} calls");
    }
    for (dwt, verdict) in [("9000", Verdict::Agrees), ("2000", Verdict::CannotBothHold)] {
        let all = made(&[
            &volume("A", "1000000", "X", "2024", "2024"),
            "B,calls,exactly,43,,,,calls,X,Pier,2024,2024,,,",
            &format!("C,deadweight,at-most,{dwt},t,,,deadweight,X,Pier,2024,2024,,,"),
        ]);
        assert_eq!(one(&all, "A", "itself", "capacity").verdict, verdict, "{dwt} t");
    }
    let all = made(&["A,multiple,about,2,times,,,x,,,,,NONE;A,,"]);
    assert_eq!(one(&all, "A", "itself", "named").verdict, Verdict::NotComparable);
}

#[test]
fn what_is_not_verified_is_said_to_be() {
    let head = "statement,quantity,value,unit,equals_value,equals_unit,said_by,citation,is_verified";
    let text = |verified: &str| format!("{head}\nA,volume,1000,bbl,56,t,A,x,{verified}\n");
    assert!(verdicts(&read(&text("no")), &[])[0].why.contains("not verified"));
    assert!(!verdicts(&read(&text("yes")), &[])[0].why.contains("not verified"));
}

fn our(quantity: StatementQuantity, low: f64, mid: f64, high: f64, limit_bbl: Option<f64>) -> OwnResult {
    let start = "2024-03-07T00:00:00Z".parse().unwrap();
    let end = "2024-11-06T00:00:00Z".parse().unwrap();
    let subject = match quantity {
        StatementQuantity::Calls => "calls of DPRK tankers to load oil",
        _ => "refined petroleum products",
    };
    OwnResult {
        record: RecordId::of(RecordKind::LedgerLine, &[Key::Text(quantity.as_str())]),
        name: "the sum of this SIMULATED season".into(),
        quantity,
        amount: Estimate::new(low, mid, high).unwrap(),
        referent: Referent {
            subject: subject.into(),
            places: vec!["Vostochny".into()],
            period: plimsoll_model::Period::new(start, end).ok(),
            ..Referent::default()
        },
        limit_bbl,
    }
}

#[test]
fn statements_are_held_against_our_own_results() {
    let statements = read(PUBLISHED);
    let name = "the sum of this SIMULATED season";
    let verdict = |own: OwnResult, label: &str, rule: &str| {
        let all = verdicts(&statements, &[own]);
        let found = one(&all, label, name, rule).clone();
        assert!(found.why.contains("SIMULATED"), "{}", found.why);
        found.verdict
    };
    let volume = |low, mid, high| our(StatementQuantity::Volume, low, mid, high, None);
    assert_eq!(verdict(volume(0.9e6, 1.1e6, 1.3e6), "Q1", "own-result"), Verdict::Agrees);
    assert_eq!(verdict(volume(0.7e6, 0.8e6, 0.9e6), "Q1", "own-result"), Verdict::Contradicts);
    // All of 2024 is more than the season: a sum below it agrees, one above the March figure alone too.
    assert_eq!(verdict(volume(0.7e6, 0.8e6, 0.9e6), "C11b", "own-result"), Verdict::Agrees);
    assert_eq!(verdict(volume(50e3, 60e3, 70e3), "N11a", "own-result"), Verdict::Contradicts);
    let calls = |low, mid, high| our(StatementQuantity::Calls, low, mid, high, None);
    assert_eq!(verdict(calls(43.0, 50.0, 60.0), "Q2", "own-result"), Verdict::Agrees);
    assert_eq!(verdict(calls(45.0, 50.0, 60.0), "Q2", "own-result"), Verdict::Contradicts);
    let day = |month, day| days_of(jiff::civil::date(2024, month, day));
    let crossed = |low, mid, high| our(StatementQuantity::CrossingDate, low, mid, high, Some(500_000.0));
    assert_eq!(
        verdict(crossed(day(6, 20), day(7, 1), day(7, 20)), "Q9", "own-crossing"),
        Verdict::Contradicts
    );
    assert_eq!(verdict(crossed(day(5, 20), day(6, 10), day(7, 1)), "Q9", "own-crossing"), Verdict::Agrees);
}

#[test]
fn hostile_numbers_give_no_panic() {
    let head = "statement,quantity,value,unit,equals_value,equals_unit,low,high,subject,suppliers,places,period_start,period_end,of,parts,laden_percent,said_by,citation";
    let mut text = format!("{head}\n");
    for (at, quantity) in StatementQuantity::ALL.iter().enumerate() {
        for (other, value) in ["0", "0.000000001", "9999999999999"].iter().enumerate() {
            let (value, unit) = match quantity {
                StatementQuantity::Volume | StatementQuantity::Limit => (*value, "bbl"),
                StatementQuantity::Mass | StatementQuantity::Deadweight => (*value, "t"),
                StatementQuantity::Rate => (*value, "bbl/d"),
                StatementQuantity::Duration => (*value, "d"),
                StatementQuantity::Share | StatementQuantity::Laden | StatementQuantity::Cadence => {
                    (*value, "%")
                }
                q if q.is_date() => (["0001-01-01", "9999-12-31", "2024-02-29"][other], ""),
                _ => (*value, ""),
            };
            let label = format!("L{at}-{other}");
            text.push_str(&format!(
                "{label},{},{value},{unit},,,,,x,all,all,0001,9998,{label};L0-{other},{label},,A,x\n",
                quantity.as_str()
            ));
        }
    }
    let all = verdicts(&read(&text), &[]);
    assert!(all.iter().all(|v| !v.why.is_empty()));
}
