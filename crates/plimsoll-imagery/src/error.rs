//! Why a scene cannot be read.

/// A call that cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum ImageryError {
    /// The stream broke.
    #[error("reading {file}: {error}")]
    Io {
        /// Which file, as the caller names it.
        file: String,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// The bytes are not what they should be.
    #[error("reading {file}, {place}: {found}; expected {expected}")]
    Malformed {
        /// Which file, as the caller names it.
        file: String,
        /// Where in it: a tag, an element, a tile.
        place: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// The file is well formed, and of a kind that is not read.
    #[error("{file}: {found} is not read; {advice}")]
    Unsupported {
        /// Which file, as the caller names it.
        file: String,
        /// What was found.
        found: String,
        /// What to do.
        advice: String,
    },
}
