//! What a drawn scene shows at a berth, against numbers that follow from the drawing by hand.

use crate::ashore::{CORNER, rectangle};
use crate::clutter::MemoryRaster;
use crate::objects::{placed, scene};
use plimsoll_imagery::{BerthParams, BerthScene, ImageryError, Mask, berth_look};
use plimsoll_model::{Area, Berth, BerthLook, PixelWindow};

const SIZE: u32 = 300;

fn params() -> BerthParams {
    BerthParams {
        reach_m: 500.0,
        water_guard_m: 60.0,
        water_clear_m: 60.0,
        quay_near_m: 30.0,
        quay_far_m: 200.0,
        block_m: 60.0,
        min_water_blocks: 8,
        water_floor_db: [-24.0, -31.0],
        quay_clear_m: 15.0,
        scan_m: 70.0,
        scan_share: 0.25,
        bright_above_water_db: 4.0,
        bright_below_peak_db: 14.0,
        bridge_m: 20.0,
        max_berth_m: 2_000.0,
    }
}

/// Land from line 200 southwards.
struct Quay;

impl Mask for Quay {
    fn fill(&self, window: PixelWindow, out: &mut Vec<u8>) {
        out.clear();
        for line in window.line..window.line + window.lines {
            out.extend(std::iter::repeat_n(u8::from(line >= 200), window.samples as usize));
        }
    }
}

/// Water of power one, a quay ten times as bright.
struct Drawing(Vec<f32>);

impl Drawing {
    fn new() -> Self {
        Self((0..SIZE * SIZE).map(|i| if i / SIZE >= 200 { 10.0 } else { 1.0 }).collect())
    }
    /// Sets a rectangle of pixels.
    fn set(mut self, lines: std::ops::Range<u32>, samples: std::ops::Range<u32>, power: f32) -> Self {
        for line in lines {
            for sample in samples.clone() {
                self.0[(line * SIZE + sample) as usize] = power;
            }
        }
        self
    }
}

/// Lines 196 to 199, samples 51 to 110: 40 by 600 m at the quay. The line next to it is too near to be looked at.
fn berth(area: Area) -> Berth {
    Berth { name: "drawn".to_owned(), area, source: "drawn".to_owned() }
}

fn at_the_quay() -> Area {
    rectangle((195.5, 199.4), (50.5, 110.5))
}

fn look(bands: Vec<Vec<f32>>, area: Area) -> Result<Option<BerthLook>, ImageryError> {
    let mut raster = MemoryRaster::new(SIZE, SIZE, bands);
    let said = BerthScene { id: scene(), time: None, stack: "drawn" };
    let geometry = placed(CORNER.0, CORNER.1, SIZE);
    berth_look(&mut raster, &geometry, Some(&Quay), (&berth(area), &[]), said, &params())
}

fn one(drawing: Drawing) -> BerthLook {
    look(vec![drawing.0], at_the_quay()).unwrap().unwrap()
}

fn assert_db(found: Option<f64>, expected: f64) {
    let found = found.expect("a contrast");
    assert!((found - expected).abs() < 1e-6, "{found} dB, by hand {expected}");
}

fn assert_metres(found: Option<f64>, expected: f64) {
    let found = found.expect("a length");
    assert!((found - expected).abs() < 1e-6, "{found} m, drawn {expected}");
}

#[test]
fn an_empty_berth_is_as_dark_as_the_water_and_the_quay_ten_decibels_brighter() {
    let look = one(Drawing::new());
    assert_db(look.contrast_db[0], 0.0);
    assert_db(look.quay_contrast_db[0], 10.0);
    assert_metres(look.bright_length_m, 0.0);
    assert!((look.usable_fraction - 1.0).abs() < 1e-9);
    assert_eq!((look.contrast_db[1], look.quay_contrast_db[1]), (None, None), "there is one band");
}

#[test]
fn a_ship_has_her_drawn_contrast_and_length_in_each_band() {
    let own = Drawing::new().set(196..200, 60..75, 100.0).0;
    let cross = own.iter().map(|p| if *p > 50.0 { 2.0 } else { 0.1 * p }).collect();
    let look = look(vec![own, cross], at_the_quay()).unwrap().unwrap();
    assert_db(look.contrast_db[0], 20.0);
    // 2 over 0.1, in a float of 32 bits.
    assert!((look.contrast_db[1].unwrap() - 10.0 * 20_f64.log10()).abs() < 1e-5, "{look:?}");
    assert_metres(look.bright_length_m, 150.0);
    assert!((look.bright_fraction.unwrap() - 15.0 / 60.0).abs() < 1e-9);
}

#[test]
fn of_a_slice_the_mean_counts_without_the_line_beside_the_quay() {
    // Two of the three lines that are looked at; the fourth, beside the quay, is as bright as one likes.
    let look = one(Drawing::new().set(196..198, 60..75, 100.0).set(199..200, 50..111, 5_000.0));
    assert_db(look.contrast_db[0], 10.0 * (201.0_f64 / 3.0).log10());
}

#[test]
fn a_tug_is_bright_for_thirty_metres_and_lifts_no_contrast() {
    let look = one(Drawing::new().set(196..200, 60..63, 100.0));
    assert_db(look.contrast_db[0], 0.0);
    assert_metres(look.bright_length_m, 30.0);
}

#[test]
fn a_dark_gap_of_twenty_metres_parts_no_ship_and_one_of_forty_does() {
    let gap = |dark: u32| {
        one(Drawing::new().set(196..200, 60..70, 100.0).set(196..200, 70 + dark..80 + dark, 100.0))
    };
    assert_metres(gap(2).bright_length_m, 220.0);
    assert_metres(gap(4).bright_length_m, 100.0);
}

#[test]
fn what_has_no_value_is_neither_bright_nor_dark() {
    let look = one(Drawing::new().set(196..200, 60..75, 100.0).set(0..SIZE, 81..SIZE, f32::NAN));
    assert!((look.usable_fraction - 0.5).abs() < 1e-9, "{look:?}");
    assert!((look.bright_fraction.unwrap() - 15.0 / 30.0).abs() < 1e-9);
    let none = one(Drawing::new().set(0..SIZE, 0..SIZE, f32::NAN));
    assert_eq!((none.contrast_db, none.bright_length_m), ([None, None], None));
}

#[test]
fn a_berth_elsewhere_is_no_look_and_one_too_long_is_refused() {
    assert_eq!(look(vec![Drawing::new().0], rectangle((900.0, 904.0), (50.0, 90.0))).unwrap(), None);
    let error = look(vec![Drawing::new().0], rectangle((190.0, 194.0), (20.0, 260.0))).unwrap_err();
    assert!(error.to_string().contains("2400 m long"), "{error}");
}
