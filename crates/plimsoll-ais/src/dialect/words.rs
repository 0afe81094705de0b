//! Words that tables write where AIS sends a number, and the marks of "not available".

/// Words for "not available" in any column.
#[inline]
pub(super) fn is_not_available(text: &[u8]) -> bool {
    matches!(
        text,
        b"" | b"NA"
            | b"N/A"
            | b"NaN"
            | b"nan"
            | b"NULL"
            | b"null"
            | b"None"
            | b"\\N"
            | b"Unknown"
            | b"Unknown value"
            | b"Undefined"
    )
}

/// Navigational status (ITU-R M.1371-5, annex 8, message 1), as providers word it. `Err`: no such word.
///
/// `Reserved for future use` without its number stood for one of 11, 12 and 13, and is none.
#[inline]
pub(super) fn navigational_status(text: &[u8]) -> Option<Option<u8>> {
    // The words of the Danish table first, as it writes them: they are compared millions of times.
    let number = match text {
        b"Under way using engine" => 0,
        b"Moored" => 5,
        b"Engaged in fishing" => 7,
        b"At anchor" => 1,
        b"Under way sailing" => 8,
        b"Restricted maneuverability" => 3,
        b"Constrained by her draught" => 4,
        b"Not under command" => 2,
        b"Aground" => 6,
        other => return status_in_any_case(other),
    };
    Some(Some(number))
}

#[cold]
fn status_in_any_case(text: &[u8]) -> Option<Option<u8>> {
    const WORDS: [(&str, Option<u8>); 27] = [
        ("under way using engine", Some(0)),
        ("at anchor", Some(1)),
        ("not under command", Some(2)),
        ("restricted maneuverability", Some(3)),
        ("restricted manoeuvrability", Some(3)),
        ("constrained by her draught", Some(4)),
        ("moored", Some(5)),
        ("aground", Some(6)),
        ("engaged in fishing", Some(7)),
        ("under way sailing", Some(8)),
        ("reserved for future amendment [hsc]", Some(9)),
        ("reserved for future amendment [wig]", Some(10)),
        ("power-driven vessel towing astern", Some(11)),
        ("power-driven vessel pushing ahead or towing alongside", Some(12)),
        ("reserved for future use [11]", Some(11)),
        ("reserved for future use [12]", Some(12)),
        ("reserved for future use [13]", Some(13)),
        ("reserved for future use (13)", Some(13)),
        ("reserved for future use", None),
        ("ais-sart", Some(14)),
        ("ais-sart (active)", Some(14)),
        ("ais-sart is active", Some(14)),
        ("undefined", Some(15)),
        ("not defined", Some(15)),
        ("undefined (default)", Some(15)),
        ("unknown", None),
        ("unknown value", None),
    ];
    find(text, &WORDS)
}

/// The number of a word, in whatever case.
fn find<T: Copy>(text: &[u8], words: &[(&str, T)]) -> Option<T> {
    words.iter().find(|(word, _)| word.as_bytes().eq_ignore_ascii_case(text)).map(|(_, number)| *number)
}

/// Ship type (ITU-R M.1371-5, annex 8, table 53) of a word, with what the table says of the cargo. A word that stands
/// for a ten is its first number, "all ships of this type", or that of its cargo; one that names no type is `None`.
pub(super) fn ship_type(text: &[u8], cargo: &[u8]) -> Option<Option<u8>> {
    const WORDS: [(&str, Option<u8>); 29] = [
        ("wig", Some(20)),
        ("fishing", Some(30)),
        ("towing", Some(31)),
        ("towing long/wide", Some(32)),
        ("dredging", Some(33)),
        ("diving", Some(34)),
        ("military", Some(35)),
        ("sailing", Some(36)),
        ("pleasure", Some(37)),
        ("pleasure craft", Some(37)),
        ("hsc", Some(40)),
        ("pilot", Some(50)),
        ("sar", Some(51)),
        ("tug", Some(52)),
        ("port tender", Some(53)),
        ("anti-pollution", Some(54)),
        ("law enforcement", Some(55)),
        ("spare 1", Some(56)),
        ("spare 2", Some(57)),
        ("medical", Some(58)),
        ("not party to conflict", Some(59)),
        ("passenger", Some(60)),
        ("cargo", Some(70)),
        ("tanker", Some(80)),
        ("other", Some(90)),
        ("reserved", None),
        ("undefined", None),
        ("unknown", None),
        ("unknown value", None),
    ];
    let number = find(text, &WORDS)?;
    Some(
        number.map(
            |ten| if matches!(ten, 20 | 40 | 60 | 70 | 80 | 90) { ten + cargo_digit(cargo) } else { ten },
        ),
    )
}

/// The last digit of the ship types that have a cargo: 1 to 4 for the categories X, Y, Z and OS, 9 for "no additional
/// information", 0 where the table does not say.
fn cargo_digit(text: &[u8]) -> u8 {
    let words = [
        ("category x", 1),
        ("category y", 2),
        ("category z", 3),
        ("category os", 4),
        ("no additional information", 9),
    ];
    find(text, &words).unwrap_or(0)
}

/// What a row of the Danish table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mobile {
    /// A ship, a transponder of a survival craft or a man overboard.
    Ship,
    /// A station that sends messages of this type.
    Station(u8),
}

/// The Danish column `Type of mobile`.
#[inline]
pub(super) fn mobile(text: &[u8]) -> Option<Mobile> {
    match text {
        b"Class A" | b"Class B" => Some(Mobile::Ship),
        b"Base Station" => Some(Mobile::Station(4)),
        b"AtoN" => Some(Mobile::Station(21)),
        b"SAR Airborne" => Some(Mobile::Station(9)),
        b"Search and Rescue Transponder"
        | b"Search and Rescue Transmitter"
        | b"Emergency PIRB"
        | b"Man Overboard Device" => Some(Mobile::Ship),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_in_words_is_its_number_in_any_case() {
        for (text, number) in [
            ("Under way using engine", Some(0)),
            ("under way USING engine", Some(0)),
            ("Moored", Some(5)),
            ("moored", Some(5)),
            ("Reserved for future amendment [HSC]", Some(9)),
            ("Reserved for future use [13]", Some(13)),
            ("Reserved for future use", None),
            ("AIS-SART (active)", Some(14)),
            ("Unknown value", None),
        ] {
            assert_eq!(navigational_status(text.as_bytes()), Some(number), "{text}");
        }
        assert_eq!(navigational_status(b"drifting"), None);
    }

    #[test]
    fn a_ship_type_in_words_is_the_number_of_its_cargo_where_that_is_told() {
        for (kind, cargo, number) in [
            ("Tanker", "", Some(80)),
            ("Tanker", "Category X", Some(81)),
            ("Tanker", "Category OS", Some(84)),
            ("Cargo", "No additional information", Some(79)),
            ("Cargo", "Reserved for future use", Some(70)),
            ("Tug", "Category X", Some(52)),
            ("Law enforcement", "", Some(55)),
            ("Undefined", "", None),
            ("Reserved", "", None),
        ] {
            assert_eq!(ship_type(kind.as_bytes(), cargo.as_bytes()), Some(number), "{kind} {cargo}");
        }
        assert_eq!(ship_type(b"submarine", b""), None);
    }
}
