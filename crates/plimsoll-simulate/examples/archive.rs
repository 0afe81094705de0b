//! Writes an archive and its truth:
//! `cargo run --release -p plimsoll-simulate --example archive -- danish 1000000 3000 3 1 OUT TRUTH [LAT LON]`.

use plimsoll_model::Position;
use plimsoll_simulate::{ArchiveForm, ArchiveParams, simulate_archive};
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [form, rows, vessels, days, seed, out, truth, place @ ..] = words.as_slice() else {
        return Err("expected FORM ROWS VESSELS DAYS SEED OUT TRUTH [LAT LON]".into());
    };
    let centre = match place {
        [lat, lon] => Position::from_lat_lon(lat.parse()?, lon.parse()?)?,
        _ => Position::from_lat_lon(56.0, 9.5)?,
    };
    let params = ArchiveParams {
        rows: rows.parse()?,
        vessels: vessels.parse()?,
        days: days.parse()?,
        seed: seed.parse()?,
        centre,
        start: "2025-05-22T00:00:00Z".parse()?,
    };
    let form = ArchiveForm::parse(form).ok_or("the form is danish, marine-cadastre or nmea")?;
    let mut file = BufWriter::with_capacity(1 << 20, File::create(out)?);
    let planted = simulate_archive(&params, form, &mut file)?;
    file.flush()?;
    fs::write(truth, serde_json::to_string(&planted)?)?;
    Ok(())
}
