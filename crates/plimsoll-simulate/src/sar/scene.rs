//! From plan to pixels and files.

use super::plan::{Plan, plan};
use super::product::Product;
use super::render::{Response, Scatterer};
use super::sea::{ClutterLaw, Texture, correlated, sea_vh, sea_vv};
use super::truth::{SarTruth, TruthFixture, TruthGhost, TruthShip, geojson};
use super::view::{PIXEL_M, View};
use super::{SarSceneParams, SceneKind};
use crate::random::Random;
use std::f64::consts::TAU;
use std::io;

/// Power of an ambiguity against its source, dB: mean of the first and second, and their spread.
const AMBIGUITY_DB: [f64; 2] = [-24.0, -30.0];
const AMBIGUITY_SPREAD_DB: f64 = 3.0;
/// Sources fainter than this leave no ghost worth drawing, m2.
const GHOST_SOURCE_M2: f64 = 1000.0;
/// Backscatter of land and of piers in VV and VH, dB.
const LAND_DB: [f64; 2] = [-9.0, -15.5];
const PIER_DB: [f64; 2] = [-1.0, -9.0];

/// A simulated scene: its files and what it holds.
#[derive(Clone, Debug)]
pub struct SarScene {
    /// Path and bytes: the product's folder, `truth.json`, and where there is a coast `land.geojson`,
    /// `piers.geojson` and `berths.geojson`.
    pub files: Vec<(String, Vec<u8>)>,
    /// What it holds.
    pub truth: SarTruth,
    /// Digital numbers in VV and VH, line by line.
    pub digital_numbers: [Vec<u16>; 2],
    view: View,
}

impl SarScene {
    /// Hands every file to the caller.
    ///
    /// # Errors
    /// The caller's own, at the first file that it fails on.
    pub fn write(&self, put: &mut dyn FnMut(&str, &[u8]) -> io::Result<()>) -> io::Result<()> {
        self.files.iter().try_for_each(|(path, bytes)| put(path, bytes))
    }

    /// Power of a band with its noise, calibrated, linear. NaN where the product holds nothing.
    pub fn power(&self, band: usize) -> Vec<f32> {
        let samples = self.truth.samples as usize;
        let pixel = |(index, dn): (usize, &u16)| match dn {
            0 => f32::NAN,
            dn => (f64::from(*dn) / self.view.calibration((index % samples) as f64)).powi(2) as f32,
        };
        self.digital_numbers[band].iter().enumerate().map(pixel).collect()
    }

    /// Sigma nought of a band, linear and signed, noise removed: the simulator's own way back from the digital numbers.
    /// NaN where the product holds nothing.
    pub fn sigma_nought(&self, band: usize) -> Vec<f32> {
        let samples = self.truth.samples as usize;
        let pixel = |(index, dn): (usize, &u16)| {
            let (line, sample) = ((index / samples) as f64, (index % samples) as f64);
            let power = (f64::from(*dn) / self.view.calibration(sample)).powi(2);
            if *dn == 0 { f32::NAN } else { (power - self.view.noise(line, sample, band)) as f32 }
        };
        self.digital_numbers[band].iter().enumerate().map(pixel).collect()
    }
}

/// Simulates a scene. Memory is about 60 bytes a pixel.
pub fn simulate_sar(params: &SarSceneParams) -> SarScene {
    let plan = plan(params);
    let view = plan.view.clone();
    let product = Product {
        view: &view,
        orbit: 40_000 + (params.seed % 10_000) as u32,
        is_ascending: params.is_ascending,
    };
    let mut truth = SarTruth::empty(params, product.name());
    truth.lines = view.lines;
    truth.samples = view.samples;
    if let Some(coast) = &plan.coast {
        let pixels = |ring: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
            ring.into_iter().map(|(down, across)| (down / PIXEL_M, across / PIXEL_M)).collect()
        };
        let exact = coast.land_ring(40.0, &mut || 0.0);
        truth.land = pixels(exact);
        truth.piers = coast.pier_rings().into_iter().map(pixels).collect();
    }
    let points = points(params, &plan, &mut truth);
    let digital_numbers = pixels(params, &plan, &points, &mut truth);
    let mut files = product_files(&product, &digital_numbers);
    files.extend(shore_files(params, &plan));
    files.push(("truth.json".to_owned(), truth.to_json().into_bytes()));
    SarScene { files, truth, digital_numbers, view }
}

/// Every bright point; ships, ghosts and fixed things go into the truth.
fn points(params: &SarSceneParams, plan: &Plan, truth: &mut SarTruth) -> Vec<Scatterer> {
    let mut random = Random::new(params.seed, 5);
    let mut sources: Vec<(String, Vec<Scatterer>)> = Vec::new();
    for (number, ship) in plan.ships.iter().enumerate() {
        let id = format!("SIM-{:04}-{:03}", params.seed, number + 1);
        truth.ships.push(truth_ship(params, plan, ship, id.clone()));
        sources.push((id, ship.scatterers(&mut random, &plan.view, params.wind_m_s)));
    }
    if let Some(coast) = &plan.coast {
        for fixture in &coast.fixtures {
            let (down, across) = coast.image(fixture.along, fixture.inland);
            let (line, sample) = (down / PIXEL_M, across / PIXEL_M);
            truth.fixtures.push(TruthFixture {
                kind: fixture.kind.to_owned(),
                line,
                sample,
                rcs_vv_dbm2: 10.0 * fixture.rcs_m2.log10(),
            });
            let cross = 10.0_f64.powf((-8.0 + 3.0 * random.normal()) / 10.0);
            let phase = [TAU * random.unit(), TAU * random.unit()];
            let rcs_m2 = [fixture.rcs_m2, fixture.rcs_m2 * cross];
            sources.push((fixture.kind.to_owned(), vec![Scatterer { line, sample, rcs_m2, phase }]));
        }
    }
    let ghosts: Vec<Scatterer> =
        sources.iter().flat_map(|(name, own)| ghosts(&mut random, &plan.view, name, own, truth)).collect();
    sources.into_iter().flat_map(|(_, own)| own).chain(ghosts).collect()
}

/// The ghosts of one source.
fn ghosts(
    random: &mut Random,
    view: &View,
    name: &str,
    own: &[Scatterer],
    truth: &mut SarTruth,
) -> Vec<Scatterer> {
    let total: f64 = own.iter().map(|p| p.rcs_m2[0]).sum();
    if total < GHOST_SOURCE_M2 {
        return Vec::new();
    }
    let mean = |pick: fn(&Scatterer) -> f64| own.iter().map(|p| pick(p) * p.rcs_m2[0]).sum::<f64>() / total;
    let (line, sample) = (mean(|p| p.line), mean(|p| p.sample));
    let mut all = Vec::new();
    for order in [-2, -1, 1, 2_i32] {
        let along = view.ambiguity_m(sample) * f64::from(order);
        let range =
            along * along / (2.0 * view.slant_m(sample)) / view.incidence_deg(sample).to_radians().sin();
        let level = AMBIGUITY_DB[order.unsigned_abs() as usize - 1] + AMBIGUITY_SPREAD_DB * random.normal();
        let factor = 10.0_f64.powf(level / 10.0);
        let (to_line, to_sample) = (line + along / PIXEL_M, sample + range / PIXEL_M);
        let inside = |at: f64, count: u32| at > -30.0 && at < f64::from(count) + 30.0;
        if !inside(to_line, view.lines) || !inside(to_sample, view.samples) {
            continue;
        }
        truth.ghosts.push(TruthGhost {
            source: name.to_owned(),
            line: to_line,
            sample: to_sample,
            order,
            rcs_vv_dbm2: 10.0 * (total * factor).log10(),
        });
        all.extend(own.iter().map(|p| Scatterer {
            line: p.line + along / PIXEL_M,
            sample: p.sample + range / PIXEL_M,
            rcs_m2: p.rcs_m2.map(|rcs| rcs * factor),
            phase: [TAU * random.unit(), TAU * random.unit()],
        }));
    }
    all
}

fn truth_ship(params: &SarSceneParams, plan: &Plan, ship: &super::fleet::Ship, id: String) -> TruthShip {
    let view = &plan.view;
    let shift = ship.shift_m(view);
    let (line, sample) = ((ship.down_m + shift) / PIXEL_M, ship.across_m / PIXEL_M);
    let (lat_deg, lon_deg) = view.position(line, sample);
    let course = (view.heading_deg + ship.bow_deg).rem_euclid(360.0);
    let shore = plan.coast.as_ref().map(|coast| {
        let (along, inland) = coast.frame(ship.down_m + shift, ship.across_m);
        coast.distance(along, inland)
    });
    TruthShip {
        id,
        kind: ship.hull.as_str().to_owned(),
        line,
        sample,
        lat_deg,
        lon_deg,
        azimuth_shift_m: shift,
        length_m: ship.length_m,
        beam_m: ship.beam_m,
        axis_deg: course.rem_euclid(180.0),
        axis_in_image_deg: (-ship.bow_deg).rem_euclid(180.0),
        course_deg: (ship.speed_kn > 0.0).then_some(course),
        speed_kn: ship.speed_kn,
        is_berthed: ship.is_berthed,
        is_anchored: ship.is_anchored,
        berth: ship.berth.clone(),
        shore_distance_m: shore,
        wind_m_s: params.wind_m_s,
        rcs_vv_dbm2: 10.0 * ship.rcs_m2.log10(),
        peak_contrast_db: [0.0; 2],
    }
}

/// What each pixel stands on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ground {
    Water,
    Land,
    Pier,
}

/// Digital numbers of both bands.
fn pixels(params: &SarSceneParams, plan: &Plan, points: &[Scatterer], truth: &mut SarTruth) -> [Vec<u16>; 2] {
    let view = &plan.view;
    let (lines, samples) = (view.lines as usize, view.samples as usize);
    let ground = ground(plan);
    let water = ground.iter().filter(|g| **g == Ground::Water).count();
    truth.water_km2 = water as f64 * PIXEL_M * PIXEL_M / 1e6;
    let modulation = modulation(params, lines, samples);
    let middle = samples as f64 / 2.0;
    let sin = view.incidence_deg(middle).to_radians().sin();
    let response = Response {
        // Look bandwidths of 327 Hz along the track and 14.1, 12.1 and 10.7 MHz across it.
        unit_px: [
            view.ground_speed_m_s() / 327.0 / PIXEL_M,
            super::render::LIGHT_M_S
                / (2.0 * [14.1e6, 12.1e6, 10.7e6][view.subswath(middle)] * sin)
                / PIXEL_M,
        ],
        slant_m: PIXEL_M * sin,
        pixel_m2: PIXEL_M * PIXEL_M,
    };
    [0, 1].map(|band| {
        let (mut power, mean) = power(params, plan, &ground, &modulation, &response, band);
        response.detect(&mut power, (lines, samples), points, band, params.seed);
        for ship in &mut truth.ships {
            ship.peak_contrast_db[band] = contrast(&power, &mean, (lines, samples), ship);
        }
        numbers(view, &power)
    })
}

fn ground(plan: &Plan) -> Vec<Ground> {
    let (lines, samples) = (plan.view.lines as usize, plan.view.samples as usize);
    let Some(coast) = &plan.coast else { return vec![Ground::Water; lines * samples] };
    let at = |index: usize| {
        let (down, across) = ((index / samples) as f64 * PIXEL_M, (index % samples) as f64 * PIXEL_M);
        let (along, inland) = coast.frame(down, across);
        match (coast.is_pier(along, inland), coast.is_land(along, inland)) {
            (_, true) => Ground::Land,
            (true, false) => Ground::Pier,
            _ => Ground::Water,
        }
    };
    (0..lines * samples).map(at).collect()
}

/// What swell, streaks, slick and texture do to the mean of the sea.
fn modulation(params: &SarSceneParams, lines: usize, samples: usize) -> Vec<f32> {
    let mut random = Random::new(params.seed, 6);
    let field = correlated(&mut random, lines, samples, params.texture_m / 2.0 / PIXEL_M);
    let order = params.texture_order;
    let (first, second) = match params.clutter {
        ClutterLaw::K => (Texture::gamma(order), None),
        ClutterLaw::LogNormal => (Texture::log_normal(order), None),
        ClutterLaw::Mixed => (Texture::gamma(order), Some(Texture::log_normal(order / 2.0))),
    };
    let (turn, offset) = (random.between(0.0, TAU), random.between(-0.3, 0.3));
    let swell = wave(&mut random, 120.0, 250.0);
    let streaks = [wave(&mut random, 700.0, 1400.0), wave(&mut random, 500.0, 900.0)];
    let slick = (random.between(0.2, 0.8), random.between(0.2, 0.8), random.between(0.04, 0.12));
    let mut out = Vec::with_capacity(field.len());
    for (index, z) in field.iter().enumerate() {
        let (line, sample) = ((index / samples) as f64, (index % samples) as f64);
        let (down, across) = (line / lines as f64 - 0.5, sample / samples as f64 - 0.5);
        let is_first = down * turn.cos() + across * turn.sin() < offset;
        let texture = match &second {
            Some(second) if !is_first => second,
            _ => &first,
        };
        let mut factor = f64::from(texture.at(*z));
        if params.has_swell {
            factor *= 1.0 + 0.25 * swell(line, sample);
        }
        if params.has_streaks {
            factor *= 10.0_f64.powf(0.1 * (streaks[0](line, sample) + 0.6 * streaks[1](line, sample)));
        }
        if params.has_slick {
            let off = ((down + 0.5 - slick.0) / slick.2).hypot((across + 0.5 - slick.1) / (2.5 * slick.2));
            // Seven decibels down, over a seventh of its width.
            let depth = ((1.15 - off) / 0.3).clamp(0.0, 1.0);
            factor *= 10.0_f64.powf(-0.7 * depth * depth * (3.0 - 2.0 * depth));
        }
        out.push(factor as f32);
    }
    out
}

/// A sine over the image with a wavelength drawn between two, m.
fn wave(random: &mut Random, from_m: f64, to_m: f64) -> impl Fn(f64, f64) -> f64 + use<> {
    let (length, turn) = (random.between(from_m, to_m) / PIXEL_M, random.between(0.0, TAU));
    let phase = random.between(0.0, TAU);
    let (sin, cos) = turn.sin_cos();
    move |line, sample| (TAU * (line * cos + sample * sin) / length + phase).sin()
}

/// Mean power of every pixel (with texture) and without it (for contrasts).
fn power(
    params: &SarSceneParams,
    plan: &Plan,
    ground: &[Ground],
    modulation: &[f32],
    response: &Response,
    band: usize,
) -> (Vec<f32>, Vec<f32>) {
    let view = &plan.view;
    let (lines, samples) = (view.lines as usize, view.samples as usize);
    let mut random = Random::new(params.seed, 20);
    let mut solid = solid(params, ground, (lines, samples), band);
    response.blur(&mut solid, lines, samples);
    let interference = (random.between(0.1, 0.8), random.between(0.05, 0.1));
    let sea: Vec<f64> = (0..samples)
        .map(|s| match band {
            0 => sea_vv(params.wind_m_s, params.upwind_angle_deg, view.incidence_deg(s as f64)),
            _ => sea_vh(params.wind_m_s),
        })
        .collect();
    // The noise is a product of one factor by range and one by azimuth in each subswath.
    let range: Vec<f64> =
        (0..samples).map(|s| view.noise_range(s as f64, band) / view.calibration(s as f64).powi(2)).collect();
    let subswaths: Vec<usize> = (0..samples).map(|s| view.subswath(s as f64)).collect();
    let shift: Vec<f64> = (0..samples).map(|s| view.ambiguity_m(s as f64) / PIXEL_M).collect();
    let (mut power, mut mean) = (Vec::with_capacity(solid.len()), Vec::with_capacity(solid.len()));
    for line in 0..lines {
        let azimuth: Vec<f64> = (0..3).map(|k| view.noise_azimuth(line as f64, k)).collect();
        let place = line as f64 / lines as f64 - interference.0;
        let is_disturbed = params.has_interference && place > 0.0 && place < interference.1;
        for sample in 0..samples {
            let index = line * samples + sample;
            let mut noise = range[sample] * azimuth[subswaths[sample]];
            if is_disturbed {
                noise *= 5.0;
            }
            if plan.coast.is_some() {
                noise += smear(&solid, (lines, samples), (line, sample), shift[sample]);
            }
            let water = if ground[index] == Ground::Water { sea[sample] } else { 0.0 };
            let still = f64::from(solid[index]) + noise;
            power.push((water * f64::from(modulation[index]) + still) as f32);
            mean.push((sea[sample] + noise) as f32);
        }
    }
    (power, mean)
}

/// The ambiguity of land itself: its power one step along the track both ways, weakened.
fn smear(solid: &[f32], size: (usize, usize), at: (usize, usize), shift: f64) -> f64 {
    let factor = 10.0_f64.powf(AMBIGUITY_DB[0] / 10.0);
    let from = |line: f64| {
        let line = line.round();
        let is_inside = line >= 0.0 && line < size.0 as f64;
        if is_inside { f64::from(solid[line as usize * size.1 + at.1]) } else { 0.0 }
    };
    factor * (from(at.0 as f64 - shift) + from(at.0 as f64 + shift))
}

/// Power of what is not water.
fn solid(params: &SarSceneParams, ground: &[Ground], size: (usize, usize), band: usize) -> Vec<f32> {
    if params.kind == SceneKind::OpenSea {
        return vec![0.0; ground.len()];
    }
    // Fields and woods vary over some hundred metres by some decibels, towns within tens of metres.
    let mut random = Random::new(params.seed, 7);
    let wide = correlated(&mut random, size.0, size.1, 12.0);
    let fine = correlated(&mut random, size.0, size.1, 1.5);
    let at = |index: usize| {
        let town = f64::from(wide[index]).max(0.0);
        let db = match ground[index] {
            Ground::Water => return 0.0,
            Ground::Land => {
                LAND_DB[band] + 2.0 * f64::from(wide[index]) + (2.0 + 2.0 * town) * f64::from(fine[index])
            }
            Ground::Pier => PIER_DB[band] + 3.5 * f64::from(fine[index]),
        };
        10.0_f64.powf(db / 10.0) as f32
    };
    (0..ground.len()).map(at).collect()
}

/// Brightest pixel of a ship over sea and noise, dB.
fn contrast(power: &[f32], mean: &[f32], size: (usize, usize), ship: &TruthShip) -> f64 {
    let reach = (ship.length_m / 2.0 / PIXEL_M).min(40.0) as i64 + 1;
    let (line, sample) = (ship.line.round() as i64, ship.sample.round() as i64);
    let axis = ship.axis_in_image_deg.to_radians();
    let mut best = 0.0_f64;
    for d in -reach..=reach {
        for a in -reach..=reach {
            // Within a pixel and a half of the hull's axis.
            let off = (d as f64 * axis.sin() + a as f64 * axis.cos()).abs();
            let (l, s) = (line + d, sample + a);
            let is_inside = l >= 0 && s >= 0 && l < size.0 as i64 && s < size.1 as i64;
            if is_inside && off <= 1.5 + ship.beam_m / 2.0 / PIXEL_M {
                let index = l as usize * size.1 + s as usize;
                best = best.max(f64::from(power[index]) / f64::from(mean[index]));
            }
        }
    }
    10.0 * best.max(1e-3).log10()
}

fn numbers(view: &View, power: &[f32]) -> Vec<u16> {
    let samples = view.samples as usize;
    let calibration: Vec<f64> = (0..samples).map(|s| view.calibration(s as f64)).collect();
    let first: Vec<usize> = (0..samples).map(|s| view.first_line(view.subswath(s as f64)) as usize).collect();
    let number = |(index, p): (usize, &f32)| {
        let (line, sample) = (index / samples, index % samples);
        if line < first[sample] {
            return 0;
        }
        // Nought says that there is no value.
        (f64::from(*p).sqrt() * calibration[sample]).round().clamp(1.0, 65_535.0) as u16
    };
    power.iter().enumerate().map(number).collect()
}

fn product_files(product: &Product<'_>, numbers: &[Vec<u16>; 2]) -> Vec<(String, Vec<u8>)> {
    let name = product.name();
    let mut files = vec![(format!("{name}/manifest.safe"), product.manifest().into_bytes())];
    for (band, numbers) in numbers.iter().enumerate() {
        let stem = product.stem(band);
        let mut put = |path: String, bytes: Vec<u8>| files.push((format!("{name}/{path}"), bytes));
        put(format!("annotation/{stem}.xml"), product.annotation(band).into_bytes());
        put(format!("annotation/calibration/calibration-{stem}.xml"), product.calibration(band).into_bytes());
        put(format!("annotation/calibration/noise-{stem}.xml"), product.noise(band).into_bytes());
        put(format!("measurement/{stem}.tiff"), tiff(product.view, numbers));
    }
    files
}

/// A strip of 16-bit numbers a line, as in the real product.
fn tiff(view: &View, numbers: &[u16]) -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::with_capacity(numbers.len() * 2 + 65_536));
    let proof = "a buffer in memory takes all that is written to it";
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut bytes).expect(proof);
    let mut image =
        encoder.new_image::<tiff::encoder::colortype::Gray16>(view.samples, view.lines).expect(proof);
    image.rows_per_strip(1).expect("no strip is written yet");
    image.write_data(numbers).expect(proof);
    bytes.into_inner()
}

/// Land, piers and berths as GeoJSON.
fn shore_files(params: &SarSceneParams, plan: &Plan) -> Vec<(String, Vec<u8>)> {
    let Some(coast) = &plan.coast else { return Vec::new() };
    let mut random = Random::new(params.seed, 8);
    let earth = |ring: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        ring.into_iter().map(|(down, across)| plan.view.position(down / PIXEL_M, across / PIXEL_M)).collect()
    };
    let land = vec![("invented land".to_owned(), earth(coast.charted_land(&mut random)))];
    let named = |rings: Vec<Vec<(f64, f64)>>, name: &str| -> Vec<(String, Vec<(f64, f64)>)> {
        rings.into_iter().enumerate().map(|(k, r)| (format!("{name}-{}", k + 1), earth(r))).collect()
    };
    let berths = coast.moorings.iter().map(|m| coast.ring(&m.water)).collect();
    [
        ("land.geojson", geojson(&land)),
        ("piers.geojson", geojson(&named(coast.pier_rings(), "pier"))),
        ("berths.geojson", geojson(&named(berths, "SIM"))),
    ]
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .to_vec()
}
