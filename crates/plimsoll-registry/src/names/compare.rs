//! Whether two names are spellings of one, a sister's, or another ship's.

use super::edits::{Relation, relation};
use super::name::ShipName;
use super::params::NameParams;
use super::reason::NameReason;

/// What two names are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameVerdict {
    /// Two spellings of one name.
    Same,
    /// One name with another number, or a number more: sisters.
    OtherNumber,
    /// Two names.
    Different,
}

impl NameVerdict {
    /// The verdict in one word, for tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OtherNumber => "other-number",
            Self::Different => "different",
        }
    }
}

/// A comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct NameMatch {
    /// Spelling of one name, sister, or another name.
    pub verdict: NameVerdict,
    /// 0 to 1: `0.6 x` Jaro-Winkler of the skeletons `+ 0.4 x` Dice of the pairs of letters, numbers included. For the
    /// order of candidates; the verdict does not follow from it.
    pub likeness: f64,
    /// Why, in the order in which it was looked at. Never empty.
    pub reasons: Vec<NameReason>,
}

/// Compares two names. Symmetric, but for the order of the two values in the reasons.
///
/// A name in brackets behind another counts as a second reading; the best pair of readings decides.
pub fn compare(a: &ShipName, b: &ShipName, params: &NameParams) -> NameMatch {
    let mut best: Option<NameMatch> = None;
    for (i, left) in a.readings().enumerate() {
        for (j, right) in b.readings().enumerate() {
            let mut found = one(left, right, params);
            if (i, j) != (0, 0) {
                let reason = NameReason::InBrackets(left.clean(), right.clean());
                found.reasons.push(reason);
            }
            let better = |b: &NameMatch| (found.verdict, -found.likeness) < (b.verdict, -b.likeness);
            if best.as_ref().is_none_or(better) {
                best = Some(found);
            }
        }
    }
    best.expect("every name has at least one reading: itself")
}

/// One reading against another.
fn one(a: &ShipName, b: &ShipName, params: &NameParams) -> NameMatch {
    if a.is_empty() || b.is_empty() {
        return NameMatch {
            verdict: NameVerdict::Different,
            likeness: 0.0,
            reasons: vec![NameReason::Nothing],
        };
    }
    let mut reasons = Vec::new();
    let same_stem = stems(a, b, params, &mut reasons);
    let same_number = numbers(a, b, &mut reasons);
    if a.prefix != b.prefix {
        reasons.push(NameReason::Prefix(a.prefix.clone(), b.prefix.clone()));
    }
    let unread: String = a.unread.iter().chain(&b.unread).collect();
    if !unread.is_empty() {
        reasons.push(NameReason::Unread(unread));
    }
    let verdict = match (same_stem, same_number) {
        (true, true) => NameVerdict::Same,
        (true, false) => NameVerdict::OtherNumber,
        (false, _) => NameVerdict::Different,
    };
    NameMatch { verdict, likeness: likeness(a, b), reasons }
}

/// True if the numbers are equal, or both names have none.
fn numbers(a: &ShipName, b: &ShipName, reasons: &mut Vec<NameReason>) -> bool {
    let digits = |name: &ShipName| name.number.as_ref().map(|n| n.digits.clone());
    let (left, right) = (digits(a), digits(b));
    if left != right {
        reasons.push(NameReason::OtherNumber(left, right));
        return false;
    }
    if let (Some(left), Some(right)) = (&a.number, &b.number) {
        if left.written != right.written {
            reasons.push(NameReason::NumberForm(left.written.clone(), right.written.clone()));
        }
    }
    true
}

/// True if the stems are spellings of one name.
fn stems(a: &ShipName, b: &ShipName, params: &NameParams, reasons: &mut Vec<NameReason>) -> bool {
    let pair = || (a.stem().to_owned(), b.stem().to_owned());
    if a.words == b.words {
        reasons.push(NameReason::SameWords);
        return true;
    }
    if a.words.concat() == b.words.concat() {
        let (a, b) = pair();
        reasons.push(NameReason::Spacing(a, b));
        return true;
    }
    let (left, right) = unshared(&a.words, &b.words);
    if left.is_empty() && right.is_empty() {
        let (a, b) = pair();
        reasons.push(NameReason::WordOrder(a, b));
        return true;
    }
    if a.korean().is_some() && a.korean() == b.korean() {
        let same_count = left.len() == right.len() && !left.is_empty();
        let (a, b) = if same_count { (left.join(" "), right.join(" ")) } else { pair() };
        reasons.push(NameReason::Korean(a, b));
        return true;
    }
    words(&left, &right, params, reasons)
}

/// The words that only one of the names has, in their order.
fn unshared<'a>(a: &'a [String], b: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>) {
    let mut right: Vec<&str> = b.iter().map(String::as_str).collect();
    let mut left = Vec::new();
    for word in a {
        match right.iter().position(|w| w == word) {
            Some(at) => drop(right.remove(at)),
            None => left.push(word.as_str()),
        }
    }
    (left, right)
}

/// True if the words that are not shared are spellings of each other.
fn words(left: &[&str], right: &[&str], params: &NameParams, reasons: &mut Vec<NameReason>) -> bool {
    if left.is_empty() || right.is_empty() {
        reasons.push(NameReason::MoreWords(left.join(" "), right.join(" ")));
        return false;
    }
    let whole = [(left.concat(), right.concat())];
    let each: Vec<(String, String)> =
        left.iter().zip(right).map(|(l, r)| ((*l).to_owned(), (*r).to_owned())).collect();
    let pairs = if left.len() == right.len() { &each[..] } else { &whole[..] };
    let mut slips = 0;
    let mut same = true;
    for (l, r) in pairs.iter().filter(|(l, r)| l != r) {
        let (l, r) = (l.clone(), r.clone());
        let reason = match relation(&l, &r, params) {
            Relation::Romanised => NameReason::Romanised(l, r),
            Relation::Slip => {
                slips += 1;
                NameReason::Slip(l, r)
            }
            Relation::TooShort => {
                same = false;
                NameReason::TooShort(l, r)
            }
            Relation::Other => {
                same = false;
                NameReason::OtherWords(l, r)
            }
        };
        reasons.push(reason);
    }
    same && slips <= 1
}

/// How alike two names are, 0 to 1.
fn likeness(a: &ShipName, b: &ShipName) -> f64 {
    let (mut left, mut right) = (Letters::of(a), Letters::of(b));
    if left.skeleton > right.skeleton {
        // Jaro's matching of letters depends on the order of its arguments.
        std::mem::swap(&mut left, &mut right);
    }
    let mut best = jaro(&left.skeleton, &right.skeleton);
    if let (Some(a), Some(b)) = (a.korean(), b.korean()) {
        if a == b && left.number == right.number {
            best = 1.0;
        }
    }
    let score = 0.6 * best + 0.4 * strsim::sorensen_dice(&left.letters, &right.letters);
    score.clamp(0.0, 1.0)
}

fn jaro(a: &str, b: &str) -> f64 {
    strsim::jaro_winkler(a, b)
}

/// What the likeness is taken from.
struct Letters {
    skeleton: String,
    letters: String,
    number: String,
}

impl Letters {
    fn of(name: &ShipName) -> Self {
        let number = name.number.as_ref().map(|n| n.digits.clone()).unwrap_or_default();
        Self {
            skeleton: format!("{}{number}", name.skeleton()),
            letters: format!("{}{number}", name.words.concat()),
            number,
        }
    }
}
