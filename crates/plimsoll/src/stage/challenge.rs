//! `challenge`: the season again without each source, analyst and ship, with permuted days. It takes dozens of times as long as
//! a short season, so that it runs only when it is asked for.

use super::{Inputs, Outputs, Stage, season};
use crate::error::UserError;
use crate::exit::Exit;
use crate::scenes::of_case::charted;
use crate::season::of_case::{CaseParams, CaseSeason};
use plimsoll_analysis::challenge::{ChallengeParams, SeasonLabels, SightingLabels, challenge, seasons};
use plimsoll_analysis::sightings::source_of;
use plimsoll_case::exhibit::ExhibitKind;
use plimsoll_case::tables::TableRow;
use plimsoll_model::{ChallengeRow, Look, Scene, Sighting, SightingSource};

/// The stage.
pub(super) const STAGE: Stage = Stage {
    name: "challenge",
    about: "What becomes of the season's finding without each source, analyst and ship, and on other days; what would have to be false.",
    version: 1,
    exhibits: &[ExhibitKind::Coastline],
    reads: &season::READS,
    writes: &[ChallengeRow::SPEC],
    is_bucketed: false,
    rejects: false,
    sections: &SECTIONS,
    reviews: false,
    method: "docs/methods/challenge.md",
    run,
};

/// What the season is read with, and its own.
const SECTIONS: [&str; 10] = {
    let mut all = ["challenge"; 10];
    let mut at = 0;
    while at < season::SECTIONS.len() {
        all[at] = season::SECTIONS[at];
        at += 1;
    }
    all
};

fn run(inputs: &Inputs<'_>, outputs: &mut Outputs<'_>) -> Result<(), UserError> {
    let rows = season::read(inputs)?;
    let params = season::params(inputs)?;
    let config = inputs.config();
    if config.fleet.is_empty() {
        return Err(no_season("case.toml names no `fleet`"));
    }
    let (charted, _) = charted(inputs.case)?;
    let season = CaseSeason::new(&rows, &config.fleet, &charted.land, config.period, &params)
        .map_err(|why| no_season(&why))?;
    if season.cap.is_none() {
        return Err(no_season("case.toml has no `[[cap]]` that the finding could be of"));
    }
    let labels = labels(&season, config.period.start(), &params);
    let with: ChallengeParams = inputs.params("challenge")?;
    let bar = inputs.progress.count("challenging the season", seasons(&season.input, &labels, &with));
    bar.tick();
    let made = challenge(&season.input, &labels, &season.params, &with, season::SEED, &mut || bar.inc(1))
        .map_err(|e| {
            UserError::new(Exit::CaseInvalid, format!("the season of this case cannot be drawn: {e}"))
        })?;
    bar.finish_and_clear();
    outputs.note("seasons drawn", bar.position());
    outputs.write(&made)
}

fn no_season(why: &str) -> UserError {
    UserError::usage(format!("this case has no season to challenge: {why}"))
        .hint("`plimsoll run`, then `plimsoll show sightings`")
        .see("docs/methods/challenge.md")
}

/// Whose eyes each sighting and each look of a season is of.
fn labels(season: &CaseSeason<'_>, start: jiff::Timestamp, params: &CaseParams) -> SeasonLabels {
    let sighting =
        |s: &&Sighting| SightingLabels { source: s.source, analyst: s.analyst.clone(), p_lit: s.p_lit };
    let of_look = |look: &&Look| {
        let scene: Option<&Scene> = season.rows.scenes.iter().find(|scene| scene.id == look.scene);
        // A look of a season always has its scene.
        scene.map_or(SightingSource::Optical, |scene| source_of(scene, &params.sightings))
    };
    SeasonLabels {
        sightings: season.sightings.iter().map(sighting).collect(),
        looks: season.looks.iter().map(of_look).collect(),
        start,
    }
}
