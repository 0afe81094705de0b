//! Which report goes where.

use super::hull::Hull;
use super::motion::{Fit, Fix, NM, USUAL_SHARE, distance_at_most, hours, is_nearer};
use super::suspect::{Held, Suspect};
use super::{Placed, TrackParams, TrackRows};
use jiff::Timestamp;
use plimsoll_model::{Mmsi, PositionReport};

/// How many reports at one time are looked at together; more are a hostile file.
const MAX_TOGETHER: usize = 64;
/// How much better, in cost, undecided reports must fit than a track that the report does not surprise.
const CLEARLY: f64 = 0.5;
/// How much worse, in cost, a track may fit a report and still be considered for it together with others: beyond, two
/// reports of one time are rather two of one ship than one of a ship that is far off.
const FAR_WORSE: f64 = 4.0;

/// Tells the reports of one MMSI apart into ships and noise.
///
/// Takes the reports in order of time; those of one time may come in any order, for they are looked at together. What
/// it keeps does not grow with the number of reports, if [`Tracker::take_rows`] is called now and then.
#[derive(Clone, Debug)]
pub struct Tracker {
    mmsi: Mmsi,
    params: TrackParams,
    max_silence_us: i64,
    /// Reports at one time, not placed yet.
    group: Vec<PositionReport>,
    hulls: Vec<Hull>,
    /// The place of the track that took the latest report.
    latest: usize,
    suspects: Vec<Suspect>,
    /// When the last of the closed tracks ended.
    closed_until: Option<Timestamp>,
    rows: TrackRows,
}

impl Tracker {
    /// Before the first report of an MMSI.
    pub fn new(mmsi: Mmsi, params: &TrackParams) -> Self {
        Self {
            mmsi,
            params: params.clone(),
            max_silence_us: (params.max_silence_h * 3.6e9) as i64,
            group: Vec::new(),
            hulls: Vec::new(),
            latest: 0,
            suspects: Vec::new(),
            closed_until: None,
            rows: TrackRows::default(),
        }
    }

    /// How many tracks may go on.
    pub fn live_tracks(&self) -> usize {
        self.hulls.len()
    }

    /// The rows finished since the last call. A caller that cannot hold all rows of an MMSI calls it now and then.
    pub fn take_rows(&mut self) -> TrackRows {
        std::mem::take(&mut self.rows)
    }

    /// Takes the next report. What has been decided is added to `out`, which may be about earlier reports.
    pub fn push(&mut self, report: &PositionReport, out: &mut Vec<Placed>) {
        debug_assert_eq!(report.mmsi, self.mmsi, "one tracker, one MMSI");
        if let Some(first) = self.group.first() {
            if report.time < first.time {
                self.refuse(report, out);
                return;
            }
            if report.time > first.time || self.group.len() >= MAX_TOGETHER {
                self.place_group(out);
            }
        }
        self.group.push(*report);
    }

    /// No report of before this time will come: what is known of those is given. For a caller that has other messages
    /// of the MMSI to put in order of time with what is placed.
    pub fn advance_to(&mut self, time: Timestamp, out: &mut Vec<Placed>) {
        if self.group.first().is_some_and(|first| first.time < time) {
            self.place_group(out);
        }
    }

    /// After the last report: what is undecided is decided, all tracks end.
    pub fn finish(mut self, out: &mut Vec<Placed>) -> TrackRows {
        self.place_group(out);
        self.decide_all(out);
        for hull in self.hulls {
            hull.close(&mut self.rows);
        }
        self.rows.tracks.sort_by_key(|row| (row.start, row.id));
        self.rows.segments.sort_by_key(|row| (row.start, row.id));
        self.rows.noise.sort_by_key(|row| (row.time, row.id));
        self.rows
    }

    /// A report earlier than one already given: it cannot be placed any more.
    fn refuse(&mut self, report: &PositionReport, out: &mut Vec<Placed>) {
        out.push(Placed::Contact(*report));
        if let Some(held) = held(report) {
            let reason = "came after later reports: the reports are not in order of time".to_owned();
            Suspect::new(held, reason).into_noise(&mut self.rows.noise);
        }
    }

    /// Places the reports of one time.
    fn place_group(&mut self, out: &mut Vec<Placed>) {
        let mut group = std::mem::take(&mut self.group);
        if let [report] = &group[..] {
            self.place(report, out);
        } else {
            group.sort_unstable_by_key(|report| report.source);
            self.place_together(&group, out);
        }
        group.clear();
        self.group = group;
    }

    /// Places one report: nearly always it is no surprise of the one track that there is.
    fn place(&mut self, report: &PositionReport, out: &mut Vec<Placed>) {
        let Some(position) = report.position else {
            out.push(Placed::Contact(*report));
            return;
        };
        let fix = Fix::new(report, position);
        if self.goes_on(&fix) {
            for suspect in &mut self.suspects {
                suspect.passed = suspect.passed.saturating_add(1);
            }
            self.take_on_the_way(self.latest, &fix, out);
            let hull = &mut self.hulls[self.latest];
            hull.take(report, position, &fix, self.max_silence_us, &mut self.rows, out);
            return;
        }
        self.place_carefully(Held { report: *report, position, fix }, out);
    }

    /// True if the latest track goes on with this report, no other is awake, and no undecided reports are nearer or
    /// due for a decision. It decides as [`Self::place_carefully`] would, in less time.
    fn goes_on(&self, fix: &Fix) -> bool {
        let Some(hull) = self.hulls.get(self.latest) else { return false };
        hull.continues(fix, &self.params)
            && (self.hulls.len() == 1
                || (0..self.hulls.len()).all(|at| at == self.latest || !self.is_awake(&self.hulls[at], fix))
                    && self.is_awake(hull, fix))
            && self
                .suspects
                .iter()
                .all(|s| is_nearer(&hull.fix, fix, &s.fix) && !s.is_over(fix, &self.params))
    }

    /// Places reports of one time among several tracks so that together they fit best; what fits none goes alone.
    fn place_together(&mut self, group: &[PositionReport], out: &mut Vec<Placed>) {
        let mut chosen = vec![None; group.len()];
        let twins: Vec<usize> = (0..group.len()).map(|at| self.twin(group, at)).collect();
        if self.hulls.len() > 1 {
            let costs =
                |at| if twins[at] == at { self.costs(&group[at]) } else { vec![None; self.hulls.len()] };
            let rows: Vec<Vec<Option<f64>>> = (0..group.len()).map(costs).collect();
            chosen = assign(&rows, self.hulls.len());
        }
        for (at, report) in group.iter().enumerate() {
            match (chosen[twins[at]], held(report)) {
                (Some(at), Some(held)) => self.give(at, &held, out),
                _ => self.place(report, out),
            }
        }
    }

    /// The first report of the group that is as good as at the same place and moves alike: one message heard twice.
    fn twin(&self, group: &[PositionReport], at: usize) -> usize {
        let Some(own) = held(&group[at]) else { return at };
        let is_same = |other: &PositionReport| {
            held(other).is_some_and(|other| {
                distance_at_most(&other.fix, &own.fix) * NM <= USUAL_SHARE * self.params.slack_m
                    && own.fix.moves_as(&other.fix)
            })
        };
        group[..at].iter().position(is_same).unwrap_or(at)
    }

    /// What it costs to give a report to each track; `None` where it would be a surprise, or far worse than the best.
    fn costs(&self, report: &PositionReport) -> Vec<Option<f64>> {
        let Some(held) = held(report) else { return vec![None; self.hulls.len()] };
        let awake = self.any_awake(&held.fix);
        let fit = |hull| self.open_to(hull, &held.fix, awake).filter(Fit::is_tight).map(|fit| fit.cost);
        let costs: Vec<Option<f64>> = self.hulls.iter().map(fit).collect();
        let least = costs.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        costs.into_iter().map(|cost| cost.filter(|cost| *cost <= least + FAR_WORSE)).collect()
    }

    /// How a report fits a track, if the track may take it without more evidence. A track that has been silent for
    /// long while another is heard can have gone anywhere, and noise would wake it: it takes only what lies near, and
    /// where none of those that are heard can be.
    fn open_to(&self, hull: &Hull, fix: &Fix, any_awake: bool) -> Option<Fit> {
        let fit = hull.fit(fix, &self.params);
        let may_wake = || {
            let is_reached = |h: &Hull| self.is_awake(h, fix) && h.fit(fix, &self.params).is_possible;
            fit.discrepancy <= self.params.roam_kn * self.params.roam_h && !self.hulls.iter().any(is_reached)
        };
        (!any_awake || self.is_awake(hull, fix) || may_wake()).then_some(fit)
    }

    /// True if the track is heard about this time, before or after.
    fn is_awake(&self, hull: &Hull, now: &Fix) -> bool {
        (now.time_us - hull.fix.time_us).abs() <= self.max_silence_us
    }

    fn any_awake(&self, now: &Fix) -> bool {
        self.hulls.iter().any(|hull| self.is_awake(hull, now))
    }

    /// Places a report among several tracks and undecided reports.
    fn place_carefully(&mut self, held: Held, out: &mut Vec<Placed>) {
        self.drop_old(&held.fix, out);
        let awake = self.any_awake(&held.fix);
        let hull = best(self.hulls.iter().map(|h| self.open_to(h, &held.fix, awake).filter(Fit::is_tight)));
        let suspect = best(self.suspects.iter().map(|s| s.agreeing(&held.fix, &self.params)));
        match (hull, suspect) {
            (Some((at, fit)), Some((_, other))) if fit.cost <= other.cost + CLEARLY => {
                self.give(at, &held, out)
            }
            (Some((at, _)), None) => self.give(at, &held, out),
            (Some(_), Some((at, _))) => self.hold_with(at, held, out),
            (None, suspect) => self.hold(suspect, held, awake, out),
        }
    }

    /// Gives a report to a track.
    fn give(&mut self, at: usize, held: &Held, out: &mut Vec<Placed>) {
        self.latest = at;
        self.take_on_the_way(at, &held.fix, out);
        let hull = &mut self.hulls[at];
        hull.take(&held.report, held.position, &held.fix, self.max_silence_us, &mut self.rows, out);
        for suspect in &mut self.suspects {
            suspect.passed = suspect.passed.saturating_add(1);
        }
        self.note_sharing(at);
    }

    /// Gives an undecided report to a track that goes on behind it, if it lies on the way: a ship that turned round.
    fn take_on_the_way(&mut self, at: usize, next: &Fix, out: &mut Vec<Placed>) {
        let from = self.hulls[at].fix;
        let Some(found) = self.suspects.iter().position(|s| s.is_on_the_way(&from, next)) else { return };
        for held in self.suspects.remove(found).held {
            let hull = &mut self.hulls[at];
            hull.take(&held.report, held.position, &held.fix, self.max_silence_us, &mut self.rows, out);
        }
    }

    /// Two tracks that lie partly in the same time share the MMSI.
    fn note_sharing(&mut self, at: usize) {
        let (start, end) = (self.hulls[at].start, self.hulls[at].end());
        for other in 0..self.hulls.len() {
            if other != at && self.hulls[other].end() > start && self.hulls[other].start < end {
                self.hulls[other].is_shared = true;
                self.hulls[at].is_shared = true;
            }
        }
        if self.closed_until.is_some_and(|until| until > start) {
            self.hulls[at].is_shared = true;
        }
    }

    /// Holds a report that surprises all tracks: with undecided reports that agree, or that may be the way on of a
    /// track, unless a track can have come there more easily; else alone.
    fn hold(&mut self, agreeing: Option<(usize, Fit)>, held: Held, awake: bool, out: &mut Vec<Placed>) {
        let possible = |fit: &Fit| fit.is_possible;
        let near = best(self.hulls.iter().map(|h| self.open_to(h, &held.fix, awake).filter(possible)));
        let joined = best(self.suspects.iter().map(|s| {
            Some(s.fit(&held.fix, &self.params)).filter(possible).filter(|_| self.may_continue_a_track(s))
        }));
        if let Some((at, fit)) = agreeing.or(joined)
            && near.is_none_or(|(_, other)| fit.cost <= other.cost)
        {
            return self.hold_with(at, held, out);
        }
        while self.suspects.len() >= (self.params.max_undecided as usize).max(1) {
            let oldest = (0..self.suspects.len()).min_by_key(|at| self.suspects[*at].fix.time_us);
            self.dismiss(oldest.unwrap_or(0), out);
        }
        out.push(Placed::Contact(held.report));
        let reason = self.reason(&held, near.map(|(_, fit)| fit));
        self.suspects.push(Suspect::new(held, reason));
    }

    /// Why a report fits no track, in words.
    fn reason(&self, held: &Held, possible: Option<Fit>) -> String {
        if let Some(fit) = possible {
            return format!(
                "{:.1} km from where the track should be, which goes on without it",
                fit.discrepancy * NM / 1000.0
            );
        }
        let nearest = best(
            self.hulls
                .iter()
                .map(|hull| Some((hull, hull.fit(&held.fix, &self.params))))
                .map(|pair| pair.map(|(_, fit)| fit)),
        );
        let Some((at, fit)) = nearest else {
            return "no other report lies where this ship could have come from it or gone to it".to_owned();
        };
        let minutes = hours(&self.hulls[at].fix, &held.fix) * 60.0;
        let why = if fit.is_possible { "a track long silent" } else { "faster than any ship" };
        format!(
            "{:.1} km from the report of {minutes:.1} minutes before: {why}, and no others confirm it",
            fit.distance * NM / 1000.0
        )
    }

    /// Adds a report to undecided ones, which may decide them.
    fn hold_with(&mut self, at: usize, held: Held, out: &mut Vec<Placed>) {
        out.push(Placed::Contact(held.report));
        let suspect = &mut self.suspects[at];
        if let Some(too_many) = suspect.take(held, &self.params) {
            let verdict = suspect.verdict(&too_many);
            self.rows.noise.push(verdict);
        }
        self.settle(at, out);
    }

    /// Decides about undecided reports, if there are enough.
    fn settle(&mut self, at: usize, out: &mut Vec<Placed>) {
        let suspect = &self.suspects[at];
        let (votes, passed, now) = (suspect.votes, suspect.passed, suspect.fix);
        let Some(first) = suspect.held.first().map(|held| held.fix) else { return };
        let awake = self.any_awake(&first);
        if self.hulls.is_empty() {
            if votes >= 2 {
                self.begin_track(at, out);
            }
            return;
        }
        let came_from = self.silent_since(&first, |hull| !awake || self.is_awake(hull, &first));
        if let Some(hull) = came_from {
            let needed = if suspect.is_left { self.params.confirm_near_reports } else { 2 };
            if votes >= needed {
                self.merge(at, hull, out);
            }
            return;
        }
        let is_near =
            self.hulls.iter().any(|h| self.is_awake(h, &now) && h.fit(&now, &self.params).is_possible);
        let needed = if is_near { self.params.confirm_near_reports } else { self.params.confirm_reports };
        if votes < needed {
            return;
        }
        if is_near && passed < self.params.confirm_reports {
            self.merge_late(at, out);
        } else if let Some(hull) = self.silent_since(&first, |_| true) {
            self.merge(at, hull, out);
        } else {
            self.begin_track(at, out);
        }
    }

    /// True if undecided reports may be the way on of a track that has been silent since, or if there is no track.
    fn may_continue_a_track(&self, suspect: &Suspect) -> bool {
        let Some(first) = suspect.held.first().map(|held| &held.fix) else { return false };
        let awake = self.any_awake(first);
        self.hulls.is_empty()
            || self.silent_since(first, |hull| !awake || self.is_awake(hull, first)).is_some()
    }

    /// The track, of those admitted, that has been silent since before a fix and can have gone there.
    fn silent_since(&self, fix: &Fix, admitted: impl Fn(&Hull) -> bool) -> Option<usize> {
        let fits = self.hulls.iter().map(|hull| {
            let is_silent = hull.fix.time_us < fix.time_us && admitted(hull);
            is_silent.then(|| hull.fit(fix, &self.params)).filter(|fit| fit.is_possible)
        });
        best(fits).map(|(at, _)| at)
    }

    /// Undecided reports become a track of their own.
    fn begin_track(&mut self, at: usize, out: &mut Vec<Placed>) {
        let suspect = self.suspects.remove(at);
        let mut held = suspect.held.iter();
        let Some(first) = held.next() else { return };
        self.make_room();
        self.hulls.push(Hull::new(&first.report, first.position, out));
        let new = self.hulls.len() - 1;
        self.latest = new;
        for next in held {
            self.give(new, next, out);
        }
        self.note_sharing(new);
    }

    /// Undecided reports go on a track that was silent meanwhile.
    fn merge(&mut self, at: usize, hull: usize, out: &mut Vec<Placed>) {
        let suspect = self.suspects.remove(at);
        let left = self.hulls[hull].fix;
        for next in &suspect.held {
            self.give(hull, next, out);
        }
        self.hulls[hull].judge_speeds(&left, &self.params);
        let now = self.hulls[hull].fix;
        self.leave_behind(left, &now);
    }

    /// Remembers where a track was before it jumped, so that two ships that take turns do not pull it to and fro.
    fn leave_behind(&mut self, left: Fix, now: &Fix) {
        self.suspects.retain(|s| !(s.is_left && s.votes == 0));
        let is_recent = hours(&left, now) <= self.params.roam_h;
        if is_recent && self.suspects.len() < self.params.max_undecided as usize {
            self.suspects.push(Suspect::left_behind(left));
        }
    }

    /// Undecided reports of which the last go on a track that fell silent after the first of them, which are noise.
    fn merge_late(&mut self, at: usize, out: &mut Vec<Placed>) {
        let last = self.suspects[at].fix;
        let target = best(self.hulls.iter().map(|hull| {
            let first = self.suspects[at].held.iter().find(|h| h.fix.time_us > hull.fix.time_us)?;
            let is_open = self.is_awake(hull, &last);
            is_open.then(|| hull.fit(&first.fix, &self.params)).filter(|fit| fit.is_possible)
        }));
        let Some((hull, _)) = target else { return self.begin_track(at, out) };
        let suspect = self.suspects.remove(at);
        let from = self.hulls[hull].fix.time_us;
        for next in &suspect.held {
            if next.fix.time_us > from {
                self.give(hull, next, out);
            } else {
                self.rows.noise.push(suspect.verdict(next));
            }
        }
    }

    /// Ends the track that has been silent longest, if there are too many.
    fn make_room(&mut self) {
        while self.hulls.len() >= (self.params.max_tracks as usize).max(1) {
            let stalest = (0..self.hulls.len()).min_by_key(|at| self.hulls[*at].fix.time_us).unwrap_or(0);
            let hull = self.hulls.remove(stalest);
            self.latest = 0;
            self.closed_until = self.closed_until.max(Some(hull.end()));
            hull.close(&mut self.rows);
        }
    }

    /// What nothing decided for long is noise; if enough reports agreed, a ship that was near another.
    fn drop_old(&mut self, now: &Fix, out: &mut Vec<Placed>) {
        while let Some(at) = self.suspects.iter().position(|s| s.is_over(now, &self.params)) {
            self.dismiss(at, out);
        }
    }

    fn dismiss(&mut self, at: usize, out: &mut Vec<Placed>) {
        if self.suspects[at].votes >= self.params.confirm_reports.max(1) {
            self.begin_track(at, out);
        } else {
            self.suspects.remove(at).into_noise(&mut self.rows.noise);
        }
    }

    /// At the end of the reports: what a track can have gone on to is its; the rest is noise, unless it was never
    /// contradicted or the MMSI has nothing better.
    fn decide_all(&mut self, out: &mut Vec<Placed>) {
        let is_sparse = self.hulls.is_empty();
        self.suspects.retain(|s| !s.held.is_empty());
        self.suspects.sort_by_key(|s| (s.held[0].fix.time_us, s.held[0].report.source));
        while let Some(suspect) = self.suspects.first() {
            let first = suspect.held[0].fix;
            let awake = self.any_awake(&first);
            let is_last = self.hulls.iter().all(|hull| hull.fix.time_us < first.time_us);
            if let Some(hull) = self.silent_since(&first, |hull| !awake || self.is_awake(hull, &first)) {
                let suspect = self.suspects.remove(0);
                for next in &suspect.held {
                    self.give(hull, next, out);
                }
            } else if is_sparse
                || is_last && suspect.votes >= 2
                || suspect.votes >= self.params.confirm_reports
            {
                self.begin_track(0, out);
            } else {
                self.suspects.remove(0).into_noise(&mut self.rows.noise);
            }
        }
    }
}

/// A report with its position, if it has one.
fn held(report: &PositionReport) -> Option<Held> {
    report.position.map(|position| Held { report: *report, position, fix: Fix::new(report, position) })
}

/// The fit of least cost and its place; of equal ones the first.
fn best(fits: impl Iterator<Item = Option<Fit>>) -> Option<(usize, Fit)> {
    let numbered = fits.enumerate().filter_map(|(at, fit)| Some((at, fit?)));
    numbered.min_by(|a, b| a.1.cost.total_cmp(&b.1.cost))
}

/// Gives each report a track of its own, as far as there are, so that the sum of costs is small: the cheapest pair
/// first, then exchanges of two as long as one helps. For two tracks that is the least sum.
fn assign(costs: &[Vec<Option<f64>>], tracks: usize) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (report, row) in costs.iter().enumerate() {
        pairs.extend(row.iter().enumerate().filter_map(|(track, cost)| Some(((*cost)?, report, track))));
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut chosen = vec![None; costs.len()];
    let mut taken = vec![false; tracks];
    for (_, report, track) in pairs {
        if chosen[report].is_none() && !taken[track] {
            chosen[report] = Some(track);
            taken[track] = true;
        }
    }
    while let Some((a, b)) = exchange(costs, &chosen) {
        chosen.swap(a, b);
    }
    chosen
}

/// Two reports whose exchange lowers the sum.
fn exchange(costs: &[Vec<Option<f64>>], chosen: &[Option<usize>]) -> Option<(usize, usize)> {
    let pairs = (0..chosen.len()).flat_map(|a| (a + 1..chosen.len()).map(move |b| (a, b)));
    pairs.into_iter().find(|&(a, b)| {
        let of = |report: usize, track: Option<usize>| track.and_then(|t| costs[report][t]);
        match (of(a, chosen[a]), of(b, chosen[b]), of(a, chosen[b]), of(b, chosen[a])) {
            (Some(aa), Some(bb), Some(ab), Some(ba)) => ab + ba < aa + bb - 1e-9,
            _ => false,
        }
    })
}
