//! The search: false alarms, seams, edges, and scenes that hold nothing.

use crate::clutter::{Draws, MemoryRaster, Sea, correlated, params, seeded_objects, uncorrelated};
use plimsoll_imagery::{
    BrightPixel, ImageryError, Mask, OpenSea, Planes, Raster, SearchParams, SearchTotals, search,
};
use plimsoll_model::{PixelWindow, Polarisation};

fn run(
    raster: &MemoryRaster,
    workers: usize,
    mask: &dyn Mask,
    params: &SearchParams,
) -> (Vec<BrightPixel>, SearchTotals) {
    let mut bright = Vec::new();
    let mut next = 0;
    let totals = search(&mut raster.boxes(workers), 10.0, 10.0, mask, params, &mut |strip| {
        assert_eq!(strip.core.start, next, "strips come in order");
        next = strip.core.end;
        let pixels = strip.window.lines as usize * strip.window.samples as usize;
        assert_eq!(strip.mask.len(), pixels);
        for (b, pixel) in strip.bright.iter().flat_map(|p| [(0, p), (1, p)]) {
            let row = (pixel.line - strip.window.line) as usize;
            if let Some(band) = strip.planes.bands.get(b) {
                let shown = band[row * strip.planes.samples + pixel.sample as usize];
                assert!(raster.noise.is_some() || shown.is_nan() || (shown - pixel.power[b]).abs() < 1e-9);
            }
        }
        bright.extend_from_slice(strip.bright);
    })
    .unwrap();
    assert!(bright.is_sorted_by_key(|p| (p.line, p.sample)));
    (bright, totals)
}

fn objects(bright: &[BrightPixel]) -> (u64, u64) {
    seeded_objects(&bright.iter().map(|b| (b.line, b.sample, b.is_seed)).collect::<Vec<_>>())
}

/// A square sea of speckle with a few pixels changed.
fn sea_with(side: usize, seed: u64, changes: &[(usize, usize, f32)]) -> MemoryRaster {
    let mut field = uncorrelated(Sea::K(f64::INFINITY), 4.4, side, seed);
    changes.iter().for_each(|&(line, sample, value)| field[line * side + sample] = value);
    MemoryRaster::new(side as u32, side as u32, vec![field])
}

/// Land where the function says so.
struct LandWhere<F: Fn(u32, u32) -> bool + Sync>(F);

impl<F: Fn(u32, u32) -> bool + Sync> Mask for LandWhere<F> {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        out.clear();
        for line in window.line..window.line + window.lines {
            out.extend((window.sample..window.sample + window.samples).map(|s| u8::from((self.0)(line, s))));
        }
    }
}

#[test]
fn false_alarms_are_as_many_as_stated() {
    const SIDE: usize = 1536;
    let seas = [Sea::K(0.5), Sea::K(2.0), Sea::K(f64::INFINITY), Sea::LogNormal(0.5), Sea::LogNormal(1.0)];
    for (k, sea) in seas.into_iter().enumerate() {
        let raster =
            MemoryRaster::new(SIDE as u32, SIDE as u32, vec![uncorrelated(sea, 4.4, SIDE, 10 + k as u64)]);
        let (bright, totals) =
            run(&raster, 2, &OpenSea, &SearchParams { pfa_seed: 1e-5, pfa_seed_one_band: 1e-5, ..params() });
        let (found, expected) = (objects(&bright).0 as f64, totals.expected_false);
        assert!((expected - 23.6).abs() < 0.1, "{expected}");
        // Between the 0.1 % and 99.9 % points of a Poisson law of mean 23.6.
        assert!((10.0..=41.0).contains(&found), "{sea:?}: {found} objects, {expected} expected");
        // Growth has its own rate: 236 expected.
        assert!((180..=300).contains(&bright.len()), "{sea:?}: {} bright pixels", bright.len());
        let law = totals.law[0];
        let is_log_normal = matches!(sea, Sea::LogNormal(_));
        assert_eq!((law.k == 0, law.log_normal == 0), (is_log_normal, !is_log_normal), "{sea:?}: {law:?}");
    }
}

#[test]
fn false_alarms_of_a_sea_that_is_alike_from_pixel_to_pixel() {
    const SIDE: usize = 1024;
    let mut seeds = 0;
    for (k, sea) in [Sea::K(1.0), Sea::K(4.0)].into_iter().enumerate() {
        let raster =
            MemoryRaster::new(SIDE as u32, SIDE as u32, vec![correlated(sea, SIDE, 500 + 50 * k as u64)]);
        let params = SearchParams { pfa_seed: 2e-5, pfa_seed_one_band: 2e-5, looks: Some(5.0), ..params() };
        seeds += objects(&run(&raster, 2, &OpenSea, &params).0).1;
    }
    // 42 pixels are expected, in groups of about 1.6: standard deviation about 9.
    assert!((16..=75).contains(&seeds), "{seeds} pixels");
}

#[test]
fn strips_and_workers_leave_no_trace() {
    let mut field = uncorrelated(Sea::K(1.0), 4.4, 900, 3);
    (0..900).for_each(|i| field[i * 900 + i] = 60.0);
    let raster = MemoryRaster::new(900, 900, vec![field, uncorrelated(Sea::K(3.0), 4.4, 900, 4)]);
    let land = LandWhere(|line, sample| line > 500 && sample > 400 && (line * 7 + sample) % 900 < 500);
    let plain = run(&raster, 1, &land, &params());
    assert!(plain.0.len() > 100);
    for (workers, cells_per_strip) in [(2, 2), (3, 1), (5, 3), (1, 100)] {
        let other = run(&raster, workers, &land, &SearchParams { cells_per_strip, ..params() });
        assert_eq!(
            format!("{:?}", plain.0),
            format!("{:?}", other.0),
            "{workers} workers, {cells_per_strip} cells"
        );
        assert_eq!(plain.1, other.1);
    }
}

#[test]
fn corners_are_searched() {
    let places = [(0, 0), (0, 499), (499, 0), (499, 499), (255, 256), (128, 127)];
    let raster = sea_with(500, 8, &places.map(|(i, j)| (i, j, 12.0)));
    let (bright, totals) = run(&raster, 2, &OpenSea, &params());
    for (line, sample) in places {
        let pixel = bright.iter().find(|p| (p.line as usize, p.sample as usize) == (line, sample)).unwrap();
        assert!(pixel.is_seed && pixel.log_likelihood_ratio > 10.0, "{pixel:?}");
        assert!((pixel.clutter[0] - 1.0).abs() < 0.06, "{pixel:?}");
    }
    assert_eq!((totals.valid_px, totals.searched_px), (250_000, 250_000));
}

#[test]
fn pixels_without_a_value_are_not_searched() {
    let mut field = uncorrelated(Sea::K(f64::INFINITY), 4.4, 400, 9);
    for i in 0..400 {
        field[i * 400..i * 400 + 100].fill(0.0);
        field[i * 400 + 300..i * 400 + 400].fill(f32::NAN);
    }
    field[5] = f32::INFINITY;
    field[200 * 400 + 101] = 12.0;
    field[200 * 400 + 298] = 12.0;
    field[10 * 400 + 200] = f32::INFINITY;
    let (bright, totals) = run(&MemoryRaster::new(400, 400, vec![field]), 2, &OpenSea, &params());
    assert_eq!(bright.iter().filter(|p| p.is_seed).count(), 2);
    assert!(bright.iter().all(|p| (p.clutter[0] - 1.0).abs() < 0.1));
    assert_eq!(totals.valid_px, 400 * 200 - 1);
}

#[test]
fn a_step_of_3_db_between_swaths_makes_no_crowd() {
    let mut field = uncorrelated(Sea::K(f64::INFINITY), 4.4, 1536, 12);
    field.chunks_mut(1536).for_each(|line| line[700..].iter_mut().for_each(|p| *p *= 2.0));
    let raster = MemoryRaster::new(1536, 1536, vec![field]);
    let (bright, _) =
        run(&raster, 2, &OpenSea, &SearchParams { pfa_seed: 1e-6, pfa_seed_one_band: 1e-6, ..params() });
    // 2.4 are expected from the stated rate; 8 have a chance of 0.1 %.
    let found = objects(&bright).0;
    assert!(found <= 8, "{found}");
    let mut field = uncorrelated(Sea::K(f64::INFINITY), 4.4, 1536, 12);
    field.chunks_mut(1536).for_each(|line| line[700..].iter_mut().for_each(|p| *p *= 2.0));
    [650, 695, 705, 750].iter().for_each(|&j| field[800 * 1536 + j] = 40.0);
    let (bright, _) = run(&MemoryRaster::new(1536, 1536, vec![field]), 2, &OpenSea, &params());
    assert!(bright.iter().filter(|p| p.is_seed && p.line == 800).count() >= 4);
}

#[test]
fn a_channel_in_land_is_searched() {
    // Open water 400 m wide: 80 % of the donut is land, and land is bright.
    let water = |sample: u32| (300..340).contains(&sample);
    let mut field = uncorrelated(Sea::K(f64::INFINITY), 4.4, 640, 13);
    field.chunks_mut(640).for_each(|line| {
        (0..640).filter(|&s| !water(s as u32)).for_each(|s| line[s] *= 30.0);
    });
    field[320 * 640 + 310] = 14.0;
    let raster = MemoryRaster::new(640, 640, vec![field]);
    let (bright, totals) = run(&raster, 2, &LandWhere(|_, s| !water(s)), &params());
    assert_eq!((totals.valid_px, totals.searched_px), (640 * 40, 640 * 40));
    let seeds: Vec<_> = bright.iter().filter(|p| p.is_seed).map(|p| (p.line, p.sample)).collect();
    assert_eq!(seeds, [(320, 310)]);
    // A basin of 100 m by 100 m alone in the land has too little sea for an estimate.
    let basin = LandWhere(|line, s| !((300..310).contains(&line) && (300..310).contains(&s)));
    let (_, totals) = run(&raster, 2, &basin, &params());
    assert_eq!((totals.valid_px, totals.searched_px), (100, 0));
    assert!(totals.expected_false.abs() < 1e-12);
}

#[test]
fn a_ship_in_the_donut_of_another_does_not_hide_it() {
    let mut field = uncorrelated(Sea::K(4.0), 4.4, 400, 14);
    for i in 0..30 {
        (0..5).for_each(|j| field[(190 + i) * 400 + 200 + j] = 300.0);
    }
    field[205 * 400 + 235] = 25.0;
    let (bright, _) = run(&MemoryRaster::new(400, 400, vec![field]), 2, &OpenSea, &params());
    let small = bright.iter().find(|p| (p.line, p.sample) == (205, 235)).unwrap();
    assert!(small.is_seed && small.clutter[0] < 1.15, "{small:?}");
    let large: Vec<_> = bright.iter().filter(|p| p.power[0] > 299.0).collect();
    assert_eq!(large.len(), 150);
    assert!(large.iter().all(|p| p.is_seed && p.log_normal_agrees && (p.clutter[0] - 1.0).abs() < 0.15));
}

#[test]
fn scenes_that_hold_nothing() {
    let all = |value: f32| MemoryRaster::new(300, 300, vec![vec![value; 90_000]]);
    for (value, valid) in
        [(0.0, 0), (f32::NAN, 0), (-1.0, 90_000), (f32::INFINITY, 0), (f32::MAX, 90_000), (0.3, 90_000)]
    {
        for looks in [None, Some(4.4)] {
            let (bright, totals) = run(&all(value), 2, &OpenSea, &SearchParams { looks, ..params() });
            assert!(bright.is_empty(), "{value}");
            assert_eq!(totals.valid_px, valid, "{value}");
        }
    }
    let (bright, totals) = run(&sea_with(300, 1, &[(9, 9, 50.0)]), 2, &LandWhere(|_, _| true), &params());
    assert!(bright.is_empty() && totals.valid_px == 0);
    let none = search(&mut [], 10.0, 10.0, &OpenSea, &params(), &mut |_| unreachable!()).unwrap();
    assert_eq!(none, SearchTotals::default());
}

#[test]
fn a_chip_smaller_than_the_donut_is_searched_with_what_it_has() {
    for side in [33, 64, 100] {
        let middle = side / 2;
        let ship: Vec<_> = (0..9).map(|i| (middle - 4 + i, middle, 40.0)).collect();
        let (bright, totals) = run(&sea_with(side, 21, &ship), 2, &OpenSea, &params());
        let seeds: Vec<_> =
            bright.iter().filter(|p| p.is_seed).map(|p| (p.line as usize, p.sample as usize)).collect();
        assert_eq!(seeds, ship.iter().map(|p| (p.0, p.1)).collect::<Vec<_>>(), "side {side}");
        // All but the corners of the smallest chip have no donut of their own.
        assert_eq!(totals.searched_px, (side * side) as u64);
        assert!(side > 33 || totals.unguarded_px > 900, "{totals:?}");
    }
    // Fewer than 100 pixels: no estimate.
    let (bright, totals) = run(&sea_with(9, 21, &[(4, 4, 40.0)]), 2, &OpenSea, &params());
    assert!(bright.is_empty());
    assert_eq!((totals.valid_px, totals.searched_px), (81, 0));
    let (_, totals) = run(&sea_with(1, 21, &[]), 2, &OpenSea, &params());
    assert_eq!((totals.valid_px, totals.searched_px), (1, 0));
}

#[test]
fn noise_that_was_removed_is_put_back_before_the_search() {
    // Nine tenths noise; what is left is below nought as often as above.
    let mut field = uncorrelated(Sea::K(f64::INFINITY), 4.4, 1024, 15);
    field.iter_mut().for_each(|p| *p = 0.02 * *p - 0.018);
    field[500 * 1024 + 500] = 0.2;
    let mut raster = MemoryRaster::new(1024, 1024, vec![field]);
    raster.noise = Some(0.018);
    let (bright, totals) =
        run(&raster, 2, &OpenSea, &SearchParams { pfa_seed: 1e-6, pfa_seed_one_band: 1e-6, ..params() });
    assert_eq!(totals.searched_px, 1024 * 1024);
    let ship = bright.iter().find(|p| (p.line, p.sample) == (500, 500)).unwrap();
    assert!((ship.power[0] - 0.218).abs() < 1e-4 && (ship.clutter[0] / 0.02 - 1.0).abs() < 0.03, "{ship:?}");
    assert!(objects(&bright).0 <= 6);
}

#[test]
fn looks_are_found_where_the_sea_is_calm() {
    let raster = sea_with(768, 16, &[]);
    let (_, totals) = run(&raster, 2, &OpenSea, &SearchParams { looks: None, ..params() });
    assert!((totals.looks - 4.4).abs() < 0.25, "{}", totals.looks);
}

#[test]
fn odd_sizes_of_pixels_neither_break_nor_blow_up() {
    let mut draws = Draws::new(3, 3);
    let field: Vec<f32> = (0..120 * 700).map(|_| draws.gamma(4.4) as f32).collect();
    let raster = MemoryRaster::new(120, 700, vec![field]);
    for spacing in
        [(0.01, 0.01), (1.0, 3.0), (30.0, 40.0), (1e9, 1e9), (f64::NAN, -4.0), (0.0, f64::INFINITY)]
    {
        let totals =
            search(&mut raster.boxes(2), spacing.0, spacing.1, &OpenSea, &params(), &mut |_| ()).unwrap();
        assert_eq!(totals.valid_px, 84_000, "{spacing:?}");
    }
}

struct Liar;

impl Raster for Liar {
    fn lines(&self) -> u32 {
        300
    }
    fn samples(&self) -> u32 {
        300
    }
    fn polarisations(&self) -> &[Polarisation] {
        &[Polarisation::Vv, Polarisation::Vh]
    }
    fn read(&mut self, window: PixelWindow) -> Result<Planes, ImageryError> {
        let (lines, samples) = (window.lines as usize, window.samples as usize);
        Ok(Planes { lines, samples, bands: vec![vec![1.0; lines * samples]] })
    }
}

#[test]
fn a_raster_that_gives_less_than_it_says_is_an_error() {
    let found = search(&mut [Box::new(Liar)], 10.0, 10.0, &OpenSea, &params(), &mut |_| ());
    assert!(matches!(found, Err(ImageryError::Malformed { .. })), "{found:?}");
}

/// A raster that has a size and no pixels.
struct Wide(u32, u32);

impl Raster for Wide {
    fn lines(&self) -> u32 {
        self.0
    }
    fn samples(&self) -> u32 {
        self.1
    }
    fn polarisations(&self) -> &[Polarisation] {
        &[Polarisation::Vv, Polarisation::Vh]
    }
    fn read(&mut self, _: PixelWindow) -> Result<Planes, ImageryError> {
        Err(ImageryError::Io { file: "wide".to_owned(), error: std::io::ErrorKind::NotFound.into() })
    }
}

#[test]
fn a_scene_too_wide_for_memory_is_refused_before_it_is_read() {
    let found = |lines: u32, samples: u32, metres: f64| {
        search(&mut [Box::new(Wide(lines, samples))], metres, metres, &OpenSea, &params(), &mut |_| ())
    };
    // Sentinel-1 is 25,000 samples wide; five strips of 128 lines of 72,000 samples take 396 MiB.
    for samples in [25_000, 72_000] {
        assert!(matches!(found(1 << 20, samples, 10.0), Err(ImageryError::Io { .. })), "{samples}");
    }
    for (samples, metres) in [(80_000, 10.0), (1 << 20, 10.0), (40_000, 1.0), (u32::MAX, 10.0)] {
        let error = found(1 << 20, samples, metres).unwrap_err();
        let words = error.to_string();
        assert!(matches!(error, ImageryError::Unsupported { .. }), "{words}");
        assert!(words.contains(&samples.to_string()) && words.contains("MiB"), "{words}");
    }
    // What is said to be wide enough is.
    let words = found(20_000, 80_000, 10.0).unwrap_err().to_string();
    assert!(words.contains("72704 samples"), "{words}");
    assert!(matches!(found(20_000, 72_704, 10.0), Err(ImageryError::Io { .. })));
    // A low scene needs few lines.
    assert!(matches!(found(100, 200_000, 10.0), Err(ImageryError::Io { .. })));
}
