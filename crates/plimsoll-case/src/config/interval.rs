//! A number that somebody states with its interval: `{ low, mid, high }`, the ends of 90 %.

use super::section::Field;
use crate::error::CaseError;
use plimsoll_model::Estimate;

const ENDS: [&str; 3] = ["low", "mid", "high"];

/// Three numbers in order, each for which the test holds. A bare number is refused: how sure it is decides as much as
/// what it is.
pub(super) fn read(
    field: &Field<'_, '_>,
    expected: &str,
    test: impl Fn(f64) -> bool,
) -> Result<Estimate<f64>, CaseError> {
    let example = format!("{} = {{ low = 4.8, mid = 5.0, high = 5.2 }}", field.key);
    let section = field.section(&example)?;
    section.only(&ENDS, |_, _| None)?;
    let mut ends = [0.0; 3];
    for (end, name) in ends.iter_mut().zip(ENDS) {
        *end = section.need(name, &format!("{name} = 5.0"))?.number_that(expected, &test)?;
    }
    Estimate::new(ends[0], ends[1], ends[2]).ok_or_else(|| {
        field
            .error(format!("the three numbers of `{}` of {} are not in order", field.key, field.of))
            .with_hint("low <= mid <= high: nine times in ten the truth lies between low and high")
    })
}
