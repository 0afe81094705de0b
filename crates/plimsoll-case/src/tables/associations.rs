//! `associations`: which found object is which ship of AIS.

use super::columns;
use plimsoll_model::{Association, AssociationVerdict, Position};

columns! {
    Association, "associations", 1, "A found object and a radio that may be one, or a found object and nobody.",
    label ["verdict", "mmsi", "p", "p_unmatched"],
    |r| {
        "association_id": Text, "-", "This pair." => r.id;
        "detection_id": Text, "-", "The found object." => r.detection;
        "scene_id": Text, "-", "Its scene." => r.scene;
        "mmsi": Int, "-", "The radio (MMSI); absent: nobody." => r.mmsi.map(plimsoll_model::Mmsi::value);
        "track_id": Text, "-", "The track of the radio." => r.track;
        "p": Float, "0-1", "Probability that the two are one, or that the object is no radio's; absent: no AIS can be moved to its scene." => r.p;
        "displayed_match": Bool, "-", "True in the one picture that is most likely as a whole: for display only." => r.displayed_match;
        "predicted_lat_deg": Float, "deg", "Where the radio's ship was at the time of the scene: latitude, WGS 84." => r.predicted.map(Position::lat_deg);
        "predicted_lon_deg": Float, "deg", "Longitude, WGS 84." => r.predicted.map(Position::lon_deg);
        "sigma_m": Float, "m", "Standard deviation in each direction of the distance, if the two are one." => r.sigma_m;
        "distance_m": Float, "m", "From the object to where the image shows the radio's ship; the displacement of a moving ship is reckoned with." => r.distance_m;
        "dt_s": Float, "s", "From the radio's nearest report to the scene; negative if the report comes after it." => r.dt_s;
        "azimuth_shift_m": Float, "m", "Displacement along the track that was reckoned with, positive in the direction of flight." => r.azimuth_shift_m;
        "p_unmatched": Float, "0-1", "Probability that the object is no radio's." => r.p_unmatched;
        "p_silent": Float, "0-1", "Probability that it is a ship without AIS here, and not a false alarm." => r.p_silent;
        "p_received": Float, "0-1", "Probability that AIS of a ship there would have been received; absent: not known." => r.p_received;
        "verdict": Text, "-", "What is said of the object: matched, undecided, unmatched, ais-silent-despite-coverage, likely-not-ais-obliged or not-associated." => r.verdict.as_str();
        "basis": Text, "-", "What it rests on." => &r.basis;
        "parents": List, "-", "The detection, the scene, the reports and the track." => &r.parents;
    },
    from |row| Self {
        id: row.id("association_id")?,
        detection: row.id("detection_id")?,
        scene: row.id("scene_id")?,
        mmsi: row.opt_mmsi("mmsi")?,
        track: row.opt_id("track_id")?,
        p: row.opt_float("p")?,
        displayed_match: row.truth("displayed_match")?,
        predicted: row.opt_position("predicted_lat_deg", "predicted_lon_deg")?,
        sigma_m: row.opt_float("sigma_m")?,
        distance_m: row.opt_float("distance_m")?,
        dt_s: row.opt_float("dt_s")?,
        azimuth_shift_m: row.opt_float("azimuth_shift_m")?,
        p_unmatched: row.opt_float("p_unmatched")?,
        p_silent: row.opt_float("p_silent")?,
        p_received: row.opt_float("p_received")?,
        verdict: row.word("verdict", "a verdict", AssociationVerdict::parse)?,
        basis: row.text("basis")?,
        parents: row.ids("parents")?,
    }
}
