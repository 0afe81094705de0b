//! A case as the input of a season's posterior.

use super::fill::{FillParams, fill};
use super::fleet::{self, FleetParams, Lists};
use super::routes::Distances;
use jiff::Timestamp;
use plimsoll_analysis::cargo::CargoParams;
use plimsoll_analysis::identify::{self, IdentifyParams, NameRead, Population, Seen, Size};
use plimsoll_analysis::ledger::notified_bbl;
use plimsoll_analysis::particulars::ParticularParams;
use plimsoll_analysis::routes::RouteParams;
use plimsoll_analysis::season::{
    Measured, SeasonFix, SeasonHull, SeasonInput, SeasonLook, SeasonParams, SeasonPlace, SeasonSighting,
};
use plimsoll_analysis::sightings::{SightingParams, source_of};
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{
    Area, Association, Cap, Claim, Designation, Estimate, ListEntry, ListMatch, Look, Period, Position,
    ReportedVolume, Scene, Segment, Sighting, SightingSource, TerminalRole, Vessel,
};
use std::collections::BTreeMap;

/// Section `[season-looks]`: how well each kind of eye sees a ship at a place that is clear.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookParams {
    /// Probability that a radar image shows a ship at the place.
    pub p_detect_radar: f64,
    /// Probability that an optical image does, where the place is clear.
    pub p_detect_optical: f64,
    /// Probability that a sub-metre image does.
    pub p_detect_sub_metre: f64,
    /// Ships seen that are none, expected in a radar image of the place.
    pub false_radar: f64,
    /// In an optical image.
    pub false_optical: f64,
    /// In a sub-metre image.
    pub false_sub_metre: f64,
    /// A sighting that is more probably one of the ships that were sending is none of the fleet's.
    pub lit_p_max: f64,
    /// What is surely shorter than this is no ship of a season, m.
    pub least_length_m: f64,
}

/// The parameters that a season is read with.
#[derive(Clone, Debug)]
pub struct CaseParams {
    /// Section `[season-looks]`.
    pub looks: LookParams,
    /// Section `[sightings]`.
    pub sightings: SightingParams,
    /// Section `[season-draughts]`.
    pub fill: FillParams,
    /// Section `[season-fleet]`.
    pub fleet: FleetParams,
    /// Section `[identify]`.
    pub identify: IdentifyParams,
    /// Section `[routes]`.
    pub routes: RouteParams,
    /// Section `[cargo]`.
    pub cargo: CargoParams,
    /// Section `[particulars]`.
    pub particulars: ParticularParams,
    /// Section `[season]`.
    pub season: SeasonParams,
}

/// The rows of a case that a season is made of.
#[derive(Clone, Debug, Default)]
pub struct CaseRows {
    /// Sightings.
    pub sightings: Vec<Sighting>,
    /// Looks.
    pub looks: Vec<Look>,
    /// Scenes.
    pub scenes: Vec<Scene>,
    /// Ships.
    pub vessels: Vec<Vessel>,
    /// What registers and lists say.
    pub claims: Vec<Claim>,
    /// Places.
    pub places: Vec<PlaceRow>,
    /// Ships on lists.
    pub matches: Vec<ListMatch>,
    /// Entries of lists.
    pub entries: Vec<ListEntry>,
    /// Measures.
    pub designations: Vec<Designation>,
    /// Stretches of tracks.
    pub segments: Vec<Segment>,
    /// Caps.
    pub caps: Vec<Cap>,
    /// What states notified.
    pub reported: Vec<ReportedVolume>,
    /// Which radios fit what was found.
    pub associations: Vec<Association>,
}

/// A season ready for its posterior, with what ties its numbers to records.
pub struct CaseSeason<'a> {
    /// What the posterior is made from.
    pub input: SeasonInput,
    /// Parameters, with what the case's fleet says of the common error.
    pub params: SeasonParams,
    /// The rows.
    pub rows: &'a CaseRows,
    /// Sighting of each number.
    pub sightings: Vec<&'a Sighting>,
    /// Ship of each number.
    pub vessels: Vec<&'a Vessel>,
    /// Look of each number.
    pub looks: Vec<&'a Look>,
    /// What each sighting shows of a ship, by number of the sighting.
    pub seen: Vec<Seen>,
    /// Number of the loading place.
    pub loading: usize,
    /// The period of the case.
    pub period: Period,
    /// The cap, if there is one, with its counting period.
    pub cap: Option<(&'a Cap, Period)>,
    /// True if distances were found over the sea.
    pub knows_land: bool,
}

/// Hours from one time to another.
pub fn hours(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

impl<'a> CaseSeason<'a> {
    /// From the rows of a case; `None`, with the reason, where they make no season: no place of loading with an extent, no
    /// fleet, no image.
    pub fn new(
        rows: &'a CaseRows,
        fleet: &[String],
        land: &[Area],
        period: Period,
        params: &CaseParams,
    ) -> Result<Self, String> {
        let places = season_places(&rows.places)?;
        let ships = fleet::ships(&rows.vessels, &rows.claims, fleet);
        let positions: Vec<Position> = places.iter().map(|(_, at)| *at).collect();
        let distances = Distances::new(land, &positions, &params.routes);
        let product = places[0].0.place.product;
        let capacities = fleet::capacities(
            &ships,
            product,
            (&params.cargo, &params.particulars),
            params.fleet.least_capacity_ln_sd,
        );
        let lists =
            Lists { matches: &rows.matches, entries: &rows.entries, designations: &rows.designations };
        let (mut hulls, mut vessels) = (Vec::new(), Vec::new());
        for (ship, capacity) in ships.iter().zip(&capacities.of_ships) {
            let hull = fleet::hull(ship, *capacity, &rows.claims, &lists, period.start(), &params.fleet);
            if let Some(hull) = hull {
                hulls.push(hull);
                vessels.push(*ship);
            }
        }
        let scenes: BTreeMap<_, &Scene> = rows.scenes.iter().map(|s| (s.id, s)).collect();
        let names: Vec<&str> = places.iter().map(|(row, _)| row.place.name.as_str()).collect();
        let mut season = Self {
            input: SeasonInput {
                end_h: hours(period.start(), period.end()),
                places: season_rows(&places, &distances),
                hulls,
                looks: Vec::new(),
                sightings: Vec::new(),
                fixes: Vec::new(),
                cap_bbl: f64::MAX,
                notified_bbl: 0.0,
                cap_window_h: (0.0, hours(period.start(), period.end())),
            },
            params: params.season.clone(),
            rows,
            sightings: Vec::new(),
            vessels,
            looks: Vec::new(),
            seen: Vec::new(),
            loading: 0,
            period,
            cap: None,
            knows_land: distances.knows_land(),
        };
        if capacities.shared_ln_sd > 0.0 {
            season.params.capacity_shared_ln_sd = capacities.shared_ln_sd;
            // The spread of the capacities in barrels holds the product's.
            season.params.product_ln_sd = 0.0;
        }
        season.put_cap(rows);
        season.put_looks(rows, &names, &scenes, params);
        season.put_sightings(rows, &names, &distances, params);
        season.put_fixes(rows, &distances, params);
        if season.looks.is_empty() && season.sightings.is_empty() {
            return Err("no image and no sighting of any place of the season".to_owned());
        }
        Ok(season)
    }

    fn put_cap(&mut self, rows: &'a CaseRows) {
        let Some(cap) = rows.caps.first() else { return };
        let periods = cap.reporting_period.periods(self.period);
        let Some(window) = periods.into_iter().find(|p| p.contains(self.period.start())) else { return };
        self.cap = Some((cap, window));
        self.input.cap_bbl = cap.limit.to_barrels();
        // A delivery counts on the last day of its period: one that ends after the case is not yet in the sum.
        let by_then = rows.reported.iter().filter(|r| r.period.end() <= self.period.end());
        let by_then: Vec<ReportedVolume> = by_then.cloned().collect();
        self.input.notified_bbl = notified_bbl(Some(cap), window, &by_then);
        self.input.cap_window_h =
            (hours(self.period.start(), window.start()), hours(self.period.start(), window.end()));
    }

    fn put_looks(
        &mut self,
        rows: &'a CaseRows,
        names: &[&str],
        scenes: &BTreeMap<plimsoll_model::RecordId, &Scene>,
        params: &CaseParams,
    ) {
        for look in &rows.looks {
            let Some(place) = names.iter().position(|n| *n == look.place) else { continue };
            let Some(scene) = scenes.get(&look.scene) else { continue };
            let source = source_of(scene, &params.sightings);
            // A photograph is no look: that none was taken says nothing.
            if source == SightingSource::Photograph {
                continue;
            }
            let Some(time) = look.time.filter(|t| self.period.contains(t.start())) else { continue };
            let (p_detect, false_rate) = match source {
                SightingSource::Radar => (params.looks.p_detect_radar, params.looks.false_radar),
                SightingSource::Optical => (params.looks.p_detect_optical, params.looks.false_optical),
                _ => (params.looks.p_detect_sub_metre, params.looks.false_sub_metre),
            };
            let usable = if look.refusal.is_some() { 0.0 } else { look.usable_fraction.clamp(0.0, 1.0) };
            let middle = time.start() + time.duration() / 2;
            self.looks.push(look);
            self.input.looks.push(SeasonLook {
                place,
                time_h: hours(self.period.start(), middle),
                p_see: p_detect * usable,
                false_rate: false_rate * usable,
            });
        }
    }

    fn put_sightings(
        &mut self,
        rows: &'a CaseRows,
        names: &[&str],
        distances: &Distances,
        params: &CaseParams,
    ) {
        for sighting in &rows.sightings {
            let is_of_fleet = sighting.mmsi.is_none_or(|m| self.vessels.iter().any(|v| v.mmsis.contains(&m)));
            if !is_of_fleet && sighting.p_lit > params.looks.lit_p_max {
                continue;
            }
            // A boat, a tug or a buoy is no tanker, whoever it is.
            if sighting.length_m.is_some_and(|l| l.high() < params.looks.least_length_m) {
                continue;
            }
            let look = sighting.look.and_then(|id| self.looks.iter().position(|l| l.id == id));
            if sighting.look.is_some() && look.is_none() || !self.period.contains(sighting.time) {
                continue;
            }
            let place =
                sighting.place.as_ref().and_then(|name| names.iter().position(|n| *n == name.as_str()));
            let seen = seen_ship(sighting, &self.vessels);
            let population = Population::of_season(&self.params);
            let lr = identify::ratios(&seen, &candidates(&self.input.hulls), &population, &params.identify);
            let time_h = match look {
                Some(at) => self.input.looks[at].time_h,
                None => hours(self.period.start(), sighting.time),
            };
            let at_place = |place: usize| {
                let position = self.place_position(place)?;
                let mut hours = distances.hours_to(position, params.season.speed_most_kn);
                hours[place] = 0.0;
                Some(hours)
            };
            let hours_to = match (place, sighting.position) {
                (Some(place), _) => at_place(place),
                (None, Some(position)) => Some(distances.hours_to(position, params.season.speed_most_kn)),
                (None, None) => None,
            };
            // Where nobody knows where she was seen, nothing is ruled out.
            let hours_to = hours_to.unwrap_or_else(|| vec![0.0; names.len()]);
            let fill = sighting.draught_m.and_then(|draught| {
                let best = lr.log_lr.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
                let (at, score) = best?;
                (score > 0.0).then(|| fill(draught, self.vessels[at], &params.fill)).flatten()
            });
            self.input.sightings.push(SeasonSighting {
                id: sighting.id,
                look,
                place,
                time_h,
                log_lr: lr.log_lr,
                log_lr_false: lr.log_lr_false
                    - libm::log(sighting.p_ship / (1.0 - sighting.p_ship).max(0.01)),
                length_m: measured(sighting.length_m),
                beam_m: seen.beam_m,
                superstructure: seen.superstructure,
                fill,
                hours_to,
            });
            self.sightings.push(sighting);
            self.seen.push(seen);
        }
    }

    fn place_position(&self, place: usize) -> Option<Position> {
        let name = &self.input.places.get(place)?.name;
        let row = self.rows.places.iter().find(|p| p.place.name == *name)?;
        Some(middle(row.place.area.as_ref()?))
    }

    /// The ends of the stretches in which ships of the fleet were sending.
    fn put_fixes(&mut self, rows: &CaseRows, distances: &Distances, params: &CaseParams) {
        for segment in &rows.segments {
            let Some(hull) = self.vessels.iter().position(|v| v.mmsis.contains(&segment.mmsi)) else {
                continue;
            };
            for (time, position) in [(segment.start, segment.first), (segment.end, segment.last)] {
                let hours_to = distances.hours_to(position, params.season.speed_most_kn);
                let place = hours_to.iter().position(|h| *h <= params.season.fix_slack_h);
                self.input.fixes.push(SeasonFix {
                    hull,
                    time_h: hours(self.period.start(), time),
                    place,
                    hours_to,
                });
            }
        }
        self.input.fixes.sort_by(|a, b| a.time_h.total_cmp(&b.time_h).then(a.hull.cmp(&b.hull)));
    }

    /// The hulls.
    pub fn hulls(&self) -> &[SeasonHull] {
        &self.input.hulls
    }
}

/// The loading place and the places of discharge, each with the middle of its extent.
fn season_places(rows: &[PlaceRow]) -> Result<Vec<(&PlaceRow, Position)>, String> {
    let with_extent = |role: TerminalRole| {
        rows.iter()
            .filter(move |r| r.place.role == role)
            .filter_map(|r| Some((r, middle(r.place.area.as_ref()?))))
            .collect::<Vec<_>>()
    };
    let mut places = with_extent(TerminalRole::Loading);
    if places.len() != 1 {
        return Err(format!(
            "a season has one place of loading with an extent, the case names {}",
            places.len()
        ));
    }
    let discharge = with_extent(TerminalRole::Discharge);
    if discharge.is_empty() {
        return Err("the case names no place of discharge with an extent".to_owned());
    }
    places.extend(discharge);
    Ok(places)
}

fn season_rows(places: &[(&PlaceRow, Position)], distances: &Distances) -> Vec<SeasonPlace> {
    let row = |(at, (row, position)): (usize, &(&PlaceRow, Position))| SeasonPlace {
        name: row.place.name.clone(),
        is_loading: at == 0,
        route_nm: if at == 0 { 0.0 } else { distances.from_place(0, *position).to_nautical_miles() },
        prior_calls: 1.0,
    };
    places.iter().enumerate().map(row).collect()
}

/// The middle of an extent: the centre, or the mean of the corners.
fn middle(area: &Area) -> Position {
    match area {
        Area::Circle { centre, .. } => *centre,
        Area::Polygon { exterior, .. } => {
            let n = exterior.len().max(1) as f64;
            let lat = exterior.iter().map(|p| p.lat_deg()).sum::<f64>() / n;
            let east = |p: &Position| (p.lon_deg() - exterior[0].lon_deg() + 540.0).rem_euclid(360.0) - 180.0;
            let lon = exterior[0].lon_deg() + exterior.iter().map(east).sum::<f64>() / n;
            let wrapped = (lon + 540.0).rem_euclid(360.0) - 180.0;
            Position::from_lat_lon(lat, wrapped).unwrap_or(exterior[0])
        }
    }
}

/// The hulls as candidates of a sighting.
pub fn candidates(hulls: &[SeasonHull]) -> Vec<identify::Candidate> {
    let of = |h: &SeasonHull| identify::Candidate {
        length_m: h.length_m,
        beam_m: h.beam_m,
        superstructure: h.superstructure,
    };
    hulls.iter().map(of).collect()
}

/// Half the width of the middle 90 % of a normal distribution, in standard deviations.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// The middle and the standard deviation of an interval.
fn measured(e: Option<Estimate<f64>>) -> Option<Measured> {
    e.map(|e| (e.mid(), ((e.high() - e.low()) / (2.0 * Z_95)).max(1e-6)))
}

/// What a sighting shows of the ship. Radar lengths err by a share of the length, others by metres.
fn seen_ship(sighting: &Sighting, vessels: &[&Vessel]) -> Seen {
    let length = sighting.length_m.map(|e| match sighting.source {
        SightingSource::Radar => {
            Size::Log(e.mid(), (libm::log(e.high() / e.low().max(1.0)) / (2.0 * Z_95)).max(1e-6))
        }
        _ => Size::Plain(e.mid(), ((e.high() - e.low()) / (2.0 * Z_95)).max(1e-6)),
    });
    let name = sighting.name_read.as_ref().map(|read| {
        let read = plain(read);
        let bears = |v: &Vessel| v.names.iter().chain(&v.ship_name).any(|name| plain(name) == read);
        let owners: Vec<usize> =
            vessels.iter().enumerate().filter(|(_, v)| bears(v)).map(|(at, _)| at).collect();
        if owners.is_empty() { NameRead::Other } else { NameRead::Of(owners) }
    });
    Seen {
        length,
        beam_m: measured(sighting.beam_m),
        superstructure: measured(sighting.superstructure_share),
        name,
    }
}

/// Capitals, single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}
