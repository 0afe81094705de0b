#[path = "../tests/it/measure/chips.rs"]
mod chips;
fn main() {
    let mut p = chips::params();
    let a: Vec<String> = std::env::args().skip(1).collect();
    for kv in a {
        let (k, v) = kv.split_once('=').unwrap();
        let v: f64 = v.parse().unwrap();
        match k {
            "T" => p.over_clutter_db = v,
            "rel" => p.below_level_db = v,
            "ini" => p.below_peak_db = v,
            "c" => p.sidelobe_db = v,
            "up" => p.gain_cap = v,
            "dn" => p.cost_cap = v,
            "asp" => p.least_aspect = v,
            "held" => p.least_held = v,
            "ml" => p.main_lobe_cells = v,
            "maxl" => p.greatest_length_m = v,
            _ => panic!(),
        }
    }
    for c in chips::chips().unwrap() {
        let t = std::time::Instant::now();
        let m = chips::measured(&c, &p);
        let f = m.features;
        println!(
            "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
            c.scene,
            c.file,
            c.length_m,
            c.beam_m,
            c.hand_m,
            c.hand_axis_deg,
            c.heading_deg.unwrap_or(f64::NAN),
            f.stretch_m,
            f.breadth_m,
            f.width_6db_m,
            f.width_12db_m,
            f.along_sd_m,
            f.across_sd_m,
            f.area_m2,
            f.level,
            f.peak,
            f.axis_deg,
            f.held,
            c.centre[0],
            c.centre[1],
            c.centre[2],
            c.centre[3],
            t.elapsed().as_millis()
        );
    }
}
