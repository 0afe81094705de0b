//! The fan: what was supplied by the end of each day as a season's posterior has it, against the cap; below it the
//! probability that the cap is passed by then.

use super::axis::{NumberScale, TimeScale, midnight, number_axis, time_axis};
use super::curve::spread;
use super::{Anchor, Canvas, Point, line, n, path, rect, svg, text};
use crate::number;
use jiff::civil::Date;
use maud::{Markup, html};
use plimsoll_model::{Period, SeasonDay};

/// What the figure shows: one cap.
pub(crate) struct Fan<'a> {
    /// The days, in order.
    pub(crate) days: Vec<&'a SeasonDay>,
    /// Shares of the cap at which notice is due.
    pub(crate) notice_shares: Vec<f64>,
    /// True if the limit binds nobody here.
    pub(crate) is_yardstick: bool,
    /// What a reader who does not see the figure is told.
    pub(crate) description: String,
    /// Whether observations are simulated.
    pub(crate) is_simulated: bool,
}

/// The days by whose end the cap is passed with a probability of 5, 50 and 95 %. One that does not come within the days is
/// `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) low: Option<Date>,
    pub(crate) mid: Option<Date>,
    pub(crate) high: Option<Date>,
}

/// When the cap is passed: the probability that it is passed by a day is the distribution of that day.
pub(crate) fn passed(days: &[&SeasonDay]) -> Passed {
    let first = |p: f64| {
        days.iter().find(|day| day.p_exceeded.is_some_and(|exceeded| exceeded >= p)).map(|day| day.date)
    };
    Passed { low: first(0.05), mid: first(0.5), high: first(0.95) }
}

/// The scales and edges of one drawing.
struct Plot {
    canvas: Canvas,
    time: TimeScale,
    volume: NumberScale,
    /// Probability, in the strip below.
    chance: NumberScale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    strip_top: f64,
    strip_bottom: f64,
}

impl Plot {
    fn of(fan: &Fan<'_>, canvas: Canvas) -> Option<Self> {
        let (first, last) = (fan.days.first()?, fan.days.last()?);
        let end = last.date.tomorrow().unwrap_or(last.date);
        let period = Period::new(midnight(first.date), midnight(end)).ok()?;
        let (tall, margin) = canvas.pick((400.0, 214.0), (300.0, 96.0));
        let (left, right, top) = (2.0, canvas.width() - margin, 26.0);
        let bottom = top + tall;
        let strip_top = bottom + 34.0;
        let strip_bottom = if fan.has_chance() { strip_top + canvas.pick(74.0, 60.0) } else { bottom };
        Some(Self {
            canvas,
            time: TimeScale::new(period, left, right),
            volume: NumberScale::new(fan.most(), bottom, top, canvas.pick(5.0, 4.0)),
            chance: NumberScale::new(1.0, strip_bottom, strip_top, 1.0),
            left,
            right,
            top,
            bottom,
            strip_top,
            strip_bottom,
        })
    }

    /// Where the end of a day lies, at a volume.
    fn point(&self, day: &SeasonDay, bbl: f64) -> Point {
        Point { x: self.end_of(day.date), y: self.volume.at(bbl) }
    }

    fn end_of(&self, day: Date) -> f64 {
        self.time.day_x(day.tomorrow().unwrap_or(day))
    }
}

impl Fan<'_> {
    fn cap_bbl(&self) -> Option<f64> {
        self.days.iter().find_map(|day| day.cap_bbl)
    }

    fn has_chance(&self) -> bool {
        self.days.iter().any(|day| day.p_exceeded.is_some())
    }

    /// The largest number that must fit, bbl.
    fn most(&self) -> f64 {
        let sums = self.days.iter().flat_map(|d| [d.cumulative_bbl.high(), d.documented_bbl.high()]);
        sums.chain(self.cap_bbl().map(|cap| cap * 1.04)).filter(|v| v.is_finite()).fold(0.0, f64::max)
    }

    /// The drawing.
    pub(crate) fn draw(&self, canvas: Canvas) -> Markup {
        let Some(plot) = Plot::of(self, canvas) else { return html! {} };
        let room = canvas.pick(58.0, 46.0);
        let content = html! {
            @if self.has_chance() { (self.strip(&plot)) }
            (number_axis(&plot.volume, plot.left, plot.right, "bbl"))
            (time_axis(&plot.time, room, plot.top, plot.strip_bottom))
            (self.bands(&plot))
            (self.limit(&plot))
            (self.crossing(&plot))
            (self.end_labels(&plot))
        };
        let size = Point { x: canvas.width(), y: plot.strip_bottom + 38.0 };
        svg(size, &self.description, self.is_simulated, &content)
    }

    /// A band between two curves.
    fn band(&self, plot: &Plot, low: impl Fn(&SeasonDay) -> f64, high: impl Fn(&SeasonDay) -> f64) -> String {
        let upper = self.days.iter().map(|day| plot.point(day, high(day)));
        let lower = self.days.iter().rev().map(|day| plot.point(day, low(day)));
        path(upper.chain(lower), true)
    }

    fn curve(&self, plot: &Plot, value: impl Fn(&SeasonDay) -> f64) -> String {
        path(self.days.iter().map(|day| plot.point(day, value(day))), false)
    }

    /// Notified, both bands, the median and what is documented.
    fn bands(&self, plot: &Plot) -> Markup {
        let is_notified = self.days.iter().any(|day| day.notified_bbl > 0.0);
        html! {
            @if is_notified { path.notified d=(self.band(plot, |_| 0.0, |day| day.notified_bbl)) {} }
            path.fan.outer d=(self.band(plot, |d| d.cumulative_bbl.low(), |d| d.cumulative_bbl.high())) {}
            path.fan.inner d=(self.band(plot, |d| d.quarter_bbl, |d| d.three_quarters_bbl)) {}
            path.docband d=(self.band(plot, |d| d.documented_bbl.low(), |d| d.documented_bbl.high())) {}
            path.documented d=(self.curve(plot, |d| d.documented_bbl.mid())) {}
            path.estimate d=(self.curve(plot, |d| d.cumulative_bbl.mid())) {}
        }
    }

    /// The cap and its notice lines, each with its share.
    fn limit(&self, plot: &Plot) -> Markup {
        let Some(cap) = self.cap_bbl() else { return html! {} };
        let x = plot.left + plot.canvas.pick(104.0, 78.0);
        let word = if self.is_yardstick { "Yardstick" } else { "Cap" };
        let mut shares = self.notice_shares.clone();
        shares.sort_by(f64::total_cmp);
        let y = plot.volume.at(cap);
        // Labels step to the right, so that lines close to each other can all be named.
        let step = plot.canvas.pick(44.0, 34.0);
        html! {
            @for (at, share) in shares.iter().enumerate() {
                @let y = plot.volume.at(cap * share);
                (line("notice", Point { x: plot.left, y }, Point { x: plot.right, y }))
                (text("noticelabel", Point { x: x + step * at as f64, y: y + 3.5 }, Anchor::Start, &number::percent(*share)))
            }
            (line("cap", Point { x: plot.left, y }, Point { x: plot.right, y }))
            (text("caplabel", Point { x, y: y - 5.0 }, Anchor::Start, &format!("{word} {}", number::short(cap))))
        }
    }

    /// A bar on the cap over the days on which it is passed, with a dot on the middle one and its date.
    fn crossing(&self, plot: &Plot) -> Markup {
        let (passed, Some(cap)) = (passed(&self.days), self.cap_bbl()) else { return html! {} };
        let Some(low) = passed.low else { return html! {} };
        let y = plot.volume.at(cap);
        let to = passed.high.map_or(plot.right, |high| plot.end_of(high));
        html! {
            (line("crossing", Point { x: plot.end_of(low), y }, Point { x: to, y }))
            @if let Some(mid) = passed.mid {
                @let x = plot.end_of(mid);
                @let foot = if self.has_chance() { plot.strip_bottom } else { plot.bottom };
                (line("crossingdrop", Point { x, y }, Point { x, y: foot }))
                circle.crossingdot cx=(n(x)) cy=(n(y)) r="5" {}
                (text("caplabel", Point { x: x + 6.0, y: plot.bottom - 22.0 }, Anchor::Start, &plot.canvas.pick(format!("passed {mid}"), mid.to_string())))
            }
        }
    }

    /// What each line is, beside its end.
    fn end_labels(&self, plot: &Plot) -> Markup {
        let Some(last) = self.days.last() else { return html! {} };
        let narrow = plot.canvas.is_narrow();
        let amount = |e| if narrow { number::short_mid(e) } else { number::mid(e) };
        let mut labels = vec![
            (
                "endlabel est",
                last.cumulative_bbl.mid(),
                format!("{} {}", plot.canvas.pick("All calls", "All"), amount(&last.cumulative_bbl)),
            ),
            (
                "endlabel doc",
                last.documented_bbl.mid(),
                format!("{} {}", plot.canvas.pick("Documented", "Doc."), amount(&last.documented_bbl)),
            ),
        ];
        if last.notified_bbl > 0.0 {
            let bbl = number::short(number::three_digits(last.notified_bbl));
            labels.push((
                "endlabel not",
                last.notified_bbl,
                format!("{} {bbl}", plot.canvas.pick("Notified", "Not.")),
            ));
        }
        labels.sort_by(|a, b| a.1.total_cmp(&b.1));
        let heights = labels.iter().map(|l| plot.volume.at(l.1) + 4.0).collect();
        let heights = spread(heights, plot.canvas.pick(17.0, 15.0), plot.bottom + 4.0);
        html! {
            @for ((class, bbl, words), y) in labels.iter().zip(heights) {
                (line("leader", plot.point(last, *bbl), Point { x: plot.right + 6.0, y: y - 4.0 }))
                (text(class, Point { x: plot.right + 10.0, y }, Anchor::Start, words))
            }
        }
    }

    /// The probability that the cap is passed by the end of each day.
    fn strip(&self, plot: &Plot) -> Markup {
        let at = |day: &&SeasonDay| {
            let p = day.p_exceeded?;
            Some(Point { x: plot.end_of(day.date), y: plot.chance.at(p) })
        };
        let curve: Vec<Point> = self.days.iter().filter_map(at).collect();
        let ends = [curve.first(), curve.last()].map(|p| p.map_or(plot.left, |p| p.x));
        let base = [ends[1], ends[0]].map(|x| Point { x, y: plot.strip_bottom });
        let last = self.days.iter().rev().find_map(|day| day.p_exceeded).unwrap_or_default();
        let beside = Point {
            x: plot.right + 10.0,
            y: plot.chance.at(last).clamp(plot.strip_top + 10.0, plot.strip_bottom),
        };
        html! {
            (rect("stripground", Point { x: plot.left, y: plot.strip_top }, Point { x: plot.right - plot.left, y: plot.strip_bottom - plot.strip_top }))
            @for p in [0.0, 0.5, 1.0] {
                @let y = plot.chance.at(p);
                (line(if p > 0.0 { "grid" } else { "base" }, Point { x: plot.left, y }, Point { x: plot.right, y }))
                @if p > 0.0 { (text("tick", Point { x: plot.left, y: y - 3.0 }, Anchor::Start, &number::percent(p))) }
            }
            path.chancefill d=(path(curve.iter().copied().chain(base), true)) {}
            path.chance d=(path(curve, false)) {}
            (text("endlabel cap", beside, Anchor::Start, &format!("{} {}", plot.canvas.pick("P(cap passed)", "P"), number::probability(last))))
        }
    }
}
