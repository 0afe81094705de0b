//! Keys laid out so that few of them must be looked at.

use super::distance::{MAX_KEY, Pattern};

/// Edits that a text may lie from a name in its letters.
pub(super) const MAX_EDITS: u32 = 3;
/// Classes of letters.
const CLASSES: usize = 16;

/// Keys in the order of their length, each with the name that it belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    bytes: Vec<u8>,
    /// Where each key begins; one more for the end.
    begins: Vec<usize>,
    names: Vec<u32>,
    counts: Vec<[u8; CLASSES]>,
    /// The first key of each length from 0 to [`MAX_KEY`]; one more for the end.
    lengths: Vec<usize>,
}

impl Pool {
    pub(super) fn new(mut keys: Vec<(Vec<u8>, u32)>) -> Self {
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
    pub(super) fn within(&self, key: &[u8], edits: u32, most: usize) -> Vec<(u32, u32)> {
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
pub(super) struct Halves {
    forwards: Vec<(Vec<u8>, u32)>,
    /// Places of `forwards` in the order of the keys read from their ends.
    backwards: Vec<u32>,
}

impl Halves {
    pub(super) fn new(mut keys: Vec<(Vec<u8>, u32)>) -> Self {
        let heads = keys.iter().map(|(key, _)| head(key.iter()));
        let mut order: Vec<(u64, usize)> = heads.zip(0..).collect();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| keys[a.1].cmp(&keys[b.1])));
        let forwards: Vec<(Vec<u8>, u32)> =
            order.iter().map(|(_, at)| std::mem::take(&mut keys[*at])).collect();
        let heads = forwards.iter().map(|(key, _)| head(key.iter().rev()));
        let mut order: Vec<(u64, u32)> = heads.zip(0..).collect();
        let key = |at: u32| forwards[at as usize].0.iter().rev();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| key(a.1).cmp(key(b.1))).then(a.1.cmp(&b.1)));
        let backwards = order.into_iter().map(|(_, at)| at).collect();
        Self { forwards, backwards }
    }

    /// Distances and names of the keys within one edit of a text: one half of it is intact.
    pub(super) fn within_one(&self, key: &[u8]) -> Vec<(u32, u32)> {
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

/// The first eight bytes as a number, so that most comparisons of a sort touch no text.
pub(super) fn head<'a>(bytes: impl Iterator<Item = &'a u8>) -> u64 {
    let padded = bytes.copied().chain(std::iter::repeat(0)).take(8);
    padded.fold(0, |number, byte| number << 8 | u64::from(byte))
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
