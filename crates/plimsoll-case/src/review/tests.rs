use super::*;
use plimsoll_model::RecordKind;
use plimsoll_model::evidence::Key;
use proptest::prelude::*;
use std::path::PathBuf;

fn gap(n: i64) -> RecordId {
    RecordId::of(RecordKind::Gap, &[Key::Int(n)])
}

/// Decides on a record as A. Kim.
fn decide(dir: &Path, n: i64, decision: &str, reason: &str) -> Result<ReviewEntry, CaseError> {
    let at = Timestamp::from_second(1_700_000_000 + n).unwrap();
    append(dir, gap(n), Decided { decision, clock_s: None, reason, by: "A. Kim" }, at)
}

/// A case with three reviews.
fn three() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    decide(dir.path(), 1, "confirmed", "seen on two receivers").unwrap();
    decide(dir.path(), 2, "rejected", "receiver was down").unwrap();
    decide(dir.path(), 1, "unsure", "one of them shares a clock").unwrap();
    let file = dir.path().join(FILE);
    (dir, file)
}

#[test]
fn the_last_decision_on_a_record_holds_and_the_earlier_ones_stay() {
    let (dir, _) = three();
    let all = load(dir.path()).unwrap();
    assert_eq!(all.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2, 3]);
    let latest = latest(&all);
    assert_eq!(latest[&gap(1)].review.decision, "unsure");
    assert_eq!(latest[&gap(2)].review.decision, "rejected");
    assert_eq!(latest.len(), 2);
}

#[test]
fn a_case_without_reviews_has_none() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(load(dir.path()), Ok(vec![]));
    assert_eq!(chain_head(&[]), None);
}

#[test]
fn a_line_is_what_the_format_says_it_is() {
    let (_dir, file) = three();
    let text = std::fs::read_to_string(file).unwrap();
    let first = text.lines().next().unwrap();
    insta::assert_snapshot!(first, @r#"{"seq":1,"record":"gap-v959w78axg2hv","decision":"confirmed","reason":"seen on two receivers","by":"A. Kim","at":"2023-11-14T22:13:21Z","prev":"0000000000000000000000000000000000000000000000000000000000000000","hash":"b9367f1b8c83593989dd8efad1657d13198dee371ab10e4c375a6e454a384549"}"#);
    // The rule of the module comment, by hand.
    let (open, _) = first.split_once(",\"hash\"").unwrap();
    let by_hand = Sha256::digest(format!("{open}}}").as_bytes());
    let digits: String = by_hand.iter().map(|b| format!("{b:02x}")).collect();
    assert!(first.ends_with(&format!("\"hash\":\"{digits}\"}}")));
}

/// The error after one change to the text of a good file.
fn after(change: impl Fn(&str) -> String) -> String {
    let (dir, file) = three();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, change(&text)).unwrap();
    let error = load(dir.path()).unwrap_err();
    assert_eq!(error.kind(), CaseErrorKind::Changed);
    assert_eq!(
        decide(dir.path(), 9, "unsure", "x").unwrap_err(),
        error,
        "nothing is added to a broken chain"
    );
    error.full_text()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn each_way_of_altering_the_file_is_found_with_its_line() {
    let shorten = |text: String| {
        text.lines().map(|l| l.chars().take(96).collect::<String>()).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(shorten(after(|t| t.replace("rejected", "confirmed"))), @r#"
    error: reviews.jsonl, line 2: the line was changed after it was written: its hash does not fit
      {"seq":2,"record":"gap-72x6nkwt93f94","decision":"confirmed","reason":"receiver was down","by"
    hint: compare with a backup; reviews are never edited: to change a decision, review the record a
    "#);
    insta::assert_snapshot!(shorten(after(|t| [lines(t)[0], lines(t)[2]].join("\n"))), @r#"
    error: reviews.jsonl, line 2: the chain breaks here: found review 3, expected review 2 after the
      {"seq":3,"record":"gap-v959w78axg2hv","decision":"unsure","reason":"one of them shares a clock
    hint: compare with a backup; reviews are never edited: to change a decision, review the record a
    "#);
    insta::assert_snapshot!(shorten(after(|t| [lines(t)[1], lines(t)[0]].join("\n"))), @r#"
    error: reviews.jsonl, line 1: the chain breaks here: found review 2, expected review 1 after the
      {"seq":2,"record":"gap-72x6nkwt93f94","decision":"rejected","reason":"receiver was down","by":
    hint: compare with a backup; reviews are never edited: to change a decision, review the record a
    "#);
    insta::assert_snapshot!(shorten(after(|t| t[..t.len() - 30].to_owned())), @r#"
    error: reviews.jsonl, line 3: the line is cut short: no hash at its end
      {"seq":3,"record":"gap-v959w78axg2hv","decision":"unsure","reason":"one of them shares a clock
    hint: if it is the last line, a writer was interrupted: delete that line and review the record a
    "#);
    insta::assert_snapshot!(shorten(after(|t| format!("hello\n{t}"))), @r"
    error: reviews.jsonl, line 1: the line is cut short: no hash at its end
      hello
    hint: if it is the last line, a writer was interrupted: delete that line and review the record a
    ");
}

#[test]
fn a_cut_at_the_end_is_seen_only_by_the_head_of_the_chain() {
    let (dir, file) = three();
    let head = chain_head(&load(dir.path()).unwrap()).unwrap().to_owned();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, lines(&text)[..2].join("\n")).unwrap();
    let cut = load(dir.path()).unwrap();
    assert_eq!(cut.len(), 2);
    assert_ne!(chain_head(&cut), Some(head.as_str()));
}

#[test]
fn an_open_last_line_is_closed_before_the_next_is_written() {
    let (dir, file) = three();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.trim_end()).unwrap();
    decide(dir.path(), 4, "confirmed", "again").unwrap();
    assert_eq!(load(dir.path()).unwrap().len(), 4);
}

#[test]
fn a_review_needs_a_reason_a_name_and_a_known_decision() {
    let dir = tempfile::tempdir().unwrap();
    let at = Timestamp::UNIX_EPOCH;
    let error = |decision: &str, reason: &str, by: &str| {
        append(dir.path(), gap(1), Decided { decision, clock_s: None, reason, by }, at)
            .unwrap_err()
            .full_text()
    };
    insta::assert_snapshot!(error("confirmed", "  ", "A. Kim"), @r"
    error: reviews.jsonl: the reason of the review is empty
    hint: say in a sentence what you saw: a later reader has only this
    ");
    insta::assert_snapshot!(error("confirmed", "seen twice", ""), @r#"
    error: reviews.jsonl: the name of the review is empty
    hint: say who decides, such as --by "A. Kim"
    "#);
    insta::assert_snapshot!(error("confirmed", &"x".repeat(5000), "A. Kim"), @r"
    error: reviews.jsonl: the reason of the review has 5000 characters, expected at most 4000
    hint: put the long form into notes/ and name it here
    ");
    insta::assert_snapshot!(error("confirm", "seen twice", "A. Kim"), @r"
    error: reviews.jsonl: `confirm` is not a decision
    hint: did you mean `confirmed`?
    ");
    insta::assert_snapshot!(error("maybe", "seen twice", "A. Kim"), @r"
    error: reviews.jsonl: `maybe` is not a decision
    hint: write one of `confirmed`, `rejected`, `unsure`, `corrected`
    ");
    assert!(!dir.path().join(FILE).exists());
}

#[test]
fn two_writers_at_once_make_one_chain() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let dir = dir.path();
            scope.spawn(move || {
                for n in 0..10 {
                    decide(dir, writer * 100 + n, "unsure", "at once").unwrap();
                }
            });
        }
    });
    let all = load(dir.path()).unwrap();
    assert_eq!(all.len(), 40);
    assert_eq!(latest(&all).len(), 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_written_is_read_back(reason in "\\PC{1,80}", by in "[^ ]{1,20}", n in 0_i64..1000) {
        prop_assume!(!reason.trim().is_empty() && !by.trim().is_empty());
        let dir = tempfile::tempdir().unwrap();
        let write = || append(dir.path(), gap(n), Decided { decision: "rejected", clock_s: None, reason: &reason, by: &by }, Timestamp::UNIX_EPOCH).unwrap();
        let (first, second) = (write(), write());
        prop_assert_eq!(&first.review.reason, reason.trim());
        prop_assert_eq!(load(dir.path()).unwrap(), vec![first, second]);
    }

    #[test]
    fn no_change_of_one_byte_goes_unseen(at in 0_usize..900, to in any::<u8>()) {
        let (_dir, file) = three();
        let good = std::fs::read(file).unwrap();
        let mut bad = good.clone();
        let at = at % good.len();
        prop_assume!(bad[at] != to);
        bad[at] = to;
        if let Ok(read) = parse(&bad) {
            // Only blanks at the ends of lines are outside the hash.
            prop_assert_eq!(read, parse(&good).unwrap());
        }
    }
}

#[test]
fn a_clock_is_corrected_on_an_image_by_seconds_and_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    let scene = RecordId::of(plimsoll_model::RecordKind::Scene, &[]);
    let put = |record, decision, clock_s| {
        let decided = Decided { decision, clock_s, reason: "clock tower", by: "A. Kim" };
        append(dir.path(), record, decided, Timestamp::UNIX_EPOCH)
    };
    assert_eq!(put(scene, "corrected", Some(-3600)).unwrap().review.clock_s, Some(-3600));
    put(gap(1), "confirmed", None).unwrap();
    for (record, decision, clock_s, why) in [
        (scene, "corrected", None, "needs its seconds"),
        (gap(1), "corrected", Some(60), "has no clock"),
        (scene, "corrected", Some(0), "not 0"),
        (scene, "corrected", Some(i64::MIN + 1), "at most"),
        (scene, "confirmed", Some(60), "corrects no clock"),
    ] {
        let said = put(record, decision, clock_s).unwrap_err().full_text();
        assert!(said.contains(why), "{said}");
    }
    let read = load(dir.path()).unwrap();
    assert_eq!(read.iter().map(|e| e.review.clock_s).collect::<Vec<_>>(), [Some(-3600), None]);
}
