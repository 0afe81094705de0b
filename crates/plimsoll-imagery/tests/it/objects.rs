//! Small seas with known things in them.

use crate::clutter::MemoryRaster;
use crate::detect_params::{detect_params, land_params};
use plimsoll_imagery::land::{FIXED, LAND, PIER, Persistence, Sighting, persistence::StackLook};
use plimsoll_imagery::objects::components::{Components, Touching};
use plimsoll_imagery::{
    Azimuth, BrightPixel, DetectParams, Detections, Geometry, Georeference, LandMask, LandSources, Raster,
    detect,
};
use plimsoll_model::evidence::Key;
use plimsoll_model::{
    Area, Berth, Detection, DetectionKind, Length, PixelWindow, Position, RecordId, RecordKind,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(crate) fn at(lat: f64, lon: f64) -> Position {
    Position::from_lat_lon(lat, (lon + 540.0).rem_euclid(360.0) - 180.0).unwrap()
}

/// Lines run south, samples east, ten metres a pixel, from a corner.
struct North {
    lat: f64,
    lon: f64,
    lines: f64,
    samples: f64,
}

pub(crate) const METRES_PER_DEGREE: f64 = 111_195.0;

impl Georeference for North {
    fn position(&self, line: f64, sample: f64) -> Option<Position> {
        let scale = METRES_PER_DEGREE * self.lat.to_radians().cos();
        Some(at(self.lat - line * 10.0 / METRES_PER_DEGREE, self.lon + sample * 10.0 / scale))
    }
    fn pixel(&self, p: Position) -> Option<(f64, f64)> {
        let scale = METRES_PER_DEGREE * self.lat.to_radians().cos();
        let line = (self.lat - p.lat_deg()) * METRES_PER_DEGREE / 10.0;
        let east = (p.lon_deg() - self.lon + 540.0).rem_euclid(360.0) - 180.0;
        let sample = east * scale / 10.0;
        let inside = (-1.0..=self.lines).contains(&line) && (-1.0..=self.samples).contains(&sample);
        inside.then_some((line, sample))
    }
    fn incidence_deg(&self, _line: f64, _sample: f64) -> Option<f64> {
        Some(38.0)
    }
}

/// A Sentinel-1 like geometry: first ghosts 5 km away.
pub(crate) fn placed(lat: f64, lon: f64, size: u32) -> Geometry {
    let azimuth = Azimuth { ambiguity_m: 5_000.0, slant_range_m: 880_000.0, satellite_speed_m_s: 7_598.0 };
    Geometry {
        line_spacing_m: 10.0,
        sample_spacing_m: 10.0,
        georeference: Some(Box::new(North { lat, lon, lines: f64::from(size), samples: f64::from(size) })),
        track_in_image_deg: Some(0.0),
        pass: None,
        azimuth: Some(Box::new(move |_, _| Some(azimuth))),
    }
}

fn bare() -> Geometry {
    Geometry {
        line_spacing_m: 10.0,
        sample_spacing_m: 10.0,
        georeference: None,
        track_in_image_deg: None,
        pass: None,
        azimuth: None,
    }
}

/// A sea of mean one and 4.4 looks, near enough: the mean of four exponentials and a bit.
pub(crate) struct Plane {
    pub(crate) size: usize,
    pub(crate) power: Vec<f32>,
}

impl Plane {
    pub(crate) fn sea(size: usize, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut draw = || -(f64::from(rng.next_u32()) + 0.5).ln() + 32.0 * std::f64::consts::LN_2;
        let power = (0..size * size).map(|_| ((draw() + draw() + draw() + draw()) / 4.0) as f32).collect();
        Self { size, power }
    }
    /// A bright rectangle about a point: pixels down and across, each with its own sparkle.
    pub(crate) fn hull(&mut self, line: usize, sample: usize, down: usize, across: usize, power: f32) {
        for l in line - down / 2..line - down / 2 + down {
            for s in sample - across / 2..sample - across / 2 + across {
                self.power[l * self.size + s] += power * (0.6 + 0.2 * ((l * 3 + s * 5) % 5) as f32);
            }
        }
    }
    pub(crate) fn raster(&self) -> Box<dyn Raster> {
        Box::new(MemoryRaster::new(self.size as u32, self.size as u32, vec![self.power.clone()]))
    }
}

pub(crate) fn scene() -> RecordId {
    RecordId::of(RecordKind::Scene, &[Key::Text("drawn")])
}

fn found(plane: &Plane, geometry: &Geometry, land: Option<&LandMask>, berths: &[Berth]) -> Detections {
    detect(&mut [plane.raster()], geometry, scene(), land, berths, &detect_params()).unwrap()
}

fn ships(found: &Detections) -> Vec<&Detection> {
    found.detections.iter().filter(|d| d.kind == DetectionKind::Ship).collect()
}

fn square(lat: f64, lon: f64, half_deg: f64) -> Area {
    let (a, b) = (half_deg, half_deg / lat.to_radians().cos());
    Area::Polygon {
        exterior: vec![
            at(lat - a, lon - b),
            at(lat - a, lon + b),
            at(lat + a, lon + b),
            at(lat + a, lon - b),
        ],
        holes: vec![],
    }
}

pub(crate) fn mask(land: &[Area], piers: &[Area], geometry: &Geometry, size: u32) -> LandMask {
    let sources = LandSources { land, piers, ..LandSources::default() };
    LandMask::of(&sources, geometry, size, size, &land_params()).unwrap()
}

#[test]
fn two_ships_sixty_metres_apart_are_two() {
    let mut plane = Plane::sea(200, 1);
    plane.hull(100, 96, 15, 3, 300.0);
    plane.hull(100, 105, 15, 3, 300.0);
    let found = found(&plane, &bare(), None, &[]);
    assert_eq!(ships(&found).len(), 2, "{:#?}", found.detections);
}

#[test]
fn a_ship_in_anothers_surroundings_is_seen() {
    let mut plane = Plane::sea(200, 2);
    plane.hull(100, 100, 20, 4, 2000.0);
    plane.hull(100, 125, 4, 2, 60.0);
    assert_eq!(ships(&found(&plane, &bare(), None, &[])).len(), 2);
}

#[test]
fn the_ghost_of_a_crane_on_land_is_a_ghost() {
    let geometry = placed(40.0, 10.0, 800);
    let mut plane = Plane::sea(800, 3);
    plane.hull(60, 400, 3, 3, 20_000.0);
    plane.hull(560, 402, 3, 2, 80.0);
    plane.hull(560, 200, 3, 2, 80.0);
    let land = mask(&[square(40.0, 10.047, 0.012)], &[], &geometry, 800);
    let found = found(&plane, &geometry, Some(&land), &[]);
    let kinds: Vec<_> = found.detections.iter().map(|d| (d.sample.round() as u32, d.kind)).collect();
    assert!(
        found.detections.iter().any(|d| (d.sample - 402.0).abs() < 3.0 && d.kind == DetectionKind::Ambiguity),
        "{kinds:?}"
    );
    let other = ships(&found);
    assert!(other.iter().any(|d| (d.sample - 200.0).abs() < 3.0), "nothing lies 5 km north of it: {kinds:?}");
    let shift = other[0].azimuth_shift_m.unwrap();
    // R v sin(theta) / V, by hand: 880 km, 14 kn, 38 degrees, 7,598 m/s.
    assert!((shift - 513.4).abs() < 1.0, "{shift}");
}

#[test]
fn a_breakwater_is_no_ship_and_a_ship_of_three_hundred_metres_is() {
    let mut plane = Plane::sea(300, 4);
    plane.hull(60, 150, 2, 70, 200.0);
    plane.hull(200, 150, 4, 30, 200.0);
    let found = found(&plane, &bare(), None, &[]);
    let kinds: Vec<_> = found.detections.iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [DetectionKind::FixedObject, DetectionKind::Ship], "{:#?}", found.detections);
}

#[test]
fn the_edge_of_a_slick_and_of_a_swath_is_sea() {
    for (seed, dark) in [(5, 0.15_f32), (6, 0.6)] {
        let mut plane = Plane::sea(400, seed);
        for (i, power) in plane.power.iter_mut().enumerate() {
            *power *= if i % 400 < 200 { dark } else { 1.0 };
        }
        assert_eq!(ships(&found(&plane, &bare(), None, &[])).len(), 0, "{dark}");
    }
}

#[test]
fn a_stripe_of_interference_is_no_ship() {
    let mut plane = Plane::sea(400, 7);
    plane.power[200 * 400..202 * 400].iter_mut().for_each(|p| *p += 60.0);
    assert_eq!(ships(&found(&plane, &bare(), None, &[])).len(), 0);
}

#[test]
fn land_hides_and_a_berth_in_its_buffer_does_not() {
    let geometry = placed(40.0, 10.0, 300);
    let mut plane = Plane::sea(300, 8);
    plane.hull(200, 150, 3, 16, 300.0);
    // Land from line 206 on: the ship lies within the buffer of the coast.
    let south = at(40.0 - 0.0185, 10.0).lat_deg();
    let land = Area::Polygon {
        exterior: vec![at(south, 9.9), at(south, 10.2), at(39.9, 10.2), at(39.9, 9.9)],
        holes: vec![],
    };
    let land = mask(&[land], &[], &geometry, 300);
    assert_eq!(found(&plane, &geometry, Some(&land), &[]).detections.len(), 0);
    let berth = Berth {
        name: "east quay".to_owned(),
        area: square(at(40.0 - 0.0180, 10.0).lat_deg(), 10.01758, 0.0012),
        source: "drawn".to_owned(),
    };
    let found = found(&plane, &geometry, Some(&land), &[berth]);
    assert_eq!(ships(&found).len(), 1, "{:#?}", found.detections);
    assert_eq!(ships(&found)[0].berth.as_deref(), Some("east quay"));
    assert_eq!(ships(&found)[0].near_shore, Some(true));
}

/// What is found at a pier from line 206 on, in the water of a berth, of a bright stretch so many lines broad beside it.
fn beside_a_pier(lines: usize) -> Detections {
    let geometry = placed(40.0, 10.0, 300);
    let mut plane = Plane::sea(300, 24);
    plane.hull(206 - lines + lines / 2, 150, lines, 16, 300.0);
    let edge = at(40.0 - 0.0185, 10.0).lat_deg();
    let pier = Area::Polygon {
        exterior: vec![at(edge, 9.9), at(edge, 10.2), at(39.9, 10.2), at(39.9, 9.9)],
        holes: vec![],
    };
    let land = mask(&[], &[pier], &geometry, 300);
    let berth = Berth {
        name: "east quay".to_owned(),
        area: square(at(40.0 - 0.0180, 10.0).lat_deg(), 10.01758, 0.0012),
        source: "drawn".to_owned(),
    };
    found(&plane, &geometry, Some(&land), &[berth])
}

#[test]
fn the_rim_of_a_mask_is_no_ship_and_a_ship_beside_it_is_longer_than_she_looks() {
    let rim = beside_a_pier(1);
    let kinds: Vec<DetectionKind> = rim.detections.iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [DetectionKind::FixedObject], "{:#?}", rim.detections);
    let found = beside_a_pier(4);
    let [ship] = ships(&found)[..] else { panic!("{:#?}", found.detections) };
    assert!(ship.reasons.iter().any(|r| r.starts_with("cut by the land mask")), "{:?}", ship.reasons);
    // The same pixels in open water: the interval is narrower, the median lower by the parameter.
    let mut plane = Plane::sea(300, 24);
    plane.hull(204, 150, 4, 16, 300.0);
    let open = self::found(&plane, &placed(40.0, 10.0, 300), None, &[]);
    let [alone] = ships(&open)[..] else { panic!("{:#?}", open.detections) };
    let (cut, whole) = (ship.length_m.unwrap(), alone.length_m.unwrap());
    let spread = |e: plimsoll_model::Estimate<f64>| (e.high() / e.low()).ln();
    assert!(spread(cut) > spread(whole), "{cut:?} {whole:?}");
    let by = (cut.mid() / whole.mid()).ln();
    assert!((by - detect_params().measure.beside_mask_ln).abs() < 0.1, "{by}");
}

#[test]
fn all_land_is_nothing_and_not_an_error() {
    let geometry = placed(40.0, 10.0, 120);
    let land = mask(&[square(40.0, 10.0, 5.0)], &[], &geometry, 120);
    let found = found(&Plane::sea(120, 9), &geometry, Some(&land), &[]);
    assert_eq!((found.detections.len(), found.totals.searched_px), (0, 0));
}

#[test]
fn land_without_a_place_on_the_earth_is_refused_with_advice() {
    let error = LandMask::new(&[square(40.0, 10.0, 1.0)], &[], &bare(), 50, 50, 100.0).unwrap_err();
    assert!(error.to_string().contains("latitude and longitude"), "{error}");
}

#[test]
fn a_chip_of_33_pixels_is_searched() {
    let mut plane = Plane::sea(33, 10);
    plane.hull(16, 16, 9, 2, 400.0);
    assert_eq!(ships(&found(&plane, &bare(), None, &[])).len(), 1);
}

#[test]
fn a_raster_narrower_than_a_cell_teaches_nothing_and_stops_nothing() {
    let params = DetectParams { taught: Some(crate::detect_params::taught_params()), ..detect_params() };
    for (lines, samples) in [(40, 2), (2, 40), (1, 1), (40, 1)] {
        let powers = vec![1.0; lines as usize * samples as usize];
        let raster: Box<dyn Raster> = Box::new(MemoryRaster::new(lines, samples, vec![powers]));
        let found = detect(&mut [raster], &bare(), scene(), None, &[], &params).unwrap();
        assert_eq!(found.detections.len(), 0, "{lines} by {samples}");
    }
}

#[test]
fn a_patch_of_rough_sea_is_no_ship_and_a_craft_as_bright_is() {
    let mut bands = Vec::new();
    for seed in [21, 23] {
        let mut plane = Plane::sea(300, seed);
        // Eleven times the sea in the middle, falling off over 60 m.
        for (i, power) in plane.power.iter_mut().enumerate() {
            let (l, s) = ((i / 300) as f32 - 80.0, (i % 300) as f32 - 80.0);
            *power *= 1.0 + 10.0 * (-(l * l + s * s) / (2.0 * 36.0)).exp();
        }
        plane.hull(220, 220, 3, 2, 25.0);
        bands.push(plane.power);
    }
    let raster: Box<dyn Raster> = Box::new(MemoryRaster::new(300, 300, bands));
    let found = detect(&mut [raster], &bare(), scene(), None, &[], &detect_params()).unwrap();
    let near = |d: &&Detection, at: f64| (d.line - at).hypot(d.sample - at) < 15.0;
    let kinds_at = |at: f64| -> Vec<DetectionKind> {
        found.detections.iter().filter(|d| near(d, at)).map(|d| d.kind).collect()
    };
    assert!(!kinds_at(80.0).is_empty(), "the patch stands out of the sea: else this tests nothing");
    assert!(kinds_at(80.0).iter().all(|k| *k == DetectionKind::Clutter), "{:#?}", found.detections);
    assert_eq!(kinds_at(220.0), [DetectionKind::Ship], "{:#?}", found.detections);
}

#[test]
fn a_long_ship_with_arms_across_her_is_one() {
    let mut plane = Plane::sea(300, 22);
    plane.hull(150, 150, 3, 28, 400.0);
    plane.hull(150, 140, 3, 3, 20_000.0);
    plane.hull(150, 160, 3, 3, 20_000.0);
    // The cross of each strong point along the columns, 20 dB below it and falling.
    for sample in [140_usize, 160] {
        for off in 3..9_usize {
            for line in [150 - off, 150 + off] {
                plane.power[line * 300 + sample] += 1_800.0 / (off * off) as f32;
            }
        }
    }
    let mut geometry = bare();
    geometry.track_in_image_deg = Some(0.0);
    let found = found(&plane, &geometry, None, &[]);
    assert_eq!(ships(&found).len(), 1, "{:#?}", found.detections);
}

#[test]
fn the_odds_of_a_ghost_are_of_those_that_are_seen() {
    use plimsoll_imagery::objects::arms::Source;
    use plimsoll_imagery::objects::ghosts::{Sources, Track};
    use plimsoll_imagery::objects::shape::Spacing;
    let params = detect_params().ghosts;
    let track = Track { turn_deg: 0.0, ambiguity_m: 5_000.0, bend_per_m: 0.0, place_sd_m: 35.0 };
    let spacing = Spacing { line_m: 10.0, sample_m: 10.0 };
    let source = Source { line: 1_000.0, sample: 50.0, power: 400.0, bands: [400.0, f64::NAN] };
    let object = |power: f32| BrightPixel {
        line: 502,
        sample: 50,
        power: [power, f32::NAN],
        clutter: [1.0, f32::NAN],
        is_seed: true,
        log_normal_agrees: true,
        log_likelihood_ratio: 9.0,
    };
    let ghost =
        |power: f32| Sources::new(vec![source], 10).ghost(&object(power), &track, spacing, &params).unwrap();
    for power in [12.0_f32, 30.0, 90.0] {
        let got = ghost(power);
        // By hand: the law of the ratio among ghosts brighter than what is seen, summed in steps of 0.01 dB.
        let ratio = 10.0 * ((f64::from(power) - 1.0) / 400.0).log10();
        let density = |db: f64| {
            let z = (db - params.mean_db) / params.sd_db;
            (-0.5 * z * z).exp() / (params.sd_db * (2.0 * std::f64::consts::PI).sqrt())
        };
        let least = ratio - (10.0 * f64::from(power).log10() - params.seen_from_db).max(0.0);
        let seen: f64 = (0..8_000).map(|i| density(least + 0.005 + 0.01 * f64::from(i)) * 0.01).sum();
        let place = (-0.5 * (20.0_f64 / 35.0).powi(2)).exp() / (2.0 * std::f64::consts::PI * 35.0 * 35.0);
        // One point as bright, within 3 km and 3 dB to either side.
        let chance = 1.0 / (6.0 * std::f64::consts::PI * 3_000.0 * 3_000.0);
        let by_hand = (density(ratio) / seen * place / chance).ln();
        assert!((got.log_ratio - by_hand).abs() < 0.01, "{power}: {} {by_hand}", got.log_ratio);
    }
}

/// The mask against `Area::contains`, pixel by pixel, away from its rim.
fn agrees(area: &Area, geometry: &Geometry, size: u32) {
    let params = plimsoll_imagery::LandParams { coast_buffer_m: 0.0, ..land_params() };
    let areas = [area.clone()];
    let sources = LandSources { land: &areas, ..LandSources::default() };
    let mask = LandMask::of(&sources, geometry, size, size, &params).unwrap();
    let mut bits = Vec::new();
    let window = PixelWindow { line: 3, sample: 5, lines: size - 3, samples: size - 5 };
    mask.fill(window, &mut bits);
    let reference = geometry.georeference.as_deref().unwrap();
    let (mut inside, mut wrong) = (0, 0);
    for (i, bit) in bits.iter().enumerate() {
        let (line, sample) = (3 + i as u32 / window.samples, 5 + i as u32 % window.samples);
        let p = reference.position(f64::from(line), f64::from(sample)).unwrap();
        let is_in = area.contains(p);
        inside += u32::from(is_in);
        let on_rim = area.contains_within(p, Length::metres(15.0)) != is_in
            || [(-1.5, 0.0), (1.5, 0.0), (0.0, -1.5), (0.0, 1.5)].into_iter().any(|(dl, ds)| {
                reference
                    .position(f64::from(line) + dl, f64::from(sample) + ds)
                    .is_some_and(|q| area.contains(q) != is_in)
            });
        wrong += u32::from(!on_rim && is_in != (*bit & LAND != 0));
    }
    assert!(inside > 100 && wrong == 0, "{inside} inside, {wrong} wrong");
}

#[test]
fn masks_agree_with_points_over_the_180th_meridian_near_poles_and_in_holes() {
    agrees(&square(-17.0, 179.99, 0.008), &placed(-16.99, 179.98, 200), 200);
    agrees(&square(78.0, -40.0, 0.006), &placed(78.008, -40.03, 200), 200);
    agrees(&square(-86.0, 20.0, 0.006), &placed(-85.992, 19.9, 200), 200);
    let (Area::Polygon { exterior, .. }, Area::Polygon { exterior: hole, .. }) =
        (square(50.0, 3.0, 0.2), square(50.0, 3.0, 0.004))
    else {
        return;
    };
    agrees(&Area::Polygon { exterior, holes: vec![hole] }, &placed(50.007, 2.99, 200), 200);
    // A side of ninety degrees along a parallel, straight in latitude and longitude, bends in any plane.
    let band = Area::Polygon {
        exterior: vec![at(60.0, 0.0), at(60.0, 90.0), at(59.0, 90.0), at(59.0, 0.0)],
        holes: vec![],
    };
    agrees(&band, &placed(60.008, 45.0, 200), 200);
}

#[test]
fn a_buffer_and_a_distance_are_in_metres() {
    let geometry = placed(40.0, 10.0, 400);
    let land = mask(&[square(40.0, 10.0, 0.009)], &[], &geometry, 400);
    // The southern rim lies 0.009 degrees, 1,000.8 m, below the first line.
    let distance = land.shore_distance_m(150.0, 20.0).unwrap();
    assert!((distance - 499.2).abs() < 1.0, "{distance}");
    let mut bits = Vec::new();
    land.fill(PixelWindow { line: 0, sample: 20, lines: 400, samples: 1 }, &mut bits);
    assert_eq!(bits.iter().filter(|b| **b & LAND != 0).count(), 111, "100 lines of land and 10 of buffer");
    assert_eq!(land.shore_distance_m(10.0, 10.0), Some(0.0));
    assert!(!land.is_on(10.0, 10.0, PIER | FIXED));
}

fn look(day: i64) -> StackLook {
    let start: jiff::Timestamp = "2024-01-01T06:00:00Z".parse().unwrap();
    StackLook { time: start + jiff::SignedDuration::from_hours(24 * day), footprint: Vec::new() }
}

#[test]
fn what_is_there_in_most_looks_is_fixed_and_a_ship_that_comes_back_is_not() {
    let looks: Vec<StackLook> = (0..10).map(|i| look(12 * i)).collect();
    let mut sightings = Vec::new();
    for look in 0..10 {
        // A light, seen in nine of ten looks, a few metres off each time, over the 180th meridian.
        if look != 4 {
            let off = if look % 2 == 0 { 0.0001 } else { -0.0001 };
            sightings.push(Sighting { look, position: at(-17.0, 180.0 + off) });
        }
        // A ship that lies at one anchorage in half of them.
        if look % 2 == 0 {
            sightings.push(Sighting { look, position: at(-17.1, 179.9) });
        }
    }
    let rule = Persistence { radius_m: 50.0, least_looks: 3, least_days: 30.0, least_share: 0.75 };
    let fixed = rule.learn(&looks, &sightings);
    assert_eq!(fixed.len(), 1);
    assert_eq!((fixed[0].seen_looks, fixed[0].looks), (9, 10));
    assert!(fixed[0].area.contains(at(-17.0, 180.0)));
    assert!(
        fixed[0].reason().contains("9 of 10 looks from 2024-01-01 to 2024-04-18"),
        "{}",
        fixed[0].reason()
    );
    // Three looks within a month are too few days, whatever they show.
    let short: Vec<StackLook> = (0..3).map(|i| look(12 * i)).collect();
    let there: Vec<Sighting> = (0..3).map(|look| Sighting { look, position: at(1.0, 2.0) }).collect();
    assert!(rule.learn(&short, &there).is_empty());
}

/// Components one pixel at a time, by flooding.
fn flooded(cells: &[bool], side: usize, reach: usize) -> usize {
    let mut seen = vec![false; cells.len()];
    let mut count = 0;
    for start in 0..cells.len() {
        if !cells[start] || seen[start] {
            continue;
        }
        count += 1;
        let mut todo = vec![start];
        while let Some(i) = todo.pop() {
            if std::mem::replace(&mut seen[i], true) {
                continue;
            }
            let near =
                |j: usize| (j / side).abs_diff(i / side) <= reach && (j % side).abs_diff(i % side) <= reach;
            todo.extend((0..cells.len()).filter(|j| cells[*j] && !seen[*j] && near(*j)));
        }
    }
    count
}

#[test]
fn components_are_those_of_a_flood_whatever_the_strips() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    for case in 0..40 {
        let side = 24;
        let cells: Vec<bool> = (0..side * side).map(|_| rng.next_u32() % 100 < 10 + case).collect();
        let pixels: Vec<BrightPixel> = (0..cells.len())
            .filter(|i| cells[*i])
            .map(|i| BrightPixel {
                line: (i / side) as u32,
                sample: (i % side) as u32,
                power: [9.0, 0.0],
                clutter: [1.0, 0.0],
                is_seed: true,
                log_normal_agrees: true,
                log_likelihood_ratio: 1.0,
            })
            .collect();
        for reach in [1, 2] {
            let touching = Touching {
                reach_lines: reach,
                reach_samples: reach,
                most_pixels: 100_000,
                most_pixels_in_all: 100_000,
            };
            let mut whole = Components::new(touching);
            whole.take(&pixels);
            let mut parts = Components::new(touching);
            pixels.chunks(7).for_each(|p| parts.take(p));
            let whole = whole.finish();
            assert_eq!(whole, parts.finish());
            assert_eq!(whole.len(), flooded(&cells, side, reach as usize));
            assert_eq!(whole.iter().map(|c| c.count).sum::<u64>(), pixels.len() as u64);
        }
    }
}

#[test]
fn identifiers_and_rows_do_not_depend_on_the_number_of_workers() {
    let mut plane = Plane::sea(300, 12);
    plane.hull(60, 80, 12, 3, 300.0);
    plane.hull(220, 200, 3, 9, 300.0);
    let run = |workers: usize| {
        let mut rasters: Vec<Box<dyn Raster>> = (0..workers).map(|_| plane.raster()).collect();
        detect(&mut rasters, &bare(), scene(), None, &[], &detect_params()).unwrap()
    };
    assert_eq!(run(1), run(3));
    assert_eq!(run(1).detections.len(), 2);
}
