//! A simulated season as a case folder: for `plimsoll simulate season` and `plimsoll demo`.

use crate::cli::Context;
use crate::error::UserError;
use crate::pipeline;
use plimsoll_case::exhibit::{self, AddOptions, ExhibitEntry, ExhibitKind};
use plimsoll_simulate::hulls::HEADER;
use plimsoll_simulate::season::EmulatorSettings;
use plimsoll_simulate::season::render::{CapFacts, Patrol, Picture, SeasonCase, TrueNumber};
use std::path::Path;

/// The template that `cases/vostochny` holds.
const TEMPLATE: &str = include_str!("../../../../cases/vostochny/case.toml");
const README: &str = include_str!("../../../../cases/vostochny/README.md");
/// What is published: real, and the same for every seed.
const PUBLISHED: [(ExhibitKind, &str, &[u8]); 2] = [
    (
        ExhibitKind::Statements,
        "published.csv",
        include_bytes!("../../../../cases/vostochny/sources/statements/published.csv"),
    ),
    (
        ExhibitKind::ReportedVolumes,
        "notified.csv",
        include_bytes!("../../../../cases/vostochny/sources/volumes/notified.csv"),
    ),
];
/// When the period of the case begins.
const START: jiff::Timestamp = jiff::Timestamp::constant(1_709_769_600, 0);
/// The cap of UNSCR 2397 (2017), operative paragraph 5; what was notified of 2024 by the end of the case; what Russia notified for 2023
/// (1718 Committee, as told by Yonhap).
const CAP: CapFacts = CapFacts { cap_bbl: 500_000.0, notified_bbl: 15_279.0, notified_2023_bbl: 105_844.0 };

/// What is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeasonOptions {
    pub(super) seed: u64,
    /// Days, from 7 March 2024.
    pub(super) days: u32,
    /// Ports, the loading place among them.
    pub(super) ports: usize,
    pub(super) has_pixels: bool,
}

impl SeasonOptions {
    /// The whole season of a seed.
    pub(super) const fn whole(seed: u64) -> Self {
        Self { seed, days: WHOLE_DAYS, ports: 5, has_pixels: true }
    }

    fn settings(self) -> EmulatorSettings {
        let mut settings = EmulatorSettings::standard();
        settings.season.end_h = f64::from(self.days) * 24.0;
        settings.season.places.truncate(self.ports.max(2));
        settings
    }
}

/// Days from 7 March to 5 November 2024.
pub(super) const WHOLE_DAYS: u32 = 244;
/// The seed that the season of `cases/vostochny` is drawn with. Seed 21780 shows the published pattern (`cargo run --release -p
/// plimsoll-simulate --example season_seed -- 2 60000`), but two of its radar images are of one second and get one name.
pub(super) const DEFAULT_SEED: u64 = 1;

/// Writes the case. A folder that holds another case is left alone.
pub(super) fn write(
    context: &Context,
    folder: &Path,
    options: SeasonOptions,
) -> Result<SeasonCase, UserError> {
    let case = SeasonCase::new(options.seed, &options.settings(), START);
    let text = case_toml(&case, options);
    let there = std::fs::read_to_string(folder.join("case.toml")).ok();
    if there.as_deref().is_some_and(|there| there != text) {
        return Err(UserError::usage(format!("`{}` holds another case", folder.display()))
            .hint("name a folder that is not there yet"));
    }
    let truth = &case.season.truth;
    context.say(&format!(
        "season {}: {} calls of {} ships from {} to {} (all SIMULATED), {} looks",
        options.seed,
        truth.counted().count(),
        truth.counted().map(|call| call.hull).collect::<std::collections::BTreeSet<_>>().len(),
        case.start.strftime("%-d %B %Y"),
        last_day(&case).strftime("%-d %B %Y"),
        case.season.looks.len(),
    ));
    put(folder, "case.toml", text.as_bytes())?;
    put(folder, "README.md", README.as_bytes())?;
    put(folder, "truth.json", &truth_json(&case)?)?;
    let mut placed = Vec::new();
    for file in case.files() {
        let kind = ExhibitKind::parse(file.kind).ok_or_else(|| {
            UserError::fault("writing the season", &std::io::Error::other(format!("no kind `{}`", file.kind)))
        })?;
        placed.push(exhibit::place(folder, (kind, &file.name), &file.bytes, &of_simulation(options.seed))?);
    }
    let of_press = AddOptions {
        from: Some("press and the 1718 Committee as the press tells it; each line names its source".into()),
        ..AddOptions::default()
    };
    for (kind, name, bytes) in PUBLISHED {
        placed.push(exhibit::place(folder, (kind, name), bytes, &of_press)?);
    }
    if options.has_pixels {
        placed.extend(pictures(context, folder, &case, options.seed)?);
    }
    exhibit::enter(folder, &placed)?;
    Ok(case)
}

fn last_day(case: &SeasonCase) -> jiff::Timestamp {
    let seconds = case.season.truth.settings.end_h * 3_600.0 - 1.0;
    case.start + jiff::SignedDuration::from_secs(seconds as i64)
}

/// The template, with the period of this season, and what it appends.
fn case_toml(case: &SeasonCase, options: SeasonOptions) -> String {
    let mut template = TEMPLATE.to_owned();
    if options.days != WHOLE_DAYS {
        let next = last_day(case) + jiff::SignedDuration::from_secs(1);
        template = template.replace("end = 2024-11-06", &format!("end = {}", next.strftime("%Y-%m-%d")));
        let last = last_day(case).strftime("%-d %B %Y").to_string();
        template = template.replace("to 5 November 2024 (simulated", &format!("to {last} (simulated"));
    }
    template + &case.sections(options.has_pixels)
}

fn of_simulation(seed: u64) -> AddOptions {
    AddOptions {
        from: Some(format!("plimsoll simulate season --seed {seed}: SIMULATED, invented")),
        licence: Some("MIT OR Apache-2.0".into()),
        ..AddOptions::default()
    }
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), UserError> {
    let path = folder.join(name);
    let failed = |e: std::io::Error| UserError::fault(&format!("writing `{}`", path.display()), &e);
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(&path, bytes).map_err(failed)
}

/// What is rendered.
enum Work<'a> {
    Picture(&'a Picture),
    Patrol(&'a Patrol),
}

/// Renders pictures and photographs on all threads and writes them, and the points set on them.
fn pictures(
    context: &Context,
    folder: &Path,
    case: &SeasonCase,
    seed: u64,
) -> Result<Vec<ExhibitEntry>, UserError> {
    let all = case.pictures.len() + case.patrols.len();
    let bar = context.progress.count("rendering pictures", all as u64);
    let options = of_simulation(seed);
    let (mut placed, mut points) = (Vec::new(), HEADER.to_owned());
    let render = |work: Work<'_>| match work {
        Work::Picture(picture) => {
            let rendered = picture.render();
            let entry =
                exhibit::place(folder, (ExhibitKind::Scene, picture.name()), &rendered.bytes, &options);
            entry.map(|entry| (entry, rendered.points))
        }
        Work::Patrol(patrol) => {
            let photo = patrol.render();
            let entry = exhibit::place(folder, (ExhibitKind::Photo, &patrol.name), &photo.jpeg, &options);
            entry.map(|entry| (entry, photo.points))
        }
    };
    let pictures = case.pictures.iter().map(Work::Picture);
    let source = pictures.chain(case.patrols.iter().map(Work::Patrol)).map(Ok::<Work<'_>, UserError>);
    pipeline::in_order(source, rayon::current_num_threads(), render, |rendered| {
        let (entry, rows) = rendered?;
        placed.push(entry);
        points.push_str(&rows);
        bar.inc(1);
        Ok(())
    })?;
    bar.finish_and_clear();
    let set = (ExhibitKind::Points, "points.csv");
    placed.push(exhibit::place(folder, set, points.as_bytes(), &options)?);
    context.say(&format!("rendered {all} pictures, each stamped SIMULATED"));
    Ok(placed)
}

/// The truth: the numbers asked for first, then all that happened.
fn truth_json(case: &SeasonCase) -> Result<Vec<u8>, UserError> {
    let value = serde_json::json!({
        "note": "SIMULATED: what truly happened in the invented season; nothing that reads the case reads this file",
        "start": case.start.to_string(),
        "numbers": case.true_numbers(CAP),
        "season": case.season.truth,
        "looks": case.season.looks,
    });
    serde_json::to_vec_pretty(&value).map_err(|e| UserError::fault("writing the truth", &e))
}

/// The true numbers that lie beside a case, if any do.
#[derive(serde::Deserialize)]
pub(super) struct TruthFile {
    pub(super) numbers: Vec<TrueNumber>,
}

impl TruthFile {
    /// Reads `truth.json` of a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, UserError> {
        let path = folder.join("truth.json");
        let bytes = std::fs::read(&path)
            .map_err(|e| UserError::fault(&format!("reading `{}`", path.display()), &e))?;
        serde_json::from_slice(&bytes)
            .map_err(|e| UserError::fault(&format!("reading `{}`", path.display()), &e))
    }
}
