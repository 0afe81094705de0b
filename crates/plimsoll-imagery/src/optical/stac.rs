//! A STAC item: what whoever made an image says of it, in JSON.
//!
//! STAC item 1.0; view geometry extension 1.0 and 1.1; electro-optical extension 1.1; projection extension 1.1 and 2.0.
//! Every error names the key. Nothing is repaired: a value that makes no sense is refused, not clamped.

use crate::error::ImageryError;
use crate::optical::bands::Band;
use jiff::{SignedDuration, Timestamp};
use plimsoll_model::Period;
use serde_json::{Map, Value};

/// No item of one scene is larger.
const MOST_BYTES: usize = 4 << 20;

/// What an item says, key by key. Angles are as the item has them, not yet seen from the ship.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StacItem {
    /// `id`.
    pub id: Option<String>,
    /// `view:sun_azimuth`: from the middle of the scene to the sun, degrees from north.
    pub sun_azimuth_deg: Option<f64>,
    /// `view:sun_elevation`, degrees.
    pub sun_elevation_deg: Option<f64>,
    /// `view:azimuth`: from the point below the satellite to the middle of the scene, degrees from north.
    pub view_azimuth_deg: Option<f64>,
    /// `view:incidence_angle`: at the ground, from the vertical to the line of sight, degrees.
    pub incidence_deg: Option<f64>,
    /// `view:off_nadir`: at the satellite, from straight down to the middle of the scene, degrees.
    pub off_nadir_deg: Option<f64>,
    /// `gsd`, m.
    pub ground_sample_m: Option<f64>,
    /// `eo:cloud_cover`, as a share: the item has per cent.
    pub cloud_fraction: Option<f64>,
    /// `datetime`, or `start_datetime` and `end_datetime`.
    pub time: Option<Period>,
    /// `platform`, and the first of `instruments` behind it.
    pub sensor: Option<String>,
    /// Common names of the bands of the asset that is the file; empty where the item does not say.
    pub bands: Vec<Option<Band>>,
    /// `proj:epsg`, or the number of `proj:code`.
    pub epsg: Option<u32>,
    /// `proj:transform`: x and y of pixel corners, six numbers, row by row.
    pub transform: Option<[f64; 6]>,
    /// `proj:shape`: lines, samples.
    pub shape: Option<(u64, u64)>,
}

/// Reads keys out of an object, with the file's name for messages.
struct Keys<'a> {
    file: &'a str,
    map: &'a Map<String, Value>,
}

/// A value as it is shown: short, without line ends.
fn shown(value: &Value) -> String {
    let text: String = value.to_string().chars().take(60).collect();
    text.replace(char::is_control, " ")
}

impl Keys<'_> {
    fn wrong(&self, key: &str, found: impl Into<String>, expected: &str) -> ImageryError {
        wrong(self.file, key, found, expected)
    }

    /// A number between two bounds, both allowed.
    fn number(&self, key: &str, (low, high): (f64, f64), unit: &str) -> Result<Option<f64>, ImageryError> {
        let value = match self.map.get(key) {
            None | Some(Value::Null) => return Ok(None),
            Some(value) => value,
        };
        let expected = format!("a number from {low} to {high} {unit}");
        match value.as_f64() {
            Some(number) if number >= low && number <= high => Ok(Some(number)),
            Some(number) => Err(self.wrong(key, number.to_string(), &expected)),
            None => Err(self.wrong(key, shown(value), &expected)),
        }
    }

    fn text(&self, key: &str) -> Result<Option<&str>, ImageryError> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(key, shown(other), "a text")),
        }
    }

    fn instant(&self, key: &str) -> Result<Option<Timestamp>, ImageryError> {
        let Some(text) = self.text(key)? else { return Ok(None) };
        let expected = "a time with its offset from UTC (RFC 3339), such as 2021-01-05T18:20:05Z";
        text.parse().map(Some).map_err(|_| self.wrong(key, shown(&Value::from(text)), expected))
    }

    fn numbers(&self, key: &str) -> Result<Option<Vec<f64>>, ImageryError> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(items)) if items.len() <= 16 => {
                let numbers: Option<Vec<f64>> = items.iter().map(Value::as_f64).collect();
                numbers
                    .map(Some)
                    .ok_or_else(|| self.wrong(key, shown(&Value::Array(items.clone())), "numbers"))
            }
            Some(other) => Err(self.wrong(key, shown(other), "a short list of numbers")),
        }
    }
}

fn wrong(file: &str, key: &str, found: impl Into<String>, expected: &str) -> ImageryError {
    ImageryError::Malformed {
        file: file.to_owned(),
        place: format!("key `{key}`"),
        found: found.into(),
        expected: expected.to_owned(),
    }
}

impl StacItem {
    /// Reads an item. `file` names it in messages; `image` is the name of the image, by which its asset is found.
    ///
    /// # Errors
    /// [`ImageryError::Malformed`] that names the key: no JSON, not a Feature, a value of the wrong type or out of range.
    pub fn read(file: &str, image: &str, bytes: &[u8]) -> Result<Self, ImageryError> {
        if bytes.len() > MOST_BYTES {
            let found = format!("{} bytes", bytes.len());
            return Err(wrong(file, "(whole file)", found, "an item of one scene, at most 4 MB"));
        }
        let item: Value = serde_json::from_slice(bytes)
            .map_err(|e| wrong(file, "(whole file)", e.to_string(), "a STAC item in JSON"))?;
        let top = item.as_object().ok_or_else(|| wrong(file, "(whole file)", shown(&item), "an object"))?;
        if top.get("type").and_then(Value::as_str) != Some("Feature") {
            let found = top.get("type").map_or_else(|| "nothing".to_owned(), shown);
            return Err(wrong(
                file,
                "type",
                found,
                "\"Feature\": a STAC item, not a collection or catalogue",
            ));
        }
        let properties = match top.get("properties") {
            Some(Value::Object(map)) => map,
            other => {
                let found = other.map_or_else(|| "nothing".to_owned(), shown);
                return Err(wrong(file, "properties", found, "an object"));
            }
        };
        let keys = Keys { file, map: properties };
        let asset = asset(top, image);
        let mut read = Self {
            id: Keys { file, map: top }.text("id")?.map(str::to_owned),
            sun_azimuth_deg: keys.number("view:sun_azimuth", (0.0, 360.0), "degrees")?,
            sun_elevation_deg: keys.number("view:sun_elevation", (-90.0, 90.0), "degrees")?,
            view_azimuth_deg: keys.number("view:azimuth", (0.0, 360.0), "degrees")?,
            incidence_deg: keys.number("view:incidence_angle", (0.0, 90.0), "degrees")?,
            off_nadir_deg: keys.number("view:off_nadir", (0.0, 90.0), "degrees")?,
            ground_sample_m: keys.number("gsd", (0.01, 1_000.0), "m")?,
            cloud_fraction: keys.number("eo:cloud_cover", (0.0, 100.0), "per cent")?.map(|c| c / 100.0),
            time: time(&keys)?,
            sensor: sensor(&keys)?,
            bands: Vec::new(),
            ..Self::default()
        };
        // What stands at the asset goes before what stands at the item (projection extension, "best practices").
        for map in asset.into_iter().chain([properties]) {
            read.place(&Keys { file, map })?;
        }
        for map in asset.into_iter().chain([properties]) {
            if read.bands.is_empty() {
                read.bands = bands(&Keys { file, map })?;
            }
        }
        Ok(read)
    }

    /// Fills what is still open of the place.
    fn place(&mut self, keys: &Keys<'_>) -> Result<(), ImageryError> {
        if self.epsg.is_none() {
            self.epsg = epsg(keys)?;
        }
        if self.transform.is_none()
            && let Some(numbers) = keys.numbers("proj:transform")?
        {
            let is_whole = matches!(numbers.len(), 6 | 9) && numbers.iter().all(|n| n.is_finite());
            let expected = "six numbers, or nine of which the last three are 0, 0, 1";
            let end_is_plain = numbers.len() == 6
                || numbers.get(6..).is_some_and(|end| {
                    end.iter().zip([0.0, 0.0, 1.0]).all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-12)
                });
            let first: Option<[f64; 6]> = numbers.get(..6).and_then(|six| six.try_into().ok());
            match first {
                Some(first) if is_whole && end_is_plain => self.transform = Some(first),
                _ => return Err(keys.wrong("proj:transform", format!("{numbers:?}"), expected)),
            }
        }
        if self.shape.is_none()
            && let Some(numbers) = keys.numbers("proj:shape")?
        {
            let whole = |n: f64| ((1.0..=4e9).contains(&n) && n.fract().abs() <= 0.0).then_some(n as u64);
            let shape = match numbers[..] {
                [lines, samples] => whole(lines).zip(whole(samples)),
                _ => None,
            };
            let expected = "two whole numbers: lines, samples";
            self.shape =
                Some(shape.ok_or_else(|| keys.wrong("proj:shape", format!("{numbers:?}"), expected))?);
        }
        Ok(())
    }
}

fn epsg(keys: &Keys<'_>) -> Result<Option<u32>, ImageryError> {
    if let Some(code) = keys.text("proj:code")? {
        let number = code.strip_prefix("EPSG:").and_then(|n| n.parse().ok());
        return number
            .map(Some)
            .ok_or_else(|| keys.wrong("proj:code", shown(&Value::from(code)), "EPSG and a number"));
    }
    Ok(keys.number("proj:epsg", (1.0, 999_999.0), "")?.map(|n| n as u32))
}

/// One second from `datetime`, or from `start_datetime` to `end_datetime`.
fn time(keys: &Keys<'_>) -> Result<Option<Period>, ImageryError> {
    let (start, end) = (keys.instant("start_datetime")?, keys.instant("end_datetime")?);
    let at = keys.instant("datetime")?;
    if let (Some(start), Some(end)) = (start, end)
        && end > start
    {
        return Ok(Period::new(start, end).ok());
    }
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        return Err(keys.wrong(
            "end_datetime",
            end.to_string(),
            &format!("a time not before start_datetime, {start}"),
        ));
    }
    let Some(at) = at.or(start) else { return Ok(None) };
    let end = at
        .checked_add(SignedDuration::from_secs(1))
        .map_err(|_| keys.wrong("datetime", at.to_string(), "a time within the calendar"))?;
    Ok(Period::new(at, end).ok())
}

fn sensor(keys: &Keys<'_>) -> Result<Option<String>, ImageryError> {
    let platform = keys.text("platform")?.map(str::to_owned);
    let first = keys.map.get("instruments").and_then(|v| v.as_array()?.first()?.as_str());
    let words: Vec<String> = platform.into_iter().chain(first.map(str::to_owned)).collect();
    Ok((!words.is_empty()).then(|| words.join(" ")))
}

/// The asset whose `href` ends with the image's name.
fn asset<'a>(top: &'a Map<String, Value>, image: &str) -> Option<&'a Map<String, Value>> {
    let name = |href: &str| href.rsplit(['/', '\\']).next().unwrap_or(href).to_owned();
    let assets = top.get("assets")?.as_object()?;
    let is_it = |asset: &&Map<String, Value>| {
        asset.get("href").and_then(Value::as_str).is_some_and(|href| name(href) == name(image))
    };
    assets.values().filter_map(Value::as_object).find(is_it)
}

/// Common names of the bands: `eo:bands` with `common_name`, or `bands` with `eo:common_name`.
fn bands(keys: &Keys<'_>) -> Result<Vec<Option<Band>>, ImageryError> {
    for (list, name) in [("eo:bands", "common_name"), ("bands", "eo:common_name")] {
        let items = match keys.map.get(list) {
            None | Some(Value::Null) => continue,
            Some(Value::Array(items)) if items.len() <= 1_000 => items,
            Some(other) => return Err(keys.wrong(list, shown(other), "a list of bands")),
        };
        let band = |item: &Value| item.get(name).and_then(Value::as_str).and_then(Band::of_common_name);
        return Ok(items.iter().map(band).collect());
    }
    Ok(Vec::new())
}
