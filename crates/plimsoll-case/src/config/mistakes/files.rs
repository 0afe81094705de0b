//! Files that are no `case.toml`.

use super::{CaseConfig, GOOD, error, with};
use insta::assert_snapshot;

#[test]
fn files_that_are_no_toml() {
    assert_snapshot!(error(b""), @r"
    error: case.toml: the file is empty, expected at least `title` and `period`
    hint: `plimsoll init` writes a commented file to start from
    ");
    assert_snapshot!(error(b"\n  \n"), @r"
    error: case.toml: the file is empty, expected at least `title` and `period`
    hint: `plimsoll init` writes a commented file to start from
    ");
    assert_snapshot!(error(b"{ \"title\": \"x\" }"), @r#"
    error: case.toml, line 1: this is JSON, expected TOML
      { "title": "x" }
    hint: TOML writes `title = "..."`; `plimsoll init` writes a commented file to start from
    "#);
    assert_snapshot!(error(b"---\ntitle: x\n"), @r#"
    error: case.toml, line 1: this is YAML, expected TOML
      ---
    hint: TOML writes `title = "..."`; `plimsoll init` writes a commented file to start from
    "#);
    assert_snapshot!(error(b"# a case\ntitle: Tankers\n"), @r#"
    error: case.toml, line 2: this is YAML, expected TOML
      title: Tankers
    hint: TOML writes `title = "..."`; `plimsoll init` writes a commented file to start from
    "#);
    assert_snapshot!(error(b"\xff\xfet\0i\0t\0l\0e\0"), @r"
    error: case.toml: the file is UTF-16, expected UTF-8
    hint: save it again as UTF-8 (in Notepad: Save as, Encoding: UTF-8)
    ");
    assert_snapshot!(error(b"title = \"Vostochny\"\nquestion = \"\xc2\xee\xf1\xf2\"\n"), @r#"
    error: case.toml, line 2: byte 0xc2 is not UTF-8 text
      question = "����"
    hint: the file was saved in another encoding (Windows-1252, KOI8-R, ...); save it again as UTF-8
    "#);
    assert_snapshot!(error(b"title = \"x\"\nperiod\n"), @r"
    error: case.toml, line 2: not TOML: key with no value, expected `=`
      period
    hint: a key is joined to its value by `=`: `period = ...`
    ");
    assert_snapshot!(error(&vec![b'#'; (1 << 20) + 1]), @r"
    error: case.toml: the file has 1048577 bytes, expected at most 1048576
    hint: `case.toml` holds only the question; add data with `plimsoll add <file>`
    ");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_do_no_harm() {
    let text = format!("\u{feff}{}", GOOD.replace('\n', "\r\n"));
    assert!(CaseConfig::parse(text.as_bytes()).is_ok());
    let wrong = text.replace("\"loading\"", "\"lodaing\"");
    assert!(error(wrong.as_bytes()).starts_with("error: case.toml, line 8: "));
}

#[test]
fn marks_that_a_word_processor_or_windows_writes() {
    assert_snapshot!(with("\"Tankers at Vostochny\"", "\u{201c}Tankers at Vostochny\u{201d}"), @r#"
    error: case.toml, line 2: not TOML at `“Tankers at Vostochny”`: string values must be quoted, expected literal string
      title  = “Tankers at Vostochny”
    hint: a word processor put curly quotation marks here; TOML needs the straight mark `"`
    "#);
    assert_snapshot!(with("\"fleet.csv\"", "\"C:\\data\\fleet.csv\""), @r#"
    error: case.toml, line 23: not TOML: missing escaped value, expected `b`, `e`, `f`, `n`, `r`, `\`, `"`, `x`, `u`, `U`
      exhibit = "C:\data\fleet.csv"
    hint: a backslash begins an escape in double quotation marks; write the path with `/`, or in single marks: 'C:\data'
    "#);
    assert_snapshot!(with("\"fleet.csv\"", "\"D:\\users\\fleet.csv\""), @r#"
    error: case.toml, line 23: not TOML: too few unicode value digits, expected unicode hexadecimal value
      exhibit = "D:\users\fleet.csv"
    hint: a backslash begins an escape in double quotation marks; write the path with `/`, or in single marks: 'C:\data'
    "#);
    assert_snapshot!(with("\"Tankers at Vostochny\"", "\"Tankers at Vostochny"), @r#"
    error: case.toml, line 2: not TOML: invalid basic string, expected `"`
      title  = "Tankers at Vostochny
    hint: a text begins and ends with `"` on the same line
    "#);
    assert_snapshot!(with("\"Tankers at Vostochny\"", "Tankers at Vostochny"), @r#"
    error: case.toml, line 2: not TOML at `Tankers at Vostochny`: string values must be quoted, expected literal string
      title  = Tankers at Vostochny
    hint: a text stands in quotation marks: `title = "Tankers at Vostochny"`
    "#);
    assert_snapshot!(with("radius_nm = 6.0 }", "radius_nm = 6.0"), @r#"
    error: case.toml, line 11: not TOML: missing comma between key-value pairs, expected `,`
      listed_as = ["Vostochny"]
    hint: look at the line above as well: a `{` there is not closed by `}`
    "#);
    assert_snapshot!(with("lat_deg = 42.73", "lat_deg = 42,73"), @r"
    error: case.toml, line 10: not TOML: extra comma in inline table, expected `=`
      circle = { lat_deg = 42,73, lon_deg = 133.08, radius_nm = 6.0 }
    hint: a decimal is written with a point: `42.73`; thousands with an underscore: `500_000`
    ");
    assert_snapshot!(with("locode = \"RUVYP\"", "locode\u{a0}= \"RUVYP\""), @r#"
    error: case.toml, line 7: not TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
      locode = "RUVYP"
    hint: character 7 of the line is U+00A0, which looks like a blank: replace it by a blank
    "#);
}

#[test]
fn a_tab_between_key_and_value_does_no_harm() {
    assert!(CaseConfig::parse(GOOD.replace("title  =", "title\t=\t").as_bytes()).is_ok());
}

#[test]
fn a_huge_file_is_refused_by_its_size_and_a_missing_one_says_how_to_begin() {
    let dir = tempfile::tempdir().unwrap();
    let read = || CaseConfig::read(dir.path()).unwrap_err().full_text();
    let missing = read();
    assert_snapshot!(missing.split("\npath:").next().unwrap(), @r"
    error: case.toml: there is no such file in this folder
    hint: `plimsoll init` makes a case here; `-C <folder>` names the folder of another
    ");
    let file = std::fs::File::create(dir.path().join("case.toml")).unwrap();
    file.set_len(100 << 20).unwrap();
    assert_snapshot!(read(), @r"
    error: case.toml: the file has 104857600 bytes, expected at most 1048576
    hint: `case.toml` holds only the question; add data with `plimsoll add <file>`
    ");
}
