//! `plimsoll route`: the shortest way over the sea between two places, and one that keeps off the coast.

use crate::cli::Context;
use crate::error::UserError;
use crate::seas;
use crate::stage::CaseFolder;
use plimsoll_analysis::routes::{Route as Found, RouteParams, Way};
use plimsoll_case::params::Params;
use plimsoll_case::store::Store;
use plimsoll_case::tables::places::PlaceRow;
use plimsoll_model::{Position, Speed};
use std::path::PathBuf;

/// The shortest way over the sea between two places, and one that keeps off the coast as ships do.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  plimsoll route 42.75,133.0833 41.7667,129.8167
  plimsoll -C my-case route Vostochny Nampo --speed-kn 9
  plimsoll route 42.75,133.0833 38.7167,125.40 --format geojson > way.geojson
A place is a name of the case, once its places were read (`plimsoll run ingest-places`), or latitude,longitude. Without --land the
coastline is that of the case, else the program's own at 1:10 million or coarser: no chart, and not for navigation.
How it is found, and what keeps the practical way off a coast: docs/methods/routes.md.")]
pub(super) struct Route {
    /// From where: a place of the case, or latitude,longitude.
    #[arg(allow_hyphen_values = true)]
    from: String,
    /// To where.
    #[arg(allow_hyphen_values = true)]
    to: String,
    /// Land: polygons, GeoJSON (also .gz).
    #[arg(long, value_name = "FILE")]
    land: Vec<PathBuf>,
    /// For the hours, kn.
    #[arg(long, value_name = "X", default_value_t = 10.0)]
    speed_kn: f64,
    /// How much sea is drawn around the two places, degrees.
    #[arg(long, value_name = "X", default_value_t = 6.0)]
    margin_deg: f64,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a person.
    Text,
    /// One FeatureCollection with two lines.
    Geojson,
}

impl Route {
    /// Prints both ways.
    pub(super) fn run(&self, context: &Context) -> Result<(), UserError> {
        if !(self.speed_kn > 0.0 && self.speed_kn <= 60.0) {
            return Err(UserError::usage(format!("{} is not a speed of a ship in knots", self.speed_kn)));
        }
        if !(self.margin_deg >= 0.1 && self.margin_deg <= 60.0) {
            return Err(UserError::usage(format!(
                "a margin of {} degrees, expected 0.1 to 60",
                self.margin_deg
            )));
        }
        // The case is asked only where there is one.
        let case = context.case_dir().ok().map(CaseFolder::open).transpose()?;
        let params: RouteParams = match &case {
            Some(case) => case.config.params.section("routes")?,
            None => Params::defaults().section("routes")?,
        };
        let ends = [place(case.as_ref(), &self.from)?, place(case.as_ref(), &self.to)?];
        let router = seas::router(case.as_ref(), &self.land, &ends, self.margin_deg, &params)?
            .ok_or_else(|| UserError::usage("no way is drawn nearer than ten degrees to a pole"))?;
        let found = |way| {
            router.route(ends[0], ends[1], way).map_err(|e| {
                UserError::usage(e.to_string())
                    .hint("`--margin-deg 12` draws more sea")
                    .see("docs/methods/routes.md")
            })
        };
        let ways = [("shortest", found(Way::Shortest)?), ("practical", found(Way::Practical)?)];
        if context.json || self.format == Format::Geojson {
            context.print(&self.geojson(&ways).to_string());
        } else {
            self.show(context, &ways);
        }
        Ok(())
    }

    fn hours(&self, way: &Found) -> f64 {
        way.hours(Speed::knots(self.speed_kn))
    }

    fn show(&self, context: &Context, ways: &[(&str, Found)]) {
        for (name, way) in ways {
            let hours = self.hours(way);
            let [nm, harbour] = [way.distance, way.harbour].map(|l| l.to_metres() / 1852.0);
            context.print(&format!(
                "{name:9} {nm:7.1} nm  {hours:6.1} h at {} kn  {} waypoints",
                self.speed_kn,
                way.waypoints.len()
            ));
            if harbour > 0.0 {
                context.print(&format!(
                    "          {harbour:.1} nm of it straight over what the coastline shows as land, at the ends"
                ));
            }
            for p in &way.waypoints {
                context.print(&format!("          {:8.4} {:9.4}", p.lat_deg(), p.lon_deg()));
            }
        }
    }

    fn geojson(&self, ways: &[(&str, Found)]) -> serde_json::Value {
        let feature = |(name, way): &(&str, Found)| {
            let line: Vec<_> = way.waypoints.iter().map(|p| [p.lon_deg(), p.lat_deg()]).collect();
            serde_json::json!({
                "type": "Feature",
                "properties": {
                    "way": name,
                    "distance_nm": way.distance.to_metres() / 1852.0,
                    "harbour_nm": way.harbour.to_metres() / 1852.0,
                    "speed_kn": self.speed_kn,
                    "hours": self.hours(way),
                },
                "geometry": { "type": "LineString", "coordinates": line },
            })
        };
        serde_json::json!({ "type": "FeatureCollection", "features": ways.iter().map(feature).collect::<Vec<_>>() })
    }
}

/// A place of the case by name, or latitude,longitude.
fn place(case: Option<&CaseFolder>, text: &str) -> Result<Position, UserError> {
    if let Some((lat, lon)) = text.split_once(',')
        && let (Ok(lat), Ok(lon)) = (lat.trim().parse(), lon.trim().parse())
    {
        return Position::from_lat_lon(lat, lon)
            .map_err(|e| UserError::usage(format!("`{text}`: {e}")).hint("write latitude,longitude"));
    }
    let unknown = |known: &str| {
        UserError::usage(format!("`{text}` is neither latitude,longitude nor a place of the case{known}"))
            .hint("for instance `plimsoll route 42.75,133.0833 41.7667,129.8167`")
    };
    let Some(case) = case else { return Err(unknown("; there is no case here")) };
    let rows = Store::of_case(&case.dir)
        .read::<PlaceRow>()
        .map_err(|_| unknown(", whose places were not read yet"))?;
    let found = rows.iter().find(|row| row.place.name.eq_ignore_ascii_case(text));
    let names = rows.iter().map(|row| row.place.name.as_str()).collect::<Vec<_>>().join(", ");
    let area =
        found.and_then(|row| row.place.area.as_ref()).ok_or_else(|| unknown(&format!(" ({names})")))?;
    Ok(area.centre())
}
