//! The tables of what images show; none where there is no scene.

use super::{header, number, text, three, time};
use crate::dossier::{Cell, DataTable, Dossier};
use plimsoll_model::{Pass, Period};

/// Scenes, effort, detections, occupancy.
pub(super) fn tables(dossier: &Dossier) -> Vec<DataTable> {
    if dossier.scenes.scenes.is_empty() {
        return vec![];
    }
    vec![scenes(dossier), effort(dossier), detections(dossier), occupancy(dossier)]
}

fn times(period: Option<Period>) -> [Cell; 2] {
    [time(period.map(|p| p.start())), time(period.map(|p| p.end()))]
}

fn scenes(dossier: &Dossier) -> DataTable {
    let columns = "scene name form sensor start_utc end_utc time_basis is_placed lines samples line_spacing_m sample_spacing_m \
                   polarisations relative_orbit pass incidence_least_deg incidence_greatest_deg searched_fraction searched_km2 \
                   expected_false refusal exhibit sha256 credit";
    let rows = dossier.scenes.scenes.iter().map(|entry| {
        let s = &entry.scene;
        let mut row = vec![
            Cell::Text(s.id.to_string()),
            Cell::Text(s.name.clone()),
            Cell::Text(s.form.clone()),
            text(s.sensor.as_ref()),
        ];
        row.extend(times(s.time));
        let radar = s.polarisations.iter().map(|p| p.as_str().to_owned());
        let bands: Vec<String> = radar.chain(s.bands.iter().cloned()).collect();
        row.extend([
            Cell::Text(s.time_basis.clone()),
            Cell::Text((!s.footprint.is_empty()).to_string()),
            Cell::Int(i64::try_from(s.lines).unwrap_or(i64::MAX)),
            Cell::Int(i64::try_from(s.samples).unwrap_or(i64::MAX)),
            number(s.line_spacing_m),
            number(s.sample_spacing_m),
            Cell::Text(bands.join(" ")),
            text(s.relative_orbit),
            text(s.pass.map(Pass::as_str)),
            number(s.incidence_deg.map(|i| i.0)),
            number(s.incidence_deg.map(|i| i.1)),
            number(s.searched_fraction),
            number(s.searched_km2),
            number(s.expected_false),
            text(s.refusal.as_ref()),
            Cell::Text(entry.exhibit.clone()),
            Cell::Text(entry.sha256.clone()),
            Cell::Text(entry.credit.clone()),
        ]);
        row
    });
    DataTable { name: "scenes".into(), header: header(columns), rows: rows.collect() }
}

fn effort(dossier: &Dossier) -> DataTable {
    let columns = "look scene place start_utc end_utc covered_fraction usable_fraction incidence_deg look_direction_deg ships refusal";
    let rows = dossier.scenes.effort.iter().map(|entry| {
        let l = &entry.look;
        let mut row =
            vec![Cell::Text(l.id.to_string()), Cell::Text(l.scene.to_string()), Cell::Text(l.place.clone())];
        row.extend(times(l.time));
        row.extend([
            Cell::Number(l.covered_fraction),
            Cell::Number(l.usable_fraction),
            number(l.incidence_deg),
            number(l.look_direction_deg),
            Cell::Int(l.ships.into()),
            text(l.refusal.as_ref()),
        ]);
        row
    });
    DataTable { name: "effort".into(), header: header(columns), rows: rows.collect() }
}

fn detections(dossier: &Dossier) -> DataTable {
    let columns = "detection scene kind quality line sample lat_deg lon_deg position_sd_m length_low_m length_mid_m length_high_m \
                   beam_low_m beam_mid_m beam_high_m axis_deg near_shore shore_distance_m log_likelihood_ratio azimuth_shift_m berth \
                   places reasons";
    let rows = dossier.scenes.detections.iter().map(|entry| {
        let d = &entry.detection;
        let mut row = vec![
            Cell::Text(d.id.to_string()),
            Cell::Text(d.scene.to_string()),
            Cell::Text(d.kind.as_str().into()),
            Cell::Text(d.quality.as_str().into()),
            Cell::Number(d.line),
            Cell::Number(d.sample),
            number(d.position.map(|p| p.lat_deg())),
            number(d.position.map(|p| p.lon_deg())),
            number(d.position_sd_m),
        ];
        row.extend(three(d.length_m));
        row.extend(three(d.beam_m));
        row.extend([
            number(d.axis_deg),
            text(d.near_shore),
            number(d.shore_distance_m),
            Cell::Number(d.log_likelihood_ratio),
            number(d.azimuth_shift_m),
            text(d.berth.as_ref()),
            Cell::Text(entry.places.join("; ")),
            Cell::Text(d.reasons.join("; ")),
        ]);
        row
    });
    DataTable { name: "detections".into(), header: header(columns), rows: rows.collect() }
}

fn occupancy(dossier: &Dossier) -> DataTable {
    let columns = "occupancy scene berth start_utc end_utc stack state p_occupied p_alone contrast_co_db contrast_cross_db bright_length_m \
                   taught_occupied taught_empty reasons";
    let rows = dossier.scenes.occupancy.iter().map(|entry| {
        let o = &entry.occupancy;
        let mut row =
            vec![Cell::Text(o.id.to_string()), Cell::Text(o.scene.to_string()), Cell::Text(o.berth.clone())];
        row.extend(times(o.time));
        row.extend([
            Cell::Text(o.stack.clone()),
            Cell::Text(o.state.as_str().into()),
            number(o.p_occupied),
            number(o.p_alone),
            number(o.contrast_db[0]),
            number(o.contrast_db[1]),
            number(o.bright_length_m),
            Cell::Int(o.taught_by.0.into()),
            Cell::Int(o.taught_by.1.into()),
            Cell::Text(o.reasons.join("; ")),
        ]);
        row
    });
    DataTable { name: "occupancy".into(), header: header(columns), rows: rows.collect() }
}
