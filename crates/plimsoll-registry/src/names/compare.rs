//! Whether two names are spellings of one, a sister's, or another ship's.

use super::edits::{Around, Relation, relation};
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
    // A number says something of sisters only.
    let same_number = same_stem && numbers(a, b, &mut reasons);
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
    if let (Some(left), Some(right)) = (&a.number, &b.number)
        && left.written != right.written
    {
        reasons.push(NameReason::NumberForm(left.written.clone(), right.written.clone()));
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
        let is_initial = has_own_initial(&a.words, &b.words) || has_own_initial(&b.words, &a.words);
        let (a, b) = pair();
        reasons.push(if is_initial { NameReason::TooShort(a, b) } else { NameReason::Spacing(a, b) });
        return !is_initial;
    }
    let unshared = Unshared::of(a, b);
    if unshared.left.is_empty() && unshared.right.is_empty() {
        // An owner's initial before a name and one behind it are two ships: `B. ATLANTIC`, `ATLANTIC B`.
        let is_initial = a.words.iter().any(|w| w.chars().count() == 1);
        let (a, b) = pair();
        reasons.push(if is_initial { NameReason::OtherWords(a, b) } else { NameReason::WordOrder(a, b) });
        return !is_initial;
    }
    if is_one_in_korean(a, b) {
        let (left, right) = unshared.texts();
        let one_each = unshared.left.len() == unshared.right.len() && !left.is_empty();
        let (a, b) = if one_each { (left, right) } else { pair() };
        reasons.push(NameReason::Korean(a, b));
        return true;
    }
    if unshared.is_short_form(a, b) {
        let (a, b) = pair();
        reasons.push(NameReason::ShortForm(a, b));
        return true;
    }
    words(&unshared, params, reasons)
}

/// True if two names are one in Korean, and at least one of them is surely Korean.
fn is_one_in_korean(a: &ShipName, b: &ShipName) -> bool {
    a.korean().is_some() && a.korean() == b.korean() && (a.is_surely_korean() || b.is_surely_korean())
}

/// True if the last word is an initial that the other name has at the end of a word: `HELEN A`, `HELENA`.
fn has_own_initial(words: &[String], other: &[String]) -> bool {
    let last = |words: &[String]| words.last().map_or(0, |w| w.chars().count());
    last(words) == 1 && last(other) > 3
}

/// Words that only one of two names has, in their order, and what they share.
struct Unshared<'a> {
    left: Vec<(&'a str, bool)>,
    right: Vec<(&'a str, bool)>,
    /// Letters of the words shared.
    shared: usize,
    /// How many words are shared.
    words_shared: usize,
}

/// Small words between names, which lists leave out; in Korean also `HO`, "ship".
const PARTICLES: [&str; 6] = ["THE", "OF", "AND", "DEL", "DER", "DES"];

impl<'a> Unshared<'a> {
    fn of(a: &'a ShipName, b: &'a ShipName) -> Self {
        let mut right: Vec<(&str, bool)> = b.marked_words().collect();
        let mut left = Vec::new();
        let (mut shared, mut words_shared) = (0, 0);
        for (word, mark) in a.marked_words() {
            match right.iter().position(|(w, _)| *w == word) {
                Some(at) => {
                    right.remove(at);
                    shared += word.len();
                    words_shared += 1;
                }
                None => left.push((word, mark)),
            }
        }
        Self { left, right, shared, words_shared }
    }

    fn texts(&self) -> (String, String) {
        let text = |words: &[(&str, bool)]| words.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(" ");
        (text(&self.left), text(&self.right))
    }

    /// True if one name leaves out a particle, cuts words short with a dot, or gives initials for all its words.
    fn is_short_form(&self, a: &ShipName, b: &ShipName) -> bool {
        let in_korean = a.is_surely_korean() || b.is_surely_korean();
        let particles = |words: &[(&str, bool)]| {
            words.iter().all(|(w, _)| PARTICLES.contains(w) || (in_korean && *w == "HO"))
        };
        let cut =
            |(l, r): (&(&str, bool), &(&str, bool))| self.is_cut_short(*l, *r) || self.is_cut_short(*r, *l);
        let is_cut = self.left.len() == self.right.len() && self.left.iter().zip(&self.right).all(cut);
        let is_less = self.shared >= MIN_SHARED_FOR_SHORT && particles(&self.left) && particles(&self.right);
        if is_cut || is_less {
            return true;
        }
        let is_enough =
            |short: &ShipName| a.number.is_some() || short.words.concat().len() >= MIN_INITIALS_ALONE;
        (is_enough(a) && is_initials(a, b)) || (is_enough(b) && is_initials(b, a))
    }

    /// True for a word cut or drawn together with a dot behind it, of the same first letter: `BALT.` for `BALTIYSKIY`,
    /// `KPT.` for `KAPITAN`. A letter alone needs two words beside it, because owners
    /// have initials (`B. ATLANTIC`, `BOW ATLANTIC`): `A.` for `ANGELICOUSSI`.
    fn is_cut_short(&self, (short, has_dot): (&str, bool), (long, _): (&str, bool)) -> bool {
        let letters = short.chars().count();
        let needed = if letters >= 3 { MIN_SHARED_FOR_CUT } else { MIN_SHARED_FOR_SHORT };
        let mut rest = long.chars();
        let within = short.chars().all(|letter| rest.any(|other| other == letter));
        let is_enough = letters > 1 || self.words_shared >= 2;
        has_dot
            && is_enough
            && self.shared >= needed
            && long.len() > short.len()
            && within
            && short.chars().next() == long.chars().next()
    }
}

/// Letters that two names must share before a particle may be missing, or a word be cut to one or two letters.
const MIN_SHARED_FOR_SHORT: usize = 8;
/// The same for a word cut to three letters or more.
const MIN_SHARED_FOR_CUT: usize = 5;
/// Initials that stand for a name where no number behind both is the same.
const MIN_INITIALS_ALONE: usize = 5;

/// `MDL` for `MARIE DE LOURDES`: three initials at least; the number behind must be the same, as everywhere.
fn is_initials(short: &ShipName, long: &ShipName) -> bool {
    let [initials] = &short.words[..] else { return false };
    let firsts: String = long.words.iter().filter_map(|w| w.chars().next()).collect();
    firsts.len() >= 3 && *initials == firsts
}

/// True if the words that are not shared are spellings of each other.
fn words(unshared: &Unshared<'_>, params: &NameParams, reasons: &mut Vec<NameReason>) -> bool {
    let (left, right) = (&unshared.left, &unshared.right);
    let texts = unshared.texts();
    if left.is_empty() || right.is_empty() {
        reasons.push(NameReason::MoreWords(texts.0, texts.1));
        return false;
    }
    let plain = |words: &[(&str, bool)]| words.iter().map(|(w, _)| (*w).to_owned()).collect::<Vec<_>>();
    let (mut left, mut right) = (plain(left), plain(right));
    let is_joined = left.len() != right.len();
    if is_joined {
        if left.iter().chain(&right).any(|w| w.chars().count() == 1) {
            reasons.push(NameReason::OtherWords(texts.0, texts.1));
            return false;
        }
        (left, right) = (vec![left.concat()], vec![right.concat()]);
    }
    let around = Around { params, shared: unshared.shared, is_joined };
    let orders = if left.len() <= MOST_TURNED { ORDERS } else { &ORDERS[..1] };
    let mut first = None;
    for order in
        orders.iter().filter(|order| order[..left.len().min(MOST_TURNED)].iter().all(|n| *n < left.len()))
    {
        let turned = (0..left.len()).map(|n| &right[order.get(n).copied().unwrap_or(n)]);
        let found = Paired::of(left.iter().zip(turned), around);
        if found.is_same() {
            reasons.extend(found.reasons());
            return true;
        }
        first.get_or_insert(found);
    }
    reasons.extend(first.map(|f| f.reasons()).unwrap_or_default());
    false
}

/// Words that differ, of which all orders are tried.
const MOST_TURNED: usize = 3;
/// All orders of three; those of fewer are among them.
const ORDERS: &[[usize; MOST_TURNED]] = &[[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0], [2, 0, 1]];

/// Words of two names, one against one, and how they are related.
struct Paired<'a>(Vec<(&'a str, &'a str, Relation)>);

impl<'a> Paired<'a> {
    /// A word that is another spelling of its partner is company to the words that are not.
    fn of(pairs: impl Iterator<Item = (&'a String, &'a String)>, around: Around<'_>) -> Self {
        let mut found: Vec<(&str, &str, Relation)> =
            pairs.map(|(l, r)| (l.as_str(), r.as_str(), relation(l, r, around))).collect();
        let spelt = |p: &&(&str, &str, Relation)| p.2 == Relation::Romanised;
        let more: usize = found.iter().filter(spelt).map(|(l, r, _)| l.len().min(r.len())).sum();
        let around = Around { shared: around.shared + more, ..around };
        for (l, r, known) in found.iter_mut().filter(|p| p.2 != Relation::Romanised && more > 0) {
            *known = relation(l, r, around);
        }
        Self(found)
    }

    /// True if all are spellings, and at most one a slip.
    fn is_same(&self) -> bool {
        let count = |relation| self.0.iter().filter(|p| p.2 == relation).count();
        let slips = count(Relation::Slip);
        slips <= 1 && slips + count(Relation::Romanised) == self.0.len()
    }

    fn reasons(&self) -> Vec<NameReason> {
        let reason = |(l, r, relation): &(&str, &str, Relation)| {
            let (l, r) = ((*l).to_owned(), (*r).to_owned());
            match relation {
                Relation::Romanised => NameReason::Romanised(l, r),
                Relation::Slip => NameReason::Slip(l, r),
                Relation::TooShort => NameReason::TooShort(l, r),
                Relation::Other => NameReason::OtherWords(l, r),
            }
        };
        self.0.iter().map(reason).collect()
    }
}

/// How alike two names are, 0 to 1.
fn likeness(a: &ShipName, b: &ShipName) -> f64 {
    let (mut left, mut right) = (Letters::of(a), Letters::of(b));
    if left.skeleton > right.skeleton {
        // Jaro's matching of letters depends on the order of its arguments.
        std::mem::swap(&mut left, &mut right);
    }
    let one_in_korean = is_one_in_korean(a, b) && left.number == right.number;
    let jaro = if one_in_korean { 1.0 } else { strsim::jaro_winkler(&left.skeleton, &right.skeleton) };
    let score = 0.6 * jaro + 0.4 * strsim::sorensen_dice(&left.letters, &right.letters);
    score.clamp(0.0, 1.0)
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
