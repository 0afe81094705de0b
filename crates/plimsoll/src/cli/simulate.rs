//! `plimsoll simulate`: made-up observations with the truth behind them.

use crate::cli::Context;
use crate::cli::season::{self, SeasonOptions};
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_model::Position;
use plimsoll_simulate::{ArchiveForm, ArchiveParams, SarSceneParams, simulate_archive, simulate_sar};
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
    Scene(Scene),
    Season(SeasonFolder),
}

/// A season of port calls as a case folder: satellite pictures, lists, places, with the truth beside it. Every ship is invented.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll simulate season --out vostochny
  plimsoll simulate season --seed 9 --days 21 --ports 2 --out short
  plimsoll -C short run
The ports, the distances between them and the law are real; ships, calls, pictures and lists are SIMULATED. The same options give
the same bytes.")]
struct SeasonFolder {
    /// The seed: another one makes another season.
    #[arg(long, default_value_t = season::DEFAULT_SEED)]
    seed: u64,
    /// How many days, from 7 March 2024.
    #[arg(long, value_name = "N", default_value_t = season::WHOLE_DAYS, value_parser = clap::value_parser!(u32).range(2..=244))]
    days: u32,
    /// How many ports, the loading place among them.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=5))]
    ports: u8,
    /// Write lists and places only, no picture.
    #[arg(long)]
    no_pixels: bool,
    /// The folder to make.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// A Sentinel-1 scene in SAFE form: sea, coast, piers, cranes, ships at sea and at berth, ghosts, with the truth beside it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll simulate scene --seed 7 --out scene-7
  plimsoll simulate scene --seed 7 --wind-m-s 12 --side-px 3000 --out rough
  plimsoll detect scene-7/*.SAFE --land scene-7/land.geojson --piers scene-7/piers.geojson --berths scene-7/berths.geojson > found.csv
  plimsoll score found.csv scene-7/truth.json
The seed draws the wind (3 to 14 m/s), the law of the clutter and the kind of place: open sea, an anchorage, a port. Every ship
is made up. The same options give the same bytes.")]
struct Scene {
    /// The seed: another one makes another scene.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The wind, m/s, in place of the one drawn.
    #[arg(long, value_name = "W", value_parser = wind)]
    wind_m_s: Option<f64>,
    /// Lines and samples of 10 m, in place of those drawn.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(200..=6000))]
    side_px: Option<u32>,
    /// The folder to make.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

fn wind(text: &str) -> Result<f64, String> {
    let speed = text.parse::<f64>().map_err(|e| e.to_string())?;
    if (1.0..=25.0).contains(&speed) { Ok(speed) } else { Err("expected 1 to 25 m/s".into()) }
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
        match &self.what {
            What::Ais(archive) => archive.run(context),
            What::Scene(scene) => scene.run(context),
            What::Season(folder) => folder.run(context),
        }
    }
}

impl SeasonFolder {
    fn run(&self, context: &Context) -> Result<(), UserError> {
        context.check_output(&self.out, &[])?;
        if self.out.exists() {
            return Err(UserError::usage(format!("`{}` is there already", self.out.display()))
                .hint("name a folder that is not there yet"));
        }
        let (seed, days, has_pixels) = (self.seed, self.days, !self.no_pixels);
        let options = SeasonOptions { seed, days, ports: self.ports.into(), has_pixels };
        season::write(context, &self.out, options)?;
        context.say(&format!("simulated: a season, and its truth, in {}", self.out.display()));
        Ok(())
    }
}

impl Scene {
    fn run(&self, context: &Context) -> Result<(), UserError> {
        context.check_output(&self.out, &[])?;
        if self.out.exists() {
            return Err(UserError::usage(format!("`{}` is there already", self.out.display()))
                .hint("name a folder that is not there yet"));
        }
        let mut params = SarSceneParams::of_seed(self.seed);
        params.wind_m_s = self.wind_m_s.unwrap_or(params.wind_m_s);
        if let Some(side) = self.side_px {
            (params.lines, params.samples) = (side, side);
        }
        let scene = simulate_sar(&params);
        let written = scene.write(&mut |path, bytes| {
            let path = self.out.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(&self.out))?;
            std::fs::write(path, bytes)
        });
        written.map_err(|e| UserError::fault(&format!("writing into `{}`", self.out.display()), &e))?;
        context.say(&format!(
            "simulated: a scene with {} ships, and its truth, in {}",
            scene.truth.ships.len(),
            self.out.display()
        ));
        Ok(())
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
