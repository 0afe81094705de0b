//! Small XML documents as trees that no file can make large.
//!
//! A document has at most [`MOST_BYTES`] after unpacking, [`MOST_ELEMENTS`] elements that are kept, nested at most
//! [`MOST_DEPTH`] deep. What a `count` attribute says allocates nothing. No entity is expanded but the five of XML itself
//! and numbered characters, and a document type that declares anything is refused. Sections that nobody asks for are
//! passed over without being kept.

use crate::error::ImageryError;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Bytes of a document, unpacked. The longest annotation at hand has 1.8 MB.
pub(super) const MOST_BYTES: u64 = 64 << 20;
/// Elements of a document that are kept. The longest annotation at hand keeps 6,000.
const MOST_ELEMENTS: usize = 500_000;
/// Elements that may be open at once.
const MOST_DEPTH: usize = 64;
/// Attributes of an element that are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// An element with what is in it. Names are without prefix.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Element>,
}

/// A document.
#[derive(Debug)]
pub(super) struct Document {
    file: String,
    root: Element,
}

/// A place in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    file: &'a str,
    element: &'a Element,
}

impl Document {
    /// Reads a document whose root has that name, without the elements whose names are in `skip`.
    pub(super) fn read(file: &str, bytes: &[u8], root: &str, skip: &[&str]) -> Result<Self, ImageryError> {
        let wrong = |place: &str, found: String, expected: &str| malformed(file, place, found, expected);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|e| {
            wrong(&format!("byte {}", e.valid_up_to()), "bytes that are not UTF-8".into(), "XML in UTF-8")
        })?;
        let mut builder = Builder { file, skip, open: Vec::new(), skipped: 0, kept: 0, done: None };
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        loop {
            let event = reader.read_event();
            let place = || format!("byte {}", reader.buffer_position());
            match event {
                Ok(Event::Eof) => break,
                Ok(event) => builder.take(event, &place())?,
                Err(error) => return Err(wrong(&place(), shown(&error.to_string()), "well-formed XML")),
            }
        }
        let Some(found) = builder.done.filter(|_| builder.open.is_empty()) else {
            return Err(wrong("the end", "the end of the file".into(), &format!("</{root}>")));
        };
        if found.name != root {
            return Err(wrong("the root", format!("<{}>", shown(&found.name)), &format!("<{root}>")));
        }
        Ok(Self { file: file.to_owned(), root: found })
    }

    /// The root.
    pub(super) fn at(&self) -> At<'_> {
        At { file: &self.file, element: &self.root }
    }
}

struct Builder<'a> {
    file: &'a str,
    skip: &'a [&'a str],
    open: Vec<Element>,
    /// How many elements are open in a section that is passed over.
    skipped: usize,
    kept: usize,
    done: Option<Element>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, place: &str) -> Result<(), ImageryError> {
        match event {
            Event::Start(start) => self.begin(&start, place),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content(), place),
            Event::CData(text) => self.text(&text.xml10_content(), place),
            Event::GeneralRef(reference) => match resolved(&reference) {
                Some(c) => self.text(&c.to_string(), place),
                None => {
                    Err(self.wrong(place, "a reference to an entity", "text without entities of its own"))
                }
            },
            Event::DocType(_) => Err(self.wrong(place, "a document type", "an XML document without one")),
            _ => Ok(()),
        }
    }

    fn begin(&mut self, start: &BytesStart<'_>, place: &str) -> Result<(), ImageryError> {
        if self.done.is_some() {
            return Err(self.wrong(place, "a second root element", "one"));
        }
        if self.open.len() + self.skipped >= MOST_DEPTH {
            let expected = format!("elements nested at most {MOST_DEPTH} deep");
            return Err(self.wrong(place, "more", &expected));
        }
        let local = start.local_name();
        let name: &str = local.as_ref();
        if self.skipped > 0 || (!self.open.is_empty() && self.skip.contains(&name)) {
            self.skipped += 1;
            return Ok(());
        }
        self.kept += 1;
        if self.kept > MOST_ELEMENTS {
            return Err(self.wrong(place, "more", &format!("at most {MOST_ELEMENTS} elements")));
        }
        let mut all = start.attributes();
        all.with_checks(false);
        let read = all.take(MOST_ATTRIBUTES).filter_map(Result::ok);
        let attributes =
            read.map(|a| (a.key.local_name().as_ref().to_owned(), a.value.into_owned())).collect();
        self.open.push(Element { name: name.to_owned(), attributes, ..Element::default() });
        Ok(())
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.done = Some(element),
        }
    }

    fn text(&mut self, text: &str, place: &str) -> Result<(), ImageryError> {
        match self.open.last_mut() {
            _ if self.skipped > 0 => Ok(()),
            Some(element) => {
                if !(element.text.is_empty() && text.trim().is_empty()) {
                    element.text.push_str(text);
                }
                Ok(())
            }
            None if text.trim().is_empty() => Ok(()),
            None => Err(self.wrong(place, "text outside of any element", "XML")),
        }
    }

    fn wrong(&self, place: &str, found: &str, expected: &str) -> ImageryError {
        malformed(self.file, place, found, expected)
    }
}

impl<'a> At<'a> {
    /// The element at a path of names from here: `a/b/c`, the first of each name. `None` if there is none.
    pub(super) fn try_at(self, path: &str) -> Option<Self> {
        let mut element = self.element;
        for name in path.split('/') {
            element = element.children.iter().find(|c| c.name == name)?;
        }
        Some(Self { file: self.file, element })
    }

    /// The element at a path, which must be there.
    pub(super) fn to(self, path: &str) -> Result<Self, ImageryError> {
        self.try_at(path).ok_or_else(|| self.wrong(path, "nothing", "an element"))
    }

    /// The elements of that name in here.
    pub(super) fn each(self, name: &'a str) -> impl Iterator<Item = Self> + 'a {
        let of_name = self.element.children.iter().filter(move |c| c.name == name);
        of_name.map(move |element| Self { file: self.file, element })
    }

    /// Every element of that name at any depth.
    pub(super) fn find(self, name: &str) -> Vec<Self> {
        let mut found = Vec::new();
        let mut open = vec![self.element];
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(Self { file: self.file, element });
            }
            open.extend(element.children.iter().rev());
        }
        found
    }

    /// The value of an attribute.
    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        self.element.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// The text in here, trimmed.
    pub(super) fn own_text(self) -> &'a str {
        self.element.text.trim()
    }

    /// The text at a path.
    pub(super) fn text(self, path: &str) -> Result<&'a str, ImageryError> {
        Ok(self.to(path)?.own_text())
    }

    /// A finite number at a path.
    pub(super) fn number(self, path: &str) -> Result<f64, ImageryError> {
        let text = self.text(path)?;
        let number = text.parse::<f64>().ok().filter(|v| v.is_finite());
        number.ok_or_else(|| self.wrong(path, text, "a finite number"))
    }

    /// A number above nought at a path.
    pub(super) fn positive(self, path: &str) -> Result<f64, ImageryError> {
        let value = self.number(path)?;
        if value > 0.0 {
            Ok(value)
        } else {
            Err(self.wrong(path, &value.to_string(), "a number above nought"))
        }
    }

    /// A whole number, not negative, at a path.
    pub(super) fn whole(self, path: &str) -> Result<u32, ImageryError> {
        let text = self.text(path)?;
        text.parse().map_err(|_| self.wrong(path, text, "a whole number"))
    }

    /// The finite numbers at a path.
    pub(super) fn numbers(self, path: &str) -> Result<Vec<f64>, ImageryError> {
        let mut numbers = Vec::new();
        for word in self.text(path)?.split_ascii_whitespace() {
            let number = word.parse::<f64>().ok().filter(|v| v.is_finite());
            numbers.push(number.ok_or_else(|| self.wrong(path, word, "finite numbers"))?);
        }
        Ok(numbers)
    }

    /// A time at a path: UTC, with or without a `Z`.
    pub(super) fn time(self, path: &str) -> Result<Timestamp, ImageryError> {
        let text = self.text(path)?;
        let civil = text.trim_end_matches('Z').parse::<DateTime>();
        let time =
            civil.ok().and_then(|civil| civil.to_zoned(TimeZone::UTC).ok()).map(|zoned| zoned.timestamp());
        time.ok_or_else(|| self.wrong(path, text, "a time such as 2022-10-02T20:51:26.995649"))
    }

    /// An error at a path from here.
    pub(super) fn wrong(self, path: &str, found: &str, expected: &str) -> ImageryError {
        let place =
            if path.is_empty() { self.element.name.clone() } else { format!("{}/{path}", self.element.name) };
        malformed(self.file, &place, shown(found), expected)
    }
}

/// Seconds from one time to another.
pub(super) fn seconds_between(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64()
}

/// The error of a file that is not what it should be.
pub(super) fn malformed(file: &str, place: &str, found: impl Into<String>, expected: &str) -> ImageryError {
    ImageryError::Malformed {
        file: file.to_owned(),
        place: place.to_owned(),
        found: found.into(),
        expected: expected.to_owned(),
    }
}

/// Text of a file for a message: short, on one line.
pub(super) fn shown(text: &str) -> String {
    let plain: String = text.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.trim().is_empty() { "nothing".into() } else { plain }
}

/// The character that a reference stands for.
fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    let name: &str = reference;
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    }
}
