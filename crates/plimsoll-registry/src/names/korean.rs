//! Korean names: is a name a run of Korean syllables, and what is it in no romanisation at all.
//!
//! Three ways of writing Korean stand on ships: McCune-Reischauer without its marks (`PAEK`, `CH'ON`), the Revised
//! Romanisation (`BAEK`, `CHEON`) and the way of the North (`PAEK`, `PHYONG`, `RYO`). The key keeps what all three
//! tell apart.

use super::skeleton::{begins, folded};

/// Consonants that open a syllable. `L` never does, `SH` only before `I`.
const INITIALS: [&str; 23] = [
    "CHH", "KH", "KK", "TH", "TT", "PH", "PP", "CH", "JJ", "SS", "SH", "K", "G", "T", "D", "P", "B", "J",
    "S", "H", "R", "M", "N",
];
/// Vowels in all three ways.
const VOWELS: [&str; 24] = [
    "YAE", "YEO", "WAE", "AE", "AI", "YA", "YO", "YE", "YU", "EO", "EU", "OE", "OI", "WA", "WO", "WI", "WE",
    "UI", "A", "O", "U", "I", "E", "IU",
];
/// Consonants that close one.
const FINALS: [&str; 9] = ["NG", "N", "M", "K", "G", "P", "B", "L", "T"];

/// The sounds as the key writes them.
const SOUNDS: [(&str, &str); 32] = [
    ("CHH", "C"),
    ("YEO", "YO"),
    ("WAE", "WE"),
    ("KH", "K"),
    ("KK", "K"),
    ("TH", "T"),
    ("TT", "T"),
    ("PH", "P"),
    ("PP", "P"),
    ("CH", "C"),
    ("JJ", "C"),
    ("SH", "S"),
    ("SS", "S"),
    ("RY", "Y"),
    ("LL", "R"),
    ("EO", "O"),
    ("EU", "U"),
    ("AE", "E"),
    ("AI", "E"),
    ("OI", "OE"),
    ("UI", "I"),
    ("G", "K"),
    ("D", "T"),
    ("B", "P"),
    ("J", "C"),
    ("L", "R"),
    ("K", "K"),
    ("T", "T"),
    ("P", "P"),
    ("WO", "WO"),
    ("YE", "YE"),
    ("YU", "YU"),
];

/// Sounds that meet: `AP ROK` is said, and often written, `AM NOK`. `NK` stands for `NG` and for `N` before `K`.
const MEETINGS: [(&str, &str); 6] =
    [("NKR", "NKN"), ("NKY", "NKY"), ("PR", "MN"), ("PN", "MN"), ("MR", "MN"), ("KR", "NKN")];

/// A name whose every word is Korean syllables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Korean {
    /// The sounds, in which the ways of writing fall together.
    pub(super) key: String,
    /// Several words of one syllable each, or two closed syllables, or one at the end. Without that the name may be of
    /// any language (`ANGARA`, `ANKARA`).
    pub(super) is_sure: bool,
}

/// The name as Korean; `None` if it is no run of syllables, or of one only.
pub(super) fn korean(words: &[String]) -> Option<Korean> {
    let mut shapes = Vec::with_capacity(words.len());
    for word in words {
        shapes.push(shape(word)?);
    }
    let syllables: usize = shapes.iter().map(|s| s.count).sum();
    let closed: usize = shapes.iter().map(|s| s.closed).sum();
    let apart = shapes.len() > 1 && shapes.iter().all(|s| s.count == 1);
    let ends_closed = shapes.last().is_some_and(|s| s.ends_closed);
    if syllables < 2 {
        return None;
    }
    // The South drops the R before Y at the start of a word, the North keeps it: it is folded everywhere.
    let sounds = single_consonants(&folded(&words.concat(), &SOUNDS));
    let key = single_consonants(&folded(&sounds, &MEETINGS));
    Some(Korean { key, is_sure: apart || closed >= 2 || ends_closed })
}

/// The fewest Korean syllables that make up a word; `None` if it is no run of them.
pub(super) fn korean_syllables(word: &str) -> Option<usize> {
    shape(word).map(|shape| shape.count).filter(|count| *count > 0)
}

/// Doubled consonants as one; two vowels that meet are of two syllables.
fn single_consonants(sounds: &str) -> String {
    let mut out = String::with_capacity(sounds.len());
    for sound in sounds.chars() {
        if matches!(sound, 'A' | 'E' | 'I' | 'O' | 'U') || !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

/// Syllables of a word: how many, how many end in a consonant, and whether the last does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    count: usize,
    closed: usize,
    ends_closed: bool,
}

/// The word as the fewest Korean syllables; `None` if it is none.
fn shape(word: &str) -> Option<Shape> {
    if word.bytes().any(|b| !b.is_ascii_uppercase() || b"FQVXZ".contains(&b)) {
        return None;
    }
    let mut best: Vec<Option<Shape>> = vec![None; word.len() + 1];
    best[0] = Some(Shape { count: 0, closed: 0, ends_closed: false });
    for from in 0..word.len() {
        let Some(so_far) = best[from] else { continue };
        syllables_at(word, from, |end, closed| {
            let next = Shape {
                count: so_far.count + 1,
                closed: so_far.closed + usize::from(closed),
                ends_closed: closed,
            };
            if best[end].is_none_or(|b| (next.count, b.closed) < (b.count, next.closed)) {
                best[end] = Some(next);
            }
        });
    }
    best[word.len()]
}

/// Calls with the end of each syllable that begins here, and whether it is closed.
fn syllables_at(word: &str, from: usize, mut each: impl FnMut(usize, bool)) {
    let rest = &word[from..];
    for initial in INITIALS.iter().copied().chain([""]).filter(|i| begins(rest, i)) {
        let after = &rest[initial.len()..];
        for vowel in VOWELS.iter().filter(|v| begins(after, v) && stands(initial, v)) {
            let at = initial.len() + vowel.len();
            each(from + at, false);
            for last in FINALS.iter().filter(|f| begins(&rest[at..], f)) {
                let end = at + last.len();
                // Before a vowel the consonant may as well open the next syllable: `MA-RI-NA`.
                let closed = !rest[end..].starts_with(['A', 'E', 'I', 'O', 'U']);
                each(from + end, closed);
            }
        }
    }
}

/// False for openings that no Sino-Korean syllable has.
fn stands(initial: &str, vowel: &str) -> bool {
    match vowel {
        "E" => matches!(initial, "K" | "G" | "CH" | "J" | "S" | ""),
        "I" => !matches!(initial, "T" | "D" | "TH" | "TT"),
        "IU" => initial == "R",
        _ => initial != "SH",
    }
}

#[cfg(test)]
mod tests {
    use super::{Korean, korean};

    fn of(name: &str) -> Option<Korean> {
        korean(&name.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn three_ways_of_writing_fall_together() {
        for spellings in [
            &["CHON MA SAN", "CHONMASAN", "CHEONMASAN", "CHEON MA SAN"][..],
            &["PAEK MA", "BAEK MA", "PAEKMA"],
            &["BAEK MA KANG", "PAEK MA GANG"],
            &["RYO MYONG", "YEO MYEONG", "YO MYONG"],
            &["SONG WON", "SEONG WON"],
            &["PHYONG YANG", "PYONGYANG", "PYEONG YANG"],
            &["TAE DONG GANG", "DAEDONGGANG", "TAEDONG KANG"],
            &["KUM UN SAN", "GEUM UN SAN", "GEUMEUNSAN"],
            &["RYON GANG", "RYONG GANG"],
            &["AM NOK GANG", "AP ROK GANG"],
            &["THAE PYONG SAN", "TAE PHYONG SAN"],
        ] {
            let first = of(spellings[0]);
            assert!(first.is_some(), "{}", spellings[0]);
            for other in spellings {
                let (key, first) = (of(other).map(|k| k.key), first.clone().map(|k| k.key));
                assert_eq!(key, first, "{other}");
            }
        }
    }

    #[test]
    fn other_names_are_none_or_another() {
        for name in [
            "MARIA",
            "MARINA",
            "ANGARA",
            "SELENGA",
            "EMMA",
            "DORA",
            "TORA",
            "GALINA",
            "STAR",
            "OCEAN TRADER",
            "X",
            "",
        ] {
            assert!(of(name).is_none_or(|k| !k.is_sure), "{name}");
        }
        assert_ne!(of("PAEK MA"), of("SAM MA"));
        assert_ne!(of("RAK WON"), of("SONG WON"));
        assert_ne!(of("KUM GANG SAN"), of("KUM UN SAN"));
    }
}
