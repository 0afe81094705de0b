//! What a register can say of a ship, in which unit and between which bounds.
//!
//! The bounds are wider than any ship that ever sailed: outside them the column, the unit or the decimal mark is
//! wrong. Largest known: deadweight 564,763 t and length 458.5 m (Seawise Giant); beam 124 m and gross tonnage 403,342
//! (Pioneering Spirit; allseas.com and The Maritime Executive, April 2015).

use crate::value;
use plimsoll_model::{ImoNumber, Mmsi};

/// What kind of value a property has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PropertyKind {
    /// An IMO ship number.
    Imo,
    /// An MMSI.
    Mmsi,
    /// A text.
    Text,
    /// A year.
    Year,
    /// A day, `2024-03-01`.
    Day,
    /// A number in the unit that the property's name ends with, between two bounds.
    Number {
        /// The least that makes sense.
        least: f64,
        /// The most that makes sense.
        most: f64,
    },
}

const fn number(least: f64, most: f64) -> PropertyKind {
    PropertyKind::Number { least, most }
}

/// Every property of a ship, by the column name of the house.
pub const PROPERTIES: [(&str, PropertyKind); 21] = [
    ("imo_number", PropertyKind::Imo),
    ("mmsi", PropertyKind::Mmsi),
    ("ship_name", PropertyKind::Text),
    ("former_names", PropertyKind::Text),
    ("call_sign", PropertyKind::Text),
    ("flag", PropertyKind::Text),
    ("ship_type", PropertyKind::Text),
    ("built_year", PropertyKind::Year),
    ("deadweight_t", number(1.0, 700_000.0)),
    ("lightship_t", number(1.0, 300_000.0)),
    ("gross_tonnage", number(1.0, 500_000.0)),
    ("length_overall_m", number(3.0, 600.0)),
    ("length_between_perpendiculars_m", number(3.0, 600.0)),
    ("beam_m", number(1.0, 150.0)),
    ("depth_moulded_m", number(0.5, 60.0)),
    ("summer_draught_m", number(0.3, 35.0)),
    ("tpc_t_per_cm", number(0.05, 500.0)),
    ("tank_volume_m3", number(1.0, 800_000.0)),
    // Middle of the superstructure from the stern, share of the length overall.
    ("superstructure_from_stern", number(0.0, 1.0)),
    ("registered_owner", PropertyKind::Text),
    ("listed_since", PropertyKind::Day),
];

impl PropertyKind {
    /// The kind of a property; `None` if there is no such property.
    pub fn of(property: &str) -> Option<Self> {
        PROPERTIES.iter().find(|(name, _)| *name == property).map(|(_, kind)| *kind)
    }

    /// The value of a cell that is not blank, in the property's unit; the error says what was found and expected.
    pub(crate) fn read(self, text: &str, factor: f64) -> Result<String, String> {
        match self {
            Self::Imo => imo_number(text).map(|n| n.to_string()),
            Self::Mmsi => mmsi(text).map(|n| n.to_string()),
            Self::Text => Ok(value::one_line(text)),
            Self::Year => year(text),
            Self::Day => value::day(text).map(|day| day.to_string()),
            Self::Number { least, most } => {
                let found = value::number(text)? * factor;
                if (least..=most).contains(&found) {
                    return Ok(value::written(found));
                }
                let found = value::written(found);
                Err(format!("`{}` is {found} in our unit, expected {least} to {most}", value::shown(text)))
            }
        }
    }
}

/// Years in which a ship that still sails may have been built, or will be.
fn year(text: &str) -> Result<String, String> {
    match value::year(text)? {
        year @ 1850..=2100 => Ok(year.to_string()),
        year => Err(format!("built in {year}, expected 1850 to 2100")),
    }
}

/// An IMO number; spreadsheets that took it for a decimal add `.0`.
pub(crate) fn imo_number(text: &str) -> Result<ImoNumber, String> {
    ImoNumber::parse(text.strip_suffix(".0").unwrap_or(text)).map_err(|error| error.to_string())
}

/// An MMSI; spreadsheets that took it for a decimal add `.0`.
pub(crate) fn mmsi(text: &str) -> Result<Mmsi, String> {
    let found = Mmsi::parse(text.strip_suffix(".0").unwrap_or(text)).map_err(|error| error.to_string())?;
    if found.value() == 0 {
        return Err("MMSI 0 names no radio".into());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(property: &str, text: &str, factor: f64) -> Result<String, String> {
        PropertyKind::of(property).unwrap().read(text, factor)
    }

    #[test]
    fn values_come_out_in_our_unit() {
        assert_eq!(read("length_overall_m", "278.9", 0.3048).as_deref(), Ok("85.00872"));
        assert_eq!(read("deadweight_t", "3,080", 1.0).as_deref(), Ok("3080"));
        assert_eq!(read("ship_name", " A \n B ", 1.0).as_deref(), Ok("A B"));
        assert_eq!(read("mmsi", "23456789", 1.0).as_deref(), Ok("023456789"));
        assert_eq!(read("imo_number", "9074729.0", 1.0).as_deref(), Ok("9074729"));
        assert_eq!(read("built_year", "1998", 1.0).as_deref(), Ok("1998"));
    }

    #[test]
    fn a_decimal_comma_with_three_decimals_is_caught_by_the_bounds() {
        let error = read("beam_m", "12,800", 1.0).unwrap_err();
        assert!(error.contains("12800") && error.contains("150"), "{error}");
        assert!(read("deadweight_t", "0", 1.0).is_err());
        assert!(read("built_year", "0000", 1.0).is_err());
    }

    #[test]
    fn an_identifier_that_fails_says_why() {
        assert!(read("imo_number", "9074728", 1.0).unwrap_err().contains("check digit"));
        assert!(read("mmsi", "0", 1.0).is_err());
        assert!(read("mmsi", "1234567890", 1.0).unwrap_err().contains("nine digits"));
    }
}
