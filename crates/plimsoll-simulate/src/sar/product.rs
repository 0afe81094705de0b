//! The files of a product: manifest, annotation, calibration, noise. Only what the standard asks a reader to use.

use super::view::{FM_RATE, FM_T0_S, LINE_S, PIXEL_M, PRF_HZ, SATELLITE_M_S, View, stamp};
use std::fmt::Write as _;

/// Names of the bands, and their numbers in file names.
pub(super) const BANDS: [(&str, &str); 2] = [("vv", "001"), ("vh", "002")];
/// Intervals of the geolocation grid along lines and along samples. The last row and column come before a full step.
const GRID: (u32, u32) = (10, 20);
const SUBSWATH_NAMES: [&str; 3] = ["IW1", "IW2", "IW3"];
/// Spacing of calibration and noise vectors.
const VECTOR_LINES: u32 = 672;
const VECTOR_SAMPLES: usize = 40;
const NOISE_AZIMUTH_LINES: usize = 10;

/// What names a product.
pub(super) struct Product<'a> {
    pub(super) view: &'a View,
    pub(super) orbit: u32,
    pub(super) is_ascending: bool,
}

impl Product<'_> {
    fn last(&self) -> f64 {
        f64::from(self.view.lines - 1)
    }

    fn compact(&self, line: f64) -> String {
        self.view.time(line).strftime("%Y%m%dT%H%M%S").to_string()
    }

    /// Name of the product's folder.
    pub(super) fn name(&self) -> String {
        let (start, stop) = (self.compact(0.0), self.compact(self.last()));
        format!("S1A_IW_GRDH_1SDV_{start}_{stop}_{:06}_0SIMUL_0000.SAFE", self.orbit)
    }

    /// Name of the files of a band, without extension.
    pub(super) fn stem(&self, band: usize) -> String {
        let (start, stop) = (self.compact(0.0).to_lowercase(), self.compact(self.last()).to_lowercase());
        format!("s1a-iw-grd-{}-{start}-{stop}-{:06}-0simul-{}", BANDS[band].0, self.orbit, BANDS[band].1)
    }

    fn header(&self, band: usize) -> String {
        let (start, stop) = (stamp(self.view.time(0.0)), stamp(self.view.time(self.last())));
        let (polarisation, number) = (BANDS[band].0.to_uppercase(), BANDS[band].1);
        format!(
            "  <adsHeader>\n    <missionId>S1A</missionId>\n    <productType>GRD</productType>\n    \
             <polarisation>{polarisation}</polarisation>\n    <mode>IW</mode>\n    <swath>IW</swath>\n    \
             <startTime>{start}</startTime>\n    <stopTime>{stop}</stopTime>\n    \
             <absoluteOrbitNumber>{}</absoluteOrbitNumber>\n    <missionDataTakeId>0</missionDataTakeId>\n    \
             <imageNumber>{number}</imageNumber>\n  </adsHeader>\n",
            self.orbit
        )
    }

    /// The product annotation of a band.
    pub(super) fn annotation(&self, band: usize) -> String {
        let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<product>\n{}", self.header(band));
        self.general(&mut xml);
        self.image(&mut xml);
        self.grid(&mut xml);
        self.ground_to_slant(&mut xml);
        self.merging(&mut xml);
        xml.push_str("</product>\n");
        xml
    }

    fn general(&self, xml: &mut String) {
        let view = self.view;
        let pass = if self.is_ascending { "Ascending" } else { "Descending" };
        let heading = (view.heading_deg + 180.0).rem_euclid(360.0) - 180.0;
        put(
            xml,
            &format!(
                "  <generalAnnotation>\n    <productInformation>\n      <pass>{pass}</pass>\n      \
             <timelinessCategory>Fast-24h</timelinessCategory>\n      <platformHeading>{heading:.15e}</platformHeading>\n      \
             <projection>Ground Range</projection>\n      <rangeSamplingRate>6.434523812571428e+07</rangeSamplingRate>\n      \
             <radarFrequency>5.405000454334350e+09</radarFrequency>\n      \
             <azimuthSteeringRate>1.590368784000000e+00</azimuthSteeringRate>\n    </productInformation>\n    \
             <downlinkInformationList count=\"3\">\n"
            ),
        );
        for (name, prf) in SUBSWATH_NAMES.iter().zip(PRF_HZ) {
            put(
                xml,
                &format!(
                    "      <downlinkInformation>\n        <swath>{name}</swath>\n        <prf>{prf:.15e}</prf>\n      \
                 </downlinkInformation>\n"
                ),
            );
        }
        xml.push_str("    </downlinkInformationList>\n");
        self.orbit_vectors(xml);
        self.fm_rates(xml);
        xml.push_str("  </generalAnnotation>\n");
    }

    fn orbit_vectors(&self, xml: &mut String) {
        let vectors = 17;
        put(xml, &format!("    <orbitList count=\"{vectors}\">\n"));
        let middle = self.last() * LINE_S / 2.0;
        for k in 0..vectors {
            let after = middle + 10.0 * f64::from(k - vectors / 2);
            let (place, heading) = self.view.nadir(after);
            let (position, velocity) = state(self.view, place, heading);
            put(
                xml,
                &format!(
                    "      <orbit>\n        <time>{}</time>\n        <frame>Earth Fixed</frame>\n        <position>\n          \
                 <x>{:.15e}</x>\n          <y>{:.15e}</y>\n          <z>{:.15e}</z>\n        </position>\n        \
                 <velocity>\n          <x>{:.15e}</x>\n          <y>{:.15e}</y>\n          <z>{:.15e}</z>\n        \
                 </velocity>\n      </orbit>\n",
                    stamp(self.view.after(after)),
                    position[0],
                    position[1],
                    position[2],
                    velocity[0],
                    velocity[1],
                    velocity[2],
                ),
            );
        }
        xml.push_str("    </orbitList>\n");
    }

    fn fm_rates(&self, xml: &mut String) {
        let times: Vec<f64> = (0..3).map(|k| (f64::from(k) - 0.5) * 2.758_277).collect();
        put(xml, &format!("    <azimuthFmRateList count=\"{}\">\n", times.len()));
        for after in times {
            put(
                xml,
                &format!(
                    "      <azimuthFmRate>\n        <azimuthTime>{}</azimuthTime>\n        <t0>{FM_T0_S:.15e}</t0>\n        \
                 <azimuthFmRatePolynomial count=\"3\">{:.15e} {:.15e} {:.15e}</azimuthFmRatePolynomial>\n      \
                 </azimuthFmRate>\n",
                    stamp(self.view.after(after)),
                    FM_RATE[0],
                    FM_RATE[1],
                    FM_RATE[2],
                ),
            );
        }
        xml.push_str("    </azimuthFmRateList>\n");
    }

    fn image(&self, xml: &mut String) {
        let view = self.view;
        let middle = view.incidence_deg((f64::from(view.samples) - 1.0) / 2.0);
        put(
            xml,
            &format!(
                "  <imageAnnotation>\n    <imageInformation>\n      \
             <productFirstLineUtcTime>{}</productFirstLineUtcTime>\n      \
             <productLastLineUtcTime>{}</productLastLineUtcTime>\n      \
             <productComposition>Slice</productComposition>\n      <slantRangeTime>{:.15e}</slantRangeTime>\n      \
             <pixelValue>Detected</pixelValue>\n      <outputPixels>16 bit Unsigned Integer</outputPixels>\n      \
             <rangePixelSpacing>{PIXEL_M:.6e}</rangePixelSpacing>\n      \
             <azimuthPixelSpacing>{PIXEL_M:.6e}</azimuthPixelSpacing>\n      \
             <azimuthTimeInterval>{LINE_S:.15e}</azimuthTimeInterval>\n      \
             <azimuthFrequency>4.864863102995529e+02</azimuthFrequency>\n      \
             <numberOfSamples>{}</numberOfSamples>\n      <numberOfLines>{}</numberOfLines>\n      \
             <incidenceAngleMidSwath>{middle:.15e}</incidenceAngleMidSwath>\n    </imageInformation>\n",
                stamp(view.time(0.0)),
                stamp(view.time(self.last())),
                view.two_way_s(0.0),
                view.samples,
                view.lines,
            ),
        );
        xml.push_str("    <processingInformation>\n      <thermalNoiseCorrectionPerformed>false</thermalNoiseCorrectionPerformed>\n      <swathProcParamsList count=\"3\">\n");
        for name in SUBSWATH_NAMES {
            put(
                xml,
                &format!(
                    "        <swathProcParams>\n          <swath>{name}</swath>\n          <rangeProcessing>\n            \
                 <numberOfLooks>5</numberOfLooks>\n          </rangeProcessing>\n          <azimuthProcessing>\n            \
                 <numberOfLooks>1</numberOfLooks>\n          </azimuthProcessing>\n        </swathProcParams>\n"
                ),
            );
        }
        xml.push_str("      </swathProcParamsList>\n    </processingInformation>\n  </imageAnnotation>\n");
    }

    /// Lines and samples of the grid's nodes.
    fn nodes(&self) -> (Vec<u32>, Vec<u32>) {
        let (lines, samples) = (self.view.lines, self.view.samples);
        // 19,497 lines of a real product have a step of 2,016: the last row comes after a third of a step less.
        let step = ((f64::from(lines - 1)) / 9.67).ceil().max(1.0) as u32;
        let across = (samples - 1).div_ceil(GRID.1).max(1);
        let nodes = |step: u32, last: u32, count: u32| (0..=count).map(|k| (k * step).min(last)).collect();
        let (mut down, mut right): (Vec<u32>, Vec<u32>) =
            (nodes(step, lines - 1, GRID.0), nodes(across, samples - 1, GRID.1));
        down.dedup();
        right.dedup();
        (down, right)
    }

    fn grid(&self, xml: &mut String) {
        let (lines, samples) = self.nodes();
        put(
            xml,
            &format!(
                "  <geolocationGrid>\n    <geolocationGridPointList count=\"{}\">\n",
                lines.len() * samples.len()
            ),
        );
        for line in &lines {
            for sample in &samples {
                let (l, s) = (f64::from(*line), f64::from(*sample));
                let (lat, lon) = self.view.position(l, s);
                let incidence = self.view.incidence_deg(s);
                let elevation =
                    (self.view.radius_m() * incidence.to_radians().sin() / self.view.orbit_m()).asin();
                put(
                    xml,
                    &format!(
                        "      <geolocationGridPoint>\n        <azimuthTime>{}</azimuthTime>\n        \
                     <slantRangeTime>{:.15e}</slantRangeTime>\n        <line>{line}</line>\n        \
                     <pixel>{sample}</pixel>\n        <latitude>{lat:.15e}</latitude>\n        \
                     <longitude>{lon:.15e}</longitude>\n        <height>0.000000000000000e+00</height>\n        \
                     <incidenceAngle>{incidence:.15e}</incidenceAngle>\n        \
                     <elevationAngle>{:.15e}</elevationAngle>\n      </geolocationGridPoint>\n",
                        stamp(self.view.time(l)),
                        self.view.two_way_s(s),
                        elevation.to_degrees(),
                    ),
                );
            }
        }
        xml.push_str("    </geolocationGridPointList>\n  </geolocationGrid>\n");
    }

    fn ground_to_slant(&self, xml: &mut String) {
        let coefficients = slant_polynomial(self.view);
        let list: Vec<String> = coefficients.iter().map(|c| format!("{c:.15e}")).collect();
        xml.push_str("  <coordinateConversion>\n    <coordinateConversionList count=\"2\">\n");
        for after in [-1.0, self.last() * LINE_S + 1.0] {
            put(
                xml,
                &format!(
                    "      <coordinateConversion>\n        <azimuthTime>{}</azimuthTime>\n        \
                 <slantRangeTime>{:.15e}</slantRangeTime>\n        <sr0>{:.15e}</sr0>\n        \
                 <gr0>0.000000000000000e+00</gr0>\n        <grsrCoefficients count=\"{}\">{}</grsrCoefficients>\n      \
                 </coordinateConversion>\n",
                    stamp(self.view.after(after)),
                    self.view.two_way_s(0.0),
                    self.view.slant_m(0.0),
                    list.len(),
                    list.join(" "),
                ),
            );
        }
        xml.push_str("    </coordinateConversionList>\n  </coordinateConversion>\n");
    }

    /// The blocks of the subswaths: `(subswath, first line, last line, first sample, last sample)`. As in a real
    /// product each later subswath begins later, and those before it are cut there into two blocks.
    fn blocks(&self) -> Vec<(usize, u32, u32, u32, u32)> {
        let view = self.view;
        let present: Vec<usize> = (0..3).filter(|k| view.bounds(*k).is_some()).collect();
        let mut blocks = Vec::new();
        for subswath in &present {
            let Some((first, last)) = view.bounds(*subswath) else { continue };
            let start = view.first_line(*subswath);
            let cut = view.first_line(*subswath + 1).min(view.lines - 1);
            if present.contains(&(subswath + 1)) && cut > start {
                blocks.push((*subswath, start, cut - 1, first, last));
                blocks.push((*subswath, cut, view.lines - 1, first, last));
            } else {
                blocks.push((*subswath, start, view.lines - 1, first, last));
            }
        }
        blocks
    }

    fn merging(&self, xml: &mut String) {
        let blocks = self.blocks();
        let present: Vec<usize> = (0..3).filter(|k| self.view.bounds(*k).is_some()).collect();
        put(xml, &format!("  <swathMerging>\n    <swathMergeList count=\"{}\">\n", present.len()));
        for subswath in present {
            let own: Vec<_> = blocks.iter().filter(|b| b.0 == subswath).collect();
            put(
                xml,
                &format!(
                    "      <swathMerge>\n        <swath>{}</swath>\n        <swathBoundsList count=\"{}\">\n",
                    SUBSWATH_NAMES[subswath],
                    own.len()
                ),
            );
            for (_, first_line, last_line, first, last) in own {
                put(
                    xml,
                    &format!(
                        "          <swathBounds>\n            <azimuthTime>{}</azimuthTime>\n            \
                     <firstAzimuthLine>{first_line}</firstAzimuthLine>\n            \
                     <firstRangeSample>{first}</firstRangeSample>\n            \
                     <lastAzimuthLine>{last_line}</lastAzimuthLine>\n            \
                     <lastRangeSample>{last}</lastRangeSample>\n          </swathBounds>\n",
                        stamp(self.view.time(f64::from(*first_line)))
                    ),
                );
            }
            xml.push_str("        </swathBoundsList>\n      </swathMerge>\n");
        }
        xml.push_str("    </swathMergeList>\n  </swathMerging>\n");
    }

    /// The calibration of a band.
    pub(super) fn calibration(&self, band: usize) -> String {
        let samples = self.vector_samples();
        let pixels = join(&samples, |s| format!("{s:.0}"));
        let sigma = join(&samples, |s| format!("{:.6e}", self.view.calibration(s)));
        let dn = join(&samples, |_| format!("{:.6e}", super::view::CALIBRATION_DN));
        let gamma = join(&samples, |s| {
            let cos = self.view.incidence_deg(s).to_radians().cos();
            format!("{:.6e}", self.view.calibration(s) * cos.sqrt())
        });
        let count = samples.len();
        let vectors = self.view.lines.div_ceil(VECTOR_LINES) + 1;
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<calibration>\n{}  <calibrationInformation>\n    \
             <absoluteCalibrationConstant>1.000000e+00</absoluteCalibrationConstant>\n  </calibrationInformation>\n  \
             <calibrationVectorList count=\"{vectors}\">\n",
            self.header(band)
        );
        for line in (0..vectors).map(|k| k * VECTOR_LINES) {
            put(
                &mut xml,
                &format!(
                    "    <calibrationVector>\n      <azimuthTime>{}</azimuthTime>\n      <line>{line}</line>\n      \
                 <pixel count=\"{count}\">{pixels}</pixel>\n      <sigmaNought count=\"{count}\">{sigma}</sigmaNought>\n      \
                 <betaNought count=\"{count}\">{dn}</betaNought>\n      <gamma count=\"{count}\">{gamma}</gamma>\n      \
                 <dn count=\"{count}\">{dn}</dn>\n    </calibrationVector>\n",
                    stamp(self.view.time(f64::from(line)))
                ),
            );
        }
        xml.push_str("  </calibrationVectorList>\n</calibration>\n");
        xml
    }

    fn vector_samples(&self) -> Vec<f64> {
        let last = self.view.samples as usize - 1;
        let mut samples: Vec<f64> = (0..last).step_by(VECTOR_SAMPLES).map(|s| s as f64).collect();
        samples.push(last as f64);
        samples
    }

    /// Samples of the noise by range: each subswath begins its own series.
    pub(super) fn noise_samples(&self) -> Vec<f64> {
        let mut samples = Vec::new();
        for (first, last) in (0..3).filter_map(|k| self.view.bounds(k)) {
            samples.extend((first..last).step_by(VECTOR_SAMPLES).map(f64::from));
            samples.push(f64::from(last));
        }
        samples.dedup();
        samples
    }

    /// The noise of a band. As in real products the last value by range is nought: it is no noise level.
    pub(super) fn noise(&self, band: usize) -> String {
        let samples = self.noise_samples();
        let count = samples.len();
        let last = f64::from(self.view.samples - 1);
        let pixels = join(&samples, |s| format!("{s:.0}"));
        let values = join(&samples, |s| {
            format!("{:.6e}", if s < last { self.view.noise_range(s, band) } else { 0.0 })
        });
        let vectors = self.view.lines.div_ceil(VECTOR_LINES) + 1;
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<noise>\n{}  <noiseRangeVectorList count=\"{vectors}\">\n",
            self.header(band)
        );
        for line in (0..vectors).map(|k| k * VECTOR_LINES) {
            put(
                &mut xml,
                &format!(
                    "    <noiseRangeVector>\n      <azimuthTime>{}</azimuthTime>\n      <line>{line}</line>\n      \
                 <pixel count=\"{count}\">{pixels}</pixel>\n      \
                 <noiseRangeLut count=\"{count}\">{values}</noiseRangeLut>\n    </noiseRangeVector>\n",
                    stamp(self.view.time(f64::from(line)))
                ),
            );
        }
        xml.push_str("  </noiseRangeVectorList>\n");
        self.noise_azimuth(&mut xml);
        xml.push_str("</noise>\n");
        xml
    }

    fn noise_azimuth(&self, xml: &mut String) {
        let blocks = self.blocks();
        put(xml, &format!("  <noiseAzimuthVectorList count=\"{}\">\n", blocks.len()));
        for (subswath, first_line, last_line, first, last) in blocks {
            let mut lines: Vec<f64> =
                (first_line..last_line).step_by(NOISE_AZIMUTH_LINES).map(f64::from).collect();
            lines.push(f64::from(last_line));
            let count = lines.len();
            let numbers = join(&lines, |l| format!("{l:.0}"));
            let values = join(&lines, |l| format!("{:.6e}", self.view.noise_azimuth(l, subswath)));
            put(
                xml,
                &format!(
                    "    <noiseAzimuthVector>\n      <swath>{}</swath>\n      \
                 <firstAzimuthLine>{first_line}</firstAzimuthLine>\n      \
                 <firstRangeSample>{first}</firstRangeSample>\n      \
                 <lastAzimuthLine>{last_line}</lastAzimuthLine>\n      <lastRangeSample>{last}</lastRangeSample>\n      \
                 <line count=\"{count}\">{numbers}</line>\n      \
                 <noiseAzimuthLut count=\"{count}\">{values}</noiseAzimuthLut>\n    </noiseAzimuthVector>\n",
                    SUBSWATH_NAMES[subswath]
                ),
            );
        }
        xml.push_str("  </noiseAzimuthVectorList>\n");
    }

    /// The manifest.
    pub(super) fn manifest(&self) -> String {
        let (view, last) = (self.view, self.last());
        let right = f64::from(view.samples - 1);
        let corner = |line, sample| {
            let (lat, lon) = view.position(line, sample);
            format!("{lat:.6},{lon:.6}")
        };
        let footprint =
            [corner(last, 0.0), corner(last, right), corner(0.0, right), corner(0.0, 0.0)].join(" ");
        let pass = if self.is_ascending { "ASCENDING" } else { "DESCENDING" };
        let relative = (self.orbit + 175 - 73) % 175 + 1;
        let mut xml = format!(
            include_str!("manifest_head.xml"),
            orbit = self.orbit,
            start = stamp(view.time(0.0)),
            stop = stamp(view.time(last)),
        );
        for band in 0..BANDS.len() {
            let stem = self.stem(band);
            let id = stem.replace('-', "");
            for (prefix, schema, path, kind) in [
                ("product", "s1Level1ProductSchema", format!("annotation/{stem}.xml"), "text/xml"),
                (
                    "noise",
                    "s1Level1NoiseSchema",
                    format!("annotation/calibration/noise-{stem}.xml"),
                    "text/xml",
                ),
                (
                    "calibration",
                    "s1Level1CalibrationSchema",
                    format!("annotation/calibration/calibration-{stem}.xml"),
                    "text/xml",
                ),
                (
                    "",
                    "s1Level1MeasurementSchema",
                    format!("measurement/{stem}.tiff"),
                    "application/octet-stream",
                ),
            ] {
                put(
                    &mut xml,
                    &format!(
                        "    <dataObject ID=\"{prefix}{id}\" repID=\"{schema}\">\n      <byteStream mimeType=\"{kind}\">\n        \
                     <fileLocation locatorType=\"URL\" href=\"./{path}\"/>\n      </byteStream>\n    </dataObject>\n"
                    ),
                );
            }
        }
        xml.push_str("  </dataObjectSection>\n</xfdu:XFDU>\n");
        xml.replace("@pass@", pass)
            .replace("@footprint@", &footprint)
            .replace("@relative@", &relative.to_string())
    }
}

/// Appends text.
fn put(xml: &mut String, text: &str) {
    xml.write_str(text).expect("a String takes all that is written to it");
}

fn join(values: &[f64], show: impl Fn(f64) -> String) -> String {
    values.iter().map(|v| show(*v)).collect::<Vec<_>>().join(" ")
}

/// Position and velocity of the satellite over a place, Earth-fixed, m and m/s.
fn state(view: &View, place: (f64, f64), heading_deg: f64) -> ([f64; 3], [f64; 3]) {
    let (lat, lon) = (place.0.to_radians(), place.1.to_radians());
    let (a, e2) = (6_378_137.0, 6.694_379_990_14e-3);
    let height = view.orbit_m() - view.radius_m();
    let n = a / (1.0 - e2 * lat.sin().powi(2)).sqrt();
    let position = [
        (n + height) * lat.cos() * lon.cos(),
        (n + height) * lat.cos() * lon.sin(),
        (n * (1.0 - e2) + height) * lat.sin(),
    ];
    let (north, east) = (heading_deg.to_radians().cos(), heading_deg.to_radians().sin());
    let velocity = [
        SATELLITE_M_S * (-north * lat.sin() * lon.cos() - east * lon.sin()),
        SATELLITE_M_S * (-north * lat.sin() * lon.sin() + east * lon.cos()),
        SATELLITE_M_S * north * lat.cos(),
    ];
    (position, velocity)
}

/// Slant range as a polynomial of ground range from the first sample: through five points, by Newton's divided
/// differences, written out in powers.
fn slant_polynomial(view: &View) -> Vec<f64> {
    let count = 5;
    let width = f64::from(view.samples - 1).max(1.0) * PIXEL_M;
    // In units of the width, so that no power overflows the precision.
    let x: Vec<f64> = (0..count).map(|k| k as f64 / (count - 1) as f64).collect();
    let mut differences: Vec<f64> = x.iter().map(|x| view.slant_m(x * width / PIXEL_M)).collect();
    for order in 1..count {
        for k in (order..count).rev() {
            differences[k] = (differences[k] - differences[k - 1]) / (x[k] - x[k - order]);
        }
    }
    let mut powers = vec![0.0; count];
    for k in (0..count).rev() {
        for degree in (0..count).rev() {
            let below = if degree > 0 { powers[degree - 1] } else { 0.0 };
            powers[degree] = below - powers[degree] * x[k];
        }
        powers[0] += differences[k];
    }
    powers.iter().enumerate().map(|(degree, c)| c / width.powi(degree as i32)).collect()
}
