//! `plimsoll detect`: ships in radar and optical images.

mod optical;
mod print;

use crate::cli::Context;
use crate::error::UserError;
use crate::exit::Exit;
use crate::scenes::{self, Charted, Found, SceneParams, SceneSource};
use optical::{FileKind, OpticalArgs};
use plimsoll_case::params::Params;
use plimsoll_imagery::OpenOptions;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Berth, DetectionKind, Polarisation, RecordId, RecordKind};
use print::{COLUMNS, More, Row};
use std::path::PathBuf;

/// Find ships in radar or optical images, and say how long they are and how sure that is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll detect S1A_IW_GRDH_....SAFE --land coast.geojson --piers piers.geojson > ships.csv
  plimsoll detect scene.zip --format geojson > ships.geojson
  plimsoll detect harbour_db.tif --kind sar-db --land coast.geojson.gz --all
  plimsoll detect scene.zip --land coast.geojson --piers piers.geojson --berths berths.geojson
  plimsoll detect scene_vv.tif+scene_vh.tif --kind sar-amplitude --format jsonl
  plimsoll detect chip.png --pixel-spacing-m 10
  plimsoll detect anchorage.tif --kind optical --stac anchorage.json --land coast.geojson

A scene is a Sentinel-1 GRD product (the .SAFE folder, its manifest.safe, or a .zip of it), a GeoTIFF on WGS 84 or UTM, or any
TIFF, PNG or JPEG; bands of one scene in two files are joined by `+`. Without a place on the Earth, positions are empty and
axes are measured from the top of the image.

Columns: scene, line, sample (from the centre of the first pixel), lat_deg, lon_deg, length_m with the interval that holds
90 % (length_low_m, length_high_m), beam_m, axis_deg (true, 0 to 180: which end is the bow is not known), quality (high, moderate,
low: docs/methods/ship-detection.md), near_shore (within 2 km of land or pier; empty if no land was given), reasons.
A moving ship is imaged beside its place: up to 600 m along the track at 14 kn. Without --land, land is full of false ships.

Water within 100 m of the coast is not searched, because coastlines are drawn from far away; nor is water within 30 m of a pier
(`coast_buffer_m`, `pier_buffer_m`: docs/methods/land-mask.md). So a ship that lies alongside is not seen unless --berths says
where the water of her berth is. Draw it from the image or a chart, quay not included: what is in a berth is searched up to
the pier, and a quay drawn into it looks like a ship.")]
pub(super) struct Detect {
    /// The scenes.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// What a value of the file means: sar-db, sar-power, sar-amplitude, or optical (grey, RGB, RGB and near infrared).
    /// Without it, it is taken for radar, and guessed where that is safe.
    #[arg(long, value_name = "KIND", value_parser = optical::kind)]
    kind: Option<FileKind>,
    #[command(flatten)]
    optical: OpticalArgs,
    /// From one pixel to the next on the ground, m, where the file does not say.
    #[arg(long, value_name = "X", value_parser = spacing)]
    pixel_spacing_m: Option<f64>,
    /// The polarisation of each band, such as `VV,VH`, where the names of the files do not say.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = polarisation)]
    polarisations: Vec<Polarisation>,
    /// Land: polygons, GeoJSON (also .gz).
    #[arg(long, value_name = "FILE")]
    land: Vec<PathBuf>,
    /// Piers and fixed objects that the coastline lacks: polygons, or points with `radius_m`, each with a `name`, GeoJSON.
    #[arg(long, value_name = "FILE")]
    piers: Vec<PathBuf>,
    /// Berths: polygons of the water in which a ship lies at a berth, each with a `name`, GeoJSON. They are searched although
    /// they lie beside the coast, and a column `berth` says which ships lie in which.
    #[arg(long, value_name = "FILE")]
    berths: Vec<PathBuf>,
    /// Take land and structures that the coastline lacks from the scene itself: what is larger than any ship.
    #[arg(long)]
    self_mask: bool,
    /// How to print.
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Print also what is not taken for a ship, with a column `kind`: ambiguities, sidelobes, fixed objects, land.
    #[arg(long)]
    all: bool,
}

/// How detections are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// One row a ship, with a header.
    Csv,
    /// One object a line.
    Jsonl,
    /// One FeatureCollection.
    Geojson,
}

fn spacing(text: &str) -> Result<f64, String> {
    let metres = text.parse::<f64>().map_err(|e| e.to_string())?;
    if (0.1..=1000.0).contains(&metres) { Ok(metres) } else { Err("expected 0.1 to 1000 m".into()) }
}

fn polarisation(text: &str) -> Result<Polarisation, String> {
    Polarisation::parse(text.trim()).ok_or_else(|| "expected VV, VH, HH or HV".into())
}

impl Detect {
    /// Searches each scene and prints what it finds. A scene that cannot be used is said, and the others are searched.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let sources =
            self.files.iter().map(|file| SceneSource::parse(file)).collect::<Result<Vec<_>, _>>()?;
        if self.optical.is_used() && (self.kind != Some(FileKind::Optical) || self.files.len() > 1) {
            return Err(UserError::usage("`--stac`, `--sun` and `--sensor-at` are of one optical image")
                .hint("add `--kind optical`, and name one file"));
        }
        let all_params = self.params(context)?;
        let mut params = SceneParams::of(&all_params)?;
        params.detect.taught = self.self_mask.then_some(params.self_mask);
        let charted = Charted::of_files(&self.land, &self.piers)?;
        let (berths, notes) = scenes::berths_of_files(&self.berths)?;
        charted.notes.iter().chain(&notes).for_each(|note| context.say(note));
        let more = More { kind: self.all, berth: !self.berths.is_empty() };
        let mut printer = Printer { context, format: self.format, more, rows: 0 };
        printer.begin();
        let mut refused = None;
        for (file, source) in self.files.iter().zip(&sources) {
            let id = RecordId::of(RecordKind::Scene, &[Key::Text(file)]);
            match self.search(source, (&charted, &berths), id, &params, &all_params) {
                Ok(found) => {
                    self.say(context, file, &found);
                    printer.rows(file, &found);
                }
                Err(error) => {
                    context.say(error.to_text().trim_end());
                    refused.get_or_insert(error);
                }
            }
        }
        printer.end();
        match refused {
            None => Ok(()),
            Some(error) if self.files.len() == 1 => Err(error),
            Some(_) => {
                Err(UserError::new(Exit::ExhibitUnreadable, "some of the scenes could not be searched"))
            }
        }
    }

    /// Searches a scene of the kind that was asked for.
    fn search(
        &self,
        source: &SceneSource,
        (charted, berths): (&Charted, &[Berth]),
        id: RecordId,
        params: &SceneParams,
        all_params: &Params,
    ) -> Result<Found, UserError> {
        if self.kind != Some(FileKind::Optical) {
            return scenes::search(source, &self.options(), charted, berths, id, params);
        }
        let options = self.optical.options(source, self.pixel_spacing_m)?;
        let params = scenes::optical::OpticalParams::of(all_params)?;
        let (found, _) = scenes::optical::search(source, &options, charted, berths, id, &params)?;
        Ok(found)
    }

    fn params(&self, context: &Context) -> Result<Params, UserError> {
        if context.named_case().is_some() {
            return Ok(context.open_case()?.config.params);
        }
        Ok(Params::defaults())
    }

    fn options(&self) -> OpenOptions {
        OpenOptions {
            kind: self.kind.and_then(|kind| match kind {
                FileKind::Radar(kind) => Some(kind),
                FileKind::Optical => None,
            }),
            pixel_spacing_m: self.pixel_spacing_m,
            band_polarisations: self.polarisations.clone(),
        }
    }

    /// What a reader of the rows must know of the scene.
    fn say(&self, context: &Context, file: &str, found: &Found) {
        found.notes().for_each(|note| context.say(&format!("{file}: {note}")));
        let counts = DetectionKind::ALL.map(|kind| (kind.as_str(), found.count(kind)));
        let words: Vec<_> = counts.iter().filter(|(_, n)| *n > 0).map(|(k, n)| format!("{n} {k}")).collect();
        let words = if words.is_empty() { "nothing".into() } else { words.join(", ") };
        context.say(&format!("{file}: {words}; {}", found.searched_in_words()));
    }
}

/// Prints rows in one of the formats.
struct Printer<'a> {
    context: &'a Context,
    format: Format,
    more: More,
    rows: usize,
}

impl Printer<'_> {
    fn begin(&self) {
        match self.format {
            Format::Csv => {
                self.context.print_csv(COLUMNS.into_iter().chain(self.more.names()));
            }
            Format::Geojson => self.context.print(r#"{"type":"FeatureCollection","features":["#),
            Format::Jsonl => {}
        }
    }

    fn rows(&mut self, scene: &str, found: &Found) {
        for detection in &found.found.detections {
            if !self.more.kind && detection.kind != DetectionKind::Ship {
                continue;
            }
            let row = Row { scene, detection };
            match self.format {
                Format::Csv => self.context.print_csv(row.fields(self.more)),
                Format::Jsonl => self.context.print(&row.object(self.more).to_string()),
                Format::Geojson => {
                    let comma = if self.rows > 0 { "," } else { "" };
                    self.context.print(&format!("{comma}{}", row.feature(self.more)));
                }
            }
            self.rows += 1;
        }
    }

    fn end(&self) {
        if self.format == Format::Geojson {
            self.context.print("]}");
        }
    }
}
