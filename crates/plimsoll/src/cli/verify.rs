//! `plimsoll verify`: are the bytes still those that were received, and the reviews unbroken?

use crate::cli::Context;
use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_case::{exhibit, review};

/// Check every hash: exhibits against the manifest, the chain of reviews, the files of the report.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {}

impl Verify {
    /// Checks them.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let dir = context.case_dir()?;
        let mut first = None;
        let mut wrong = 0;
        for found in exhibit::verify(&dir)? {
            let error = found.error();
            let word = error.as_ref().map_or_else(|| "ok".to_owned(), ToString::to_string);
            print(context, "exhibit", &found.path, error.is_none(), &word);
            wrong += usize::from(error.is_some());
            first = first.or(error.map(UserError::from));
        }
        let reviews = review::load(&dir)?;
        print(
            context,
            "reviews",
            "reviews.jsonl",
            true,
            &format!("{} decisions, chain unbroken", reviews.len()),
        );
        for (path, is_ok, word) in crate::cli::report::verify_manifest(&dir)? {
            print(context, "report", &path, is_ok, &word);
            if !is_ok {
                wrong += 1;
                let error = UserError::new(
                    Exit::HashMismatch,
                    format!("{path} is not the file that was written: {word}"),
                )
                .hint("run `plimsoll report` to write it anew, or find out who changed it");
                first = first.or(Some(error));
            }
        }
        match first {
            Some(error) if wrong > 1 => Err(error.hint(format!("{} more are listed above", wrong - 1))),
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

fn print(context: &Context, what: &str, path: &str, is_ok: bool, word: &str) {
    if context.json {
        context.print(
            &serde_json::json!({ "what": what, "path": path, "is_ok": is_ok, "found": word }).to_string(),
        );
    } else {
        context.print(&format!("{:<8} {path}: {word}", if is_ok { "ok" } else { "WRONG" }));
    }
}
