//! The parts of the page, one file each, in the order of the page.

pub(crate) mod annex;
pub(crate) mod caps;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod exhibits;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod key_figures;
pub(crate) mod limits;
pub(crate) mod lists;
pub(crate) mod masthead;
pub(crate) mod people;
pub(crate) mod places;
pub(crate) mod rejects;
pub(crate) mod reported;
pub(crate) mod scenes;
pub(crate) mod season;
pub(crate) mod sensitivity;
pub(crate) mod ships;
pub(crate) mod waterlines;

use maud::{Markup, html};

/// The longest name shown in a table, characters. The whole name is in the CSV files.
pub(crate) const NAME: usize = 60;

/// A section of the page: its anchor, its heading, its content.
pub(crate) struct Section {
    /// The anchor, such as `caps`.
    pub(crate) id: &'static str,
    /// The heading.
    pub(crate) heading: &'static str,
    /// What it holds.
    pub(crate) content: Markup,
}

impl Section {
    /// As it stands on the page.
    pub(crate) fn markup(&self) -> Markup {
        html! {
            section id=(self.id) aria-labelledby={ "h-" (self.id) } {
                h2 id={ "h-" (self.id) } { (self.heading) }
                (self.content)
            }
        }
    }
}

/// A table with its caption, which may be wider than the screen and then scrolls by itself.
pub(crate) fn table(class: &str, caption: &Markup, head: &[&str], rows: &Markup) -> Markup {
    html! {
        div.scroll.broad[class == "annex"] tabindex="0" {
            table class=(class) {
                caption { (caption) }
                thead { tr { @for words in head { th scope="col" { (words) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// What stands where there is nothing to say: never an empty cell.
pub(crate) const NOTHING: &str = "–";
