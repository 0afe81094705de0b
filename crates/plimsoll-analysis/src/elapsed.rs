//! Time between two instants.

use jiff::Timestamp;

/// Seconds from one instant to another, negative if it lies before. Within a microsecond over a century, and without the
/// checks of a calendar, because it is asked for every report.
#[inline]
pub(crate) fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    let nanoseconds = to.subsec_nanosecond() - from.subsec_nanosecond();
    (to.as_second() - from.as_second()) as f64 + f64::from(nanoseconds) * 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_count_over_the_epoch_and_in_both_directions() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for (a, b) in [
            ("2024-12-31T23:59:59.75Z", "2025-01-01T00:00:01.5Z"),
            ("1969-12-31T23:59:58.75Z", "1970-01-01T00:00:00.5Z"),
            ("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:59.25Z"),
        ] {
            let expected = at(b).duration_since(at(a)).as_secs_f64();
            assert!((seconds(at(a), at(b)) - expected).abs() < 1e-9, "{a} {b}");
            assert!((seconds(at(b), at(a)) + expected).abs() < 1e-9, "{b} {a}");
        }
    }
}
