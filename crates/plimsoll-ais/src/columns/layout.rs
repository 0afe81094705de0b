//! Columns of any message, by the names of its fields in their order.

use super::column::{Column, Texts, Values};
use crate::{FieldSink, Message};

/// Empty columns for the fields of a message.
pub(super) fn layout_of(message: &Message) -> Vec<Column> {
    let mut layout = Layout(Vec::new());
    message.list(&mut layout);
    layout.0
}

/// Makes a column of each field.
struct Layout(Vec<Column>);

impl FieldSink for Layout {
    fn whole(&mut self, name: &'static str, _: Option<i64>) {
        self.0.push(Column::new(name, Values::I64(Vec::new())));
    }
    fn float(&mut self, name: &'static str, _: Option<f64>) {
        self.0.push(Column::new(name, Values::F64(Vec::new())));
    }
    fn characters(&mut self, name: &'static str, _: Option<&str>) {
        self.0.push(Column::new(name, Values::Text(Texts::default())));
    }
    fn flag(&mut self, name: &'static str, _: Option<bool>) {
        self.0.push(Column::new(name, Values::Bool(Vec::new())));
    }
}

/// Adds the fields of a message to columns, each to the next.
pub(super) struct Appender<'a> {
    columns: std::slice::IterMut<'a, Column>,
    is_of_layout: bool,
}

impl<'a> Appender<'a> {
    pub(super) fn new(columns: &'a mut [Column]) -> Self {
        Self { columns: columns.iter_mut(), is_of_layout: true }
    }

    /// True if each field had its column and each column its field.
    pub(super) fn is_of_layout(mut self) -> bool {
        self.is_of_layout && self.columns.next().is_none()
    }

    /// The column of the next field. The same name is the same text in memory, nearly always.
    #[inline]
    fn next(&mut self, name: &'static str, is_there: bool) -> Option<&'a mut Values> {
        let column = self.columns.next().filter(|_| self.is_of_layout);
        let Some(column) = column else {
            self.misfit();
            return None;
        };
        if !std::ptr::eq(column.name, name) && !is_same_name(column, name) {
            self.misfit();
            return None;
        }
        column.is_there.push(is_there);
        Some(&mut column.values)
    }

    #[cold]
    fn misfit(&mut self) {
        self.is_of_layout = false;
    }
}

/// Compares the names themselves. The text of the field is kept, so that next time a look at its place is enough.
#[cold]
fn is_same_name(column: &mut Column, name: &'static str) -> bool {
    let is_same = column.name == name;
    if is_same {
        column.name = name;
    }
    is_same
}

impl FieldSink for Appender<'_> {
    #[inline]
    fn ascii(&mut self, name: &'static str, text: Option<&[u8]>) {
        match self.next(name, text.is_some()) {
            Some(Values::Text(values)) => values.push_ascii(text.unwrap_or_default()),
            _ => self.misfit(),
        }
    }

    #[inline]
    fn whole(&mut self, name: &'static str, value: Option<i64>) {
        let sent = value.unwrap_or_default();
        match self.next(name, value.is_some()) {
            Some(Values::I64(values)) => values.push(sent),
            Some(Values::U8(values)) => values.push(sent as u8),
            Some(Values::U16(values)) => values.push(sent as u16),
            Some(Values::U32(values)) => values.push(sent as u32),
            Some(Values::I8(values)) => values.push(sent as i8),
            _ => self.misfit(),
        }
    }

    #[inline]
    fn float(&mut self, name: &'static str, value: Option<f64>) {
        match self.next(name, value.is_some()) {
            Some(Values::F64(values)) => values.push(value.unwrap_or_default()),
            _ => self.misfit(),
        }
    }

    #[inline]
    fn characters(&mut self, name: &'static str, value: Option<&str>) {
        let text = value.unwrap_or_default();
        match self.next(name, value.is_some()) {
            Some(Values::Text(values)) => values.push(text),
            Some(Values::Word(values, words)) => {
                let place = words.iter().position(|word| *word == text);
                debug_assert!(place.is_some() || value.is_none(), "{name}: {text} is a word that is not listed");
                values.push(place.unwrap_or_default() as u8);
            }
            _ => self.misfit(),
        }
    }

    #[inline]
    fn flag(&mut self, name: &'static str, value: Option<bool>) {
        match self.next(name, value.is_some()) {
            Some(Values::Bool(values)) => values.push(value.unwrap_or_default()),
            _ => self.misfit(),
        }
    }
}
