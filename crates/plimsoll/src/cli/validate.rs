//! `plimsoll validate`: how often the intervals hold.

use crate::cli::Context;
use crate::error::UserError;
use crate::validation::emulated::Cap;
use crate::validation::tables;
use crate::validation::trial::Validation;
use plimsoll_case::Params;

/// Hold estimates against seasons whose truth is known: how often intervals hold, beside a rule of thumb.
#[derive(Debug, clap::Args)]
pub(super) struct Validate {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Season(Season),
}

/// Seasons of port calls, drawn from the priors and outside of them, seen by an emulator (no pixels), estimated.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll validate season
  plimsoll validate season --seasons 100 --outside 0 --seed 7
  plimsoll --json validate season --seasons 20 > scores.json
Every season is simulated and every ship made up. The same options give the same numbers on any number of threads.
docs/methods/simulated-seasons.md says what is drawn and how it is judged.")]
struct Season {
    /// Seasons drawn from the priors.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    seasons: usize,
    /// Seasons outside of them, by turns in six ways.
    #[arg(long, default_value_t = 200, value_name = "N")]
    outside: usize,
    /// The first seed; each season has the next.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Steps of each chain, in place of those of `[season]`; as many parts of them are thrown away.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1000..))]
    steps: Option<u32>,
}

impl Validate {
    /// Draws, sees, estimates, compares, prints.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        match &self.what {
            What::Season(season) => season.run(context),
        }
    }
}

impl Season {
    fn run(&self, context: &Context) -> Result<(), UserError> {
        let params = Params::defaults();
        let mut season: plimsoll_analysis::season::SeasonParams = params.section("season")?;
        if let Some(steps) = self.steps {
            let steps = steps as usize;
            season.burn_in_steps = season.burn_in_steps * steps / season.steps.max(1);
            season.steps = steps;
            season.draws = season.draws.min(steps);
        }
        let validation = Validation {
            season,
            identify: params.section("identify")?,
            cap: Cap::YEAR_2024,
            inside: self.seasons,
            outside: self.outside,
            seed: self.seed,
            threads: rayon::current_num_threads(),
        };
        let bar = context.progress.seasons((self.seasons + self.outside) as u64);
        let scores = validation.run(&|| bar.inc(1));
        bar.finish_and_clear();
        let scores = scores.map_err(|e| UserError::fault("estimating a simulated season", &e))?;
        if context.json {
            context.print(&tables::json(&scores).to_string());
        } else {
            context.print(tables::text(&scores).trim_end());
        }
        Ok(())
    }
}
