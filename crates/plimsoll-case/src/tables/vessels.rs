//! `vessels`: one hull a row, with its particulars and where each comes from.

use super::{Row, TableError, columns};
use plimsoll_model::{ImoNumber, Mmsi, Particular, Vessel, VesselKind};

columns! {
    Vessel, "vessels", 2, "A ship: one hull, as far as the case can tell.",
    label ["ship_name", "imo_number", "kind"],
    |r| {
        "vessel_id": Text, "-", "This ship." => r.id;
        "imo_number": Int, "-", "IMO number, where one is known and passes its check digit." => r.imo_number.map(ImoNumber::value);
        "mmsis": List, "-", "The radios heard under it (MMSI)." => r.mmsis.iter().map(Mmsi::to_string).collect::<Vec<_>>();
        "ship_name": Text, "-", "The name sent most often." => &r.ship_name;
        "names": List, "-", "All names sent or claimed, spaces written as `_`." => r.names.iter().map(|n| n.replace(' ', "_")).collect::<Vec<_>>();
        "kind": Text, "-", "oil-tanker, gas-carrier, other or unknown." => r.kind.as_str();
        "length_overall_m_low": Float, "m", "Length overall: lower end of the 90 % interval." => r.length_overall_m.as_ref().map(|p| p.estimate.low());
        "length_overall_m_mid": Float, "m", "Length overall: median or stated value." => r.length_overall_m.as_ref().map(|p| p.estimate.mid());
        "length_overall_m_high": Float, "m", "Length overall: upper end of the 90 % interval." => r.length_overall_m.as_ref().map(|p| p.estimate.high());
        "length_overall_is_inferred": Bool, "-", "True if the length overall is inferred from size relations, false if somebody claims it." => r.length_overall_m.as_ref().map(|p| p.is_inferred);
        "length_overall_basis": Text, "-", "Where the length overall comes from." => r.length_overall_m.as_ref().map(|p| p.basis.clone());
        "beam_m_low": Float, "m", "Beam: lower end of the 90 % interval." => r.beam_m.as_ref().map(|p| p.estimate.low());
        "beam_m_mid": Float, "m", "Beam: median or stated value." => r.beam_m.as_ref().map(|p| p.estimate.mid());
        "beam_m_high": Float, "m", "Beam: upper end of the 90 % interval." => r.beam_m.as_ref().map(|p| p.estimate.high());
        "beam_is_inferred": Bool, "-", "True if the beam is inferred from size relations, false if somebody claims it." => r.beam_m.as_ref().map(|p| p.is_inferred);
        "beam_basis": Text, "-", "Where the beam comes from." => r.beam_m.as_ref().map(|p| p.basis.clone());
        "deadweight_t_low": Float, "t", "Deadweight: lower end of the 90 % interval." => r.deadweight_t.as_ref().map(|p| p.estimate.low());
        "deadweight_t_mid": Float, "t", "Deadweight: median or stated value." => r.deadweight_t.as_ref().map(|p| p.estimate.mid());
        "deadweight_t_high": Float, "t", "Deadweight: upper end of the 90 % interval." => r.deadweight_t.as_ref().map(|p| p.estimate.high());
        "deadweight_is_inferred": Bool, "-", "True if the deadweight is inferred from size relations, false if somebody claims it." => r.deadweight_t.as_ref().map(|p| p.is_inferred);
        "deadweight_basis": Text, "-", "Where the deadweight comes from." => r.deadweight_t.as_ref().map(|p| p.basis.clone());
        "summer_draught_m_low": Float, "m", "Summer draught: lower end of the 90 % interval." => r.summer_draught_m.as_ref().map(|p| p.estimate.low());
        "summer_draught_m_mid": Float, "m", "Summer draught: median or stated value." => r.summer_draught_m.as_ref().map(|p| p.estimate.mid());
        "summer_draught_m_high": Float, "m", "Summer draught: upper end of the 90 % interval." => r.summer_draught_m.as_ref().map(|p| p.estimate.high());
        "summer_draught_is_inferred": Bool, "-", "True if the summer draught is inferred from size relations, false if somebody claims it." => r.summer_draught_m.as_ref().map(|p| p.is_inferred);
        "summer_draught_basis": Text, "-", "Where the summer draught comes from." => r.summer_draught_m.as_ref().map(|p| p.basis.clone());
        "depth_moulded_m_low": Float, "m", "Moulded depth: lower end of the 90 % interval." => r.depth_moulded_m.as_ref().map(|p| p.estimate.low());
        "depth_moulded_m_mid": Float, "m", "Moulded depth: median or stated value." => r.depth_moulded_m.as_ref().map(|p| p.estimate.mid());
        "depth_moulded_m_high": Float, "m", "Moulded depth: upper end of the 90 % interval." => r.depth_moulded_m.as_ref().map(|p| p.estimate.high());
        "depth_moulded_is_inferred": Bool, "-", "True if the moulded depth is inferred from size relations, false if somebody claims it." => r.depth_moulded_m.as_ref().map(|p| p.is_inferred);
        "depth_moulded_basis": Text, "-", "Where the moulded depth comes from." => r.depth_moulded_m.as_ref().map(|p| p.basis.clone());
        "tank_volume_m3_low": Float, "m3", "Volume of the cargo tanks at 100 %: lower end of the 90 % interval." => r.tank_volume_m3.as_ref().map(|p| p.estimate.low());
        "tank_volume_m3_mid": Float, "m3", "Volume of the cargo tanks at 100 %: median or stated value." => r.tank_volume_m3.as_ref().map(|p| p.estimate.mid());
        "tank_volume_m3_high": Float, "m3", "Volume of the cargo tanks at 100 %: upper end of the 90 % interval." => r.tank_volume_m3.as_ref().map(|p| p.estimate.high());
        "tank_volume_is_inferred": Bool, "-", "True if the volume of the cargo tanks at 100 % is inferred from size relations, false if somebody claims it." => r.tank_volume_m3.as_ref().map(|p| p.is_inferred);
        "tank_volume_basis": Text, "-", "Where the volume of the cargo tanks at 100 % comes from." => r.tank_volume_m3.as_ref().map(|p| p.basis.clone());
        "deepest_draught_m": Float, "m", "The deepest draught ever sent." => r.deepest_draught_m;
        "remarks": List, "-", "What is odd about its identity." => &r.remarks;
        "parents": List, "-", "The records that it stands on." => &r.parents;
    },
    from |row| Self {
        id: row.id("vessel_id")?,
        imo_number: row.opt_imo("imo_number")?,
        mmsis: row.list("mmsis")?.iter().filter_map(|t| Mmsi::parse(t).ok()).collect(),
        ship_name: row.opt_text("ship_name")?,
        names: row.list("names")?.iter().map(|n| n.replace('_', " ")).collect(),
        kind: row.word("kind", "a kind of ship", VesselKind::parse)?,
        length_overall_m: particular(row, "length_overall_m", "length_overall")?,
        beam_m: particular(row, "beam_m", "beam")?,
        deadweight_t: particular(row, "deadweight_t", "deadweight")?,
        summer_draught_m: particular(row, "summer_draught_m", "summer_draught")?,
        depth_moulded_m: particular(row, "depth_moulded_m", "depth_moulded")?,
        tank_volume_m3: particular(row, "tank_volume_m3", "tank_volume")?,
        deepest_draught_m: row.opt_float("deepest_draught_m")?,
        remarks: row.list("remarks")?,
        parents: row.ids("parents")?,
    }
}

/// The particular in the columns that begin with `field` and `stem`.
fn particular(row: &Row<'_>, field: &str, stem: &str) -> Result<Option<Particular>, TableError> {
    let Some(estimate) = row.opt_estimate(field)? else { return Ok(None) };
    let is_inferred = row.truth(&format!("{stem}_is_inferred"))?;
    let basis = row.text(&format!("{stem}_basis"))?;
    Ok(Some(Particular { estimate, is_inferred, basis }))
}
