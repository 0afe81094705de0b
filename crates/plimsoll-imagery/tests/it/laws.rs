//! The laws of clutter against a second implementation and against draws.

use crate::clutter::Draws;
use plimsoll_imagery::clutter::natural_log;
use plimsoll_imagery::threshold::{Law, ThresholdTable, upper_gamma_share};

/// Orders, thresholds over the mean for 1e-6, 1e-7 and 1e-8, and the same as standard deviations above the mean.
const PRINTED: [(f64, [f64; 3], [f64; 3]); 6] = [
    (0.5, [44.7, 57.5, 71.8], [26.7, 34.5, 43.2]),
    (1.0, [27.0, 34.2, 42.0], [21.6, 27.5, 34.0]),
    (2.0, [17.3, 21.5, 26.0], [17.8, 22.3, 27.2]),
    (4.0, [11.9, 14.5, 17.2], [15.0, 18.4, 22.2]),
    (10.0, [8.2, 9.7, 11.3], [12.2, 14.7, 17.4]),
    (f64::INFINITY, [5.0, 5.7, 6.2], [8.5, 9.8, 11.0]),
];

#[test]
fn thresholds_of_the_k_law_are_those_computed_elsewhere() {
    for (order, over_mean, sigmas) in PRINTED {
        let law = Law::K { looks: 4.4, order };
        for ((pfa, t), n) in [1e-6, 1e-7, 1e-8].into_iter().zip(over_mean).zip(sigmas) {
            let found = law.threshold(pfa);
            assert!((found - t).abs() < 0.0501, "order {order}, rate {pfa}: {found}, not {t}");
            let deviations = (found - 1.0) / law.variance().sqrt();
            assert!(
                (deviations - n).abs() < 0.0501,
                "order {order}, rate {pfa}: {deviations} sigma, not {n}"
            );
        }
    }
}

#[test]
fn the_table_is_the_law() {
    for looks in [1.0, 4.4, 12.0] {
        let table = ThresholdTable::new(looks, 0.2, 300.0);
        for order in [0.2, 0.27, 0.5, 1.3, 4.0, 11.0, 55.0, 100.0, 300.0, 900.0, 1e9] {
            for pfa in [1e-3, 1e-6, 1e-9] {
                let exact = Law::K { looks, order }.threshold(pfa);
                let found = table.threshold(order, pfa);
                assert!(
                    (found / exact - 1.0).abs() < 4e-3,
                    "{looks} looks, order {order}, rate {pfa}: {found}, {exact}"
                );
            }
        }
    }
}

/// Four looks: `Q(4, x) = e^-x (1 + x + x^2/2 + x^3/6)`; the texture by the midpoint rule in its square root.
fn exceedance_of_four_looks(order: f64, t: f64) -> f64 {
    let step = 2e-4;
    let norm = order * order.ln() - libm::lgamma(order);
    (0..100_000)
        .map(|i| {
            let root = step * (f64::from(i) + 0.5);
            let x = root * root;
            let y = 4.0 * t / x;
            let q = (-y).exp() * (1.0 + y * (1.0 + y * (0.5 + y / 6.0)));
            let density = (norm + (order - 1.0) * x.ln() - order * x).exp();
            density * q * 2.0 * root * step
        })
        .sum()
}

#[test]
fn exceedance_by_another_quadrature() {
    for order in [0.5, 1.0, 3.3, 20.0] {
        for t in [0.3, 1.0, 5.0, 20.0] {
            let other = exceedance_of_four_looks(order, t);
            let found = Law::K { looks: 4.0, order }.exceedance(t);
            assert!((found / other - 1.0).abs() < 1e-5, "order {order}, t {t}: {found}, {other}");
        }
    }
}

#[test]
fn upper_gamma_share_of_whole_numbers() {
    for (a, x) in [(1.0, 0.1), (1.0, 30.0), (5.0, 2.0), (5.0, 40.0), (30.0, 25.0), (30.0, 80.0)] {
        let mut term = f64::exp(-x);
        let mut sum = term;
        for k in 1..a as i32 {
            term *= x / f64::from(k);
            sum += term;
        }
        assert!((upper_gamma_share(a, x) / sum - 1.0).abs() < 1e-11, "{a}, {x}");
    }
}

#[test]
fn draws_exceed_the_thresholds_as_often_as_said() {
    let mut draws = Draws::new(5, 0);
    let n = 400_000;
    for order in [0.5, 2.0] {
        let law = Law::K { looks: 4.4, order };
        let thresholds = [1e-1, 1e-2, 1e-3].map(|p| (p, law.threshold(p)));
        let drawn: Vec<f64> = (0..n).map(|_| draws.gamma(4.4) * draws.gamma(order)).collect();
        for (p, t) in thresholds {
            let found = drawn.iter().filter(|&&x| x > t).count() as f64;
            let expected = p * f64::from(n);
            assert!(
                (found - expected).abs() < 4.0 * expected.sqrt(),
                "order {order}, rate {p}: {found} of {expected}"
            );
        }
    }
    let law = Law::LogNormal { log_sd: 0.8 };
    let t = law.threshold(1e-3);
    let found = (0..n).filter(|_| (0.8 * f64::from(draws.normal()) - 0.32).exp() > t).count() as f64;
    assert!((found - 400.0).abs() < 80.0, "{found} of 400");
}

#[test]
fn logarithm_for_pixels() {
    for i in -3000..3000 {
        let x = (f64::from(i) * 0.021).exp() as f32;
        let found = f64::from(natural_log(x));
        let exact = f64::from(x).ln();
        assert!((found - exact).abs() < 4e-6 + 2e-7 * exact.abs(), "{x}: {found}, {exact}");
    }
}
