//! Who looked at which place when, and through how much cloud.

use super::law::normal_within;
use super::settings::SeasonSettings;
use crate::random::Random;
use serde::{Deserialize, Serialize};

/// What looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensor {
    /// Radar of about 20 m: a length, no more.
    Radar,
    /// Optical of about 3 m: length and beam.
    Medium,
    /// Optical below a metre: length, beam, superstructure, how laden.
    Fine,
    /// A photograph from the air or from a ship: the name, how laden.
    Photo,
}

/// How one sensor looks at one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// What looks.
    pub sensor: Sensor,
    /// Days between looks of a track.
    pub interval_d: f64,
    /// Tracks, each with a phase of its own.
    pub tracks: usize,
    /// Chance that a planned look is taken.
    pub taken: f64,
    /// Hour of the day (UTC) of a look; the first track, the next twelve hours later, and so on by turns.
    pub hour_utc: f64,
    /// Spread of that hour, sd, h.
    pub hour_sd: f64,
    /// Chance to detect a ship that no cloud hides.
    pub p_detect: f64,
    /// False sightings expected in a cloudless look.
    pub false_rate: f64,
    /// Cloud hides what is below.
    pub is_optical: bool,
}

/// The looks and the weather of a season.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookSettings {
    /// The watches of the loading place.
    pub loading: Vec<Watch>,
    /// The watches of each place of discharge.
    pub discharge: Vec<Watch>,
    /// Share of the sky over a place that is clear, mean over a year.
    pub clear_share: f64,
    /// Swing of the seasons about it, in standard deviations of the weather; the cloudiest day is `cloudiest_day`.
    pub season_swing: f64,
    /// Day from the start with most cloud.
    pub cloudiest_day: f64,
    /// Correlation of the weather of one day with that of the next.
    pub day_correlation: f64,
    /// Share of the variance of the weather that all places have in common.
    pub region_share: f64,
    /// A place is partly clouded when its weather is within half of this of the border, standard deviations.
    pub partial_width: f64,
    /// What is seen in truth of what the effort log promises: 1 inside the priors.
    pub kept_share: f64,
}

impl LookSettings {
    /// Revisits and cloud of the coasts of the case: daily optical of 3 m over the loading place and about
    /// every third day over the others, radar of 12 days on two or three tracks, sub-metre
    /// images every third day over the loading place and every tenth over the others.
    pub fn standard() -> Self {
        let medium = Watch {
            sensor: Sensor::Medium,
            interval_d: 1.0,
            tracks: 1,
            taken: 0.95,
            hour_utc: 1.5,
            hour_sd: 0.5,
            p_detect: 0.92,
            false_rate: 0.01,
            is_optical: true,
        };
        let radar = Watch {
            sensor: Sensor::Radar,
            interval_d: 12.0,
            tracks: 3,
            taken: 0.97,
            hour_utc: 9.25,
            hour_sd: 0.0,
            p_detect: 0.9,
            false_rate: 0.02,
            is_optical: false,
        };
        let fine = Watch {
            sensor: Sensor::Fine,
            taken: 1.0 / 3.0,
            hour_utc: 2.25,
            hour_sd: 0.75,
            p_detect: 0.98,
            false_rate: 0.002,
            ..medium.clone()
        };
        Self {
            loading: vec![medium.clone(), radar.clone(), fine.clone()],
            discharge: vec![
                Watch { taken: 0.35, ..medium },
                Watch { tracks: 2, ..radar },
                Watch { taken: 0.1, ..fine },
            ],
            clear_share: 0.45,
            season_swing: 0.4,
            cloudiest_day: 125.0,
            day_correlation: 0.6,
            region_share: 0.5,
            partial_width: 0.8,
            kept_share: 1.0,
        }
    }
}

/// A look at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrueLook {
    /// Index into [`SeasonSettings::places`].
    pub place: usize,
    /// When, h from the start.
    pub time_h: f64,
    /// What looked.
    pub sensor: Sensor,
    /// Share of the place under cloud; 0 for radar.
    pub cloud_share: f64,
    /// Chance to see a ship that is there, as an effort log would state it.
    pub p_see: f64,
    /// False sightings expected.
    pub false_rate: f64,
}

/// All looks of a season, in order of time.
pub fn looks(seed: u64, season: &SeasonSettings, settings: &LookSettings) -> Vec<TrueLook> {
    let days = (season.end_h / 24.0).ceil() as usize + 1;
    let region = weather(&mut Random::new(seed, 600), days, settings.day_correlation);
    let middle = normal_quantile(settings.clear_share);
    let mut looks = Vec::new();
    for place in 0..season.places.len() {
        let random = &mut Random::new(seed, 610 + place as u64);
        let own = weather(random, days, settings.day_correlation);
        let clear: Vec<f64> =
            (0..days).map(|day| settings.clear_share_of(day, middle, region[day], own[day])).collect();
        let watches = if place == 0 { &settings.loading } else { &settings.discharge };
        for watch in watches {
            looks.extend(watch.looks(random, place, season.end_h, &clear));
        }
    }
    looks.sort_by(|a, b| a.time_h.total_cmp(&b.time_h).then(a.place.cmp(&b.place)));
    looks
}

impl LookSettings {
    fn clear_share_of(&self, day: usize, middle: f64, region: f64, own: f64) -> f64 {
        let swing = (std::f64::consts::TAU * (day as f64 - self.cloudiest_day) / 365.25).cos();
        let mixed = self.region_share.sqrt() * region + (1.0 - self.region_share).sqrt() * own;
        let above = mixed + middle - self.season_swing * swing;
        (above / self.partial_width + 0.5).clamp(0.0, 1.0)
    }
}

/// A normal weather for each day, correlated from day to day.
fn weather(random: &mut Random, days: usize, correlation: f64) -> Vec<f64> {
    let mut now = random.normal();
    let mut all = Vec::with_capacity(days);
    for _ in 0..days {
        all.push(now);
        now = correlation * now + (1.0 - correlation * correlation).sqrt() * random.normal();
    }
    all
}

impl Watch {
    fn looks(&self, random: &mut Random, place: usize, end_h: f64, clear: &[f64]) -> Vec<TrueLook> {
        let mut looks = Vec::new();
        for track in 0..self.tracks {
            let mut day = (random.unit() * self.interval_d).floor();
            let hour_utc = (self.hour_utc + 12.0 * (track % 2) as f64) % 24.0;
            while day * 24.0 < end_h {
                let within = (0.0, 23.99);
                let hour = if self.hour_sd > 0.0 {
                    normal_within(random, hour_utc, self.hour_sd, within)
                } else {
                    hour_utc
                };
                let is_taken = random.unit() < self.taken;
                let time_h = day * 24.0 + hour;
                if is_taken && time_h < end_h {
                    let clear_share = if self.is_optical { clear[day as usize] } else { 1.0 };
                    looks.push(TrueLook {
                        place,
                        time_h,
                        sensor: self.sensor,
                        cloud_share: 1.0 - clear_share,
                        p_see: clear_share * self.p_detect,
                        false_rate: clear_share * self.false_rate,
                    });
                }
                day += self.interval_d;
            }
        }
        looks
    }
}

/// Quantile of the standard normal law, by bisection on its integral.
fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-8.0, 8.0);
    for _ in 0..60 {
        let mid = (low + high) / 2.0;
        if normal_below(mid) < share { low = mid } else { high = mid }
    }
    (low + high) / 2.0
}

/// Share of the standard normal law below `z`: Simpson's rule from the middle, 200 steps.
fn normal_below(z: f64) -> f64 {
    let density = |x: f64| (-x * x / 2.0).exp() / std::f64::consts::TAU.sqrt();
    let step = z / 200.0;
    let inner: f64 =
        (1..200).map(|at| if at % 2 == 1 { 4.0 } else { 2.0 } * density(step * f64::from(at))).sum();
    0.5 + step / 3.0 * (density(0.0) + inner + density(z))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (share, z) in [(0.45, -0.125_661), (0.975, 1.959_964), (0.05, -1.644_854)] {
            assert!((normal_quantile(share) - z).abs() < 1e-5);
        }
    }

    #[test]
    fn the_sky_is_clear_as_often_as_it_should_be_and_days_hang_together() {
        let season = SeasonSettings { end_h: 366.0 * 24.0, ..SeasonSettings::standard() };
        let (mut clear, mut count, mut product, mut pairs) = (0.0, 0.0, 0.0, 0.0);
        for seed in 0..60 {
            let all = looks(seed, &season, &LookSettings::standard());
            let at_loading: Vec<f64> = all
                .iter()
                .filter(|look| look.place == 0 && look.sensor == Sensor::Medium)
                .map(|look| 1.0 - look.cloud_share)
                .collect();
            clear += at_loading.iter().sum::<f64>();
            count += at_loading.len() as f64;
            product += at_loading.windows(2).map(|two| (two[0] - 0.45) * (two[1] - 0.45)).sum::<f64>();
            pairs += at_loading.windows(2).map(|two| (two[0] - 0.45).powi(2)).sum::<f64>();
        }
        assert!((clear / count - 0.45).abs() < 0.02, "{}", clear / count);
        assert!((0.4..0.75).contains(&(product / pairs)), "{}", product / pairs);
        assert!((330.0..366.0).contains(&(count / 60.0)));
    }

    #[test]
    fn summer_is_cloudier_than_spring_and_radar_does_not_mind() {
        let all: Vec<TrueLook> = (0..40)
            .flat_map(|seed| looks(seed, &SeasonSettings::standard(), &LookSettings::standard()))
            .collect();
        let mean = |from: f64, to: f64| {
            let cloud: Vec<f64> = all
                .iter()
                .filter(|look| look.sensor == Sensor::Medium && (from..to).contains(&(look.time_h / 24.0)))
                .map(|look| look.cloud_share)
                .collect();
            cloud.iter().sum::<f64>() / cloud.len() as f64
        };
        assert!(mean(105.0, 145.0) > mean(0.0, 30.0) + 0.1);
        assert!(
            all.iter().filter(|look| look.sensor == Sensor::Radar).all(|look| look.cloud_share.abs() < 1e-12)
        );
        assert!(all.iter().all(|look| (0.0..5_856.0).contains(&look.time_h)));
    }
}
