//! Cells that hang together.

/// Labels of cells, from nought.
pub(crate) struct Bodies {
    /// The body of each cell, line by line.
    pub(crate) label: Vec<Option<usize>>,
    /// How many bodies there are.
    pub(crate) count: usize,
}

impl Bodies {
    /// Cells that share a side and are near each other in colour.
    pub(crate) fn of(
        down: usize,
        across: usize,
        is_in: impl Fn(usize) -> bool,
        is_near: impl Fn(usize, usize) -> bool,
    ) -> Self {
        Self::grown(down, across, &[(-1, 0), (1, 0), (0, -1), (0, 1)], is_in, is_near)
    }

    /// Cells that share a side or a corner.
    pub(crate) fn touching(down: usize, across: usize, is_in: impl Fn(usize) -> bool) -> Self {
        let steps = [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)];
        Self::grown(down, across, &steps, is_in, |_, _| true)
    }

    fn grown(
        down: usize,
        across: usize,
        steps: &[(isize, isize)],
        is_in: impl Fn(usize) -> bool,
        is_near: impl Fn(usize, usize) -> bool,
    ) -> Self {
        let mut label = vec![None; down * across];
        let mut count = 0;
        let mut open = Vec::new();
        for first in 0..label.len() {
            if label[first].is_some() || !is_in(first) {
                continue;
            }
            label[first] = Some(count);
            open.push(first);
            while let Some(cell) = open.pop() {
                for (l, s) in steps {
                    let next =
                        (cell / across).checked_add_signed(*l).zip((cell % across).checked_add_signed(*s));
                    let Some((line, sample)) = next.filter(|(l, s)| *l < down && *s < across) else {
                        continue;
                    };
                    let next = line * across + sample;
                    if label[next].is_none() && is_in(next) && is_near(cell, next) {
                        label[next] = Some(count);
                        open.push(next);
                    }
                }
            }
            count += 1;
        }
        Self { label, count }
    }

    /// The greatest value of the cells of each body.
    pub(crate) fn greatest(&self, values: &[u32]) -> Vec<u32> {
        let mut greatest = vec![0; self.count];
        for (body, value) in self.label.iter().zip(values) {
            if let Some(body) = *body {
                greatest[body] = greatest[body].max(*value);
            }
        }
        greatest
    }
}

/// Side of the largest square of like cells of which each cell is the lower right corner. `same` of a cell with itself
/// says whether it counts at all.
pub(crate) fn largest_squares(down: usize, across: usize, same: impl Fn(usize, usize) -> bool) -> Vec<u32> {
    let mut side = vec![0_u32; down * across];
    for cell in 0..side.len() {
        if !same(cell, cell) {
            continue;
        }
        let (line, sample) = (cell / across, cell % across);
        if line == 0 || sample == 0 {
            side[cell] = 1;
            continue;
        }
        let before = [cell - 1, cell - across, cell - across - 1];
        let least = before.iter().map(|b| if same(*b, cell) { side[*b] } else { 0 }).min().unwrap_or(0);
        side[cell] = least + 1;
    }
    side
}

/// Lines and samples from end to end of each body.
pub(crate) fn extents(bodies: &Bodies, across: usize) -> Vec<(usize, usize)> {
    let mut bounds = vec![(usize::MAX, 0, usize::MAX, 0); bodies.count];
    for (cell, body) in bodies.label.iter().enumerate() {
        if let Some(body) = *body {
            let b: &mut (usize, usize, usize, usize) = &mut bounds[body];
            let (line, sample) = (cell / across, cell % across);
            *b = (b.0.min(line), b.1.max(line), b.2.min(sample), b.3.max(sample));
        }
    }
    bounds.into_iter().map(|b| (b.1 + 1 - b.0, b.3 + 1 - b.2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_and_bodies_of_a_small_chart() {
        let chart = b"\
            ##.#\
            ##..\
            ...#";
        let is_in = |cell: usize| chart[cell] == b'#';
        let bodies = Bodies::of(3, 4, is_in, |_, _| true);
        assert_eq!(bodies.count, 3);
        let squares = largest_squares(3, 4, |a, b| is_in(a) && is_in(b));
        assert_eq!(bodies.greatest(&squares), [2, 1, 1]);
        assert_eq!(extents(&bodies, 4), [(2, 2), (1, 1), (1, 1)]);
        assert_eq!(Bodies::touching(3, 4, |cell| !is_in(cell)).count, 1);
    }
}
