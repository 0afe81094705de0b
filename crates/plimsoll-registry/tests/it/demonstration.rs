//! The exhibits of `cases/harbour`.

use plimsoll_model::evidence::Key;
use plimsoll_model::{ClaimSubject, ExhibitId, RecordId, RecordKind, ReportedVolumeKind};
use plimsoll_registry::{ColumnMapping, ColumnSource, claims, reported_volumes};

fn exhibit() -> ExhibitId {
    RecordId::of(RecordKind::Exhibit, &[Key::Text("harbour")])
}

fn bytes(path: &str) -> Vec<u8> {
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/harbour/sources/");
    std::fs::read(format!("{sources}{path}")).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn mapping(list: &str, pairs: &[(&str, &str)]) -> ColumnMapping {
    let map = pairs.iter().map(|(p, c)| ((*p).to_owned(), ColumnSource::column(c))).collect();
    ColumnMapping { list: list.into(), delimiter: None, map }
}

#[test]
fn the_invented_register_gives_one_ship_with_its_particulars() {
    let pairs = [
        ("imo_number", "IMO No"),
        ("ship_type", "Type"),
        ("deadweight_t", "DWT (t)"),
        ("length_overall_m", "LOA (m)"),
        ("beam_m", "Beam (m)"),
        ("summer_draught_m", "Summer draught (m)"),
        ("tank_volume_m3", "Tanks 100% (m3)"),
        ("built_year", "Built"),
    ];
    let rows =
        claims(&*bytes("registers/register.csv"), exhibit(), &mapping("Invented register", &pairs)).unwrap();
    assert!(rows.rejects.is_empty(), "{:?}", rows.rejects);
    let found: Vec<_> = rows.rows.iter().map(|c| (c.property.as_str(), c.value.as_str())).collect();
    let expected = [
        ("beam_m", "12.8"),
        ("built_year", "1998"),
        ("deadweight_t", "3080"),
        ("imo_number", "2001230"),
        ("length_overall_m", "85"),
        ("ship_type", "Oil products tanker"),
        ("summer_draught_m", "5.7"),
        ("tank_volume_m3", "3500"),
    ];
    assert_eq!(found, expected);
    assert!(rows.rows.iter().all(|c| matches!(c.subject, ClaimSubject::Imo(n) if n.value() == 2_001_230)));
}

#[test]
fn the_invented_notice_and_estimate_are_read() {
    let pairs = [
        ("kind", "kind"),
        ("party", "party"),
        ("period_start", "start"),
        ("period_end", "end"),
        ("volume_bbl", "volume_bbl"),
        ("subject", "subject"),
        ("is_lower_bound", "is_lower_bound"),
        ("citation", "citation"),
    ];
    let rows = reported_volumes(&*bytes("volumes/notified.csv"), exhibit(), &mapping("", &pairs)).unwrap();
    assert!(rows.rejects.is_empty(), "{:?}", rows.rejects);
    let found: Vec<_> =
        rows.rows.iter().map(|v| (v.kind, v.volume.to_barrels().round(), v.is_lower_bound)).collect();
    let expected = [
        (ReportedVolumeKind::NotifiedDelivery, 1_200.0, false),
        (ReportedVolumeKind::ThirdPartyEstimate, 20_000.0, true),
    ];
    assert_eq!(found, expected);
}
