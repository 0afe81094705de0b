//! What the user sees when something cannot be done: kind, message, place, hints, and where to read more.

use crate::exit::Exit;
use plimsoll_case::error::{CaseError, CaseErrorKind};
use plimsoll_case::tables::TableError;
use std::fmt::Write as _;

/// A failure in words that help.
#[derive(Debug)]
pub struct UserError {
    /// How the program ends.
    pub exit: Exit,
    /// What was found and what was expected; a lowercase fragment without a full stop.
    pub message: String,
    /// The line of the user's file, or the causes, one a line.
    pub details: Vec<String>,
    /// What to do, an action each.
    pub hints: Vec<String>,
    /// Where to read more.
    pub see: Option<String>,
}

impl UserError {
    /// A failure with a message.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), details: Vec::new(), hints: Vec::new(), see: None }
    }
    /// The command line does not say what to do.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }
    /// A fault of the program or the machine while doing something.
    pub fn fault(doing: &str, cause: &dyn std::error::Error) -> Self {
        Self::new(Exit::Fault, format!("{doing}: {cause}"))
    }
    /// The same with one more thing to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
    /// The same with where to read more.
    #[must_use]
    pub fn see(mut self, see: impl Into<String>) -> Self {
        self.see = Some(see.into());
        self
    }

    /// True if whoever read the output stopped reading (`| head`): no failure, but the end.
    pub fn is_closed_pipe(&self) -> bool {
        self.exit == Exit::Fault && self.message.contains("Broken pipe")
    }

    /// As printed on standard error.
    pub fn to_text(&self) -> String {
        let mut text = format!("error: {}\n", self.message);
        for detail in &self.details {
            let _ = writeln!(text, "  {detail}");
        }
        for hint in &self.hints {
            let _ = writeln!(text, "hint: {hint}");
        }
        if let Some(see) = &self.see {
            let _ = writeln!(text, "see:  {see}");
        }
        text
    }

    /// As printed on standard error with `--json`.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "error": self.message, "exit_code": self.exit.code(),
            "details": self.details, "hints": self.hints, "see": self.see,
        })
    }
}

impl From<CaseError> for UserError {
    fn from(error: CaseError) -> Self {
        let exit = match error.kind() {
            CaseErrorKind::Invalid => Exit::CaseInvalid,
            CaseErrorKind::Usage => Exit::Usage,
            CaseErrorKind::Unreadable => Exit::ExhibitUnreadable,
            CaseErrorKind::Changed => Exit::HashMismatch,
        };
        let mut made = Self::new(exit, error.to_string());
        made.details.extend(error.excerpt().map(str::to_owned));
        made.hints.extend(error.hint().map(str::to_owned));
        made.see = error.see().map(str::to_owned);
        made.details.extend(error.private().map(str::to_owned));
        made
    }
}

impl From<TableError> for UserError {
    fn from(error: TableError) -> Self {
        let mut made = Self::new(Exit::Fault, error.to_string());
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            made.details.push(deeper.to_string());
            cause = deeper.source();
        }
        match error {
            TableError::File { .. } => {
                made.hint("delete the folder `tables` of the case and run `plimsoll run` again")
            }
            _ => made,
        }
    }
}
