//! What one letter of a word costs that another spelling, or another word, has changed.
//!
//! In tenths of the natural logarithm of odds: how much rarer a change is between spellings of one name than between
//! near names of two ships. Learnt from names of persons and organisations; how, and on how many, is on the method page.

/// Groups of letters that stand for one sound, by what it costs that one stands for the other. Either may be the
/// first. Where several ways lead from word to word, the cheapest counts.
pub(super) const SOUNDS: [(u16, &str); 9] = [
    (
        1,
        "Y/I J/I IY/I IY/Y II/I YI/I II/IY EI/I EY/I AI/AY YE/E YE/I YA/IA YO/E YU/JU EE/I OO/U OU/U OU/O \
         K/Q CK/K CK/C KH/K CH/KH KH/H GH/Q G/Q X/KS V/W W/U DH/D TS/C ZH/J DJ/J J/CH CH/SH CH/TCH SCH/SH SCH/S",
    ),
    (2, "J/Y II/Y YA/JA AV/AU X/H GE/JE GI/JI CH/SCH"),
    (
        3,
        "C/K EY/EI YE/IE IA/JA YO/IO YU/IU IU/JU IYA/IA IYE/IE IJ/Y OW/OU OW/AU UE/U AW/AU C/Q CH/K CH/C KH/Q GH/G \
         GH/H GU/G QU/K QU/KV QU/KW QU/CU X/KH X/CS X/GZ CC/KS CHR/KR PH/P TH/T DH/Z Z/C TZ/Z TZ/TS ZH/Z ZH/G DZ/Z \
         DZ/J DG/J CH/CZ CH/TSCH SC/SK SCH/SK SHCH/SCH SHCH/SH SZ/S SZ/SH CH/TS CH/Q X/SH RH/R WH/W LH/L GN/NY \
         NI/NY LI/LY GI/YI GE/YE GG/NG NT/D MP/B EF/EV AF/AV HS/X",
    ),
    (4, "YO/O IJ/I EE/E OE/O OE/E MB/NB KN/N"),
    (5, "O/U"),
    (6, "PH/F S/Z TS/S J/Z EU/U EV/EU"),
    (7, "JE/E AE/E AI/E"),
    (9, "IE/E AE/A"),
    (12, "E/I"),
];

/// Sounds that are near: cheaper than any other letter, but two sounds. At the edges of a word they cost more.
pub(super) const NEAR_SOUNDS: [(u16, &str); 7] = [
    (5, "W/B"),
    (8, "G/K TH/S"),
    (9, "B/P"),
    (14, "V/B N/M"),
    (16, "A/E F/V N/NG"),
    (20, "D/T S/C"),
    (30, "L/R"),
];

/// What it costs that letters differ that stand for two sounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slips {
    /// A letter doubled.
    pub(super) doubled: u16,
    /// An H more, not at the start.
    pub(super) mute_h: u16,
    /// A vowel more, a consonant more.
    pub(super) vowel_more: u16,
    pub(super) consonant_more: u16,
    /// One vowel for another, one consonant for another, one for the other.
    pub(super) vowels: u16,
    pub(super) consonants: u16,
    pub(super) mixed: u16,
    /// Two neighbours in each other's place.
    pub(super) swapped: u16,
}

/// The costs learnt.
pub(super) const SLIPS: Slips = Slips {
    doubled: 8,
    mute_h: 5,
    vowel_more: 16,
    consonant_more: 20,
    vowels: 19,
    consonants: 40,
    mixed: 42,
    swapped: 18,
};
