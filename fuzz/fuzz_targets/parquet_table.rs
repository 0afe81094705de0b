//! No bytes under the name of a Parquet file make the reader panic, and every row has a cell for each column.

#![no_main]

use libfuzzer_sys::fuzz_target;
use plimsoll_case::exhibit::{parquet_rows, sniff_file};

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("plimsoll-fuzz-{}.parquet", std::process::id()));
    std::fs::write(&path, bytes).expect("a temporary file");
    let _ = sniff_file(&path, "f");
    if let Ok(rows) = parquet_rows(&path, "f") {
        let columns = rows.columns().len();
        let _ = rows.for_each(|number, cells| {
            assert_eq!(cells.len(), columns);
            number < 10_000
        });
    }
});
