//! Reads the fields of an application and gives them on at once: one line a field, in order of transmission, so that a
//! layout can be laid beside the table of its circular.

use crate::message::field::Fields;
use crate::message::value::FieldSink;
use plimsoll_model::Position;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// A place in the data of an application, and where its fields go.
pub(super) struct Reader<'r, 'f, S> {
    pub(super) fields: &'r mut Fields<'f>,
    pub(super) out: &'r mut S,
}

impl<'f, S: FieldSink> Reader<'_, 'f, S> {
    /// A whole number in a range. `missing`, and a field of ones, mean "not available".
    pub(super) fn int(&mut self, name: &'static str, width: u32, range: RangeInclusive<u32>, missing: u32) {
        let value = self.within(name, width, range, missing);
        self.out.int(name, value);
    }

    /// A number as sent, of a list of codes or without any value that means "not available".
    pub(super) fn code(&mut self, name: &'static str, width: u32) {
        let value = self.fields.number(width);
        self.out.int(name, value);
    }

    /// The same, where 0 means "not available".
    pub(super) fn code_or_zero(&mut self, name: &'static str, width: u32) {
        let value = self.fields.number(width).filter(|value| *value != 0);
        self.out.int(name, value);
    }

    /// A measure: what was sent, in a range, and what it stands for.
    pub(super) fn float(
        &mut self,
        name: &'static str,
        width: u32,
        range: RangeInclusive<u32>,
        missing: u32,
        scale: impl Fn(f64) -> f64,
    ) {
        let value = self.within(name, width, range, missing);
        self.out.float(name, value.map(|value| scale(f64::from(value))));
    }

    /// A measure in tenths.
    pub(super) fn tenths(
        &mut self,
        name: &'static str,
        width: u32,
        range: RangeInclusive<u32>,
        missing: u32,
    ) {
        self.float(name, width, range, missing, |value| value / 10.0);
    }

    /// A measure in hundredths.
    pub(super) fn hundredths(
        &mut self,
        name: &'static str,
        width: u32,
        range: RangeInclusive<u32>,
        missing: u32,
    ) {
        self.float(name, width, range, missing, |value| value / 100.0);
    }

    /// A measure in two's complement, in steps of which so many make one.
    pub(super) fn signed(
        &mut self,
        name: &'static str,
        width: u32,
        range: RangeInclusive<i32>,
        missing: i32,
        steps: f64,
    ) {
        let value = self.fields.signed(width).filter(|value| *value != missing);
        let inside = value.filter(|value| range.contains(value));
        if let (Some(value), None) = (value, inside) {
            let (low, high) = range.into_inner();
            self.fields.remark(
                name,
                format!("{name}: {value} is not between {low} and {high} ({missing}: not available)"),
            );
        }
        self.out.float(name, inside.map(|value| f64::from(value) / steps));
    }

    /// A direction, degrees true, 0 to 359; `missing` means "not available".
    pub(super) fn direction(&mut self, name: &'static str, missing: u32) {
        self.int(name, 9, 0..=359, missing);
    }

    /// True or false.
    pub(super) fn flag(&mut self, name: &'static str) {
        let value = self.fields.flag();
        self.out.flag(name, value);
    }

    /// A text of `N` six-bit characters.
    pub(super) fn text<const N: usize>(&mut self, name: &'static str) {
        let text = self.fields.text::<N>();
        self.out.six_bit(name, &text);
    }

    /// A text to the end of the message, at most `N` characters.
    pub(super) fn text_to_end<const N: usize>(&mut self, name: &'static str) {
        let text = self.fields.text_to_end::<N>();
        self.out.six_bit(name, &text);
    }

    /// Month, day, hour and minute in 4, 5, 5 and 6 bits.
    pub(super) fn month_to_minute(&mut self, names: [&'static str; 4]) {
        let [month, day, hour, minute] = names;
        self.int(month, 4, 1..=12, 0);
        self.day_to_minute([day, hour, minute]);
    }

    /// Day, hour and minute in 5, 5 and 6 bits.
    pub(super) fn day_to_minute(&mut self, names: [&'static str; 3]) {
        let [day, hour, minute] = names;
        self.int(day, 5, 1..=31, 0);
        self.hour_and_minute([hour, minute]);
    }

    /// Hour and minute in 5 and 6 bits.
    pub(super) fn hour_and_minute(&mut self, names: [&'static str; 2]) {
        let [hour, minute] = names;
        self.int(hour, 5, 0..=23, 24);
        self.int(minute, 6, 0..=59, 60);
    }

    /// Longitude in 25 bits, then latitude in 24, in 1/1,000 minute.
    pub(super) fn place_25_24(&mut self) {
        let (lon, lat) = (self.fields.signed(25), self.fields.signed(24));
        self.place(["lon_deg", "lat_deg"], lon, lat, 60_000);
    }

    /// Latitude in 24 bits, then longitude in 25, in 1/1,000 minute, as the older circular and the targets have them.
    /// The highest numbers also mean "not available" there.
    pub(super) fn place_24_25(&mut self) {
        let lat = self.fields.signed(24).map(|lat| if lat == 0x7f_ffff { 91 * 60_000 } else { lat });
        let lon = self.fields.signed(25).map(|lon| if lon == 0xff_ffff { 181 * 60_000 } else { lon });
        self.place(["lon_deg", "lat_deg"], lon, lat, 60_000);
    }

    /// Longitude in 28 bits, then latitude in 27, in 1/10,000 minute.
    pub(super) fn place_28_27(&mut self, names: [&'static str; 2]) {
        let (lon, lat) = (self.fields.signed(28), self.fields.signed(27));
        self.place(names, lon, lat, 600_000);
    }

    pub(super) fn place(
        &mut self,
        [lon_name, lat_name]: [&'static str; 2],
        lon: Option<i32>,
        lat: Option<i32>,
        steps: i32,
    ) {
        let place = self.fields.position_in_steps(lon, lat, steps);
        self.out.float(lon_name, place.map(Position::lon_deg));
        self.out.float(lat_name, place.map(Position::lat_deg));
    }

    /// Bits that mean nothing.
    pub(super) fn spare(&mut self, width: usize) {
        self.fields.spare(width);
    }

    /// Groups of so many bits to the end of the message, at most `most`, as one text: see [`GroupText`].
    pub(super) fn groups(
        &mut self,
        name: &'static str,
        bits: usize,
        most: usize,
        read: impl Fn(&mut Reader<'_, 'f, GroupText>),
    ) {
        let mut text = GroupText::default();
        for _ in 0..most {
            if !self.fields.has_group(bits) {
                break;
            }
            text.begin();
            let start = self.fields.at();
            read(&mut Reader { fields: self.fields, out: &mut text });
            let rest = (start + bits).saturating_sub(self.fields.at());
            self.fields.spare(rest);
        }
        self.out.text(name, text.finished());
    }

    /// A fixed number of small codes as one text: the names of those that are not 0, each with its code.
    pub(super) fn named_codes(&mut self, name: &'static str, width: u32, names: &[&'static str]) {
        let mut text = GroupText::default();
        text.begin();
        for part in names {
            let code = self.fields.number(width).filter(|code| *code != 0);
            text.int(part, code);
        }
        self.out.text(name, text.finished());
    }

    fn within(
        &mut self,
        name: &'static str,
        width: u32,
        range: RangeInclusive<u32>,
        missing: u32,
    ) -> Option<u32> {
        let ones = u32::MAX >> (32 - width);
        let value = self.fields.number(width)?;
        if range.contains(&value) {
            return Some(value);
        }
        if value != missing && value != ones {
            let (low, high) = range.into_inner();
            self.fields.remark(
                name,
                format!("{name}: {value} is not between {low} and {high} ({missing}: not available)"),
            );
        }
        None
    }
}

/// Groups of fields in one text: `name value` pairs with spaces between them, without those that are not available,
/// and `; ` between the groups. Texts stand in double quotes.
#[derive(Debug, Default)]
pub(super) struct GroupText {
    text: String,
    groups: usize,
}

impl GroupText {
    fn begin(&mut self) {
        if self.groups > 0 {
            self.text.push_str("; ");
        }
        self.groups += 1;
    }

    /// A word without a value.
    pub(super) fn word(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn pair(&mut self, name: &'static str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.word(name);
            write!(self.text, " {value}").expect("writing to a string does not fail");
        }
    }

    fn finished(self) -> Option<String> {
        (!self.text.is_empty()).then_some(self.text)
    }
}

impl FieldSink for GroupText {
    fn whole(&mut self, name: &'static str, value: Option<i64>) {
        self.pair(name, value);
    }

    /// To six digits behind the point, which is finer than any field.
    fn float(&mut self, name: &'static str, value: Option<f64>) {
        self.pair(name, value.map(|value| (value * 1e6).round() / 1e6 + 0.0));
    }

    fn characters(&mut self, name: &'static str, value: Option<&str>) {
        self.pair(name, value.map(|text| format!("\"{}\"", text.replace('"', "'"))));
    }

    fn flag(&mut self, name: &'static str, value: Option<bool>) {
        self.pair(name, value);
    }
}

/// Where fields go that nobody wants: only what is wrong with them is of interest.
pub(crate) struct Nowhere;

impl FieldSink for Nowhere {
    fn whole(&mut self, _: &'static str, _: Option<i64>) {}
    fn float(&mut self, _: &'static str, _: Option<f64>) {}
    fn characters(&mut self, _: &'static str, _: Option<&str>) {}
    fn flag(&mut self, _: &'static str, _: Option<bool>) {}
}
