//! Weighted least squares by the normal equations.

/// One ship: the terms of the relation, what they explain, her weight.
#[derive(Clone, Copy)]
pub(crate) struct Row<const N: usize> {
    pub(crate) terms: [f64; N],
    pub(crate) response: f64,
    pub(crate) weight: f64,
}

impl<const N: usize> Row<N> {
    /// What the relation leaves.
    pub(crate) fn residual(&self, coefficients: &[f64; N]) -> f64 {
        self.response - coefficients.iter().zip(self.terms).map(|(c, t)| c * t).sum::<f64>()
    }
}

/// Coefficients of the least squares; `None` where the terms of the rows do not tell them apart.
pub(crate) fn least_squares<const N: usize>(rows: &[Row<N>]) -> Option<[f64; N]> {
    let mut squares = [[0.0; N]; N];
    let mut products = [0.0; N];
    for row in rows {
        for (i, weighted) in row.terms.map(|term| row.weight * term).into_iter().enumerate() {
            products[i] += weighted * row.response;
            squares[i].iter_mut().zip(row.terms).for_each(|(sum, term)| *sum += weighted * term);
        }
    }
    solve(squares, products)
}

/// Gauss's elimination with the largest pivot.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for k in 0..N {
        let pivot = (k..N).max_by(|a, b| matrix[*a][k].abs().total_cmp(&matrix[*b][k].abs()))?;
        if matrix[pivot][k].abs() < 1e-12 {
            return None;
        }
        matrix.swap(k, pivot);
        right.swap(k, pivot);
        for i in (0..N).filter(|i| *i != k) {
            let factor = matrix[i][k] / matrix[k][k];
            let row = matrix[k];
            matrix[i].iter_mut().zip(row).for_each(|(x, y)| *x -= factor * y);
            right[i] -= factor * right[k];
        }
    }
    for k in 0..N {
        right[k] /= matrix[k][k];
    }
    Some(right)
}
