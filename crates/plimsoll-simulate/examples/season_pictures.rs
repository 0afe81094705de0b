//! Renders some pictures of a season into a folder: `cargo run -p plimsoll-simulate --example season_pictures -- FOLDER [SEED] [EVERY]`.
#![expect(clippy::print_stdout, reason = "an example prints")]

use plimsoll_simulate::season::EmulatorSettings;
use plimsoll_simulate::season::render::SeasonCase;
use std::time::Instant;

fn main() {
    let mut words = std::env::args().skip(1);
    let folder = words.next().expect("a folder");
    let mut number = |or| words.next().map_or(or, |word| word.parse().expect("a number"));
    let (seed, every): (u64, u64) = (number(1), number(50));
    let start = "2024-03-07T00:00:00Z".parse().expect("a time");
    let case = SeasonCase::new(seed, &EmulatorSettings::standard(), start);
    let (mut bytes, began) = (0, Instant::now());
    let chosen: Vec<_> = case.pictures.iter().step_by(every as usize).collect();
    for picture in &chosen {
        let file = picture.render().bytes;
        bytes += file.len();
        std::fs::write(format!("{folder}/{}", picture.name()), file)
            .expect("a folder that can be written to");
    }
    for patrol in case.patrols.iter().take(4) {
        std::fs::write(format!("{folder}/{}", patrol.name), patrol.render().jpeg)
            .expect("a folder that can be written to");
    }
    println!(
        "{} pictures in all; {} rendered in {:.1} s, {:.0} kB each",
        case.pictures.len(),
        chosen.len(),
        began.elapsed().as_secs_f64(),
        bytes as f64 / 1e3 / chosen.len() as f64
    );
}
