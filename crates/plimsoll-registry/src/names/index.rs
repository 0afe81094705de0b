//! The nearest of many names: candidates for [`compare`](super::compare()), found fast.
//!
//! Every name is kept in up to four keys: its letters and number without blanks, the same in its skeleton and, if there
//! is one, its Korean key, and the skeleton with the words in the order of the alphabet.
//!
//! *Letters* are sorted by length, each with a count of letters in sixteen classes. A text within `d` edits differs in
//! length by at most `d` and in those counts by at most `2 d`, so that few names are left for the exact distance, which
//! is Levenshtein's, counted 64 letters at a time (Myers 1999, in the form of Hyyro 2003). As hits come in, `d` shrinks
//! to the distance of the last one kept. *Skeletons* are searched within one edit: one half of the text must stand
//! unchanged at the beginning or at the end, where two sorted lists find it.

use super::name::ShipName;
use std::collections::BTreeMap;

/// Edits that a text may lie from a name in its letters.
const MAX_EDITS: u32 = 3;
/// Classes of letters.
const CLASSES: usize = 16;
/// Bytes of a key: as many as the distance takes at a time. A longer name is cut for the search, not for the comparison.
const MAX_KEY: usize = 64;

/// Names to be searched.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    names: Vec<Entry>,
    letters: Pool,
    sounds: Halves,
}

/// A distinct name.
#[derive(Clone, Debug)]
struct Entry {
    name: String,
    number: String,
    payloads: Vec<u32>,
}

/// Of what a distance was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HitBasis {
    /// Letters and number, without blanks.
    Letters,
    /// The skeleton or Korean key and the number, the words as they stand or in the order of the alphabet.
    Sound,
}

/// A name near a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The name as [`ShipName::clean`] gives it.
    pub name: &'a str,
    /// Its place among the distinct names, which are in the order of the alphabet.
    pub name_index: usize,
    /// What the caller gave with it, one for each time the name came: by spelling, then in the order given.
    pub payloads: &'a [u32],
    /// Edits (a letter put in, left out or replaced) between text and name.
    pub distance: u32,
    /// Of what the edits were counted.
    pub basis: HitBasis,
}

impl NameIndex {
    /// An index of these names, each with a number of the caller's own. Names without a letter or digit are left out.
    pub fn new<'a>(names: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut texts: Vec<(&str, u32)> = names.map(|(payload, text)| (text, payload)).collect();
        // A stable sort keeps the payloads of a text in the order given; the order of texts of one name is that of the
        // alphabet.
        texts.sort_by_key(|(text, _)| *text);
        let mut read: Vec<Read> = Vec::new();
        for same in texts.chunk_by(|a, b| a.0 == b.0) {
            let name = ShipName::read(same[0].0);
            if !name.is_empty() {
                let payloads = same.iter().map(|(_, payload)| *payload).collect();
                read.push(Read { clean: name.clean(), keys: Keys::of(&name), payloads });
            }
        }
        read.sort_by(|a, b| a.clean.cmp(&b.clean));
        Self::of_sorted(read)
    }

    fn of_sorted(read: Vec<Read>) -> Self {
        let mut index = Self::default();
        let (mut letters, mut sounds) = (Vec::new(), Vec::new());
        for Read { clean, keys, payloads } in read {
            if let Some(last) = index.names.last_mut().filter(|last| last.name == clean) {
                last.payloads.extend(payloads);
                continue;
            }
            let at = u32::try_from(index.names.len()).expect("names are counted in payloads of 32 bits");
            letters.push((keys.letters, at));
            sounds.extend(keys.sounds.into_iter().map(|key| (key, at)));
            index.names.push(Entry { name: clean, number: keys.number, payloads });
        }
        index.letters = Pool::new(letters);
        index.sounds = Halves::new(sounds);
        index
    }

    /// How many distinct names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// At most `most` names nearest to a text: within three edits of its letters, or within one of its sound.
    ///
    /// In the order of distance, then those with the text's own number first, then by name. The same for any order of
    /// the names given.
    pub fn nearest(&self, query: &str, most: usize) -> Vec<Hit<'_>> {
        let name = ShipName::read(query);
        if name.is_empty() || most == 0 {
            return Vec::new();
        }
        let keys = Keys::of(&name);
        let mut best: BTreeMap<u32, (u32, HitBasis)> = BTreeMap::new();
        let mut add = |at: u32, distance: u32, basis: HitBasis| {
            let found = best.entry(at).or_insert((distance, basis));
            *found = (*found).min((distance, basis));
        };
        for key in &keys.sounds {
            let found = self.sounds.within_one(key);
            found.iter().for_each(|(distance, at)| add(*at, *distance, HitBasis::Sound));
        }
        let found = self.letters.within(&keys.letters, MAX_EDITS, most);
        found.iter().for_each(|(distance, at)| add(*at, *distance, HitBasis::Letters));
        let mut ranked: Vec<(u32, bool, u32, HitBasis)> = best
            .into_iter()
            .map(|(at, (distance, basis))| (distance, self.entry(at).number != keys.number, at, basis))
            .collect();
        ranked.sort_unstable();
        ranked.truncate(most);
        ranked.into_iter().map(|(distance, _, at, basis)| self.hit(at, distance, basis)).collect()
    }

    fn entry(&self, at: u32) -> &Entry {
        &self.names[at as usize]
    }

    fn hit(&self, at: u32, distance: u32, basis: HitBasis) -> Hit<'_> {
        let entry = self.entry(at);
        Hit { name: &entry.name, name_index: at as usize, payloads: &entry.payloads, distance, basis }
    }
}

/// A text that was read, on the way into the index.
struct Read {
    clean: String,
    keys: Keys,
    payloads: Vec<u32>,
}

/// What a name is searched by.
struct Keys {
    letters: Vec<u8>,
    sounds: Vec<Vec<u8>>,
    number: String,
}

impl Keys {
    fn of(name: &ShipName) -> Self {
        let number = name.number.as_ref().map(|n| n.digits.clone()).unwrap_or_default();
        let key = |stem: &str| {
            let mut bytes = [stem.as_bytes(), number.as_bytes()].concat();
            bytes.truncate(MAX_KEY);
            bytes
        };
        let mut sounds = vec![key(name.skeleton())];
        sounds.extend(name.korean().map(key));
        if name.words.len() > 1 {
            sounds.push(key(&name.sorted_skeleton()));
        }
        sounds.sort_unstable();
        sounds.dedup();
        Self { letters: key(&name.words.concat()), sounds, number }
    }
}

/// Keys in the order of their length, each with the name that it belongs to.
#[derive(Clone, Debug, Default)]
struct Pool {
    bytes: Vec<u8>,
    /// Where each key begins; one more for the end.
    begins: Vec<usize>,
    names: Vec<u32>,
    counts: Vec<[u8; CLASSES]>,
    /// The first key of each length from 0 to [`MAX_KEY`]; one more for the end.
    lengths: Vec<usize>,
}

impl Pool {
    fn new(mut keys: Vec<(Vec<u8>, u32)>) -> Self {
        keys.sort_unstable_by_key(|(key, name)| (key.len(), *name));
        let mut pool = Self { begins: vec![0], ..Self::default() };
        for (key, name) in &keys {
            pool.bytes.extend_from_slice(key);
            pool.begins.push(pool.bytes.len());
            pool.names.push(*name);
            pool.counts.push(counts(key));
        }
        pool.lengths =
            (0..=MAX_KEY + 1).map(|length| keys.partition_point(|(k, _)| k.len() < length)).collect();
        pool
    }

    /// Keys within `edits` of a text, with their distance: at least the `most` nearest names, if there are so many, and
    /// all that lie as near as the last of them.
    fn within(&self, key: &[u8], edits: u32, most: usize) -> Vec<(u32, u32)> {
        let pattern = Pattern::new(key);
        let mine = counts(key);
        let mut found: Vec<(u32, u32)> = Vec::new();
        // How many of the found lie at each distance, to know how far the search must still go.
        let mut at_distance = [0_usize; MAX_EDITS as usize + 1];
        let mut limit = edits;
        for length in nearest_lengths(key.len(), edits) {
            if key.len().abs_diff(length) > limit as usize {
                break;
            }
            for at in self.lengths[length]..self.lengths[length + 1] {
                if apart(&self.counts[at], &mine) > 2 * limit {
                    continue;
                }
                let text = &self.bytes[self.begins[at]..self.begins[at + 1]];
                let Some(distance) = pattern.distance(text, limit) else { continue };
                found.push((distance, self.names[at]));
                at_distance[distance as usize] += 1;
                while limit > 0 && at_distance[..limit as usize].iter().sum::<usize>() >= most {
                    limit -= 1;
                }
            }
        }
        found.retain(|(distance, _)| *distance <= limit);
        found
    }
}

/// Keys in the order of the alphabet, forwards and backwards, each with the name that it belongs to.
#[derive(Clone, Debug, Default)]
struct Halves {
    forwards: Vec<(Vec<u8>, u32)>,
    /// Places of `forwards` in the order of the keys read from their ends.
    backwards: Vec<u32>,
}

impl Halves {
    fn new(mut keys: Vec<(Vec<u8>, u32)>) -> Self {
        keys.sort_unstable();
        let count = u32::try_from(keys.len()).expect("a few keys a name, and names are counted in 32 bits");
        let mut backwards: Vec<u32> = (0..count).collect();
        let key = |at: &u32| keys[*at as usize].0.iter().rev();
        backwards.sort_unstable_by(|a, b| key(a).cmp(key(b)).then(a.cmp(b)));
        Self { forwards: keys, backwards }
    }

    /// Distances and names of the keys within one edit of a text: one half of it is intact.
    fn within_one(&self, key: &[u8]) -> Vec<(u32, u32)> {
        let pattern = Pattern::new(key);
        let (head, tail) = key.split_at(key.len() / 2);
        let from = self.forwards.partition_point(|(k, _)| k.as_slice() < head);
        let heads = self.forwards[from..].iter().take_while(|(k, _)| k.starts_with(head));
        let at = |place: &u32| &self.forwards[*place as usize];
        let from = self.backwards.partition_point(|place| at(place).0.iter().rev().lt(tail.iter().rev()));
        let tails = self.backwards[from..].iter().map(at).take_while(|(k, _)| k.ends_with(tail));
        let found = heads.chain(tails).filter(|(k, _)| k.len().abs_diff(key.len()) <= 1);
        found.filter_map(|(k, name)| Some((pattern.distance(k, 1)?, *name))).collect()
    }
}

/// Lengths from the nearest outwards, as far as `edits` and a key reach.
fn nearest_lengths(length: usize, edits: u32) -> impl Iterator<Item = usize> {
    (0..=edits as usize).flat_map(move |off| {
        let above = Some(length + off).filter(|l| *l <= MAX_KEY);
        let below = length.checked_sub(off).filter(|_| off > 0);
        above.into_iter().chain(below)
    })
}

/// How often each class of letters stands in a key.
fn counts(key: &[u8]) -> [u8; CLASSES] {
    let mut counts = [0; CLASSES];
    for byte in key {
        // At most 64 bytes: no overflow.
        counts[class(*byte)] += 1;
    }
    counts
}

/// The class of a letter: frequent letters of ship names have one of their own.
const fn class(byte: u8) -> usize {
    match byte {
        b'A' => 0,
        b'E' => 1,
        b'I' => 2,
        b'O' => 3,
        b'N' => 4,
        b'R' => 5,
        b'S' => 6,
        b'T' => 7,
        b'L' => 8,
        b'U' | b'W' => 9,
        b'G' | b'B' | b'F' => 10,
        b'M' | b'V' | b'J' => 11,
        b'D' | b'K' | b'X' => 12,
        b'C' | b'Y' | b'Q' => 13,
        b'H' | b'P' | b'Z' => 14,
        _ => 15,
    }
}

/// Sum of the differences of the counts.
fn apart(a: &[u8; CLASSES], b: &[u8; CLASSES]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum()
}

/// A text prepared for distances.
struct Pattern {
    /// For each byte, where it stands in the text: bit 0 is the first letter.
    places: Box<[u64; 256]>,
    length: usize,
}

impl Pattern {
    fn new(key: &[u8]) -> Self {
        let mut places = Box::new([0_u64; 256]);
        for (at, byte) in key.iter().take(MAX_KEY).enumerate() {
            places[usize::from(*byte)] |= 1 << at;
        }
        Self { places, length: key.len().min(MAX_KEY) }
    }

    /// Levenshtein's distance to a text, `None` beyond `limit`.
    fn distance(&self, text: &[u8], limit: u32) -> Option<u32> {
        if self.length == 0 {
            return u32::try_from(text.len()).ok().filter(|d| *d <= limit);
        }
        let last = 1_u64 << (self.length - 1);
        let (mut up, mut down) = (u64::MAX, 0_u64);
        let mut distance = u32::try_from(self.length).expect("a key is at most 64 long");
        for (at, byte) in text.iter().enumerate() {
            let equal = self.places[usize::from(*byte)];
            let diagonal = ((equal & up).wrapping_add(up) ^ up) | equal | down;
            let right = down | !(diagonal | up);
            let left = up & diagonal;
            if right & last != 0 {
                distance += 1;
            } else if left & last != 0 {
                distance -= 1;
            }
            // What is left of the text can take off one each.
            let rest = u32::try_from(text.len() - at - 1).expect("a key is at most 64 long");
            if distance > limit.saturating_add(rest) {
                return None;
            }
            let right = right << 1 | 1;
            up = (left << 1) | !(diagonal | right);
            down = right & diagonal;
        }
        (distance <= limit).then_some(distance)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_KEY, NameIndex, Pattern};
    use proptest::prelude::*;

    /// Levenshtein's distance by the table of Wagner and Fischer.
    fn by_table(a: &[u8], b: &[u8]) -> u32 {
        let mut row: Vec<u32> = (0..=u32::try_from(b.len()).unwrap()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut corner = row[0];
            row[0] = u32::try_from(i).unwrap() + 1;
            for (j, y) in b.iter().enumerate() {
                let put = corner + u32::from(x != y);
                corner = row[j + 1];
                row[j + 1] = put.min(corner + 1).min(row[j] + 1);
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn bits_count_what_the_table_counts(a in "[A-D]{0,64}", b in "[A-D]{0,64}", limit in 0_u32..130) {
            let expected = by_table(a.as_bytes(), b.as_bytes());
            let found = Pattern::new(a.as_bytes()).distance(b.as_bytes(), limit);
            prop_assert_eq!(found, Some(expected).filter(|d| *d <= limit));
        }

        #[test]
        fn the_nearest_are_those_of_a_search_through_all(
            names in prop::collection::vec("[AB]{1,3} ?[ABC]{0,4}", 1..60),
            query in "[AB]{1,3} ?[ABC]{0,4}",
            most in 1_usize..8,
        ) {
            let index = NameIndex::new(names.iter().enumerate().map(|(i, n)| (u32::try_from(i).unwrap(), n.as_str())));
            let hits = index.nearest(&query, most);
            let letters = |n: &str| n.replace(' ', "").into_bytes();
            let mut distances: Vec<u32> = Vec::new();
            for at in 0..index.len() {
                let name = &index.names[at].name;
                let mut distance = by_table(&letters(name), &letters(&query));
                if distance > 3 { distance = u32::MAX; }
                distances.push(distance);
            }
            // By letters alone: no hit is farther than the n-th nearest by letters.
            distances.sort_unstable();
            for (hit, best) in hits.iter().zip(&distances) {
                prop_assert!(hit.distance <= *best);
            }
            let within = distances.iter().filter(|d| **d <= 3).count();
            prop_assert!(hits.len() >= within.min(most));
            for hit in &hits {
                for payload in hit.payloads {
                    let given = &names[*payload as usize];
                    prop_assert_eq!(letters(given), letters(hit.name));
                }
            }
        }
    }

    #[test]
    fn a_name_given_twice_is_one_hit_with_both() {
        let names = ["KUM UN SAN", "STAR", "Kum  Un San", "KUM UN SAN 3"];
        let index = NameIndex::new((10_u32..).zip(names));
        assert_eq!(index.len(), 3);
        let hits = index.nearest("KUM UN SAN", 5);
        assert_eq!((hits[0].name, hits[0].payloads, hits[0].distance), ("KUM UN SAN", &[10, 12][..], 0));
        assert_eq!((hits[1].name, hits[1].payloads, hits[1].distance), ("KUM UN SAN 3", &[13][..], 1));
        assert_eq!(hits.len(), 2);
    }

    #[test]
    fn found_by_sound_and_in_another_order() {
        let names = ["CHON MA SAN", "BALTIC EAGLE", "AKADEMIK CHERSKIY"];
        let index = NameIndex::new((0_u32..).zip(names));
        for (query, payload) in
            [("CHEONMASAN", 0), ("EAGLE BALTIC", 1), ("AKADEMIK CZERSKY", 2), ("천마산", 0)]
        {
            let hits = index.nearest(query, 5);
            assert_eq!(hits.first().map(|h| h.payloads), Some(&[payload][..]), "{query}");
        }
    }

    #[test]
    fn nothing_to_search_is_no_hit() {
        let empty = NameIndex::new(std::iter::empty());
        assert!(empty.is_empty() && empty.nearest("STAR", 5).is_empty());
        let index = NameIndex::new([(1, "STAR"), (2, ""), (3, "???")].into_iter());
        assert_eq!(index.len(), 1);
        assert!(index.nearest("", 5).is_empty() && index.nearest("STAR", 0).is_empty());
    }

    #[test]
    fn names_longer_than_a_key_are_found() {
        let long = "A".repeat(MAX_KEY * 3);
        let index = NameIndex::new([(7, long.as_str())].into_iter());
        assert_eq!(index.nearest(&long, 1)[0].payloads, &[7]);
    }
}
