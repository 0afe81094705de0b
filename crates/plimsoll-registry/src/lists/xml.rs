//! Lists in XML: a stream of elements that no file can make large.
//!
//! One entry is held at a time, as a small tree ([`Element`]). A piece of markup or text has at most
//! [`MOST_PIECE_BYTES`], an entry [`MOST_ENTRY_BYTES`], and elements are nested at most [`MOST_DEPTH`] deep. No entity is
//! ever expanded but the five of XML itself and numbered characters: a file that declares some is refused, so that a few
//! lines cannot unfold into gigabytes and no address is followed. Attributes are looked at on the root element only.
//!
//! A file that ends early, is no UTF-8, or is another document gives an error with the line, the byte and the element
//! that was open: what was read before is not passed on, because half a list would say "not listed" of the other half.

mod element;
mod metered;

pub(super) use element::Element;

use crate::error::RegistryError;
use crate::value;
use metered::Metered;
use plimsoll_model::{ExhibitId, Source};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};
use std::io::{self, Cursor, Read};

/// Bytes that one tag, text, comment or declaration may have.
const MOST_PIECE_BYTES: u64 = 256 << 10;
/// Bytes that one entry may have.
const MOST_ENTRY_BYTES: u64 = 256 << 10;
/// Elements that may be open at once.
const MOST_DEPTH: usize = 64;
/// Attributes of the root element that are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// The root element.
#[derive(Debug)]
pub(super) struct Root {
    /// Its attributes, as they stand there.
    attributes: Vec<(String, String)>,
}

impl Root {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// An element that begins below the root.
#[derive(Debug)]
pub(super) struct Begun {
    /// Its name.
    pub(super) name: String,
    /// Where its `<` stands.
    pub(super) source: Source,
}

/// An XML document that is being read.
pub(super) struct Xml<R> {
    reader: Reader<Metered<R>>,
    exhibit: ExhibitId,
    open: Vec<String>,
    piece: Vec<u8>,
}

/// What one piece of the document is, as far as lists care.
enum Piece {
    Begin(String),
    End,
    Text(String),
    /// A reference to an entity that XML does not define.
    Unknown(String),
    /// A document type, which may only stand before the root.
    DocumentType,
    Other,
    Eof,
}

impl<R: Read> Xml<R> {
    /// Begins to read, up to and with the root element, which must have that name.
    pub(super) fn open(
        mut reader: R,
        exhibit: ExhibitId,
        root: &'static str,
    ) -> Result<(Self, Root), RegistryError> {
        let mut head = Vec::new();
        let read = reader.by_ref().take(4).read_to_end(&mut head);
        read.map_err(|error| RegistryError::Io { exhibit, error })?;
        let is_utf_16 = matches!(head.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [_, 0, ..] | [0, ..]);
        let mut xml = Self {
            reader: Reader::from_reader(Metered::new(Cursor::new(head).chain(reader))),
            exhibit,
            open: Vec::new(),
            piece: Vec::new(),
        };
        if is_utf_16 {
            return Err(xml.wrong("the file is in UTF-16 or UTF-32, expected UTF-8"));
        }
        xml.reader.config_mut().expand_empty_elements = true;
        let found = xml.root(root)?;
        Ok((xml, found))
    }

    /// The next element that begins, at any depth below the root; `None` after the end of the document.
    pub(super) fn begun(&mut self) -> Result<Option<Begun>, RegistryError> {
        loop {
            let source = self.here();
            match self.piece()? {
                Piece::Begin(name) => return Ok(Some(Begun { name, source })),
                Piece::Eof => return Ok(None),
                Piece::End | Piece::Text(_) | Piece::Unknown(_) | Piece::DocumentType | Piece::Other => {}
            }
        }
    }

    /// All of the element that [`Self::begun`] gave, or why it cannot be used; the stream stands behind it either way.
    pub(super) fn whole(&mut self, begun: &Begun) -> Result<Result<Element, String>, RegistryError> {
        let mut problem = None;
        let mut path = vec![Element { name: begun.name.clone(), ..Element::default() }];
        loop {
            let piece = self.piece()?;
            let bytes = self.here().byte_offset - begun.source.byte_offset;
            if bytes > MOST_ENTRY_BYTES && problem.is_none() {
                problem = Some(format!("an entry of more than {MOST_ENTRY_BYTES} bytes"));
            }
            match piece {
                Piece::Begin(name) => path.push(Element { name, ..Element::default() }),
                Piece::Text(text) if problem.is_none() => {
                    if let Some(last) = path.last_mut() {
                        last.text.push_str(&text);
                    }
                }
                Piece::Unknown(name) => {
                    problem.get_or_insert(format!("`&{name};` stands for nothing that XML defines"));
                }
                Piece::End => {
                    let Some(done) = path.pop() else { return Err(self.wrong("an element ends twice")) };
                    match path.last_mut() {
                        None => return Ok(problem.map_or(Ok(done), Err)),
                        Some(parent) if problem.is_none() => parent.children.push(done),
                        Some(_) => {}
                    }
                }
                Piece::Text(_) | Piece::DocumentType | Piece::Other | Piece::Eof => {}
            }
        }
    }

    /// How many elements are open, the one that began last among them.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where the next piece begins.
    pub(super) fn here(&self) -> Source {
        let meter = self.reader.get_ref();
        Source { exhibit: self.exhibit, line: meter.line, byte_offset: meter.offset }
    }

    /// An error of the file at the place that was reached, with the innermost open element.
    pub(super) fn wrong(&self, reason: impl AsRef<str>) -> RegistryError {
        let plain = value::one_line(&reason.as_ref().chars().take(300).collect::<String>());
        let inside =
            self.open.last().map_or(String::new(), |name| format!(" inside <{}>", value::shown(name)));
        let Source { line, byte_offset, .. } = self.here();
        RegistryError::Xml { exhibit: self.exhibit, reason: format!("{plain}{inside}"), line, byte_offset }
    }

    /// Up to and with the root element.
    fn root(&mut self, expected: &'static str) -> Result<Root, RegistryError> {
        loop {
            self.reader.get_mut().allow(MOST_PIECE_BYTES);
            let event = self.reader.read_event_into(&mut self.piece).map(Event::into_owned);
            self.piece.clear();
            match event {
                Ok(Event::Start(start)) => return self.checked_root(&start, expected),
                Ok(Event::Eof) => {
                    return Err(self.wrong(format!("no element at all, expected <{expected}>")));
                }
                Ok(Event::Decl(declaration)) => self.checked_encoding(&declaration)?,
                Ok(Event::DocType(text)) => self.checked_doctype(&text.into_inner())?,
                Ok(Event::Text(text)) if !text.trim().is_empty() => {
                    return Err(self.wrong(format!("text before the first element, expected <{expected}>")));
                }
                Ok(_) => {}
                Err(error) => return Err(self.broken(error)),
            }
        }
    }

    fn checked_root(&mut self, start: &BytesStart<'_>, expected: &str) -> Result<Root, RegistryError> {
        let name = start.local_name().as_ref().to_owned();
        if name.eq_ignore_ascii_case("html") {
            return Err(self.wrong(format!("the file is a web page, expected a list with root <{expected}>")));
        }
        if name != expected {
            let found = value::shown(&name);
            return Err(self.wrong(format!("the root element is <{found}>, expected <{expected}>")));
        }
        self.open.push(name);
        let mut all = start.attributes();
        all.with_checks(false);
        let read = all.take(MOST_ATTRIBUTES).filter_map(Result::ok);
        let pair = |a: Attribute<'_>| (a.key.local_name().as_ref().to_owned(), a.value.into_owned());
        Ok(Root { attributes: read.map(pair).collect() })
    }

    /// Refuses an encoding that the bytes are not read in.
    fn checked_encoding(&self, declaration: &BytesDecl<'_>) -> Result<(), RegistryError> {
        let Some(Ok(encoding)) = declaration.encoding() else { return Ok(()) };
        if ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|e| encoding.eq_ignore_ascii_case(e)) {
            return Ok(());
        }
        Err(self.wrong(format!("the file says that it is in `{}`, expected UTF-8", value::shown(&encoding))))
    }

    /// Refuses a document type that brings anything of its own.
    fn checked_doctype(&self, text: &str) -> Result<(), RegistryError> {
        let upper = text.to_ascii_uppercase();
        if upper.contains("<!ENTITY") {
            return Err(self.wrong("the document type declares entities, expected a list without any"));
        }
        if upper.trim_start().starts_with("HTML") {
            return Err(self.wrong("the file is a web page, expected a list in XML"));
        }
        if upper.contains('[') || upper.contains("SYSTEM") || upper.contains("PUBLIC") {
            return Err(
                self.wrong("the document type declares more than a name, expected a list without any")
            );
        }
        Ok(())
    }

    /// The next piece behind the root's start.
    fn piece(&mut self) -> Result<Piece, RegistryError> {
        self.reader.get_mut().allow(MOST_PIECE_BYTES);
        let event = self.reader.read_event_into(&mut self.piece);
        let piece = match event {
            Ok(Event::Start(start)) => Ok(Piece::Begin(start.local_name().as_ref().to_owned())),
            Ok(Event::End(_)) => Ok(Piece::End),
            Ok(Event::Text(text)) => Ok(Piece::Text(text.xml10_content().into_owned())),
            Ok(Event::CData(text)) => Ok(Piece::Text(text.xml10_content().into_owned())),
            Ok(Event::GeneralRef(reference)) => Ok(resolved(&reference)),
            Ok(Event::DocType(_)) => Ok(Piece::DocumentType),
            Ok(Event::Eof) => Ok(Piece::Eof),
            Ok(Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => Ok(Piece::Other),
            Err(error) => Err(error),
        };
        self.piece.clear();
        let piece = piece.map_err(|error| self.broken(error))?;
        self.nested(&piece)?;
        Ok(piece)
    }

    /// Keeps account of what is open.
    fn nested(&mut self, piece: &Piece) -> Result<(), RegistryError> {
        match piece {
            Piece::Begin(_) if self.open.is_empty() => return Err(self.wrong("a second root element")),
            Piece::Begin(name) => {
                self.open.push(name.clone());
                if self.open.len() > MOST_DEPTH {
                    return Err(self.wrong(format!("elements nested more than {MOST_DEPTH} deep")));
                }
            }
            Piece::End => drop(self.open.pop()),
            Piece::DocumentType => return Err(self.wrong("a document type within the list")),
            Piece::Eof if !self.open.is_empty() => return Err(self.wrong("the file ends")),
            _ => {}
        }
        Ok(())
    }

    /// An error of the parser in our words.
    fn broken(&self, error: Error) -> RegistryError {
        let meter = self.reader.get_ref();
        match error {
            _ if meter.is_over => self.wrong(format!("a tag or text of more than {MOST_PIECE_BYTES} bytes")),
            Error::Io(error) => RegistryError::Io {
                exhibit: self.exhibit,
                error: io::Error::new(error.kind(), error.to_string()),
            },
            Error::Encoding(_) => self.wrong("bytes that are not UTF-8"),
            Error::Syntax(error) => self.wrong(format!("the file ends: {error}")),
            other => self.wrong(other.to_string()),
        }
    }
}

/// What a reference stands for.
fn resolved(reference: &BytesRef<'_>) -> Piece {
    let name: &str = reference;
    let text = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => reference.resolve_char_ref().ok().flatten(),
    };
    text.map_or_else(|| Piece::Unknown(value::shown(name)), |c| Piece::Text(c.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::{RecordId, RecordKind};

    fn exhibit() -> ExhibitId {
        RecordId::of(RecordKind::Exhibit, &[])
    }

    type Read1 = Vec<(u64, u64, Result<Element, String>)>;

    /// The entries `e` of a list `l`, with line and offset.
    fn entries(bytes: impl Read) -> Result<Read1, RegistryError> {
        let (mut xml, _) = Xml::open(bytes, exhibit(), "l")?;
        let mut found = Vec::new();
        while let Some(begun) = xml.begun()? {
            if begun.name == "e" {
                let whole = xml.whole(&begun)?;
                found.push((begun.source.line, begun.source.byte_offset, whole));
            }
        }
        Ok(found)
    }

    fn refused(text: impl AsRef<[u8]>) -> String {
        entries(text.as_ref()).unwrap_err().to_string()
    }

    fn texts(found: &[(u64, u64, Result<Element, String>)]) -> Vec<Option<&str>> {
        found.iter().map(|(_, _, e)| e.as_ref().unwrap().text()).collect()
    }

    #[test]
    fn entries_stand_where_they_are_said_to() {
        let text = "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<!-- <e>no</e> -->\r\n<l>\n <g><e>a</e><e/>\n<e\n>b\nc</e></g>\n<x:e xmlns:x='u'>d</x:e></l>\n";
        let found = entries(text.as_bytes()).unwrap();
        assert_eq!(texts(&found), [Some("a"), None, Some("b\nc"), Some("d")]);
        for (line, offset, _) in &found {
            let offset = usize::try_from(*offset).unwrap();
            assert!(text[offset..].starts_with("<e") || text[offset..].starts_with("<x:e"), "{offset}");
            assert_eq!(*line as usize, 1 + text[..offset].matches('\n').count());
        }
        // The same in pieces of one byte.
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let count = self.0.len().min(buffer.len()).min(1);
                self.0.read(&mut buffer[..count])
            }
        }
        assert_eq!(format!("{:?}", entries(Slow(text.as_bytes())).unwrap()), format!("{found:?}"));
    }

    #[test]
    fn text_is_put_together_from_references_sections_and_lines() {
        let text = "<l><e>A &amp; B &#x26; <![CDATA[<C> & ]]>D<!-- no --> E</e><e>&#0;&#xD800;</e></l>";
        let found = entries(text.as_bytes()).unwrap();
        assert_eq!(found[0].2.as_ref().unwrap().text(), Some("A & B & <C> & D E"));
        assert!(found[1].2.as_ref().unwrap_err().contains("stands for nothing"));
    }

    #[test]
    fn a_file_that_declares_entities_is_refused_by_name() {
        let lol = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]><l><e>&b;</e></l>";
        assert!(refused(lol).contains("declares entities"), "{}", refused(lol));
        let outside = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><l><e>&x;</e></l>";
        assert!(refused(outside).contains("declares entities"));
        for dtd in ["l SYSTEM 'http://x/y.dtd'", "l PUBLIC 'a' 'b'", "l [<!ELEMENT e ANY>]"] {
            assert!(refused(format!("<!DOCTYPE {dtd}><l/>")).contains("more than a name"), "{dtd}");
        }
        assert_eq!(entries(&b"<!DOCTYPE l><l><e/></l>"[..]).unwrap().len(), 1);
        assert!(refused("<l><!DOCTYPE l><e/></l>").contains("within the list"));
        // Not declared, and still not followed.
        let bare = entries(&b"<l><e>&b;</e><e>c</e></l>"[..]).unwrap();
        assert!(bare[0].2.as_ref().unwrap_err().contains("`&b;`"));
        assert!(bare[1].2.is_ok());
    }

    #[test]
    fn elements_nested_too_deep_are_refused() {
        let nested = |n: usize| format!("<l>{}{}</l>", "<a>".repeat(n), "</a>".repeat(n));
        assert!(entries(nested(MOST_DEPTH - 1).as_bytes()).is_ok());
        assert!(refused(nested(MOST_DEPTH)).contains("more than 64 deep"));
        assert!(refused("<a>".repeat(1_000_000)).contains("root element is <a>"));
        assert!(refused(format!("<l>{}", "<e>".repeat(1_000_000))).contains("more than 64 deep"));
    }

    /// A start, then one byte for ever, counting how many were asked for.
    struct Endless<'a> {
        start: &'a [u8],
        byte: u8,
        given: std::rc::Rc<std::cell::Cell<u64>>,
    }

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = match self.start.read(buffer)? {
                0 => {
                    buffer.fill(self.byte);
                    buffer.len()
                }
                count => count,
            };
            self.given.set(self.given.get() + count as u64);
            assert!(self.given.get() < 100 << 20, "100 MB were read of one piece");
            Ok(count)
        }
    }

    #[test]
    fn no_piece_of_the_document_can_fill_the_memory() {
        for start in
            ["<l><e>", "<l><e a='", "<l><e ", "<l><!--", "<l><e><![CDATA[", "<", "<?xml ", "<!DOCTYPE l ["]
        {
            let given = std::rc::Rc::default();
            let endless = Endless { start: start.as_bytes(), byte: b'a', given: std::rc::Rc::clone(&given) };
            let reason = entries(endless).unwrap_err().to_string();
            assert!(reason.contains("of more than 262144 bytes"), "{start}: {reason}");
            assert!(given.get() < 2 * MOST_PIECE_BYTES, "{start}: {} bytes were read", given.get());
        }
    }

    #[test]
    fn what_is_held_does_not_grow_with_the_document() {
        let entries = 100_000;
        let part = b"<g><e>Heron</e><!-- a remark --></g>\n";
        let parts = std::iter::repeat_n(&part[..], entries).flatten().copied();
        struct Bytes<I>(I);
        impl<I: Iterator<Item = u8>> Read for Bytes<I> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let given = buffer.iter_mut().zip(&mut self.0).map(|(to, byte)| *to = byte);
                Ok(given.count())
            }
        }
        let document = Bytes(b"<l>".iter().copied().chain(parts).chain(*b"</l>"));
        let (mut xml, _) = Xml::open(document, exhibit(), "l").unwrap();
        let mut found = 0;
        while let Some(begun) = xml.begun().unwrap() {
            found += usize::from(begun.name == "e");
        }
        assert_eq!((found, xml.here().byte_offset), (entries, (entries * part.len() + 7) as u64));
        assert!(xml.piece.capacity() < 1024 && xml.open.capacity() < 16);
    }

    #[test]
    fn an_entry_that_is_too_large_costs_itself_only() {
        let large = "<a>text</a>".repeat(30_000);
        let found = entries(format!("<l><e>{large}</e><e>b</e></l>").as_bytes()).unwrap();
        assert_eq!(found[0].2, Err("an entry of more than 262144 bytes".into()));
        assert_eq!(found[1].2.as_ref().unwrap().text(), Some("b"));
    }

    #[test]
    fn a_flood_of_attributes_is_passed_over() {
        let many: String = (0..10_000).map(|n| format!(" a{n}='{n}'")).collect();
        let found = entries(format!("<l{many}><e{many}>x</e></l>").as_bytes()).unwrap();
        assert_eq!(texts(&found), [Some("x")]);
        let (_, root) = Xml::open(&b"<l a='1' d='2' a='3'/>"[..], exhibit(), "l").unwrap();
        assert_eq!((root.attribute("d"), root.attribute("a")), (Some("2"), Some("1")));
    }

    #[test]
    fn other_encodings_are_refused_by_name() {
        let utf_16: Vec<u8> = "<l/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(refused(&utf_16).contains("UTF-16"));
        assert!(refused([&b"\xff\xfe"[..], &utf_16].concat()).contains("UTF-16"));
        assert!(refused(b"\xfe\xff\0<\0l\0/\0>").contains("UTF-16"));
        assert!(refused(b"\0<\0l\0/\0>").contains("UTF-16"));
        let named = refused("<?xml version='1.0' encoding='windows-1252'?><l><e>Sch\u{f6}n</e></l>");
        assert!(named.contains("`windows-1252`"), "{named}");
        let wrong = refused(b"<?xml version='1.0' encoding='utf-8'?><l>\n<e>Sch\xf6n</e></l>");
        assert!(wrong.contains("not UTF-8 inside <e>, at line 2, byte"), "{wrong}");
        assert!(entries(&b"<?xml version='1.0' encoding='UTF-8'?><l/>"[..]).unwrap().is_empty());
    }

    #[test]
    fn a_file_that_ends_early_names_the_place_and_the_open_element() {
        let whole = "<l>\n<e><a>b</a></e>\n<e><a>c</a></e></l>";
        let reason = refused(&whole[..27]);
        assert!(reason.contains("the file ends inside <a>, at line 3, byte 27"), "{reason}");
        for cut in 0..whole.len() {
            assert!(entries(&whole.as_bytes()[..cut]).is_err(), "{}", &whole[..cut]);
        }
        assert!(refused("<l><e></l>").contains("expected `</e>`"));
    }

    #[test]
    fn another_document_is_refused_by_name() {
        for page in [
            "<!DOCTYPE html><html><body>404<br></body></html>",
            "<html></html>",
            "<!doctype HTML PUBLIC 'x'><l/>",
        ] {
            assert!(refused(page).contains("web page"), "{page}");
        }
        assert!(refused("<r/>").contains("root element is <r>, expected <l>"));
        assert!(refused("name,imo\n1,2\n").contains("text before the first element"));
        assert!(refused("").contains("no element at all"));
        assert!(refused("<l/><l/>").contains("second root"));
    }
}
