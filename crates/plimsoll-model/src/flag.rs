//! Flags: which state a word, a code or the digits of a radio stand for, and which bodies that state belongs to.

mod digits;
mod states;
mod words;

use crate::Mmsi;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

/// Bytes of a text that is still read as the name of a state.
const MOST_WORDS_BYTES: usize = 160;
/// Codes that lists also write for "none" and "not available".
const NO_FLAG: [&str; 2] = ["na", "no"];
/// The digits that three registrations share: Curaçao, Sint Maarten, and Bonaire with Sint Eustatius and Saba.
const SHARED_DIGITS: (u16, [&str; 3]) = (306, ["BQ", "CW", "SX"]);

/// Members of the European Union (until 1993 the Communities): first day, first day outside.
const EU_MEMBERS: [(&[&str], Date, Option<Date>); 9] = [
    (&["BE", "DE", "FR", "IT", "LU", "NL"], date(1958, 1, 1), None),
    (&["DK", "IE"], date(1973, 1, 1), None),
    (&["GB"], date(1973, 1, 1), Some(date(2020, 2, 1))),
    (&["GR"], date(1981, 1, 1), None),
    (&["ES", "PT"], date(1986, 1, 1), None),
    (&["AT", "FI", "SE"], date(1995, 1, 1), None),
    (&["CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"], date(2004, 5, 1), None),
    (&["BG", "RO"], date(2007, 1, 1), None),
    (&["HR"], date(2013, 7, 1), None),
];

/// A state or territory of ISO 3166-1 whose flag a ship may fly.
///
/// Which states keep a register of ships is not modelled, nor second registers (NIS, DIS, RIF, Madeira): they are their
/// state's flag. Codes are those of today: a state that is no more has none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flag(&'static str);

impl Flag {
    /// The flag of an alpha-2 code in capitals, such as `KP`.
    pub fn of_code(code: &str) -> Option<Self> {
        let index = states::STATES.binary_search_by(|(alpha_2, _, _)| (*alpha_2).cmp(code)).ok()?;
        Some(Self(states::STATES[index].0))
    }

    /// The registration that three country digits of an MMSI belong to (ITU table of maritime identification digits).
    /// `None` for digits that are not given out. 306 is given as Curaçao's, whose neighbours share it.
    pub fn of_mid(mid: u16) -> Option<Self> {
        let index = digits::DIGITS.partition_point(|(_, last, _)| *last < mid);
        let (first, _, code) = digits::DIGITS.get(index)?;
        (*first <= mid).then(|| Self::of_code(code)).flatten()
    }

    /// The flag that a list names: short and formal English names, common older ones, alpha-2 and alpha-3 codes. Letter case,
    /// accents, the order of the words (`Korea, North`), points and brackets do not count.
    ///
    /// `None` for words that are not known, for `None Identified` and the like, for `Korea` alone, which does not say which,
    /// and for `NA` and `NO`, which may mean "not available" and "no" (`NAM` and `NOR` are read).
    pub fn of_words(text: &str) -> Option<Self> {
        static BY_WORDS: LazyLock<BTreeMap<String, Flag>> = LazyLock::new(by_words);
        if text.len() > MOST_WORDS_BYTES {
            return None;
        }
        BY_WORDS.get(&bag(text)).copied()
    }

    /// The alpha-2 code.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// The short English name.
    pub fn name(self) -> &'static str {
        let index = states::STATES.binary_search_by(|(alpha_2, _, _)| (*alpha_2).cmp(self.0));
        index.map_or(self.0, |index| states::STATES[index].2)
    }

    /// The state that answers for this flag towards other states: China for Hong Kong and Macao, Denmark for the Faroe
    /// Islands, and so on; itself for all others, also for the Cook Islands and Niue, which are states in free association
    /// with New Zealand and keep registers of their own, and for Taiwan.
    pub fn bound_as(self) -> Self {
        let sovereign = states::TERRITORIES.iter().find(|(_, territories)| territories.contains(&self.0));
        sovereign.map_or(self, |(code, _)| Self(code))
    }

    /// True if it is itself one of the 193 members of the United Nations. Ask this of [`Flag::bound_as`] where the question is
    /// whether a decision of the Security Council binds somebody.
    pub fn is_un_member(self) -> bool {
        self.bound_as() == self && !states::NO_MEMBERS.contains(&self.0)
    }

    /// True if it is itself a member state of the European Union on that day.
    ///
    /// The United Kingdom is outside from 1 February 2020; that Union law held there until 31 December 2020 is not
    /// modelled, nor in which territories of its members it holds: for a territory the answer is no.
    pub fn is_eu_member_on(self, day: Date) -> bool {
        EU_MEMBERS.iter().any(|(codes, first, outside)| {
            codes.contains(&self.0) && day >= *first && outside.is_none_or(|outside| day < outside)
        })
    }

    /// True if the ITU has given it digits.
    fn has_digits(self) -> bool {
        digits::DIGITS.iter().any(|(_, _, code)| *code == self.0) || SHARED_DIGITS.1.contains(&self.0)
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Flag({})", self.0)
    }
}

/// A remark where the country digits of a radio are not those of a ship's flag; `None` where they agree or the number has
/// no country digits. A flag without digits of its own (the Isle of Man) is asked for those of its state.
pub fn mid_against_flag(mmsi: Mmsi, flag: Flag) -> Option<String> {
    let mid = mmsi.mid()?;
    let expected = if flag.has_digits() { flag } else { flag.bound_as() };
    let says = match Flag::of_mid(mid) {
        Some(found) if found == expected => return None,
        Some(_) if mid == SHARED_DIGITS.0 && SHARED_DIGITS.1.contains(&expected.0) => return None,
        Some(found) => format!("are those of {found}"),
        None => "are given to no state".to_owned(),
    };
    Some(format!(
        "the country digits {mid} of MMSI {mmsi} {says}, and the flag is {flag}: they tell where the radio was registered, \
         not whose flag the ship flies"
    ))
}

/// Every name and code by its bag of words.
fn by_words() -> BTreeMap<String, Flag> {
    let codes = states::STATES.iter().flat_map(|(a2, a3, name)| [(*a2, *a2), (*a2, *a3), (*a2, *name)]);
    let names = words::WORDS.iter().flat_map(|(code, words)| words.split('|').map(move |word| (*code, word)));
    let all = codes.chain(names).filter_map(|(code, words)| Some((bag(words), Flag::of_code(code)?)));
    all.filter(|(bag, _)| !NO_FLAG.contains(&bag.as_str())).collect()
}

/// The words of a name in alphabetical order, without those that lists put in or leave out.
fn bag(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !is_apostrophe(*c)).flat_map(plain).collect();
    let mut words: Vec<String> = Vec::new();
    let mut was_letter = false;
    for word in plain.split_whitespace() {
        let is_letter = word.len() == 1;
        match words.last_mut() {
            // U.S.A., D. P. R. K.
            Some(last) if is_letter && was_letter => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
        was_letter = is_letter;
    }
    if words.len() > 1 {
        words.iter_mut().for_each(spell_out);
        words.retain(|word| !matches!(word.as_str(), "the" | "of" | "and"));
    }
    words.sort();
    words.join(" ")
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}')
}

/// A letter or digit in lower case and without accent, a blank for anything else.
fn plain(c: char) -> impl Iterator<Item = char> {
    let folded = c.to_lowercase().map(|c| match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        c if c.is_alphanumeric() => c,
        _ => ' ',
    });
    folded.collect::<Vec<_>>().into_iter()
}

/// Abbreviations inside a name of several words.
fn spell_out(word: &mut String) {
    let long = match word.as_str() {
        "st" => "saint",
        "is" | "isl" | "island" => "islands",
        "rep" => "republic",
        "dem" => "democratic",
        "fed" => "federation",
        _ => return,
    };
    long.clone_into(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(code: &str) -> Flag {
        Flag::of_code(code).unwrap_or_else(|| panic!("{code}"))
    }

    #[test]
    fn the_table_of_digits_is_whole() {
        let rows = digits::DIGITS;
        assert!(rows.iter().all(|(first, last, code)| first <= last && Flag::of_code(code).is_some()));
        assert!(rows.windows(2).all(|pair| pair[0].1 < pair[1].0));
        let given: Vec<u16> = (0..=999).filter(|mid| Flag::of_mid(*mid).is_some()).collect();
        assert_eq!((given.len(), given[0], given[291]), (292, 201, 775));
        // The published table typed a second time, as blocks without states.
        let copy = "201-216 218-220 224-259 261-279 301 303-312 314 316 319 321 323 325 327 329-332 334 336 338 339 341 343 345 \
            347 348 350-359 361 362 364 366-379 401 403 405 408 410 412-414 416 417 419 422 423 425 428 431 432 434 436-438 440 \
            441 443 445 447 450 451 453 455 457 459 461 463 466 468 470-473 475 477 478 501 503 506 508 510-512 514-516 518 520 \
            523 525 529 531 533 536 538 540 542 544 546 548 550 553 555 557 559 561 563-567 570 572 574 576-578 601 603 605 \
            607-613 615-622 624-627 629-638 642 644 645 647 649 650 654-657 659-672 674-679 701 710 720 725 730 735 740 745 750 \
            755 760 765 770 775";
        let blocks = copy.split_whitespace().map(|block| block.split_once('-').unwrap_or((block, block)));
        let numbers = blocks.flat_map(|(a, b)| a.parse::<u16>().unwrap()..=b.parse().unwrap());
        assert_eq!(numbers.collect::<Vec<_>>(), given);
    }

    #[test]
    fn the_digits_that_matter_here_are_right() {
        for (mids, code) in [
            (&[445][..], "KP"),
            (&[273], "RU"),
            (&[412, 413, 414], "CN"),
            (&[416], "TW"),
            (&[440, 441], "KR"),
            (&[431, 432], "JP"),
            (&[477], "HK"),
            (&[453], "MO"),
            (&[457], "MN"),
            (&[511], "PW"),
            (&[518], "CK"),
            (&[525], "ID"),
            (&[351, 352, 353, 354, 355, 356, 357, 370, 371, 372, 373, 374], "PA"),
            (&[312], "BZ"),
            (&[542], "NU"),
            (&[572], "TV"),
            (&[613], "CM"),
            (&[616, 620], "KM"),
            (&[631], "GQ"),
            (&[666], "SO"),
            (&[667], "SL"),
            (&[671], "TG"),
            (&[674, 677], "TZ"),
        ] {
            let given: Vec<u16> = (0..1000).filter(|mid| Flag::of_mid(*mid) == Some(flag(code))).collect();
            assert_eq!(given, mids, "{code}");
        }
        for mid in [0, 200, 217, 358 + 2, 375 + 5, 456, 606, 776, 999, u16::MAX] {
            assert_eq!(Flag::of_mid(mid), None, "{mid}");
        }
    }

    #[test]
    fn the_states_are_in_order_and_no_word_stands_for_two() {
        assert!(states::STATES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(states::STATES.iter().filter(|row| flag(row.0).is_un_member()).count(), 193);
        let codes: Vec<&str> =
            states::TERRITORIES.iter().flat_map(|(of, them)| them.iter().chain([of])).copied().collect();
        let others = words::WORDS.iter().map(|row| row.0);
        assert!(
            codes
                .into_iter()
                .chain(states::NO_MEMBERS)
                .chain(others)
                .all(|code| Flag::of_code(code).is_some())
        );
        let mut seen = BTreeMap::new();
        let names =
            states::STATES.iter().flat_map(|(code, a3, name)| [(*code, *code), (*code, *a3), (*code, *name)]);
        let words =
            words::WORDS.iter().flat_map(|(code, words)| words.split('|').map(move |word| (*code, word)));
        for (code, word) in names.chain(words) {
            let before = seen.insert(bag(word), code);
            assert!(before.is_none_or(|before| before == code), "`{word}` is {before:?} and {code}");
        }
    }

    #[test]
    fn lists_write_one_flag_in_many_ways() {
        for (words, code) in [
            ("Democratic People's Republic of Korea", "KP"),
            ("Democratic People\u{2019}s Republic of Korea", "KP"),
            ("Korea (the Democratic People's Republic of)", "KP"),
            ("Korea, North", "KP"),
            ("D.P.R.K.", "KP"),
            ("prk", "KP"),
            ("DPRK", "KP"),
            ("Korea, Republic of", "KR"),
            ("russian federation", "RU"),
            (" Hong  Kong, China ", "HK"),
            ("CHINA, PEOPLE'S REPUBLIC OF", "CN"),
            ("Republic of China", "TW"),
            ("Cook Islands", "CK"),
            ("St. Kitts & Nevis", "KN"),
            ("St. Vincent and the Grenadines", "VC"),
            ("Virgin Islands, British", "VG"),
            ("Bahamas (the)", "BS"),
            ("Curacao", "CW"),
            ("COTE D'IVOIRE", "CI"),
            ("TURKEY", "TR"),
            ("Sao Tome & Principe", "ST"),
            ("Congo, Democratic Republic of the", "CD"),
            ("Portugal (Madeira)", "PT"),
            ("U.S.A.", "US"),
            ("Marshall Is.", "MH"),
            ("Viet Nam", "VN"),
            ("gb", "GB"),
            ("NAM", "NA"),
        ] {
            assert_eq!(Flag::of_words(words), Some(flag(code)), "{words}");
        }
        for words in [
            "",
            " ",
            "None Identified",
            "unknown",
            "-0-",
            "Korea",
            "NA",
            "N/A",
            "no",
            "False flag",
            "XX",
            "the",
            "Panama, Liberia",
        ] {
            assert_eq!(Flag::of_words(words), None, "{words}");
        }
        assert_eq!(Flag::of_words(&"Panama ".repeat(1000)), None);
        assert_eq!((flag("KP").name(), flag("KP").code()), ("North Korea", "KP"));
    }

    #[test]
    fn every_flag_is_found_again_by_its_own_name_and_codes() {
        for (code, alpha_3, name) in states::STATES {
            assert_eq!(flag(code).name(), name);
            for word in [alpha_3, name, &name.to_uppercase(), &alpha_3.to_lowercase()] {
                assert_eq!(Flag::of_words(word), Some(flag(code)), "{word}");
            }
        }
    }

    #[test]
    fn a_territory_is_bound_by_its_state_and_a_state_in_free_association_by_none() {
        for (code, bound) in
            [("HK", "CN"), ("MO", "CN"), ("FO", "DK"), ("BM", "GB"), ("KP", "KP"), ("CK", "CK"), ("NU", "NU")]
        {
            assert_eq!(flag(code).bound_as(), flag(bound), "{code}");
        }
        for (code, is_member) in [
            ("KP", true),
            ("RU", true),
            ("CH", true),
            ("HK", false),
            ("CK", false),
            ("NU", false),
            ("TW", false),
            ("VA", false),
        ] {
            assert_eq!(flag(code).is_un_member(), is_member, "{code}");
        }
        assert!(states::STATES.iter().all(|row| flag(row.0).bound_as().bound_as() == flag(row.0).bound_as()));
    }

    #[test]
    fn the_union_has_grown_and_shrunk() {
        let members = |day| states::STATES.iter().filter(|row| flag(row.0).is_eu_member_on(day)).count();
        for (day, count) in [
            (date(1957, 12, 31), 0),
            (date(1958, 1, 1), 6),
            (date(1972, 12, 31), 6),
            (date(1973, 1, 1), 9),
            (date(1981, 1, 1), 10),
            (date(1986, 1, 1), 12),
            (date(1995, 1, 1), 15),
            (date(2004, 4, 30), 15),
            (date(2004, 5, 1), 25),
            (date(2007, 1, 1), 27),
            (date(2013, 7, 1), 28),
            (date(2020, 1, 31), 28),
            (date(2020, 2, 1), 27),
        ] {
            assert_eq!(members(day), count, "{day}");
        }
        assert!(
            flag("GB").is_eu_member_on(date(2020, 1, 31)) && !flag("GB").is_eu_member_on(date(2020, 2, 1))
        );
        assert!(
            !flag("FO").is_eu_member_on(date(2020, 1, 1)) && !flag("NO").is_eu_member_on(date(2020, 1, 1))
        );
    }

    #[test]
    fn the_digits_of_a_radio_are_held_against_the_flag() {
        let remark = |mmsi, code| mid_against_flag(Mmsi::new(mmsi).unwrap(), flag(code));
        assert_eq!(remark(445_123_456, "KP"), None);
        assert_eq!(
            remark(445_123_456, "MN").unwrap(),
            "the country digits 445 of MMSI 445123456 are those of North Korea, and the flag is Mongolia: they tell where the \
             radio was registered, not whose flag the ship flies"
        );
        assert!(remark(456_000_001, "OM").unwrap().contains("are given to no state"));
        // Hong Kong and China keep two registers; the Isle of Man has no digits; three islands share 306.
        assert!(remark(412_000_001, "HK").is_some() && remark(477_000_001, "CN").is_some());
        assert_eq!(
            (remark(235_000_001, "IM"), remark(306_000_001, "SX"), remark(970_000_001, "KP")),
            (None, None, None)
        );
        assert!(remark(306_000_001, "NL").is_some());
        assert_eq!(remark(992_351_001, "GB"), None);
    }
}
