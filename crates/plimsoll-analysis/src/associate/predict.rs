//! Where a ship was at the time of an image, by her reports before and after.

use super::params::MotionParams;
use super::plane::{Step, moved, step};
use crate::elapsed::seconds;
use jiff::Timestamp;
use plimsoll_model::{Position, PositionReport, RecordId, Speed};

/// A position report with what it says of the motion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// When.
    pub time: Timestamp,
    /// Where.
    pub position: Position,
    /// Speed over ground, m/s.
    pub speed_m_s: Option<f64>,
    /// Course over ground, degrees true.
    pub course_deg: Option<f64>,
    /// The report.
    pub report: RecordId,
}

impl Fix {
    /// Of a report that has a position.
    pub fn of(report: &PositionReport) -> Option<Self> {
        Some(Self {
            time: report.time,
            position: report.position?,
            speed_m_s: report.sog.map(|s| s.to_metres_per_second()).filter(|s| (0.0..60.0).contains(s)),
            course_deg: report.cog.map(|c| c.to_degrees()).filter(|c| c.is_finite()),
            report: report.id(),
        })
    }

    /// Velocity over ground, m/s. A ship without speed stands; one without course has none.
    fn velocity(&self) -> Option<Step> {
        match (self.speed_m_s, self.course_deg) {
            (Some(speed), Some(course)) => Some(Step::towards(course, speed)),
            (Some(speed), None) if speed < 0.3 => Some(Step::default()),
            _ => None,
        }
    }
}

/// Where a ship is expected: two normal distributions about one place, the usual one and a wide one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Predicted {
    /// The place.
    pub position: Position,
    /// Velocity over ground there, m/s; `None` where no report says.
    pub velocity: Option<Step>,
    /// Standard deviation in each direction, m, of the usual case.
    pub sigma_m: f64,
    /// The same of the others.
    pub tail_sigma_m: f64,
    /// Share of the others.
    pub tail_share: f64,
    /// The class of her speed: still, slow, steaming, fast.
    pub class: usize,
    /// The time by which the standard deviation grows, min: to the report, or with one on either side their product over
    /// their sum.
    pub minutes: f64,
    /// From the nearest report to the image, s: negative if the report comes after it.
    pub nearest_s: f64,
    /// The nearest report.
    pub nearest: RecordId,
    /// The report on the other side.
    pub other: Option<RecordId>,
}

impl Predicted {
    /// Density at a way from the place, 1/m2, each standard deviation widened by a common one.
    pub fn density(&self, by: Step, sd_m: f64) -> f64 {
        let square = by.east_m * by.east_m + by.north_m * by.north_m;
        let normal = |sigma: f64| {
            let v = sigma * sigma + sd_m * sd_m;
            libm::exp(-0.5 * square / v) / (std::f64::consts::TAU * v)
        };
        (1.0 - self.tail_share) * normal(self.sigma_m) + self.tail_share * normal(self.tail_sigma_m)
    }
}

/// The class of a speed: still, slow, steaming, fast.
pub fn speed_class(speed_m_s: f64, params: &MotionParams) -> usize {
    let knots = Speed::metres_per_second(speed_m_s).to_knots();
    params.class_from_kn.iter().filter(|from| knots >= **from).count()
}

/// Where a ship is expected at a time, from her reports in order of time; `None` without a report.
///
/// With a report before and one after: the curve of third degree with their places and velocities (the mean of a
/// velocity that wanders, given both ends), or the straight line where they are long apart, or say that she lies still. With one report: on with
/// its velocity. The standard deviations are fitted ([`super::fit_motion`]), not derived.
pub fn predict(fixes: &[Fix], time: Timestamp, params: &MotionParams) -> Option<Predicted> {
    let at = fixes.partition_point(|fix| fix.time <= time);
    let (before, after) = (at.checked_sub(1).map(|i| &fixes[i]), fixes.get(at));
    match (before, after) {
        (Some(a), Some(b)) => between(a, b, time, params),
        (Some(one), None) | (None, Some(one)) => ahead(one, time, params),
        (None, None) => None,
    }
}

fn between(a: &Fix, b: &Fix, time: Timestamp, params: &MotionParams) -> Option<Predicted> {
    let (since, until) = (seconds(a.time, time), seconds(time, b.time));
    let whole = since + until;
    if whole <= 0.0 {
        return ahead(a, time, params);
    }
    let way = step(a.position, b.position);
    let mean = way.times(1.0 / whole);
    let said = [a.speed_m_s, b.speed_m_s].into_iter().flatten().fold(0.0, f64::max);
    let class = speed_class(said.max(mean.length_m()), params);
    let u = since / whole;
    let curved = class > 0 && whole <= params.curved_up_to_min * 60.0;
    let (by, velocity) = match (a.velocity(), b.velocity()) {
        (Some(va), Some(vb)) if curved => {
            let on = u * u * (3.0 - 2.0 * u);
            let by = way
                .times(on)
                .plus(va, whole * u * (1.0 - u) * (1.0 - u))
                .plus(vb, -whole * u * u * (1.0 - u));
            let speed = mean.times(6.0 * u * (1.0 - u));
            let speed = speed.plus(va, (1.0 - u) * (1.0 - 3.0 * u)).plus(vb, u * (3.0 * u - 2.0));
            (by, speed)
        }
        _ => (way.times(u), mean),
    };
    let minutes = since * until / whole / 60.0;
    let sd = params.between_sd_m[class] * libm::pow(minutes, params.between_power[class]);
    let (reports, nearest_s) = if since <= until {
        ((a.report, Some(b.report)), since)
    } else {
        ((b.report, Some(a.report)), -until)
    };
    spread(moved(a.position, by)?, Some(velocity), (sd, class, minutes), nearest_s, reports, params)
}

fn ahead(one: &Fix, time: Timestamp, params: &MotionParams) -> Option<Predicted> {
    let after = seconds(one.time, time);
    let velocity = one.velocity();
    // Without a speed she may steam.
    let class = one.speed_m_s.map_or(2, |speed| speed_class(speed, params));
    let by = velocity.filter(|_| class > 0).map_or(Step::default(), |v| v.times(after));
    let sd = params.ahead_sd_m[class] * libm::pow(after.abs() / 60.0, params.ahead_power[class]);
    // A course that nobody sent is every course.
    let lost = if velocity.is_none() { one.speed_m_s.unwrap_or(5.0) * after.abs() } else { 0.0 };
    spread(
        moved(one.position, by)?,
        velocity,
        (sd.max(lost), class, after.abs() / 60.0),
        after,
        (one.report, None),
        params,
    )
}

/// The distribution about a place; `reports` are the nearest and the one on the other side.
fn spread(
    position: Position,
    velocity: Option<Step>,
    (sd_m, class, minutes): (f64, usize, f64),
    nearest_s: f64,
    reports: (RecordId, Option<RecordId>),
    params: &MotionParams,
) -> Option<Predicted> {
    let reach = Speed::knots(params.most_speed_kn).to_metres_per_second() * nearest_s.abs();
    let wide = |sd: f64| libm::hypot(sd.min(reach), params.report_sd_m) * params.widen;
    let sigma_m = wide(sd_m);
    (sigma_m.is_finite() && sigma_m > 0.0).then(|| Predicted {
        position,
        velocity,
        sigma_m,
        tail_sigma_m: wide(sd_m * params.tail_factor[class]),
        tail_share: params.tail_share[class],
        class,
        minutes,
        nearest_s,
        nearest: reports.0,
        other: reports.1,
    })
}
