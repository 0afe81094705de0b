//! What a run cost: time on the wall, time of the processors, most memory. Read from `/proc` of Linux; elsewhere the
//! last two are unknown, and printed so.

use std::time::Instant;

/// What was spent between two readings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Seconds on the wall.
    pub(super) wall_s: f64,
    /// Seconds of all processors together, user and system.
    pub(super) cpu_s: Option<f64>,
    /// The most memory resident at once, in MB of 1,000,000 bytes.
    pub(super) peak_mb: Option<f64>,
}

/// Ticks a second of the times in `/proc/self/stat`: USER_HZ, 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Runs something and says what it gave and cost.
pub(super) fn metered<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    // Sets the peak back to what is resident now; where that is refused the peak is that of the process.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (began, cpu) = (Instant::now(), cpu_s());
    let result = work();
    let cost = Cost {
        wall_s: began.elapsed().as_secs_f64(),
        cpu_s: cpu_s().zip(cpu).map(|(after, before)| after - before),
        peak_mb: peak_mb(),
    };
    (result, cost)
}

/// User and system time of all threads of this process, those that have ended among them.
fn cpu_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may hold blanks; fields 14 and 15 are the 12th and 13th behind it.
    let (_, behind) = stat.rsplit_once(')')?;
    let ticks: Vec<f64> = behind.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    (ticks.len() == 2).then(|| ticks.iter().sum::<f64>() / TICKS_PER_SECOND)
}

fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_costs_time_and_memory() {
        let (sum, cost) = metered(|| {
            let numbers: Vec<u64> = (0..20_000_000).collect();
            numbers.iter().map(|n| n ^ 1).sum::<u64>()
        });
        assert_eq!(sum, 199_999_990_000_000);
        assert!(cost.wall_s > 0.0);
        if cfg!(target_os = "linux") {
            assert!(cost.cpu_s.is_some_and(|s| s >= 0.0), "{cost:?}");
            assert!(cost.peak_mb.is_some_and(|mb| mb > 160.0), "{cost:?}");
        }
    }
}
