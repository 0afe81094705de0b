//! Files of points, good and hostile.

use super::exhibit;
use plimsoll_imagery::waterline::{check_inside, point_sets};
use plimsoll_model::{Mark, PointSet, Reject, Station};
use proptest::prelude::*;

const HEADER: &str = "image,ship,analyst,set_at,mark,station,number,line,sample,value_m,sd_px,note";

fn read(text: &str) -> (Vec<PointSet>, Vec<Reject>) {
    point_sets(text.as_bytes(), "points.csv", exhibit()).unwrap()
}

fn one(row: &str) -> String {
    let (sets, rejects) = read(&format!("{HEADER}\n{row}\n"));
    assert!(sets.is_empty() && rejects.len() == 1, "{row}");
    assert_eq!(rejects[0].source.line, 2);
    rejects[0].reason.clone()
}

#[test]
fn rows_of_one_image_ship_person_and_time_make_a_set() {
    let text = format!(
        "\u{feff}{HEADER}\r\n\
         a.tif,9074729,ann,2026-11-22T10:00:00Z,bow,,,10.5,20,,,\r\n\
         a.tif,\"SHIP, \"\"ONE\"\"\",ann,2026-11-22T10:00:00Z,bow,,,10.5,20,,,\r\n\
         \r\n\
         a.tif,9074729,ann,2026-11-22T19:00:00+09:00,Deck_Edge,MID,2,11,21,,0.7,well seen\r\n"
    );
    let (sets, rejects) = read(&text);
    assert_eq!(rejects, []);
    assert_eq!(sets.len(), 2);
    assert_eq!((sets[0].points.len(), sets[1].ship.as_str()), (2, "SHIP, \"ONE\""));
    assert_eq!((sets[0].source.line, sets[1].source.line), (2, 3));
    let start = usize::try_from(sets[1].source.byte_offset).unwrap();
    assert!(text[start..].starts_with("a.tif,\"SHIP"));
    let edge = &sets[0].points[1];
    assert_eq!((edge.mark, edge.station, edge.number), (Mark::DeckEdge, Some(Station::Mid), 2));
    assert_eq!((edge.sd_px, edge.value_m), (Some(0.7), None));
}

#[test]
fn columns_may_stand_in_any_order_and_those_not_needed_may_be_missing() {
    let (sets, rejects) =
        read("sample,line,mark,set_at,analyst,ship,image,extra\n4,3,stern,2026-11-22T10:00:00Z,a,s,i,x\n");
    assert_eq!(rejects, []);
    assert_eq!((sets[0].points[0].line, sets[0].points[0].sample), (3.0, 4.0));
}

#[test]
fn a_file_without_header_is_an_error_that_says_what_is_missing() {
    for (text, found) in [
        ("", "no line"),
        ("image,ship,analyst,set_at,mark,line\n", "no column sample"),
        ("image,image,ship,analyst,set_at,mark,line,sample\n", "two columns image"),
        ("\"image,ship\n", "a quote that is opened"),
        ("\u{0}\u{1}", "no column image"),
    ] {
        let error = point_sets(text.as_bytes(), "p.csv", exhibit()).unwrap_err().to_string();
        assert!(error.contains(found) && error.contains("p.csv"), "{error}");
    }
    let utf16: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(point_sets(&utf16[..], "p.csv", exhibit()).is_err());
}

#[test]
fn each_wrong_field_is_a_reject_that_says_so() {
    let good = ["a", "s", "p", "2026-11-22T10:00:00Z", "deck-edge", "mid", "0", "1", "2", "", "", ""];
    let with = |at: usize, text: &str| {
        let mut row = good;
        row[at] = text;
        one(&row.join(","))
    };
    assert!(with(0, "").contains("no image"));
    assert!(with(1, &"x".repeat(300)).contains("at most 200"));
    assert!(with(3, "2026-11-22T10:00:00").contains("with its offset"));
    assert!(with(3, "22.11.2026").contains("with its offset"));
    assert!(with(4, "dek-edge").contains("did you mean `deck-edge`?"));
    assert!(with(4, "funnel-cap-top").contains("expected one of bow"));
    assert!(with(5, "").contains("without station"));
    assert!(with(5, "middle").contains("fore, mid, aft"));
    assert!(with(6, "-1").contains("whole number"));
    assert!(with(7, "NaN").contains("expected a number"));
    assert!(with(7, "inf").contains("expected a number"));
    assert!(with(8, "-3").contains("outside any image"));
    assert!(with(8, "1e9").contains("outside any image"));
    assert!(with(9, "-2").contains("0 to 100"));
    assert!(with(10, "0").contains("more than 0"));
    assert!(with(4, "draught-mark").contains("without value_m"));
    assert!(one("a,b,c").contains("3 fields"));
    assert!(one("\"a,s,p").contains("opened and not closed"));
    assert!(one("\"a\"b,s,p,2026-11-22T10:00:00Z,bow,,,1,2,,,").contains("behind a closing quote"));
    assert!(one(&"x".repeat(20_000)).contains("longer than"));
}

#[test]
fn a_file_pasted_twice_gives_each_point_once() {
    let rows = "a,s,p,2026-11-22T10:00:00Z,bow,,,1,2,,,\na,s,p,2026-11-22T10:00:00Z,stern,,,9,2,,,\n";
    let (sets, rejects) = read(&format!("{HEADER}\n{rows}{rows}"));
    assert_eq!((sets.len(), sets[0].points.len(), rejects.len()), (1, 2, 2));
    assert!(rejects.iter().all(|r| r.reason.contains("second time")));
}

#[test]
fn points_outside_the_image_are_told() {
    let (sets, _) = read(&format!("{HEADER}\na,s,p,2026-11-22T10:00:00Z,bow,,,99.4,2,,,\n"));
    assert_eq!(check_inside(&sets[0], 100, 100), Ok(()));
    let words = check_inside(&sets[0], 99, 100).unwrap_err();
    assert!(words.contains("bow at line 99.4") && words.contains("resized"), "{words}");
}

#[test]
fn a_file_without_end_is_given_up() {
    let row = "a,s,p,not a time,bow,,,1,2,,,\n".repeat(11_000);
    let (sets, rejects) = read(&format!("{HEADER}\n{row}"));
    assert!(sets.is_empty());
    assert_eq!(rejects.len(), 10_001);
    assert!(rejects.last().unwrap().reason.contains("from here on"));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0..200_usize) {
        let row = "\na,s,p,2026-11-22T10:00:00Z,vertical-top,,3,1.5,2e2,2.7,0.5,\"no\"\"te\"\n";
        let whole = [HEADER.as_bytes(), row.as_bytes(), &bytes].concat();
        let mixed = [&whole[..cut.min(whole.len())], &bytes[..], &whole[cut.min(whole.len())..]].concat();
        for text in [&bytes, &whole, &mixed] {
            if let Ok((sets, rejects)) = point_sets(&text[..], "p", exhibit()) {
                let points: usize = sets.iter().map(|s| s.points.len()).sum();
                let lines = text.split(|b| *b == b'\n').count();
                prop_assert!(points + rejects.len() < lines.max(1));
            }
        }
    }
}
