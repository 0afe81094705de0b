//! No change of the bytes makes the readers panic, hang or fill the memory.

use super::made::{annotation_xml, calibration_xml, manifest_xml, names, noise_xml, product};
use super::real::{MOUNTAINS, Memory, OCEAN, real};
use plimsoll_imagery::Georeference;
use plimsoll_imagery::safe::{SafeProduct, read_safe_facts};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::time::{Duration, Instant};

/// Reads all that can be read without pixels, and asks of it what is asked of a scene.
fn read_all(files: &Memory) -> Result<(), String> {
    let product = SafeProduct::open("given", files).map_err(|e| e.to_string())?;
    let _ = read_safe_facts("given", files).map_err(|e| e.to_string())?;
    let image = &product.annotations[0].image;
    let azimuth = product.geometry().azimuth.unwrap();
    for (line, sample) in [(0, 0), (image.lines / 2, image.samples / 2), (image.lines - 1, image.samples - 1)]
    {
        let _ = azimuth(line.into(), sample.into());
        if let Some(position) = product.grid.position(line.into(), sample.into()) {
            let _ = product.grid.pixel(position);
        }
    }
    for table in product.calibrations("given", files).map_err(|e| e.to_string())? {
        let mut row = vec![0.0; image.samples.min(3000) as usize];
        for line in [0, image.lines / 2, image.lines - 1] {
            table.noise_equivalent(line, 0, &mut row);
            let _ = table.noise_equivalent_at(line, image.samples - 1);
        }
    }
    Ok(())
}

/// Bytes changed, cut, doubled or replaced by what numbers should not be.
fn mutate(bytes: &mut Vec<u8>, random: &mut ChaCha8Rng) {
    let below = |random: &mut ChaCha8Rng, n: usize| random.next_u64() as usize % n.max(1);
    for _ in 0..=below(random, 2) {
        if bytes.is_empty() {
            return;
        }
        let at = below(random, bytes.len());
        let end = (at + 1 + below(random, 60)).min(bytes.len());
        match below(random, 12) {
            0 => bytes[at] = random.next_u64() as u8,
            1 => bytes[at] ^= 1 << below(random, 8),
            2 => bytes.truncate(at),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            // A number becomes another.
            _ => {
                const ODD: [&str; 10] =
                    ["nan", "inf", "-1", "0", "1e308", "-1e308", "4294967296", "", "1e-320", "99999"];
                let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit) else { continue };
                let start = at + start;
                let length = bytes[start..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
                bytes.splice(start..start + length, ODD[below(random, ODD.len())].bytes());
            }
        }
    }
}

/// Mutates one of the files some thousand times; how many were still read.
fn survives(files: &Memory, rounds: u64, limit: Duration) -> usize {
    let names: Vec<_> =
        files.0.keys().filter(|n| n.ends_with(".xml") || n.ends_with(".safe")).cloned().collect();
    let mut read = 0;
    let mut worst = Duration::ZERO;
    for round in 0..rounds {
        let mut random = ChaCha8Rng::seed_from_u64(round);
        let name = &names[round as usize % names.len()];
        let mut changed = files.clone();
        mutate(changed.0.get_mut(name).unwrap(), &mut random);
        let started = Instant::now();
        read += usize::from(read_all(&changed).is_ok());
        let taken = started.elapsed();
        worst = worst.max(taken);
        assert!(taken < limit, "round {round}: {taken:?}");
    }
    println!("{rounds} changes, {read} still read, the slowest in {worst:?}");
    read
}

#[test]
fn no_change_of_a_made_product_panics() {
    let mut files = product(|_, _| 1.0);
    files.0.remove(&names()[4]);
    read_all(&files).unwrap();
    let read = survives(&files, 6000, Duration::from_secs(5));
    assert!((300..5700).contains(&read), "{read}");
}

/// The real product with all but the first and last of many like elements taken out, so that a change hits what is read.
fn thinned(files: &Memory) -> Memory {
    let mut thin = files.clone();
    for text in thin.0.values_mut() {
        let Ok(mut xml) = String::from_utf8(text.clone()) else { continue };
        for (element, kept) in [
            ("calibrationVector", 3),
            ("noiseRangeVector", 4),
            ("qualityInformation", 0),
            ("antennaPatternList", 0),
            ("dopplerCentroid", 0),
            ("replicaInformation", 0),
            ("downlinkValues", 0),
            ("betaNought", 0),
            ("gamma", 0),
            ("dn", 0),
        ] {
            let (open, close) = (format!("<{element}"), format!("</{element}>"));
            let mut parts = Vec::new();
            let mut rest = xml.as_str();
            let mut seen = 0;
            while let Some(start) = rest
                .match_indices(&open)
                .map(|m| m.0)
                .find(|s| rest[s + open.len()..].starts_with([' ', '>']))
            {
                let Some(end) = rest[start..].find(&close) else { break };
                let end = start + end + close.len();
                seen += 1;
                parts.push(if seen <= kept { &rest[..end] } else { &rest[..start] });
                rest = &rest[end..];
            }
            xml = parts.concat() + rest;
        }
        *text = xml.into_bytes();
    }
    thin
}

#[test]
fn no_change_of_the_real_annotation_panics() {
    for (product, rounds) in [(OCEAN, 2000), (MOUNTAINS, 1000)] {
        let Some(mut files) = real(product) else { return };
        files.0.retain(|n, _| n.ends_with(".safe") || (n.ends_with(".xml") && !n.contains("/rfi/")));
        let small = thinned(&files);
        let size = |f: &Memory| f.0.values().map(Vec::len).sum::<usize>();
        println!("{product}: {} bytes of {}", size(&small), size(&files));
        SafeProduct::open("given", &small).unwrap();
        survives(&small, rounds, Duration::from_secs(10));
        survives(&files, 12, Duration::from_secs(30));
    }
}

#[test]
fn every_cut_of_a_file_is_an_error() {
    let files = product(|_, _| 1.0);
    for name in &names()[..4] {
        let whole = files.0[name].clone();
        for cut in (0..whole.len()).step_by(whole.len() / 60) {
            let mut files = files.clone();
            files.0.insert(name.clone(), whole[..cut].to_vec());
            assert!(read_all(&files).is_err(), "{name} cut at {cut}");
        }
    }
}

fn with(index: usize, text: impl Into<Vec<u8>>) -> String {
    let mut files = product(|_, _| 1.0);
    files.0.insert(names()[index].clone(), text.into());
    let started = Instant::now();
    let error = read_all(&files).err().unwrap_or_default();
    assert!(started.elapsed() < Duration::from_secs(20), "{error}");
    error
}

#[test]
fn bombs_are_refused() {
    let lol = "<!DOCTYPE product [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]><product>&b;</product>";
    assert!(with(1, lol).contains("document type"));
    assert!(with(1, "<product>&b;</product>").contains("entity"));
    assert!(with(1, format!("<product>{}", "<a>".repeat(1_000_000))).contains("nested at most 64"));
    assert!(
        with(1, format!("<product>{}</product>", "<a/>".repeat(600_000))).contains("at most 500000 elements")
    );
    assert!(with(1, format!("<product><antennaPattern>{}", "<a>".repeat(100))).contains("nested at most 64"));
    // 70 MB of blanks, packed to 70 kB.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, &vec![b' '; 70 << 20]).unwrap();
    let mut files = product(|_, _| 1.0);
    files.0.remove(&names()[1]);
    files.0.insert(format!("{}.gz", names()[1]), packed.finish().unwrap());
    let error = read_all(&files).unwrap_err();
    assert!(error.contains("more than 67108864 bytes"), "{error}");
}

#[test]
fn figures_that_cannot_be_are_refused_by_place() {
    let cases: [(usize, String, &str, &str, &str); 20] = [
        (1, annotation_xml(), "<numberOfLines>90<", "<numberOfLines>4000000000<", "numberOfLines"),
        (1, annotation_xml(), "<numberOfLines>90<", "<numberOfLines>0<", "numberOfLines"),
        (1, annotation_xml(), "<numberOfSamples>120<", "<numberOfSamples>nan<", "numberOfSamples"),
        (
            1,
            annotation_xml(),
            "<azimuthTimeInterval>1.5e-3<",
            "<azimuthTimeInterval>0<",
            "azimuthTimeInterval",
        ),
        (1, annotation_xml(), "<latitude>70<", "<latitude>NaN<", "latitude"),
        (1, annotation_xml(), "<latitude>70<", "<latitude>91<", "a place on the Earth"),
        (1, annotation_xml(), "<line>40</line><pixel>60<", "<line>40</line><pixel>61<", "a full grid"),
        (1, annotation_xml(), "<line>40</line><pixel>60<", "<line>40</line><pixel>0<", "a full grid"),
        (1, annotation_xml(), "<height>0<", "<height>1e9<", "the orbit does not see"),
        (1, annotation_xml(), "<frame>Earth Fixed<", "<frame>GM2000<", "Earth Fixed"),
        (1, annotation_xml(), "<polarisation>VV<", "<polarisation>VH<", "polarisation"),
        (1, annotation_xml(), "800000 0.5", "800000 inf", "grsrCoefficients"),
        (1, annotation_xml(), "800000 0.5", &"1 ".repeat(40), "40 coefficients"),
        (2, calibration_xml(), "500 550 619", "500 550", "2 values at 3 samples"),
        (2, calibration_xml(), "500 550 619", "500 0 619", "sigmaNought"),
        (2, calibration_xml(), "0 50 119", "50 0 119", "samples out of order"),
        (
            3,
            noise_xml(),
            "<noiseAzimuthLut count=\"20\">1",
            "<noiseAzimuthLut count=\"20\">-1",
            "noiseAzimuthLut",
        ),
        (3, noise_xml(), "<noiseRangeLut count=\"", "<noiseRangeLut count=\"999999999\" a=\"", ""),
        (0, manifest_xml("GRD"), "70,179.9 ", "70;179.9 ", "latitude,longitude"),
        (0, manifest_xml("GRD"), "2020-01-01T00:00:01", "2019-01-01T00:00:01", "after the start"),
    ];
    for (index, text, from, to, word) in cases {
        assert!(text.contains(from), "{from}");
        let error = with(index, text.replacen(from, to, 1));
        assert!(error.contains(word), "{from} -> {to}: {error}");
    }
    assert!(
        with(
            3,
            noise_xml()
                .replace("noiseRangeLut", "noiseLut")
                .replace("noiseRangeVector", "noiseVector")
                .replace("noiseAzimuthVectorList", "none")
        )
        .is_empty()
    );
}
