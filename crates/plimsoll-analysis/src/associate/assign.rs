//! One partner for each: the assignment that is most likely as a whole. For pictures only; it hides all doubt.
//!
//! Shortest augmenting paths with potentials (Kuhn 1955; Jonker and Volgenant 1987, "A shortest augmenting path algorithm for
//! dense and sparse linear assignment problems", Computing 38).

/// For each row the column of least total cost, all columns different. `cost` has `rows` rows of `columns`, at least as many
/// columns as rows; each entry finite.
pub(super) fn assign(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<usize> {
    // Column 0 is a helper; rows count from 1, and 0 is none.
    let mut row_potential = vec![0.0; rows + 1];
    let mut potential = vec![0.0; columns + 1];
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut before = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        while row_of[column] != 0 {
            done[column] = true;
            let (at, mut delta, mut next) = (row_of[column], f64::INFINITY, 0);
            for j in (1..=columns).filter(|j| !done[*j]) {
                let reduced = cost(at - 1, j - 1) - row_potential[at] - potential[j];
                if reduced < least[j] {
                    (least[j], before[j]) = (reduced, column);
                }
                if least[j] < delta {
                    (delta, next) = (least[j], j);
                }
            }
            if next == 0 {
                break; // fewer columns than rows: the row stays without
            }
            for j in 0..=columns {
                if done[j] {
                    row_potential[row_of[j]] += delta;
                    potential[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    let mut column_of = vec![usize::MAX; rows];
    for (column, row) in row_of.iter().enumerate().skip(1).filter(|(_, row)| **row > 0) {
        column_of[row - 1] = column - 1;
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least total by trying every order.
    fn brute(rows: usize, columns: usize, cost: &dyn Fn(usize, usize) -> f64) -> f64 {
        fn go(row: usize, rows: usize, used: &mut Vec<bool>, cost: &dyn Fn(usize, usize) -> f64) -> f64 {
            if row == rows {
                return 0.0;
            }
            let mut best = f64::INFINITY;
            for j in 0..used.len() {
                if !used[j] {
                    used[j] = true;
                    best = best.min(cost(row, j) + go(row + 1, rows, used, cost));
                    used[j] = false;
                }
            }
            best
        }
        go(0, rows, &mut vec![false; columns], cost)
    }

    #[test]
    fn the_total_is_the_least_of_all() {
        for seed in 0..60_u64 {
            let (rows, columns) = (1 + (seed % 5) as usize, 5 + (seed % 3) as usize);
            let cost = move |i: usize, j: usize| {
                let mixed = (seed + 1) * 2_654_435_761 % 1_000_003 * (i as u64 * 31 + j as u64 * 17 + 7);
                (mixed % 977) as f64 / 10.0 - 40.0
            };
            let got = assign(rows, columns, cost);
            let mut columns_used = got.clone();
            columns_used.sort_unstable();
            columns_used.dedup();
            assert_eq!(columns_used.len(), rows, "{got:?}");
            let total: f64 = got.iter().enumerate().map(|(i, j)| cost(i, *j)).sum();
            assert!((total - brute(rows, columns, &cost)).abs() < 1e-9, "{seed}: {got:?}");
        }
        assert!(assign(0, 0, |_, _| 0.0).is_empty());
    }
}
