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

use super::distance::MAX_KEY;
use super::name::ShipName;
use super::pools::{Halves, MAX_EDITS, Pool, head};
use std::collections::BTreeMap;

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
        let mut texts: Vec<(u64, &str, u32)> =
            names.map(|(payload, text)| (head(text.as_bytes().iter()), text, payload)).collect();
        // A stable sort keeps the payloads of a text in the order given; the order of texts of one name is that of the
        // alphabet.
        texts.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        let mut read: Vec<Read> = Vec::new();
        for same in texts.chunk_by(|a, b| a.1 == b.1) {
            let name = ShipName::read(same[0].1);
            if !name.is_empty() {
                let payloads = same.iter().map(|(_, _, payload)| *payload).collect();
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

#[cfg(test)]
mod tests {
    use super::NameIndex;
    use crate::names::distance::{MAX_KEY, by_table};
    use proptest::prelude::*;

    proptest! {
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
