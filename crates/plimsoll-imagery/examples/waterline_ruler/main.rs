//! Measures how well freeboards are read from points on rendered hulls:
//! `cargo run --release -p plimsoll-imagery --example waterline_ruler -- [FIRST LAST] [above|careless|photos|draughts|cargo|list ...]`.
//!
//! Seeds 1 to 400 are for tuning, 1001 to 1400 for the final figures.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

mod ask;
mod cargo;
mod draught;
mod tables;

use ask::{Asked, Clicks, Overhead, WAYS, overhead, params, photo};
use plimsoll_model::Mark;
use plimsoll_simulate::hulls::{OverheadCase, PhotoCase};
use std::ops::RangeInclusive;

/// Runs over seeds on two threads; the order of the results is that of the seeds.
fn over<T: Send>(seeds: RangeInclusive<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let run =
        |odd: u64| seeds.clone().filter(move |s| s % 2 == odd).map(|s| (s, work(s))).collect::<Vec<_>>();
    let mut all = std::thread::scope(|scope| {
        let other = scope.spawn(|| run(1));
        let mut all = run(0);
        all.extend(other.join().expect("a thread that does not panic"));
        all
    });
    all.sort_by_key(|(seed, _)| *seed);
    all.into_iter().map(|(_, result)| result).collect()
}

fn above(seeds: RangeInclusive<u64>) {
    let params = params();
    let images = over(seeds, |seed| overhead(OverheadCase::of_seed(seed), false));
    let offsets: Vec<(Mark, Vec<f64>)> = images.iter().flat_map(Overhead::offsets).collect();
    let clicks = Clicks::of(&offsets);
    let asked: Vec<Asked> = images.iter().flat_map(|image| image.ask(&params, &clicks)).collect();
    println!(
        "CLICKS outward of the true edge, pixels; the means of a station's clicks err by {clicks:.2?} (rms)"
    );
    for mark in [Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge] {
        tables::clicks(mark, &offsets);
    }
    println!();
    println!(
        "DEMANDED: sides of K >= .6, pixels of .5 m or less, whether points were set or not\n{}",
        tables::HEAD
    );
    for by in ["all points", "shadow and lean"] {
        println!("  by {by}");
        tables::row("all", tables::demanded(&asked, by));
        tables::row("points were set", tables::demanded(&asked, by).filter(|a| a.is_clicked));
        tables::row(
            "the same, swell below .3 m",
            tables::demanded(&asked, by).filter(|a| a.is_clicked && a.scene.swell_m < 0.3),
        );
    }
    for (by, _) in WAYS {
        println!();
        tables::way(&asked, by, false);
    }
    if std::env::args().any(|word| word == "list") {
        println!("\nnot answered");
        tables::unanswered(&asked);
        println!("worst");
        tables::worst(&asked);
    }
    let hidden = asked.iter().filter(|a| a.by == "shadow and lean" && a.k < 0.3);
    println!("\nhidden or uninformative, points as set:");
    tables::row("K below 0", hidden.clone().filter(|a| a.k <= 0.0));
    tables::row("K 0-.3", hidden.filter(|a| a.k > 0.0));
}

/// Somebody who sets shadows where none is seen.
fn careless(seeds: RangeInclusive<u64>) {
    let params = params();
    let one = |seed| -> Vec<Asked> {
        let image: Overhead = overhead(OverheadCase::of_seed(seed), true);
        image.ask(&params, &Clicks::HUMAN)
    };
    let asked: Vec<Asked> = over(seeds, one).concat();
    let shadow = || asked.iter().filter(|a| a.by == "shadow and lean" && a.is_clicked);
    println!("CARELESS: a shadow is marked whether one is seen or not\n{}", tables::HEAD);
    tables::row("K below 0: the hull hides it", shadow().filter(|a| a.k <= 0.0));
    tables::row("K 0-.3", shadow().filter(|a| a.k > 0.0 && a.k < 0.3));
    tables::row("K .3 and more", shadow().filter(|a| a.k >= 0.3));
}

fn photos(seeds: RangeInclusive<u64>) {
    let params = params();
    let asked: Vec<Asked> = over(seeds, |seed| photo(&PhotoCase::of_seed(seed), &params)).concat();
    println!("PHOTOGRAPHS");
    for by in ["horizon", "known vertical", "known length", "boot-topping"] {
        println!();
        tables::way(&asked, by, true);
    }
}

/// Two images of each ship, before and after a call.
fn draughts(seeds: RangeInclusive<u64>) {
    let known = draught::Known::new();
    let calls = over(seeds, |seed| draught::call(seed, &known));
    for (way, words) in ["all points", "no waterline where a shadow was marked"].iter().enumerate() {
        println!("\nDRAUGHTS from images from above, depth of a register: {words}");
        draught::print(&calls.iter().map(|call| call.each_ref().map(|ways| &ways[way])).collect::<Vec<_>>());
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Vec<u64> = words.iter().filter_map(|w| w.parse().ok()).collect();
    let seeds = match numbers[..] {
        [first, last] => first..=last,
        _ => 1..=400,
    };
    let wants =
        |what: &str| words.iter().all(|w| w.parse::<u64>().is_ok()) || words.iter().any(|w| w == what);
    if wants("above") {
        above(seeds.clone());
    }
    if wants("careless") {
        careless(seeds.clone());
    }
    if wants("photos") {
        photos(seeds.clone());
    }
    if wants("draughts") {
        draughts(seeds);
    }
    if wants("cargo") {
        cargo::print();
    }
}
