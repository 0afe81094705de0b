//! Who belongs to whom: marginal probabilities by belief propagation.
//!
//! Williams and Lau 2014, "Approximate evaluation of marginal association probabilities with belief propagation", IEEE
//! Transactions on Aerospace and Electronic Systems 50(4), equations 11 to 16: each ship belongs to at most one object, each
//! object to at most one ship. Exact where no ring of ships and objects can exchange their partners.

/// A ship and an object that may be one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    /// Which ship.
    pub(super) ship: usize,
    /// Which object.
    pub(super) seen: usize,
    /// How much more likely it is that they are one than that the ship was missed and the object is something else.
    pub(super) psi: f64,
}

/// What comes out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marginals {
    /// Probability of each edge, in the order given.
    pub(super) p: Vec<f64>,
    /// Of each object, that it belongs to no ship.
    pub(super) unmatched: Vec<f64>,
    /// Of each ship, that it belongs to no object.
    pub(super) missed: Vec<f64>,
    /// How often messages were passed.
    pub(super) rounds: u32,
}

/// Passes messages until none changes by more than `exact_to`, at most `most_rounds` times.
pub(super) fn marginals(
    edges: &[Edge],
    ships: usize,
    objects: usize,
    (exact_to, most_rounds): (f64, u32),
) -> Marginals {
    let mut nu = vec![1.0; edges.len()];
    let mut mu = vec![0.0; edges.len()];
    let mut rounds = 0;
    loop {
        rounds += 1;
        let mut sums = vec![1.0; ships];
        for (edge, nu) in edges.iter().zip(&nu) {
            sums[edge.ship] += edge.psi * nu;
        }
        for ((edge, nu), mu) in edges.iter().zip(&nu).zip(&mut mu) {
            // Rounding must not make what is left less than the one that stands for a miss.
            *mu = edge.psi / (sums[edge.ship] - edge.psi * nu).max(1.0);
        }
        let mut sums = vec![1.0; objects];
        for (edge, mu) in edges.iter().zip(&mu) {
            sums[edge.seen] += mu;
        }
        let mut change: f64 = 0.0;
        for ((edge, nu), mu) in edges.iter().zip(&mut nu).zip(&mu) {
            let new = 1.0 / (sums[edge.seen] - mu).max(1.0);
            change = change.max((new - *nu).abs());
            *nu = new;
        }
        if change <= exact_to || rounds >= most_rounds {
            return read_out(edges, (ships, objects), (&mu, &nu), rounds);
        }
    }
}

fn read_out(
    edges: &[Edge],
    (ships, objects): (usize, usize),
    (mu, nu): (&[f64], &[f64]),
    rounds: u32,
) -> Marginals {
    let mut of_object = vec![1.0; objects];
    let mut of_ship = vec![1.0; ships];
    for ((edge, mu), nu) in edges.iter().zip(mu).zip(nu) {
        of_object[edge.seen] += mu;
        of_ship[edge.ship] += edge.psi * nu;
    }
    // By the object's own sum: what it gives to ships and to none adds up to one.
    let p = edges.iter().zip(mu).map(|(edge, mu)| mu / of_object[edge.seen]).collect();
    Marginals {
        p,
        unmatched: of_object.iter().map(|sum| 1.0 / sum).collect(),
        missed: of_ship.iter().map(|sum| 1.0 / sum).collect(),
        rounds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All joint events by recursion: the sum of their weights, of each edge's, of each object's without a ship.
    fn exact(edges: &[Edge], ships: usize, objects: usize) -> (Vec<f64>, Vec<f64>) {
        fn go(
            ship: usize,
            weight: f64,
            used: &mut Vec<Option<usize>>,
            world: (&[Edge], usize),
            sums: &mut (f64, Vec<f64>, Vec<f64>),
        ) {
            let (edges, ships) = world;
            if ship == ships {
                sums.0 += weight;
                for (object, by) in used.iter().enumerate() {
                    match by {
                        Some(edge) => sums.1[*edge] += weight,
                        None => sums.2[object] += weight,
                    }
                }
                return;
            }
            go(ship + 1, weight, used, world, sums);
            for (at, edge) in edges.iter().enumerate().filter(|(_, e)| e.ship == ship) {
                if used[edge.seen].is_none() {
                    used[edge.seen] = Some(at);
                    go(ship + 1, weight * edge.psi, used, world, sums);
                    used[edge.seen] = None;
                }
            }
        }
        let mut sums = (0.0, vec![0.0; edges.len()], vec![0.0; objects]);
        go(0, 1.0, &mut vec![None; objects], (edges, ships), &mut sums);
        let by = |v: Vec<f64>| v.into_iter().map(|x| x / sums.0).collect();
        (by(sums.1), by(sums.2))
    }

    fn edges(list: &[(usize, usize, f64)]) -> Vec<Edge> {
        list.iter().map(|(ship, seen, psi)| Edge { ship: *ship, seen: *seen, psi: *psi }).collect()
    }

    #[test]
    fn without_rings_the_messages_are_exact() {
        let edges = edges(&[(0, 0, 3.0), (0, 1, 0.4), (1, 1, 7.0), (2, 1, 1.5), (2, 2, 0.2)]);
        let got = marginals(&edges, 3, 3, (1e-12, 500));
        let (p, unmatched) = exact(&edges, 3, 3);
        for (a, b) in got.p.iter().zip(&p).chain(got.unmatched.iter().zip(&unmatched)) {
            assert!((a - b).abs() < 1e-9, "{got:?} {p:?} {unmatched:?}");
        }
    }

    #[test]
    fn in_rings_they_are_near() {
        // All ships may be all objects: the hardest case.
        let list: Vec<_> =
            (0..4).flat_map(|i| (0..4).map(move |j| (i, j, 0.3 + ((i * 7 + j * 5) % 6) as f64))).collect();
        let edges = edges(&list);
        let got = marginals(&edges, 4, 4, (1e-9, 500));
        let (p, unmatched) = exact(&edges, 4, 4);
        let worst = got.p.iter().zip(&p).chain(got.unmatched.iter().zip(&unmatched));
        let worst = worst.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(worst < 0.05, "{worst} {got:?} {p:?}");
    }

    #[test]
    fn nobody_and_nothing() {
        let none = marginals(&[], 2, 3, (1e-6, 200));
        assert_eq!(none.unmatched, vec![1.0; 3]);
        assert_eq!(none.missed, vec![1.0; 2]);
        assert!(marginals(&[], 0, 0, (1e-6, 200)).p.is_empty());
    }

    #[test]
    fn what_is_said_of_an_object_adds_up() {
        let edges = edges(&[(0, 0, 1e12), (1, 0, 1e12), (1, 1, 1e-12), (0, 1, 5.0)]);
        let got = marginals(&edges, 2, 2, (1e-9, 500));
        for object in 0..2 {
            let of = edges.iter().zip(&got.p).filter(|(e, _)| e.seen == object).map(|(_, p)| p);
            let sum: f64 = of.sum::<f64>() + got.unmatched[object];
            assert!((sum - 1.0).abs() < 1e-9, "{got:?}");
        }
    }
}
