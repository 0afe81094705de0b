use plimsoll_ais::*;
use std::time::Instant;
#[test]
fn speed() {
    let bytes = std::fs::read("/tmp/plimsoll_bench.nmea").unwrap();
    for _ in 0..3 {
        let t = Instant::now();
        let mut d = decode(bytes.as_slice(), Options { default_time: None, future_after: None });
        let mut n = 0u64;
        for x in d.by_ref() { if x.unwrap().message.is_ok() { n += 1; } }
        let s = t.elapsed().as_secs_f64();
        println!("decode {n} messages, {} lines {:.2} M lines/s {:?}", d.counts().lines, d.counts().lines as f64 / s / 1e6, d.counts());
        let t = Instant::now();
        let e = plimsoll_model::RecordId::of(plimsoll_model::RecordKind::Exhibit, &[]);
        let mut d = observations(e, AisKind::Nmea, bytes.as_slice(), Options { default_time: "2024-01-01T00:00:00Z".parse().ok(), future_after: None });
        let n = d.by_ref().count();
        let s = t.elapsed().as_secs_f64();
        println!("observations {n} rows {:.2} M lines/s", d.counts().lines as f64 / s / 1e6);
    }
}
