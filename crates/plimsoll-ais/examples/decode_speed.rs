//! Baseline.
use plimsoll_ais::{Options, decode};
fn main() {
    let path = std::env::args_os().nth(1).unwrap();
    let bytes = std::fs::read(path).unwrap();
    let runs: usize = std::env::args().nth(2).map_or(5, |t| t.parse().unwrap());
    let mut batch = Vec::new();
    for _ in 0..runs {
        let begin = std::time::Instant::now();
        let mut n = 0_u64;
        for d in decode(bytes.as_slice(), Options { default_time: None, future_after: None }) {
            n += u64::from(d.unwrap().sentences);
        }
        let s = begin.elapsed().as_secs_f64();
        println!("{n} {:.3} M/s", n as f64 / s / 1e6);
        let begin = std::time::Instant::now();
        let mut n = 0_u64;
        let mut decoder =decode(bytes.as_slice(), Options { default_time: None, future_after: None });
        while decoder.next_batch(&mut batch).unwrap() {
            n += batch.iter().map(|d| u64::from(d.sentences)).sum::<u64>();
        }
        let s = begin.elapsed().as_secs_f64();
        println!("batch {n} {:.3} M/s", n as f64 / s / 1e6);
    }
}
