//! try
use plimsoll_simulate::season::{SeasonSettings, SeasonTruth};
fn main() {
    let truth = SeasonTruth::new(1, &SeasonSettings::standard());
    for place in 0..5 {
        let times: Vec<f64> = truth.calls.iter().filter(|c| place==0 || c.place==place).map(|c| if place==0 {c.arrival_h+2.0} else {c.discharge_arrival_h+2.0}).filter(|t| *t>0.0).take(3).collect();
        for (k,t) in times.iter().enumerate() {
            let cloud=[0.0,0.3,0.0][k];
            let start=std::time::Instant::now();
            let b = plimsoll_simulate::season::render::try_crop(&truth, place, *t, cloud);
            println!("{place} {k} {} bytes {:?}", b.len(), start.elapsed());
            std::fs::write(format!("/tmp/px/{place}-{k}.tif"), b).unwrap();
        }
    }
}
