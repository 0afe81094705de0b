//! Where the satellite was, and which point of the Earth it saw at a time and range.

use super::annotation::StateVector;

/// Semi-axes of WGS 84, m.
const SEMI_MAJOR_M: f64 = 6_378_137.0;
const SEMI_MINOR_M: f64 = 6_356_752.314_245;

/// Square of the semi-axis along each coordinate.
const SQUARES: [f64; 3] =
    [SEMI_MAJOR_M * SEMI_MAJOR_M, SEMI_MAJOR_M * SEMI_MAJOR_M, SEMI_MINOR_M * SEMI_MINOR_M];

pub(super) fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(super) fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// The vector at length one; `None` where it has none.
pub(super) fn unit(a: [f64; 3]) -> Option<[f64; 3]> {
    let length = dot(a, a).sqrt();
    (length.is_finite() && length > 0.0).then(|| a.map(|v| v / length))
}

/// The point on the ellipsoid where that is the vertical.
pub(super) fn on_ellipsoid(vertical: [f64; 3]) -> [f64; 3] {
    let scaled: [f64; 3] = std::array::from_fn(|i| SQUARES[i] * vertical[i]);
    let length = dot(scaled, vertical).sqrt();
    scaled.map(|v| v / length)
}

/// Position and velocity at a time, by cubic Hermite interpolation between the vectors about it; seconds after the first
/// line. Between vectors 10 s apart its error is below a millimetre. `None` more than one step outside of them.
pub(super) fn state_at(orbit: &[StateVector], time_s: f64) -> Option<StateVector> {
    let after = orbit.partition_point(|v| v.time_s <= time_s).clamp(1, orbit.len() - 1);
    let (from, to) = (&orbit[after - 1], &orbit[after]);
    let step = to.time_s - from.time_s;
    let u = (time_s - from.time_s) / step;
    if !(-1.0..=2.0).contains(&u) {
        return None;
    }
    let (u2, u3) = (u * u, u * u * u);
    let place = [2.0 * u3 - 3.0 * u2 + 1.0, u3 - 2.0 * u2 + u, 3.0 * u2 - 2.0 * u3, u3 - u2];
    let speed = [6.0 * u2 - 6.0 * u, 3.0 * u2 - 4.0 * u + 1.0, 6.0 * u - 6.0 * u2, 3.0 * u2 - 2.0 * u];
    let at = |weights: [f64; 4], i: usize| {
        weights[0] * from.position_m[i]
            + weights[1] * step * from.velocity_m_s[i]
            + weights[2] * to.position_m[i]
            + weights[3] * step * to.velocity_m_s[i]
    };
    Some(StateVector {
        time_s,
        position_m: std::array::from_fn(|i| at(place, i)),
        velocity_m_s: std::array::from_fn(|i| at(speed, i) / step),
    })
}

/// The vertical at the point of the ellipsoid that lies at that slant range and at zero Doppler, near a given one.
/// `None` if there is none within some kilometres. Newton's method on three equations: range, Doppler, ellipsoid.
pub(super) fn seen_at(state: &StateVector, slant_range_m: f64, near: [f64; 3]) -> Option<[f64; 3]> {
    let start = on_ellipsoid(near);
    let mut point = start;
    for _ in 0..20 {
        let line = minus(point, state.position_m);
        let errors = [
            (dot(line, line) - slant_range_m * slant_range_m) / 2.0,
            dot(line, state.velocity_m_s),
            (0..3).map(|i| point[i] * point[i] / SQUARES[i]).sum::<f64>() / 2.0 - 0.5,
        ];
        let normal: [f64; 3] = std::array::from_fn(|i| point[i] / SQUARES[i]);
        let step = solve(line, state.velocity_m_s, normal, errors)?;
        point = minus(point, step);
        if dot(step, step) < 1e-8 {
            let away = minus(point, start);
            return if dot(away, away) < 2e4 * 2e4 {
                unit(std::array::from_fn(|i| point[i] / SQUARES[i]))
            } else {
                None
            };
        }
    }
    None
}

/// The solution of three linear equations with these rows, by Cramer's rule.
fn solve(a: [f64; 3], b: [f64; 3], c: [f64; 3], right: [f64; 3]) -> Option<[f64; 3]> {
    let (bc, ca, ab) = (cross(b, c), cross(c, a), cross(a, b));
    let determinant = dot(a, bc);
    let solution: [f64; 3] =
        std::array::from_fn(|i| (right[0] * bc[i] + right[1] * ca[i] + right[2] * ab[i]) / determinant);
    solution.iter().all(|v| v.is_finite()).then_some(solution)
}
