//! `[[cap]]`: the limits against which a case counts.

use super::section::{Field, Section};
use crate::error::CaseError;
use plimsoll_model::{Cap, ReportingPeriod, Volume};
use std::collections::BTreeMap;

pub(super) const KEYS: [&str; 9] = [
    "cap_id",
    "measure",
    "subject",
    "limit_bbl",
    "period",
    "notice_percent",
    "committee_bbl_per_t",
    "yardstick",
    "source",
];
const LIMIT: &str = "limit_bbl = 500_000";
const MEASURE: &str = r#"measure = "UNSCR 2397 (2017), operative paragraph 5""#;
const PERIODS: [&str; 3] = ["calendar-year", "year-from-12-22", "case"];
/// Barrels a tonne: 4 is heavier than any oil (bitumen has about 6), 15 lighter than LPG (11.6; UNSD).
const BBL_PER_T: std::ops::RangeInclusive<f64> = 4.0..=15.0;

/// Every `[[cap]]`, each identifier once.
pub(super) fn read_all(sections: &[Section<'_, '_>]) -> Result<Vec<Cap>, CaseError> {
    let mut caps = Vec::new();
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for section in sections {
        let cap = read(section)?;
        let line = section.doc.line_at(section.span.start).0;
        if let Some(first) = lines.insert(cap.cap_id.clone(), line) {
            let error = match section.get("cap_id") {
                Some(field) => field.error(format!("a second cap has the `cap_id` `{}`", cap.cap_id)),
                None => section.error(format!("a second cap has the measure of the one on line {first}")),
            };
            return Err(error.with_hint(format!(
                "the first begins on line {first}; give each cap its own: cap_id = \"{}-2\"",
                cap.cap_id
            )));
        }
        caps.push(cap);
    }
    Ok(caps)
}

fn read(section: &Section<'_, '_>) -> Result<Cap, CaseError> {
    let name = match section.get("cap_id").or_else(|| section.get("measure")) {
        Some(field) => format!("cap `{}`", field.text()?),
        None => "this cap".into(),
    };
    let cap = Section { name, doc: section.doc, table: section.table, span: section.span.clone() };
    cap.only(&KEYS, explain)?;
    let measure = cap.need("measure", MEASURE)?.text()?;
    let subject = cap.need("subject", "subject = \"refined petroleum products to the DPRK\"")?.text()?;
    Ok(Cap {
        cap_id: cap.get("cap_id").map_or_else(|| Ok(slug(&measure)), |f| cap_id(&f))?,
        limit: limit(&cap.need("limit_bbl", LIMIT)?)?,
        reporting_period: cap
            .need("period", "period = \"calendar-year\"")?
            .word(&PERIODS, ReportingPeriod::parse)?,
        notice_shares: cap.get("notice_percent").map_or(Ok(vec![]), |f| notices(&f))?,
        committee_bbl_per_t: cap.get("committee_bbl_per_t").map(|f| bbl_per_t(&f)).transpose()?,
        is_yardstick: cap.get("yardstick").map_or(Ok(false), |f| f.truth())?,
        source: cap.text("source")?.unwrap_or_else(|| "as given in case.toml".into()),
        measure,
        subject,
    })
}

fn limit(field: &Field<'_, '_>) -> Result<Volume, CaseError> {
    let barrels = field.number_that("a number of barrels above 0", |n| n > 0.0);
    barrels.map(Volume::barrels).map_err(|error| match error.hint() {
        Some(_) => error,
        None => error.with_hint(format!("write {LIMIT}; leave the `[[cap]]` out if there is no limit")),
    })
}

/// Lower-case letters, digits and hyphens: it goes into identifiers and file names.
fn cap_id(field: &Field<'_, '_>) -> Result<String, CaseError> {
    let text = field.text()?;
    if text.len() <= 60 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Ok(text);
    }
    let shown = crate::error::shown(&text, 60);
    Err(field
        .error(format!(
            "`{}` of {} is `{shown}`, expected at most 60 lower-case letters, digits and hyphens",
            field.key, field.of
        ))
        .with_hint(format!("did you mean cap_id = \"{}\"?", slug(&text))))
}

/// A text as an identifier: `UNSCR 2397 (2017), OP 5` becomes `unscr-2397-2017-op-5`.
fn slug(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let slug: String = words.collect::<Vec<_>>().join("-").chars().take(60).collect();
    if slug.is_empty() { "cap".into() } else { slug }
}

/// The shares of the limit at which notice is due, in rising order.
fn notices(field: &Field<'_, '_>) -> Result<Vec<f64>, CaseError> {
    let items = field.items("notice_percent = [75, 90, 95]")?;
    let mut shares = items.iter().map(notice).collect::<Result<Vec<_>, _>>()?;
    shares.sort_by(f64::total_cmp);
    shares.dedup_by(|a, b| a.total_cmp(b).is_eq());
    Ok(shares)
}

fn notice(item: &Field<'_, '_>) -> Result<f64, CaseError> {
    let percent = item.number()?;
    if (1.0..100.0).contains(&percent) {
        return Ok(percent / 100.0);
    }
    let message = format!(
        "{} of {} is {}, expected a percentage from 1 to below 100",
        item.key,
        item.of,
        item.shown_value()
    );
    Err(item.error(message).with_hint(if percent > 0.0 && percent < 1.0 {
        format!("that looks like a share; did you mean {}?", percent * 100.0)
    } else {
        "a notice is due on the way to the limit, which is 100 percent: [75, 90, 95]".into()
    }))
}

fn bbl_per_t(field: &Field<'_, '_>) -> Result<f64, CaseError> {
    let factor = field.number()?;
    if BBL_PER_T.contains(&factor) {
        return Ok(factor);
    }
    let (low, high) = (BBL_PER_T.start(), BBL_PER_T.end());
    let message = format!(
        "`{}` of {} is {}, expected {low} to {high} barrels a tonne",
        field.key,
        field.of,
        field.shown_value()
    );
    let other_way = 1.0 / factor;
    Err(field.error(message).with_hint(if BBL_PER_T.contains(&other_way) {
        format!("that looks like tonnes a barrel; did you mean {} = {other_way:.2}?", field.key)
    } else {
        "the 1718 Committee's table counts 8.33 barrels a tonne".into()
    }))
}

/// Keys that people expect in a cap.
fn explain(key: &str, cap: &Section<'_, '_>) -> Option<String> {
    match key {
        "limit_t" | "limit_tonnes" => Some(tonnes_hint(key, cap)),
        "limit_m3" => Some("a cap is counted in barrels: 1 m3 is 6.28981 bbl; write `limit_bbl`".into()),
        "limit" => Some("the unit stands in the key: `limit_bbl`".into()),
        "limit_kbbl" | "limit_mbbl" => Some("write the barrels in full: limit_bbl = 500_000".into()),
        "notice_share" | "notices" | "notice" => {
            Some("write percentages: notice_percent = [75, 90, 95]".into())
        }
        "id" | "name" => Some("did you mean `cap_id`?".into()),
        _ => super::top_key_hint(key),
    }
}

/// A limit in tonnes needs the factor of whoever keeps the cap; nobody else may choose it.
fn tonnes_hint(key: &str, cap: &Section<'_, '_>) -> String {
    let tonnes = cap.get(key).and_then(|f| f.number().ok());
    let factor = cap.get("committee_bbl_per_t").and_then(|f| bbl_per_t(&f).ok());
    match (tonnes, factor) {
        (Some(tonnes), Some(factor)) => {
            format!("{tonnes} t at {factor} bbl/t is limit_bbl = {:.0}", tonnes * factor)
        }
        _ => {
            "a cap is counted in barrels: multiply by the barrels a tonne of whoever keeps the cap and write \
              `limit_bbl`; write that factor as `committee_bbl_per_t`"
                .into()
        }
    }
}
