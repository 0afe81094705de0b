//! The demonstration season: one invented tanker, one gap, one call.
//!
//! She is first heard far to the east, anchors off an invented terminal, loads, sails, is silent for some forty
//! hours at sea and is heard again three hundred miles away. A shore station and an aid to navigation report all
//! month, and an invented yacht passes by.
//!
//! Identifiers are such as no ship can have. MID 299 is in no row of the ITU's table of maritime identification
//! digits (Radio Regulations, appendix 43: Europe ends at 279, the next begin at 301). IMO numbers of the public lists
//! that we read begin with 5 to 9, or, since 9999993 was given out, with 1; 2001230 has a right check digit and begins
//! with 2.

mod air;
mod ships;

use crate::random::Random;
use crate::timeline::{TERMINAL_RADIUS, Timeline, grey_pier};
use crate::truth::{TrueCargo, TrueGap, TrueTerminal, TrueVisit, Truth};
use air::Air;
use jiff::Timestamp;
use plimsoll_model::{Density, Draught, Mass, Volume};
use ships::Tanker;

/// Name of the invented terminal.
pub const TERMINAL_NAME: &str = "Grey Pier (invented)";

/// A season: what receivers, a register and others would leave behind, and what really happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// NMEA sentences with tag blocks, one a line.
    pub ais: String,
    /// A ship register, CSV.
    pub register: String,
    /// A list of designated ships, CSV.
    pub list: String,
    /// Notified deliveries and third-party estimates, CSV.
    pub volumes: String,
    /// What really happened.
    pub truth: Truth,
}

/// What is loaded, and the factor of whoever keeps the invented cap.
const GASOIL: Density = Density::tonnes_per_cubic_metre(0.845);
const COMMITTEE_BBL_PER_T: f64 = 8.33;

/// The season of a seed. The same seed gives the same bytes.
pub fn harbour(seed: u64) -> Season {
    let timeline = Timeline::new(&mut Random::new(seed, 0));
    let loading = Loading::new(&mut Random::new(seed, 1));
    let mut air = Air::new(seed);
    let silence = air.tanker(&timeline, &loading);
    air.shore();
    air.yacht();
    let (ais, sentences) = air.into_lines();
    let truth = Truth {
        simulated: true,
        note: "Every ship, place and figure in this file is invented. No analysis reads it.".into(),
        seed,
        vessel: Tanker::truth(),
        terminal: TrueTerminal {
            name: TERMINAL_NAME.into(),
            lat_deg: grey_pier().lat_deg(),
            lon_deg: grey_pier().lon_deg(),
            radius_nm: TERMINAL_RADIUS.to_nautical_miles(),
        },
        visit: loading.visit(&timeline),
        cargo: loading.cargo(),
        gap: gap(&timeline, silence),
        sentences,
    };
    Season { ais, register: ships::register(), list: ships::list(), volumes: ships::volumes(), truth }
}

/// The true draughts, and what she carries besides cargo.
pub(crate) struct Loading {
    arrival: Draught,
    departure: Draught,
    stores_arrival: Mass,
    stores_departure: Mass,
    ballast_departure: Mass,
}

impl Loading {
    fn new(random: &mut Random) -> Self {
        Self {
            arrival: Draught::metres(random.between(3.37, 3.43)),
            departure: Draught::metres(random.between(5.57, 5.63)),
            stores_arrival: Mass::tonnes(random.between(180.0, 210.0)),
            stores_departure: Mass::tonnes(random.between(165.0, 178.0)),
            ballast_departure: Mass::tonnes(random.between(15.0, 45.0)),
        }
    }

    /// What the crew sends: the true draught in steps of 0.1 m.
    pub(crate) fn sent(&self, is_after_loading: bool) -> Draught {
        let true_draught = if is_after_loading { self.departure } else { self.arrival };
        Draught::metres((true_draught.to_metres() * 10.0).round() / 10.0)
    }

    fn visit(&self, timeline: &Timeline) -> TrueVisit {
        let inside = timeline.in_terminal();
        TrueVisit {
            enters: inside.start(),
            alongside: timeline.alongside.start(),
            cast_off: timeline.alongside.end(),
            leaves: inside.end(),
            draught_arrival_m: rounded(self.arrival.to_metres(), 3),
            draught_departure_m: rounded(self.departure.to_metres(), 3),
            draught_arrival_sent_m: self.sent(false).to_metres(),
            draught_departure_sent_m: self.sent(true).to_metres(),
            draught_typed: timeline.draught_typed,
        }
    }

    /// The cargo: all that she carries on departure but for ballast and stores.
    fn cargo(&self) -> TrueCargo {
        let hull = Tanker::hull();
        let cargo = hull.deadweight(self.departure) - self.stores_departure - self.ballast_departure;
        let ballast_arrival = hull.deadweight(self.arrival) - self.stores_arrival;
        let tonnes = |mass: Mass| rounded(mass.to_tonnes(), 1);
        let volume: Volume = cargo / GASOIL;
        TrueCargo {
            product: "gasoil".into(),
            displacement_arrival_t: tonnes(hull.displacement(self.arrival)),
            displacement_departure_t: tonnes(hull.displacement(self.departure)),
            ballast_arrival_t: tonnes(ballast_arrival),
            ballast_departure_t: tonnes(self.ballast_departure),
            stores_arrival_t: tonnes(self.stores_arrival),
            stores_departure_t: tonnes(self.stores_departure),
            cargo_t: tonnes(cargo),
            density_t_per_m3: GASOIL.to_tonnes_per_cubic_metre(),
            volume_bbl: rounded(volume.to_barrels(), 0),
            volume_committee_bbl: rounded(cargo.to_tonnes() * COMMITTEE_BBL_PER_T, 0),
        }
    }
}

/// The silence between the last report before it and the first after.
fn gap(timeline: &Timeline, (off, on): (Timestamp, Timestamp)) -> TrueGap {
    let place = |time| timeline.track.position_at(time).expect("she was heard there, so she was there");
    let (from, to) = (place(off), place(on));
    TrueGap {
        off,
        on,
        duration_h: rounded(on.duration_since(off).as_secs_f64() / 3600.0, 3),
        off_lat_deg: rounded(from.lat_deg(), 5),
        off_lon_deg: rounded(from.lon_deg(), 5),
        on_lat_deg: rounded(to.lat_deg(), 5),
        on_lon_deg: rounded(to.lon_deg(), 5),
        distance_nm: rounded(from.distance_to(to).to_nautical_miles(), 1),
        cause: "the transmitter was switched off (known only because the season is invented)".into(),
    }
}

/// A number with so many decimals, for printing.
fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}
