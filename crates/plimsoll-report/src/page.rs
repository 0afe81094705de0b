//! The page as a whole: the order of its sections, its style, and the safety of its text.

use crate::bundle::OutputFile;
use crate::dossier::Dossier;
use crate::figure::patterns;
use crate::links::Links;
use crate::section::{
    Section, annex, caps, events, evidence, exhibits, files, findings, key_figures, limits, lists, masthead,
    people, places, rejects, reported, scenes, season, sensitivity, ships, waterlines,
};
use crate::{number, timeline};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The style sheet, in the page itself.
const STYLE: &str = include_str!("style.css");

/// The page. `files` are the data files beside it.
pub(crate) fn page(dossier: &Dossier, files: &[OutputFile]) -> String {
    let links = Links::of(dossier);
    let sections = sections(dossier, &links, files);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(dossier.program_version);
                meta http-equiv="Content-Security-Policy" content=(policy(dossier));
                title { @if dossier.is_simulated { "SIMULATED DATA: " } (number::cut(&dossier.title, 200)) }
                style { (PreEscaped(STYLE)) }
            }
            body.simulated[dossier.is_simulated] {
                (patterns())
                a.skip href="#main" { "Skip to the report" }
                (masthead::label(dossier))
                main id="main" {
                    (masthead::masthead(dossier, &links))
                    (masthead::method(dossier))
                    (contents(&sections))
                    @for section in &sections { (section.markup()) }
                }
                (footer(dossier))
            }
        }
    };
    shown_plainly(&page.into_string())
}

/// What the page may load: nothing, and where it has chips the pictures that stand in it.
fn policy(dossier: &Dossier) -> &'static str {
    match scenes::has_pictures(dossier) || waterlines::has_pictures(dossier) {
        true => "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        false => "default-src 'none'; style-src 'unsafe-inline'",
    }
}

/// All sections, in order.
fn sections(dossier: &Dossier, links: &Links, files: &[OutputFile]) -> Vec<Section> {
    let timeline = Section { id: "timeline", heading: "When", content: timeline::timeline(dossier) };
    [
        season::section(dossier, links),
        season::claims::section(dossier, links),
        season::ships::section(dossier),
        key_figures::section(dossier, links),
        Some(caps::section(dossier, links)),
        Some(places::section(dossier, links)),
        Some(timeline),
        Some(events::section(dossier, links)),
        scenes::section(dossier, links),
        waterlines::section(dossier, links),
        findings::section(dossier, links),
        sensitivity::section(dossier, links),
        season::challenge::section(dossier, links),
        lists::section(dossier, links),
        reported::section(dossier, links),
        Some(limits::limitations(dossier)),
        limits::cannot_tell(dossier),
        people::replies(dossier),
        Some(people::reviews(dossier, links)),
        season::calls::section(dossier, links),
        Some(annex::section(dossier, links)),
        ships::section(dossier, links),
        Some(rejects::section(dossier, links)),
        Some(exhibits::section(dossier)),
        Some(evidence::section(dossier)),
        Some(files::section(files)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The list of sections.
fn contents(sections: &[Section]) -> Markup {
    html! {
        nav.contents aria-label="Contents" {
            ol { @for section in sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
        }
    }
}

/// The foot of the page.
fn footer(dossier: &Dossier) -> Markup {
    html! {
        footer {
            p {
                (dossier.program_version) ". Edition: " (dossier.edition) ". The same exhibits, decisions and program version give this "
                "page again, byte for byte. It loads nothing from elsewhere and runs no script."
            }
        }
    }
}

/// The text with characters that could make it read otherwise than it is written turned into marks: controls become
/// U+FFFD, and the controls of the bidirectional algorithm (Unicode Standard Annex 9) and other invisible characters
/// become their names. The page itself needs none of them.
fn shown_plainly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}' => {
                out.push_str(&format!("\u{27e8}U+{:04X}\u{27e9}", c as u32));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_named() {
        assert_eq!(shown_plainly("A\u{202e}B\u{0}C\nD\tE"), "A⟨U+202E⟩B\u{fffd}C\nD\u{fffd}E");
        assert_eq!(shown_plainly("é 日本 \u{a0}\u{202f}µ"), "é 日本 \u{a0}\u{202f}µ");
    }

    #[test]
    fn the_style_sheet_loads_nothing() {
        for word in ["url(\"", "url('", "url(h", "url(d", "url(/", "@import", "http", "\u{0}", "\t"] {
            assert!(!STYLE.contains(word), "{word}");
        }
    }
}
