//! Baseline.
use plimsoll_ais::{Options, decode, decode_columns, Columns};
fn main() {
    let path = std::env::args_os().nth(1).unwrap();
    let bytes = std::fs::read(path).unwrap();
    let runs: usize = std::env::args().nth(2).map_or(5, |t| t.parse().unwrap());
    let what = std::env::args().nth(3).unwrap_or_default();
    let mut batch = Vec::new();
    let mut columns = Columns::new();
    for _ in 0..runs {
        if what == "batch" {
        let begin = std::time::Instant::now();
        let mut n = 0_u64;
        let mut decoder =decode(bytes.as_slice(), Options { default_time: None, future_after: None });
        while decoder.next_batch(&mut batch).unwrap() {
            n += batch.iter().map(|d| u64::from(d.sentences)).sum::<u64>();
        }
        let s = begin.elapsed().as_secs_f64();
        println!("batch {n} {:.3} M/s", n as f64 / s / 1e6);
        }
        if what == "json" {
        let mut json = plimsoll_ais::JsonLines::new();
        let begin = std::time::Instant::now();
        let mut n = 0_u64;
        let mut m = 0;
        let mut decoder =decode(bytes.as_slice(), Options { default_time: None, future_after: None });
        while decoder.next_batch(&mut batch).unwrap() {
            n += batch.iter().map(|d| u64::from(d.sentences)).sum::<u64>();
            json.clear();
            batch.iter().for_each(|d| json.push(d));
            m += json.bytes().len();
        }
        let s = begin.elapsed().as_secs_f64();
        println!("json {n} {:.3} M/s {m}", n as f64 / s / 1e6);
        }
        if what == "columns" {
        let begin = std::time::Instant::now();
        let mut n = 0_u64;
        let mut decoder =decode_columns(bytes.as_slice(), Options { default_time: None, future_after: None });
        while decoder.next_batch(&mut columns).unwrap() {
            n += columns.rows() as u64;
        }
        let s = begin.elapsed().as_secs_f64();
        println!("columns {n} {:.3} M/s", decoder.counts().lines as f64 / s / 1e6);
        }
    }
}
