//! The tables of how deep ships lay by images; none where no image was measured.

use super::{header, number, text, three, time};
use crate::dossier::{Cell, DataTable, Dossier, WaterlineEntry};
use plimsoll_model::{FreeboardMethod, Measurement, Station};

/// Readings, measurements.
pub(super) fn tables(dossier: &Dossier) -> Vec<DataTable> {
    if dossier.waterlines.readings.is_empty() {
        return vec![];
    }
    vec![readings(dossier), measurements(dossier)]
}

fn readings(dossier: &Dossier) -> DataTable {
    let columns = "waterline scene image start_utc end_utc ship ship_in_points method measurability freeboard_low_m freeboard_mid_m \
                   freeboard_high_m depth_low_m depth_mid_m depth_high_m draught_low_m draught_mid_m draught_high_m draught_sd_m \
                   trim_low_m trim_mid_m trim_high_m budget analysts refusal basis image_is_simulated exhibit sha256 credit";
    let rows = dossier.waterlines.readings.iter().map(|entry| {
        let r = &entry.reading;
        let mut row = vec![
            Cell::Text(r.id.to_string()),
            Cell::Text(r.scene.to_string()),
            Cell::Text(entry.image.clone()),
            time(entry.time.map(|t| t.start())),
            time(entry.time.map(|t| t.end())),
            Cell::Text(entry.ship.clone()),
            Cell::Text(r.ship.clone()),
            text(r.method.map(FreeboardMethod::as_str)),
            number(r.measurability),
        ];
        [r.freeboard_m, r.depth_m, r.draught_m].into_iter().for_each(|e| row.extend(three(e)));
        row.push(number(entry.draught_sd_m));
        row.extend(three(r.trim_m));
        row.extend([
            Cell::Text(budget(entry)),
            Cell::Int(r.analysts.into()),
            text(r.refusal.as_ref()),
            Cell::Text(r.basis.clone()),
            Cell::Text(entry.is_simulated.to_string()),
            Cell::Text(entry.exhibit.clone()),
            Cell::Text(entry.sha256.clone()),
            Cell::Text(entry.credit.clone()),
        ]);
        row
    });
    DataTable { name: "waterlines".into(), header: header(columns), rows: rows.collect() }
}

/// The terms of error, such as `clicks on the edges 0.21 m; depth 0.35 m (hull)`.
fn budget(entry: &WaterlineEntry) -> String {
    let term = |t: &plimsoll_model::ErrorTerm| {
        let whose = if t.is_of_hull { " (hull)" } else { "" };
        format!("{} {:.3} m{whose}", t.source, t.sd_m)
    };
    entry.reading.budget.iter().map(term).collect::<Vec<_>>().join("; ")
}

fn measurements(dossier: &Dossier) -> DataTable {
    let columns = "measurement waterline scene image ship_in_points analyst set_utc quantity unit station method value_low value_mid \
                   value_high measurability marked window_line window_sample window_lines window_samples basis points_exhibit points_line";
    let of = |entry: &'_ WaterlineEntry| {
        entry.measurements.iter().map(|m| measurement(entry, m)).collect::<Vec<_>>()
    };
    let rows = dossier.waterlines.readings.iter().flat_map(of);
    DataTable { name: "measurements".into(), header: header(columns), rows: rows.collect() }
}

fn measurement(entry: &WaterlineEntry, m: &Measurement) -> Vec<Cell> {
    let marked: Vec<_> =
        m.marked.iter().map(|(mark, line, sample)| format!("{} {line} {sample}", mark.as_str())).collect();
    let mut row = vec![
        Cell::Text(m.id.to_string()),
        Cell::Text(entry.reading.id.to_string()),
        Cell::Text(m.scene.to_string()),
        Cell::Text(entry.image.clone()),
        Cell::Text(m.ship.clone()),
        Cell::Text(m.analyst.clone()),
        time(Some(m.set_at)),
        Cell::Text(m.quantity.as_str().into()),
        Cell::Text(m.quantity.unit().into()),
        text(m.station.map(Station::as_str)),
        text(m.method.map(FreeboardMethod::as_str)),
    ];
    row.extend(three(Some(m.value)));
    row.extend([number(m.measurability), Cell::Text(marked.join("; "))]);
    row.extend(
        [m.window.line, m.window.sample, m.window.lines, m.window.samples].map(|n| Cell::Int(n.into())),
    );
    row.extend([
        Cell::Text(m.basis.clone()),
        Cell::Text(m.source.exhibit.to_string()),
        Cell::Int(i64::try_from(m.source.line).unwrap_or(i64::MAX)),
    ]);
    row
}
