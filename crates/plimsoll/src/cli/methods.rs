//! `plimsoll methods` and `plimsoll params`: how it is done, and with which numbers.

use crate::cli::Context;
use crate::cli::show::aligned;
use crate::error::UserError;
use crate::stage::{ASIDE, STAGES};
use plimsoll_case::params::ParamRow;

/// List the stages: what each reads and writes, and the page that explains it.
#[derive(Debug, clap::Args)]
pub(super) struct Methods {
    /// Only this stage.
    stage: Option<String>,
}

impl Methods {
    /// Prints the list.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let all = STAGES.iter().chain(&ASIDE);
        let chosen = all.filter(|s| self.stage.as_ref().is_none_or(|name| name == s.name));
        for stage in chosen {
            let names = |tables: &[plimsoll_case::tables::TableSpec]| {
                tables.iter().map(|t| t.name).collect::<Vec<_>>()
            };
            if context.json {
                let exhibits: Vec<_> = stage.exhibits.iter().map(|k| k.as_str()).collect();
                context.print(
                    &serde_json::json!({ "stage": stage.name, "about": stage.about, "exhibits": exhibits,
                        "reads": names(stage.reads), "writes": names(stage.writes), "method": stage.method })
                    .to_string(),
                );
                continue;
            }
            context.print(&format!("{}: {}", stage.name, stage.about));
            let reads: Vec<_> = stage
                .exhibits
                .iter()
                .map(|k| format!("{} exhibits", k.as_str()))
                .chain(names(stage.reads).into_iter().map(str::to_owned))
                .collect();
            context.print(&format!(
                "    reads {}",
                if reads.is_empty() { "case.toml".to_owned() } else { reads.join(", ") }
            ));
            context.print(&format!("    writes {}", names(stage.writes).join(", ")));
            context.print(&format!("    page {}", stage.method));
        }
        Ok(())
    }
}

/// List the parameters: default, value in this case, meaning.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "A case changes a parameter by naming it in case.toml under the same section, for instance:
  [gaps]
  min_duration_h = 12.0"
)]
pub(super) struct Params {
    /// Only this section.
    section: Option<String>,
}

impl Params {
    /// Prints the list; outside a case, the defaults.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let params = match context.case_dir() {
            Ok(_) => context.open_case()?.config.params,
            Err(_) => plimsoll_case::params::Params::defaults(),
        };
        let rows: Vec<_> = params
            .listing()
            .into_iter()
            .filter(|r| self.section.as_ref().is_none_or(|s| *s == r.section))
            .collect();
        if context.json {
            for r in &rows {
                context.print(
                    &serde_json::json!({ "section": r.section, "key": r.key, "default": r.default, "value": r.value,
                        "is_changed": is_changed(r), "meaning": r.comment, "method": r.page })
                    .to_string(),
                );
            }
            return Ok(());
        }
        let header = ["parameter", "default", "here", "meaning"].map(str::to_owned);
        let cells: Vec<_> = rows
            .iter()
            .map(|r| {
                let here = if is_changed(r) { r.value.clone() } else { String::new() };
                vec![
                    format!("{}.{}", r.section, r.key),
                    r.default.clone(),
                    here,
                    first_sentence(r.comment.as_deref()),
                ]
            })
            .collect();
        for line in aligned(&header, &cells) {
            context.print(&line);
        }
        Ok(())
    }
}

fn is_changed(row: &ParamRow) -> bool {
    row.line.is_some()
}

/// The table shows the first sentence; `--json` and the reference page the whole comment.
fn first_sentence(comment: Option<&str>) -> String {
    let text = comment.unwrap_or_default().replace('\n', " ");
    text.split_once(". ").map_or(text.clone(), |(first, _)| format!("{first}."))
}
