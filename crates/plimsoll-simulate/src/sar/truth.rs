//! What a scene really holds.

use super::sea::ClutterLaw;
use super::{SarSceneParams, SceneKind};
use serde::{Deserialize, Serialize};

/// Version of the simulator: a change of any byte that a seed gives is a new one.
pub const SIMULATOR_VERSION: u32 = 1;

/// A ship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TruthShip {
    /// Invented.
    pub id: String,
    /// `tanker`, `cargo`, `fishing`, `boat`.
    pub kind: String,
    /// Where its middle is imaged, lines from the centre of the first.
    pub line: f64,
    /// And in samples.
    pub sample: f64,
    /// The same place, degrees. That of a ship under way is displaced along the track.
    pub lat_deg: f64,
    /// Degrees.
    pub lon_deg: f64,
    /// Displacement along the track, m; positive: towards later lines.
    pub azimuth_shift_m: f64,
    /// Length overall, m.
    pub length_m: f64,
    /// Beam, m.
    pub beam_m: f64,
    /// Direction of the axis, degrees true in [0, 180).
    pub axis_deg: f64,
    /// Direction of the axis in the image: from the top clockwise, [0, 180).
    pub axis_in_image_deg: f64,
    /// Course, degrees true, where it moves.
    pub course_deg: Option<f64>,
    /// Speed, kn.
    pub speed_kn: f64,
    /// Alongside a pier.
    pub is_berthed: bool,
    /// At anchor.
    pub is_anchored: bool,
    /// Name of the berth.
    pub berth: Option<String>,
    /// Distance to the nearest land or pier, m; `None`: there is none.
    pub shore_distance_m: Option<f64>,
    /// Wind there, m/s.
    pub wind_m_s: f64,
    /// Radar cross section in VV, dB over a square metre.
    pub rcs_vv_dbm2: f64,
    /// Brightest pixel over the mean of sea and noise, in VV and VH, dB.
    pub peak_contrast_db: [f64; 2],
}

/// A ghost along the track of something bright.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TruthGhost {
    /// Ship's id, or the kind of fixed thing.
    pub source: String,
    /// Place, lines.
    pub line: f64,
    /// Samples.
    pub sample: f64,
    /// Which ambiguity: 1, -1, 2, -2; positive towards later lines.
    pub order: i32,
    /// Radar cross section in VV, dB over a square metre.
    pub rcs_vv_dbm2: f64,
}

/// A bright thing that does not move.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TruthFixture {
    /// `crane`, `tank`, `building`, `light`, `loading arm`, `mark`, `uncharted mark`.
    pub kind: String,
    /// Place, lines.
    pub line: f64,
    /// Samples.
    pub sample: f64,
    /// Radar cross section in VV, dB over a square metre.
    pub rcs_vv_dbm2: f64,
}

/// All that a scene holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SarTruth {
    /// Always true.
    pub simulated: bool,
    /// Version of the simulator.
    pub version: u32,
    /// The seed.
    pub seed: u64,
    /// Name of the product.
    pub product: String,
    /// What kind of scene.
    pub kind: SceneKind,
    /// Law of the clutter.
    pub clutter: ClutterLaw,
    /// Lines.
    pub lines: u32,
    /// Samples.
    pub samples: u32,
    /// Pixel spacing, both ways, m.
    pub pixel_m: f64,
    /// Wind, m/s.
    pub wind_m_s: f64,
    /// Order of the texture.
    pub texture_order: f64,
    /// Area of water, km2.
    pub water_km2: f64,
    /// Ships.
    pub ships: Vec<TruthShip>,
    /// Ghosts.
    pub ghosts: Vec<TruthGhost>,
    /// Bright fixed things.
    pub fixtures: Vec<TruthFixture>,
    /// Land as a ring of lines and samples, as it is (not as the chart has it); empty: none.
    pub land: Vec<(f64, f64)>,
    /// Piers, breakwaters and charted marks as rings of lines and samples.
    pub piers: Vec<Vec<(f64, f64)>>,
}

impl SarTruth {
    /// A truth without anything in it.
    pub(super) fn empty(params: &SarSceneParams, product: String) -> Self {
        Self {
            simulated: true,
            version: SIMULATOR_VERSION,
            seed: params.seed,
            product,
            kind: params.kind,
            clutter: params.clutter,
            lines: params.lines,
            samples: params.samples,
            pixel_m: super::view::PIXEL_M,
            wind_m_s: params.wind_m_s,
            texture_order: params.texture_order,
            water_km2: 0.0,
            ships: Vec::new(),
            ghosts: Vec::new(),
            fixtures: Vec::new(),
            land: Vec::new(),
            piers: Vec::new(),
        }
    }

    /// Distance from a point of the image to land or pier, m; nought on them, infinite where there are none.
    pub fn shore_distance_m(&self, line: f64, sample: f64) -> f64 {
        let rings = std::iter::once(&self.land).chain(&self.piers).filter(|ring| ring.len() > 3);
        rings.map(|ring| ring_distance(ring, (line, sample))).fold(f64::INFINITY, f64::min) * self.pixel_m
    }

    /// As a file, one thing a line would be shorter; this is for people too.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain structs have a JSON form");
        text.push('\n');
        text
    }

    /// From a file.
    ///
    /// # Errors
    /// What the JSON lacks, in the words of the parser.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Distance from a point to a closed ring, nought inside.
fn ring_distance(ring: &[(f64, f64)], (y, x): (f64, f64)) -> f64 {
    let (mut is_inside, mut nearest) = (false, f64::INFINITY);
    for pair in ring.windows(2) {
        let ((ay, ax), (by, bx)) = (pair[0], pair[1]);
        if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
            is_inside = !is_inside;
        }
        let (dy, dx) = (by - ay, bx - ax);
        let share = (((y - ay) * dy + (x - ax) * dx) / (dy * dy + dx * dx).max(1e-12)).clamp(0.0, 1.0);
        nearest = nearest.min((y - ay - share * dy).hypot(x - ax - share * dx));
    }
    if is_inside { 0.0 } else { nearest }
}

/// Rings as a GeoJSON file: each a polygon with a name.
pub(super) fn geojson(rings: &[(String, Vec<(f64, f64)>)]) -> String {
    let features: Vec<serde_json::Value> = rings
        .iter()
        .map(|(name, ring)| {
            let ring: Vec<[f64; 2]> =
                wound(ring).iter().map(|(lat, lon)| [rounded(*lon), rounded(*lat)]).collect();
            serde_json::json!({
                "type": "Feature",
                "properties": { "name": name, "simulated": true },
                "geometry": { "type": "Polygon", "coordinates": [ring] },
            })
        })
        .collect();
    let whole = serde_json::json!({ "type": "FeatureCollection", "features": features });
    format!("{}\n", serde_json::to_string_pretty(&whole).expect("plain values have a JSON form"))
}

/// To about a centimetre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// The ring counter-clockwise, as RFC 7946 asks.
fn wound(ring: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let twice: f64 = ring.windows(2).map(|w| w[0].1 * w[1].0 - w[1].1 * w[0].0).sum();
    let mut ring = ring.to_vec();
    if twice < 0.0 {
        ring.reverse();
    }
    ring
}
