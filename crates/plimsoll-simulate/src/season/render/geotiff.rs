//! GeoTIFF out: bands interleaved, deflated, placed in degrees on WGS 84 (TIFF 6.0; OGC GeoTIFF 1.1, 19-008r4).

use super::ground::DrawnPlace;

/// Pixels with a place.
pub(super) struct Raster<'a> {
    pub(super) lines: usize,
    pub(super) samples: usize,
    pub(super) bands: usize,
    /// Bits of a value: 8 or 16.
    pub(super) bits: u16,
    /// Little-endian values, pixel by pixel.
    pub(super) bytes: &'a [u8],
    /// Metres from pixel to pixel.
    pub(super) spacing_m: f64,
    /// East and north of the outer corner of the first pixel, m from the place's origin.
    pub(super) corner: [f64; 2],
}

/// The corner of a raster whose middle lies at a point.
pub(super) fn corner_about(
    [east, north]: [f64; 2],
    lines: usize,
    samples: usize,
    spacing_m: f64,
) -> [f64; 2] {
    [east - samples as f64 * spacing_m / 2.0, north + lines as f64 * spacing_m / 2.0]
}

/// What the picture says of itself.
const DESCRIPTION: &[u8] = b"SIMULATED\0";

/// The bytes of a file.
pub(super) fn geotiff(raster: &Raster<'_>, place: &DrawnPlace) -> Vec<u8> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(raster.bytes, 3);
    let first = place.position(raster.corner);
    let [east, north] = raster.corner;
    let next = place.position([east + 1_000.0, north - 1_000.0]);
    let scale = [
        (next.lon_deg() - first.lon_deg()) / 1_000.0 * raster.spacing_m,
        (first.lat_deg() - next.lat_deg()) / 1_000.0 * raster.spacing_m,
        0.0,
    ];
    let tiepoint = [0.0, 0.0, 0.0, first.lon_deg(), first.lat_deg(), 0.0];
    let shorts = |values: &[u16]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let doubles = |values: &[f64]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let long = |value: usize| (value as u32).to_le_bytes().to_vec();
    let is_colour = raster.bands >= 3;
    let mut entries: Vec<(u16, u16, usize, Vec<u8>)> = vec![
        (256, 4, 1, long(raster.samples)),
        (257, 4, 1, long(raster.lines)),
        (258, 3, raster.bands, shorts(&vec![raster.bits; raster.bands])),
        (259, 3, 1, shorts(&[8])),
        (262, 3, 1, shorts(&[if is_colour { 2 } else { 1 }])),
        (270, 2, DESCRIPTION.len(), DESCRIPTION.to_vec()),
        (273, 4, 1, long(8)),
        (277, 3, 1, shorts(&[raster.bands as u16])),
        (278, 4, 1, long(raster.lines)),
        (279, 4, 1, long(packed.len())),
        (284, 3, 1, shorts(&[1])),
    ];
    let extra = raster.bands - if is_colour { 3 } else { 1 };
    if extra > 0 {
        entries.push((338, 3, extra, shorts(&vec![0; extra])));
    }
    entries.push((33_550, 12, 3, doubles(&scale)));
    entries.push((33_922, 12, 6, doubles(&tiepoint)));
    // Geographic, pixels are areas, EPSG:4326.
    let keys: [u16; 16] = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];
    entries.push((34_735, 3, keys.len(), shorts(&keys)));
    // What lies outside: the lines that bear the word.
    entries.push((42_113, 2, 2, b"0\0".to_vec()));
    file(&packed, entries)
}

/// Header, pixels, directory, values that do not fit into it.
fn file(packed: &[u8], entries: Vec<(u16, u16, usize, Vec<u8>)>) -> Vec<u8> {
    let padded = packed.len().next_multiple_of(2);
    let directory = 8 + padded;
    let mut beyond = directory + 2 + 12 * entries.len() + 4;
    let mut out = b"II*\0".to_vec();
    out.extend((directory as u32).to_le_bytes());
    out.extend(packed);
    out.resize(directory, 0);
    out.extend((entries.len() as u16).to_le_bytes());
    let mut values = Vec::new();
    for (tag, form, count, mut value) in entries {
        out.extend(tag.to_le_bytes());
        out.extend(form.to_le_bytes());
        out.extend((count as u32).to_le_bytes());
        if value.len() <= 4 {
            value.resize(4, 0);
            out.extend(value);
        } else {
            out.extend((beyond as u32).to_le_bytes());
            value.resize(value.len().next_multiple_of(2), 0);
            beyond += value.len();
            values.extend(value);
        }
    }
    out.extend([0; 4]);
    out.extend(values);
    out
}
