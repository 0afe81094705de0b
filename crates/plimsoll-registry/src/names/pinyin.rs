//! Words of syllables, of which each letter counts: `YANGZHOU` is not `YONGZHOU` slipped.

const INITIALS: [&str; 23] = [
    "ZH", "CH", "SH", "B", "P", "M", "F", "D", "T", "N", "L", "G", "K", "H", "J", "Q", "X", "R", "Z", "C",
    "S", "Y", "W",
];
const FINALS: [&str; 36] = [
    "IANG", "IONG", "UANG", "ANG", "ENG", "ING", "ONG", "IAO", "IAN", "UAI", "UAN", "AI", "EI", "AO", "OU",
    "AN", "EN", "ER", "IA", "IE", "IU", "IN", "UA", "UO", "UI", "UN", "UE", "EO", "AE", "EU", "A", "O", "E",
    "I", "U", "OE",
];

/// True if a word is a run of Chinese or open Asian syllables, with room for Korean and Japanese ones.
pub(super) fn is_chinese_word(word: &str) -> bool {
    chinese_syllables(word).is_some()
}

/// The fewest such syllables that make up a word; `None` if it is no run of them.
pub(super) fn chinese_syllables(word: &str) -> Option<usize> {
    if !word.is_ascii() || word.is_empty() {
        return None;
    }
    let mut fewest: Vec<Option<usize>> = vec![None; word.len() + 1];
    fewest[0] = Some(0);
    for from in 0..word.len() {
        let Some(before) = fewest[from] else { continue };
        let rest = &word[from..];
        for initial in INITIALS.iter().copied().chain([""]).filter(|i| rest.starts_with(i)) {
            let after = &rest[initial.len()..];
            for last in FINALS.iter().filter(|f| after.starts_with(**f)) {
                let end = &mut fewest[from + initial.len() + last.len()];
                *end = Some(end.map_or(before + 1, |known| known.min(before + 1)));
            }
        }
    }
    fewest[word.len()]
}

#[cfg(test)]
mod tests {
    use super::is_chinese_word;

    #[test]
    fn syllables_of_east_asia() {
        for word in ["YANGZHOU", "FENG", "SHANDONG", "HAI", "MARU"] {
            assert!(is_chinese_word(word), "{word}");
        }
        for word in ["", "ARSENYEV", "SHEARWATER", "ALYIA", "GOTLAND", "東"] {
            assert!(!is_chinese_word(word), "{word}");
        }
    }
}
