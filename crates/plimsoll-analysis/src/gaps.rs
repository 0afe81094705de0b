//! Gaps: silences of one MMSI between two position reports. A gap is not dark.
//!
//! Method page: `docs/methods/gaps.md`. The rule is that of Global Fishing Watch's `pipe-gaps`: two consecutive
//! position reports of one MMSI at least so many hours apart.

use jiff::Timestamp;
use plimsoll_model::evidence::Key;
use plimsoll_model::{Gap, Mmsi, Period, Position, PositionReport, RecordId, RecordKind, Speed};

/// Thresholds of the gaps, section `[gaps]`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapParams {
    /// A silence of at least this many hours is a gap, h.
    pub min_duration_h: f64,
}

/// Finds the gaps of one MMSI from its position reports in order of time, keeping one report.
///
/// Reports at the same time are tolerated: the one with the larger identifier is kept, whichever comes first.
/// A report earlier than the latest one is passed over, because the gap that it would break may be given
/// already; [`gaps`] sorts and so has none.
#[derive(Clone, Debug)]
pub struct Gaps {
    params: GapParams,
    latest: Option<Heard>,
}

/// What is kept of the latest report.
#[derive(Clone, Copy, Debug)]
struct Heard {
    id: RecordId,
    mmsi: Mmsi,
    time: Timestamp,
    position: Position,
}

impl Gaps {
    /// Before the first report.
    pub fn new(params: &GapParams) -> Self {
        Self { params: params.clone(), latest: None }
    }

    /// Takes the next report; gives the gap that it ends, if it ends one.
    pub fn push(&mut self, report: &PositionReport) -> Option<Gap> {
        let position = report.position?;
        let on = Heard { id: report.id(), mmsi: report.mmsi, time: report.time, position };
        let Some(off) = self.latest else {
            self.latest = Some(on);
            return None;
        };
        if (on.time, on.id) < (off.time, off.id) {
            return None;
        }
        self.latest = Some(on);
        let is_gap = hours(off.time, on.time) >= self.params.min_duration_h;
        if is_gap { gap(off, on) } else { None }
    }
}

/// The gaps of one MMSI, in order of time. The order of the reports does not matter.
pub fn gaps(reports: &[PositionReport], params: &GapParams) -> Vec<Gap> {
    let mut sorted: Vec<&PositionReport> = reports.iter().collect();
    sorted.sort_by_key(|r| (r.time, r.id()));
    let mut machine = Gaps::new(params);
    sorted.into_iter().filter_map(|report| machine.push(report)).collect()
}

/// The gap between two reports; `None` if no time passes.
fn gap(off: Heard, on: Heard) -> Option<Gap> {
    let period = Period::new(off.time, on.time).ok()?;
    let distance = off.position.distance_to(on.position);
    let seconds = on.time.duration_since(off.time).as_secs_f64();
    let keys = [
        Key::Int(i64::from(off.mmsi.value())),
        Key::Time(off.time),
        Key::Time(on.time),
        Key::Int(off.position.lat_e7()),
        Key::Int(off.position.lon_e7()),
        Key::Int(on.position.lat_e7()),
        Key::Int(on.position.lon_e7()),
    ];
    Some(Gap {
        id: RecordId::of(RecordKind::Gap, &keys),
        mmsi: off.mmsi,
        track: off.id,
        no_data: jiff::SignedDuration::ZERO,
        period,
        off_position: off.position,
        on_position: on.position,
        distance,
        implied_speed: Speed::metres_per_second(distance.to_metres() / seconds),
        parents: vec![off.id, on.id],
    })
}

/// Hours from one instant to another, negative if it lies before. Within a microsecond over a century.
pub(crate) fn hours(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}
