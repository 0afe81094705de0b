//! Which of the ships at a place is which of the sightings of a look: summed over, or drawn.
//!
//! Each ship is at most one sighting and each sighting at most one ship. With `w[i][j]` the odds that sighting `j` is
//! ship `i` against both being apart (the ship missed, the sighting false), a look weighs the sum over all partial
//! matchings of the product of their odds. The smaller side is held as a set of bits.

use super::chance::Chance;

/// At most so many on the smaller side; a look with more of both has no likelihood.
pub(super) const MOST: usize = 10;

/// Logarithm of the sum over partial matchings of `ships` rows of `sightings` odds each.
pub(super) fn ln_sum(odds: &[f64], ships: usize, sightings: usize) -> f64 {
    if ships == 0 || sightings == 0 {
        return 0.0;
    }
    if ships == 1 || sightings == 1 {
        return libm::log(1.0 + odds.iter().sum::<f64>());
    }
    let bits = ships.min(sightings);
    if bits > MOST {
        return f64::NEG_INFINITY;
    }
    let mut sums = [0.0; 1 << MOST];
    let sums = &mut sums[..1 << bits];
    sums[0] = 1.0;
    for item in 0..ships.max(sightings) {
        for set in (1..sums.len()).rev() {
            sums[set] += with_item(sums, set, |bit| odds[at(bit, item, ships, sightings)]);
        }
    }
    libm::log(sums.iter().sum())
}

/// What an item adds to a set: the item takes one of the set's bits, the others were taken before.
fn with_item(sums: &[f64], set: usize, odds: impl Fn(usize) -> f64) -> f64 {
    let (mut rest, mut added) = (set, 0.0);
    while rest != 0 {
        let bit = rest.trailing_zeros() as usize;
        added += sums[set ^ (1 << bit)] * odds(bit);
        rest &= rest - 1;
    }
    added
}

/// Where the odds of a bit and an item lie: bits are the smaller side, items the other.
fn at(bit: usize, item: usize, ships: usize, sightings: usize) -> usize {
    if ships <= sightings { bit * sightings + item } else { item * sightings + bit }
}

/// A matching drawn with its probability: for each sighting the ship's row, if she is one.
pub(super) fn draw(odds: &[f64], ships: usize, sightings: usize, chance: &mut Chance) -> Vec<Option<usize>> {
    let bits = ships.min(sightings);
    let items = ships.max(sightings);
    let mut found = vec![None; sightings];
    if bits == 0 || bits > MOST {
        return found;
    }
    // after[i][set]: sum over what items i.. may do when the bits of `set` are taken.
    let mut after = vec![vec![1.0; 1 << bits]; items + 1];
    for item in (0..items).rev() {
        for set in 0..1usize << bits {
            let free = (0..bits).filter(|bit| set >> bit & 1 == 0);
            let taken: f64 =
                free.map(|bit| odds[at(bit, item, ships, sightings)] * after[item + 1][set | 1 << bit]).sum();
            after[item][set] = after[item + 1][set] + taken;
        }
    }
    let mut set = 0usize;
    for item in 0..items {
        let mut left = chance.even() * after[item][set] - after[item + 1][set];
        for bit in (0..bits).filter(|bit| set >> bit & 1 == 0) {
            if left < 0.0 {
                break;
            }
            left -= odds[at(bit, item, ships, sightings)] * after[item + 1][set | 1 << bit];
            if left < 0.0 {
                let (ship, sighting) = if ships <= sightings { (bit, item) } else { (item, bit) };
                found[sighting] = Some(ship);
                set |= 1 << bit;
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every partial matching one by one.
    fn by_hand(odds: &[f64], ships: usize, sightings: usize, sighting: usize, used: &mut Vec<bool>) -> f64 {
        if sighting == sightings {
            return 1.0;
        }
        let mut sum = by_hand(odds, ships, sightings, sighting + 1, used);
        for ship in 0..ships {
            if !used[ship] {
                used[ship] = true;
                let odds_here = odds[ship * sightings + sighting];
                sum += odds_here * by_hand(odds, ships, sightings, sighting + 1, used);
                used[ship] = false;
            }
        }
        sum
    }

    #[test]
    fn sums_and_draws_agree_with_every_matching_one_by_one() {
        let mut chance = Chance::new("matching", 1, 0);
        for (ships, sightings) in [(1, 1), (2, 2), (3, 2), (2, 4), (4, 4), (5, 3)] {
            let odds: Vec<f64> = (0..ships * sightings).map(|_| 3.0 * chance.even()).collect();
            let expected = by_hand(&odds, ships, sightings, 0, &mut vec![false; ships]);
            let found = ln_sum(&odds, ships, sightings).exp();
            assert!((found / expected - 1.0).abs() < 1e-12, "{ships} {sightings}: {found} {expected}");

            // How often sighting 0 is ship 0, against the sum with both out.
            let rest: Vec<f64> = (1..ships)
                .flat_map(|ship| odds[ship * sightings + 1..(ship + 1) * sightings].to_vec())
                .collect();
            let without = by_hand(&rest, ships - 1, sightings - 1, 0, &mut vec![false; ships]);
            let p = odds[0] * without / expected;
            let runs = 20_000;
            let hits = (0..runs).filter(|_| draw(&odds, ships, sightings, &mut chance)[0] == Some(0)).count();
            let share = hits as f64 / f64::from(runs);
            let error = (p * (1.0 - p) / f64::from(runs)).sqrt();
            assert!((share - p).abs() < 4.5 * error, "{ships} {sightings}: {share} {p}");
        }
    }
}
