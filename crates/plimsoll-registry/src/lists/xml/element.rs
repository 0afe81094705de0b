//! One element of a document as a small tree.

/// An element with all that is in it. Names are without namespace prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::lists) struct Element {
    /// Its name.
    pub(in crate::lists) name: String,
    /// The text that stands directly in it.
    pub(super) text: String,
    /// The elements that stand directly in it, in order.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The first element of that name in this one.
    pub(in crate::lists) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// The elements of that name in this one.
    pub(in crate::lists) fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The text of this element as it stands there; `None` where it is blank.
    pub(in crate::lists) fn text(&self) -> Option<&str> {
        Some(self.text.as_str()).filter(|t| !t.trim().is_empty())
    }

    /// The text of the first element of that name in this one; `None` where it is absent or blank.
    pub(in crate::lists) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).and_then(Element::text)
    }
}
