//! `plimsoll measure`: what points set in an image say of a ship, and whether an image would be worth measuring.

mod plan;
mod print;
mod typed;

use crate::cli::Context;
use crate::error::UserError;
use crate::exit::Exit;
use crate::waterlines::{AngleParams, SetRead, read_set, reading};
use plimsoll_analysis::waterlines::{DraughtFromImageParams, HullKnown};
use plimsoll_case::params::Params;
use plimsoll_imagery::photo::read_photo;
use plimsoll_imagery::waterline::points::{check_inside, point_sets};
use plimsoll_imagery::waterline::{HullFacts, OverheadView, PhotoView, View, WaterlineParams};
use plimsoll_model::evidence::Key;
use plimsoll_model::{Direction, Estimate, PointSet, RecordId, RecordKind, Reject};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Read freeboard and draught of a ship from points set in an image, or refuse and say which geometry would do.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll measure --plan --sun 160,30 --sensor 280,65 --gsd 0.5 --heading 45
  plimsoll measure points.csv --sun 160,30 --sensor 280,65 --gsd 0.5 --depth-m 6.8,7.0,7.2
  plimsoll measure points.csv --photo patrol.jpg --camera-height-m 280,300,320 --length-m 86,88,90
  plimsoll measure --point bow:120,40 --point stern:130,215 --gsd 0.5 --analyst 'A. Kim'

A file of points is CSV with the header image,ship,analyst,set_at,mark,station,number,line,sample,value_m,sd_px,note. Marks: bow,
stern, beam-end, deck-edge, waterline, shadow-edge, horizon, vertical-top, vertical-foot, band-top, draught-mark, superstructure-fore,
superstructure-aft, manifold, hatch, crane. Stations: fore, mid, aft. Lines and samples count from the centre of the first pixel of
the image as shown. Two people who measure one image belong in one file: their spread enters the interval.

--sun and --sensor are AZIMUTH,ELEVATION in degrees, seen from the ship: where the sun and the satellite stood (elevation of the
satellite = 90 - incidence angle, not the off-nadir angle). Three numbers LOW,MID,HIGH are an interval that holds 90 %.
In a case, `plimsoll add points.csv` and `plimsoll run` do the same and carry the draught on to barrels.")]
pub(super) struct Measure {
    /// Files of points.
    #[arg(value_name = "POINTS", conflicts_with = "plan")]
    files: Vec<PathBuf>,
    /// A point typed here: MARK:LINE,SAMPLE, or MARK@STATION:LINE,SAMPLE, with =VALUE behind it for a height in metres.
    #[arg(long = "point", value_name = "POINT", value_parser = typed::point, conflicts_with = "plan")]
    points: Vec<plimsoll_model::ImagePoint>,
    /// Who set the points that are typed here.
    #[arg(long, value_name = "NAME", default_value = "not stated")]
    analyst: String,
    /// Tell whether a freeboard could be read, before anybody measures; no points are needed.
    #[arg(long)]
    plan: bool,
    /// Where the ship's bow points, degrees true, for --plan.
    #[arg(long, value_name = "DEG", requires = "plan", value_parser = typed::azimuth)]
    heading: Option<f64>,
    /// Where the sun stood.
    #[arg(long, value_name = "AZIMUTH,ELEVATION", value_parser = typed::direction)]
    sun: Option<Direction>,
    /// Where the sensor stood.
    #[arg(long, value_name = "AZIMUTH,ELEVATION", value_parser = typed::direction)]
    sensor: Option<Direction>,
    /// Ground sample distance: from one pixel to the next on the ground, m.
    #[arg(long, value_name = "M", value_parser = typed::spacing)]
    gsd: Option<f64>,
    /// Direction of north in the image, from up, clockwise, degrees.
    #[arg(long, value_name = "DEG", default_value = "0", value_parser = typed::azimuth)]
    north: f64,
    /// The points are in this photograph (JPEG, PNG): its size and lens are read.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["plan", "gsd", "sun", "sensor"])]
    photo: Option<PathBuf>,
    /// Height of the camera above the water.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval, requires = "photo")]
    camera_height_m: Option<Estimate<f64>>,
    /// Focal length in pixels, where the photograph does not say.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval, requires = "photo")]
    focal_px: Option<Estimate<f64>>,
    #[command(flatten)]
    hull: Hull,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: print::Format,
}

/// What is known of the hull.
#[derive(Debug, clap::Args)]
struct Hull {
    /// Length overall.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval)]
    length_m: Option<Estimate<f64>>,
    /// Beam.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval)]
    beam_m: Option<Estimate<f64>>,
    /// Moulded depth; without it and without a beam, a freeboard gives no draught.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval)]
    depth_m: Option<Estimate<f64>>,
    /// Whether the edge seen is that of a bulwark: yes or no. Not known, it costs half a metre.
    #[arg(long, value_name = "YES|NO", value_parser = typed::yes_or_no)]
    bulwark: Option<bool>,
    /// Draught at the upper edge of the boot-topping.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval)]
    band_top_m: Option<Estimate<f64>>,
    /// Height of the quay above the water, where the shadow falls on it.
    #[arg(long, value_name = "LOW,MID,HIGH", value_parser = typed::interval)]
    quay_height_m: Option<Estimate<f64>>,
    /// Significant height of the swell, m.
    #[arg(long, value_name = "M", value_parser = typed::swell)]
    swell_m: Option<f64>,
}

impl Hull {
    fn facts(&self) -> HullFacts {
        HullFacts {
            length_overall_m: self.length_m,
            beam_m: self.beam_m,
            depth_moulded_m: self.depth_m,
            band_top_draught_m: self.band_top_m,
            quay_height_m: self.quay_height_m,
            swell_height_m: self.swell_m,
        }
    }

    fn known(&self) -> HullKnown {
        HullKnown {
            length_overall_m: self.length_m,
            beam_m: self.beam_m,
            depth_moulded_m: self.depth_m,
            band_top_draught_m: self.band_top_m,
            has_bulwark: self.bulwark,
            swell_height_m: self.swell_m,
            ..HullKnown::default()
        }
    }
}

impl Measure {
    /// Plans, or reads points.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        let params = match context.named_case() {
            Some(_) => context.open_case()?.config.params,
            None => Params::defaults(),
        };
        let waterline: WaterlineParams = params.section("waterline").map_err(UserError::from)?;
        let angles: AngleParams = params.section("image-angles").map_err(UserError::from)?;
        if self.plan {
            return plan::run(self, context, &waterline, angles);
        }
        let draught: DraughtFromImageParams =
            params.section("draught-from-image").map_err(UserError::from)?;
        let (sets, rejects) = self.sets()?;
        for reject in &rejects {
            context.say(&format!("line {}: {}", reject.source.line, reject.reason));
        }
        if sets.is_empty() {
            return Err(UserError::usage("no points to read")
                .hint("name a file of points, or type them: --point bow:120,40 --point stern:130,215"));
        }
        let view = self.view(angles.angle_sd_deg)?;
        let ships = self.read(&sets, &view, &waterline)?;
        let readings: Vec<_> = ships
            .iter()
            .map(|((image, ship), reads)| reading(scene_id(image), ship, reads, self.hull.known(), &draught))
            .collect();
        print::all(context, self.format, &ships, &readings);
        Ok(())
    }

    /// All sets of points, of files and typed.
    fn sets(&self) -> Result<(Vec<PointSet>, Vec<Reject>), UserError> {
        let (mut sets, mut rejects) = (Vec::new(), Vec::new());
        for path in &self.files {
            let name = path.display().to_string();
            let unreadable = |e: String| UserError::new(Exit::ExhibitUnreadable, e);
            let file = File::open(path).map_err(|e| unreadable(format!("reading `{name}`: {e}")))?;
            let exhibit = RecordId::of(RecordKind::Exhibit, &[Key::Text(&name)]);
            let (found, bad) =
                point_sets(BufReader::new(file), &name, exhibit).map_err(|e| unreadable(e.to_string()))?;
            sets.extend(found);
            rejects.extend(bad);
        }
        sets.extend(typed::set(&self.points, &self.analyst));
        Ok((sets, rejects))
    }

    /// How the image was taken.
    fn view(&self, angle_sd_deg: f64) -> Result<View, UserError> {
        if let Some(path) = &self.photo {
            let unreadable = |e: String| UserError::new(Exit::ExhibitUnreadable, e);
            let name = path.display().to_string();
            let file = File::open(path).map_err(|e| unreadable(format!("reading `{name}`: {e}")))?;
            let facts =
                read_photo(&name, Box::new(BufReader::new(file))).map_err(|e| unreadable(e.to_string()))?;
            let by_exif = facts.focal_px.and_then(|(focal, share)| typed::about(focal, share * focal));
            return Ok(View::Photo(PhotoView {
                lines: facts.lines,
                samples: facts.samples,
                camera_height_m: self.camera_height_m,
                focal_px: self.focal_px.or(by_exif),
            }));
        }
        self.overhead(angle_sd_deg).map(View::Overhead)
    }

    fn overhead(&self, angle_sd_deg: f64) -> Result<OverheadView, UserError> {
        let spacing = self.gsd.ok_or_else(|| {
            UserError::usage("the size of a pixel on the ground is not known")
                .hint("write --gsd 0.5 for pixels of half a metre; --photo FILE for a photograph")
        })?;
        Ok(OverheadView {
            line_spacing_m: spacing,
            sample_spacing_m: spacing,
            north_in_image_deg: self.north,
            sun: self.sun,
            sensor_at: self.sensor,
            angle_sd_deg,
        })
    }

    /// Reads every set, by image and ship.
    fn read(
        &self,
        sets: &[PointSet],
        view: &View,
        params: &WaterlineParams,
    ) -> Result<BTreeMap<(String, String), Vec<SetRead>>, UserError> {
        let mut ships: BTreeMap<_, Vec<SetRead>> = BTreeMap::new();
        for set in sets {
            if let View::Photo(photo) = view {
                check_inside(set, photo.lines.into(), photo.samples.into()).map_err(UserError::usage)?;
            }
            let read = read_set(set, scene_id(&set.image), view, &self.hull.facts(), params);
            ships.entry((set.image.clone(), set.ship.clone())).or_default().push(read);
        }
        Ok(ships)
    }
}

/// Outside a case an image is known by its name.
fn scene_id(image: &str) -> RecordId {
    RecordId::of(RecordKind::Scene, &[Key::Text(image)])
}
