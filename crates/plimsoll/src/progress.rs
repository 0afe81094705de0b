//! Progress of long work: a bar on a terminal, plain lines elsewhere, nothing with `--quiet`. Always on standard
//! error, so that data on standard output stays data.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Read};

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A bar on a terminal.
    Bar,
    /// Plain lines.
    Lines,
    /// Nothing.
    Quiet,
}

impl Progress {
    /// What fits where standard error goes.
    pub fn choose(is_quiet: bool) -> Self {
        match (is_quiet, std::io::stderr().is_terminal()) {
            (true, _) => Self::Quiet,
            (false, true) => Self::Bar,
            (false, false) => Self::Lines,
        }
    }

    /// Says a line.
    #[expect(clippy::print_stderr, reason = "the command line is the one place that prints")]
    pub fn line(self, text: &str) {
        if self != Self::Quiet {
            eprintln!("{text}");
        }
    }

    /// A bar for a number of seasons; hidden where bars are not shown.
    pub fn seasons(self, total: u64) -> ProgressBar {
        let target =
            if self == Self::Bar { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("seasons {wide_bar} {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(total), target).with_style(style)
    }

    /// A bar for a number of bytes to read; hidden where bars are not shown.
    pub fn bytes(self, what: &str, total: u64) -> ProgressBar {
        let target =
            if self == Self::Bar { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(total), target).with_style(style).with_message(what.to_owned())
    }
}

impl Progress {
    /// A bar for a number of things to do; hidden where bars are not shown.
    pub fn count(self, what: &str, total: u64) -> ProgressBar {
        let target =
            if self == Self::Bar { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg:<28} {wide_bar} {pos}/{len} {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(total), target).with_style(style).with_message(what.to_owned())
    }
}

/// A reader that moves a bar.
pub struct Watched<R> {
    inner: R,
    bar: ProgressBar,
}

impl<R> Watched<R> {
    /// Watches what is read from `inner`.
    pub const fn new(inner: R, bar: ProgressBar) -> Self {
        Self { inner, bar }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bar.inc(n as u64);
        Ok(n)
    }
}
