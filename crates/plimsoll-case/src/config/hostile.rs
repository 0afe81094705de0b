//! Bytes that nobody would write: the reader must refuse them, not panic or hang.

use super::{CaseConfig, starter_case_toml};
use proptest::prelude::*;

/// Reads, and writes out the error as a user would see it.
fn read(bytes: &[u8]) {
    if let Err(error) = CaseConfig::parse(bytes) {
        let text = error.full_text();
        assert!(text.starts_with("error: case.toml"), "{text}");
        assert!(!text.contains('\u{1b}'), "a control character reached the terminal");
    }
}

/// The starter with every line that it offers put to use.
fn full_starter() -> String {
    starter_case_toml("A case").lines().map(|l| l.strip_prefix("# ").unwrap_or(l).to_owned() + "\n").collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn a_starter_with_changed_bytes_makes_no_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        is_full in any::<bool>(),
    ) {
        let text = if is_full { full_starter() } else { starter_case_toml("A case") };
        let mut bytes = text.into_bytes();
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        read(&bytes);
    }

    #[test]
    fn a_starter_with_lines_taken_out_doubled_or_exchanged_makes_no_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3), 1..8),
    ) {
        let text = full_starter();
        let mut lines: Vec<&str> = text.lines().collect();
        for (a, b, what) in changes {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            match what {
                0 => lines.swap(a, b),
                1 => lines.insert(a, lines[b]),
                _ => { lines.remove(a); }
            }
        }
        read(lines.join("\n").as_bytes());
    }

    #[test]
    fn pieces_of_toml_in_any_order_make_no_panic(
        pieces in proptest::collection::vec(prop::sample::select(vec![
            "title", "period", "area", "[[area]]", "[area]", "=", "{", "}", "[", "]", ",", "\"", "'", "\\", "\n", ".",
            "lat_deg", "polygon", "2024-03-01", "1e999", "-0", "0x7fffffffffffffff", "nan", "42,73", "\u{201c}", "\u{a0}",
            "map", "columns", "[gaps]", "min_duration_h", "#", "\u{1b}[31m", "\u{202e}", "true", "[cargo.mix_weight]",
        ]), 0..40),
    ) {
        read(pieces.concat().as_bytes());
    }
}

#[test]
fn a_megabyte_of_one_thing_is_read_or_refused_in_good_time() {
    let head = "title = \"t\"\nperiod = { start = 2024-01-01, end = 2024-02-01 }\n";
    let most = (1 << 20) - head.len() - 64;
    let filled = |piece: &str| piece.repeat(most / piece.len());
    let corners: String =
        (0..999).map(|n| format!("[{}, {}],", 40.0 + f64::from(n) * 0.001, (n % 2) * 2)).collect();
    let polygon = format!("[[area]]\nname = \"x\"\npolygon = [{corners}]\n");
    for body in [
        filled("[[area]]\n"),
        filled("["),
        format!("a = {}", filled("{a=")),
        format!("a.{} = 1", filled("a.")),
        format!("limitations = [{}]", filled("\"x\",")),
        format!("[gaps]\n{}", filled("x\u{202e} = 1\n")),
        filled("# x\n"),
        filled(&polygon),
        format!("question = \"\"\"{}", filled("x")),
    ] {
        read(format!("{head}{body}").as_bytes());
    }
}
