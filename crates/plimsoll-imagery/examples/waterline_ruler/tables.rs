//! Figures of a share of the questions, a row each.

use crate::ask::Asked;
use plimsoll_model::Mark;
use plimsoll_simulate::hulls::Clarity;

/// What was measured of some questions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Figures {
    /// How many were asked, and how many answered.
    pub(crate) asked: usize,
    pub(crate) answered: usize,
    /// Mean of the errors and its 95 % half width over images, m.
    pub(crate) bias_m: f64,
    pub(crate) bias_half_m: f64,
    /// Standard deviation of the errors, m.
    pub(crate) sd_m: f64,
    /// Share of the 90 % intervals that hold the truth.
    pub(crate) covered: f64,
    /// Mean width of the 90 % interval, m, and mean of the ideal's.
    pub(crate) width_m: f64,
    pub(crate) ideal_width_m: f64,
    /// The factor by which the intervals had to be wider to hold 90 %.
    pub(crate) wider: f64,
}

/// Figures of these questions; those without answer count as asked only.
pub(crate) fn figures<'a>(asked: impl IntoIterator<Item = &'a Asked>) -> Figures {
    let asked: Vec<&Asked> = asked.into_iter().collect();
    let answered: Vec<(&Asked, f64, f64)> =
        asked.iter().filter_map(|a| a.answer.map(|(h, sd)| (*a, h - a.truth_m, sd))).collect();
    let count = answered.len().max(1) as f64;
    let mean = answered.iter().map(|(_, e, _)| e).sum::<f64>() / count;
    let square = answered.iter().map(|(_, e, _)| (e - mean).powi(2)).sum::<f64>() / count;
    // Questions of one image are not independent: the half width is of the means of images.
    let mut images: std::collections::BTreeMap<u64, Vec<f64>> = std::collections::BTreeMap::new();
    for (a, error, _) in &answered {
        images.entry(a.seed).or_default().push(error - mean);
    }
    let spread: f64 = images.values().map(|e| e.iter().sum::<f64>().powi(2)).sum();
    let mut needed: Vec<f64> = answered.iter().map(|(_, e, sd)| e.abs() / (1.644_853_6 * sd)).collect();
    needed.sort_by(f64::total_cmp);
    let last = needed.len().saturating_sub(1) as f64;
    Figures {
        wider: needed.get((0.9 * last).round() as usize).copied().unwrap_or(f64::NAN),
        asked: asked.len(),
        answered: answered.len(),
        bias_m: mean,
        bias_half_m: 1.96 * spread.sqrt() / count,
        sd_m: square.sqrt(),
        covered: answered.iter().filter(|(a, ..)| a.is_covered() == Some(true)).count() as f64 / count,
        width_m: answered.iter().map(|(_, _, sd)| 3.289_707 * sd).sum::<f64>() / count,
        ideal_width_m: answered.iter().map(|(a, ..)| 3.289_707 * a.ideal_sd_m).sum::<f64>() / count,
    }
}

pub(crate) const HEAD: &str = "  share of questions             asked answered   bias (95 %)      sd    covered  width  ideal  ratio  wider";

pub(crate) fn row<'a>(name: &str, asked: impl IntoIterator<Item = &'a Asked>) {
    let f = figures(asked);
    if f.asked == 0 {
        return;
    }
    if f.answered == 0 {
        println!("  {name:<30} {:>5}     none", f.asked);
        return;
    }
    let share = f.answered as f64 / f.asked as f64;
    println!(
        "  {name:<30} {:>5} {:>5.1} %  {:+.3} ({:.3})  {:.3}   {:.3}   {:.2}   {:.2}   {:.2}   {:.2}",
        f.asked,
        100.0 * share,
        f.bias_m,
        f.bias_half_m,
        f.sd_m,
        f.covered,
        f.width_m,
        f.ideal_width_m,
        f.width_m / f.ideal_width_m,
        f.wider
    );
}

/// How far apart the two edges lie in the image.
fn gap_px(a: &Asked) -> f64 {
    a.k * a.truth_m / a.scene.spacing_m
}

type Bin = (&'static str, fn(&Asked) -> bool);

const BINS: [Bin; 25] = [
    ("K .3-.6", |a| (0.3..0.6).contains(&a.k)),
    ("K .6-1", |a| (0.6..1.0).contains(&a.k)),
    ("K 1-2", |a| (1.0..2.0).contains(&a.k)),
    ("K 2-", |a| a.k >= 2.0),
    ("pixel .3 m", |a| a.scene.spacing_m < 0.4),
    ("pixel .5 m", |a| (0.4..0.6).contains(&a.scene.spacing_m)),
    ("pixel .7 m", |a| (0.6..0.8).contains(&a.scene.spacing_m)),
    ("pixel 1-1.5 m", |a| (0.8..2.0).contains(&a.scene.spacing_m)),
    ("pixel 3 m", |a| a.scene.spacing_m > 2.0),
    ("gap below 3 px", |a| gap_px(a) < 3.0),
    ("gap 3-6 px", |a| (3.0..6.0).contains(&gap_px(a))),
    ("gap 6 px and more", |a| gap_px(a) >= 6.0),
    ("turbid water", |a| a.scene.clarity == Clarity::Turbid && !a.scene.is_on_quay),
    ("clear water", |a| a.scene.clarity == Clarity::Clear && !a.scene.is_on_quay),
    ("on a quay", |a| a.scene.is_on_quay),
    ("haze below .3", |a| a.scene.haze < 0.3),
    ("haze .3 and more", |a| a.scene.haze >= 0.3),
    ("swell below .3 m", |a| a.scene.swell_m < 0.3),
    ("swell .3-.8 m", |a| (0.3..0.8).contains(&a.scene.swell_m)),
    ("swell .8 m and more", |a| a.scene.swell_m >= 0.8),
    ("trim below .5 m", |a| a.scene.trim_m < 0.5),
    ("trim .5 m and more", |a| a.scene.trim_m >= 0.5),
    ("list .5 degrees and more", |a| a.scene.heel_deg.abs() >= 0.5),
    ("laden (under 2.5 m)", |a| a.truth_m < 2.5),
    ("light (2.5 m and more)", |a| a.truth_m >= 2.5),
];

/// One way of reading, in all its bins.
pub(crate) fn way(asked: &[Asked], by: &str, is_photo: bool) {
    let these: Vec<&Asked> =
        asked.iter().filter(|a| a.by == by && a.is_clicked && (is_photo || a.k >= 0.3)).collect();
    println!("{by}, where the points were set{}\n{HEAD}", if is_photo { "" } else { " and K >= .3" });
    row("all", these.iter().copied());
    for (name, is_in) in BINS {
        let is_overhead_only = name.starts_with(['K', 'p', 'h', 'o', 'g']);
        if !(is_photo && is_overhead_only) {
            row(name, these.iter().copied().filter(|a| is_in(a)));
        }
    }
    if is_photo {
        for (name, from, to) in [("0-8 px a metre", 0.0, 8.0), ("8-16 px", 8.0, 16.0), ("16- px", 16.0, 1e9)]
        {
            row(name, these.iter().copied().filter(|a| (from..to).contains(&a.k)));
        }
    }
}

/// The freeboards that are asked for: every side whose K is at least .6, at pixels of half a metre or less.
pub(crate) fn demanded<'a>(asked: &'a [Asked], by: &'a str) -> impl Iterator<Item = &'a Asked> {
    asked.iter().filter(move |a| a.by == by && a.k >= 0.6 && a.scene.spacing_m <= 0.5 + 1e-9)
}

/// How far the clicks of a mark lie from the true edge.
pub(crate) fn clicks(mark: Mark, offsets: &[(Mark, Vec<f64>)]) {
    let mut off: Vec<f64> =
        offsets.iter().filter(|(of, _)| *of == mark).flat_map(|(_, off)| off).copied().collect();
    off.sort_by(f64::total_cmp);
    let Some(last) = off.len().checked_sub(1) else { return };
    let at = |share: f64| off[(share * last as f64).round() as usize];
    let mean = off.iter().sum::<f64>() / off.len() as f64;
    println!(
        "  {:<12} {:>6}: mean {mean:+.2}, of a hundred the 5th {:+.2}, the middle {:+.2}, the 95th {:+.2}",
        mark.as_str(),
        off.len(),
        at(0.05),
        at(0.5),
        at(0.95)
    );
}

/// Those asked for and not answered, one a line.
pub(crate) fn unanswered(asked: &[Asked]) {
    for a in demanded(asked, "all points").filter(|a| a.answer.is_none()) {
        println!(
            "  seed {} {} K {:.2} freeboard {:.2} m, gap {:.1} px, {:?} water, haze {:.2}, swell {:.2} m, quay {}, set {}",
            a.seed,
            a.station.as_str(),
            a.k,
            a.truth_m,
            a.k * a.truth_m / a.scene.spacing_m,
            a.scene.clarity,
            a.scene.haze,
            a.scene.swell_m,
            a.scene.is_on_quay,
            a.is_clicked
        );
    }
}

/// The worst of those asked for, one a line.
pub(crate) fn worst(asked: &[Asked]) {
    let off = |a: &Asked| a.answer.map_or(0.0, |(h, sd)| ((h - a.truth_m) / sd).abs());
    let mut all: Vec<&Asked> = asked.iter().filter(|a| a.answer.is_some() && a.k >= 0.3).collect();
    all.sort_by(|a, b| off(b).total_cmp(&off(a)));
    for a in all.iter().take(40) {
        let Some((height, sd)) = a.answer else { continue };
        println!(
            "  seed {} {} {} K {:.2} pixel {:.1}: {height:.2} for {:.2} m, sd {sd:.2}, gap {:.1} px, {:?}, swell {:.2}, quay {}",
            a.seed,
            a.by,
            a.station.as_str(),
            a.k,
            a.scene.spacing_m,
            a.truth_m,
            a.k * a.truth_m / a.scene.spacing_m,
            a.scene.clarity,
            a.scene.swell_m,
            a.scene.is_on_quay
        );
    }
}
