//! GeoJSON: places with names, or land. The head of the file is read as text, because it may break off anywhere.

use super::{ExhibitKind, Sniffed};

/// Outlines without names above this number are land; a person does not draw so many.
const MANY: usize = 20;

/// What fixed objects are called in OpenStreetMap (`man_made`) and in names of files.
const PIERS: [&str; 4] = ["pier", "jetty", "breakwater", "quay"];

pub(super) fn sniff(text: &str, is_whole: bool, file_name: &str) -> Sniffed {
    let flat: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let count = |what: &str| flat.matches(what).count();
    if count("\"coordinates\":") == 0 || count("\"type\":") == 0 {
        return Sniffed::unknown("JSON, but not GeoJSON: no geometry in it");
    }
    let polygons = count("\"type\":\"Polygon\"") + count("\"type\":\"MultiPolygon\"");
    if polygons == 0 {
        let what = if count("LineString\"") > 0 { "lines" } else { "points" };
        return Sniffed::unknown(format!(
            "GeoJSON with {what}, expected polygons; a place needs an extent (a `circle` in case.toml may serve)"
        ));
    }
    let named = count("\"name\":\"") + count("\"Name\":\"") + count("\"NAME\":\"");
    let says_land =
        ["coastline", "gshhg", "\"land\"", "shoreline"].iter().any(|w| flat.to_lowercase().contains(w));
    let name_says_land =
        ["coast", "land", "shore", "gshhg"].iter().any(|w| file_name.to_lowercase().contains(w));
    let name = file_name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let says_piers = PIERS.iter().any(|w| flat.to_lowercase().contains(&format!("\":\"{w}\"")))
        || PIERS.iter().any(|w| words.contains(w) || words.contains(&format!("{w}s").as_str()));
    let seen =
        format!("GeoJSON with {polygons}{} polygons, {named} names", if is_whole { "" } else { " or more" });
    if says_piers {
        return Sniffed::new(ExhibitKind::Piers, format!("{seen}: outlines of piers and fixed objects"));
    }
    match (named, is_whole) {
        (0, _) if says_land || name_says_land || polygons >= MANY || !is_whole => {
            Sniffed::new(ExhibitKind::Coastline, format!("{seen}: outlines of land"))
        }
        (0, _) => Sniffed::unknown(format!(
            "{seen}: places have names, land has many outlines; say `--kind places` or `--kind coastline`"
        )),
        (_, _) if says_land => Sniffed::unknown(format!(
            "{seen}, and it speaks of land or coastline; say `--kind places` or `--kind coastline`"
        )),
        (_, true) => Sniffed::new(ExhibitKind::Places, format!("{seen}: outlines of named places")),
        (n, false) if n * 2 >= polygons => {
            Sniffed::new(ExhibitKind::Places, format!("{seen}: outlines of named places"))
        }
        (_, false) => Sniffed::unknown(format!("{seen}: say `--kind places` or `--kind coastline`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polygon(properties: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[0,0]]]}}}}"#
        )
    }

    fn kind(features: &[String], name: &str) -> ExhibitKind {
        let text = format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","));
        sniff(&text, true, name).kind
    }

    #[test]
    fn names_make_places_and_many_nameless_outlines_make_land() {
        let named = polygon(r#"{"name": "westridge"}"#);
        let bare = polygon("{}");
        assert_eq!(kind(&[named.clone(), named.clone()], "z.geojson"), ExhibitKind::Places);
        assert_eq!(kind(&vec![bare.clone(); 20], "z.geojson"), ExhibitKind::Coastline);
        assert_eq!(kind(&vec![bare.clone(); 2], "z.geojson"), ExhibitKind::Unknown);
        assert_eq!(kind(&vec![bare.clone(); 2], "land.geojson"), ExhibitKind::Coastline);
        assert_eq!(kind(&vec![bare.clone(); 2], "piers.geojson"), ExhibitKind::Piers);
        assert_eq!(
            kind(&[polygon(r#"{"man_made": "pier", "name": "P 2"}"#)], "z.geojson"),
            ExhibitKind::Piers
        );
        assert_eq!(kind(&[polygon(r#"{"name": "the pier"}"#)], "z.geojson"), ExhibitKind::Places);
        assert_eq!(
            kind(&[polygon(r#"{"name":"x","featurecla":"Coastline"}"#)], "z.geojson"),
            ExhibitKind::Unknown
        );
    }

    #[test]
    fn points_and_other_json_say_what_is_missing() {
        let point = r#"{"type":"Point","coordinates":[1,2]}"#;
        assert!(sniff(point, true, "p").why.contains("points"));
        assert!(sniff("{\"a\": 1}", true, "p").why.contains("no geometry"));
    }
}
