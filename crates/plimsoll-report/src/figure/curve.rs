//! The cumulative curve of a counting period against its cap.

use super::axis::{NumberScale, TimeScale, midnight, number_axis, time_axis};
use super::{Anchor, Canvas, Point, line, n, path, rect, svg, text};
use crate::number;
use jiff::ToSpan;
use maud::{Markup, html};
use plimsoll_model::{Crossing, Estimate, LedgerLine, Period, ReportedVolume, Scenario};

/// What the figure shows: one cap, one counting period, one convention.
pub(crate) struct Curve<'a> {
    /// The counting period, whole.
    pub(crate) period: Period,
    /// The period of the case; days outside it are hatched.
    pub(crate) case: Period,
    /// The limit, bbl.
    pub(crate) limit_bbl: Option<f64>,
    /// True if the limit binds nobody here.
    pub(crate) is_yardstick: bool,
    /// Shares of the limit at which notice is due.
    pub(crate) notice_shares: Vec<f64>,
    /// The lines of each scenario, in order of date.
    pub(crate) scenarios: Vec<(Scenario, Vec<&'a LedgerLine>)>,
    /// When the estimate crossed the limit.
    pub(crate) crossing: Option<&'a Crossing>,
    /// Volumes that others estimate: marked, never added.
    pub(crate) third_party: Vec<&'a ReportedVolume>,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether observations are simulated.
    pub(crate) is_simulated: bool,
}

/// The scales and edges of one drawing.
struct Plot {
    canvas: Canvas,
    time: TimeScale,
    volume: NumberScale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    height: f64,
}

impl Plot {
    fn of(curve: &Curve<'_>, canvas: Canvas) -> Self {
        let (height, margin) = canvas.pick((460.0, 214.0), (340.0, 92.0));
        let (left, right, top, bottom) = (2.0, canvas.width() - margin, 26.0, height - 38.0);
        Self {
            canvas,
            time: TimeScale::new(curve.shown(), left, right),
            volume: NumberScale::new(curve.most(), bottom, top, canvas.pick(5.0, 4.0)),
            left,
            right,
            top,
            bottom,
            height,
        }
    }

    fn point(&self, x: f64, value: f64) -> Point {
        Point { x, y: self.volume.at(value) }
    }
}

impl Curve<'_> {
    /// The days that are drawn: from the start of the counting period to the end of what is known of it. Empty months
    /// after that would look like a forecast.
    fn shown(&self) -> Period {
        let others = self.third_party.iter().map(|reported| reported.period.end());
        let known = others.chain([self.case.end()]).max().unwrap_or(self.period.end());
        Period::new(self.period.start(), known.min(self.period.end())).unwrap_or(self.period)
    }

    /// The largest number that must fit, bbl.
    fn most(&self) -> f64 {
        let lines =
            self.scenarios.iter().flat_map(|(_, lines)| lines.last()).map(|l| l.cumulative_bbl.high());
        let others = self.third_party.iter().map(|reported| reported.volume.to_barrels());
        lines.chain(others).chain(self.limit_bbl.map(|limit| limit * 1.04)).fold(0.0, f64::max)
    }

    /// The lines of a scenario.
    fn lines(&self, scenario: Scenario) -> &[&LedgerLine] {
        self.scenarios.iter().find(|(s, _)| *s == scenario).map_or(&[], |(_, lines)| lines)
    }

    /// The drawing.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let plot = Plot::of(self, canvas);
        let room = canvas.pick(58.0, 46.0);
        let content = html! {
            (self.uncovered(&plot))
            (number_axis(&plot.volume, plot.left, plot.right, "bbl"))
            (time_axis(&plot.time, room, plot.top, plot.bottom))
            (self.notified(&plot))
            (self.curves(&plot))
            (self.limit(&plot))
            (self.crossing_mark(&plot))
            (self.third_party_marks(&plot))
            (self.end_labels(&plot))
        };
        svg(Point { x: canvas.width(), y: plot.height }, &self.description, self.is_simulated, &content)
    }

    /// Hatching over the days of the counting period that the case does not cover.
    fn uncovered(&self, plot: &Plot) -> Markup {
        let (start, end) = (plot.time.x(self.case.start()), plot.time.x(self.case.end()));
        html! {
            @for (from, to) in [(plot.left, start), (end, plot.right)] {
                @if to - from > 1.0 {
                    (rect("uncovered", Point { x: from, y: plot.top }, Point { x: to - from, y: plot.bottom - plot.top }))
                    @if to - from > 70.0 {
                        (text("note", Point { x: (from + to) / 2.0, y: plot.bottom - 8.0 }, Anchor::Middle, "not covered"))
                    }
                }
            }
        }
    }

    /// The band of deliveries that states notified, which the other curves include.
    fn notified(&self, plot: &Plot) -> Markup {
        let most = self.scenarios.iter().max_by_key(|(_, lines)| lines.len());
        let lines = most.map_or(&[][..], |(_, lines)| lines);
        if !lines.iter().any(|line| line.notified_bbl > 0.0) {
            return html! {};
        }
        let steps = steps(plot, lines, |line| line.notified_bbl);
        html! { path.notified d=(path(closed_at(steps, plot.bottom), true)) {} }
    }

    /// Thin lines for the laden scenarios, the fan of the estimate, the line of what is documented.
    fn curves(&self, plot: &Plot) -> Markup {
        let estimate = self.lines(Scenario::Estimate);
        let mut fan = steps(plot, estimate, |line| line.cumulative_bbl.high());
        fan.extend(steps(plot, estimate, |line| line.cumulative_bbl.low()).into_iter().rev());
        let middle =
            |lines: &[&LedgerLine]| path(steps(plot, lines, |line| line.cumulative_bbl.mid()), false);
        html! {
            @for (_, lines) in self.scenarios.iter().filter(|(s, _)| matches!(s, Scenario::Laden { .. })) {
                path.scenario d=(middle(lines)) {}
            }
            path.fan d=(path(fan, true)) {}
            path.estimate d=(middle(estimate)) {}
            path.documented d=(middle(self.lines(Scenario::Documented))) {}
        }
    }

    /// The limit and its notice lines.
    fn limit(&self, plot: &Plot) -> Markup {
        let Some(limit) = self.limit_bbl else { return html! {} };
        let word = if self.is_yardstick { "Yardstick" } else { "Limit" };
        let x = plot.left + plot.canvas.pick(104.0, 74.0);
        let y = plot.volume.at(limit);
        html! {
            @for (share, y, has_room) in self.notices(plot, limit) {
                (line("notice", Point { x: plot.left, y }, Point { x: plot.right, y }))
                @if has_room {
                    (text("noticelabel", Point { x, y: y - 2.0 }, Anchor::Start, &number::percent(share)))
                }
            }
            (line("cap", Point { x: plot.left, y }, Point { x: plot.right, y }))
            (text("caplabel", Point { x, y: y - 5.0 }, Anchor::Start, &format!("{word} {}", number::short(limit))))
        }
    }

    /// Share and height of each notice line, from the lowest up, and whether there is room to write its share.
    fn notices(&self, plot: &Plot, limit: f64) -> Vec<(f64, f64, bool)> {
        let mut shares = self.notice_shares.clone();
        shares.sort_by(f64::total_cmp);
        let mut written = f64::INFINITY;
        let notice = |share: f64| {
            let y = plot.volume.at(limit * share);
            let has_room = written - y > 12.0 && y - plot.volume.at(limit) > 12.0;
            written = if has_room { y } else { written };
            (share, y, has_room)
        };
        shares.into_iter().map(notice).collect()
    }

    /// A bar on the limit over the days on which the estimate crossed it, with a dot on the middle one.
    fn crossing_mark(&self, plot: &Plot) -> Markup {
        let (Some(crossing), Some(limit)) = (self.crossing, self.limit_bbl) else { return html! {} };
        let Some(low) = crossing.low else { return html! {} };
        let from = plot.point(plot.time.day_x(low), limit);
        let to = plot
            .point(crossing.high.map_or(plot.time.x(self.case.end()), |high| plot.time.day_x(high)), limit);
        html! {
            (line("crossing", from, to))
            @if let Some(mid) = crossing.mid {
                circle.crossingdot cx=(n(plot.time.day_x(mid))) cy=(n(from.y)) r="5" {}
            }
        }
    }

    /// A diamond for each estimate of somebody else, lettered as in the caption.
    fn third_party_marks(&self, plot: &Plot) -> Markup {
        html! {
            @for (at, reported) in self.third_party.iter().enumerate() {
                @let p = plot.point(plot.time.x(reported.period.end()), reported.volume.to_barrels());
                @let d = [(0.0, -6.0), (6.0, 0.0), (0.0, 6.0), (-6.0, 0.0)];
                path.third d=(path(d.map(|(dx, dy)| Point { x: p.x + dx, y: p.y + dy }), true)) {}
                @if reported.is_lower_bound {
                    path.thirdline d=(format!("M{} {}v-9m-3 4l3 -4l3 4", n(p.x), n(p.y - 8.0))) {}
                }
                (text("thirdlabel", Point { x: p.x - 9.0, y: p.y + 4.0 }, Anchor::End, &letter(at)))
            }
        }
    }

    /// What each line is, beside its end.
    fn end_labels(&self, plot: &Plot) -> Markup {
        let mut labels: Vec<(f64, Point, &str, String)> = Vec::new();
        for (scenario, lines) in &self.scenarios {
            let Some(last) = lines.last() else { continue };
            let value = last.cumulative_bbl;
            let end = plot.point(day_end(plot, last), value.mid());
            let (class, words) = end_label(*scenario, &value, plot.canvas);
            labels.push((end.y + 4.0, end, class, words));
        }
        labels.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.3.cmp(&b.3)));
        let heights =
            spread(labels.iter().map(|l| l.0).collect(), plot.canvas.pick(16.0, 14.0), plot.bottom + 4.0);
        html! {
            @for ((_, end, class, words), y) in labels.iter().zip(heights) {
                (line("leader", *end, Point { x: plot.right + 6.0, y: y - 4.0 }))
                (text(class, Point { x: plot.right + 10.0, y }, Anchor::Start, words))
            }
        }
    }
}

/// The letter of a mark.
pub(crate) fn letter(at: usize) -> String {
    u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map_or_else(|| (at + 1).to_string(), |at| char::from(b'a' + at).into())
}

/// Class and words of the label of a scenario.
fn end_label(scenario: Scenario, value: &Estimate<f64>, canvas: Canvas) -> (&'static str, String) {
    let amount = canvas.pick(number::mid(value), number::short_mid(value));
    match scenario {
        Scenario::Estimate => ("endlabel est", format!("{} {amount}", canvas.pick("Estimate", "Est."))),
        Scenario::Documented => ("endlabel doc", format!("{} {amount}", canvas.pick("Documented", "Doc."))),
        Scenario::Laden { .. } => {
            let share = number::percent(scenario.share().unwrap_or_default());
            ("endlabel scen", canvas.pick(format!("if {share} laden {amount}"), format!("{share} {amount}")))
        }
    }
}

/// Heights of labels, given from the lowest up, moved upwards so that each is at least `gap` above the one before.
pub(crate) fn spread(heights: Vec<f64>, gap: f64, lowest: f64) -> Vec<f64> {
    let mut free = lowest + gap;
    heights
        .into_iter()
        .map(|y| {
            free = y.min(free - gap);
            free
        })
        .collect()
}

/// The end of the day of a line.
fn day_end(plot: &Plot, line: &LedgerLine) -> f64 {
    plot.time.x(line.date.checked_add(1.day()).map_or_else(|_| midnight(line.date), midnight))
}

/// The corners of a stair: a line holds what was supplied by the end of its day.
fn steps(plot: &Plot, lines: &[&LedgerLine], value: impl Fn(&LedgerLine) -> f64) -> Vec<Point> {
    let Some(first) = lines.first() else { return Vec::new() };
    let mut last = plot.point(plot.time.day_x(first.date), 0.0);
    let mut corners = vec![last];
    for line in lines {
        let next = plot.point(day_end(plot, line), value(line));
        if (next.y - last.y).abs() > 0.05 {
            corners.extend([Point { x: next.x, y: last.y }, next]);
        }
        last = Point { x: next.x, y: if (next.y - last.y).abs() > 0.05 { next.y } else { last.y } };
    }
    corners.push(last);
    corners
}

/// A stair closed along a base line.
fn closed_at(mut steps: Vec<Point>, base: f64) -> Vec<Point> {
    if let (Some(first), Some(last)) = (steps.first().copied(), steps.last().copied()) {
        steps.extend([Point { x: last.x, y: base }, Point { x: first.x, y: base }]);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_pushed_apart_and_keep_their_order() {
        let heights = spread(vec![300.0, 299.0, 298.0, 100.0], 14.0, 400.0);
        assert!(heights.windows(2).all(|w| w[0] - w[1] >= 14.0 - 1e-9), "{heights:?}");
        assert!((heights[0] - 300.0).abs() < 1e-9 && (heights[3] - 100.0).abs() < 1e-9);
    }
}
