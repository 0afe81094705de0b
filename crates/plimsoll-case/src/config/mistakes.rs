//! The mistakes of people who write their first `case.toml`, each with the message that they get.

mod files;
mod limits;
mod places;
mod scenes;
mod tables;

use super::*;
use insta::assert_snapshot;

/// A right case, in which each test makes one mistake.
const GOOD: &str = r#"
title  = "Tankers at Vostochny"
period = { start = 2024-03-01, end = 2024-11-06 }

[[area]]
name   = "Vostochny oil terminal"
locode = "RUVYP"
role   = "loading"
product = "gasoil"
circle = { lat_deg = 42.73, lon_deg = 133.08, radius_nm = 6.0 }
listed_as = ["Vostochny"]

[[cap]]
cap_id    = "unscr-2397-op5"
measure   = "UNSCR 2397 (2017), operative paragraph 5"
subject   = "refined petroleum products to the DPRK"
limit_bbl = 500_000
period    = "calendar-year"
notice_percent = [75, 90, 95]
committee_bbl_per_t = 8.33

[[columns]]
exhibit = "fleet.csv"
kind    = "register"
list    = "Fleet 2024"
map     = { imo_number = "IMO", ship_type = { constant = "tanker" }, deadweight_t = { column = "DWT", unit = "kg" } }

[gaps]
min_duration_h = 12
"#;

/// The message after one text is replaced by another.
fn with(right: &str, wrong: &str) -> String {
    assert_eq!(GOOD.matches(right).count(), 1, "`{right}` stands once in the right case");
    error(GOOD.replace(right, wrong).as_bytes())
}

/// The message, without the line that names the page, which is always the same.
fn error(bytes: &[u8]) -> String {
    let error = CaseConfig::parse(bytes).expect_err("this case has a mistake in it");
    error.full_text().replace("\nsee:  docs/guide/case-toml.md", "")
}

#[test]
fn the_case_without_a_mistake_is_read() {
    let case = CaseConfig::parse(GOOD.as_bytes()).map_err(|e| e.full_text()).unwrap();
    assert_eq!(case.period.start().to_string(), "2024-03-01T00:00:00Z");
    assert_eq!(case.period.end().to_string(), "2024-11-06T00:00:00Z");
    let area = &case.areas[0];
    assert_eq!((area.locode.as_deref(), area.line), (Some("RUVYP"), 5));
    let Extent::Given(plimsoll_model::Area::Circle { radius, .. }) = &area.extent else { panic!("{area:?}") };
    assert!((radius.to_metres() - 6.0 * 1852.0).abs() < 1e-9);
    let cap = &case.caps[0];
    assert!((cap.limit.to_barrels() - 500_000.0).abs() < 1e-6);
    assert_eq!(cap.notice_shares, [0.75, 0.9, 0.95]);
    let map = &case.columns[0].map;
    assert_eq!(map["ship_type"], ColumnSource::Constant("tanker".into()));
    assert_eq!(map["deadweight_t"], ColumnSource::Column { name: "DWT".into(), factor: 0.001 });
    assert!(case.params.is_changed("gaps"));
}

#[test]
fn two_areas_or_caps_or_columns_of_one_name() {
    let second = |block: &str| error(format!("{GOOD}\n{block}").as_bytes());
    assert_snapshot!(second("[[area]]\nname = \"vostochny oil terminal\"\nlisted_as = [\"V\"]"), @r#"
    error: case.toml, line 32: a second area is called `vostochny oil terminal`; the first begins on line 5
      name = "vostochny oil terminal"
    hint: give each area its own name, or delete one of the two
    "#);
    assert_snapshot!(second("[[area]]\nname = \"Nakhodka\"\nlisted_as = [\"VOSTOCHNY\"]"), @r#"
    error: case.toml, line 33: `VOSTOCHNY` is listed for `Vostochny oil terminal` and for `Nakhodka`
      listed_as = ["VOSTOCHNY"]
    hint: a name in a table can stand for one place only; leave it in one area
    "#);
    assert_snapshot!(second("[[cap]]\ncap_id = \"unscr-2397-op5\"\nmeasure = \"x\"\nsubject = \"y\"\nlimit_bbl = 1\nperiod = \"case\""), @r#"
    error: case.toml, line 32: a second cap has the `cap_id` `unscr-2397-op5`
      cap_id = "unscr-2397-op5"
    hint: the first begins on line 13; give each cap its own: cap_id = "unscr-2397-op5-2"
    "#);
    assert_snapshot!(second("[[columns]]\nexhibit = \"fleet.csv\"\nkind = \"register\"\nlist = \"l\"\nmap = { mmsi = \"m\" }"), @r"
    error: case.toml, line 31: `fleet.csv` has two column mappings; the first begins on line 22
      [[columns]]
    hint: put all columns of one table under one `[[columns]]`
    ");
}

#[test]
fn one_bracket_where_two_belong() {
    assert_snapshot!(with("[[area]]", "[area]"), @r"
    error: case.toml, line 5: `area` is a single table, expected a list of tables
      [area]
    hint: each one begins with a line of its own: `[[area]]`
    ");
    assert_snapshot!(with("[[cap]]", "[[cap]"), @r"
    error: case.toml, line 13: not TOML: unclosed array table, expected `]`
      [[cap]
    hint: `[` and `]` come in pairs; here are 2 and 1
    ");
    assert_snapshot!(error(format!("{GOOD}\n[gaps]\nmin_duration_h = 3").as_bytes()), @r"
    error: case.toml, line 31: not TOML at `gaps`: duplicate key
      [gaps]
    hint: put all its keys under the first `[gaps]`
    ");
}

#[test]
fn unknown_keys_are_refused_with_the_nearest() {
    assert_snapshot!(with("title ", "titel "), @r#"
    error: case.toml, line 2: `titel` is not a key of the case
      titel  = "Tankers at Vostochny"
    hint: did you mean `title`?
    "#);
    assert_snapshot!(with("limit_bbl", "limit_bll"), @r"
    error: case.toml, line 17: `limit_bll` is not a key of cap `unscr-2397-op5`
      limit_bll = 500_000
    hint: did you mean `limit_bbl`?
    ");
    assert_snapshot!(with("locode", "unlocode"), @r#"
    error: case.toml, line 7: `unlocode` is not a key of area `Vostochny oil terminal`
      unlocode = "RUVYP"
    hint: did you mean `locode`?
    "#);
    assert_snapshot!(with("[gaps]", "[gap]"), @r"
    error: case.toml, line 28: `gap` is not a key of the case
      [gap]
    hint: did you mean `gaps`?
    ");
    assert_snapshot!(with("min_duration_h", "min_duration"), @r"
    error: case.toml, line 29: `min_duration` is not a key of `[gaps]`
      min_duration = 12
    hint: did you mean `min_duration_h`?
    ");
    assert_snapshot!(with("min_duration_h", "min_duration_hours"), @r"
    error: case.toml, line 29: `min_duration_hours` is not a key of `[gaps]`
      min_duration_hours = 12
    hint: did you mean `min_duration_h`?
    ");
    assert_snapshot!(with("min_duration_h", "stop_begin_kn"), @r"
    error: case.toml, line 29: `stop_begin_kn` is not a key of `[gaps]`
      stop_begin_kn = 12
    hint: `stop_begin_kn` belongs under `[port-visits]`
    ");
    assert_snapshot!(with("title ", "min_duration_h = 3\ntitle "), @r"
    error: case.toml, line 2: `min_duration_h` is not a key of the case
      min_duration_h = 3
    hint: `min_duration_h` belongs under `[encounters]` or `[gaps]` or `[loitering]`; write that line above it
    ");
    assert_snapshot!(with("[[area]]", "[[areas]]"), @r"
    error: case.toml, line 5: `areas` is not a key of the case
      [[areas]]
    hint: each place begins with `[[area]]`
    ");
    assert_snapshot!(with("[gaps]", "[zebra]"), @r"
    error: case.toml, line 28: `zebra` is not a key of the case
      [zebra]
    hint: the keys here are `title`, `question`, `edition`, `period`, `simulated`, `standard_of_proof`, `limitations`, `fleet`, `area`, `cap`, `columns`, `list`, `scene`, `photo`, `land`, `piers`, `berth`, `hull`; `plimsoll params` lists the sections of parameters
    ");
}

#[test]
fn a_key_of_the_whole_case_below_a_table() {
    assert_snapshot!(with("committee_bbl_per_t = 8.33", "edition = \"2026-11-22\""), @r#"
    error: case.toml, line 20: `edition` is not a key of cap `unscr-2397-op5`
      edition = "2026-11-22"
    hint: `edition` belongs to the whole case: move the line up, above the first line that begins with `[`
    "#);
}

#[test]
fn what_is_missing_is_named_with_an_example() {
    assert_snapshot!(with("title  = \"Tankers at Vostochny\"", ""), @r#"
    error: case.toml: `title` is missing in the case
    hint: add a line: title = "Tankers at Vostochny"
    "#);
    assert_snapshot!(with("title  = \"Tankers at Vostochny\"", "title = \" \""), @r#"
    error: case.toml, line 2: `title` of the case is blank
      title = " "
    hint: write something, or delete the line
    "#);
    assert_snapshot!(with("period = { start = 2024-03-01, end = 2024-11-06 }", ""), @r"
    error: case.toml: `period` is missing in the case
    hint: add a line: period = { start = 2024-03-01, end = 2024-11-06 }
    ");
    assert_snapshot!(with(", end = 2024-11-06", ""), @r"
    error: case.toml, line 3: `end` is missing in `period` of the case
      period = { start = 2024-03-01 }
    hint: write period = { start = 2024-03-01, end = 2024-11-06 }
    ");
    assert_snapshot!(with("name   = \"Vostochny oil terminal\"", ""), @r#"
    error: case.toml, line 5: `name` is missing in this area
      [[area]]
    hint: add a line: name = "Vostochny oil terminal"
    "#);
    assert_snapshot!(with("subject   = \"refined petroleum products to the DPRK\"", ""), @r#"
    error: case.toml, line 13: `subject` is missing in cap `unscr-2397-op5`
      [[cap]]
    hint: add a line: subject = "refined petroleum products to the DPRK"
    "#);
    assert_snapshot!(with("list    = \"Fleet 2024\"", ""), @r#"
    error: case.toml, line 22: `list` is missing in columns of `fleet.csv`
      [[columns]]
    hint: add a line: list = "EU MRV 2020"
    "#);
    assert_snapshot!(with("title  = \"Tankers at Vostochny\"", "title ="), @r"
    error: case.toml, line 2: not TOML: string values must be quoted, expected literal string
      title =
    hint: a value is missing after `title =`; delete the line to leave it out
    ");
}

#[test]
fn dates_that_are_not_a_period() {
    let period = |p: &str| with("{ start = 2024-03-01, end = 2024-11-06 }", p);
    assert_snapshot!(period("{ start = 2024-11-06, end = 2024-03-01 }"), @r"
    error: case.toml, line 3: the period ends at 2024-03-01, which is not after its start 2024-11-06
      period = { start = 2024-11-06, end = 2024-03-01 }
    hint: did you mean start = 2024-03-01, end = 2024-11-06?
    ");
    assert_snapshot!(period("{ start = 2024-03-01, end = 2024-03-01 }"), @r"
    error: case.toml, line 3: the period ends at 2024-03-01, which is not after its start 2024-03-01
      period = { start = 2024-03-01, end = 2024-03-01 }
    hint: the end is not part of the period; for that one day write end = 2024-03-02
    ");
    assert_snapshot!(period("{ start = 2024-03-01T00:00:00, end = 2024-11-06 }"), @r"
    error: case.toml, line 3: `start` of `period` of the case is 2024-03-01T00:00:00, a time without a time zone
      period = { start = 2024-03-01T00:00:00, end = 2024-11-06 }
    hint: add `Z` for UTC (start = 2024-03-01T00:00:00Z) or the offset (start = 2024-03-01T00:00:00+09:00)
    ");
    assert_snapshot!(period("{ start = \"2024-03-01\", end = 2024-11-06 }"), @r#"
    error: case.toml, line 3: `start` of `period` of the case is `2024-03-01`, expected a date
      period = { start = "2024-03-01", end = 2024-11-06 }
    hint: write it without quotation marks: start = 2024-03-01
    "#);
    assert_snapshot!(period("{ start = \"1 March 2024\", end = 2024-11-06 }"), @r#"
    error: case.toml, line 3: `start` of `period` of the case is `1 March 2024`, expected a date
      period = { start = "1 March 2024", end = 2024-11-06 }
    hint: write start = 2024-03-01 or start = 2024-03-01T06:00:00Z
    "#);
    assert_snapshot!(period("{ start = 01.03.2024, end = 2024-11-06 }"), @r"
    error: case.toml, line 3: not TOML at `0`: unexpected leading zero, expected nothing
      period = { start = 01.03.2024, end = 2024-11-06 }
    hint: a date is written year first: `2024-03-01`
    ");
    assert_snapshot!(period("{ start = 01/03/2024, end = 2024-11-06 }"), @r"
    error: case.toml, line 3: not TOML at `01/03/2024`: string values must be quoted, expected literal string
      period = { start = 01/03/2024, end = 2024-11-06 }
    hint: a date is written year first: `2024-03-01`
    ");
    assert_snapshot!(period("{ start = 2024-02-30, end = 2024-11-06 }"), @r"
    error: case.toml, line 3: not TOML at `2024-02-30`: invalid date, expected day between 01 and 29
      period = { start = 2024-02-30, end = 2024-11-06 }
    ");
    assert_snapshot!(period("{ start = 12:00:00, end = 2024-11-06 }"), @r"
    error: case.toml, line 3: `start` of `period` of the case is 12:00:00, which is no day of the calendar
      period = { start = 12:00:00, end = 2024-11-06 }
    hint: write start = 2024-03-01
    ");
    assert_snapshot!(period("{ start = 2024-03-01, end = 2204-11-06 }"), @r"
    error: case.toml, line 3: the period lasts 180 years, expected at most 50
      period = { start = 2024-03-01, end = 2204-11-06 }
    hint: check the years of `start` and `end`
    ");
    assert_snapshot!(period("2024"), @r"
    error: case.toml, line 3: `period` of the case is the number 2024, expected a table
      period = 2024
    hint: write period = { start = 2024-03-01, end = 2024-11-06 }
    ");
    assert_snapshot!(period("[2024-03-01, 2024-11-06]"), @r"
    error: case.toml, line 3: `period` of the case is a list of 2, expected a table
      period = [2024-03-01, 2024-11-06]
    hint: write period = { start = 2024-03-01, end = 2024-11-06 }
    ");
    assert_snapshot!(period("{ start = 2024-03-01, end = 2024-11-06, }\nstart = 2024-03-01"), @r"
    error: case.toml, line 4: `start` is not a key of the case
      start = 2024-03-01
    hint: both dates stand in one key: period = { start = 2024-03-01, end = 2024-11-06 }
    ");
}

#[test]
fn an_edition_before_the_end_of_the_period() {
    assert_snapshot!(with("title ", "edition = \"2024-10-01\"\ntitle "), @r#"
    error: case.toml, line 2: the edition is 2024-10-01, before the end of the period at 2024-11-06
      edition = "2024-10-01"
    hint: a report cannot speak of days after its edition: end the period at 2024-10-01, or correct the edition
    "#);
    assert_snapshot!(with("title ", "edition = 2024-10-01\ntitle "), @r"
    error: case.toml, line 2: the edition is 2024-10-01, before the end of the period at 2024-11-06
      edition = 2024-10-01
    hint: a report cannot speak of days after its edition: end the period at 2024-10-01, or correct the edition
    ");
}

#[test]
fn truth_that_is_not_true() {
    assert_snapshot!(with("title ", "simulated = \"true\"\ntitle "), @r#"
    error: case.toml, line 2: `simulated` of the case is the text `true`, expected true or false
      simulated = "true"
    hint: write simulated = true or simulated = false, without quotation marks
    "#);
    assert_snapshot!(with("title ", "simulated = yes\ntitle "), @r"
    error: case.toml, line 2: not TOML at `yes`: string values must be quoted, expected literal string
      simulated = yes
    hint: write `simulated = true`
    ");
    assert_snapshot!(with("title ", "simulated = 1\ntitle "), @r"
    error: case.toml, line 2: `simulated` of the case is the number 1, expected true or false
      simulated = 1
    hint: write simulated = true or simulated = false, without quotation marks
    ");
}
