//! Cells of the Earth, hours, and classes of radio.

use jiff::Timestamp;
use plimsoll_model::Position;

/// A cell: rows of equal height from the South Pole, in each as many columns as make them about as wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    row: u16,
    column: u16,
}

impl Cell {
    /// The cell of a position. At a pole a row has one cell; over the 180th meridian they follow each other.
    pub fn of(position: Position, cell_deg: f64) -> Self {
        let side = cell_deg.clamp(0.01, 90.0);
        let rows = (180.0 / side).ceil();
        let row = ((position.lat_deg() + 90.0) / side).floor().clamp(0.0, rows - 1.0);
        let middle = ((row + 0.5) * side - 90.0).clamp(-90.0, 90.0);
        let columns = (360.0 * libm::cos(middle.to_radians()) / side).floor().max(1.0);
        // At a pole every meridian is the same place.
        if position.lat_deg().abs() >= 90.0 {
            return Self { row: row as u16, column: 0 };
        }
        let column = ((position.lon_deg() + 180.0) / 360.0 * columns).floor().clamp(0.0, columns - 1.0);
        Self { row: row as u16, column: column as u16 }
    }
}

/// The hour of an instant, counted from 1970.
pub(super) fn hour_of(time: Timestamp) -> i64 {
    time.as_second().div_euclid(3600)
}

/// How a radio sends, and with that how well it is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RadioClass {
    /// Messages 1 to 3: every 2 to 10 s under way, 12.5 W.
    A,
    /// Messages 18 and 19: every 5 to 180 s, 2 W or 5 W.
    B,
    /// Message 27 alone: every 3 minutes, for satellites.
    LongRange,
    /// A table that does not say.
    Unknown,
}

impl RadioClass {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::LongRange, Self::Unknown];

    /// By the type of a message.
    pub const fn of(message_type: Option<u8>) -> Self {
        match message_type {
            Some(1..=3) => Self::A,
            Some(18 | 19) => Self::B,
            Some(27) => Self::LongRange,
            _ => Self::Unknown,
        }
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::A => "class A",
            Self::B => "class B",
            Self::LongRange => "long-range (type 27)",
            Self::Unknown => "unstated class",
        }
    }
}
