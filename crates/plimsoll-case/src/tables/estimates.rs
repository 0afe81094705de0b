//! `cargoes`: what each ship took on.

use super::columns;
use plimsoll_model::{Cargo, ImoNumber, Product};

/// A cargo with the ship's number and name, so that the table reads alone.
#[derive(Clone, Debug, PartialEq)]
pub struct CargoRow {
    /// The cargo.
    pub cargo: Cargo,
    /// The ship's IMO number.
    pub imo_number: Option<ImoNumber>,
    /// The ship's name.
    pub ship_name: Option<String>,
}

columns! {
    CargoRow, "cargoes", 1, "What a ship took on during a port visit.",
    label ["ship_name", "place", "time", "cargo_t_mid", "volume_bbl_mid"],
    |r| {
        "cargo_id": Text, "-", "This cargo." => r.cargo.id;
        "visit_id": Text, "-", "The port visit." => r.cargo.visit;
        "vessel_id": Text, "-", "The ship." => r.cargo.vessel;
        "imo_number": Int, "-", "IMO number of the ship, where one is known." => r.imo_number.map(ImoNumber::value);
        "ship_name": Text, "-", "Name of the ship." => &r.ship_name;
        "place": Text, "-", "Name of the place." => &r.cargo.place;
        "time": Time, "UTC", "When it counts: the end of the visit." => r.cargo.time;
        "product": Text, "-", "What it is taken to be; absent: the mix of the case." => r.cargo.product.map(Product::as_str);
        "cargo_t_low": Float, "t", "Mass: lower end of the 90 % interval." => r.cargo.cargo_t.map(|e| e.low());
        "cargo_t_mid": Float, "t", "Mass: median." => r.cargo.cargo_t.map(|e| e.mid());
        "cargo_t_high": Float, "t", "Mass: upper end of the 90 % interval." => r.cargo.cargo_t.map(|e| e.high());
        "volume_bbl_low": Float, "bbl", "Physical barrels at 15 C: lower end of the 90 % interval." => r.cargo.volume_bbl.map(|e| e.low());
        "volume_bbl_mid": Float, "bbl", "Physical barrels at 15 C: median." => r.cargo.volume_bbl.map(|e| e.mid());
        "volume_bbl_high": Float, "bbl", "Physical barrels at 15 C: upper end of the 90 % interval." => r.cargo.volume_bbl.map(|e| e.high());
        "volume_committee_bbl_low": Float, "bbl", "Barrels by the one factor of the Committee: lower end of the 90 % interval." => r.cargo.volume_committee_bbl.map(|e| e.low());
        "volume_committee_bbl_mid": Float, "bbl", "Barrels by the one factor of the Committee: median." => r.cargo.volume_committee_bbl.map(|e| e.mid());
        "volume_committee_bbl_high": Float, "bbl", "Barrels by the one factor of the Committee: upper end of the 90 % interval." => r.cargo.volume_committee_bbl.map(|e| e.high());
        "is_documented": Bool, "-", "True if the draughts show the loading." => r.cargo.is_documented;
        "p_loaded": Float, "0-1", "Probability that cargo was loaded at all." => r.cargo.p_loaded;
        "not_counted": Text, "-", "Why it is not counted as oil, where it is not." => &r.cargo.not_counted;
        "basis": Text, "-", "Which draughts, which particulars, which priors." => &r.cargo.basis;
        "parents": List, "-", "The records that it stands on." => &r.cargo.parents;
    },
    from |row| Self {
        cargo: Cargo {
            id: row.id("cargo_id")?,
            visit: row.id("visit_id")?,
            vessel: row.id("vessel_id")?,
            place: row.text("place")?,
            time: row.time("time")?,
            product: match row.opt_text("product")? {
                None => None,
                Some(_) => Some(row.word("product", "a product", |t| Product::parse(t).ok())?),
            },
            cargo_t: row.opt_estimate("cargo_t")?,
            volume_bbl: row.opt_estimate("volume_bbl")?,
            volume_committee_bbl: row.opt_estimate("volume_committee_bbl")?,
            is_documented: row.truth("is_documented")?,
            p_loaded: row.opt_float("p_loaded")?,
            not_counted: row.opt_text("not_counted")?,
            basis: row.text("basis")?,
            parents: row.ids("parents")?,
        },
        imo_number: row.opt_imo("imo_number")?,
        ship_name: row.opt_text("ship_name")?,
    }
}
