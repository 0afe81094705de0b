//! t
#[expect(clippy::unwrap_used, reason = "x")]
#[path = "../tests/it/invented/mod.rs"]
mod invented;
use plimsoll_model::*;
use plimsoll_report::*;
fn main() {
    let write = |name: &str, d: &Dossier| {
        std::fs::create_dir_all(format!("/tmp/rep/{name}")).unwrap();
        for f in render(d) {
            std::fs::write(format!("/tmp/rep/{name}/{}", f.path), f.bytes).unwrap();
        }
    };
    let base = || {
        let mut d = invented::dossier(invented::SMALL);
        d.map.tracks.clear();
        d.gaps.clear();
        d
    };
    let area =
        |lat, lon, r: f64| Some(Area::Circle { centre: invented::at(lat, lon), radius: Length::metres(r) });
    let mut k = base();
    k.is_simulated = false;
    k.places.truncate(1);
    k.places[0].place.area = area(-49.352, 70.219, 600.0);
    let ring = [(-49.0, 68.4), (-48.5, 69.0), (-48.6, 70.2), (-49.3, 70.9), (-49.352, 70.22)]
        .map(|(a, b)| invented::at(a, b))
        .to_vec();
    k.map.tracks = vec![MapTrack { vessel: k.ships[0].vessel.id, segments: vec![ring] }];
    write("kerg", &k);
    let mut a = base();
    for (e, (lat, lon)) in
        a.places.iter_mut().zip([(64.0, 177.5), (66.0, -175.0), (60.0, 170.3), (64.6, -165.4)])
    {
        e.place.area = area(lat, lon, 3000.0);
    }
    write("across", &a);
    let mut m = base();
    let first = m.places[0].clone();
    m.places = (0..24)
        .map(|n| {
            let mut p = first.clone();
            p.record = invented::id(RecordKind::Place, n);
            p.place.name = format!("Terminal {n:02}");
            p.place.area = area(35.0 + (n as f64 * 1.7) % 8.0, 126.0 + (n as f64 * 2.3) % 9.0, 1000.0);
            p
        })
        .collect();
    write("many", &m);
    let mut w = base();
    for (e, (lat, lon)) in w.places.iter_mut().zip([(-33.9, 18.4), (51.9, 4.0), (1.3, 103.8), (29.3, -94.8)])
    {
        e.place.area = area(lat, lon, 3000.0);
    }
    write("world", &w);
}
