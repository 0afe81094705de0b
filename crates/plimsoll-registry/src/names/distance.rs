//! Levenshtein's distance, 64 letters at a time.

/// Bytes of a key: as many as the distance takes at a time. A longer name is cut for the search, not for the comparison.
pub(super) const MAX_KEY: usize = 64;

/// A text prepared for distances.
pub(super) struct Pattern {
    /// For each byte, where it stands in the text: bit 0 is the first letter.
    places: Box<[u64; 256]>,
    length: usize,
}

impl Pattern {
    pub(super) fn new(key: &[u8]) -> Self {
        let mut places = Box::new([0_u64; 256]);
        for (at, byte) in key.iter().take(MAX_KEY).enumerate() {
            places[usize::from(*byte)] |= 1 << at;
        }
        Self { places, length: key.len().min(MAX_KEY) }
    }

    /// Levenshtein's distance to a text, `None` beyond `limit`.
    pub(super) fn distance(&self, text: &[u8], limit: u32) -> Option<u32> {
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

/// Levenshtein's distance by the table of Wagner and Fischer, for the tests.
#[cfg(test)]
pub(super) fn by_table(a: &[u8], b: &[u8]) -> u32 {
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

#[cfg(test)]
mod tests {
    use super::{Pattern, by_table};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_count_what_the_table_counts(a in "[A-D]{0,64}", b in "[A-D]{0,64}", limit in 0_u32..130) {
            let expected = by_table(a.as_bytes(), b.as_bytes());
            let found = Pattern::new(a.as_bytes()).distance(b.as_bytes(), limit);
            prop_assert_eq!(found, Some(expected).filter(|d| *d <= limit));
        }
    }
}
