//! One integration binary: the architecture, the command line, whole cases.

mod architecture;
mod cases;
mod cli;
mod reference;
mod support;
