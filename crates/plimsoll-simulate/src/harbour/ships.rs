//! The invented ships and stations, and what others write about them.

use crate::hull::{End, Hull};
use crate::message::Antenna;
use crate::truth::TrueVessel;
use plimsoll_model::{Draught, ImoNumber, Length, Mass, Mmsi};

/// An MMSI typed into this file.
fn mmsi(value: u32) -> Mmsi {
    Mmsi::new(value).expect("the MMSIs of the season are typed in and have nine digits")
}

/// A coastal tanker of about 3,000 t deadweight.
pub(crate) struct Tanker;

impl Tanker {
    pub(crate) const NAME: &str = "SIMULATED HERON";
    pub(crate) const CALL_SIGN: &str = "SIMHERN";
    /// Tanker, all ships of this type (ITU-R M.1371-5, table 53).
    pub(crate) const SHIP_TYPE: u32 = 80;
    pub(crate) const ANTENNA: Antenna = [70, 15, 6, 7];
    const LENGTH_OVERALL: Length = Length::metres(85.0);
    const BEAM: Length = Length::metres(12.8);
    const SUMMER_DRAUGHT: Draught = Draught::metres(5.7);
    const TANK_VOLUME_M3: f64 = 3_500.0;

    pub(crate) fn mmsi() -> Mmsi {
        mmsi(299_123_450)
    }

    pub(crate) fn imo_number() -> ImoNumber {
        ImoNumber::new(2_001_230).expect("2*7 + 0*6 + 0*5 + 1*4 + 2*3 + 3*2 = 30, so the last digit is 0")
    }

    pub(crate) fn hull() -> Hull {
        Hull {
            length_between_perpendiculars: Length::metres(80.0),
            beam: Self::BEAM,
            bilge_radius: Length::metres(1.2),
            run: End { share: 0.40, power: 1.2, power_per_m: 0.22 },
            entrance: End { share: 0.38, power: 1.5, power_per_m: 0.06 },
            appendages: 0.005,
            lightship: Mass::tonnes(1_175.0),
        }
    }

    pub(crate) fn truth() -> TrueVessel {
        let deadweight = Self::hull().deadweight(Self::SUMMER_DRAUGHT);
        TrueVessel {
            mmsi: Self::mmsi().value(),
            imo_number: Self::imo_number().value(),
            ship_name: Self::NAME.into(),
            length_overall_m: Self::LENGTH_OVERALL.to_metres(),
            beam_m: Self::BEAM.to_metres(),
            summer_draught_m: Self::SUMMER_DRAUGHT.to_metres(),
            deadweight_t: deadweight.to_tonnes().round(),
            lightship_t: Self::hull().lightship.to_tonnes(),
            tank_volume_m3: Self::TANK_VOLUME_M3,
        }
    }
}

/// A yacht with a class B transmitter.
pub(crate) struct Yacht;

impl Yacht {
    pub(crate) const NAME: &str = "SIMULATED GULL";
    pub(crate) const CALL_SIGN: &str = "SIMGULL";
    /// Sailing.
    pub(crate) const SHIP_TYPE: u32 = 36;
    pub(crate) const ANTENNA: Antenna = [8, 6, 2, 2];

    pub(crate) fn mmsi() -> Mmsi {
        mmsi(299_123_460)
    }
}

/// The shore station and the light at the pier.
pub(crate) struct Shore;

impl Shore {
    pub(crate) const LIGHT_NAME: &str = "SIM GREY PIER LIGHT";
    /// Light, without sectors (ITU-R M.1371-5, table 74).
    pub(crate) const LIGHT_TYPE: u32 = 5;

    pub(crate) fn base_station_mmsi() -> Mmsi {
        mmsi(2_991_001)
    }
    pub(crate) fn light_mmsi() -> Mmsi {
        mmsi(992_991_001)
    }
}

/// The register: what a list says of the tanker. Deadweight is rounded as registers do.
pub(crate) fn register() -> String {
    let ship = Tanker::truth();
    let tens = (ship.deadweight_t / 10.0).round() as u32;
    let deadweight = format!("{},{:03}", tens / 100, tens % 100 * 10);
    let tanks = ship.tank_volume_m3.round() as u32;
    let head =
        "IMO No,MMSI,Vessel,Call sign,Type,DWT (t),LOA (m),Beam (m),Summer draught (m),Tanks 100% (m3),Built";
    format!(
        "{head}\n{},{},{},{},Oil products tanker,\"{deadweight}\",{:.1},{:.1},{:.1},\"{},{:03}\",1998\n",
        ship.imo_number,
        ship.mmsi,
        ship.ship_name,
        Tanker::CALL_SIGN,
        ship.length_overall_m,
        ship.beam_m,
        ship.summer_draught_m,
        tanks / 1000,
        tanks % 1000,
    )
}

/// A list of designated ships, in the columns in which tables of the 1718 Designated Vessels List come: the tanker, a sister
/// one number off, and another hull that once bore the tanker's name.
pub(crate) fn list() -> String {
    let ship = Tanker::truth();
    [
        "#,vessel_name,imo_number,mmsi,flag,call_sign,other_information,type,date_of_designation,asset_freeze,port_entry_ban,designated_owner"
            .into(),
        format!(
            "1,{},{},{},,{},Invented for the demonstration,Oil products tanker,15-Feb-24,,yes,",
            ship.ship_name,
            ship.imo_number,
            ship.mmsi,
            Tanker::CALL_SIGN
        ),
        format!("2,{} 2,2001242,,,,Invented for the demonstration,Oil products tanker,15-Feb-24,,yes,", ship.ship_name),
        format!(
            "3,1: SIMULATED SWAN 2: {},2001254,,,,Invented for the demonstration,Oil products tanker,3-Oct-17,yes,yes,Simulated Shipping (invented)",
            ship.ship_name
        ),
        String::new(),
    ]
    .join("\n")
}

/// What others report: one delivery notified before the season, one estimate of the season.
pub(crate) fn volumes() -> String {
    [
        "kind,party,start,end,volume_bbl,subject,is_lower_bound,citation",
        "notified,Simulated Supplier (invented),2024-01-01,2024-02-01,1200,refined petroleum products,no,\
         \"Invented notice, for the demonstration\"",
        "third-party,Simulated Observatory (invented),2024-03-01,2024-04-01,20000,refined petroleum products,yes,\
         \"Invented estimate, for the demonstration\"",
        "",
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ships_are_such_as_no_real_ship_can_be() {
        for mmsi in [Tanker::mmsi(), Yacht::mmsi(), Shore::base_station_mmsi(), Shore::light_mmsi()] {
            assert_eq!(mmsi.mid(), Some(299), "{mmsi}");
        }
        assert_eq!(Tanker::imo_number().value() / 1_000_000, 2);
        for name in [Tanker::NAME, Yacht::NAME, Shore::LIGHT_NAME] {
            assert!(name.starts_with("SIM") && name.len() <= 20, "{name}");
        }
    }

    #[test]
    fn the_antenna_and_the_register_agree_with_the_ship() {
        let [bow, stern, port, starboard] = Tanker::ANTENNA.map(f64::from);
        let ship = Tanker::truth();
        assert!((bow + stern - ship.length_overall_m).abs() <= 0.5);
        assert!((port + starboard - ship.beam_m).abs() <= 0.5);
        assert!((2_950.0..3_150.0).contains(&ship.deadweight_t), "{}", ship.deadweight_t);
        let cell = format!("\"3,{:03}\"", (ship.deadweight_t / 10.0).round() * 10.0 - 3000.0);
        assert!(register().contains(&cell), "{cell}");
    }
}
