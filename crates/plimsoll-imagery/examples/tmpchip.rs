#[path = "../tests/it/detect_params.rs"]
mod detect_params;
mod clutter {
    pub(crate) use super::cl::params;
}
#[path = "../tests/it/measure/chips.rs"]
mod chips0;
#[path = "../tests/it/clutter.rs"]
mod cl;
mod measure {
    pub(crate) use super::chips0 as chips;
}
use plimsoll_imagery::*;
use plimsoll_model::{RecordId, RecordKind, evidence::Key};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let e = |k: &str, d: f64| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let mut r = detect_params::ready_params();
    r.least_px = e("PX", 3.0) as u32;
    r.finest_m = e("FINEST", r.finest_m);
    r.least_breadth_m = e("BREADTH", r.least_breadth_m);
    r.least_gap_m = e("GAP", r.least_gap_m);
    r.median_m = e("MED", r.median_m);
    r.over_sea_db = e("OVER", r.over_sea_db);
    r.about_m = e("ABOUT", r.about_m);
    r.least_afloat = e("AFLOAT", r.least_afloat);
    r.expected_false = e("EF", r.expected_false);
    for p in a[1..].chunks(2) {
        let (file, m): (&str, f64) = (&p[0], p[1].parse().unwrap());
        let scene = if m < 0.0 {
            let picture = image::open(file).unwrap().to_luma8();
            let (s, l) = picture.dimensions();
            let plane: Vec<f32> = picture
                .pixels()
                .map(|p| 10.0_f32.powf((f32::from(p.0[0]) * 25.0 / 255.0 - 25.0) / 10.0))
                .collect();
            OpenedScene {
                raster: Box::new(cl::MemoryRaster::new(l, s, vec![plane])),
                geometry: Geometry {
                    line_spacing_m: -m,
                    sample_spacing_m: -m,
                    georeference: None,
                    track_in_image_deg: None,
                    pass: None,
                    azimuth: None,
                },
                facts: SceneFacts { looks: Some(4.4), ..SceneFacts::default() },
            }
        } else {
            open_scene(
                file,
                Box::new(std::io::BufReader::new(std::fs::File::open(file).unwrap())),
                &OpenOptions {
                    kind: Some(SampleKind::Amplitude),
                    pixel_spacing_m: Some(m),
                    ..Default::default()
                },
            )
            .unwrap()
        };
        let mut d = detect_params::detect_params();
        d.search.looks = scene.facts.looks;
        d.bridge_m = e("BRIDGE", d.bridge_m);
        d.measure.resolution_line_m = e("RES", d.measure.resolution_line_m);
        d.measure.resolution_sample_m = e("RES", d.measure.resolution_sample_m);
        d.join.apart_m = e("APART", d.join.apart_m);
        let id = RecordId::of(RecordKind::Scene, &[Key::Text(file)]);
        let mut ready = ReadyScene::of(scene, Vec::new(), &r);
        let found = ready.search(id, None, &[], &d, &r, &detect_params::taught_params()).unwrap();
        println!("#\t{file}\t{m}\t{:?}\t{:?}", found.totals, found.notes);
        for d in found.detections {
            let w = d.window;
            println!(
                "{file}\t{}\t{:.1}\t{:.1}\t{},{},{},{}\t{}\t{}\t{}",
                d.kind.as_str(),
                d.line,
                d.sample,
                w.line,
                w.sample,
                w.lines,
                w.samples,
                d.quality.as_str(),
                d.length_m.map_or(0.0, |l| l.mid()),
                d.reasons.join("; ")
            );
        }
    }
}
