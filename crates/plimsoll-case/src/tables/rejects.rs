//! `rejects`: rows that could not be read.

use super::columns;
use plimsoll_model::Reject;

/// A reject with the path of its file.
#[derive(Clone, Debug, PartialEq)]
pub struct RejectRow {
    /// The reject.
    pub reject: Reject,
    /// Path of the file, as the manifest names it.
    pub file: String,
}

columns! {
    RejectRow, "rejects", 1, "A row of an exhibit that could not be read, with the place and the reason.",
    label ["file", "line", "reason"],
    |r| {
        "reject_id": Text, "-", "This reject." => r.reject.id;
        "exhibit_id": Text, "-", "The exhibit it stands in." => r.reject.source.exhibit;
        "file": Text, "-", "Path of the exhibit's file." => &r.file;
        "line": Int, "-", "Line, counted from 1." => r.reject.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.reject.source.byte_offset;
        "reason": Text, "-", "What was found and what was expected." => &r.reject.reason;
        "text": Text, "-", "The row as far as it can be shown, at most 200 characters." => &r.reject.text;
    },
    from |row| Self {
        reject: Reject {
            id: row.id("reject_id")?,
            source: row.source()?,
            reason: row.text("reason")?,
            text: row.text("text")?,
        },
        file: row.text("file")?,
    }
}
