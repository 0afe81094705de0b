//! Korean names: is a name a run of Korean syllables, and what is it in no romanisation at all.
//!
//! Three ways of writing Korean stand on ships: McCune-Reischauer without its marks (`PAEK`, `CH'ON`), the Revised
//! Romanisation (`BAEK`, `CHEON`) and the way of the North (`PAEK`, `PHYONG`, `RYO`). The key keeps what all three
//! tell apart.

use super::skeleton::folded;

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

/// The key of a name whose every word is Korean syllables, so that the ways of writing it fall together.
///
/// `None` for other names, and for names that may be of any language: the name must be several words of one syllable
/// each, have two closed syllables, or end in one.
pub(super) fn key(words: &[String]) -> Option<String> {
    let mut shapes = Vec::new();
    for word in words {
        shapes.push(shape(word)?);
    }
    let syllables: usize = shapes.iter().map(|s| s.count).sum();
    let closed: usize = shapes.iter().map(|s| s.closed).sum();
    let apart = shapes.len() > 1 && shapes.iter().all(|s| s.count == 1);
    let ends_closed = shapes.last().is_some_and(|s| s.ends_closed);
    if syllables < 2 || !(apart || closed >= 2 || ends_closed) {
        return None;
    }
    // At the start of a word the South drops the R before Y and the North keeps it; within, both are folded as well.
    let sounds = folded(&words.concat(), &SOUNDS);
    Some(single_consonants(&folded(&single_consonants(&sounds), &MEETINGS)))
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
    for initial in INITIALS.iter().copied().chain([""]).filter(|i| rest.starts_with(i)) {
        let after = &rest[initial.len()..];
        for vowel in VOWELS.iter().filter(|v| after.starts_with(**v) && stands(initial, v)) {
            let at = initial.len() + vowel.len();
            each(from + at, false);
            for last in FINALS.iter().filter(|f| rest[at..].starts_with(**f)) {
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
    use super::key;

    fn of(name: &str) -> Option<String> {
        key(&name.split(' ').map(str::to_owned).collect::<Vec<_>>())
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
                assert_eq!(of(other), first, "{other}");
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
            assert_eq!(of(name), None, "{name}");
        }
        assert_ne!(of("PAEK MA"), of("SAM MA"));
        assert_ne!(of("RAK WON"), of("SONG WON"));
        assert_ne!(of("KUM GANG SAN"), of("KUM UN SAN"));
    }
}
