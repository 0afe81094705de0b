//! What each parameter does: a fifth more, a fifth less.

use crate::params;
use crate::ruler::{Judgement, Measured, Teachers, judge, measure_with, shares};
use plimsoll_analysis::occupancy::OccupancyParams;
use plimsoll_imagery::BerthParams;
use plimsoll_model::OccupancyState;
use plimsoll_simulate::berths::BerthSeasonParams;

/// Something that can be made larger or smaller.
trait Scaled {
    fn scale(&mut self, by: f64);
}

impl Scaled for f64 {
    fn scale(&mut self, by: f64) {
        *self *= by;
    }
}

impl Scaled for [f64; 2] {
    fn scale(&mut self, by: f64) {
        self.iter_mut().for_each(|x| x.scale(by));
    }
}

impl Scaled for usize {
    fn scale(&mut self, by: f64) {
        *self = (*self as f64 * by).round() as Self;
    }
}

impl Scaled for u32 {
    fn scale(&mut self, by: f64) {
        *self = (f64::from(*self) * by).round() as Self;
    }
}

/// A parameter by name, and how it is scaled.
type Knob<T> = (&'static str, fn(&mut T, f64));

macro_rules! knobs {
    ($of:ty: $($name:ident,)*) => {
        [$((stringify!($name), |of: &mut $of, by: f64| of.$name.scale(by))),*]
    };
}

fn of_looking() -> Vec<Knob<BerthParams>> {
    let all: [Knob<BerthParams>; 15] = knobs![BerthParams:
        reach_m,
        water_guard_m,
        water_clear_m,
        quay_near_m,
        quay_far_m,
        block_m,
        min_water_blocks,
        water_floor_db,
        quay_clear_m,
        scan_m,
        scan_share,
        bright_above_water_db,
        bright_below_peak_db,
        bridge_m,
        max_berth_m,
    ];
    all.to_vec()
}

fn of_judging() -> Vec<Knob<OccupancyParams>> {
    let all: [Knob<OccupancyParams>; 37] = knobs![OccupancyParams:
        min_length_m,
        min_usable_fraction,
        occupied_from_p,
        empty_to_p,
        label_margin_h,
        label_error,
        prior_occupied,
        prior_occupied_looks,
        median_stay_d,
        median_stay_visits,
        tail_degrees,
        prior_looks,
        empty_contrast_db,
        empty_contrast_sd_db,
        empty_spread_db,
        ship_contrast_db,
        ship_contrast_sd_db,
        ship_spread_db,
        empty_length_m,
        empty_length_spread_m,
        ship_length_m,
        ship_length_spread_m,
        length_sd_m,
        craft_share,
        craft_looks,
        craft_contrast_db,
        craft_contrast_sd_db,
        craft_spread_db,
        craft_length_m,
        craft_length_spread_m,
        evidence_weight,
        memory_weight,
        band_correlation,
        length_correlation,
        reset_looks,
        reset_d,
        reset_gain,
    ];
    all.to_vec()
}

/// Pd, false occupied and unknown, %.
fn cell(berths: &[Measured], judging: &OccupancyParams) -> String {
    let looks: Vec<Judgement> =
        berths.iter().flat_map(|berth| judge(berth, Teachers::All, judging)).collect();
    let [found, wrong] = shares(looks.iter()).map(|share| 100.0 * share.value().unwrap_or(f64::NAN));
    let unknown = looks.iter().filter(|look| look.state == OccupancyState::Unknown).count();
    format!("{found:.1}, {wrong:.1}, {:.1}", 100.0 * unknown as f64 / looks.len().max(1) as f64)
}

/// Of one parameter: a fifth less, a fifth more.
type Row<'a> = Box<dyn Fn() -> String + Send + 'a>;

fn row(name: &str, cell: impl Fn(f64) -> String) -> String {
    format!("| `{name}` | {} | {} |\n", cell(0.8), cell(1.2))
}

/// One row for each parameter.
pub(crate) fn table(seeds: &[u64], season: &BerthSeasonParams) -> String {
    let measured = |looking: &BerthParams| -> Vec<Measured> {
        seeds.iter().map(|seed| measure_with(*seed, season, looking)).collect()
    };
    let (looking, judging) = (params::looking(), params::judging());
    let berths = measured(&looking);
    let (looking, judging, berths, measured) = (&looking, &judging, &berths, &measured);
    let of_looking = of_looking().into_iter().map(|(name, scale)| -> Row<'_> {
        Box::new(move || {
            row(name, |by| {
                let mut changed = looking.clone();
                scale(&mut changed, by);
                cell(&measured(&changed), judging)
            })
        })
    });
    let of_judging = of_judging().into_iter().map(|(name, scale)| -> Row<'_> {
        Box::new(move || {
            row(name, |by| {
                let mut changed = judging.clone();
                scale(&mut changed, by);
                cell(berths, &changed)
            })
        })
    });
    let mut first: Vec<Row<'_>> = of_looking.chain(of_judging).collect();
    // Rows of looking take longer than those of judging: cut so that both halves take about as long.
    let second = first.split_off(first.len() * 2 / 5);
    let rows = std::thread::scope(|scope| {
        let second = scope.spawn(move || second.iter().map(|row| row()).collect::<String>());
        let first: String = first.iter().map(|row| row()).collect();
        first + &second.join().expect("the other rows are measured")
    });
    let head = "| parameter | a fifth less | a fifth more |\n|---|---|---|\n";
    format!("Pd, false occupied, unknown, %; as they are: {}\n\n{head}{rows}", cell(berths, judging))
}
