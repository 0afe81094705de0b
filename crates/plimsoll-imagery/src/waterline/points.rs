//! A file of points: CSV, UTF-8, one point a row, columns in any order under the header
//! `image,ship,analyst,set_at,mark,station,number,line,sample,value_m,sd_px,note`.
//!
//! The rows of one image, ship, analyst and time make a set. A row that is not understood is a reject; the others stand.

use super::rows::{Line, Lines, MOST_LINE_BYTES, fields};
use crate::error::ImageryError;
use jiff::Timestamp;
use plimsoll_model::{ExhibitId, ImagePoint, Mark, PointSet, Reject, Source, Station};
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// Columns that must be there.
const NEEDED: [&str; 7] = ["image", "ship", "analyst", "set_at", "mark", "line", "sample"];
/// Columns that may be there.
const OPTIONAL: [&str; 5] = ["station", "number", "value_m", "sd_px", "note"];
/// Points that are kept of one file.
const MOST_POINTS: usize = 200_000;
/// Rejects that are kept of one file.
const MOST_REJECTS: usize = 10_000;
/// Letters that a name may have.
const MOST_NAME: usize = 200;
/// No image is longer than this, in pixels.
const MOST_PIXELS: f64 = 1e6;
/// No height and no draught is greater than this, m.
const MOST_VALUE_M: f64 = 100.0;

/// What makes a set.
type SetKey = (String, String, String, Timestamp);

/// Reads a file of points into sets, in the order in which they begin, and rejects.
///
/// `file` is how messages call it. At most 200,000 points and 10,000 rejects are kept; the last reject says so.
///
/// # Errors
///
/// [`ImageryError::Io`] if the stream breaks; [`ImageryError::Malformed`] if it has no header with the columns needed.
pub fn point_sets(
    reader: impl BufRead,
    file: &str,
    exhibit: ExhibitId,
) -> Result<(Vec<PointSet>, Vec<Reject>), ImageryError> {
    let io = |error| ImageryError::Io { file: file.to_owned(), error };
    let mut lines = Lines::new(reader);
    let columns = loop {
        let Some(line) = lines.next().map_err(io)? else {
            return Err(malformed(file, "no line".into()));
        };
        if line.is_cut || !line.bytes.trim_ascii().is_empty() {
            break Columns::new(&line).map_err(|found| malformed(file, found))?;
        }
    };
    let mut table = Sets {
        exhibit,
        order: BTreeMap::new(),
        sets: vec![],
        rejects: vec![],
        seen: BTreeSet::new(),
        points: 0,
    };
    while let Some(line) = lines.next().map_err(io)? {
        if line.bytes.trim_ascii().is_empty() {
            continue;
        }
        let is_full = table.points >= MOST_POINTS || table.rejects.len() >= MOST_REJECTS;
        if is_full {
            let reason = format!(
                "more than {MOST_POINTS} points or {MOST_REJECTS} rejects: nothing is read from here on"
            );
            table.reject(&line, reason);
            break;
        }
        table.take(&columns, &line);
    }
    Ok((table.sets, table.rejects))
}

/// Whether all points of a set lie in an image of this size.
///
/// # Errors
///
/// In words: which do not.
pub fn check_inside(set: &PointSet, lines: u64, samples: u64) -> Result<(), String> {
    let outside = |p: &&ImagePoint| {
        let is_in = |at: f64, size: u64| at >= -0.5 && at <= size as f64 - 0.5;
        !is_in(p.line, lines) || !is_in(p.sample, samples)
    };
    match set.points.iter().find(outside) {
        None => Ok(()),
        Some(point) => Err(format!(
            "{} at line {}, sample {} lies outside the image of {lines} lines and {samples} samples: the points are of another \
             copy of it, resized or turned",
            point.mark.as_str(),
            point.line,
            point.sample
        )),
    }
}

fn malformed(file: &str, found: String) -> ImageryError {
    ImageryError::Malformed {
        file: file.to_owned(),
        place: "header".into(),
        found,
        expected: format!(
            "a line of column names: {}; and if wanted {}",
            NEEDED.join(","),
            OPTIONAL.join(",")
        ),
    }
}

/// Which field of a row holds which column.
struct Columns {
    places: BTreeMap<&'static str, usize>,
    count: usize,
}

impl Columns {
    fn new(line: &Line) -> Result<Self, String> {
        let names = cells(line)?;
        let mut places = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            let name = name.to_lowercase();
            if let Some(known) = NEEDED.into_iter().chain(OPTIONAL).find(|known| *known == name)
                && places.insert(known, at).is_some()
            {
                return Err(format!("two columns {known}"));
            }
        }
        match NEEDED.into_iter().find(|name| !places.contains_key(name)) {
            Some(missing) => Err(format!("no column {missing}")),
            None => Ok(Self { places, count: names.len() }),
        }
    }

    fn get<'f>(&self, fields: &'f [String], name: &str) -> &'f str {
        self.places.get(name).and_then(|at| fields.get(*at)).map_or("", String::as_str)
    }
}

fn cells(line: &Line) -> Result<Vec<String>, String> {
    if line.is_cut {
        return Err(format!("a line longer than {MOST_LINE_BYTES} bytes"));
    }
    let text = std::str::from_utf8(&line.bytes).map_err(|_| "bytes that are not UTF-8 text".to_owned())?;
    fields(text).map_err(str::to_owned)
}

/// The sets as they grow.
struct Sets {
    exhibit: ExhibitId,
    order: BTreeMap<SetKey, usize>,
    sets: Vec<PointSet>,
    rejects: Vec<Reject>,
    /// Set, mark, station, number, and the bits of line and sample: a row that says the same again.
    seen: BTreeSet<(usize, Mark, Option<Station>, u32, u64, u64)>,
    points: usize,
}

impl Sets {
    fn source(&self, line: &Line) -> Source {
        Source { exhibit: self.exhibit, line: line.number, byte_offset: line.offset }
    }

    fn reject(&mut self, line: &Line, reason: String) {
        self.rejects.push(Reject::new(self.source(line), reason, &line.bytes));
    }

    fn take(&mut self, columns: &Columns, line: &Line) {
        match row(columns, line) {
            Err(reason) => self.reject(line, reason),
            Ok((key, point)) => self.put(line, key, point),
        }
    }

    fn put(&mut self, line: &Line, key: SetKey, point: ImagePoint) {
        let source = self.source(line);
        let at = *self.order.entry(key).or_insert_with_key(|(image, ship, analyst, set_at)| {
            self.sets.push(PointSet {
                image: image.clone(),
                ship: ship.clone(),
                analyst: analyst.clone(),
                set_at: *set_at,
                points: vec![],
                source,
            });
            self.sets.len() - 1
        });
        let same =
            (at, point.mark, point.station, point.number, point.line.to_bits(), point.sample.to_bits());
        if self.seen.insert(same) {
            self.sets[at].points.push(point);
            self.points += 1;
        } else {
            self.reject(line, "the same point of the same set a second time".into());
        }
    }
}

fn row(columns: &Columns, line: &Line) -> Result<(SetKey, ImagePoint), String> {
    let fields = cells(line)?;
    if fields.len() != columns.count {
        return Err(format!("{} fields, expected {} as in the header", fields.len(), columns.count));
    }
    let get = |name| columns.get(&fields, name);
    let key = (
        name(get("image"), "image")?,
        name(get("ship"), "ship")?,
        name(get("analyst"), "analyst")?,
        time(get("set_at"))?,
    );
    let mark = mark(get("mark"))?;
    let point = ImagePoint {
        line: pixel(get("line"), "line")?,
        sample: pixel(get("sample"), "sample")?,
        mark,
        station: station(get("station"), mark)?,
        number: number(get("number"))?,
        value_m: value(get("value_m"), mark)?,
        sd_px: sd(get("sd_px"))?,
    };
    Ok((key, point))
}

fn shown(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn name(text: &str, column: &str) -> Result<String, String> {
    let letters = text.chars().count();
    match letters {
        0 => Err(format!("no {column}")),
        _ if letters > MOST_NAME => {
            Err(format!("{column} of {letters} letters, expected at most {MOST_NAME}"))
        }
        _ if text.contains(char::is_control) => Err(format!("{column} with control characters")),
        _ => Ok(text.to_owned()),
    }
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| {
        format!(
            "set_at `{}`, expected a time with its offset, as 2026-11-22T19:05:00Z or ...+09:00",
            shown(text)
        )
    })
}

fn mark(text: &str) -> Result<Mark, String> {
    let plain = text.to_lowercase().replace([' ', '_'], "-");
    if let Some(mark) = Mark::parse(&plain) {
        return Ok(mark);
    }
    let words: Vec<&str> = Mark::ALL.iter().map(|(_, word)| *word).collect();
    let short: String = plain.chars().take(40).collect();
    let near = words.iter().min_by_key(|word| strsim::damerau_levenshtein(&short, word));
    let like = near.filter(|word| strsim::damerau_levenshtein(&short, word) * 3 <= word.len());
    Err(match like {
        Some(word) => format!("mark `{}`; did you mean `{word}`?", shown(text)),
        None => format!("mark `{}`, expected one of {}", shown(text), words.join(", ")),
    })
}

fn number(text: &str) -> Result<u32, String> {
    if text.is_empty() {
        return Ok(0);
    }
    text.parse().map_err(|_| format!("number `{}`, expected a whole number from 0", shown(text)))
}

fn decimal(text: &str, column: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| format!("{column} `{}`, expected a number", shown(text)))
}

fn pixel(text: &str, column: &str) -> Result<f64, String> {
    let at = decimal(text, column)?;
    if !(-0.5..=MOST_PIXELS).contains(&at) {
        return Err(format!("{column} {at}, which lies outside any image"));
    }
    Ok(at)
}

fn sd(text: &str) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let sd = decimal(text, "sd_px")?;
    if !(sd > 0.0 && sd <= 100.0) {
        return Err(format!("sd_px {sd}, expected more than 0 and at most 100"));
    }
    Ok(Some(sd))
}

fn station(text: &str, mark: Mark) -> Result<Option<Station>, String> {
    let is_needed = matches!(
        mark,
        Mark::DeckEdge | Mark::Waterline | Mark::ShadowEdge | Mark::BandTop | Mark::DraughtMark
    );
    match (Station::parse(&text.to_lowercase()), text.is_empty()) {
        (Some(station), _) => Ok(Some(station)),
        (None, true) if is_needed => Err(format!("{} without station: fore, mid or aft", mark.as_str())),
        (None, true) => Ok(None),
        (None, false) => Err(format!("station `{}`, expected fore, mid, aft or nothing", shown(text))),
    }
}

fn value(text: &str, mark: Mark) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return match mark {
            Mark::DraughtMark => Err("draught-mark without value_m: the draught that it reads, m".into()),
            _ => Ok(None),
        };
    }
    let value = decimal(text, "value_m")?;
    if !(0.0..=MOST_VALUE_M).contains(&value) {
        return Err(format!("value_m {value}, expected 0 to {MOST_VALUE_M} m"));
    }
    Ok(Some(value))
}
