use super::*;
use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use arrow_array::builder::{BinaryBuilder, StringBuilder, StringDictionaryBuilder};
use arrow_array::{Decimal128Array, Float32Array, Float64Array, Int64Array, TimestampMicrosecondArray};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

fn point(lon: f64, lat: f64, is_little: bool) -> Vec<u8> {
    let mut out = vec![u8::from(is_little)];
    let kind = 1_u32;
    out.extend(if is_little { kind.to_le_bytes() } else { kind.to_be_bytes() });
    for number in [lon, lat] {
        out.extend(if is_little { number.to_le_bytes() } else { number.to_be_bytes() });
    }
    out
}

fn columns() -> Vec<(&'static str, ArrayRef)> {
    let mut names = StringDictionaryBuilder::<Int32Type>::new();
    names.append_value("HALCYON");
    names.append_null();
    names.append_value("HALCYON");
    let mut geometry = BinaryBuilder::new();
    geometry.append_value(point(133.08, 42.73, true));
    geometry.append_value(point(-70.5, -33.25, false));
    geometry.append_null();
    let times = vec![1_700_000_000_000_000, 1_700_000_000_250_000, -1];
    vec![
        ("mmsi", Arc::new(Int64Array::from(vec![440_123_456, 2, 3]))),
        ("time", Arc::new(TimestampMicrosecondArray::from(times).with_timezone("UTC"))),
        ("name", Arc::new(names.finish())),
        ("sog", Arc::new(Float32Array::from(vec![Some(12.3), None, Some(f32::NAN)]))),
        ("geometry", Arc::new(geometry.finish())),
        (
            "draught",
            Arc::new(Decimal128Array::from(vec![850, -5, 100]).with_precision_and_scale(9, 2).unwrap()),
        ),
    ]
}

fn file(columns: Vec<(&str, ArrayRef)>, geo: Option<&str>, compression: Compression) -> Vec<u8> {
    let fields: Vec<_> = columns.iter().map(|(n, a)| Field::new(*n, a.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns.into_iter().map(|(_, a)| a).collect()).unwrap();
    let pairs = geo.map(|geo| vec![KeyValue::new("geo".into(), geo.to_owned())]);
    let properties =
        WriterProperties::builder().set_key_value_metadata(pairs).set_compression(compression).build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, schema, Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out
}

fn with_file<T>(bytes: &[u8], then: impl FnOnce(&Path) -> T) -> T {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("p.parquet");
    std::fs::write(&path, bytes).unwrap();
    then(&path)
}

/// Column names and rows, or the error.
fn read(bytes: &[u8]) -> Result<Vec<String>, String> {
    with_file(bytes, |path| {
        let rows = parquet_rows(path, "p.parquet").map_err(|e| e.full_text())?;
        let mut lines = vec![rows.columns().join("|")];
        rows.for_each(|number, cells| {
            lines.push(format!("{number}: {}", cells.join("|")));
            true
        })
        .map_err(|e| e.full_text())?;
        Ok(lines)
    })
}

const GEO: &str = r#"{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"WKB","geometry_types":["Point"]}}}"#;

#[test]
fn cells_are_what_a_csv_would_hold_and_points_become_two_columns() {
    let expected = [
        "mmsi|time|name|sog|draught|longitude|latitude",
        "0: 440123456|2023-11-14T22:13:20Z|HALCYON|12.3|8.5|133.08|42.73",
        "1: 2|2023-11-14T22:13:20.25Z|||-0.05|-70.5|-33.25",
        "2: 3|1969-12-31T23:59:59.999999Z|HALCYON||1||",
    ];
    let zstd = Compression::ZSTD(ZstdLevel::default());
    for compression in
        [zstd, Compression::SNAPPY, Compression::GZIP(Default::default()), Compression::UNCOMPRESSED]
    {
        assert_eq!(read(&file(columns(), Some(GEO), compression)).unwrap(), expected, "{compression:?}");
    }
}

#[test]
fn a_table_with_latitude_and_longitude_keeps_them_and_bytes_without_a_name_are_left_out() {
    let mut with_place = columns();
    with_place.push(("LAT", Arc::new(Float64Array::from(vec![1.0, 2.0, 3.0]))));
    with_place.push(("Lon", Arc::new(Float64Array::from(vec![1.5, 2.5, 1e-7]))));
    let lines = read(&file(with_place, Some(GEO), Compression::SNAPPY)).unwrap();
    assert_eq!(lines[0], "mmsi|time|name|sog|draught|LAT|Lon");
    assert!(lines[3].ends_with("|3|0.0000001"), "{}", lines[3]);
    assert_eq!(read(&file(columns(), None, Compression::SNAPPY)).unwrap()[0], "mmsi|time|name|sog|draught");
}

#[test]
fn another_reference_system_or_geometry_is_refused_by_name() {
    let with_crs = |crs: &str| GEO.replace("\"encoding\"", &format!("\"crs\":{crs},\"encoding\""));
    let error = |geo: &str| read(&file(columns(), Some(geo), Compression::SNAPPY)).unwrap_err();
    insta::assert_snapshot!(error(&with_crs(r#"{"name":"WGS 84 / UTM zone 52N","id":{"authority":"EPSG","code":32652}}"#)), @r"
    error: p.parquet: the coordinate reference system is `WGS 84 / UTM zone 52N` (EPSG:32652), expected OGC:CRS84 or EPSG:4326
    hint: convert it to longitude and latitude on WGS 84 (EPSG:4326) and add the result
    ");
    assert!(error(&with_crs("null")).contains("unknown"));
    assert!(error(&GEO.replace("WKB", "linestring")).contains("`linestring`, expected WKB"));
    assert!(error("{").contains("no JSON"));
    for right in
        [r#"{"id":{"authority":"OGC","code":"CRS84"}}"#, r#"{"id":{"authority":"EPSG","code":4326}}"#]
    {
        assert!(read(&file(columns(), Some(&with_crs(right)), Compression::SNAPPY)).is_ok(), "{right}");
    }
    let mut lines = columns();
    let mut line = BinaryBuilder::new();
    for _ in 0..3 {
        line.append_value([1, 2, 0, 0, 0, 0, 0, 0, 0]);
    }
    lines[4].1 = Arc::new(line.finish());
    assert!(
        read(&file(lines, Some(GEO), Compression::SNAPPY))
            .unwrap_err()
            .contains("row 1: the geometry is a line")
    );
}

#[test]
fn points_of_every_form_are_read_and_cut_ones_are_not() {
    let plain = point(1.5, 2.5, true);
    assert_eq!(wkb_point(&plain), Ok([Some(1.5), Some(2.5)]));
    let mut iso_z = plain.clone();
    iso_z[1..5].copy_from_slice(&1001_u32.to_le_bytes());
    let mut extended = plain.clone();
    extended[1..5].copy_from_slice(&0x2000_0001_u32.to_le_bytes());
    extended.splice(5..5, 4326_u32.to_le_bytes());
    assert_eq!(wkb_point(&iso_z), wkb_point(&plain));
    assert_eq!(wkb_point(&extended), wkb_point(&plain));
    assert_eq!(wkb_point(&point(f64::NAN, f64::NAN, false)), Ok([None, None]));
    for cut in 0..plain.len() {
        assert!(wkb_point(&plain[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn a_parquet_file_is_known_by_its_columns() {
    with_file(&file(columns(), Some(GEO), Compression::SNAPPY), |path| {
        let found = crate::exhibit::sniff_file(path, "p.parquet").unwrap();
        assert_eq!(found.kind, crate::exhibit::ExhibitKind::PositionTable, "{}", found.why);
        insta::assert_snapshot!(found.why, @"Parquet, a table with `mmsi`, `time`, `latitude`, `longitude`");
    });
    let mut text = StringBuilder::new();
    text.append_value("x");
    with_file(&file(vec![("a", Arc::new(text.finish()))], None, Compression::SNAPPY), |path| {
        let found = crate::exhibit::sniff_file(path, "p.parquet").unwrap();
        assert_eq!(found.kind, crate::exhibit::ExhibitKind::Unknown, "{}", found.why);
    });
}

#[test]
fn a_file_that_breaks_off_anywhere_is_an_error() {
    let good = file(columns(), Some(GEO), Compression::ZSTD(ZstdLevel::default()));
    for cut in 0..good.len() {
        assert!(read(&good[..cut]).is_err(), "{cut} of {}", good.len());
    }
}

#[test]
fn no_damaged_byte_makes_it_panic() {
    let good = file(columns(), Some(GEO), Compression::ZSTD(ZstdLevel::default()));
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for at in 0..good.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut bad = good.clone();
            bad[at] ^= flip;
            let _ = read(&bad);
        }
    }
    std::panic::set_hook(quiet);
}
