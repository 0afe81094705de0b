//! `plimsoll measure --plan`.

use super::Measure;
use super::print::Format;
use crate::cli::Context;
use crate::error::UserError;
use crate::waterlines::AngleParams;
use plimsoll_imagery::waterline::WaterlineParams;
use plimsoll_imagery::waterline::plan::{MethodPlan, Plan, SidePlan, WouldDo, plan};

pub(super) fn run(
    measure: &Measure,
    context: &Context,
    params: &WaterlineParams,
    angles: AngleParams,
) -> Result<(), UserError> {
    let heading = measure.heading.ok_or_else(|| {
        UserError::usage("a plan needs the direction in which the ship lies").hint("write --heading 45")
    })?;
    if measure.sun.is_none() && measure.sensor.is_none() {
        return Err(UserError::usage("a plan needs where the sun stands, where the sensor stands, or both")
            .hint("write --sun 160,30 --sensor 280,65"));
    }
    let plan = plan(&measure.overhead(angles.angle_sd_deg)?, heading, params);
    if context.json || measure.format != Format::Text {
        context.print(&json(&plan).to_string());
        return Ok(());
    }
    context.print(&verdict(&plan));
    for side in &plan.sides {
        context.print(&format!("{} side, facing {:.0} degrees:", side.side.as_str(), side.normal_deg));
        for method in &side.methods {
            context.print(&format!("  {}", words(method)));
        }
    }
    for line in would_do(&plan.would_do) {
        context.print(&line);
    }
    Ok(())
}

fn verdict(plan: &Plan) -> String {
    match plan.best_sd_m {
        Some(sd) => format!(
            "Readable: one standard deviation of the freeboard {sd:.2} m (90 % interval {:.2} m wide), bow at {:.0} degrees.",
            2.0 * 1.645 * sd,
            plan.axis_deg
        ),
        None => format!("Not readable, bow at {:.0} degrees.", plan.axis_deg),
    }
}

fn words(method: &MethodPlan) -> String {
    let k = method.measurability.map_or_else(|| "K unknown".to_owned(), |k| format!("K {k:+.2}"));
    let sd = method.sd_m.map_or_else(String::new, |sd| format!(", {sd:.2} m"));
    let judged = method.refusal.as_ref().map_or_else(|| "readable".to_owned(), |why| format!("no: {why}"));
    format!("{:<16} {k}{sd}: {judged}", method.method.as_str())
}

fn would_do(would: &WouldDo) -> Vec<String> {
    let ranges = |what: &str, found: &[(f64, f64)]| {
        let each: Vec<String> = found.iter().map(|(from, to)| format!("{from:.0} to {to:.0}")).collect();
        (!each.is_empty())
            .then(|| format!("Would do, all else as it is: {what} {} degrees.", each.join(" or ")))
    };
    let best = |what: &str, found: Option<(f64, f64)>| {
        found.map(|(azimuth, k)| format!("Best {what}: {azimuth:.0} degrees (K {k:.2})."))
    };
    [
        ranges("sun at azimuth", &would.sun_azimuth_deg),
        ranges("sun at elevation", &would.sun_elevation_deg),
        ranges("sensor at azimuth", &would.sensor_azimuth_deg),
        ranges("view from zenith angle", &would.view_zenith_deg),
        would.pixel_m.map(|m| format!("Would do, all else as it is: pixels of {m:.2} m or smaller.")),
        best("azimuth of the sun", would.best_sun_azimuth_deg),
        best("azimuth of the sensor", would.best_sensor_azimuth_deg),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn json(plan: &Plan) -> serde_json::Value {
    let method = |m: &MethodPlan| serde_json::json!({ "method": m.method.as_str(), "measurability": m.measurability, "sd_m": m.sd_m, "refusal": m.refusal });
    let side = |s: &SidePlan| {
        let methods: Vec<_> = s.methods.iter().map(method).collect();
        serde_json::json!({ "side": s.side.as_str(), "normal_deg": s.normal_deg, "methods": methods })
    };
    let sides: Vec<_> = plan.sides.iter().map(side).collect();
    let would = &plan.would_do;
    serde_json::json!({
        "axis_deg": plan.axis_deg, "is_readable": plan.is_readable, "best_sd_m": plan.best_sd_m, "sides": sides,
        "would_do": { "sun_azimuth_deg": would.sun_azimuth_deg, "sun_elevation_deg": would.sun_elevation_deg,
            "sensor_azimuth_deg": would.sensor_azimuth_deg, "view_zenith_deg": would.view_zenith_deg, "pixel_m": would.pixel_m },
    })
}
