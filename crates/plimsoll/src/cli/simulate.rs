//! `plimsoll simulate`: made-up observations with the truth behind them.

use crate::cli::Context;
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_model::Position;
use plimsoll_simulate::{ArchiveForm, ArchiveParams, simulate_archive};
use std::io::Write;
use std::path::PathBuf;

/// Make up observations, with the truth behind them in a file beside.
#[derive(Debug, clap::Args)]
pub(super) struct Simulate {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Ais(Archive),
}

/// An archive of AIS: ships that sail, moor, meet, fall silent, share numbers and change names; receivers with wrong
/// clocks; a feed that breaks off.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll simulate ais --rows 1000000 --seed 7 --out archive.csv --truth archive.json
  plimsoll simulate ais --form nmea --rows 100000 --vessels 300 --lat 0 --lon 179.5 --out archive.nmea --truth archive.json
Every ship is made up and says so in her name. The same options give the same bytes.")]
struct Archive {
    /// The seed: another one makes another archive.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// About how many position reports.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// How many ships.
    #[arg(long, default_value_t = 3_000)]
    vessels: u32,
    /// How many days, from 22 May 2025.
    #[arg(long, default_value_t = 3.0)]
    days: f64,
    /// Latitude of the middle of the sea, degrees north.
    #[arg(long, default_value_t = 56.0, allow_hyphen_values = true)]
    lat: f64,
    /// Longitude of the middle of the sea, degrees east.
    #[arg(long, default_value_t = 9.5, allow_hyphen_values = true)]
    lon: f64,
    /// In which form: danish, marine-cadastre or nmea.
    #[arg(long, default_value = "danish")]
    form: String,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The file for the truth, JSON.
    #[arg(long, value_name = "FILE")]
    truth: PathBuf,
}

impl Simulate {
    /// Makes it.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let What::Ais(archive) = &self.what;
        archive.run(context)
    }
}

impl Archive {
    fn run(&self, context: &Context) -> Result<(), UserError> {
        for path in [&self.out, &self.truth] {
            context.check_output(path, &[])?;
        }
        let form = ArchiveForm::parse(&self.form).ok_or_else(|| {
            let known: Vec<_> = ArchiveForm::ALL.iter().map(|form| format!("`{}`", form.as_str())).collect();
            UserError::usage(format!(
                "`{}` is no form of an archive: expected one of {}",
                self.form,
                known.join(", ")
            ))
        })?;
        let centre =
            Position::from_lat_lon(self.lat, self.lon).map_err(|e| UserError::usage(e.to_string()))?;
        let params = ArchiveParams {
            rows: self.rows,
            vessels: self.vessels,
            days: self.days,
            seed: self.seed,
            centre,
            start: jiff::Timestamp::constant(1_747_872_000, 0),
        };
        let failed = |path: &PathBuf| {
            let path = path.display().to_string();
            move |e: std::io::Error| UserError::fault(&format!("writing `{path}`"), &e)
        };
        let file = std::fs::File::create(&self.out).map_err(failed(&self.out))?;
        let mut out = std::io::BufWriter::with_capacity(1 << 20, file);
        let truth = simulate_archive(&params, form, &mut out)
            .map_err(|e| UserError::new(Exit::Usage, format!("this archive cannot be made: {e}")))?;
        out.flush().map_err(failed(&self.out))?;
        let text = serde_json::to_vec(&truth).map_err(|e| UserError::fault("writing the truth", &e))?;
        std::fs::write(&self.truth, text).map_err(failed(&self.truth))?;
        context.say(&format!("simulated: {} and its truth in {}", self.out.display(), self.truth.display()));
        Ok(())
    }
}
