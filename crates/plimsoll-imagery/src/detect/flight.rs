//! What is known of the flight: its direction in the image, where ghosts lie.

use crate::detect::View;
use crate::error::ImageryError;
use crate::geometry::{Azimuth, Geometry};
use crate::objects::arms::{Arms, Source, contrast, db, peak};
use crate::objects::components::Component;
use crate::objects::ghosts::{Sources, Track};
use crate::objects::joined::Object;
use crate::objects::taught::Grid;
use crate::raster::Raster;

/// What is known of the flight.
pub(super) struct Flight {
    /// Its direction in the image.
    pub(super) arms: Option<Arms>,
    /// Distance of first ghosts, m, where the scene itself told it.
    ghosts_m: Option<f64>,
}

impl Flight {
    const UNKNOWN: Self = Self { arms: None, ghosts_m: None };

    /// Where the ghosts of an object lie, and how it looks from one.
    pub(super) fn track(&self, view: &View<'_>, object: &Object, azimuth: Option<Azimuth>) -> Option<Track> {
        let ghosts = &view.params.ghosts;
        let ambiguity_m = azimuth.map(|a| a.ambiguity_m).or(self.ghosts_m)?;
        let at = (object.shape.line, object.shape.sample);
        Some(Track {
            turn_deg: self.arms?.turn_deg,
            ambiguity_m,
            bend_per_m: azimuth.map_or(0.0, |a| bend_per_m(view.geometry, a, at.0, at.1)),
            place_sd_m: azimuth.map_or(ghosts.place_sd_m, |_| ghosts.known_place_sd_m),
        })
    }
}

/// The scene on coarse cells, where something is to be learnt from it.
pub(super) fn grid(
    raster: &mut dyn Raster,
    view: &View<'_>,
    notes: &mut Vec<String>,
) -> Result<Option<Grid>, ImageryError> {
    let taught = view.params.taught.as_ref();
    if taught.is_none() && view.geometry.track_in_image_deg.is_some() {
        return Ok(None);
    }
    let cell_m = taught.map_or(view.params.arms.learn_cell_m, |t| t.cell_m);
    let mut grid = Grid::read(raster, view.land, view.spacing, cell_m)?;
    if let Some(words) = grid.left_out() {
        notes.push(words);
    }
    if let Some(taught) = taught {
        let km2 = grid.learn_land(taught) / 1e6;
        notes.push(format!(
            "{km2:.1} km2 that the land given does not hold are large, bright and rough: taken for land"
        ));
    }
    Ok(Some(grid))
}

/// The direction of flight and the distance of ghosts: from the file where it tells, else from what the scene shows.
pub(super) fn flight(
    view: &View<'_>,
    grid: Option<&Grid>,
    components: &[Component],
    sources: &Sources,
    notes: &mut Vec<String>,
) -> Flight {
    if let Some(turn_deg) = view.geometry.track_in_image_deg {
        return Flight { arms: Some(Arms { turn_deg, is_learnt: false }), ghosts_m: None };
    }
    let Some(grid) = grid else { return Flight::UNKNOWN };
    let params = view.params;
    let teachers = Sources::new(bright(components, params.arms.least_source_db), params.arms.teachers);
    let Some(arms) = grid.arms(&teachers.brightest(params.arms.teachers), &params.arms) else {
        notes.push("the direction of flight is not known and no crosses show it: arms and ghosts are not told from ships".to_owned());
        return Flight::UNKNOWN;
    };
    notes.push(format!(
        "the crosses about the brightest objects stand {:.1} degrees off the image: the direction of flight",
        arms.turn_deg
    ));
    let told = grid.ghosts(&sources.brightest(params.ghosts.teachers), arms.turn_deg, &params.ghosts);
    let Some((turn_deg, far, sds)) = told else {
        notes.push(
            "how far ghosts lie from their sources is not known: they are not told from ships".to_owned(),
        );
        return Flight { arms: Some(arms), ghosts_m: None };
    };
    notes.push(format!(
        "the sea lights up {far:.0} m from bright points, {turn_deg:.1} degrees off the image ({sds:.0} standard deviations): the distance of ghosts"
    ));
    Flight { arms: Some(Arms { turn_deg, ..arms }), ghosts_m: Some(far) }
}

/// Tops of the components that may show arms.
fn bright(components: &[Component], least_db: f64) -> Vec<Source> {
    components
        .iter()
        .filter(|c| !c.is_extended)
        .filter_map(|c| peak(&c.pixels))
        .filter(|p| db(contrast(p)) >= least_db)
        .map(Source::of)
        .collect()
}

/// How ghosts bend away in range: `1 / (2 R sin(theta))`, 1/m, towards growing samples; nought where that is not known.
fn bend_per_m(geometry: &Geometry, azimuth: Azimuth, line: f64, sample: f64) -> f64 {
    const STEP_PX: f64 = 20.0;
    let angle = |s: f64| geometry.georeference.as_deref().and_then(|g| g.incidence_deg(line, s));
    let Some(here) = angle(sample) else { return 0.0 };
    // The angle grows with the range.
    let grows = match (angle(sample - STEP_PX), angle(sample + STEP_PX)) {
        (Some(a), Some(b)) => b - a,
        (Some(a), None) => here - a,
        (None, Some(b)) => b - here,
        (None, None) => 0.0,
    };
    let bend = 1.0 / (2.0 * azimuth.slant_range_m * libm::sin(here.to_radians()));
    if grows > 0.0 {
        bend
    } else if grows < 0.0 {
        -bend
    } else {
        0.0
    }
}
