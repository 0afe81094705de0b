//! The words of a report that do not come from a record: method, limitations, what the data cannot tell.

use super::Tables;
use crate::stage::CaseFolder;
use plimsoll_analysis::wording;
use plimsoll_model::{DraughtReading, VisitEvidence};
use plimsoll_report::{MethodBox, Paragraph};

pub(super) fn method_box() -> MethodBox {
    MethodBox {
        counted: "Stays of ships at the places of the case, from AIS positions inside their area or from listings \
                  under their name, with the draughts that the crews typed in before and after."
            .into(),
        how: "Draught to displacement by two hydrostatic routes, less lightship, consumables and ballast left; within \
              deadweight and tank volume; tonnes to barrels by density at 15 °C, and beside it by the one factor of \
              the Committee. Errors that all calls share are drawn once for all, so they do not average out."
            .into(),
        interval: "The middle 90 % of the draws; the number before it is their median.".into(),
        likelihood: wording::legend(),
    }
}

/// What was done where the case has a season.
pub(super) fn method_box_of_season() -> MethodBox {
    MethodBox {
        counted: "Calls of tankers at the places of loading: those that images, photographs and AIS show, and, from when \
                  somebody looked and saw nothing, those that nobody saw."
            .into(),
        how: "One computation over all calls together: which ship, when, where to, how full. Sightings, empty looks, sailing \
              times and silences speak in it at once. How full times what she can carry gives barrels; errors that all calls \
              share are drawn once for all, so they do not average out."
            .into(),
        ..method_box()
    }
}

pub(super) fn limitations(case: &CaseFolder) -> Vec<Paragraph> {
    let own = case
        .config
        .limitations
        .iter()
        .map(|text| Paragraph { heading: "Of this case".into(), text: text.clone() });
    let always = [
        (
            "AIS draught",
            "A draught on AIS is typed in by the crew, in steps of 0.1 m, often late or never. Most loadings never show in it. An unchanged draught is therefore neither proof of a loading nor of none.",
        ),
        (
            "Particulars",
            "Where no register gives deadweight, summer draught or tank volume, they are inferred from length and beam. Such ships carry wider intervals, and part of that error is common to all of them.",
        ),
        (
            "Caps",
            "A cap crossed here is arithmetic on these exhibits. It is not a finding of any committee, and it counts only what these exhibits show together with the deliveries notified.",
        ),
        (
            "Silence",
            "A gap says that no report is in the exhibits. It does not say that a transponder was off.",
        ),
    ];
    own.chain(always.map(|(heading, text)| Paragraph { heading: heading.into(), text: text.into() }))
        .collect()
}

/// What these data cannot tell, as far as the tables show it.
pub(super) fn cannot_tell(tables: &Tables, has_season: bool) -> Vec<Paragraph> {
    let mut told = vec![if has_season {
        (
            "Calls nobody saw",
            "How many there were is inferred from when somebody looked; which ships they were, and on which days, no exhibit here shows.".to_owned(),
        )
    } else {
        (
            "Visits nobody heard",
            "Ships that called without transmitting, or out of reach of the receivers, are not in these exhibits and not in any number here.".to_owned(),
        )
    }];
    let listed = tables.visits.iter().filter(|v| v.visit.evidence == VisitEvidence::Listing).count();
    if listed > 0 {
        told.push((
            "Where exactly",
            format!("{listed} of {} visits stand on listings under the name of a place. The exhibit holds no position for them: at which berth, or whether at anchor nearby, it cannot tell.", tables.visits.len()),
        ));
    }
    let unread = tables
        .draughts
        .values()
        .filter(|d| matches!(d.reading, DraughtReading::Unchanged | DraughtReading::Missing))
        .count();
    if unread > 0 {
        told.push((
            "Loaded or not",
            format!("For {unread} of {} visits the draughts do not show whether cargo was loaded or landed. They enter the estimate by assumption alone, and the documented figure not at all.", tables.draughts.len()),
        ));
    }
    told.push((
        "What was on board",
        "No exhibit here names the cargo. The product is what the case states for each place.".to_owned(),
    ));
    told.into_iter().map(|(heading, text)| Paragraph { heading: heading.into(), text }).collect()
}

/// A reason without the values of one row, so that like reasons are counted together.
pub fn reason_in_general(reason: &str) -> String {
    let mut general = String::new();
    let mut is_quoted = false;
    for c in reason.chars() {
        match c {
            '`' => {
                is_quoted = !is_quoted;
                general.push_str(if is_quoted { "`…" } else { "`" });
            }
            _ if is_quoted => {}
            c if c.is_ascii_digit() => {
                if !general.ends_with('#') {
                    general.push('#');
                }
            }
            c => general.push(c),
        }
    }
    general
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_reasons_are_one_reason() {
        assert_eq!(
            reason_in_general("checksum 4A, expected `7F` of 12 bytes"),
            "checksum #A, expected `…` of # bytes"
        );
        assert_eq!(reason_in_general("no unit"), "no unit");
    }
}
