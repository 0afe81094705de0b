//! `[[area]]`: the places of a case and their extent.

use super::section::{Field, Section};
use crate::error::CaseError;
use plimsoll_model::{Area, Length, Place, Position, PositionError, Product, TerminalRole};
use std::collections::BTreeMap;

pub(super) const KEYS: [&str; 9] =
    ["name", "locode", "role", "product", "circle", "polygon", "geojson", "listed_as", "source"];
const EXTENTS: [&str; 3] = ["circle", "polygon", "geojson"];
const CIRCLE: &str = "circle = { lat_deg = 42.75, lon_deg = 133.083, radius_nm = 2.0 }";
const POLYGON: &str = "polygon = [[49.295, -122.961], [49.295, -122.947], [49.288, -122.947]]";
pub(super) const GEOJSON: &str =
    r#"geojson = { exhibit = "zones.geojson", property = "name", value = "westridge" }"#;
/// Corners that fit in a line of a text file; an outline with more belongs in an exhibit.
const MOST_CORNERS: usize = 1000;
/// A terminal, a port or an anchorage lies within this of its centre, nautical miles.
const MOST_RADIUS_NM: f64 = 300.0;
/// Position on AIS is good to about 10 m (ITU-R M.1371, accuracy flag): a smaller circle holds no ship.
const LEAST_RADIUS_M: f64 = 50.0;

/// A place as `case.toml` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaConfig {
    /// Its name, unique in the case.
    pub name: String,
    /// UN/LOCODE, if given.
    pub locode: Option<String>,
    /// What ships do there.
    pub role: TerminalRole,
    /// What is handled there. `None`: what the case says.
    pub product: Option<Product>,
    /// Its extent.
    pub extent: Extent,
    /// The names under which tables of reports list the place, in the order given.
    pub listed_as: Vec<String>,
    /// Where the extent comes from.
    pub source: String,
    /// Line of `case.toml` on which it begins.
    pub line: usize,
}

/// Where the extent of a place is found.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// It stands in `case.toml`.
    Given(Area),
    /// It is the polygon of a GeoJSON exhibit whose property has this value.
    InExhibit {
        /// File name or id of the exhibit.
        exhibit: String,
        /// Name of the property.
        property: String,
        /// Value of the property.
        value: String,
    },
    /// Nowhere: tables of reports name the place themselves.
    ByNameOnly,
}

impl AreaConfig {
    /// The place, with the extent that was found for it (see [`Extent`]).
    pub fn place(&self, area: Option<Area>) -> Place {
        Place {
            name: self.name.clone(),
            area,
            role: self.role,
            product: self.product,
            locode: self.locode.clone(),
            source: self.source.clone(),
        }
    }
}

/// Every `[[area]]`, each name and each listed name once.
pub(super) fn read_all(sections: &[Section<'_, '_>]) -> Result<Vec<AreaConfig>, CaseError> {
    let mut areas: Vec<AreaConfig> = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut listed: BTreeMap<String, String> = BTreeMap::new();
    for section in sections {
        let area = read(section)?;
        if let Some(line) = names.insert(area.name.to_lowercase(), area.line) {
            let field = section.need("name", "name = \"...\"")?;
            return Err(field
                .error(format!("a second area is called `{}`; the first begins on line {line}", area.name))
                .with_hint("give each area its own name, or delete one of the two"));
        }
        for name in &area.listed_as {
            if let Some(other) = listed.insert(name.to_lowercase(), area.name.clone()) {
                let field = section.need("listed_as", "listed_as = [\"...\"]")?;
                return Err(field
                    .error(format!("`{name}` is listed for `{other}` and for `{}`", area.name))
                    .with_hint("a name in a table can stand for one place only; leave it in one area"));
            }
        }
        areas.push(area);
    }
    Ok(areas)
}

fn read(section: &Section<'_, '_>) -> Result<AreaConfig, CaseError> {
    let name = section.need("name", "name = \"Vostochny oil terminal\"")?.text()?;
    let named = Section {
        name: format!("area `{name}`"),
        doc: section.doc,
        table: section.table,
        span: section.span.clone(),
    };
    named.only(&KEYS, explain)?;
    let listed_as = named.get("listed_as").map_or(Ok(vec![]), |f| f.texts())?;
    Ok(AreaConfig {
        locode: named.get("locode").map(|f| locode(&f)).transpose()?,
        role: named.get("role").map_or(Ok(TerminalRole::Both), |f| {
            f.word(&["loading", "discharge", "both"], TerminalRole::parse)
        })?,
        product: named.get("product").map(|f| product(&f)).transpose()?,
        extent: extent(&named, !listed_as.is_empty())?,
        source: named.text("source")?.unwrap_or_else(|| "as given in case.toml".into()),
        line: section.doc.line_at(section.span.start).0,
        listed_as,
        name,
    })
}

/// A product by its word.
pub(crate) fn product(field: &Field<'_, '_>) -> Result<Product, CaseError> {
    field.word(&Product::ALL.map(Product::as_str), |text| Product::parse(text).ok())
}

/// UN/LOCODE: two letters of the country (ISO 3166-1) and three of the place, letters or 2-9 (UNECE Recommendation 16).
fn locode(field: &Field<'_, '_>) -> Result<String, CaseError> {
    let text = field.text()?;
    let code: String = text.chars().filter(|c| *c != ' ').collect::<String>().to_ascii_uppercase();
    let is_code = code.len() == 5
        && code.bytes().take(2).all(|b| b.is_ascii_uppercase())
        && code.bytes().skip(2).all(|b| b.is_ascii_uppercase() || (b'2'..=b'9').contains(&b));
    if is_code {
        return Ok(code);
    }
    let text = crate::error::shown(&text, 40);
    Err(field
        .error(format!(
            "`{}` of {} is `{text}`, expected a UN/LOCODE of five characters",
            field.key, field.of
        ))
        .with_hint(
            "two letters for the country and three for the place, such as \"RUVYP\"; or delete the line",
        ))
}

/// Exactly one extent, or none where reports name the place.
fn extent(section: &Section<'_, '_>, is_listed: bool) -> Result<Extent, CaseError> {
    let given: Vec<Field<'_, '_>> = EXTENTS.iter().filter_map(|key| section.get(key)).collect();
    match given.as_slice() {
        [] if is_listed => Ok(Extent::ByNameOnly),
        [] => Err(section.error(format!("{} has no extent", section.name)).with_hint(format!(
            "add a line such as {CIRCLE}; or `listed_as` where the reports themselves name the place"
        ))),
        [one] => read_extent(one),
        [first, second, ..] => Err(second
            .error(format!("{} has two extents, `{}` and `{}`", section.name, first.key, second.key))
            .with_hint("keep one of the two, or make two areas")),
    }
}

fn read_extent(field: &Field<'_, '_>) -> Result<Extent, CaseError> {
    match field.key.as_str() {
        "circle" => circle(&field.section(CIRCLE)?).map(Extent::Given),
        "polygon" => polygon(field).map(Extent::Given),
        _ => geojson(&field.section(GEOJSON)?),
    }
}

pub(super) fn geojson(table: &Section<'_, '_>) -> Result<Extent, CaseError> {
    table.only(&["exhibit", "property", "value"], |_, _| None)?;
    let need = |key| table.need(key, GEOJSON)?.text();
    Ok(Extent::InExhibit { exhibit: need("exhibit")?, property: need("property")?, value: need("value")? })
}

fn circle(table: &Section<'_, '_>) -> Result<Area, CaseError> {
    table.only(&["lat_deg", "lon_deg", "radius_nm", "radius_m"], explain)?;
    let lat = table.need("lat_deg", CIRCLE)?;
    let lon = table.need("lon_deg", CIRCLE)?;
    let centre = position(&lat, &lon, &table.name, &|lat, lon| format!("lat_deg = {lat}, lon_deg = {lon}"))?;
    Ok(Area::Circle { centre, radius: radius(table)? })
}

fn radius(table: &Section<'_, '_>) -> Result<Length, CaseError> {
    let (field, radius) = match (table.get("radius_nm"), table.get("radius_m")) {
        (Some(nm), None) => (nm.number()?, nm),
        (None, Some(m)) => (m.number()?, m),
        (Some(_), Some(m)) => {
            return Err(m
                .error(format!("{} has two radii, `radius_nm` and `radius_m`", table.name))
                .with_hint("keep one of the two"));
        }
        (None, None) => {
            return Err(table
                .error(format!("the radius is missing in {}", table.name))
                .with_hint(format!("write {CIRCLE}")));
        }
    };
    let length =
        if radius.key == "radius_nm" { Length::nautical_miles(field) } else { Length::metres(field) };
    if length.to_metres() >= LEAST_RADIUS_M && length.to_nautical_miles() <= MOST_RADIUS_NM {
        return Ok(length);
    }
    let message = format!(
        "`{}` of {} is {}, expected between {LEAST_RADIUS_M} m and {MOST_RADIUS_NM} nautical miles",
        radius.key,
        radius.of,
        radius.shown_value()
    );
    let other = if radius.key == "radius_nm" { "radius_m" } else { "radius_nm" };
    let fits = if other == "radius_m" { Length::metres(field) } else { Length::nautical_miles(field) };
    let is_other = fits.to_metres() >= LEAST_RADIUS_M && fits.to_nautical_miles() <= MOST_RADIUS_NM;
    let hint = is_other.then(|| format!("did you mean {other} = {}?", radius.shown_value()));
    Err(radius.error(message).with_hint_if(hint))
}

/// A position of two fields; `write` shows how the two numbers are written in this place.
fn position(
    lat: &Field<'_, '_>,
    lon: &Field<'_, '_>,
    of: &str,
    write: &dyn Fn(&str, &str) -> String,
) -> Result<Position, CaseError> {
    Position::from_lat_lon(lat.number()?, lon.number()?).map_err(|error| {
        let (shown_lat, shown_lon) = (lat.shown_value(), lon.shown_value());
        match error {
            PositionError::Latitude { looks_exchanged, .. } => {
                let message = format!("latitude {shown_lat} of {of} is not between -90 and 90");
                lat.error(message).with_hint(if looks_exchanged {
                    format!(
                        "latitude and longitude look exchanged; did you mean {}?",
                        write(&shown_lon, &shown_lat)
                    )
                } else {
                    "write degrees and decimals, north and east positive: 42° 45' N is 42.75".into()
                })
            }
            PositionError::Longitude { .. } => {
                let message = format!("longitude {shown_lon} of {of} is not between -180 and 180");
                lon.error(message)
                    .with_hint("write degrees and decimals, west negative: 122° 57' W is -122.95")
            }
        }
    })
}

pub(super) fn polygon(field: &Field<'_, '_>) -> Result<Area, CaseError> {
    let items = field.items(POLYGON)?;
    if items.len() > MOST_CORNERS {
        return Err(field
            .error(format!(
                "`polygon` of {} has {} corners, expected at most {MOST_CORNERS}",
                field.of,
                items.len()
            ))
            .with_hint(format!("keep a fine outline in a GeoJSON file, add it and write {GEOJSON}")));
    }
    let mut corners = items.iter().enumerate().map(corner).collect::<Result<Vec<_>, _>>()?;
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    let mut distinct: Vec<(i64, i64)> = corners.iter().map(|p| (p.lat_e7(), p.lon_e7())).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 3 {
        return Err(field
            .error(format!(
                "`polygon` of {} has {} different corners, expected three or more",
                field.of,
                distinct.len()
            ))
            .with_hint(format!("write {POLYGON}")));
    }
    if let Some((a, b)) = crossing_sides(&corners) {
        return Err(field
            .error(format!(
                "`polygon` of {} crosses itself: the side after corner {} and the side after corner {} meet",
                field.of,
                a + 1,
                b + 1
            ))
            .with_hint("give the corners in the order in which one walks round the place"));
    }
    Ok(Area::Polygon { exterior: corners, holes: vec![] })
}

/// A corner of a polygon: latitude, then longitude.
fn corner((n, item): (usize, &Field<'_, '_>)) -> Result<Position, CaseError> {
    let pair = item.items("[lat, lon]")?;
    let of = format!("corner {} of {}", n + 1, item.of);
    let [lat, lon] = pair.as_slice() else {
        return Err(item
            .error(format!("{of} has {} numbers, expected latitude and longitude", pair.len()))
            .with_hint(format!("write {POLYGON}")));
    };
    position(lat, lon, &of, &|lat, lon| format!("[{lat}, {lon}]")).map_err(|error| match error.hint() {
        Some(hint) if hint.contains("exchanged") => {
            let hint = format!("{hint} A polygon here has latitude first, unlike GeoJSON");
            error.with_hint(hint)
        }
        _ => error,
    })
}

/// Two sides of the ring that cross, by the number of the corner at which each begins.
fn crossing_sides(ring: &[Position]) -> Option<(usize, usize)> {
    let n = ring.len();
    let side = |i: usize| (ring[i], ring[(i + 1) % n]);
    (0..n).find_map(|i| {
        (i + 2..n).filter(|j| !(i == 0 && *j == n - 1)).find(|j| cross(side(i), side(*j))).map(|j| (i, j))
    })
}

/// True if the two sides have a point in common within both, in the plane of latitude and longitude; sides that only
/// touch at an end do not cross.
fn cross((a, b): (Position, Position), (c, d): (Position, Position)) -> bool {
    let near = |p: Position| (p.lon_deg() - a.lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
    let turn = |p: Position, q: Position, r: Position| {
        (near(q) - near(p)) * (r.lat_deg() - p.lat_deg()) - (q.lat_deg() - p.lat_deg()) * (near(r) - near(p))
    };
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

/// Keys that people expect in an area.
fn explain(key: &str, _: &Section<'_, '_>) -> Option<String> {
    match key {
        "lat" | "latitude" => Some("the unit stands in the key: `lat_deg`, inside `circle`".into()),
        "lon" | "lng" | "long" | "longitude" => {
            Some("the unit stands in the key: `lon_deg`, inside `circle`".into())
        }
        "radius" => Some("the unit stands in the key: `radius_nm` or `radius_m`, inside `circle`".into()),
        "radius_km" => Some("write `radius_m` (1 km = 1000 m) or `radius_nm` (1 nm = 1852 m)".into()),
        "lat_deg" | "lon_deg" | "radius_nm" | "radius_m" => {
            Some(format!("these belong together in one line: {CIRCLE}"))
        }
        "bbox" | "box" | "bounds" => Some(format!("give the four corners: {POLYGON}")),
        _ => super::top_key_hint(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<Position> {
        corners.iter().map(|(lat, lon)| Position::from_lat_lon(*lat, *lon).unwrap()).collect()
    }

    #[test]
    fn a_ring_crosses_itself_or_not_also_over_the_180th_meridian() {
        let square = [(0.0, 179.0), (1.0, 179.0), (1.0, -179.0), (0.0, -179.0)];
        assert_eq!(crossing_sides(&ring(&square)), None);
        let bow = [(0.0, 179.0), (1.0, -179.0), (1.0, 179.0), (0.0, -179.0)];
        assert_eq!(crossing_sides(&ring(&bow)), Some((0, 2)));
        let touching = [(0.0, 0.0), (2.0, 0.0), (0.0, 1.0), (2.0, 2.0), (0.0, 2.0)];
        assert_eq!(crossing_sides(&ring(&touching)), None);
    }

    #[test]
    fn corners_in_order_of_bearing_never_cross() {
        for n in 3..40_u32 {
            let corner = |k: u32| {
                let (turn, reach) =
                    (f64::from(k) / f64::from(n) * std::f64::consts::TAU, 1.0 + f64::from(k % 3));
                (50.0 + reach * turn.sin(), 10.0 + reach * turn.cos())
            };
            let corners: Vec<_> = (0..n).map(corner).collect();
            assert_eq!(crossing_sides(&ring(&corners)), None, "{n}");
        }
    }
}
