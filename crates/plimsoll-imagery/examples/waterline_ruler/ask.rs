//! What is asked of the reader of points, and what it answers.

use plimsoll_imagery::waterline::{
    HullFacts, OverheadView, PhotoView, Read, View, WaterlineParams, read_points,
};
use plimsoll_model::{
    Estimate, FreeboardMethod, ImagePoint, Mark, PointSet, RecordId, RecordKind, Source, Station,
    evidence::Key,
};
use plimsoll_simulate::hulls::{
    Afloat, Clarity, OverheadCase, OverheadImage, PhotoCase, SideTruth, Sitting, clicks_from_above,
    clicks_on_photo, from_above, from_the_side,
};

/// One question: a freeboard at one station of one side, by some of the points.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) seed: u64,
    /// Which points were shown.
    pub(crate) by: &'static str,
    pub(crate) station: Station,
    /// True measurability; the pixels a metre takes, in photographs.
    pub(crate) k: f64,
    /// True height of the edge, m.
    pub(crate) truth_m: f64,
    /// Standard deviation from the clicks and the true geometry alone, m.
    pub(crate) ideal_sd_m: f64,
    /// Whether the analyst set the points that it takes.
    pub(crate) is_clicked: bool,
    /// Height and standard deviation, m, where it was answered.
    pub(crate) answer: Option<(f64, f64)>,
    pub(crate) scene: About,
}

/// What tables sort by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    pub(crate) spacing_m: f64,
    pub(crate) clarity: Clarity,
    pub(crate) haze: f64,
    pub(crate) swell_m: f64,
    pub(crate) trim_m: f64,
    pub(crate) heel_deg: f64,
    /// True if the shadow falls on a quay.
    pub(crate) is_on_quay: bool,
}

impl Asked {
    pub(crate) fn is_covered(&self) -> Option<bool> {
        self.answer.map(|(height, sd)| (height - self.truth_m).abs() <= 1.644_853_6 * sd)
    }
}

/// Parameters as a case has them.
pub(crate) fn params() -> WaterlineParams {
    let text = include_str!("../../../plimsoll-case/src/defaults.toml");
    let table: toml::Table = toml::from_str(text).expect("the defaults are read by every case");
    table["waterline"].clone().try_into().expect("the section that every case reads")
}

/// The middle 90 % about a value.
pub(crate) fn estimate(mid: f64, sd: f64) -> Option<Estimate<f64>> {
    Estimate::new(mid - 1.644_853_6 * sd, mid, mid + 1.644_853_6 * sd)
}

pub(crate) fn set(
    case_name: &str,
    analyst: &plimsoll_simulate::hulls::Analyst,
    points: Vec<ImagePoint>,
) -> PointSet {
    let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text("simulated points")]);
    let set_at = "2030-01-01T00:00:00Z".parse().expect("a time");
    let sitting = Sitting { image: case_name.to_owned(), ship: "invented".to_owned(), set_at };
    sitting.set(analyst, points, Source { exhibit, line: 1, byte_offset: 0 })
}

/// An image from above with its points.
pub(crate) struct Overhead {
    pub(crate) case: OverheadCase,
    pub(crate) sides: Vec<SideTruth>,
    pub(crate) points: Vec<ImagePoint>,
}

pub(crate) fn overhead(mut case: OverheadCase, is_careless: bool) -> Overhead {
    case.analyst.is_careless = is_careless;
    let image: OverheadImage = from_above(&case.scene, &case.how);
    let points = clicks_from_above(&case.scene, &case.how, &image, &case.analyst);
    Overhead { sides: image.sides, points, case }
}

/// Which marks a way of reading is shown. Ends are always shown.
pub(crate) const WAYS: [(&str, &[Mark]); 4] = [
    ("shadow and lean", &[Mark::DeckEdge, Mark::ShadowEdge]),
    ("shadow", &[Mark::Waterline, Mark::ShadowEdge]),
    ("lean", &[Mark::DeckEdge, Mark::Waterline]),
    ("all points", &[Mark::DeckEdge, Mark::Waterline, Mark::ShadowEdge]),
];

impl Overhead {
    pub(crate) fn view(&self) -> View {
        let how = &self.case.how;
        View::Overhead(OverheadView {
            line_spacing_m: how.spacing_m,
            sample_spacing_m: how.spacing_m,
            north_in_image_deg: how.north_in_image_deg,
            sun: Some(self.case.sun_given),
            sensor_at: Some(self.case.sensor_given),
            angle_sd_deg: self.case.angle_sd_deg,
        })
    }

    /// What a shadow falls on.
    pub(crate) fn quay_m(&self, truth: &SideTruth) -> Option<f64> {
        let quay = self.case.scene.quay?;
        (quay.side == truth.side && truth.shadow.is_some()).then_some(quay.height_m)
    }

    pub(crate) fn facts(&self, quay_m: Option<f64>) -> HullFacts {
        HullFacts {
            length_overall_m: estimate(self.case.scene.ship.length_m, 0.3),
            beam_m: estimate(self.case.scene.ship.beam_m, 0.1),
            swell_height_m: Some(self.case.scene.water.swell_height_m),
            // The tide table and a height of the quay: right to a hand's breadth.
            quay_height_m: quay_m
                .and_then(|m| estimate(m + 0.1 * (self.case.analyst.seed as f64).sin(), 0.1)),
            ..HullFacts::default()
        }
    }

    /// All questions: each side and station by each way.
    pub(crate) fn ask(&self, params: &WaterlineParams, clicks: &Clicks) -> Vec<Asked> {
        let quay_m = self.sides.iter().find_map(|t| self.quay_m(t));
        let mut asked = Vec::new();
        for (by, marks) in WAYS {
            let points: Vec<ImagePoint> = self
                .points
                .iter()
                .filter(|p| marks.contains(&p.mark) || p.station.is_none())
                .cloned()
                .collect();
            let read = read_points(
                &set("above", &self.case.analyst, points),
                &self.view(),
                &self.facts(quay_m),
                params,
            );
            asked.extend(self.sides.iter().filter_map(|t| self.question((by, marks), t, &read, clicks)));
        }
        asked
    }

    /// One side at one station by one way; `None` where the way has no meaning there.
    fn question(
        &self,
        (by, marks): (&'static str, &[Mark]),
        truth: &SideTruth,
        read: &Read,
        clicks: &Clicks,
    ) -> Option<Asked> {
        let on_side = |point: &ImagePoint| self.is_beside(point, truth);
        let answer = read
            .freeboards
            .iter()
            .find(|r| r.station == truth.station && r.marked.iter().all(on_side))
            .map(|r| (r.height_m, r.sd_m()));
        let is_set = |mark: &Mark| {
            let mut points = self.points.iter();
            points.any(|p| p.mark == *mark && p.station == Some(truth.station) && on_side(p))
        };
        let set: Vec<Mark> = marks.iter().copied().filter(is_set).collect();
        Some(Asked {
            seed: self.case.scene.seed,
            by,
            station: truth.station,
            k: factor(by, truth)?,
            truth_m: truth.freeboard_m,
            ideal_sd_m: self.ideal_sd_m(truth, &set, clicks),
            is_clicked: set.len() >= 2,
            answer,
            scene: self.about(self.quay_m(truth).is_some()),
        })
    }

    /// How far the points lie outward of the edge that they mark, pixels, station by station.
    pub(crate) fn offsets(&self) -> Vec<(Mark, Vec<f64>)> {
        let mut offsets = Vec::new();
        for truth in &self.sides {
            let other = self.sides.iter().find(|t| t.station == truth.station && t.side != truth.side);
            let Some(other) = other else { continue };
            let (line, sample) = (truth.edge[0] - other.edge[0], truth.edge[1] - other.edge[1]);
            let length = line.hypot(sample);
            let spots = [
                (Mark::DeckEdge, Some(truth.edge)),
                (Mark::Waterline, Some(truth.waterline)),
                (Mark::ShadowEdge, truth.shadow),
            ];
            for (mark, spot) in spots {
                let Some(spot) = spot else { continue };
                let points = self.points.iter();
                let of_mark = points.filter(|p| {
                    p.mark == mark && p.station == Some(truth.station) && self.is_beside(p, truth)
                });
                let off: Vec<f64> = of_mark
                    .map(|p| ((p.line - spot[0]) * line + (p.sample - spot[1]) * sample) / length)
                    .collect();
                if !off.is_empty() {
                    offsets.push((mark, off));
                }
            }
        }
        offsets
    }

    /// Whether a point lies nearer to this side's edge than to the other's.
    fn is_beside(&self, point: &ImagePoint, truth: &SideTruth) -> bool {
        let off = |t: &SideTruth| (point.line - t.edge[0]).hypot(point.sample - t.edge[1]);
        let other = self.sides.iter().find(|t| t.station == truth.station && t.side != truth.side);
        other.is_none_or(|other| off(truth) < off(other))
    }

    fn about(&self, is_on_quay: bool) -> About {
        let Afloat { heel_deg, .. } = self.case.scene.afloat;
        About {
            spacing_m: self.case.how.spacing_m,
            clarity: self.case.scene.water.clarity,
            haze: self.case.how.haze,
            swell_m: self.case.scene.water.swell_height_m,
            trim_m: self.case.scene.afloat.trim_m(),
            heel_deg,
            is_on_quay,
        }
    }

    /// From the clicks alone: the edges lie at `x + factor h`, each with the true error of its clicks' mean.
    fn ideal_sd_m(&self, truth: &SideTruth, marks: &[Mark], clicks: &Clicks) -> f64 {
        let shadow = truth.shadow_factor.map_or(0.0, |k| k - truth.lean_factor);
        let rows: Vec<(f64, f64)> = marks
            .iter()
            .map(|mark| match mark {
                Mark::DeckEdge => (-truth.lean_factor, clicks.deck_px),
                Mark::ShadowEdge => (shadow, clicks.shadow_px),
                _ => (0.0, clicks.water_px),
            })
            .map(|(factor, sd)| (factor, sd.powi(-2)))
            .collect();
        let weight: f64 = rows.iter().map(|(_, w)| w).sum();
        let mean = rows.iter().map(|(f, w)| f * w).sum::<f64>() / weight;
        let square: f64 = rows.iter().map(|(f, w)| w * (f - mean).powi(2)).sum();
        self.case.how.spacing_m / square.sqrt()
    }
}

/// True error of the mean of a station's clicks on an edge, one standard deviation, pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Clicks {
    pub(crate) deck_px: f64,
    pub(crate) water_px: f64,
    pub(crate) shadow_px: f64,
}

impl Clicks {
    /// The human error alone: three clicks of .5 px, .1 px in common.
    pub(crate) const HUMAN: Self = Self { deck_px: 0.305, water_px: 0.305, shadow_px: 0.305 };

    /// As the points of some images have it, against the truth.
    pub(crate) fn of(offsets: &[(Mark, Vec<f64>)]) -> Self {
        let rms = |mark: Mark| {
            let means = offsets.iter().filter(|(of, _)| *of == mark);
            let squares: Vec<f64> =
                means.map(|(_, off)| (off.iter().sum::<f64>() / off.len() as f64).powi(2)).collect();
            (squares.iter().sum::<f64>() / squares.len().max(1) as f64).sqrt()
        };
        Self {
            deck_px: rms(Mark::DeckEdge),
            water_px: rms(Mark::Waterline),
            shadow_px: rms(Mark::ShadowEdge),
        }
    }
}

/// Metres in the image for each metre of height; `None` where the way has no meaning on this side.
fn factor(by: &str, truth: &SideTruth) -> Option<f64> {
    match by {
        "lean" => Some(truth.lean_factor),
        "shadow" => truth.shadow_factor.map(|k| k - truth.lean_factor),
        "shadow and lean" => truth.shadow_factor,
        // On the sunny side the lean is all there is.
        _ => Some(truth.shadow_factor.unwrap_or(truth.lean_factor)),
    }
}

/// Which points and facts a way of reading photographs is shown.
const PHOTO_WAYS: [(&str, FreeboardMethod); 4] = [
    ("horizon", FreeboardMethod::Horizon),
    ("known vertical", FreeboardMethod::KnownVertical),
    ("known length", FreeboardMethod::KnownLength),
    ("boot-topping", FreeboardMethod::BootTopping),
];

/// The questions of one photograph.
pub(crate) fn photo(case: &PhotoCase, params: &WaterlineParams) -> Vec<Asked> {
    let photo = from_the_side(&case.scene, &case.how);
    let points = clicks_on_photo(&photo, &case.analyst, case.vertical_sd_share);
    let mut asked = Vec::new();
    for (by, method) in PHOTO_WAYS {
        let (view, facts) = photo_known(case, method);
        let points: Vec<ImagePoint> = points.iter().filter(|p| is_shown(p.mark, method)).cloned().collect();
        let has = |mark| points.iter().any(|p: &ImagePoint| p.mark == mark);
        let needed = match method {
            FreeboardMethod::Horizon | FreeboardMethod::KnownLength => has(Mark::Horizon),
            FreeboardMethod::KnownVertical => has(Mark::VerticalTop),
            FreeboardMethod::BootTopping => has(Mark::BandTop) && has(Mark::Horizon),
            _ => true,
        };
        let read = read_points(&set("photo", &case.analyst, points.clone()), &view, &facts, params);
        let is_clicked = |station: Station| {
            needed && points.iter().any(|p| p.station == Some(station) && p.mark == Mark::Waterline)
        };
        for truth in &photo.stations {
            let px_per_m = case.how.focal_px / truth.distance_m;
            let click = (case.analyst.sd_px.powi(2) / f64::from(case.analyst.clicks)
                + case.analyst.bias_sd_px.powi(2))
            .sqrt();
            let found = read.freeboards.iter().find(|r| r.station == truth.station && r.method == method);
            asked.push(Asked {
                seed: case.scene.seed,
                by,
                station: truth.station,
                k: px_per_m,
                // The boot-topping's reading is of how much of it shows.
                truth_m: if method == FreeboardMethod::BootTopping {
                    case.scene.ship.band_top_m - truth.draught_m
                } else {
                    truth.freeboard_m
                },
                ideal_sd_m: click * 2.0_f64.sqrt() / px_per_m,
                is_clicked: is_clicked(truth.station),
                answer: found.map(|r| (r.height_m, r.sd_m())),
                scene: about_photo(case, 1.0 / px_per_m),
            });
        }
    }
    asked
}

fn about_photo(case: &PhotoCase, spacing_m: f64) -> About {
    About {
        spacing_m,
        clarity: case.scene.water.clarity,
        haze: 0.0,
        swell_m: case.scene.water.swell_height_m,
        trim_m: case.scene.afloat.trim_m(),
        heel_deg: case.scene.afloat.heel_deg,
        is_on_quay: false,
    }
}

fn is_shown(mark: Mark, method: FreeboardMethod) -> bool {
    match mark {
        Mark::Horizon => method != FreeboardMethod::KnownVertical,
        Mark::VerticalTop | Mark::VerticalFoot => method == FreeboardMethod::KnownVertical,
        Mark::BandTop => method == FreeboardMethod::BootTopping,
        Mark::DeckEdge => method != FreeboardMethod::BootTopping,
        _ => true,
    }
}

/// What a report knows of a photograph and its ship, for one way of reading.
pub(crate) fn photo_known(case: &PhotoCase, method: FreeboardMethod) -> (View, HullFacts) {
    let pair = |of: (f64, f64)| estimate(of.0, of.1);
    let view = View::Photo(PhotoView {
        lines: case.how.size_px.0 as u32,
        samples: case.how.size_px.1 as u32,
        camera_height_m: pair(case.height_given_m).filter(|_| method != FreeboardMethod::KnownVertical),
        focal_px: pair(case.focal_given_px),
    });
    let is_scaled = matches!(method, FreeboardMethod::KnownLength | FreeboardMethod::BootTopping);
    let facts = HullFacts {
        length_overall_m: is_scaled.then(|| pair(case.length_given_m)).flatten(),
        beam_m: estimate(case.scene.ship.beam_m, 0.1),
        depth_moulded_m: estimate(case.scene.ship.depth_m, 0.03),
        band_top_draught_m: pair(case.band_top_given_m).filter(|_| method == FreeboardMethod::BootTopping),
        swell_height_m: Some(case.scene.water.swell_height_m),
        ..HullFacts::default()
    };
    (view, facts)
}
