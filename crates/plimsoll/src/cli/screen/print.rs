//! Answers as text, CSV and JSON.

use super::answer::{Answer, Answers, Desk, Measured};
use crate::cli::Context;
use jiff::civil::Date;
use plimsoll_model::{Mmsi, RecordId};
use plimsoll_registry::names::sister_class;
use plimsoll_registry::screen::Listed;
use serde_json::{Value, json};

/// For reading.
pub(super) fn table(context: &Context, desk: &Desk<'_>, all: &[Answers<'_>], notes: &[String]) {
    notes.iter().for_each(|note| context.print(&safe(note)));
    let unasked: Vec<&str> = desk.unasked_lists().into_iter().collect();
    if let (Some(day), false) = (desk.as_known(), unasked.is_empty()) {
        context.print(&format!("not asked, because not surely out on {day}: {}", unasked.join("; ")));
    }
    for answers in all {
        let query = answers.query;
        let on = query.on.map_or_else(String::new, |day| format!("  on {day}"));
        let known = desk.as_known().map_or_else(String::new, |day| format!("  as known on {day}"));
        context.print(&format!("{}{on}{known}", safe(&query.in_words())));
        answers.others.iter().for_each(|line| context.print(&format!("  {}", safe(line))));
        for answer in &answers.answers {
            block(context, desk, answer);
        }
        if answers.left_out > 0 {
            context.print(&format!("  {} more; `--most` shows them", answers.left_out));
        }
        if answers.hidden > 0 {
            context.print(&format!("  {} ruled out and not shown", answers.hidden));
        }
        if !answers.nothing_in.is_empty() {
            context.print(&format!(
                "  nothing found in {}. That is not the same as not listed.",
                answers.nothing_in.join("; ")
            ));
        }
        context.print("");
    }
}

/// One answer in lines.
fn block(context: &Context, desk: &Desk<'_>, answer: &Answer<'_>) {
    let listed = answer.listed;
    let numbers: Vec<String> = listed.imo_numbers.iter().map(|(n, _)| format!("IMO {n}")).collect();
    let number = if numbers.is_empty() { "no IMO number".into() } else { numbers.join(", ") };
    let register = if desk.is_register(&answer.found) { " (a register: it lists nobody)" } else { "" };
    context.print(&safe(&format!(
        "  {:<11}  {} {}: {}, {number}{register}",
        answer.found.strength.as_str(),
        listed.list,
        listed.key,
        listed.first_name().unwrap_or("no name"),
    )));
    for line in answer.found.reasons.iter().cloned().chain(history(listed)) {
        context.print(&safe(&format!("               {line}")));
    }
    for measured in &answer.measures {
        context.print(&safe(&format!("               {}", in_words(desk, measured))));
    }
}

/// The other names, flags and radios that the list gives, in a line each.
fn history(listed: &Listed) -> Vec<String> {
    let first = listed.first_name();
    let names: Vec<String> = listed
        .names
        .iter()
        .filter(|n| Some(n.text.as_str()) != first)
        .map(|n| format!("{} ({})", n.text, n.name_use.as_str()))
        .collect();
    let flags = listed.values("flag").map(str::to_owned);
    let flags: Vec<String> =
        flags.chain(listed.values("former_flag").map(|f| format!("{f} (before)"))).collect();
    let radio = |(mmsi, property, _): &(Mmsi, String, RecordId)| {
        if property == "mmsi" { mmsi.to_string() } else { format!("{mmsi} (before)") }
    };
    let radios: Vec<String> = listed.mmsis.iter().map(radio).collect();
    let status: Vec<String> = listed.values("status").map(str::to_owned).filter(|s| s != "listed").collect();
    [("other names", names), ("flag", flags), ("MMSI", radios), ("status", status)]
        .into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(what, all)| format!("{what}: {}", all.join("; ")))
        .collect()
}

/// A measure in a line.
fn in_words(desk: &Desk<'_>, measured: &Measured<'_>) -> String {
    let row = measured.designation;
    let original = if row.original_measure.is_empty() {
        String::new()
    } else {
        format!(" (“{}”)", row.original_measure)
    };
    let what = format!("{}{original}, {}", row.measure.in_words(), row.instrument);
    let place = desk.place(row.source);
    match &measured.standing {
        Some(standing) => {
            format!("{}: {what}; {} [{place}]", standing.standing.as_str().to_uppercase(), standing.basis)
        }
        None => format!("{what}; {} [{place}]", since(row.from, row.until, &row.list_version)),
    }
}

/// The days of a measure, as far as the list gives them.
fn since(from: Option<Date>, until: Option<Date>, version: &str) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("from {from} until {until} (exclusive)"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(until)) => format!("until {until} (exclusive); the list does not say since when"),
        (None, None) => format!("known in version {version}; the list gives no date"),
    }
}

/// Text for a terminal: controls, and characters that are not seen or turn the line round, become marks.
pub(super) fn safe(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

const HEAD: [&str; 20] = [
    "line",
    "asked",
    "on",
    "as_known",
    "strength",
    "rung",
    "list",
    "key",
    "name",
    "imo_number",
    "name_likeness",
    "reasons",
    "instrument",
    "measure",
    "original_measure",
    "from",
    "until",
    "standing",
    "basis",
    "source",
];

/// One row for each answer and measure; a question without an answer has one row that says in which lists nothing was found.
pub(super) fn csv(context: &Context, desk: &Desk<'_>, all: &[Answers<'_>]) {
    context.print_csv(HEAD);
    for answers in all {
        if answers.answers.is_empty() {
            let mut row = asked(desk, answers);
            row[4] = "nothing-found".into();
            row[11] = format!(
                "nothing found in {}; that is not the same as not listed",
                answers.nothing_in.join("; ")
            );
            print_row(context, &row);
        }
        for (count, word, what) in [
            (answers.left_out, "left-out", "more answers; `--most` shows them"),
            (answers.hidden, "ruled-out", "ruled out and not shown"),
        ] {
            if count > 0 {
                let mut row = asked(desk, answers);
                (row[4], row[11]) = (word.into(), format!("{count} {what}"));
                print_row(context, &row);
            }
        }
        for line in &answers.others {
            let mut row = asked(desk, answers);
            (row[4], row[11]) = ("no-ship".into(), line.clone());
            print_row(context, &row);
        }
        for answer in &answers.answers {
            let row = answer_row(desk, answers, answer);
            if answer.measures.is_empty() {
                print_row(context, &row);
            }
            for measured in &answer.measures {
                print_row(context, &with_measure(desk, row.clone(), measured));
            }
        }
    }
}

/// The cells that say what was asked.
fn asked(desk: &Desk<'_>, answers: &Answers<'_>) -> Vec<String> {
    let mut row = vec![String::new(); HEAD.len()];
    row[0] = answers.query.line.map_or_else(String::new, |n| n.to_string());
    row[1] = answers.query.in_words();
    row[2] = day(answers.query.on);
    row[3] = day(desk.as_known());
    row
}

fn answer_row(desk: &Desk<'_>, answers: &Answers<'_>, answer: &Answer<'_>) -> Vec<String> {
    let mut row = asked(desk, answers);
    row[4] = answer.found.strength.as_str().into();
    row[5] = if desk.is_register(&answer.found) { "register" } else { answer.found.rung.as_str() }.into();
    row[6] = answer.listed.list.clone();
    row[7] = answer.listed.key.clone();
    row[8] = answer.listed.first_name().unwrap_or_default().into();
    row[9] = answer.listed.imo_numbers.iter().map(|(n, _)| n.to_string()).collect::<Vec<_>>().join(" ");
    row[10] = answer.found.name_likeness.map_or_else(String::new, |l| format!("{l:.3}"));
    row[11] = answer.found.reasons.join("; ");
    row
}

fn with_measure(desk: &Desk<'_>, mut row: Vec<String>, measured: &Measured<'_>) -> Vec<String> {
    let designation = measured.designation;
    row[12] = designation.instrument.clone();
    row[13] = designation.measure.as_str().into();
    row[14] = designation.original_measure.clone();
    row[15] = day(designation.from);
    row[16] = day(designation.until);
    row[17] = measured.standing.as_ref().map_or_else(String::new, |s| s.standing.as_str().into());
    row[18] = measured.standing.as_ref().map_or_else(
        || since(designation.from, designation.until, &designation.list_version),
        |s| s.basis.clone(),
    );
    row[19] = desk.place(designation.source);
    row
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |d| d.to_string())
}

/// A row; a cell that a spreadsheet would take for a formula is marked as text.
fn print_row(context: &Context, row: &[String]) {
    let cell = |text: &String| {
        let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if is_formula { format!("'{text}") } else { text.clone() }
    };
    context.print_csv(row.iter().map(cell));
}

/// One document.
pub(super) fn json(
    context: &Context,
    desk: &Desk<'_>,
    all: &[Answers<'_>],
    notes: &[String],
    owners: Option<Value>,
) {
    let lists: Vec<Value> = desk
        .versions()
        .map(|(v, is_used)| {
            json!({ "list": v.list, "version": v.version, "form": v.form,
                "published_earliest": v.days.earliest.map(|d| d.to_string()),
                "published_latest": v.days.latest.map(|d| d.to_string()),
                "days_basis": v.days_basis, "entries": v.entries, "vessels": v.vessels, "is_used": is_used })
        })
        .collect();
    let questions: Vec<Value> = all.iter().map(|answers| question(desk, answers)).collect();
    let document = json!({ "as_known": desk.as_known().map(|d| d.to_string()), "lists": lists,
        "not_asked": desk.unasked_lists(), "notes": notes, "questions": questions, "owners": owners });
    context.print(&document.to_string());
}

fn question(desk: &Desk<'_>, answers: &Answers<'_>) -> Value {
    let asked = &answers.query.asked;
    json!({
        "line": answers.query.line,
        "asked": {
            "imo_number": asked.imo_number.map(|n| n.value()),
            "ship_names": asked.names,
            "mmsis": asked.mmsis.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "call_signs": asked.call_signs,
            "on": answers.query.on.map(|d| d.to_string()),
        },
        "answers": answers.answers.iter().map(|a| answer_json(desk, a)).collect::<Vec<_>>(),
        "answers_left_out": answers.left_out,
        "ruled_out_not_shown": answers.hidden,
        "others": answers.others,
        "nothing_found_in": answers.nothing_in,
    })
}

fn answer_json(desk: &Desk<'_>, answer: &Answer<'_>) -> Value {
    let measure = |m: &Measured<'_>| {
        let d = m.designation;
        json!({ "designation_id": d.id.to_string(), "authority": d.authority.as_str(), "instrument": d.instrument,
            "measure": d.measure.as_str(), "original_measure": d.original_measure,
            "from": d.from.map(|d| d.to_string()), "until": d.until.map(|d| d.to_string()),
            "list_version": d.list_version,
            "standing": m.standing.as_ref().map(|s| s.standing.as_str()),
            "basis": m.standing.as_ref().map(|s| s.basis.clone()),
            "source": desk.place(d.source) })
    };
    let name = |n: &plimsoll_registry::screen::ListedName| json!({ "text": n.text, "use": n.name_use.as_str(), "sister_class": sister_class(&n.name) });
    json!({
        "strength": answer.found.strength.as_str(),
        "rung": answer.found.rung.as_str(),
        "name_likeness": answer.found.name_likeness,
        "ours": answer.found.ours,
        "theirs": answer.found.theirs,
        "reasons": answer.found.reasons,
        "is_register": desk.is_register(&answer.found),
        "list": answer.listed.list,
        "key": answer.listed.key,
        "names": answer.listed.names.iter().map(name).collect::<Vec<_>>(),
        "imo_numbers": answer.listed.imo_numbers.iter().map(|(n, _)| n.value()).collect::<Vec<_>>(),
        "mmsis": answer.listed.mmsis.iter().map(|(n, _, _)| n.to_string()).collect::<Vec<_>>(),
        "claims": answer.listed.others.iter().map(|(p, v, _)| json!({ "property": p, "value": v })).collect::<Vec<_>>(),
        "measures": answer.measures.iter().map(measure).collect::<Vec<_>>(),
    })
}
