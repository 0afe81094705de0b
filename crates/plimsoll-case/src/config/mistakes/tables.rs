//! Mistakes in `[[columns]]` and in parameters.

use super::{GOOD, error, with};
use insta::assert_snapshot;

#[test]
fn column_mappings_that_cannot_be_meant() {
    assert_snapshot!(with("deadweight_t =", "dwt ="), @r#"
    error: case.toml, line 26: `dwt` is not a key of `map` of columns of `fleet.csv`
      map     = { imo_number = "IMO", ship_type = { constant = "tanker" }, dwt = { column = "DWT", unit = "kg" } }
    hint: did you mean `deadweight_t`?
    "#);
    assert_snapshot!(with("deadweight_t =", "deadweigth_t ="), @r#"
    error: case.toml, line 26: `deadweigth_t` is not a key of `map` of columns of `fleet.csv`
      map     = { imo_number = "IMO", ship_type = { constant = "tanker" }, deadweigth_t = { column = "DWT", unit = "kg" } }
    hint: did you mean `deadweight_t`?
    "#);
    assert_snapshot!(with("deadweight_t =", "colour ="), @r#"
    error: case.toml, line 26: `colour` is not a key of `map` of columns of `fleet.csv`
      map     = { imo_number = "IMO", ship_type = { constant = "tanker" }, colour = { column = "DWT", unit = "kg" } }
    hint: the keys here are `imo_number`, `mmsi`, `ship_name`, `former_names`, `call_sign`, `flag`, `ship_type`, `built_year`, `deadweight_t`, `lightship_t`, `gross_tonnage`, `length_overall_m`, `length_between_perpendiculars_m`, `beam_m`, `depth_moulded_m`, `summer_draught_m`, `tpc_t_per_cm`, `tank_volume_m3`, `superstructure_from_stern`, `registered_owner`, `listed_since`
    "#);
    assert_snapshot!(with("\"kg\"", "\"lbs\""), @r#"
    error: case.toml, line 26: `unit` of `deadweight_t` of `map` of columns of `fleet.csv`: `lbs` is not a unit here, expected one of `t`, `kg`, `kt`, `long-ton`, `short-ton`
      map     = { imo_number = "IMO", ship_type = { constant = "tanker" }, deadweight_t = { column = "DWT", unit = "lbs" } }
    hint: choose one of `t`, `kg`, `kt`, `long-ton`, `short-ton`
    "#);
    assert_snapshot!(with("\"kg\"", "\"m3\""), @r#"
    error: case.toml, line 26: `unit` of `deadweight_t` of `map` of columns of `fleet.csv`: `m3` measures a volume, expected a mass (`t`, `kg`, `kt`, `long-ton`, `short-ton`)
      map     = { imo_number = "IMO", ship_type = { constant = "tanker" }, deadweight_t = { column = "DWT", unit = "m3" } }
    hint: choose one of `t`, `kg`, `kt`, `long-ton`, `short-ton`, or map the column to another property
    "#);
    assert_snapshot!(with("imo_number = \"IMO\", ", ""), @r#"
    error: case.toml, line 26: `map` of columns of `fleet.csv` maps neither `imo_number` nor `mmsi`
      map     = { ship_type = { constant = "tanker" }, deadweight_t = { column = "DWT", unit = "kg" } }
    hint: a row of a register is about a hull (IMO number) or a radio (MMSI); map one of them
    "#);
    assert_snapshot!(with("{ constant = \"tanker\" }", "{ constant = \"tanker\", column = \"T\" }"), @r#"
    error: case.toml, line 26: `ship_type` of `map` of columns of `fleet.csv` needs either `column` or `constant`
      map     = { imo_number = "IMO", ship_type = { constant = "tanker", column = "T" }, deadweight_t = { column = "DWT", unit = "kg" } }
    hint: write ship_type = "column" or ship_type = { column = "...", unit = "..." }
    "#);
    assert_snapshot!(with("{ constant = \"tanker\" }", "{ column = \"T\", unit = \"t\" }"), @r#"
    error: case.toml, line 26: `ship_type` has no unit, found `t`
      map     = { imo_number = "IMO", ship_type = { column = "T", unit = "t" }, deadweight_t = { column = "DWT", unit = "kg" } }
    hint: delete `unit`
    "#);
    assert_snapshot!(with("list    =", "delimiter = \"comma\"\nlist    ="), @r#"
    error: case.toml, line 25: `delimiter` of columns of `fleet.csv` is `comma`, expected one of `,`, `;`, `|`, `:`, a blank or `tab`
      delimiter = "comma"
    hint: delete the line to have it read from the header of the table
    "#);
    let volumes = "[[columns]]\nexhibit = \"v.csv\"\nkind = \"reported-volumes\"\nmap = { volume_bbl = { column = \"t\", unit = \"t\" } }";
    assert_snapshot!(error(format!("{GOOD}\n{volumes}").as_bytes()), @r#"
    error: case.toml, line 34: `unit` of `volume_bbl` of `map` of columns of `v.csv`: `t` measures a mass, expected a volume (`m3`, `l`, `ft3`, `gal`, `bbl`, `kbbl`)
      map = { volume_bbl = { column = "t", unit = "t" } }
    hint: tonnes become a volume only with a density, which a column mapping does not have
    "#);
    let volumes =
        "[[columns]]\nexhibit = \"v.csv\"\nkind = \"reported-volumes\"\nmap = { volume_bbl = \"bbl\" }";
    assert_snapshot!(error(format!("{GOOD}\n{volumes}").as_bytes()), @r#"
    error: case.toml, line 34: `map` of columns of `v.csv` does not say where to find `party`, `period_start`, `period_end`
      map = { volume_bbl = "bbl" }
    hint: map each to a column, or to `{ constant = "..." }`
    "#);
}

#[test]
fn parameters_of_another_type_or_size() {
    let duration = |d: &str| with("min_duration_h = 12", d);
    assert_snapshot!(duration("min_duration_h = \"12\""), @r#"
    error: case.toml, line 29: `min_duration_h` of `[gaps]` is the text `12`, expected a number
      min_duration_h = "12"
    hint: write the number bare: min_duration_h = 12
    "#);
    assert_snapshot!(duration("min_duration_h = \"12 h\""), @r#"
    error: case.toml, line 29: `min_duration_h` of `[gaps]` is the text `12 h`, expected a number
      min_duration_h = "12 h"
    hint: write the number alone, its unit stands in the key: min_duration_h = 12
    "#);
    assert_snapshot!(duration("min_duration_h = -12"), @r"
    error: case.toml, line 29: `min_duration_h` of `[gaps]` is -12, expected a number of 0 or more (default 6.0)
      min_duration_h = -12
    ");
    assert_snapshot!(duration("min_duration_h = { low = 6, mid = 12, high = 24 }"), @r"
    error: case.toml, line 29: `min_duration_h` of `[gaps]` is a table, expected a number
      min_duration_h = { low = 6, mid = 12, high = 24 }
    hint: write one number: min_duration_h = 6.0
    ");
    let cargo = |c: &str| error(format!("{GOOD}\n[cargo]\n{c}").as_bytes());
    assert_snapshot!(cargo("density_t_per_m3 = { gasoil = { low = 0.9, mid = 0.85, high = 0.88 } }"), @r"
    error: case.toml, line 32: `density_t_per_m3.gasoil` of `[cargo]` is low 0.9, mid 0.85, high 0.88, expected low <= mid <= high
      density_t_per_m3 = { gasoil = { low = 0.9, mid = 0.85, high = 0.88 } }
    hint: a key that is left out keeps its default; write all three
    ");
    assert_snapshot!(cargo("density_t_per_m3 = { gas-oil = { low = 0.8, mid = 0.85, high = 0.88 } }"), @r"
    error: case.toml, line 32: `density_t_per_m3.gas-oil` is not a key of `[cargo]`
      density_t_per_m3 = { gas-oil = { low = 0.8, mid = 0.85, high = 0.88 } }
    hint: did you mean `density_t_per_m3.gasoil`?
    ");
    assert_snapshot!(cargo("density_t_per_m3 = 0.845"), @r"
    error: case.toml, line 32: `density_t_per_m3` of `[cargo]` is the number 0.845, expected a table
      density_t_per_m3 = 0.845
    hint: write `[cargo.density_t_per_m3]` on a line of its own, and below it keys such as crude = { low = 0.79, mid = 0.86, high = 0.93 }
    ");
    assert_snapshot!(cargo("draws = 1000.5"), @r"
    error: case.toml, line 32: `draws` of `[cargo]` is 1000.5, expected a whole number (default 10000)
      draws = 1000.5
    hint: write draws = 1000
    ");
    assert_snapshot!(cargo("part_laden_share = 10"), @r"
    error: case.toml, line 32: `part_laden_share` of `[cargo]` is 10, expected a share between 0 and 1 (default 0.1)
      part_laden_share = 10
    hint: did you mean part_laden_share = 0.1?
    ");
    assert_snapshot!(cargo("product = \"gasoil\""), @r#"
    error: case.toml, line 32: `product` is not a key of `[cargo]`
      product = "gasoil"
    hint: write `product` in the `[[area]]` where it is handled
    "#);
    assert_snapshot!(error(format!("gaps = 12\n{}", GOOD.replace("[gaps]\nmin_duration_h = 12", "")).as_bytes()), @r"
    error: case.toml, line 1: `gaps` of the case is the number 12, expected a table
      gaps = 12
    hint: write `[gaps]` on a line of its own, and the keys below it
    ");
}

/// The message for a mapping of positions.
fn positions(map: &str) -> String {
    let block = format!("[[columns]]\nexhibit = \"p.csv\"\nkind = \"positions\"\nmap = {map}");
    error(format!("{GOOD}\n{block}").as_bytes())
}

#[test]
fn mappings_of_positions_that_cannot_be_meant() {
    assert_snapshot!(positions("{ mmsi = \"id\", time = \"t\", lat_deg = \"y\" }"), @r#"
    error: case.toml, line 34: `map` of columns of `p.csv` does not say where to find `lon_deg`
      map = { mmsi = "id", time = "t", lat_deg = "y" }
    hint: write map = { mmsi = "MMSI", time = { column = "When", format = "day-first" }, lat_deg = "Lat", lon_deg = "Lon" }
    "#);
    assert_snapshot!(positions("{ mmsi = \"id\", timestamp = \"t\", lat_deg = \"y\", lon_deg = \"x\" }"), @r#"
    error: case.toml, line 34: `timestamp` is not a key of `map` of columns of `p.csv`
      map = { mmsi = "id", timestamp = "t", lat_deg = "y", lon_deg = "x" }
    hint: did you mean `time`?
    "#);
    assert_snapshot!(positions("{ mmsi = \"id\", time = { column = \"t\", format = \"day first\" }, lat_deg = \"y\", lon_deg = \"x\" }"), @r#"
    error: case.toml, line 34: `format` of `time` of `map` of columns of `p.csv` is `day first`, expected one of `iso`, `compact`, `day-first`, `month-first`, `epoch-s`, `epoch-ms`
      map = { mmsi = "id", time = { column = "t", format = "day first" }, lat_deg = "y", lon_deg = "x" }
    hint: did you mean format = "day-first"?
    "#);
    assert_snapshot!(positions("{ mmsi = \"id\", time = \"t\", lat_deg = { column = \"y\", format = \"iso\" }, lon_deg = \"x\" }"), @r#"
    error: case.toml, line 34: `format` is not a key of `lat_deg` of `map` of columns of `p.csv`
      map = { mmsi = "id", time = "t", lat_deg = { column = "y", format = "iso" }, lon_deg = "x" }
    hint: the keys here are `constant`, `column`, `unit`
    "#);
    assert_snapshot!(positions("{ mmsi = \"id\", time = \"t\", lat_deg = { constant = 42.7 }, lon_deg = \"x\" }"), @r#"
    error: case.toml, line 34: `lat_deg` of `map` of columns of `p.csv` is a constant, expected a column
      map = { mmsi = "id", time = "t", lat_deg = { constant = 42.7 }, lon_deg = "x" }
    hint: it differs from row to row: write lat_deg = { column = "..." }
    "#);
    assert_snapshot!(positions("{ mmsi = \"id\", time = \"t\", lat_deg = \"y\", lon_deg = \"x\", sog_kn = { column = \"v\", unit = \"knots\" } }"), @r#"
    error: case.toml, line 34: `unit` of `sog_kn` of `map` of columns of `p.csv`: `knots` is not a unit here, expected one of `kn`, `kn/10`, `m/s`, `km/h`, `mph`
      map = { mmsi = "id", time = "t", lat_deg = "y", lon_deg = "x", sog_kn = { column = "v", unit = "knots" } }
    hint: choose one of `kn`, `kn/10`, `m/s`, `km/h`, `mph`
    "#);
    assert_snapshot!(positions("{}"), @r#"
    error: case.toml, line 34: `map` of columns of `p.csv` is empty
      map = {}
    hint: write map = { mmsi = "MMSI", time = { column = "When", format = "day-first" }, lat_deg = "Lat", lon_deg = "Lon" }
    "#);
}

#[test]
fn a_mapping_of_positions_is_read_with_units_and_the_form_of_the_time() {
    let block = "[[columns]]\nexhibit = \"p.csv\"\nkind = \"positions\"\ndelimiter = \";\"\n\
                 map = { mmsi = { constant = 538003439 }, time = { column = \"when\", format = \"%d-%b-%Y %H:%M\" }, \
                 lat_deg = \"y\", lon_deg = \"x\", sog_kn = { column = \"speed\", unit = \"kn/10\" } }";
    let case = crate::config::CaseConfig::parse(format!("{GOOD}\n{block}").as_bytes());
    let case = case.map_err(|e| e.full_text()).unwrap();
    let mapping = &case.columns[1];
    assert_eq!((mapping.kind, mapping.delimiter), (crate::config::TableKind::Positions, Some(b';')));
    assert_eq!(mapping.time_format.as_deref(), Some("%d-%b-%Y %H:%M"));
    let column = |name: &str, factor| crate::config::ColumnSource::Column { name: name.into(), factor };
    assert_eq!(mapping.map["sog_kn"], column("speed", 0.1));
    assert_eq!(mapping.map["lat_deg"], column("y", 1.0));
    assert_eq!(mapping.map["mmsi"], crate::config::ColumnSource::Constant("538003439".into()));
}
