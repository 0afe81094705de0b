//! The tables of a validation, as text and as JSON.

use super::answer::{QUANTITIES, Score};
use super::calls::CallScore;
use super::figures::{binomial_p, holm, mean, root_mean_square, tenths};
use super::outside::Outside;
use super::trial::SeasonScore;
use super::warnings;
use serde_json::{Value, json};
use std::fmt::Write;

/// Intervals that are tested.
const SHARES: [f64; 2] = [0.5, 0.9];
/// Coverage fails where the adjusted p falls below this.
const LEVEL: f64 = 0.01;

/// A test of coverage.
struct Coverage {
    quantity: usize,
    share: f64,
    held: usize,
    p: f64,
}

fn coverages(scores: &[&SeasonScore], of: fn(&SeasonScore) -> &[Score; 4]) -> Vec<Coverage> {
    let mut all = Vec::new();
    for quantity in 0..QUANTITIES.len() {
        for share in SHARES {
            let held = scores.iter().filter(|score| of(score)[quantity].holds(share)).count();
            all.push(Coverage { quantity, share, held, p: binomial_p(held, scores.len(), share) });
        }
    }
    let adjusted = holm(&all.iter().map(|test| test.p).collect::<Vec<_>>());
    all.iter_mut().zip(adjusted).for_each(|(test, p)| test.p = p);
    all
}

/// Everything as text.
pub fn text(scores: &[SeasonScore]) -> String {
    let inside: Vec<&SeasonScore> = scores.iter().filter(|score| score.outside.is_none()).collect();
    let mut out = format!("simulated: {} seasons inside the priors\n", inside.len());
    if !inside.is_empty() {
        coverage_table(&mut out, &inside);
        rank_bars(&mut out, &inside);
        width_table(&mut out, &inside);
        call_table(&mut out, &inside);
        port_table(&mut out, &inside);
    }
    outside_table(&mut out, scores);
    out
}

/// How often intervals hold; the test is exact, its p adjusted over all rows (Holm).
fn coverage_table(out: &mut String, inside: &[&SeasonScore]) {
    let rule = coverages(inside, |score| &score.rule);
    let tests = coverages(inside, |score| &score.posterior);
    line(out, "\nHow often intervals hold (exact binomial test, Holm over the rows, 1 %)");
    line(out, "| quantity | interval | held by the posterior | p | verdict | held by the rule |");
    line(out, "|---|---|---|---|---|---|");
    for (test, rule) in tests.iter().zip(rule) {
        let verdict = if test.p < LEVEL { "FAILS" } else { "holds" };
        let share = |held: usize| 100.0 * held as f64 / inside.len() as f64;
        line(
            out,
            &format!(
                "| {} | {:.0} % | {:.1} % | {:.3} | {verdict} | {:.1} % |",
                QUANTITIES[test.quantity].0,
                100.0 * test.share,
                share(test.held),
                test.p,
                share(rule.held)
            ),
        );
    }
}

fn rank_bars(out: &mut String, inside: &[&SeasonScore]) {
    line(out, "\nRank of the truth among the draws, tenths (flat: right; hump: too wide; bowl: too narrow)");
    for (quantity, (name, _)) in QUANTITIES.iter().enumerate() {
        let ranks: Vec<f64> = inside.iter().map(|score| score.posterior[quantity].rank).collect();
        let bins = tenths(&ranks);
        line(out, &format!("  {name:<20} {} {bins:?}", bars(&bins)));
    }
}

/// Eighths of a block: a full block is twice what an even spread gives.
fn bars(bins: &[usize; 10]) -> String {
    const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let even = bins.iter().sum::<usize>().max(1) as f64 / 10.0;
    bins.iter().map(|bin| BLOCKS[((*bin as f64 / even * 4.0).round() as usize).min(8)]).collect()
}

fn width_table(out: &mut String, inside: &[&SeasonScore]) {
    line(out, "\nMean widths, scores (CRPS) and root mean square error of the median, beside the rule");
    line(
        out,
        "| quantity | width 50 % | rule | width 90 % | rule | CRPS | rule | rmse | rule |\n|---|---|---|---|---|---|---|---|---|",
    );
    for (k, (name, _)) in QUANTITIES.iter().enumerate() {
        let of = |rule: bool, value: fn(&Score) -> f64| {
            mean(inside.iter().map(|s| value(if rule { &s.rule[k] } else { &s.posterior[k] })))
        };
        let rmse = |rule: bool| {
            let pick = |s: &&SeasonScore| if rule { s.rule[k] } else { s.posterior[k] };
            root_mean_square(inside.iter().filter_map(|s| Some(pick(s).mid - pick(s).truth?)))
        };
        let mut row = format!("| {name} |");
        for value in [(|s| s.width_50) as fn(&Score) -> f64, |s| s.width_90, |s| s.crps] {
            let _ = write!(row, " {} | {} |", short(of(false, value)), short(of(true, value)));
        }
        let _ = write!(row, " {} | {} |", short(rmse(false)), short(rmse(true)));
        line(out, &row);
    }
}

fn short(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

fn call_table(out: &mut String, inside: &[&SeasonScore]) {
    line(out, "\nCalls seen at the loading place");
    line(out, "| by | calls made out, mean (true) | rmse | right ship | leg F1 |\n|---|---|---|---|---|");
    let posterior: Vec<&CallScore> = inside.iter().map(|score| &score.posterior_calls).collect();
    let rule: Vec<&CallScore> = inside.iter().map(|score| &score.rule_calls).collect();
    for (name, scores) in [("posterior", posterior), ("rule", rule)] {
        let sum = |of: fn(&CallScore) -> usize| scores.iter().map(|score| of(score)).sum::<usize>() as f64;
        line(
            out,
            &format!(
                "| {name} | {:.1} ({:.1}) | {:.2} | {:.1} % | {:.3} |",
                mean(scores.iter().map(|score| score.made_out)),
                mean(scores.iter().map(|score| score.seen as f64)),
                root_mean_square(scores.iter().map(|score| score.made_out - score.seen as f64)),
                100.0 * sum(|score| score.right_ship) / sum(|score| score.seen).max(1.0),
                f1(&scores),
            ),
        );
    }
}

fn f1(scores: &[&CallScore]) -> f64 {
    let sum = |of: fn(&CallScore) -> usize| scores.iter().map(|score| of(score)).sum::<usize>() as f64;
    2.0 * sum(|score| score.legs.1) / (sum(|score| score.legs.0) + sum(|score| score.legs.2)).max(1.0)
}

fn port_table(out: &mut String, inside: &[&SeasonScore]) {
    line(out, "\nPorts of discharge: probability given, and how often it was so");
    line(out, "| given | cases | mean given | was so |\n|---|---|---|---|");
    for (tenth, bin) in port_bins(inside).iter().enumerate() {
        if bin.0 > 0 {
            let n = bin.0 as f64;
            line(
                out,
                &format!(
                    "| {:.1} to {:.1} | {} | {:.3} | {:.3} |",
                    tenth as f64 / 10.0,
                    (tenth + 1) as f64 / 10.0,
                    bin.0,
                    bin.1 / n,
                    bin.2 as f64 / n
                ),
            );
        }
    }
}

/// In ten bins: cases, sum of what was given, how often it was so.
fn port_bins(inside: &[&SeasonScore]) -> [(usize, f64, usize); 10] {
    let mut bins = [(0, 0.0, 0); 10];
    for (p, was_so) in inside.iter().flat_map(|score| &score.posterior_calls.ports) {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += p;
        bin.2 += usize::from(*was_so);
    }
    bins
}

fn of_way(scores: &[SeasonScore], way: Option<Outside>) -> Vec<&SeasonScore> {
    scores.iter().filter(|score| score.outside == way).collect()
}

fn outside_table(out: &mut String, scores: &[SeasonScore]) {
    line(
        out,
        "\nOutside the priors: how often the 90 % interval holds (on which side the truth falls out), and how often a warning is raised",
    );
    let mut head = "| seasons | n |".to_owned();
    QUANTITIES.iter().for_each(|(name, _)| head += &format!(" {name} |"));
    warnings::NAMES.iter().for_each(|name| head += &format!(" {name} |"));
    head += " any warning |";
    line(out, &head);
    line(out, &format!("{}|", "|---".repeat(3 + QUANTITIES.len() + warnings::NAMES.len())));
    let ways = std::iter::once(None).chain(Outside::ALL.into_iter().map(Some));
    for way in ways {
        let of = of_way(scores, way);
        if of.is_empty() {
            continue;
        }
        let n = of.len() as f64;
        let mut row = format!("| {} | {} |", way.map_or("inside", Outside::as_str), of.len());
        for k in 0..QUANTITIES.len() {
            let held = of.iter().filter(|score| score.posterior[k].holds(0.9)).count() as f64;
            let above = of.iter().filter(|score| score.posterior[k].rank > 0.95).count() as f64;
            let _ = write!(row, " {:.0} % (above {:.0} %) |", 100.0 * held / n, 100.0 * above / n);
        }
        for k in 0..warnings::NAMES.len() {
            let raised = of.iter().filter(|score| score.warnings.raised()[k]).count() as f64;
            let _ = write!(row, " {:.0} % |", 100.0 * raised / n);
        }
        let any = of.iter().filter(|score| score.warnings.raised().contains(&true)).count() as f64;
        let _ = write!(row, " {:.0} % |", 100.0 * any / n);
        line(out, &row);
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Everything as JSON: summary and every season.
pub fn json(scores: &[SeasonScore]) -> Value {
    let inside = of_way(scores, None);
    let coverage: Vec<Value> = coverages(&inside, |score| &score.posterior)
        .iter()
        .map(|test| {
            json!({
                "quantity": QUANTITIES[test.quantity].0,
                "interval": test.share,
                "held": test.held,
                "seasons": inside.len(),
                "p_holm": test.p,
                "holds": test.p >= LEVEL,
            })
        })
        .collect();
    let seasons: Vec<Value> = scores
        .iter()
        .map(|score| {
            let mut value = json!(score);
            value["outside"] = json!(score.outside.map(Outside::as_str));
            value
        })
        .collect();
    json!({ "is_simulated": true, "coverage": coverage, "warnings": warnings::NAMES, "seasons": seasons })
}

/// True if every interval holds as often as it says.
pub fn is_calibrated(scores: &[SeasonScore]) -> bool {
    coverages(&of_way(scores, None), |score| &score.posterior).iter().all(|test| test.p >= LEVEL)
}
