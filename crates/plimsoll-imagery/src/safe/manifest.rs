//! `manifest.safe`: what the product is, when and where it was taken.
//!
//! Source: Sentinel-1 Product Specification (S1-RS-MDA-52-7441), section 3.2 and the manifests themselves.

use super::xml::{At, Document, malformed};
use crate::error::ImageryError;
use jiff::Timestamp;
use plimsoll_model::{Pass, Polarisation, Position};

/// Sections of the manifest that nobody needs.
const SKIP: [&str; 3] = ["informationPackageMap", "resource", "dataObjectPointer"];

/// What the manifest says.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The satellite: `Sentinel-1A`.
    pub platform: String,
    /// Mode of acquisition: `IW`, `EW`, or a stripmap beam (`SM`).
    pub mode: String,
    /// Which way the satellite flew.
    pub pass: Pass,
    /// Number of the orbit in the repeat cycle, at the start.
    pub relative_orbit: u32,
    /// Number of the orbit since launch, at the start.
    pub absolute_orbit: u32,
    /// When the first line was taken.
    pub start: Timestamp,
    /// When the last line was taken.
    pub stop: Timestamp,
    /// The corners of what it covers.
    pub footprint: Vec<Position>,
    /// The polarisations, in the order of the manifest.
    pub polarisations: Vec<Polarisation>,
    /// Version of the processor that made the product: `003.52`.
    pub processor: Option<String>,
}

impl Manifest {
    /// Reads it. What is no ground-range product (GRD) is refused by name.
    pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Self, ImageryError> {
        // What is passed over contains the processing of the steps before this product's own.
        let document = Document::read(file, bytes, "XFDU", &SKIP)?;
        let root = document.at();
        let product_type = first(root, "productType")?.own_text();
        refuse_other_types(file, product_type)?;
        let orbit_at_start = |name: &'static str| {
            let all = root.find(name);
            let at = all.iter().find(|e| e.attribute("type") == Some("start")).or(all.first()).copied();
            let at = at.ok_or_else(|| root.wrong(name, "nothing", "an element"))?;
            let text = at.own_text();
            text.parse::<u32>().map_err(|_| at.wrong("", text, "a whole number"))
        };
        let platform = first(root, "platform")?;
        let family = platform.text("familyName")?;
        let number = platform.text("number")?;
        let acquired = first(root, "acquisitionPeriod")?;
        let (start, stop) = (acquired.time("startTime")?, acquired.time("stopTime")?);
        if stop <= start {
            return Err(acquired.wrong("stopTime", &stop.to_string(), "a time after the start"));
        }
        let pass = first(root, "pass")?;
        Ok(Self {
            platform: if family == "SENTINEL-1" {
                format!("Sentinel-1{number}")
            } else {
                format!("{family}{number}")
            },
            mode: first(root, "mode")?.own_text().to_owned(),
            pass: Pass::parse(pass.own_text())
                .ok_or_else(|| pass.wrong("", pass.own_text(), "ASCENDING or DESCENDING"))?,
            relative_orbit: orbit_at_start("relativeOrbitNumber")?,
            absolute_orbit: orbit_at_start("orbitNumber")?,
            start,
            stop,
            footprint: footprint(first(root, "coordinates")?)?,
            polarisations: polarisations(root)?,
            processor: root.find("software").iter().find_map(|s| s.attribute("version")).map(str::to_owned),
        })
    }
}

/// The first element of that name at any depth.
fn first<'a>(root: At<'a>, name: &str) -> Result<At<'a>, ImageryError> {
    root.find(name).first().copied().ok_or_else(|| root.wrong(name, "nothing", "an element"))
}

fn refuse_other_types(file: &str, product_type: &str) -> Result<(), ImageryError> {
    let advice = match product_type {
        "GRD" => return Ok(()),
        "SLC" => "fetch the GRD product of the same acquisition, or multi-look the SLC to a GeoTIFF of power",
        "RAW" => "fetch the GRD product of the same acquisition",
        "OCN" => "it holds wind and waves and no image; fetch the GRD product of the same acquisition",
        "" => return Err(malformed(file, "productType", "nothing", "GRD")),
        _ => "fetch the GRD product",
    };
    Err(ImageryError::Unsupported {
        file: file.to_owned(),
        found: format!("a Sentinel-1 {} product", super::xml::shown(product_type)),
        advice: advice.to_owned(),
    })
}

/// `lat,lon lat,lon ...`
fn footprint(at: At<'_>) -> Result<Vec<Position>, ImageryError> {
    let mut ring = Vec::new();
    for pair in at.own_text().split_ascii_whitespace() {
        let numbers = pair.split_once(',').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        let position = numbers.and_then(|(lat, lon): (f64, f64)| Position::from_lat_lon(lat, lon).ok());
        ring.push(position.ok_or_else(|| at.wrong("", pair, "latitude,longitude"))?);
    }
    if ring.len() < 3 {
        Err(at.wrong("", &format!("{} corners", ring.len()), "three or more"))
    } else {
        Ok(ring)
    }
}

fn polarisations(root: At<'_>) -> Result<Vec<Polarisation>, ImageryError> {
    let mut found = Vec::new();
    for at in root.find("transmitterReceiverPolarisation") {
        let polarisation = Polarisation::parse(at.own_text()).filter(|p| *p != Polarisation::Unknown);
        let polarisation = polarisation.ok_or_else(|| at.wrong("", at.own_text(), "VV, VH, HH or HV"))?;
        if !found.contains(&polarisation) {
            found.push(polarisation);
        }
    }
    if found.is_empty() {
        return Err(root.wrong("transmitterReceiverPolarisation", "nothing", "a polarisation"));
    }
    Ok(found)
}
