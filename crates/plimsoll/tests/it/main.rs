//! One integration binary: the architecture, the command line, whole cases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod architecture;
mod cases;
mod cli;
mod reference;
mod support;
