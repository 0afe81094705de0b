//! Where the scene lies and how the satellite saw it: a cut out of a full IW product.

use super::render::LIGHT_M_S;
use jiff::{SignedDuration, Timestamp};

/// Samples of a full product.
pub(super) const FULL_SAMPLES: u32 = 25_117;
/// First and last sample of each subswath in a full product.
const SUBSWATHS: [(u32, u32); 3] = [(0, 8455), (8456, 17_261), (17_262, 25_116)];
/// Pulse repetition frequency of each subswath, Hz.
pub(super) const PRF_HZ: [f64; 3] = [1_717.128_973_878, 1_451.627_112_194, 1_685.817_302_493];
/// Azimuth FM rate: polynomial in two-way time from [`FM_T0_S`], Hz/s.
pub(super) const FM_RATE: [f64; 3] = [-2.341_658_771_892e3, 4.466_813_206_559e5, -7.731_472_880_172e7];
pub(super) const FM_T0_S: f64 = 5.331_100_915_118e-3;
/// Time from one line to the next, s.
pub(super) const LINE_S: f64 = 1.488_345_778_199_723e-3;
/// Pixel spacing both ways, m.
pub(super) const PIXEL_M: f64 = 10.0;
/// Speed of the satellite, m/s.
pub(super) const SATELLITE_M_S: f64 = 7598.0;
/// Incidence angle at the first sample of a full product, degrees, and the height of the orbit that goes with its
/// slant range of 799.15 km.
const FIRST_INCIDENCE_DEG: f64 = 30.87;
const FIRST_SLANT_M: f64 = 799_151.7;
/// Each of the later subswaths begins so many lines later.
pub(super) const STAGGER_LINES: u32 = 18;
/// Calibration: `dn = 474`, so that `A = 474 / sqrt(sin incidence)`.
pub(super) const CALIBRATION_DN: f64 = 474.0;
/// Noise by range in VV (digital numbers squared), every 1,200 samples of a subswath from its first.
const NOISE_RANGE: [&[f64]; 3] = [
    &[1693.4, 1331.2, 1230.6, 1176.7, 1078.3, 993.9, 1027.9, 1301.8],
    &[849.8, 685.6, 604.7, 564.3, 568.1, 639.9, 845.5, 1010.0],
    &[515.7, 333.1, 275.0, 280.3, 350.3, 540.1, 1031.8],
];
/// Noise in VH over that in VV.
const NOISE_VH: f64 = 1.12;
/// Lines of a burst, and the gain at its edges.
const BURST_LINES: f64 = 1848.0;
const BURST_EDGE_GAIN: f64 = 0.17;

/// The view of a scene.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) lines: u32,
    pub(super) samples: u32,
    /// The sample of the full product that is the first here.
    pub(super) first_sample: u32,
    /// Middle of the scene, degrees.
    pub(super) middle: (f64, f64),
    /// Direction of flight over the ground, degrees true.
    pub(super) heading_deg: f64,
    pub(super) start: Timestamp,
}

impl View {
    /// Radius of the sphere that fits the ellipsoid at the middle of the scene, m.
    pub(super) fn radius_m(&self) -> f64 {
        let (a, e2) = (6_378_137.0_f64, 6.694_379_990_14e-3);
        let w = 1.0 - e2 * self.middle.0.to_radians().sin().powi(2);
        a * (1.0 - e2).sqrt() / w
    }

    /// Distance of the satellite from the centre of that sphere, m.
    pub(super) fn orbit_m(&self) -> f64 {
        let (r, cos) = (self.radius_m(), FIRST_INCIDENCE_DEG.to_radians().cos());
        (r * r + FIRST_SLANT_M * FIRST_SLANT_M + 2.0 * r * FIRST_SLANT_M * cos).sqrt()
    }

    /// Distance over the ground from the satellite's track to a sample, m.
    pub(super) fn ground_m(&self, sample: f64) -> f64 {
        let sin = FIRST_SLANT_M * FIRST_INCIDENCE_DEG.to_radians().sin() / self.orbit_m();
        self.radius_m() * sin.asin() + (f64::from(self.first_sample) + sample) * PIXEL_M
    }

    /// Slant range of a sample, m.
    pub(super) fn slant_m(&self, sample: f64) -> f64 {
        let (r, o) = (self.radius_m(), self.orbit_m());
        (r * r + o * o - 2.0 * r * o * (self.ground_m(sample) / r).cos()).sqrt()
    }

    /// Two-way time of a sample, s.
    pub(super) fn two_way_s(&self, sample: f64) -> f64 {
        2.0 * self.slant_m(sample) / LIGHT_M_S
    }

    /// Incidence angle at a sample, degrees.
    pub(super) fn incidence_deg(&self, sample: f64) -> f64 {
        let sin = self.orbit_m() * (self.ground_m(sample) / self.radius_m()).sin() / self.slant_m(sample);
        sin.asin().to_degrees()
    }

    /// Which subswath a sample is of, 0 to 2.
    pub(super) fn subswath(&self, sample: f64) -> usize {
        let full = f64::from(self.first_sample) + sample;
        (0..2).find(|k| full < f64::from(SUBSWATHS[*k].1) + 0.5).unwrap_or(2)
    }

    /// First and last sample of a subswath in this scene; `None` if it has none.
    pub(super) fn bounds(&self, subswath: usize) -> Option<(u32, u32)> {
        let (first, last) = SUBSWATHS[subswath];
        let last = last.min(self.first_sample + self.samples - 1).checked_sub(self.first_sample)?;
        let first = first.saturating_sub(self.first_sample);
        (first <= last).then_some((first, last))
    }

    /// The first line of a subswath: the later ones begin later, and above them the product holds nothing.
    pub(super) fn first_line(&self, subswath: usize) -> u32 {
        let first = (0..3).find(|k| self.bounds(*k).is_some()).unwrap_or(0);
        ((subswath - first.min(subswath)) as u32 * STAGGER_LINES).min(self.lines - 1)
    }

    /// From an object to its first ambiguity, m along the track.
    pub(super) fn ambiguity_m(&self, sample: f64) -> f64 {
        let t = self.two_way_s(sample) - FM_T0_S;
        let rate = FM_RATE[0] + FM_RATE[1] * t + FM_RATE[2] * t * t;
        PRF_HZ[self.subswath(sample)] / rate.abs() * self.ground_speed_m_s()
    }

    /// Speed of the beam over the ground, m/s.
    pub(super) fn ground_speed_m_s(&self) -> f64 {
        PIXEL_M / LINE_S
    }

    /// Calibration factor at a sample.
    pub(super) fn calibration(&self, sample: f64) -> f64 {
        CALIBRATION_DN / self.incidence_deg(sample).to_radians().sin().sqrt()
    }

    /// Noise by range, digital numbers squared.
    pub(super) fn noise_range(&self, sample: f64, band: usize) -> f64 {
        let subswath = self.subswath(sample);
        let table = NOISE_RANGE[subswath];
        let at = (f64::from(self.first_sample) + sample - f64::from(SUBSWATHS[subswath].0)) / 1200.0;
        let at = at.clamp(0.0, table.len() as f64 - 1.000_001);
        let rest = at.fract();
        let vv = table[at as usize] * (1.0 - rest) + table[at as usize + 1] * rest;
        if band == 0 { vv } else { vv * NOISE_VH }
    }

    /// Noise by azimuth: a factor that is greatest where two bursts meet.
    pub(super) fn noise_azimuth(&self, line: f64, subswath: usize) -> f64 {
        let phase = ((line + 400.0 + 617.0 * subswath as f64) / BURST_LINES).fract();
        1.0 + BURST_EDGE_GAIN * (2.0 * phase - 1.0).powi(2)
    }

    /// Sigma nought of the noise at a pixel.
    pub(super) fn noise(&self, line: f64, sample: f64, band: usize) -> f64 {
        let azimuth = self.noise_azimuth(line, self.subswath(sample));
        self.noise_range(sample, band) * azimuth / self.calibration(sample).powi(2)
    }

    /// Position of a point of the image, degrees: along the track from the middle, then to the right of it.
    pub(super) fn position(&self, line: f64, sample: f64) -> (f64, f64) {
        let along = (line - (f64::from(self.lines) - 1.0) / 2.0) * PIXEL_M;
        let across = (sample - (f64::from(self.samples) - 1.0) / 2.0) * PIXEL_M;
        let (place, heading) = step(self.middle, self.heading_deg, along / self.radius_m());
        step(place, heading + 90.0, across / self.radius_m()).0
    }

    /// The point under the satellite so many seconds after the first line, and its direction of flight there.
    pub(super) fn nadir(&self, after_s: f64) -> ((f64, f64), f64) {
        let half = (f64::from(self.lines) - 1.0) / 2.0;
        let middle = (f64::from(self.samples) - 1.0) / 2.0;
        let angle = SATELLITE_M_S * (after_s - half * LINE_S) / self.orbit_m();
        // From the middle back to the track, and from there along it.
        let (under, back) =
            step(self.middle, self.heading_deg + 270.0, self.ground_m(middle) / self.radius_m());
        step(under, back + 90.0, angle)
    }

    /// Time of a line.
    pub(super) fn time(&self, line: f64) -> Timestamp {
        self.after(line * LINE_S)
    }

    /// Time so many seconds after the first line.
    pub(super) fn after(&self, seconds: f64) -> Timestamp {
        let micros = (seconds * 1e6).round() as i64;
        self.start.checked_add(SignedDuration::from_micros(micros)).unwrap_or(self.start)
    }
}

/// A time as the product writes it.
pub(super) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%6f").to_string()
}

/// From a place in a direction by an angle on the sphere: the new place and the direction there.
fn step(from: (f64, f64), bearing_deg: f64, angle: f64) -> ((f64, f64), f64) {
    let (lat, lon, bearing) = (from.0.to_radians(), from.1.to_radians(), bearing_deg.to_radians());
    let sin = lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos();
    let east = bearing.sin() * angle.sin();
    let dlon = (east * lat.cos()).atan2(angle.cos() - lat.sin() * sin);
    let there = sin.clamp(-1.0, 1.0).asin();
    let onward =
        (bearing.sin() * lat.cos()).atan2(angle.cos() * lat.cos() * bearing.cos() - lat.sin() * angle.sin());
    let lon_deg = ((lon + dlon).to_degrees() + 540.0).rem_euclid(360.0) - 180.0;
    ((there.to_degrees(), lon_deg), onward.to_degrees().rem_euclid(360.0))
}
