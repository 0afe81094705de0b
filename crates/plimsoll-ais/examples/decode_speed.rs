//! How fast a log is decoded on one thread: `cargo run --release -p plimsoll-ais --example decode_speed -- LOG [RUNS]
//! [TASK]`. The log is read into memory before the clock starts. TASK is part of the name of a step.
#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use plimsoll_ais::speed::Task;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("expected the path of a log")?;
    let runs: usize = arguments.next().map_or(Ok(7), |text| text.parse())?;
    let wanted = arguments.next().unwrap_or_default();
    let log = std::fs::read(&path)?;
    println!("{path}: {} bytes, {runs} runs a step, best and median", log.len());
    for task in Task::ALL.into_iter().filter(|task| task.name().contains(&wanted)) {
        let mut seconds = Vec::new();
        let mut done = task.run(&log[..log.len().min(1 << 20)])?; // the buffers and the code are warm
        for _ in 0..runs.max(1) {
            let begin = Instant::now();
            done = std::hint::black_box(task.run(std::hint::black_box(&log))?);
            seconds.push(begin.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        let (best, median) = (seconds[0], seconds[seconds.len() / 2]);
        let (lines, megabytes) = (done.lines as f64, done.bytes as f64 / 1e6);
        println!(
            "{:<20} {:>7.2} / {:>6.2} M sentences/s {:>8.1} / {:>7.1} MB/s {:>8.1} / {:>7.1} ns a sentence; {} items, {} MB written",
            task.name(),
            lines / best / 1e6,
            lines / median / 1e6,
            megabytes / best,
            megabytes / median,
            best / lines * 1e9,
            median / lines * 1e9,
            done.items,
            done.written / 1_000_000,
        );
    }
    Ok(())
}
