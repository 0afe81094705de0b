//! A reader of the HTML that a report is written in. It is stricter than a browser: every element but the void ones must
//! be closed, in order, every attribute must be quoted, and text may hold no bare `<`.

/// An element as it stands in the page.
#[derive(Debug, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

/// What a page holds.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// All elements in order.
    pub(crate) elements: Vec<Element>,
    /// All text outside of `style`, entities resolved, one line a piece.
    pub(crate) text: String,
}

impl Page {
    /// The values of an attribute, in order.
    pub(crate) fn all<'a>(&'a self, attribute: &'a str) -> impl Iterator<Item = &'a str> {
        self.elements
            .iter()
            .flat_map(|e| &e.attributes)
            .filter(move |(k, _)| k == attribute)
            .map(|(_, v)| v.as_str())
    }
    /// How many elements of a name.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.elements.iter().filter(|e| e.name == name).count()
    }
}

const VOID: [&str; 5] = ["meta", "hr", "br", "img", "input"];

fn resolved(text: &str) -> String {
    assert!(!text.contains('<'), "a bare < in {text:?}");
    for (at, _) in text.match_indices('&') {
        let rest = &text[at..];
        assert!(
            ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|e| rest.starts_with(e)),
            "a bare & in {text:?}"
        );
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Reads a tag without its angle brackets.
fn element(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let key = &rest[..end];
        assert!(key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "attribute {key:?} in <{tag}>");
        rest = &rest[end..];
        let Some(quoted) = rest.strip_prefix("=\"") else {
            assert!(!rest.starts_with('='), "an attribute without quotes in <{tag}>");
            attributes.push((key.into(), String::new()));
            continue;
        };
        let (value, after) = quoted.split_once('"').expect("a closing quote");
        attributes.push((key.into(), resolved(value)));
        rest = after;
    }
    assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "element {name:?}");
    Element { name: name.into(), attributes }
}

/// The end of a tag: the first `>` outside quotes.
fn tag_end(text: &str) -> usize {
    let mut is_quoted = false;
    text.char_indices()
        .find(|(_, c)| {
            is_quoted ^= *c == '"';
            *c == '>' && !is_quoted
        })
        .expect("a tag that ends")
        .0
}

/// Reads a page, or panics with what is wrong with it.
pub(crate) fn read(html: &str) -> Page {
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a document type");
    let (mut page, mut open) = (Page::default(), Vec::<String>::new());
    while let Some(at) = rest.find('<') {
        let text = resolved(&rest[..at]);
        if !text.is_empty() {
            page.text.push_str(&text);
            page.text.push('\n');
        }
        rest = &rest[at + 1..];
        let end = tag_end(rest);
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closing </{name}>, still open: {open:?}");
            continue;
        }
        let element = element(tag);
        if element.name == "style" {
            rest = rest.split_once("</style>").expect("a style that ends").1;
        } else if !VOID.contains(&element.name.as_str()) {
            open.push(element.name.clone());
        }
        page.elements.push(element);
    }
    assert_eq!(open, Vec::<String>::new(), "elements left open");
    assert_eq!(rest.trim(), "", "text after the page");
    page
}

#[test]
#[should_panic(expected = "closing </p>")]
fn the_reader_refuses_crossed_elements() {
    read("<!DOCTYPE html><p><b>x</p></b>");
}

#[test]
#[should_panic(expected = "a bare &")]
fn the_reader_refuses_a_bare_ampersand() {
    read("<!DOCTYPE html><p>a & b</p>");
}
