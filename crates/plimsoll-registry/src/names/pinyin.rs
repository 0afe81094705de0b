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
    if !word.is_ascii() || word.is_empty() {
        return false;
    }
    let mut reached = vec![false; word.len() + 1];
    reached[0] = true;
    for from in 0..word.len() {
        if !reached[from] {
            continue;
        }
        let rest = &word[from..];
        for initial in INITIALS.iter().copied().chain([""]).filter(|i| rest.starts_with(i)) {
            let after = &rest[initial.len()..];
            for last in FINALS.iter().filter(|f| after.starts_with(**f)) {
                reached[from + initial.len() + last.len()] = true;
            }
        }
    }
    reached[word.len()]
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
