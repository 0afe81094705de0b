//! Searches made-up names for made-up queries and prints how fast and how well.
//!
//! `cargo run --release -p plimsoll-registry --example screening -- names.json`: `names`, `queries`, and `truth`, the
//! place of the name from which each of the first queries was made.

#![expect(clippy::print_stdout, reason = "an example that measures")]

use plimsoll_registry::names::NameIndex;
use serde::Deserialize;
use std::time::Instant;

/// Times that the queries are run, for a figure that does not jump.
const ROUNDS: u32 = 10;
/// Hits that are asked for.
const MOST: usize = 5;

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
    queries: Vec<String>,
    truth: Vec<usize>,
}

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        println!("usage: screening NAMES.json");
        return;
    };
    let bytes = std::fs::read(&path).expect("the file is there");
    let given: Names = serde_json::from_slice(&bytes).expect("names, queries and truth");
    let begun = Instant::now();
    let index = NameIndex::new((0_u32..).zip(given.names.iter().map(String::as_str)));
    println!("{} names, {} distinct, indexed in {:.3} s", given.names.len(), index.len(), secs(begun));

    let begun = Instant::now();
    let mut hits = 0;
    for _ in 0..ROUNDS {
        hits += given.queries.iter().map(|q| index.nearest(q, MOST).len()).sum::<usize>();
    }
    let searched = f64::from(ROUNDS) * given.queries.len() as f64;
    println!("{:.0} queries a second on one thread, {hits} hits", searched / secs(begun));

    let planted = given.queries.iter().zip(&given.truth);
    let mut missed = Vec::new();
    let mut found = 0;
    for (query, at) in planted {
        let hits = index.nearest(query, MOST);
        if hits.iter().any(|h| h.payloads.iter().any(|p| *p as usize == *at)) {
            found += 1;
        } else {
            missed.push((query, &given.names[*at]));
        }
    }
    println!("{found} of {} planted names among the first {MOST}", given.truth.len());
    for (query, name) in missed {
        println!("missed: {name} for {query}");
    }
}

fn secs(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64()
}
