//! A small product made here: three swaths, staggered, with steps of noise between them.

use super::real::Memory;
use std::fmt::Write as _;

pub(crate) const LINES: u32 = 90;
pub(crate) const SAMPLES: u32 = 120;
/// Swath, first and last line, first and last sample.
pub(crate) const BOUNDS: [(&str, u32, u32, u32, u32); 5] = [
    ("IW1", 0, 19, 0, 43),
    ("IW1", 20, 89, 0, 39),
    ("IW2", 20, 34, 40, 83),
    ("IW2", 35, 89, 40, 79),
    ("IW3", 35, 89, 80, 119),
];
/// Noise of each swath in digital numbers squared.
const NOISE: [(&str, f64); 3] = [("IW1", 900.0), ("IW2", 2500.0), ("IW3", 1600.0)];
const STEM: &str = "s1a-iw-grd-vv-20200101t000000-20200101t000001-000001-000001-001";

pub(crate) fn swath(line: u32, sample: u32) -> Option<&'static str> {
    let here = BOUNDS.iter().find(|b| b.1 <= line && line <= b.2 && b.3 <= sample && sample <= b.4);
    here.map(|b| b.0)
}

/// Factor in azimuth of a block at a line.
fn factor(block: usize, line: u32) -> f64 {
    1.0 + 0.05 * (block as f64 + 1.0) + 0.001 * f64::from(line)
}

/// Gain at a sample: linear, so that the tables hold it exactly.
pub(crate) fn gain(sample: u32) -> f64 {
    500.0 + f64::from(sample)
}

/// Noise in digital numbers squared; `None` outside of all swaths.
pub(crate) fn noise(line: u32, sample: u32) -> Option<f64> {
    let block = BOUNDS.iter().position(|b| b.1 <= line && line <= b.2 && b.3 <= sample && sample <= b.4)?;
    let level = NOISE.iter().find(|n| n.0 == BOUNDS[block].0)?.1;
    Some(level * (1.0 + 0.001 * f64::from(sample)) * factor(block, line))
}

fn list(values: impl Iterator<Item = String>) -> (usize, String) {
    let values: Vec<_> = values.collect();
    (values.len(), values.join(" "))
}

pub(crate) fn noise_xml() -> String {
    let mut xml = String::from("<noise><noiseRangeVectorList count=\"3\">");
    for line in [0, 30, 89] {
        // Nodes at both sides of the edges of the swaths as they are on this line.
        let mut nodes: Vec<u32> =
            BOUNDS.iter().filter(|b| b.1 <= line && line <= b.2).flat_map(|b| [b.3, b.4]).collect();
        nodes.extend([0, 10, 20, 60, 100, SAMPLES - 1]);
        nodes.sort_unstable();
        nodes.dedup();
        let value = |s: &u32| {
            let level = swath(line, *s).and_then(|w| NOISE.iter().find(|n| n.0 == w));
            level.map_or(0.0, |n| n.1 * (1.0 + 0.001 * f64::from(*s)))
        };
        let (count, samples) = list(nodes.iter().map(u32::to_string));
        let (_, values) = list(nodes.iter().map(|s| format!("{:.9e}", value(s))));
        write!(xml, "<noiseRangeVector><line>{line}</line><pixel count=\"{count}\">{samples}</pixel><noiseRangeLut count=\"{count}\">{values}</noiseRangeLut></noiseRangeVector>").unwrap();
    }
    xml.push_str("</noiseRangeVectorList><noiseAzimuthVectorList count=\"5\">");
    for (block, (name, first, last, from, to)) in BOUNDS.iter().enumerate() {
        let (count, lines) = list((*first..=*last).map(|l| l.to_string()));
        let (_, values) = list((*first..=*last).map(|l| format!("{:.9e}", factor(block, l))));
        write!(xml, "<noiseAzimuthVector><swath>{name}</swath><firstAzimuthLine>{first}</firstAzimuthLine><firstRangeSample>{from}</firstRangeSample><lastAzimuthLine>{last}</lastAzimuthLine><lastRangeSample>{to}</lastRangeSample><line count=\"{count}\">{lines}</line><noiseAzimuthLut count=\"{count}\">{values}</noiseAzimuthLut></noiseAzimuthVector>").unwrap();
    }
    xml.push_str("</noiseAzimuthVectorList></noise>");
    xml
}

pub(crate) fn calibration_xml() -> String {
    let mut xml = String::from("<calibration><calibrationVectorList count=\"2\">");
    for line in [-5, 120] {
        let samples = [0, 50, SAMPLES - 1];
        let (_, nodes) = list(samples.iter().map(u32::to_string));
        let (_, values) = list(samples.iter().map(|s| gain(*s).to_string()));
        write!(xml, "<calibrationVector><line>{line}</line><pixel count=\"3\">{nodes}</pixel><sigmaNought count=\"3\">{values}</sigmaNought></calibrationVector>").unwrap();
    }
    xml.push_str("</calibrationVectorList></calibration>");
    xml
}

/// Latitude and longitude of a pixel: a scene over the 180th meridian.
pub(crate) fn lat_lon(line: f64, sample: f64) -> (f64, f64) {
    let lon = 179.995 + sample * 1e-4 + line * 1e-5;
    (70.0 - line * 9e-5, if lon >= 180.0 { lon - 360.0 } else { lon })
}

pub(crate) fn annotation_xml() -> String {
    let mut merges = String::new();
    for name in ["IW1", "IW2", "IW3"] {
        let mut bounds = String::new();
        for (_, first, last, from, to) in BOUNDS.iter().filter(|b| b.0 == name) {
            write!(bounds, "<swathBounds><firstAzimuthLine>{first}</firstAzimuthLine><firstRangeSample>{from}</firstRangeSample><lastAzimuthLine>{last}</lastAzimuthLine><lastRangeSample>{to}</lastRangeSample></swathBounds>").unwrap();
        }
        write!(
            merges,
            "<swathMerge><swath>{name}</swath><swathBoundsList>{bounds}</swathBoundsList></swathMerge>"
        )
        .unwrap();
    }
    let mut grid = String::new();
    for line in [0, 40, 80, LINES - 1] {
        for sample in [0, 60, SAMPLES - 1] {
            let (lat, lon) = lat_lon(f64::from(line), f64::from(sample));
            write!(grid, "<geolocationGridPoint><azimuthTime>2020-01-01T00:00:00.5</azimuthTime><slantRangeTime>5.4e-3</slantRangeTime><line>{line}</line><pixel>{sample}</pixel><latitude>{lat}</latitude><longitude>{lon}</longitude><height>0</height><incidenceAngle>{}</incidenceAngle></geolocationGridPoint>", 30.0 + f64::from(sample) / 10.0).unwrap();
        }
    }
    let mut orbit = String::new();
    for second in 0..3 {
        write!(orbit, "<orbit><time>2020-01-01T00:00:0{second}</time><frame>Earth Fixed</frame><position><x>7000000</x><y>0</y><z>{}</z></position><velocity><x>0</x><y>0</y><z>-7500</z></velocity></orbit>", -7500 * second).unwrap();
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><product><adsHeader><productType>GRD</productType><polarisation>VV</polarisation><swath>IW</swath></adsHeader>\
        <generalAnnotation><downlinkInformationList count=\"1\"><downlinkInformation><swath>IW1</swath><prf>1700</prf></downlinkInformation><downlinkInformation><swath>IW2</swath><prf>1450</prf></downlinkInformation><downlinkInformation><swath>IW3</swath><prf>1690</prf></downlinkInformation></downlinkInformationList>\
        <orbitList count=\"3\">{orbit}</orbitList>\
        <azimuthFmRateList count=\"1\"><azimuthFmRate><azimuthTime>2020-01-01T00:00:00</azimuthTime><t0>5.4e-3</t0><azimuthFmRatePolynomial count=\"3\">-2300 400000 -70000000</azimuthFmRatePolynomial></azimuthFmRate></azimuthFmRateList></generalAnnotation>\
        <imageAnnotation><imageInformation><productFirstLineUtcTime>2020-01-01T00:00:00</productFirstLineUtcTime><productLastLineUtcTime>2020-01-01T00:00:01</productLastLineUtcTime><rangePixelSpacing>10</rangePixelSpacing><azimuthPixelSpacing>10</azimuthPixelSpacing><azimuthTimeInterval>1.5e-3</azimuthTimeInterval><numberOfSamples>{SAMPLES}</numberOfSamples><numberOfLines>{LINES}</numberOfLines><incidenceAngleMidSwath>36</incidenceAngleMidSwath></imageInformation></imageAnnotation>\
        <geolocationGrid><geolocationGridPointList count=\"999999999\">{grid}</geolocationGridPointList></geolocationGrid>\
        <coordinateConversion><coordinateConversionList count=\"1\"><coordinateConversion><azimuthTime>2020-01-01T00:00:00</azimuthTime><gr0>0</gr0><grsrCoefficients count=\"2\">800000 0.5</grsrCoefficients></coordinateConversion></coordinateConversionList></coordinateConversion>\
        <swathMerging><swathMergeList count=\"3\">{merges}</swathMergeList></swathMerging></product>"
    )
}

pub(crate) fn manifest_xml(product_type: &str) -> String {
    format!(
        "<xfdu:XFDU xmlns:xfdu=\"u\"><metadataSection><safe:platform><safe:familyName>SENTINEL-1</safe:familyName><safe:number>A</safe:number><s1sarl1:mode>IW</s1sarl1:mode></safe:platform>\
        <safe:orbitNumber type=\"start\">1</safe:orbitNumber><safe:relativeOrbitNumber type=\"start\">2</safe:relativeOrbitNumber><s1:pass>ASCENDING</s1:pass>\
        <s1sarl1:transmitterReceiverPolarisation>VV</s1sarl1:transmitterReceiverPolarisation><s1sarl1:productType>{product_type}</s1sarl1:productType>\
        <safe:acquisitionPeriod><safe:startTime>2020-01-01T00:00:00</safe:startTime><safe:stopTime>2020-01-01T00:00:01</safe:stopTime></safe:acquisitionPeriod>\
        <gml:coordinates>70,179.9 70,-179.9 69.9,-179.9</gml:coordinates></metadataSection></xfdu:XFDU>"
    )
}

pub(crate) fn names() -> [String; 5] {
    [
        "P.SAFE/manifest.safe".into(),
        format!("P.SAFE/annotation/{STEM}.xml"),
        format!("P.SAFE/annotation/calibration/calibration-{STEM}.xml"),
        format!("P.SAFE/annotation/calibration/noise-{STEM}.xml"),
        format!("P.SAFE/measurement/{STEM}.tiff"),
    ]
}

/// The product; its pixels are the bytes of digital numbers, one behind another, f32.
pub(crate) fn product(number: impl Fn(u32, u32) -> f32) -> Memory {
    let pixels = (0..LINES)
        .flat_map(|l| (0..SAMPLES).map(move |s| (l, s)))
        .flat_map(|(l, s)| number(l, s).to_le_bytes());
    let contents = [
        manifest_xml("GRD").into_bytes(),
        annotation_xml().into_bytes(),
        calibration_xml().into_bytes(),
        noise_xml().into_bytes(),
        pixels.collect(),
    ];
    Memory(names().into_iter().zip(contents).collect())
}
