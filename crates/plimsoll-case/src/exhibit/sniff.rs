//! What a file is, by its content. The name of the file only breaks a tie.

mod binary;
mod geojson;
pub(super) mod table;

use crate::error::{CaseError, shown};

/// How much of a file is looked at, bytes.
pub const HEAD_BYTES: usize = 1 << 16;
/// Lines that are looked at for sentences of NMEA 0183.
const MOST_LINES: usize = 400;

/// What the bytes of an exhibit are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExhibitKind {
    /// AIS sentences (`!AIVDM`), with or without tag blocks.
    Nmea,
    /// A table of static and voyage data: identity, draught, destination, without positions.
    StaticTable,
    /// A table of position reports.
    PositionTable,
    /// A list or register of ships.
    Register,
    /// A sanctions list or another list with a form of its own (UN, EU, OFAC, ...).
    List,
    /// Volumes that somebody reported.
    ReportedVolumes,
    /// What others said in public, with numbers.
    Statements,
    /// Outlines of places with names (GeoJSON).
    Places,
    /// Outlines of land (GeoJSON).
    Coastline,
    /// Outlines of piers, breakwaters and other fixed objects (GeoJSON).
    Piers,
    /// An image: a raster (TIFF, PNG, JPEG), a SAFE folder in a ZIP archive, or the manifest of a SAFE folder.
    Scene,
    /// A file of a SAFE folder; the STAC item of an image.
    ScenePart,
    /// A photograph: a JPEG in which a camera wrote its facts.
    Photo,
    /// Points that somebody set in images.
    Points,
    /// None of these.
    Unknown,
}

impl ExhibitKind {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Nmea,
        Self::StaticTable,
        Self::PositionTable,
        Self::Register,
        Self::List,
        Self::ReportedVolumes,
        Self::Statements,
        Self::Places,
        Self::Coastline,
        Self::Piers,
        Self::Scene,
        Self::ScenePart,
        Self::Photo,
        Self::Points,
        Self::Unknown,
    ];

    /// The word used in the manifest and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nmea => "nmea",
            Self::StaticTable => "static-table",
            Self::PositionTable => "position-table",
            Self::Register => "register",
            Self::List => "list",
            Self::ReportedVolumes => "reported-volumes",
            Self::Statements => "statements",
            Self::Places => "places",
            Self::Coastline => "coastline",
            Self::Piers => "piers",
            Self::Scene => "scene",
            Self::ScenePart => "scene-part",
            Self::Photo => "photo",
            Self::Points => "points",
            Self::Unknown => "unknown",
        }
    }

    /// From the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    /// The folder of `sources/` in which copies lie.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Nmea | Self::StaticTable | Self::PositionTable => "ais",
            Self::Register => "registers",
            Self::List => "lists",
            Self::ReportedVolumes => "volumes",
            Self::Statements => "statements",
            Self::Places | Self::Coastline | Self::Piers => "places",
            Self::Scene | Self::ScenePart => "scenes",
            Self::Photo => "photos",
            Self::Points => "points",
            Self::Unknown => "other",
        }
    }
}

/// What a file is taken to be, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sniffed {
    /// The kind; [`ExhibitKind::Unknown`] where the bytes do not tell.
    pub kind: ExhibitKind,
    /// The reason, for people: what was seen, and where it is not enough what would be.
    pub why: String,
}

impl Sniffed {
    fn new(kind: ExhibitKind, why: impl Into<String>) -> Self {
        Self { kind, why: why.into() }
    }
    fn unknown(why: impl Into<String>) -> Self {
        Self::new(ExhibitKind::Unknown, why)
    }
}

/// Says what a file is from its first bytes, decompressed (see [`super::head`]).
pub fn sniff(head: &[u8], file_name: &str) -> Sniffed {
    let head = &head[..head.len().min(HEAD_BYTES)];
    if let Some(found) = nmea(head) {
        return found;
    }
    if binary::is_of_camera(head) {
        return Sniffed::new(ExhibitKind::Photo, "a JPEG with the EXIF of a camera");
    }
    if let Some(form) = binary::raster(head) {
        return Sniffed::new(ExhibitKind::Scene, format!("a raster ({form})"));
    }
    if let Some(what) = binary::what(head) {
        return Sniffed::unknown(what);
    }
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    let is_whole = head.len() < HEAD_BYTES;
    if let Some(found) = stac_item(&text) {
        return found;
    }
    match text.trim_start().chars().next() {
        None => Sniffed::unknown("nothing but blanks"),
        Some('{' | '[') => geojson::sniff(text.trim_start(), is_whole, file_name),
        Some('<') => markup(&text),
        Some(_) => table::sniff(&text),
    }
}

/// A STAC item: GeoJSON that says what an image is.
fn stac_item(text: &str) -> Option<Sniffed> {
    let is_item = text.trim_start().starts_with('{')
        && text.contains("\"stac_version\"")
        && text.contains("\"Feature\"")
        && !text.contains("\"FeatureCollection\"");
    let why = "a STAC item: what is said of an image; name it in its `[[scene]]` with `stac`";
    is_item.then(|| Sniffed::new(ExhibitKind::ScenePart, why))
}

/// Says what a file is: through gzip, Zstandard and ZIP by its first bytes, Parquet by its columns.
pub fn sniff_file(path: &std::path::Path, name: &str) -> Result<Sniffed, CaseError> {
    if super::is_parquet(path) {
        let rows = super::parquet_rows(path, name)?;
        let found = table::of_names(rows.columns());
        return Ok(Sniffed::new(found.kind, format!("Parquet, {}", found.why)));
    }
    let is_zip = super::open::is_zip(path);
    if is_zip && let Some(folder) = super::safe::in_zip(path, name)? {
        let why = format!("a ZIP archive of the SAFE folder `{}`", shown(&folder, 80));
        return Ok(Sniffed::new(ExhibitKind::Scene, why));
    }
    let found = sniff(&super::head(path, name)?, name);
    if found.kind == ExhibitKind::Scene && super::open::is_packed(path) {
        let why = "compressed: decompress it, because pixels are read from anywhere in the file";
        return Ok(Sniffed::unknown(format!("{}, {why}", found.why)));
    }
    if !is_zip {
        return Ok(found);
    }
    let members = super::members(path, name)?;
    let listed = |is_read: bool| {
        let names: Vec<String> =
            members.iter().filter(|m| m.is_read == is_read).map(|m| shown(&m.name, 60)).collect();
        let quoted: Vec<&str> = names.iter().take(4).map(String::as_str).collect();
        let more = names.len().saturating_sub(quoted.len());
        let text = crate::config::list_words(&quoted);
        (names.len(), if more > 0 { format!("{text} and {more} more") } else { text })
    };
    let (_, read) = listed(true);
    let why = match listed(false) {
        (0, _) => format!("in a ZIP archive, {read}: {}", found.why),
        (1, left) => format!("in a ZIP archive, {read}: {}; {left} is not read", found.why),
        (_, left) => format!("in a ZIP archive, {read}: {}; {left} are not read", found.why),
    };
    Ok(Sniffed::new(found.kind, why))
}

/// Sentences of AIS, whatever stands before and between them.
fn nmea(head: &[u8]) -> Option<Sniffed> {
    let lines: Vec<&[u8]> =
        head.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).take(MOST_LINES).collect();
    let found = lines.iter().filter(|l| holds_sentence(l)).count();
    (found > 0).then(|| {
        let why = format!("{found} of the first {} lines hold AIS sentences such as `!AIVDM`", lines.len());
        Sniffed::new(ExhibitKind::Nmea, why)
    })
}

/// `!` or `$`, a talker of two letters, `VDM` or `VDO`, a comma (IEC 61162-1).
fn holds_sentence(line: &[u8]) -> bool {
    line.windows(7).any(|w| match w {
        [b'!' | b'$', a, b, b'V', b'D', b'M' | b'O', b','] => {
            a.is_ascii_uppercase() && b.is_ascii_uppercase()
        }
        _ => false,
    })
}

fn markup(text: &str) -> Sniffed {
    let start = text.trim_start().to_ascii_lowercase();
    Sniffed::unknown(if start.starts_with("<!doctype html") || start.starts_with("<html") {
        "a web page: the download gave a page (a login or an error) in place of the file"
    } else if start.contains("<kml") {
        "KML: export the places as GeoJSON"
    } else if start.contains("<xfdu:xfdu") {
        return Sniffed::new(ExhibitKind::Scene, "the manifest of a SAFE folder");
    } else if start.contains("<adsheader>") {
        "the annotation of a SAFE folder: add the folder, `plimsoll add NAME.SAFE`"
    } else {
        "XML: lists in XML are not read; look for the same list as CSV"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn why(bytes: &[u8]) -> String {
        let found = sniff(bytes, "file");
        format!("{}: {}", found.kind.as_str(), found.why)
    }

    #[test]
    fn sentences_are_found_behind_tag_blocks_and_between_other_lines() {
        for text in [
            "!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n",
            "\\s:42809,c:1635731889*6A\\!AIVDM,1,1,,,403t>B1vFhQr5`NonbBw?>G00<0n,0*7B\n",
            "$PGHP,1,2010,6,11,11,46,11,390,231,45,992190934,1,2B*5B\n!BSVDM,1,1,,B,402=481uaUcf;OQ55JS9ITi025Jp,0*2B\n",
            "# comment\n\n2024-03-01 00:00:00,!AIVDO,1,1,,,B00000000868rA6<H7KNswPUoP06,0*6A",
        ] {
            assert_eq!(sniff(text.as_bytes(), "x").kind, ExhibitKind::Nmea, "{text}");
        }
        assert_ne!(sniff(b"a text about !AIVDM sentences", "x").kind, ExhibitKind::Nmea);
    }

    #[test]
    fn what_cannot_be_used_says_what_it_is() {
        insta::assert_snapshot!(why(b"<!DOCTYPE html><html>"), @"unknown: a web page: the download gave a page (a login or an error) in place of the file");
        insta::assert_snapshot!(why(b"<?xml version='1.0'?><a/>"), @"unknown: XML: lists in XML are not read; look for the same list as CSV");
        insta::assert_snapshot!(why(b"  \n "), @"unknown: nothing but blanks");
        insta::assert_snapshot!(why(b"just some words\nand more"), @"unknown: text that begins `just some words`: no AIS sentences, and no header line of a table");
        insta::assert_snapshot!(why(b"[1, 2, 3]"), @"unknown: JSON, but not GeoJSON: no geometry in it");
    }

    #[test]
    fn rasters_and_manifests_of_safe_folders_are_scenes_unless_they_are_compressed() {
        insta::assert_snapshot!(why(b"II*\0\x08\0\0\0"), @"scene: a raster (TIFF)");
        insta::assert_snapshot!(why(b"\xff\xd8\xff\xe1\0\x10Exif\0\0II*\0\x08\0\0\0"), @"photo: a JPEG with the EXIF of a camera");
        insta::assert_snapshot!(why(b"image,ship,analyst,set_at,mark,line,sample\na,b,c,d,bow,1,2\n"), @"points: a table with `mark`, `line`, `sample`");
        insta::assert_snapshot!(why(b"MM\0+\0\x08\0\0"), @"scene: a raster (BigTIFF)");
        insta::assert_snapshot!(why(b"\x89PNG\r\n\x1a\n\0"), @"scene: a raster (PNG)");
        insta::assert_snapshot!(why(b"<?xml version=\"1.0\"?><xfdu:XFDU version=\"1\">"), @"scene: the manifest of a SAFE folder");
        insta::assert_snapshot!(why(b"<product><adsHeader><missionId>S1A"), @"unknown: the annotation of a SAFE folder: add the folder, `plimsoll add NAME.SAFE`");
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("scene.tif.gz");
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, b"II*\0\x08\0\0\0").unwrap();
        std::fs::write(&path, encoder.finish().unwrap()).unwrap();
        insta::assert_snapshot!(sniff_file(&path, "scene.tif.gz").unwrap().why, @"a raster (TIFF), compressed: decompress it, because pixels are read from anywhere in the file");
    }

    #[test]
    fn the_real_files_are_known_by_content() {
        let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/");
        if !std::path::Path::new(data).exists() {
            println!("SKIPPED: the real data is not here");
            return;
        }
        let kinds = [
            ("ais/nmea/aisdb/test_data_20211101.nm4", ExhibitKind::Nmea),
            ("ais/nmea/dma/stream_example.txt.gz", ExhibitKind::Nmea),
            ("ais/nmea/gpsd/ais-18-27.log", ExhibitKind::Nmea),
            ("ais/nmea/gpsd/ais-nmea.log", ExhibitKind::Nmea),
            ("ais/nmea/libais/test.aivdm", ExhibitKind::Nmea),
            ("ais/nmea/libais/typeexamples.nmea", ExhibitKind::Nmea),
            ("ais/nmea/libais/tagblock.nmea", ExhibitKind::Nmea),
            ("ais/csv/marinecadastre_20230111_1000rows.csv", ExhibitKind::PositionTable),
            ("ais/csv/dma_aisdk_20180601_sample.csv", ExhibitKind::PositionTable),
            ("ais/csv/solent_20160112.csv.gz", ExhibitKind::PositionTable),
            ("ais/portcalls_burrard/static_messages.csv", ExhibitKind::StaticTable),
            ("ais/portcalls_burrard/listed_intervals.csv", ExhibitKind::Unknown),
            ("ais/portcalls_burrard/visits_draught.csv", ExhibitKind::Unknown),
            ("ais/portcalls_burrard/terminal_zones.geojson", ExhibitKind::Places),
            ("geo/land_gshhg_full/burrard_inlet.geojson.gz", ExhibitKind::Coastline),
            ("geo/land_gshhg_full/vostochny_nakhodka.geojson.gz", ExhibitKind::Coastline),
            ("geo/land_gshhg_high_northeast_asia.geojson.gz", ExhibitKind::Coastline),
            ("geo/gfw_anchorages.csv.gz", ExhibitKind::Unknown),
            ("geo/world_port_index.csv.gz", ExhibitKind::Unknown),
            ("geo/lng_terminal_zones.gpkg.gz", ExhibitKind::Unknown),
            ("registry/eu_mrv_2018_2020.csv.gz", ExhibitKind::Register),
            ("registry/lng_fleet_igu_2025.csv.gz", ExhibitKind::Register),
            ("registry/tanker_mmsi.csv.gz", ExhibitKind::Unknown),
            ("sanctions/gur_shadow_fleet_master.csv.gz", ExhibitKind::Register),
            ("sanctions/eu_32017R1509_consolidated.csv.gz", ExhibitKind::Register),
            ("sanctions/un_consolidated_2026-02-27.xml.gz", ExhibitKind::Unknown),
            ("sar/ls_ssdd_sample/01_1_1.jpg", ExhibitKind::Scene),
            ("sar/ls_ssdd_sample/01_1_1.xml", ExhibitKind::Unknown),
            ("sar/hrsid_sample/P0094_0_800_3000_3800.png", ExhibitKind::Scene),
        ];
        for (file, kind) in kinds {
            let path = std::path::PathBuf::from(format!("{data}{file}"));
            let found = sniff(&super::super::head(&path, file).unwrap(), file);
            println!("{file}: {}: {}", found.kind.as_str(), found.why);
            assert_eq!(found.kind, kind, "{file}: {}", found.why);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), name in ".{0,20}") {
            sniff(&bytes, &name);
        }

        #[test]
        fn no_text_makes_it_panic(text in "[\\{\\[<\"a-z0-9,;:\\t\\n\u{e9} #}]{0,400}") {
            prop_assert!(!sniff(text.as_bytes(), "f.csv").why.is_empty());
        }
    }
}
