//! Vectors of three: east, north, up (or forward, to port, up), m.

/// East, north, up.
pub(super) type Vector = [f64; 3];

pub(super) fn plus(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(super) fn minus(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(super) fn times(a: Vector, by: f64) -> Vector {
    [a[0] * by, a[1] * by, a[2] * by]
}

pub(super) fn inner(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn outer(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// The vector made 1 long; itself where it has no length.
pub(super) fn upon_length(a: Vector) -> Vector {
    let length = inner(a, a).sqrt();
    if length > 0.0 { times(a, 1.0 / length) } else { a }
}

/// The unit vector of an azimuth and an elevation, degrees.
pub(super) fn towards(azimuth_deg: f64, elevation_deg: f64) -> Vector {
    let (sin, cos) = azimuth_deg.to_radians().sin_cos();
    let (up, flat) = elevation_deg.to_radians().sin_cos();
    [sin * flat, cos * flat, up]
}
