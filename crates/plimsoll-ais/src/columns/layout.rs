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
    pub(super) fn fits(mut self) -> bool {
        self.is_of_layout && self.columns.next().is_none()
    }

    /// The column of the next field. The same name is the same text in memory, nearly always.
    #[inline(always)]
    fn next(&mut self, name: &'static str) -> Option<&'a mut Column> {
        match self.columns.next() {
            Some(column) if std::ptr::eq(column.name, name) => Some(column),
            Some(column) => self.look_closely(column, name),
            None => {
                self.is_of_layout = false;
                None
            }
        }
    }

    /// Compares the names themselves. The text of the field is kept, so that next time a look at its place is enough.
    #[cold]
    fn look_closely(&mut self, column: &'a mut Column, name: &'static str) -> Option<&'a mut Column> {
        if column.name != name {
            // Not a column is left for what follows.
            self.is_of_layout = false;
            self.columns = [].iter_mut();
            return None;
        }
        column.name = name;
        Some(column)
    }

    /// Adds a whole number to a column of another type than the widest.
    #[inline(never)]
    fn narrow(&mut self, values: &mut Values, sent: i64) {
        match values {
            Values::U8(values) => values.push(sent as u8),
            Values::U16(values) => values.push(sent as u16),
            Values::U32(values) => values.push(sent as u32),
            Values::I8(values) => values.push(sent as i8),
            _ => self.is_of_layout = false,
        }
    }

    #[inline(never)]
    fn word(&mut self, name: &'static str, values: &mut Values, text: &[u8]) {
        let Values::Word(values, words) = values else {
            self.is_of_layout = false;
            return;
        };
        let place = words.iter().position(|word| word.as_bytes() == text);
        debug_assert!(place.is_some() || text.is_empty(), "{name}: a word that is not listed");
        values.push(place.unwrap_or_default() as u8);
    }
}

impl FieldSink for Appender<'_> {
    #[inline(always)]
    fn whole(&mut self, name: &'static str, value: Option<i64>) {
        let Some(column) = self.next(name) else { return };
        column.is_there.push(value.is_some());
        match &mut column.values {
            Values::I64(values) => values.push(value.unwrap_or_default()),
            values => self.narrow(values, value.unwrap_or_default()),
        }
    }

    #[inline(always)]
    fn float(&mut self, name: &'static str, value: Option<f64>) {
        let Some(column) = self.next(name) else { return };
        column.is_there.push(value.is_some());
        match &mut column.values {
            Values::F64(values) => values.push(value.unwrap_or_default()),
            _ => self.is_of_layout = false,
        }
    }

    #[inline(always)]
    fn characters(&mut self, name: &'static str, value: Option<&str>) {
        self.ascii(name, value.map(str::as_bytes));
    }

    #[inline(always)]
    fn ascii(&mut self, name: &'static str, text: Option<&[u8]>) {
        let Some(column) = self.next(name) else { return };
        column.is_there.push(text.is_some());
        match &mut column.values {
            Values::Text(values) => values.push_ascii(text.unwrap_or_default()),
            values => self.word(name, values, text.unwrap_or_default()),
        }
    }

    #[inline(always)]
    fn flag(&mut self, name: &'static str, value: Option<bool>) {
        let Some(column) = self.next(name) else { return };
        column.is_there.push(value.is_some());
        match &mut column.values {
            Values::Bool(values) => values.push(value.unwrap_or_default()),
            _ => self.is_of_layout = false,
        }
    }
}
