//! Heights to draughts: the depth of the edge seen, the boot-topping, marks; and both together.

use super::mixture::Mixture;
use super::pair::root_sum;
use super::stations::{Level, Seen, level, term};
use super::{DraughtFromImageParams, Found, FreeboardSeen, HullKnown, spread};
use crate::draws::{Prior, Z_95};
use plimsoll_model::{ErrorTerm, Estimate, FreeboardMethod};

/// True if what a method reads is the height of the edge of the deck.
pub(super) fn is_freeboard(method: FreeboardMethod) -> bool {
    !matches!(method, FreeboardMethod::BootTopping | FreeboardMethod::DraughtMarks)
}

/// Moulded depth: median, standard deviation, and where it comes from.
struct Depth {
    mid_m: f64,
    sd_m: f64,
    source: &'static str,
}

/// Stated; else by the stated summer draught; else by the beam.
fn moulded(hull: &HullKnown, params: &DraughtFromImageParams) -> Option<Depth> {
    let of = |e: Estimate<f64>, floor: f64, source| Depth {
        mid_m: e.mid(),
        sd_m: libm::hypot(spread(e), floor),
        source,
    };
    if let Some(stated) = hull.depth_moulded_m {
        return Some(of(stated, params.stated_depth_sd_m, "moulded depth as listed"));
    }
    let inferred = hull.depth_inferred_m.filter(|_| hull.is_summer_draught_stated);
    if let Some(inferred) = inferred {
        return Some(of(inferred, params.stated_depth_sd_m, "moulded depth by the summer draught"));
    }
    let beam = hull.beam_m?;
    let ratio = params.depth_to_beam;
    let sd = libm::hypot(beam.mid() * sd_of(ratio), ratio.mid * spread(beam));
    Some(Depth { mid_m: ratio.mid * beam.mid(), sd_m: sd, source: "moulded depth by the beam" })
}

fn sd_of(prior: Prior) -> f64 {
    (prior.high - prior.low) / (2.0 * Z_95)
}

/// Share of hulls with a bulwark, its height, and the error of that.
fn bulwark(hull: &HullKnown, params: &DraughtFromImageParams) -> (f64, f64, f64) {
    let share = hull.has_bulwark.map_or(params.bulwark_share, |has| f64::from(u8::from(has)));
    (share, params.bulwark_height_m.mid, sd_of(params.bulwark_height_m))
}

/// Freeboards to a draught.
pub(super) fn of_freeboards<'a>(
    seen: &[&'a FreeboardSeen],
    hull: &HullKnown,
    params: &DraughtFromImageParams,
) -> Result<Found<'a>, String> {
    let depth = moulded(hull, params)
        .ok_or("neither depth nor beam of the hull is known: a freeboard needs one; draught marks do not")?;
    let level = level(&Seen { readings: seen, sign: 1.0, has_sheer: true }, hull, params)?;
    let (share, height, height_sd) = bulwark(hull, params);
    // A height that is known only if there is a bulwark: its error counts for as much.
    let bulwark_sd = share.sqrt() * height_sd;
    let mut budget = level.mean_terms.clone();
    budget.push(term(depth.source, depth.sd_m, true));
    budget.push(term("height of the bulwark", bulwark_sd, true));
    let sd = root_sum(&budget);
    let centre = depth.mid_m - level.mean_m;
    let shift = if share > 0.0 { height } else { 0.0 };
    let (centre, share) = if share >= 1.0 { (centre + shift, 0.0) } else { (centre, share) };
    let shift = if share > 0.0 { shift } else { 0.0 };
    let draught = Mixture { centre, sd, share, shift };
    budget.push(term("a bulwark on the deck or none", draught.shift_sd(), true));
    budget.retain(|t| t.sd_m > 0.0);
    let depth_sd = libm::hypot(depth.sd_m, bulwark_sd);
    Ok(Found {
        draught,
        depth: Some(Mixture { centre: centre + level.mean_m, sd: depth_sd, share, shift }),
        freeboard: normal(level.mean_m, root_sum(&level.mean_terms)),
        trim: level.trim.as_ref().and_then(|(trim, terms)| normal(*trim, root_sum(terms))),
        leading: leading(seen, &level),
        basis: format!(
            "freeboard by {}, {}; {} {:.2} m",
            methods(seen),
            level.words,
            depth.source,
            depth.mid_m
        ),
        budget,
    })
}

/// Boot-topping and draught marks to a draught: no depth enters.
pub(super) fn of_draughts<'a>(
    seen: &[&'a FreeboardSeen],
    hull: &HullKnown,
    params: &DraughtFromImageParams,
) -> Result<Found<'a>, String> {
    let marks: Vec<&FreeboardSeen> =
        seen.iter().copied().filter(|s| s.method == FreeboardMethod::DraughtMarks).collect();
    if !marks.is_empty() {
        let level = level(&Seen { readings: &marks, sign: -1.0, has_sheer: false }, hull, params)?;
        return Ok(direct(&marks, &level, 0.0, None));
    }
    let top =
        match (hull.band_top_draught_m, hull.summer_draught_m) {
            (Some(top), _) => (top.mid(), spread(top)),
            (None, Some(summer)) => {
                let ratio = params.band_top_to_summer_draught;
                let sd = libm::hypot(summer.mid() * sd_of(ratio), ratio.mid * spread(summer));
                (ratio.mid * summer.mid(), sd)
            }
            (None, None) => return Err(
                "neither the draught at the upper edge of the boot-topping nor the summer draught is known"
                    .into(),
            ),
        };
    let level = level(&Seen { readings: seen, sign: 1.0, has_sheer: false }, hull, params)?;
    Ok(direct(seen, &level, top.0, Some(term("upper edge of the boot-topping", top.1, true))))
}

fn direct<'a>(
    seen: &[&'a FreeboardSeen],
    level: &Level,
    top_m: f64,
    of_hull: Option<ErrorTerm>,
) -> Found<'a> {
    let mut budget = level.mean_terms.clone();
    budget.extend(of_hull.filter(|t| t.sd_m > 0.0));
    Found {
        draught: Mixture::normal(top_m - level.mean_m, root_sum(&budget)),
        depth: None,
        freeboard: None,
        trim: level.trim.as_ref().and_then(|(trim, terms)| normal(*trim, root_sum(terms))),
        leading: leading(seen, level),
        basis: format!("draught by {}, {}", methods(seen), level.words),
        budget,
    }
}

/// Two draughts of one image, each weighing by the inverse of its variance. Their errors of the image are taken as one
/// where they have one name.
pub(super) fn joined<'a>(edge: Found<'a>, marks: Found<'a>) -> Found<'a> {
    let precision = |f: &Found<'_>| 1.0 / root_sum(&f.budget).powi(2).max(1e-8);
    let (of_edge, of_marks) = (precision(&edge), precision(&marks));
    let w = of_edge / (of_edge + of_marks);
    let mut budget: Vec<ErrorTerm> = Vec::new();
    for (found, weight) in [(&edge, w), (&marks, 1.0 - w)] {
        for t in &found.budget {
            match budget.iter_mut().find(|b| b.source == t.source && b.is_of_hull == t.is_of_hull) {
                Some(same) => same.sd_m += weight * t.sd_m,
                None => budget.push(ErrorTerm { sd_m: weight * t.sd_m, ..t.clone() }),
            }
        }
    }
    let shift = w * edge.draught.shift;
    let share = edge.draught.share;
    let shifted = Mixture { centre: 0.0, sd: 0.0, share, shift }.shift_sd();
    let all = root_sum(&budget);
    let draught = Mixture {
        centre: w * edge.draught.centre + (1.0 - w) * marks.draught.centre,
        sd: (all * all - shifted * shifted).max(0.0).sqrt(),
        share,
        shift,
    };
    let leading = if w >= 0.5 { edge.leading } else { marks.leading };
    let basis = format!("{}; {}; weighed {w:.2} to {:.2}", edge.basis, marks.basis, 1.0 - w);
    let trim = if w >= 0.5 { edge.trim.or(marks.trim) } else { marks.trim.or(edge.trim) };
    Found { draught, trim, leading, basis, budget, ..edge }
}

/// The draught if any use can be made of it.
pub(super) fn fit_for_use<'a>(
    found: Found<'a>,
    hull: &HullKnown,
    params: &DraughtFromImageParams,
) -> Result<Found<'a>, String> {
    let own_sd = root_sum(found.budget.iter().filter(|t| !t.is_of_hull));
    let reference = hull.summer_draught_m.map_or(found.draught.centre, |t| t.mid());
    let most = params.max_own_sd_share_of_draught * reference;
    if found.draught.estimate().is_none() {
        return Err("what is known of the hull makes no number".into());
    }
    if found.draught.centre <= 0.0 {
        return Err(format!(
            "the freeboard read leaves a draught of {:.1} m: the depth of the hull or the points are wrong",
            found.draught.centre
        ));
    }
    if own_sd > most {
        return Err(format!(
            "the draught would have an error of {own_sd:.2} m (one standard deviation, without that of the hull), above \
             the {most:.2} m beyond which it does not tell laden from ballast: finer pixels, a lower sun, a photograph, or more \
             stations would do"
        ));
    }
    Ok(found)
}

fn normal(mid: f64, sd: f64) -> Option<Estimate<f64>> {
    Estimate::new(mid - Z_95 * sd, mid, mid + Z_95 * sd)
}

/// The reading that counts most.
fn leading<'a>(seen: &[&'a FreeboardSeen], level: &Level) -> Option<&'a FreeboardSeen> {
    let by_weight =
        |a: &(&&FreeboardSeen, &f64), b: &(&&FreeboardSeen, &f64)| a.1.abs().total_cmp(&b.1.abs());
    seen.iter().zip(&level.weights).max_by(by_weight).map(|(s, _)| *s)
}

fn methods(seen: &[&FreeboardSeen]) -> String {
    let mut words: Vec<&str> = seen.iter().map(|s| s.method.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    words.join(", ")
}
