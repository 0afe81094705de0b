//! Points as a file and as sets.

use super::analyst::Analyst;
use jiff::Timestamp;
use plimsoll_model::{ImagePoint, PointSet, Source};
use std::fmt::Write;

/// The header of a file of points.
pub const HEADER: &str = "image,ship,analyst,set_at,mark,station,number,line,sample,value_m,sd_px,note\n";

/// Who set points on what, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// Name of the image.
    pub image: String,
    /// The ship.
    pub ship: String,
    /// When.
    pub set_at: Timestamp,
}

impl Sitting {
    /// The lines of a file, one a point.
    pub fn rows(&self, analyst: &Analyst, points: &[ImagePoint]) -> String {
        let mut text = String::new();
        for p in points {
            let number = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
            let station = p.station.map_or("", plimsoll_model::Station::as_str);
            writeln!(
                text,
                "{},{},{},{},{},{station},{},{:.3},{:.3},{},{},SIMULATED",
                self.image,
                self.ship,
                analyst.name,
                self.set_at,
                p.mark.as_str(),
                p.number,
                p.line,
                p.sample,
                number(p.value_m),
                number(p.sd_px),
            )
            .expect("a String takes all that is written to it");
        }
        text
    }

    /// The points as a set that begins at a place of a file.
    pub fn set(&self, analyst: &Analyst, points: Vec<ImagePoint>, source: Source) -> PointSet {
        PointSet {
            image: self.image.clone(),
            ship: self.ship.clone(),
            analyst: analyst.name.clone(),
            set_at: self.set_at,
            points,
            source,
        }
    }
}
