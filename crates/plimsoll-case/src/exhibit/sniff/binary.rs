//! Files that are no text, by their first bytes, with what to do about each.

/// First bytes, and what a file that begins with them is.
const MAGIC: [(&[u8], &str); 17] = [
    (
        b"PK\x03\x04",
        "a ZIP archive (a spreadsheet .xlsx is one too) inside another: unpack it, or save the sheet as CSV",
    ),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "compressed twice: decompress it once and add the result"),
    (b"BZh", "bzip2: decompress it, or compress it again with gzip"),
    (b"\xfd7zXZ\0", "xz: decompress it, or compress it again with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed twice: decompress it once and add the result"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"GIF8", "a picture (GIF): not read; save it as PNG"),
    (b"%PDF", "a PDF: copy its table into a CSV file"),
    (b"PAR1", "Parquet inside an archive: unpack it, Parquet is compressed already"),
    (b"SQLite format 3", "an SQLite database (a GeoPackage is one too): export the layer as GeoJSON or CSV"),
    (b"\x89HDF", "HDF5 or NetCDF: not read"),
    (b"CDF", "NetCDF: not read"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls, .doc): save the sheet as CSV"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
];
/// First bytes of a raster, and its form: TIFF 6.0 section 2, BigTIFF, PNG section 5.2, JPEG annex B.1.1.3.
const RASTERS: [(&[u8], &str); 6] = [
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "BigTIFF"),
    (b"MM\0+", "BigTIFF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
];

/// The form of a raster by its first bytes.
pub(super) fn raster(head: &[u8]) -> Option<&'static str> {
    RASTERS.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, form)| *form)
}

/// Segments of a JPEG that are looked at for EXIF.
const MOST_SEGMENTS: usize = 16;

/// True for a JPEG with a segment of EXIF: APP1 that begins with `Exif` (CIPA DC-008, 4.5.4).
pub(super) fn is_of_camera(head: &[u8]) -> bool {
    let Some(mut rest) = head.strip_prefix(b"\xff\xd8") else { return false };
    for _ in 0..MOST_SEGMENTS {
        let [0xff, marker @ 0xe0..=0xfe, high, low, ..] = *rest else { return false };
        if marker == 0xe1 && rest[4..].starts_with(b"Exif\0\0") {
            return true;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        match rest.get(2 + length..) {
            Some(next) if length >= 2 => rest = next,
            _ => return false,
        }
    }
    false
}

/// Share of the bytes, in thousandths, that may be control characters in a text.
const MOST_CONTROL_PER_MILLE: usize = 5;

/// What a file is that is no text; `None` for a text.
pub(super) fn what(head: &[u8]) -> Option<String> {
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if is_utf16 {
        return Some("text in UTF-16: save it again as UTF-8".into());
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        // `MZ`, `CDF` and `BZh` are letters that a text may begin with.
        if !is_letters_only(head) {
            return Some((*what).into());
        }
    }
    let control =
        head.iter().filter(|b| b.is_ascii_control() && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    (control * 1000 > head.len() * MOST_CONTROL_PER_MILLE)
        .then(|| format!("not text: {control} of the first {} bytes are control characters", head.len()))
}

/// True if nothing among the first bytes is outside printable ASCII.
fn is_letters_only(head: &[u8]) -> bool {
    head.iter().take(64).all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_archives_and_offices_are_named_and_texts_are_not() {
        for (magic, what_is) in MAGIC {
            let file = [magic, &[0, 1, 2, 200]].concat();
            assert_eq!(what(&file).as_deref(), Some(what_is));
        }
        assert_eq!(what(b"MZ,BZh,CDF\n1,2,3\n"), None);
        assert_eq!(what("imo,name\n1,\u{42f}\n".as_bytes()), None);
        assert!(what(&[0, 1, 2, 3, 4, 5]).is_some_and(|w| w.contains("6 of the first 6 bytes")));
        assert!(what(b"\xff\xfei\0m\0").is_some_and(|w| w.contains("UTF-16")));
    }
}
