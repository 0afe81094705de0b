//! Exit codes. One list, used by the code and by the reference page.

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// What was asked is done.
    Done = 0,
    /// An internal fault: please report it with the case folder.
    Fault = 1,
    /// The command line does not say what to do.
    Usage = 2,
    /// `case.toml` or another file of the case says something that cannot be.
    CaseInvalid = 3,
    /// An exhibit cannot be read.
    ExhibitUnreadable = 4,
    /// Bytes are not those that were hashed.
    HashMismatch = 5,
    /// More rows were rejected than the case allows.
    TooManyRejects = 6,
    /// The report has findings that nobody reviewed (with `--strict`).
    UnreviewedFindings = 7,
}

impl Exit {
    /// Every code with the sentence that explains it.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Done, "What was asked is done."),
        (Self::Fault, "An internal fault: please report it with the case folder."),
        (Self::Usage, "The command line does not say what to do."),
        (Self::CaseInvalid, "`case.toml` or another file of the case says something that cannot be."),
        (Self::ExhibitUnreadable, "An exhibit cannot be read."),
        (Self::HashMismatch, "Bytes are not those that were hashed."),
        (Self::TooManyRejects, "More rows were rejected than the case allows."),
        (Self::UnreviewedFindings, "The report has findings that nobody reviewed (with `--strict`)."),
    ];

    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        self as u8
    }
}
