//! The invented ships: numbers that no ship can have, names that say so.

use crate::message::Antenna;
use crate::random::Random;
use plimsoll_model::{ImoNumber, Mmsi};

/// How many hulls an archive may have: so many IMO numbers of the range that is never given out.
pub(super) const MAX_VESSELS: u32 = 80_000;
/// First MMSI. MID 299 is assigned to no country (see `harbour`).
const FIRST_MMSI: u32 = 299_200_000;
const MMSI_COUNT: u64 = 799_993; // a prime, so that a step visits every number once
const MMSI_STEP: u64 = 324_517;
/// First six digits of IMO numbers: none given out begins with 2.
const FIRST_IMO: u32 = 200_000;
/// Where the IMO numbers lie that ships change to.
const OTHER_IMO: u32 = 280_000;

const BIRDS: [&str; 8] = ["AUK", "CURLEW", "EIDER", "FULMAR", "GANNET", "HERON", "PETREL", "TERN"];

/// What kind of ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShipKind {
    /// Cargo ship, class A.
    Cargo,
    /// Tanker, class A.
    Tanker,
    /// Fishing vessel, class A.
    Fishing,
    /// Passenger ship, class A.
    Passenger,
    /// Tug, class A.
    Tug,
    /// Sailing vessel, class B.
    Sailing,
}

impl ShipKind {
    fn drawn(random: &mut Random) -> Self {
        match random.below(20) {
            0..=6 => Self::Cargo,
            7..=10 => Self::Tanker,
            11..=13 => Self::Fishing,
            14..=15 => Self::Passenger,
            16..=17 => Self::Tug,
            _ => Self::Sailing,
        }
    }
    /// The number sent (ITU-R M.1371-5, table 53).
    pub const fn code(self) -> u32 {
        match self {
            Self::Cargo => 70,
            Self::Tanker => 80,
            Self::Fishing => 30,
            Self::Passenger => 60,
            Self::Tug => 52,
            Self::Sailing => 36,
        }
    }
    /// The word of the Danish tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cargo => "Cargo",
            Self::Tanker => "Tanker",
            Self::Fishing => "Fishing",
            Self::Passenger => "Passenger",
            Self::Tug => "Tug",
            Self::Sailing => "Sailing",
        }
    }
    /// True if the ship carries a class A transmitter.
    pub const fn is_class_a(self) -> bool {
        !matches!(self, Self::Sailing)
    }
    /// True if draughts and IMO numbers are sent: cargo ships and tankers.
    pub(super) const fn is_merchant(self) -> bool {
        matches!(self, Self::Cargo | Self::Tanker)
    }
}

/// What a ship says of itself during a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Particulars {
    /// The radio.
    pub mmsi: Mmsi,
    /// Kind of ship, and with it the class of its transmitter.
    pub kind: ShipKind,
    /// IMO number; merchant ships only.
    pub imo_number: Option<ImoNumber>,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub ship_name: String,
    /// Where the antenna stands.
    pub antenna: Antenna,
    /// Draught in steps of 0.1 m; 0: not available.
    pub draught_dm: u32,
    /// Destination.
    pub destination: &'static str,
}

impl Particulars {
    /// Hull number `number` of the fleet.
    pub(super) fn new(number: u32, must_be_merchant: bool, random: &mut Random) -> Self {
        let drawn = ShipKind::drawn(random);
        let kind = if must_be_merchant && !drawn.is_merchant() { ShipKind::Tanker } else { drawn };
        let length = match kind {
            ShipKind::Cargo | ShipKind::Tanker => random.between(80.0, 330.0),
            ShipKind::Passenger => random.between(40.0, 220.0),
            ShipKind::Fishing | ShipKind::Tug => random.between(18.0, 45.0),
            ShipKind::Sailing => random.between(8.0, 24.0),
        } as u32;
        let beam = (length / 7).max(3);
        let bow = length * 7 / 10;
        let draught_dm = if kind.is_merchant() { random.between(40.0, 120.0) as u32 } else { 0 };
        Self {
            mmsi: mmsi(number),
            kind,
            imo_number: kind.is_merchant().then(|| imo_number(FIRST_IMO + number)),
            call_sign: format!("SM{number:05}"),
            ship_name: ship_name(number),
            antenna: [bow, length - bow, beam / 2, beam - beam / 2],
            draught_dm,
            destination: "SIM FOR ORDERS",
        }
    }

    /// The same hull under another name and IMO number.
    pub(super) fn renamed(&self, number: u32, random: &mut Random) -> Self {
        let bird = BIRDS[random.below(BIRDS.len())];
        Self {
            ship_name: format!("SIM NEW {bird} {number}"),
            imo_number: Some(imo_number(OTHER_IMO + number % (MAX_VESSELS / 4))),
            ..self.clone()
        }
    }
}

/// The MMSI of a hull: all different, in no order.
fn mmsi(number: u32) -> Mmsi {
    let place = u64::from(number + 1) * MMSI_STEP % MMSI_COUNT;
    let value = FIRST_MMSI + u32::try_from(place).expect("a remainder of 799,993 fits");
    Mmsi::new(value).expect("numbers from 299,200,000 to 299,999,992 have nine digits")
}

fn ship_name(number: u32) -> String {
    format!("SIM {} {number}", BIRDS[number as usize % BIRDS.len()])
}

/// The IMO number with these first six digits.
fn imo_number(six: u32) -> ImoNumber {
    (0..10)
        .find_map(|last| ImoNumber::new(six * 10 + last).ok())
        .expect("one of the ten last digits is the check digit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_ships_are_such_as_no_real_ship_can_be_and_no_two_share_a_number() {
        let mut random = Random::new(1, 0);
        let fleet: Vec<_> = (0..MAX_VESSELS).map(|n| Particulars::new(n, false, &mut random)).collect();
        let mmsis: BTreeSet<_> = fleet.iter().map(|s| s.mmsi).collect();
        let names: BTreeSet<_> = fleet.iter().map(|s| &s.ship_name).collect();
        assert_eq!((mmsis.len(), names.len()), (fleet.len(), fleet.len()));
        for ship in &fleet {
            assert_eq!(ship.mmsi.mid(), Some(299));
            assert!(ship.ship_name.starts_with("SIM ") && ship.ship_name.len() <= 20, "{}", ship.ship_name);
            assert!(ship.call_sign.len() == 7);
            assert!(ship.imo_number.is_none_or(|imo| imo.value() / 1_000_000 == 2));
        }
        let renamed = fleet[79_999].renamed(79_999, &mut random);
        assert!(renamed.ship_name.len() <= 20, "{}", renamed.ship_name);
        assert_eq!(renamed.mmsi, fleet[79_999].mmsi);
    }
}
