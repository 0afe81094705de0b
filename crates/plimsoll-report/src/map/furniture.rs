//! What makes a drawing a map: graticule, scale bar, north arrow, and a globe that shows where on the Earth it lies.

use super::label::Rect;
use super::projection::Frame;
use crate::coastline;
use crate::figure::{Anchor, Canvas, Point, line, n, path, text};
use crate::number;
use maud::{Markup, html};
use plimsoll_model::{Area, Bounds, Position};

/// Steps of the graticule, minutes of arc.
const STEPS: [f64; 14] =
    [0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0];

/// Meridians and parallels, labelled at the lower and left edge where the globe leaves room.
pub(super) fn graticule(frame: &Frame, canvas: Canvas, globe: Option<Rect>) -> Markup {
    let is_free = |left: f64, bottom: f64| {
        let label = Rect { left, top: bottom - 10.0, right: left + 40.0, bottom };
        !globe.is_some_and(|globe| globe.overlaps(&label))
    };
    let most = canvas.pick(7.0, 3.0) * frame.size.x / canvas.width();
    let step =
        STEPS.into_iter().find(|step| frame.span() * 60.0 / step <= most.max(1.6)).unwrap_or(3600.0) / 60.0;
    let size = frame.size;
    html! {
        @for (lon, x) in frame.meridians(step) {
            (line("graticule", Point { x, y: 0.0 }, Point { x, y: size.y }))
            @if x > 24.0 && x < size.x - 30.0 && is_free(x - 20.0, size.y - 5.0) {
                (text("degrees", Point { x, y: size.y - 5.0 }, Anchor::Middle, &degrees(lon, ["E", "W"])))
            }
        }
        @for (lat, y) in frame.parallels(step) {
            (line("graticule", Point { x: 0.0, y }, Point { x: size.x, y }))
            @if y > 14.0 && y < size.y - 20.0 && is_free(4.0, y - 3.0) {
                (text("degrees", Point { x: 4.0, y: y - 3.0 }, Anchor::Start, &degrees(lat, ["N", "S"])))
            }
        }
    }
}

/// Degrees and minutes, such as `49°18′ N`.
fn degrees(value: f64, [positive, negative]: [&str; 2]) -> String {
    let halves = (value.abs() * 120.0).round() as u32;
    let (whole, minutes) = (halves / 120, f64::from(halves % 120) / 2.0);
    let side = if halves == 0 || (halves == 180 * 120 && positive == "E") {
        ""
    } else if value > 0.0 {
        positive
    } else {
        negative
    };
    let minutes = if minutes > 0.0 { format!("{}′", number::plain(minutes)) } else { String::new() };
    format!("{whole}°{minutes}\u{a0}{side}").trim_end().into()
}

/// Height of the strip below a map, px.
pub(super) const STRIP: f64 = 36.0;

/// The strip below a map, where nothing is covered: scale bar and north arrow.
pub(super) fn strip(frame: &Frame) -> Markup {
    let most = (frame.size.x * 0.3).min(180.0);
    html! {
        (scale_bar(frame, Point { x: 2.0, y: frame.size.y + 16.0 }, most))
        (north_arrow(Point { x: frame.size.x - 12.0, y: frame.size.y + 30.0 }))
    }
}

/// The scale bar at a point: kilometres above, nautical miles below. It holds at the middle of the map.
fn scale_bar(frame: &Frame, at: Point, most: f64) -> Markup {
    let Some(pixel) = frame.pixel().filter(|p| p.to_metres() > 0.0) else { return html! {} };
    let bar = |unit_m: f64| {
        let units = round_down(most * pixel.to_metres() / unit_m);
        (units, units * unit_m / pixel.to_metres())
    };
    let ((km, km_px), (nm, nm_px)) = (bar(1000.0), bar(1852.0));
    let foot = |y: f64, px: f64, tall: f64| {
        format!("M{} {}v{}h{}v{}", n(at.x), n(y - tall), n(tall), n(px), n(-tall))
    };
    html! {
        path.scalebar d=(foot(at.y - 2.0, km_px, 5.0)) {}
        (text("scaletext", Point { x: at.x + km_px + 5.0, y: at.y - 2.0 }, Anchor::Start, &format!("{} km", amount(km))))
        path.scalebar d=(foot(at.y + 2.0, nm_px, -5.0)) {}
        (text("scaletext", Point { x: at.x + nm_px + 5.0, y: at.y + 11.0 }, Anchor::Start, &format!("{} NM", amount(nm))))
    }
}

/// The length of a bar in words.
fn amount(units: f64) -> String {
    if units < 1.0 { number::fixed(units, if units < 0.1 { 2 } else { 1 }) } else { number::plain(units) }
}

/// The greatest of 1, 2 and 5 times a power of ten that is not above a number.
fn round_down(value: f64) -> f64 {
    let power = 10f64.powf(value.max(1e-6).log10().floor());
    [5.0, 2.0, 1.0].map(|k| k * power).into_iter().find(|step| *step <= value).unwrap_or(power)
}

/// The north arrow, its foot at a point.
fn north_arrow(at: Point) -> Markup {
    let tip = [(0.0, -26.0), (6.0, -8.0), (0.0, -12.0), (-6.0, -8.0)];
    html! {
        path.north d=(path(tip.map(|(dx, dy)| Point { x: at.x + dx, y: at.y + dy }), true)) {}
        (text("northtext", Point { x: at.x, y: at.y + 4.0 }, Anchor::Middle, "N"))
    }
}

/// A globe seen from above the middle of the map, with the map's box on it (orthographic projection, Snyder 1987,
/// equations 20-3 and 20-4). Land behind the horizon is drawn onto the rim.
pub(super) fn globe(frame: &Frame, at: Point, radius: f64) -> Markup {
    let Some(centre) = frame.centre() else { return html! {} };
    let world = Bounds { south_deg: -90.0, north_deg: 90.0, west_deg: -180.0, east_deg: 180.0 };
    let land = coastline::coastline_for(world).polygons;
    let project = |p: &Position| orthographic(centre, *p, at, radius);
    html! {
        circle.globe cx=(n(at.x)) cy=(n(at.y)) r=(n(radius)) {}
        @for ring in land.iter().filter(|ring| ring.iter().any(|p| is_seen(centre, *p))) {
            path.globeland fill-rule="evenodd" d={ (path(ring.iter().map(project), true)) (rim(ring, centre, at, radius)) } {}
        }
        path.globebox d=(path(outline(frame).iter().map(project), true)) {}
        circle.globerim cx=(n(at.x)) cy=(n(at.y)) r=(n(radius)) {}
    }
}

/// The rim as a path, for a ring that holds the point farthest from the centre: moved to the rim, such a ring covers all
/// but what it should, and the rim turns that round.
fn rim(ring: &[Position], centre: Position, at: Point, radius: f64) -> String {
    let far_lon = if centre.lon_deg() > 0.0 { centre.lon_deg() - 180.0 } else { centre.lon_deg() + 180.0 };
    let far = Position::from_lat_lon(-centre.lat_deg(), far_lon);
    let land = Area::Polygon { exterior: ring.to_vec(), holes: Vec::new() };
    if !far.is_ok_and(|far| land.contains(far)) {
        return String::new();
    }
    let (left, r) = (n(at.x - radius), n(radius));
    let across = n(2.0 * radius);
    format!("M{left} {}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0Z", n(at.y))
}

/// Cosine of the angle at the Earth's centre between two positions.
fn cos_apart(a: Position, b: Position) -> f64 {
    let (phi0, phi) = (a.lat_deg().to_radians(), b.lat_deg().to_radians());
    phi0.sin() * phi.sin() + phi0.cos() * phi.cos() * (b.lon_deg() - a.lon_deg()).to_radians().cos()
}

fn is_seen(centre: Position, p: Position) -> bool {
    cos_apart(centre, p) > 0.0
}

/// A position on the globe; one behind the horizon is moved to the rim.
fn orthographic(centre: Position, p: Position, at: Point, radius: f64) -> Point {
    let (phi0, phi) = (centre.lat_deg().to_radians(), p.lat_deg().to_radians());
    let lambda = (p.lon_deg() - centre.lon_deg()).to_radians();
    let x = phi.cos() * lambda.sin();
    let y = phi0.cos() * phi.sin() - phi0.sin() * phi.cos() * lambda.cos();
    let far = if is_seen(centre, p) { 1.0 } else { x.hypot(y).max(1e-9) };
    Point { x: at.x + x / far * radius, y: at.y - y / far * radius }
}

/// The outline of the map, with points between its corners so that it bends on the globe. A small one is widened to
/// be seen.
fn outline(frame: &Frame) -> Vec<Position> {
    let more = (5.0 / frame.span() - 1.0).max(0.0) * frame.size.x / 2.0;
    let bounds = frame.bounds(more);
    let span = (bounds.east_deg - bounds.west_deg).rem_euclid(360.0);
    let tall = bounds.north_deg - bounds.south_deg;
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    let sides = corners.windows(2).flat_map(|w| {
        (0..8).map(move |k| {
            let t = f64::from(k) / 8.0;
            (w[0].0 + t * (w[1].0 - w[0].0), w[0].1 + t * (w[1].1 - w[0].1))
        })
    });
    sides
        .filter_map(|(u, v)| {
            let lon = (bounds.west_deg + u * span + 540.0).rem_euclid(360.0) - 180.0;
            Position::from_lat_lon((bounds.south_deg + v * tall).clamp(-90.0, 90.0), lon).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_written_as_sailors_write_them() {
        assert_eq!(degrees(49.3, ["N", "S"]), "49°18′\u{a0}N");
        assert_eq!(degrees(-123.0, ["E", "W"]), "123°\u{a0}W");
        assert_eq!(degrees(-180.0, ["E", "W"]), "180°");
        assert_eq!(degrees(0.0, ["N", "S"]), "0°");
        assert_eq!(degrees(1.991_666_666, ["N", "S"]), "1°59.5′\u{a0}N");
    }

    #[test]
    fn the_scale_bar_has_a_round_length_that_fits() {
        assert!((round_down(37.0) - 20.0).abs() < 1e-9);
        assert!((round_down(0.99) - 0.5).abs() < 1e-9);
        assert!((round_down(5.0) - 5.0).abs() < 1e-9);
    }

    #[test]
    fn the_pole_is_at_the_top_of_the_globe_and_the_far_side_on_its_rim() {
        let at = |lat, lon| Position::from_lat_lon(lat, lon).unwrap();
        let middle = Point { x: 0.0, y: 0.0 };
        let pole = orthographic(at(0.0, 20.0), at(90.0, 0.0), middle, 50.0);
        assert!(pole.x.abs() < 1e-9 && (pole.y + 50.0).abs() < 1e-9);
        let far = orthographic(at(0.0, 20.0), at(10.0, -150.0), middle, 50.0);
        assert!((far.x.hypot(far.y) - 50.0).abs() < 1e-9);
    }
}
