//! Letters of other scripts in Latin ones: Cyrillic, Hangul, some Han, and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Cyrillic capitals as in a Russian passport (ICAO Doc 9303), Ukrainian, Belarusian and Serbian letters besides. Other
/// romanisations (`KH` or `H`, `YA`, `IA` or `JA`) become equal in the skeleton.
const CYRILLIC: &str = "AА BБ VВ GГҐ DД EЕЁЭЄ ZHЖ ZЗ IИЙІЇ KК LЛ MМ NН OО PП RР SС TТ UУЎ FФ KHХ TSЦ CHЧ SHШ SHCHЩ ЪЬ YЫ YUЮ \
    YAЯ JЈ LJЉ NJЊ DZЏ CЋ DJЂ";

/// Cyrillic and Greek capitals that look like Latin ones, as they slip into Latin names (`IІІ`, `NР DUDINKA`).
const LOOKALIKES: &str = "AАΑ BВΒ EЕΕ KКΚ MМΜ HНΗ OОΟ PРΡ CС TТΤ YУҮΥ XХΧ IІӀΙ JЈ SЅ VѴ ZΖ NΝ";

/// Latin letters that do not fall into a letter and an accent.
const LATIN: &str = "AEÆ OØ OEŒ LŁ DĐÐ THÞ HĦ TŦ NGŊ Iİ SSẞ";

/// Revised Romanisation of Korean (2000): initials, vowels, finals in the order of their Unicode numbers.
const INITIALS: [&str; 19] =
    ["G", "KK", "N", "D", "TT", "R", "M", "B", "PP", "S", "SS", "", "J", "JJ", "CH", "K", "T", "P", "H"];
const VOWELS: [&str; 21] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WO", "WE", "WI",
    "YU", "EU", "UI", "I",
];
const FINALS: [&str; 28] = [
    "", "K", "K", "K", "N", "N", "N", "T", "L", "K", "M", "L", "L", "L", "P", "L", "M", "P", "P", "T", "T",
    "NG", "T", "T", "K", "T", "P", "T",
];

/// Han characters that are frequent in names of ships, simplified and traditional, in pinyin. All others stay unread.
const HAN: &str = "HAI海 YANG洋 JIANG江 HE河和 HU湖虎 SHAN山 DAO岛島 GANG港 WAN湾灣万萬 FENG峰风風丰豐凤鳳 DONG东東冬 XI西 NAN南 BEI北 ZHONG中 HUA华華 \
    GUO国國 DA大达達 XIAO小 XIN新鑫 XING兴興星 JIN金 YIN银銀 BAO宝寶 YU玉裕 ZHU珠 LONG龙龍隆 PENG鹏鵬 YING鹰鷹 YONG永 AN安 PING平 \
    NING宁寧 SHUN顺順 LI利 JI吉 XIANG祥 FU福富 GUI贵貴 CHANG昌长長 SHENG盛胜勝 RONG荣榮 TAI泰 KANG康 YUAN源远遠元 TONG通 YUN运運 \
    HANG航 CHUAN船 ZHOU舟州 MING明 GUANG光广廣 TIAN天 DI地 RI日 YUE月 CHUN春 XIA夏 QIU秋 BAI白百 HONG红紅 LAN蓝藍 QING青 \
    HUANG黄黃 CHENG城成诚誠 HENG恒恆 QIAN千 YI亿億 FA发發 ZHE浙 MIN闽閩 DE德 YOU油 RUI瑞 JIA嘉 HAO号號";

/// What a table gives for a letter: each of its words is Latin capitals and the letters that they stand for.
fn of(table: &'static str, letter: char) -> Option<&'static str> {
    let word = table.split(' ').find(|word| word.contains(letter))?;
    Some(&word[..word.find(|c: char| !c.is_ascii())?])
}

/// True for a letter that only looks Latin.
pub(super) fn is_lookalike(letter: char) -> bool {
    !letter.is_ascii() && of(LOOKALIKES, letter).is_some()
}

/// The Latin letter that this one looks like, itself otherwise.
pub(super) fn lookalike(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    of(LOOKALIKES, letter).and_then(|latin| latin.chars().next()).unwrap_or(letter)
}

/// True for a letter of a script that looks like Latin in part.
pub(super) fn is_cyrillic_or_greek(letter: char) -> bool {
    matches!(letter, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}')
}

/// Appends a capital in Latin letters and digits; `Err` with the letter where it cannot be read.
pub(super) fn romanise(letter: char, out: &mut String) -> Result<(), char> {
    if letter.is_ascii() {
        out.push(letter);
        return Ok(());
    }
    if let Some(latin) = [CYRILLIC, LATIN, HAN].iter().find_map(|table| of(table, letter)) {
        out.push_str(latin);
        return Ok(());
    }
    if let Some(syllable) = hangul(letter) {
        syllable.iter().for_each(|part| out.push_str(part));
        return Ok(());
    }
    let begun = out.len();
    out.extend([letter].into_iter().nfd().filter(|c| !is_combining_mark(*c)));
    if out[begun..].is_ascii() {
        return Ok(());
    }
    out.truncate(begun);
    out.push(letter);
    Err(letter)
}

/// The parts of a Hangul syllable.
fn hangul(letter: char) -> Option<[&'static str; 3]> {
    let number = (letter as usize).checked_sub(0xac00).filter(|n| *n < 19 * 21 * 28)?;
    Some([INITIALS[number / 588], VOWELS[number % 588 / 28], FINALS[number % 28]])
}

#[cfg(test)]
mod tests {
    use super::{CYRILLIC, HAN, LATIN, LOOKALIKES, romanise};

    fn latin(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| _ = romanise(c, &mut out));
        out
    }

    #[test]
    fn four_scripts_in_latin_letters() {
        assert_eq!(latin("ЩУКИН"), "SHCHUKIN");
        assert_eq!(latin("ЮРИЙ"), "YURII");
        assert_eq!(latin("천마산"), "CHEONMASAN");
        assert_eq!(latin("백마"), "BAEKMA");
        assert_eq!(latin("금운산"), "GEUMUNSAN");
        assert_eq!(latin("東方"), "DONG方");
        assert_eq!(latin("TØNSBERG NÜRNBERG ŁÓDŹ"), "TONSBERG NURNBERG LODZ");
    }

    #[test]
    fn every_hangul_syllable_has_letters() {
        for letter in '\u{ac00}'..='\u{d7a3}' {
            let read = latin(&letter.to_string());
            assert!(!read.is_empty() && read.is_ascii(), "{letter}");
        }
    }

    #[test]
    fn no_letter_stands_twice_in_a_table() {
        for table in [CYRILLIC, LOOKALIKES, LATIN, HAN] {
            let mut letters: Vec<char> = table.chars().filter(|c| !c.is_ascii()).collect();
            let all = letters.len();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), all, "{table}");
        }
    }
}
