//! A second implementation of a departure by image: the posterior by weighing simulated arrivals and departures with how
//! well they fit the two images. The library's algebra of normal distributions is not used; from the library comes only how
//! many tonnes a draught is, seen from outside.

use super::images::{Images, pair};
use super::kit::*;
use super::season::Chance;
use plimsoll_analysis::cargo::{ShipDraws, call_draws};
use plimsoll_analysis::draws::Prior;
use plimsoll_analysis::inputs::{Held, Input};
use plimsoll_analysis::shared::Shared;
use plimsoll_model::DraughtReading;

/// A ship and a case of which nothing is left to chance but draughts.
struct Fixed {
    defaults: Defaults,
    shared: Shared,
    held: Held,
    ship: ShipDraws,
    call: Call,
}

impl Fixed {
    fn new() -> Self {
        let mut defaults = defaults(4096);
        let point = |x| Prior { low: x, mid: x, high: x };
        let c = &mut defaults.cargo;
        (c.fill_mean_share, c.ballast_share) = (point(0.8), point(0.4));
        (c.consumables_share_min, c.consumables_share_max) = (0.04, 0.04);
        (c.residual_ballast_share_max, c.part_laden_share) = (0.0, 0.0);
        let free = [Input::DraughtError, Input::Loaded, Input::PartLaden];
        let inputs = Input::ALL.iter().map(|(input, ..)| *input).filter(|i| !free.contains(i));
        let held = inputs.fold(Held::none(), |held, input| held.hold(input, 0.0));
        let shared = Shared::new(&defaults.cargo, &defaults.particulars, &held);
        let vessel = coaster(77);
        let ship = ShipDraws::new(&vessel, &defaults.particulars, &shared, &held).unwrap();
        let call = Call::at_loading(vessel, time("2024-05-02T12:00:00Z"), [None, None], &defaults);
        Self { defaults, shared, held, ship, call }
    }

    /// Draws of the cargo of a call with these images.
    fn cargo(&mut self, seen: [f64; 2], own_sd: f64, hull_sd: f64, images: Images) -> Vec<f64> {
        self.call.draughts = pair(&self.call, seen, own_sd, hull_sd, images);
        self.call.draughts.reading = DraughtReading::Loading;
        call_draws(&self.call.borrowed(), &self.ship, &self.shared, &self.defaults.cargo, &self.held)
            .unwrap()
            .cargo_t
    }

    /// Tonnes of cargo at a draught: of an image without error.
    fn tonnes(&mut self, draught: f64) -> f64 {
        let draws = self.cargo([0.0, draught], 1e-6, 0.0, Images::Departure);
        draws.iter().sum::<f64>() / draws.len() as f64
    }

    /// The draught at which she has so many.
    fn draught(&mut self, tonnes: f64) -> f64 {
        let (mut low, mut high) = (1.0, 9.0);
        for _ in 0..40 {
            let middle = (low + high) / 2.0;
            if self.tonnes(middle) < tonnes { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    }
}

fn moments(values: impl Iterator<Item = (f64, f64)> + Clone) -> (f64, f64) {
    let all: f64 = values.clone().map(|(w, _)| w).sum();
    let mean = values.clone().map(|(w, x)| w * x).sum::<f64>() / all;
    (mean, (values.map(|(w, x)| w * (x - mean).powi(2)).sum::<f64>() / all).sqrt())
}

#[test]
fn a_departure_by_image_is_the_posterior_of_simulated_arrivals_and_departures() {
    let mut fixed = Fixed::new();
    // Of 3,000 t: 4 % consumables; 0.8 of the rest; ballast of 0.2 to 0.4.
    let (full, empty) = (fixed.draught(0.8 * 2880.0), fixed.draught(0.3 * 3000.0));
    let at_summer = fixed.draught(2800.0);
    let t_per_m = (fixed.tonnes(at_summer) - fixed.tonnes(at_summer - 0.2)) / 0.2;
    let t_per_m_at_full = (fixed.tonnes(full + 0.1) - fixed.tonnes(full - 0.1)) / 0.2;
    for (own_sd, hull_sd, images, off) in [
        (0.15, 0.6, Images::Both, [0.5, 0.2]),
        (0.3, 0.3, Images::Both, [-0.3, 0.3]),
        (0.2, 0.4, Images::Departure, [0.0, -0.4]),
    ] {
        let seen = [empty + off[0], full + off[1]];
        let draws = fixed.cargo(seen, own_sd, hull_sd, images);
        let library = moments(draws.iter().map(|t| (1.0, *t)));
        let chance = &mut Chance::new(5);
        let simulated: Vec<(f64, f64)> = (0..400_000)
            .map(|_| {
                let of_hull = hull_sd * chance.normal();
                let arrival = empty + 3000.0 * chance.between(-0.1, 0.1) / t_per_m;
                let departure = full + 0.08 * 2880.0 / t_per_m * chance.normal();
                let fit =
                    |seen: f64, true_m: f64| (-0.5 * ((seen - true_m - of_hull) / own_sd).powi(2)).exp();
                let both = if images == Images::Both { fit(seen[0], arrival) } else { 1.0 };
                (both * fit(seen[1], departure), 0.8 * 2880.0 + (departure - full) * t_per_m_at_full)
            })
            .collect();
        let second = moments(simulated.iter().copied());
        println!(
            "own {own_sd} m, hull {hull_sd} m, seen {:+.1} and {:+.1} m off: library {:.0} t +- {:.0}, second {:.0} t +- {:.0}",
            off[0], off[1], library.0, library.1, second.0, second.1
        );
        assert!((library.0 - second.0).abs() < 25.0, "{library:?} {second:?}");
        assert!((library.1 / second.1 - 1.0).abs() < 0.08, "{library:?} {second:?}");
    }
}
