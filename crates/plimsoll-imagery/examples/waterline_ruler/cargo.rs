//! What the error of a draught means for laden or ballast, and for tonnes: a small reckoning of its own.
//!
//! A ship is filled to 90 % (sd 5 %) or in ballast. Whoever reckons knows her length, beam and deadweight, and her block
//! and waterplane coefficients to .02 each; takes 4 % of the deadweight for fuel, water and stores where 2 to 6 % are aboard,
//! and no ballast left in the tanks where up to 3 % is.

/// Deadweight t; length between perpendiculars, beam, summer draught m.
const SHIPS: [(f64, f64, f64, f64); 3] =
    [(2000.0, 70.0, 11.6, 4.8), (3500.0, 84.0, 13.6, 5.75), (6000.0, 100.0, 16.2, 6.9)];
const SIGMAS_M: [f64; 6] = [0.10, 0.25, 0.50, 0.80, 1.00, 1.50];
const DRAWS: u32 = 40_000;

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Draws(u64);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// Errors of one ship at one standard deviation of the draught.
struct Errors {
    /// Share of ships taken for the other of laden and in ballast, threshold half way.
    mistaken: f64,
    /// Standard deviation of the cargo, t.
    cargo_t: f64,
    /// Mean draught laden less that in ballast, m.
    gap_m: f64,
}

fn errors(&(deadweight, length, beam, summer): &(f64, f64, f64, f64), sigma_m: f64) -> Errors {
    let draws = &mut Draws(sigma_m.to_bits() ^ deadweight.to_bits());
    let (mut mistaken, mut square, mut gap) = (0_u32, 0.0, 0.0);
    for _ in 0..DRAWS {
        let block = 0.75 + 0.02 * draws.normal();
        let waterplane = (1.0 + 2.0 * block / 0.99) / 3.0 + 0.02 * draws.normal();
        let density = draws.between(1.010, 1.026);
        let immersion = density * length * beam * waterplane;
        let draught = |aboard: f64| {
            (summer - (deadweight - aboard) / immersion)
                * (1.0 + block / waterplane * (1.025 / density - 1.0))
        };
        let cargo = deadweight * (0.90 + 0.05 * draws.normal()).clamp(0.5, 0.96);
        let stores = deadweight * draws.between(0.02, 0.06);
        let left = deadweight * draws.between(0.0, 0.03);
        let laden = draught((cargo + stores + left).min(deadweight));
        let ballast = (2.0 + 0.02 * length) * draws.between(0.8, 1.0);
        gap += laden - ballast;
        // Half of the ships are laden; the threshold is half way between the means, as registers give them.
        let half_way = f64::midpoint(
            summer - 0.08 * deadweight / (1.025 * length * beam * 0.84),
            (2.0 + 0.02 * length) * 0.9,
        );
        let is_laden = draws.unit() < 0.5;
        let seen = if is_laden { laden } else { ballast } + sigma_m * draws.normal();
        mistaken += u32::from((seen > half_way) != is_laden);
        let seen = laden + sigma_m * draws.normal();
        // As reckoned: mean coefficients, sea water, 4 % stores, no ballast left.
        let reckoned_full = 1.025 * length * beam * summer * 0.75;
        let tonnes = reckoned_full
            - 1.025 * length * beam * ((1.0 + 2.0 * 0.75 / 0.99) / 3.0) * (summer - seen)
            - (reckoned_full - deadweight)
            - 0.04 * deadweight;
        square += (tonnes.min(0.98 * deadweight) - cargo).powi(2);
    }
    let count = f64::from(DRAWS);
    Errors { mistaken: f64::from(mistaken) / count, cargo_t: (square / count).sqrt(), gap_m: gap / count }
}

pub(crate) fn print() {
    println!("\nLADEN OR IN BALLAST, AND TONNES, by the standard deviation of the draught");
    for ship in SHIPS {
        println!("  {} t deadweight, gap of the draughts {:.1} m", ship.0, errors(&ship, 0.1).gap_m);
        for sigma in SIGMAS_M {
            let e = errors(&ship, sigma);
            println!(
                "    {sigma:.2} m: mistaken {:>4.1} %, cargo off by {:>5.0} t (1 sd; {:.0} % of deadweight)",
                100.0 * e.mistaken,
                e.cargo_t,
                100.0 * e.cargo_t / ship.0
            );
        }
    }
}
