//! Statements: what others said in public, with whose barrels they meant, and how two of them stand to each other.

use crate::{Period, RecordId, Source};

/// What a statement gives a number for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatementQuantity {
    /// Port calls, a count.
    Calls,
    /// Different ships, a count.
    Ships,
    /// Different ports, a count.
    Ports,
    /// Containers, a count.
    Containers,
    /// People, a count.
    People,
    /// A volume, bbl.
    Volume,
    /// A mass, t.
    Mass,
    /// A volume a day, bbl/d.
    Rate,
    /// A limit in force, bbl in a counting period.
    Limit,
    /// Deadweight of a ship, t.
    Deadweight,
    /// A share of the calls or of something else, 0 to 1.
    Share,
    /// How full the ships were, 0 to 1.
    Laden,
    /// The share of weeks that saw a call, 0 to 1.
    Cadence,
    /// How many times another amount.
    Multiple,
    /// A length of time, d.
    Duration,
    /// The day of an event, days since 1970-01-01.
    Date,
    /// The day on which a limit was passed, days since 1970-01-01.
    CrossingDate,
    /// No number at all: what was said about law or names. Its value is 0.
    Wording,
}

impl StatementQuantity {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Calls,
        Self::Ships,
        Self::Ports,
        Self::Containers,
        Self::People,
        Self::Volume,
        Self::Mass,
        Self::Rate,
        Self::Limit,
        Self::Deadweight,
        Self::Share,
        Self::Laden,
        Self::Cadence,
        Self::Multiple,
        Self::Duration,
        Self::Date,
        Self::CrossingDate,
        Self::Wording,
    ];

    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Ships => "ships",
            Self::Ports => "ports",
            Self::Containers => "containers",
            Self::People => "people",
            Self::Volume => "volume",
            Self::Mass => "mass",
            Self::Rate => "rate",
            Self::Limit => "limit",
            Self::Deadweight => "deadweight",
            Self::Share => "share",
            Self::Laden => "laden",
            Self::Cadence => "cadence",
            Self::Multiple => "multiple",
            Self::Duration => "duration",
            Self::Date => "date",
            Self::CrossingDate => "crossing-date",
            Self::Wording => "wording",
        }
    }

    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.as_str() == text)
    }

    /// The unit in which its amounts are kept; blank for counts, shares and multiples.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Volume | Self::Limit => "bbl",
            Self::Mass | Self::Deadweight => "t",
            Self::Rate => "bbl/d",
            Self::Duration => "d",
            Self::Date | Self::CrossingDate => "date",
            _ => "",
        }
    }

    /// True if a part of what is counted can never be more than the whole: longer periods, more suppliers and more
    /// places only add.
    pub const fn is_additive(self) -> bool {
        matches!(
            self,
            Self::Calls
                | Self::Ships
                | Self::Ports
                | Self::Containers
                | Self::People
                | Self::Volume
                | Self::Mass
        )
    }

    /// True if an amount is a day.
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::CrossingDate)
    }
}

/// The word by which a statement bounds its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// The number itself.
    Exactly,
    /// About, around, some.
    About,
    /// Almost, nearly.
    Almost,
    /// At least.
    AtLeast,
    /// More than, over.
    MoreThan,
    /// At most, up to.
    AtMost,
    /// Less than, below.
    LessThan,
}

impl Bound {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Exactly,
        Self::About,
        Self::Almost,
        Self::AtLeast,
        Self::MoreThan,
        Self::AtMost,
        Self::LessThan,
    ];

    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exactly => "exactly",
            Self::About => "about",
            Self::Almost => "almost",
            Self::AtLeast => "at-least",
            Self::MoreThan => "more-than",
            Self::AtMost => "at-most",
            Self::LessThan => "less-than",
        }
    }

    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.as_str() == text)
    }

    /// The words that stand before a number in a sentence, with their blank; none for the number itself.
    pub const fn before(self) -> &'static str {
        match self {
            Self::Exactly => "",
            Self::About => "about ",
            Self::Almost => "almost ",
            Self::AtLeast => "at least ",
            Self::MoreThan => "more than ",
            Self::AtMost => "at most ",
            Self::LessThan => "less than ",
        }
    }
}

/// Of what a number is: whose barrels, where, of what, when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Referent {
    /// What is counted, such as `refined petroleum products`.
    pub subject: String,
    /// Who supplied: names, or the one word `all` or `each`; none where it does not matter or is not said.
    pub suppliers: Vec<String>,
    /// Where, each place by every name in use for it, or `all`; none where it does not matter or is not said.
    pub places: Vec<String>,
    /// Over which period, half-open; `None` where the source does not say.
    pub period: Option<Period>,
    /// The rule that is described, such as `UNSCR 2397 (2017) OP5`; blank for none.
    pub instrument: String,
    /// How full every ship was assumed to be, 0 to 1; `None` where the number is no such scenario.
    pub laden_share: Option<f64>,
}

/// Something with a number that somebody said in public. Its words are ours; the source's own stand in the citation.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// This statement.
    pub id: RecordId,
    /// The line it was read from.
    pub source: Source,
    /// The short name that people use, unique in its file: `Q1`.
    pub label: String,
    /// What the number is of.
    pub quantity: StatementQuantity,
    /// How the source bounds it.
    pub bound: Bound,
    /// The number, in the unit of the quantity.
    pub value: f64,
    /// The least that the source gives, where it gives a range.
    pub low: Option<f64>,
    /// The most that it gives.
    pub high: Option<f64>,
    /// The same amount as the source gives it in the other of bbl and t: barrels for a mass, tonnes for a volume.
    pub equals: Option<f64>,
    /// Of what it is.
    pub referent: Referent,
    /// Labels of the statements that it is a ratio or a distance of: the first by the second. A share or a multiple of
    /// one statement names it alone.
    pub of: Vec<String>,
    /// Labels of the statements that add up to it.
    pub parts: Vec<String>,
    /// The day on which it was said, or the first of the days known.
    pub said_on: Option<jiff::civil::Date>,
    /// Who said it.
    pub said_by: String,
    /// Where it was read.
    pub citation: String,
    /// What it says, in our words.
    pub words: String,
    /// What a reader must know; may be blank.
    pub note: String,
    /// False where whoever typed it in has not read the source named.
    pub is_verified: bool,
}

impl Statement {
    /// Its number with the word that bounds it and its unit, such as `more than 1,000,000 bbl`.
    pub fn amount_in_words(&self) -> String {
        if self.quantity == StatementQuantity::Wording {
            return "no number".to_owned();
        }
        let show = |value| shown(self.quantity, value);
        match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{} to {}", show(low), show(high)),
            _ => format!("{}{}", self.bound.before(), show(self.value)),
        }
    }
}

/// A number in the unit of its quantity, as it is printed.
pub fn shown(quantity: StatementQuantity, value: f64) -> String {
    use StatementQuantity as Q;
    match quantity {
        Q::Date | Q::CrossingDate => {
            day_of(value).map_or_else(|| "no date".to_owned(), |day| day.to_string())
        }
        Q::Share | Q::Laden | Q::Cadence => format!("{} %", decimal(value * 100.0)),
        Q::Multiple => format!("{} times", decimal(value)),
        Q::Calls | Q::Ships | Q::Ports | Q::Containers | Q::People => {
            format!("{} {}", decimal(value), quantity.as_str())
        }
        _ => format!("{} {}", decimal(value), quantity.unit()),
    }
}

/// The day of so many days since 1970-01-01.
pub fn day_of(days: f64) -> Option<jiff::civil::Date> {
    let whole = days.floor();
    // Every date that jiff has lies within this many days of 1970.
    let days = if whole.abs() < 4e6 { jiff::Span::new().try_days(whole as i64).ok()? } else { return None };
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
}

/// The days from 1970-01-01 to a day.
pub fn days_of(day: jiff::civil::Date) -> f64 {
    let seconds = day.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |z| z.timestamp().as_second());
    seconds as f64 / 86_400.0
}

/// With commas between thousands; two decimals below 1,000, without zeros at the end.
fn decimal(value: f64) -> String {
    if value.abs() < 1000.0 {
        let text = format!("{value:.2}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::from(if value < 0.0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How two statements, or a statement and a result, stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Arithmetic, law or physics forbids it.
    CannotBothHold,
    /// They speak of the same and differ by more than their words allow.
    Contradicts,
    /// They speak of the same, and both can be true.
    Agrees,
    /// They look alike and speak of different things.
    NotComparable,
}

impl Verdict {
    /// All of them, worst first.
    pub const ALL: [Self; 4] = [Self::CannotBothHold, Self::Contradicts, Self::Agrees, Self::NotComparable];

    /// The word used in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CannotBothHold => "cannot-both-hold",
            Self::Contradicts => "contradicts",
            Self::Agrees => "agrees",
            Self::NotComparable => "not-comparable",
        }
    }

    /// From the word used in files.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.as_str() == text)
    }
}

/// A statement held against another, against a result, or against itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciliation {
    /// This reconciliation.
    pub id: RecordId,
    /// The statement.
    pub statement: RecordId,
    /// Its label.
    pub label: String,
    /// What it is held against: a statement or a record of our own; `None`: itself.
    pub other: Option<RecordId>,
    /// The label of the other statement, or the name of the result; `itself`.
    pub other_label: String,
    /// By which rule, a word of the method page.
    pub rule: String,
    /// How they stand to each other.
    pub verdict: Verdict,
    /// Why, in a sentence or two.
    pub why: String,
    /// The numbers behind it: `name = value unit`.
    pub numbers: Vec<String>,
    /// The records that it stands on.
    pub parents: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_with_their_units() {
        use StatementQuantity as Q;
        for (quantity, value, text) in [
            (Q::Volume, 1e6, "1,000,000 bbl"),
            (Q::Calls, 43.0, "43 calls"),
            (Q::Share, 0.337, "33.7 %"),
            (Q::Multiple, 9.448, "9.45 times"),
            (Q::Date, days_of(jiff::civil::date(2024, 3, 7)), "2024-03-07"),
            (Q::Date, f64::NAN, "no date"),
            (Q::Date, 1e300, "no date"),
            (Q::Mass, 56_000.0, "56,000 t"),
        ] {
            assert_eq!(shown(quantity, value), text);
        }
        assert_eq!(days_of(jiff::civil::date(2024, 2, 29)) as i64, 19_782);
    }

    #[test]
    fn every_word_reads_back() {
        for quantity in StatementQuantity::ALL {
            assert_eq!(StatementQuantity::parse(quantity.as_str()), Some(quantity));
        }
        for bound in Bound::ALL {
            assert_eq!(Bound::parse(bound.as_str()), Some(bound));
        }
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.as_str()), Some(verdict));
        }
        assert_eq!(
            (StatementQuantity::parse("barrels"), Bound::parse("some"), Verdict::parse("true")),
            (None, None, None)
        );
    }
}
