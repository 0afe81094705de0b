//! Draughts read from images go before those sent.

use super::{DraughtParams, draught_pair};
use crate::draws::Z_95;
use crate::waterlines::{ImageDraught, ImagesOfVisit, change, hull_sd_m, sd_m};
use plimsoll_model::{DraughtPair, DraughtReading, DraughtSource, Estimate, PortVisit, Vessel};

/// The draughts of a visit of which images tell one or both.
///
/// An image goes before the draught sent at its end of the visit; that one is kept in words, with whether the image
/// contradicts it. Without images this is [`draught_pair`].
pub fn draught_pair_with_images(
    visit: &PortVisit,
    vessel: &Vessel,
    images: &ImagesOfVisit,
    params: &DraughtParams,
) -> DraughtPair {
    let sent = draught_pair(visit, vessel, params);
    if images.arrival.is_none() && images.departure.is_none() {
        return sent;
    }
    let mut pair = sent.clone();
    let mut words = Vec::new();
    for (image, end) in [(&images.arrival, true), (&images.departure, false)] {
        let Some(image) = image else { continue };
        let (draught, source, sd) = if end {
            (&mut pair.arrival_m, &mut pair.arrival_source, &mut pair.arrival_sd_m)
        } else {
            (&mut pair.departure_m, &mut pair.departure_source, &mut pair.departure_sd_m)
        };
        let when = if end { "on arrival" } else { "on departure" };
        words.push(said(image, when, *draught, *sd));
        *draught = image.reading.draught_m;
        *source = Some(DraughtSource::Image);
        *sd = Some(sd_m(&image.reading));
        pair.parents.push(image.reading.id);
    }
    let of_change = sd_of_change(images, &pair);
    pair.hull_sd_m = Some(of_change.hull_sd_m);
    pair.reading = reading(&pair, of_change.sd_m, params);
    words.push(format!("by AIS: {}", sent.basis));
    pair.basis = words.join("; ");
    pair.parents.dedup();
    pair
}

/// The error of a change of draught, and what of it is of the hull.
struct OfChange {
    sd_m: Option<f64>,
    hull_sd_m: f64,
}

fn sd_of_change(images: &ImagesOfVisit, pair: &DraughtPair) -> OfChange {
    if let (Some(arrival), Some(departure)) = (&images.arrival, &images.departure) {
        let change = change(&arrival.reading, &departure.reading);
        return OfChange { sd_m: change.map(|c| c.sd_m), hull_sd_m: change.map_or(0.0, |c| c.hull_sd_m) };
    }
    let one = images.arrival.as_ref().or(images.departure.as_ref());
    OfChange {
        sd_m: pair.arrival_sd_m.zip(pair.departure_sd_m).map(|(a, d)| libm::hypot(a, d)),
        hull_sd_m: one.map_or(0.0, |image| hull_sd_m(&image.reading)),
    }
}

/// What the change shows: it counts from the least that counts, and beyond its own error.
fn reading(pair: &DraughtPair, sd_m: Option<f64>, params: &DraughtParams) -> DraughtReading {
    let (Some(arrival), Some(departure), Some(sd)) = (pair.arrival_m, pair.departure_m, sd_m) else {
        return DraughtReading::Missing;
    };
    let change = departure.mid() - arrival.mid();
    let least = params.min_change_m.max(Z_95 * sd);
    if change >= least {
        DraughtReading::Loading
    } else if change <= -least {
        DraughtReading::Discharge
    } else {
        DraughtReading::Unchanged
    }
}

fn said(image: &ImageDraught, when: &str, sent: Option<Estimate<f64>>, sent_sd: Option<f64>) -> String {
    let reading = &image.reading;
    let Some(draught) = reading.draught_m else { return String::new() };
    let method = reading.method.map_or("", |m| m.as_str());
    let mut words = format!(
        "{:.1} m ({:.1} to {:.1}) {when} by {method} in an image of {}",
        draught.mid(),
        draught.low(),
        draught.high(),
        image.time.start().strftime("%Y-%m-%d %H:%M UTC")
    );
    if let (Some(sent), Some(sent_sd)) = (sent, sent_sd) {
        let most = Z_95 * libm::hypot(sd_m(reading), sent_sd);
        if (sent.mid() - draught.mid()).abs() > most {
            words.push_str(&format!(", which contradicts the {:.1} m sent", sent.mid()));
        }
    }
    words
}
