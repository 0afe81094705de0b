//! One integration binary: the architecture, the command line, whole cases.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails; one that skips says so"
)]

mod architecture;
mod archives;
mod associations;
mod cases;
mod cli;
mod optical;
mod radar;
mod reference;
mod screen;
mod season;
mod support;
mod waterline;
