//! Mistakes in `[[cap]]`, and misspelt words.

use super::{GOOD, error, with};
use insta::assert_snapshot;

#[test]
fn limits_that_are_no_number_of_barrels() {
    let limit = |l: &str| with("limit_bbl = 500_000", l);
    assert_snapshot!(limit("limit_t = 60_000"), @r"
    error: case.toml, line 17: `limit_t` is not a key of cap `unscr-2397-op5`
      limit_t = 60_000
    hint: 60000 t at 8.33 bbl/t is limit_bbl = 499800
    ");
    assert_snapshot!(limit("limit = 500_000"), @r"
    error: case.toml, line 17: `limit` is not a key of cap `unscr-2397-op5`
      limit = 500_000
    hint: the unit stands in the key: `limit_bbl`
    ");
    assert_snapshot!(limit("limit_bbl = -500_000"), @r"
    error: case.toml, line 17: `limit_bbl` of cap `unscr-2397-op5` is -500_000, expected a number of barrels above 0
      limit_bbl = -500_000
    hint: write limit_bbl = 500_000; leave the `[[cap]]` out if there is no limit
    ");
    assert_snapshot!(limit("limit_bbl = 0"), @r"
    error: case.toml, line 17: `limit_bbl` of cap `unscr-2397-op5` is 0, expected a number of barrels above 0
      limit_bbl = 0
    hint: write limit_bbl = 500_000; leave the `[[cap]]` out if there is no limit
    ");
    assert_snapshot!(limit("limit_bbl = 500,000"), @r"
    error: case.toml, line 17: not TOML: unexpected key or value, expected newline, `#`
      limit_bbl = 500,000
    hint: thousands are written with an underscore: `500_000`; a decimal with a point: `500.000`
    ");
    assert_snapshot!(limit("limit_bbl = 500.000,00"), @r"
    error: case.toml, line 17: not TOML: unexpected key or value, expected newline, `#`
      limit_bbl = 500.000,00
    hint: a decimal is written with a point: `42.73`; thousands with an underscore: `500_000`
    ");
    assert_snapshot!(limit("limit_bbl = \"500,000\""), @r#"
    error: case.toml, line 17: `limit_bbl` of cap `unscr-2397-op5` is the text `500,000`, expected a number
      limit_bbl = "500,000"
    hint: write the number bare: limit_bbl = 500000 (or limit_bbl = 500.000 if the comma is a decimal)
    "#);
    assert_snapshot!(limit("limit_bbl = \"500000\""), @r#"
    error: case.toml, line 17: `limit_bbl` of cap `unscr-2397-op5` is the text `500000`, expected a number
      limit_bbl = "500000"
    hint: write the number bare: limit_bbl = 500000
    "#);
    assert_snapshot!(limit("limit_bbl = 500 000"), @r"
    error: case.toml, line 17: not TOML at `500 000`: string values must be quoted, expected literal string
      limit_bbl = 500 000
    hint: a number stands alone, its unit in the key; thousands are written with an underscore: `500_000`
    ");
    assert_snapshot!(limit("limit_bbl = nan"), @r"
    error: case.toml, line 17: `limit_bbl` of cap `unscr-2397-op5` is `nan`, expected a number of ordinary size
      limit_bbl = nan
    hint: write limit_bbl = 500_000; leave the `[[cap]]` out if there is no limit
    ");
    assert_snapshot!(limit("limit_bbl = 500_000 bbl"), @r"
    error: case.toml, line 17: not TOML at `500_000 bbl`: string values must be quoted, expected literal string
      limit_bbl = 500_000 bbl
    hint: a number stands alone, its unit in the key; thousands are written with an underscore: `500_000`
    ");
}

#[test]
fn a_limit_in_tonnes_without_a_factor() {
    let text =
        GOOD.replace("committee_bbl_per_t = 8.33", "").replace("limit_bbl = 500_000", "limit_t = 60_000");
    assert_snapshot!(error(text.as_bytes()), @r"
    error: case.toml, line 17: `limit_t` is not a key of cap `unscr-2397-op5`
      limit_t = 60_000
    hint: a cap is counted in barrels: multiply by the barrels a tonne of whoever keeps the cap and write `limit_bbl`; write that factor as `committee_bbl_per_t`
    ");
}

#[test]
fn notices_that_are_no_percentages() {
    let notice = |n: &str| with("[75, 90, 95]", n);
    assert_snapshot!(notice("[0.75, 0.9]"), @r"
    error: case.toml, line 19: item 1 of `notice_percent` of cap `unscr-2397-op5` is 0.75, expected a percentage from 1 to below 100
      notice_percent = [0.75, 0.9]
    hint: that looks like a share; did you mean 75?
    ");
    assert_snapshot!(notice("[75, 110]"), @r"
    error: case.toml, line 19: item 2 of `notice_percent` of cap `unscr-2397-op5` is 110, expected a percentage from 1 to below 100
      notice_percent = [75, 110]
    hint: a notice is due on the way to the limit, which is 100 percent: [75, 90, 95]
    ");
    assert_snapshot!(notice("75"), @r"
    error: case.toml, line 19: `notice_percent` of cap `unscr-2397-op5` is the number 75, expected a list
      notice_percent = 75
    hint: write notice_percent = [75, 90, 95]
    ");
    assert_snapshot!(notice("[\"75 %\"]"), @r#"
    error: case.toml, line 19: `item 1` of `notice_percent` of cap `unscr-2397-op5` is the text `75 %`, expected a number
      notice_percent = ["75 %"]
    hint: write the number alone, its unit stands in the key: 75
    "#);
}

#[test]
fn a_factor_the_wrong_way_round() {
    assert_snapshot!(with("8.33", "0.12"), @r"
    error: case.toml, line 20: `committee_bbl_per_t` of cap `unscr-2397-op5` is 0.12, expected 4 to 15 barrels a tonne
      committee_bbl_per_t = 0.12
    hint: that looks like tonnes a barrel; did you mean committee_bbl_per_t = 8.33?
    ");
    assert_snapshot!(with("8.33", "833"), @r"
    error: case.toml, line 20: `committee_bbl_per_t` of cap `unscr-2397-op5` is 833, expected 4 to 15 barrels a tonne
      committee_bbl_per_t = 833
    hint: the 1718 Committee's table counts 8.33 barrels a tonne
    ");
    assert_snapshot!(with("8.33", "8,33"), @r"
    error: case.toml, line 20: not TOML: unexpected key or value, expected newline, `#`
      committee_bbl_per_t = 8,33
    hint: a decimal is written with a point: `42.73`; thousands with an underscore: `500_000`
    ");
}

#[test]
fn words_that_are_misspelt() {
    assert_snapshot!(with("\"gasoil\"", "\"gasoli\""), @r#"
    error: case.toml, line 9: `product` of area `Vostochny oil terminal` is `gasoli`, expected one of `crude`, `naphtha`, `gasoline`, `jet`, `gasoil`, `fuel-oil`, `lpg`, `lng`
      product = "gasoli"
    hint: did you mean product = "gasoline"?
    "#);
    assert_snapshot!(with("\"gasoil\"", "\"oil\""), @r#"
    error: case.toml, line 9: `product` of area `Vostochny oil terminal` is `oil`, expected one of `crude`, `naphtha`, `gasoline`, `jet`, `gasoil`, `fuel-oil`, `lpg`, `lng`
      product = "oil"
    hint: choose one of `crude`, `naphtha`, `gasoline`, `jet`, `gasoil`, `fuel-oil`, `lpg`, `lng`
    "#);
    assert_snapshot!(with("\"loading\"", "\"lodaing\""), @r#"
    error: case.toml, line 8: `role` of area `Vostochny oil terminal` is `lodaing`, expected one of `loading`, `discharge`, `both`
      role   = "lodaing"
    hint: did you mean role = "loading"?
    "#);
    assert_snapshot!(with("\"loading\"", "\"import\""), @r#"
    error: case.toml, line 8: `role` of area `Vostochny oil terminal` is `import`, expected one of `loading`, `discharge`, `both`
      role   = "import"
    hint: choose one of `loading`, `discharge`, `both`
    "#);
    assert_snapshot!(with("\"calendar-year\"", "\"calender year\""), @r#"
    error: case.toml, line 18: `period` of cap `unscr-2397-op5` is `calender year`, expected one of `calendar-year`, `year-from-12-22`, `case`
      period    = "calender year"
    hint: did you mean period = "calendar-year"?
    "#);
    assert_snapshot!(with("\"calendar-year\"", "\"month\""), @r#"
    error: case.toml, line 18: `period` of cap `unscr-2397-op5` is `month`, expected one of `calendar-year`, `year-from-12-22`, `case`
      period    = "month"
    hint: choose one of `calendar-year`, `year-from-12-22`, `case`
    "#);
    assert_snapshot!(with("\"register\"", "\"registry\""), @r#"
    error: case.toml, line 24: `kind` of columns of `fleet.csv` is `registry`, expected one of `register`, `reported-volumes`, `positions`, `statements`
      kind    = "registry"
    hint: did you mean kind = "register"?
    "#);
    assert_snapshot!(with("\"RUVYP\"", "\"Vostochny\""), @r#"
    error: case.toml, line 7: `locode` of area `Vostochny oil terminal` is `Vostochny`, expected a UN/LOCODE of five characters
      locode = "Vostochny"
    hint: two letters for the country and three for the place, such as "RUVYP"; or delete the line
    "#);
    assert_snapshot!(with("\"unscr-2397-op5\"", "\"UNSCR 2397 OP5\""), @r#"
    error: case.toml, line 14: `cap_id` of cap `UNSCR 2397 OP5` is `UNSCR 2397 OP5`, expected at most 60 lower-case letters, digits and hyphens
      cap_id    = "UNSCR 2397 OP5"
    hint: did you mean cap_id = "unscr-2397-op5"?
    "#);
}
