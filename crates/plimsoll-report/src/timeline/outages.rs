//! When nobody listened: bands over all rows, so that no empty stretch is read as the silence of a ship.

use super::rows::Plot;
use crate::figure::{Anchor, Point, rect, text, text_width};
use jiff::Timestamp;
use maud::{Markup, html};
use plimsoll_model::Outage;
use std::collections::{BTreeMap, BTreeSet};

/// What a wide band says.
const WORDS: &str = "no data: nobody listened";

/// A stretch of time in which some feeds gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Band {
    start: Timestamp,
    end: Timestamp,
    /// True if every feed of the case gave nothing.
    is_whole: bool,
}

/// The bands, in order of time. An outage of one of several feeds is not the outage of all.
pub(super) fn bands(outages: &[Outage], feeds: &[String]) -> Vec<Band> {
    let feeds: BTreeSet<&String> = feeds.iter().chain(outages.iter().map(|outage| &outage.feed)).collect();
    let mut turns: Vec<(Timestamp, i32, &str)> = Vec::new();
    for outage in outages {
        turns.push((outage.period.start(), 1, &outage.feed));
        turns.push((outage.period.end(), -1, &outage.feed));
    }
    turns.sort_unstable();
    let mut out: BTreeMap<&str, i32> = BTreeMap::new();
    let mut bands: Vec<Band> = Vec::new();
    let mut start = Timestamp::MIN;
    for (time, turn, feed) in turns {
        let silent = out.values().filter(|count| **count > 0).count();
        if silent > 0 && time > start {
            add(&mut bands, Band { start, end: time, is_whole: silent == feeds.len() });
        }
        *out.entry(feed).or_default() += turn;
        start = time;
    }
    bands
}

/// Adds a band, or makes the last one longer if it goes on.
fn add(bands: &mut Vec<Band>, band: Band) {
    match bands.last_mut() {
        Some(last) if last.end == band.start && last.is_whole == band.is_whole => last.end = band.end,
        _ => bands.push(band),
    }
}

/// The bands over all rows. Those of all feeds cover what is below them.
pub(super) fn draw(plot: &Plot, bands: &[Band]) -> Markup {
    html! {
        @for band in bands {
            @let (from, to) = (plot.time.x(band.start), plot.time.x(band.end));
            @if to - from >= 0.5 {
                @let class = if band.is_whole { "outage" } else { "outage-part" };
                (rect(class, Point { x: from, y: plot.top }, Point { x: to - from, y: plot.bottom - plot.top }))
                @if band.is_whole && to - from > text_width(WORDS, 11.0) {
                    (text("note", Point { x: (from + to) / 2.0, y: plot.top - 3.0 }, Anchor::Middle, WORDS))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_model::evidence::Key;
    use plimsoll_model::{Period, RecordId, RecordKind};

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(hour * 3600).unwrap()
    }

    fn bands_of(outages: &[(&str, i64, i64)], feeds: &[&str]) -> Vec<(i64, i64, bool)> {
        let outages = outages.iter().map(|(feed, start, end)| Outage {
            id: RecordId::of(RecordKind::Outage, &[Key::Int(*start)]),
            feed: (*feed).into(),
            period: Period::new(at(*start), at(*end)).unwrap(),
            reports_per_hour: 1.0,
            parents: vec![],
        });
        let feeds: Vec<String> = feeds.iter().map(|feed| (*feed).into()).collect();
        let hours = |time: Timestamp| time.as_second() / 3600;
        let bands = bands(&outages.collect::<Vec<_>>(), &feeds);
        bands.into_iter().map(|band| (hours(band.start), hours(band.end), band.is_whole)).collect()
    }

    #[test]
    fn nobody_listened_only_where_every_feed_gave_nothing() {
        let outages = [("coast", 10, 20), ("satellite", 15, 30)];
        assert_eq!(bands_of(&outages, &[]), [(10, 15, false), (15, 20, true), (20, 30, false)]);
        assert_eq!(bands_of(&outages, &["third"]), [(10, 30, false)]);
        assert_eq!(bands_of(&outages[..1], &[]), [(10, 20, true)]);
        assert_eq!(bands_of(&outages[..1], &["coast", "satellite"]), [(10, 20, false)]);
    }

    #[test]
    fn outages_that_touch_or_overlap_are_one_band() {
        assert_eq!(bands_of(&[("a", 1, 5), ("a", 3, 8), ("a", 8, 9)], &["a"]), [(1, 9, true)]);
        assert_eq!(bands_of(&[], &["a"]), []);
    }
}
