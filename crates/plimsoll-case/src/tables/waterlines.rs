//! `measurements`, `waterlines`: what was measured on images of a ship, and how deep she lies in them.

use super::columns;
use plimsoll_model::{
    ErrorTerm, FreeboardMethod, Mark, Measurable, Measurement, PixelWindow, Station, WaterlineReading,
};

columns! {
    Measurement, "measurements", 1, "A quantity that somebody measured on an image of a ship.",
    label ["quantity", "station", "value_mid", "ship"],
    |r| {
        "measurement_id": Text, "-", "This measurement." => r.id;
        "scene_id": Text, "-", "The image." => r.scene;
        "exhibit_id": Text, "-", "The file of points." => r.source.exhibit;
        "line": Int, "-", "Line of it on which the set of points begins, counted from 1." => r.source.line;
        "byte_offset": Int, "bytes", "Offset of the line's first byte after decompression, counted from 0." => r.source.byte_offset;
        "ship": Text, "-", "The ship, as the file of points gives it." => &r.ship;
        "analyst": Text, "-", "Who set the points." => &r.analyst;
        "set_at": Time, "UTC", "When the points were set." => r.set_at;
        "quantity": Text, "-", "What it is of: length, beam, heading, freeboard and so on." => r.quantity.as_str();
        "unit": Text, "-", "Unit of the value." => r.quantity.unit();
        "station": Text, "-", "Where along the hull: fore, mid or aft." => r.station.map(Station::as_str);
        "method": Text, "-", "How a freeboard was read." => r.method.map(FreeboardMethod::as_str);
        "value_low": Float, "-", "Lower end of the 90 % interval, in the unit of the row." => r.value.low();
        "value_mid": Float, "-", "Median, in the unit of the row." => r.value.mid();
        "value_high": Float, "-", "Upper end of the 90 % interval, in the unit of the row." => r.value.high();
        "measurability": Float, "-", "Signed K: metres in the image for each metre of freeboard; absent for photographs." => r.measurability;
        "marked": List, "-", "The points: mark, line and sample of the image as stored." => marked_texts(&r.marked);
        "window_line": Int, "-", "First line of the pixels that hold them, from 0." => r.window.line;
        "window_sample": Int, "-", "First sample of them, from 0." => r.window.sample;
        "window_lines": Int, "-", "How many lines they span." => r.window.lines;
        "window_samples": Int, "-", "How many samples they span." => r.window.samples;
        "basis": Text, "-", "How it was made." => &r.basis;
        "parents": List, "-", "The image." => &r.parents;
    },
    from |row| Self {
        id: row.id("measurement_id")?,
        scene: row.id("scene_id")?,
        source: row.source()?,
        ship: row.text("ship")?,
        analyst: row.text("analyst")?,
        set_at: row.time("set_at")?,
        quantity: row.word("quantity", "what can be measured", Measurable::parse)?,
        station: row.opt_word("station", "fore, mid or aft", Station::parse)?,
        method: row.opt_word("method", "a way to read a freeboard", FreeboardMethod::parse)?,
        value: row.estimate("value")?,
        measurability: row.opt_float("measurability")?,
        marked: row.words("marked", "`mark line sample`", parse_marked)?,
        window: PixelWindow {
            line: row.count("window_line")?,
            sample: row.count("window_sample")?,
            lines: row.count("window_lines")?,
            samples: row.count("window_samples")?,
        },
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

columns! {
    WaterlineReading, "waterlines", 1, "How deep a ship lies in an image, or why the image cannot say.",
    label ["ship", "draught_m_mid", "method", "refusal"],
    |r| {
        "waterline_id": Text, "-", "This reading." => r.id;
        "scene_id": Text, "-", "The image." => r.scene;
        "ship": Text, "-", "The ship, as the file of points gives it." => &r.ship;
        "method": Text, "-", "How it was read." => r.method.map(FreeboardMethod::as_str);
        "measurability": Float, "-", "Signed K: metres in the image for each metre of freeboard; absent for photographs." => r.measurability;
        "freeboard_m_low": Float, "m", "Height of the edge of the deck above the water: lower end of the 90 % interval." => r.freeboard_m.map(|e| e.low());
        "freeboard_m_mid": Float, "m", "The same: median." => r.freeboard_m.map(|e| e.mid());
        "freeboard_m_high": Float, "m", "The same: upper end of the 90 % interval." => r.freeboard_m.map(|e| e.high());
        "depth_m_low": Float, "m", "Moulded depth with bulwark and sheer: lower end of the 90 % interval." => r.depth_m.map(|e| e.low());
        "depth_m_mid": Float, "m", "The same: median." => r.depth_m.map(|e| e.mid());
        "depth_m_high": Float, "m", "The same: upper end of the 90 % interval." => r.depth_m.map(|e| e.high());
        "draught_m_low": Float, "m", "Mean draught: lower end of the 90 % interval." => r.draught_m.map(|e| e.low());
        "draught_m_mid": Float, "m", "The same: median." => r.draught_m.map(|e| e.mid());
        "draught_m_high": Float, "m", "The same: upper end of the 90 % interval." => r.draught_m.map(|e| e.high());
        "trim_m_low": Float, "m", "Draught aft less draught forward: lower end of the 90 % interval." => r.trim_m.map(|e| e.low());
        "trim_m_mid": Float, "m", "The same: median." => r.trim_m.map(|e| e.mid());
        "trim_m_high": Float, "m", "The same: upper end of the 90 % interval." => r.trim_m.map(|e| e.high());
        "budget": List, "-", "Terms of the error of the draught: standard deviation in m, `hull` if it is the same in every image of this hull, else `own`, and what it comes from." => budget_texts(&r.budget);
        "analysts": Int, "-", "How many people measured it." => r.analysts;
        "refusal": Text, "-", "Why no draught is given, and which geometry would do." => &r.refusal;
        "basis": Text, "-", "How it was made." => &r.basis;
        "parents": List, "-", "The image and the measurements." => &r.parents;
    },
    from |row| Self {
        id: row.id("waterline_id")?,
        scene: row.id("scene_id")?,
        ship: row.text("ship")?,
        method: row.opt_word("method", "a way to read a freeboard", FreeboardMethod::parse)?,
        measurability: row.opt_float("measurability")?,
        freeboard_m: row.opt_estimate("freeboard_m")?,
        depth_m: row.opt_estimate("depth_m")?,
        draught_m: row.opt_estimate("draught_m")?,
        trim_m: row.opt_estimate("trim_m")?,
        budget: row.words("budget", "`sd hull|own source`", parse_term)?,
        analysts: row.count("analysts")?,
        refusal: row.opt_text("refusal")?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}

fn marked_texts(marked: &[(Mark, f64, f64)]) -> Vec<String> {
    marked.iter().map(|(mark, line, sample)| format!("{} {line} {sample}", mark.as_str())).collect()
}

/// The reverse of [`marked_texts`] for one point.
fn parse_marked(text: &str) -> Option<(Mark, f64, f64)> {
    let mut words = text.split(' ');
    let mark = Mark::parse(words.next()?)?;
    let mut number = || words.next()?.parse::<f64>().ok().filter(|v| v.is_finite());
    let (line, sample) = (number()?, number()?);
    words.next().is_none().then_some((mark, line, sample))
}

fn budget_texts(budget: &[ErrorTerm]) -> Vec<String> {
    let text = |t: &ErrorTerm| {
        let whose = if t.is_of_hull { "hull" } else { "own" };
        format!("{} {whose} {}", t.sd_m, t.source)
    };
    budget.iter().map(text).collect()
}

/// The reverse of [`budget_texts`] for one term.
fn parse_term(text: &str) -> Option<ErrorTerm> {
    let mut words = text.splitn(3, ' ');
    let sd_m = words.next()?.parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0)?;
    let is_of_hull = match words.next()? {
        "hull" => true,
        "own" => false,
        _ => return None,
    };
    Some(ErrorTerm { source: words.next()?.to_owned(), sd_m, is_of_hull })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{Row, TableRow};
    use plimsoll_model::{Estimate, Key, RecordId, RecordKind, Source};

    fn again<R: TableRow>(row: &R) -> R {
        R::from_row(&Row { spec: &R::SPEC, cells: &row.cells() }).unwrap()
    }

    fn id(kind: RecordKind) -> RecordId {
        RecordId::of(kind, &[Key::Int(1)])
    }

    #[test]
    fn a_measurement_and_a_reading_read_back() {
        let measurement = Measurement {
            id: id(RecordKind::Measurement),
            scene: id(RecordKind::Scene),
            source: Source { exhibit: id(RecordKind::Exhibit), line: 3, byte_offset: 120 },
            ship: "hull A".into(),
            analyst: "first".into(),
            set_at: "2024-05-01T10:00:00Z".parse().unwrap(),
            quantity: Measurable::Freeboard,
            station: Some(Station::Mid),
            method: Some(FreeboardMethod::Shadow),
            value: Estimate::new(1.1, 1.4, 1.7).unwrap(),
            measurability: Some(-0.25),
            marked: vec![(Mark::DeckEdge, 10.5, 20.25), (Mark::ShadowEdge, 12.0, 22.0)],
            window: PixelWindow { line: 10, sample: 20, lines: 3, samples: 3 },
            basis: "shadow on water".into(),
            parents: vec![id(RecordKind::Scene)],
        };
        assert_eq!(again(&measurement), measurement);
        let reading = WaterlineReading {
            id: id(RecordKind::WaterlineReading),
            scene: id(RecordKind::Scene),
            ship: "hull A".into(),
            method: None,
            measurability: Some(0.1),
            freeboard_m: None,
            depth_m: Estimate::new(5.0, 6.0, 7.0),
            draught_m: None,
            trim_m: Estimate::new(-0.5, 0.5, 1.5),
            budget: vec![ErrorTerm { source: "points in the image".into(), sd_m: 0.125, is_of_hull: false }],
            analysts: 2,
            refusal: Some("the hull hides its shadow".into()),
            basis: "three stations".into(),
            parents: vec![id(RecordKind::Scene)],
        };
        assert_eq!(again(&reading), reading);
    }

    #[test]
    fn what_is_no_point_and_no_term_is_refused() {
        for text in ["", "deck-edge 1", "deck-edge 1 2 3", "mast 1 2", "deck-edge nan 2"] {
            assert_eq!(parse_marked(text), None, "{text}");
        }
        for text in ["", "0.1 own", "-0.1 own x", "0.1 both x", "inf hull x"] {
            assert_eq!(parse_term(text), None, "{text}");
        }
    }
}
