#![allow(warnings)]
use plimsoll_analysis::draws::*;
use std::time::Instant;
use std::hint::black_box;
fn cr(x: f64) -> f64 {
    let y = f64::from_bits(x.to_bits() / 3 + 0x2A9F_84FE_36D2_2425);
    let c = y * y * y;
    let y = y * (c + x + x) / (c + c + x);
    let c = y * y * y;
    y * (c + x + x) / (c + c + x)
}
fn main() {
    let n = 4000usize;
    let mut s = Stream::shared("x");
    let t = Instant::now(); let mut a = 0.0;
    for _ in 0..n { a += s.uniforms()[7]; }
    println!("uniform {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let t = Instant::now();
    for _ in 0..n { a += s.normals()[7]; }
    println!("normal {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let u = s.uniforms();
    let t = Instant::now();
    for _ in 0..n { a += black_box(black_box(u).map(|x| libm::cbrt(x+1.0)))[3]; }
    println!("libm cbrt {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let t = Instant::now();
    for _ in 0..n { a += black_box(black_box(u).map(|x| (x+1.0).cbrt()))[3]; }
    println!("std cbrt {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let t = Instant::now();
    for _ in 0..n { a += black_box(black_box(u).map(|x| cr(x+1.0)))[3]; }
    println!("own cbrt {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let t = Instant::now();
    for _ in 0..n { a += black_box(black_box(u).map(|x| (1.0+x).sqrt()/(x+2.0)))[3]; }
    println!("sqrt+div {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let t = Instant::now();
    for _ in 0..n { a += black_box(black_box(u).map(|x| libm::exp(x)))[3]; }
    println!("exp {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let t = Instant::now();
    for _ in 0..n { a += black_box(black_box(u).map(|x| libm::log(x)))[3]; }
    println!("log {:.2} ns", t.elapsed().as_secs_f64()*1e9/(n*BLOCK) as f64);
    let mut w: f64=0.0; for i in 1..100000 { let x = i as f64*0.001; w = w.max((cr(x)/libm::cbrt(x)-1.0).abs()); } println!("worst {w:e} {a}");
}
