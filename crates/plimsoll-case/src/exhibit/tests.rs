use super::*;
use crate::error::{CaseError, CaseErrorKind};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

const LOG: &[u8] = b"!AIVDM,1,1,,A,13HOI:0P0000VOHLCnHQKwvL05Ip,0*23\n";
const REGISTER: &[u8] = b"IMO,Name,DWT\n9074729,X,100\n";

/// A case folder and a folder beside it with a file in it.
fn case_and(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let (case, inbox) = (dir.path().join("case"), dir.path().join("inbox"));
    std::fs::create_dir_all(&case).unwrap();
    std::fs::create_dir_all(&inbox).unwrap();
    let file = inbox.join(name);
    std::fs::write(&file, bytes).unwrap();
    (dir, case, file)
}

fn add_it(case: &Path, file: &Path) -> Result<Added, CaseError> {
    add(case, file, &AddOptions::default())
}

/// The error as text, without the path of this machine.
fn text(error: &CaseError) -> String {
    let full = error.full_text();
    full.split("\npath:").next().unwrap().to_owned()
}

#[test]
fn a_copy_keeps_every_byte_and_is_read_only_and_known_by_its_hash() {
    let (_dir, case, file) = case_and("march.nmea", LOG);
    let options = AddOptions {
        from: Some("Kystverket".into()),
        added_at: "2026-11-22T00:00:00Z".parse().ok(),
        ..AddOptions::default()
    };
    let added = add(&case, &file, &options).unwrap();
    let entry = added.entry();
    assert_eq!(entry.path, "sources/ais/march.nmea");
    assert_eq!(std::fs::read(entry.location(&case)).unwrap(), LOG);
    assert!(std::fs::metadata(entry.location(&case)).unwrap().permissions().readonly());
    // The hash was made with coreutils' sha256sum.
    assert_eq!(entry.sha256, "66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f");
    assert_eq!(load(&case).unwrap(), std::slice::from_ref(entry));
    assert!(verify(&case).unwrap().iter().all(Verification::is_ok));
    insta::assert_snapshot!(std::fs::read_to_string(case.join(MANIFEST)).unwrap(), @r#"{"id":"exh-y24canym1e8wf","kind":"nmea","path":"sources/ais/march.nmea","mode":"copied","sha256":"66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f","bytes":48,"from":"Kystverket","added_at":"2026-11-22T00:00:00Z"}"#);
}

#[test]
fn the_same_bytes_are_one_exhibit_whatever_their_name() {
    let (_dir, case, file) = case_and("a.nmea", LOG);
    let first = add_it(&case, &file).unwrap();
    let other = file.with_file_name("b.nmea");
    std::fs::write(&other, LOG).unwrap();
    assert_eq!(add_it(&case, &other).unwrap(), Added::Already(first.entry().clone()));
    let reference = AddOptions { reference: true, ..AddOptions::default() };
    assert_eq!(add(&case, &other, &reference).unwrap(), Added::Already(first.entry().clone()));
    assert_eq!(load(&case).unwrap().len(), 1);
    assert_eq!(verify(&case).unwrap().len(), 1, "no second copy is left behind");
}

#[test]
fn two_files_of_one_name_both_find_a_place() {
    let (_dir, case, file) = case_and("log.nmea", LOG);
    add_it(&case, &file).unwrap();
    std::fs::write(&file, LOG.repeat(2)).unwrap();
    let second = add_it(&case, &file).unwrap();
    let expected = format!("sources/ais/{}-log.nmea", &second.entry().sha256[..8]);
    assert_eq!(second.entry().path, expected);
    assert!(verify(&case).unwrap().iter().all(Verification::is_ok));
}

#[test]
fn additions_at_once_keep_apart() {
    let (dir, case, _) = case_and("x", b"x");
    let files: Vec<PathBuf> = (1..9)
        .map(|n| {
            let folder = dir.path().join(n.to_string());
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join("log.nmea"), LOG.repeat(n % 4 + 1)).unwrap();
            folder.join("log.nmea")
        })
        .collect();
    std::thread::scope(|scope| {
        for file in &files {
            scope.spawn(|| add_it(&case, file).unwrap());
        }
    });
    assert_eq!(load(&case).unwrap().len(), 4, "four of the eight have the bytes of another");
    assert!(verify(&case).unwrap().iter().all(Verification::is_ok));
}

#[test]
fn an_interrupted_copy_is_cleared_away() {
    let (_dir, case, file) = case_and("a.nmea", LOG);
    std::fs::create_dir_all(case.join("sources/ais")).unwrap();
    let left = case.join("sources/ais/.adding");
    std::fs::write(&left, b"half").unwrap();
    let mut permissions = std::fs::metadata(&left).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&left, permissions).unwrap();
    add_it(&case, &file).unwrap();
    assert!(!left.exists());
    assert!(verify(&case).unwrap().iter().all(Verification::is_ok));
}

#[test]
fn a_reference_leaves_the_bytes_where_they_are_and_names_them_from_the_case() {
    let (_dir, case, file) = case_and("list.csv", REGISTER);
    let options = AddOptions { reference: true, ..AddOptions::default() };
    let added = add(&case, &file, &options).unwrap();
    assert_eq!((added.entry().path.as_str(), added.entry().mode), ("../inbox/list.csv", Mode::Referenced));
    assert_eq!(added.entry().kind, ExhibitKind::Register);
    let mut read = Vec::new();
    open(&case, added.entry()).unwrap().read_to_end(&mut read).unwrap();
    assert_eq!(read, REGISTER);
    std::fs::write(&file, b"IMO,Name,DWT\n9074729,X,999\n").unwrap();
    let [changed] = verify(&case).unwrap().try_into().unwrap();
    let error = changed.error().unwrap();
    assert_eq!(error.kind(), CaseErrorKind::Changed);
    assert!(error.message().contains(&added.entry().sha256), "{error}");
}

#[test]
fn verification_finds_missing_changed_and_unknown_files() {
    let (_dir, case, file) = case_and("a.nmea", LOG);
    let first = add_it(&case, &file).unwrap().entry().clone();
    std::fs::write(&file, LOG.repeat(3)).unwrap();
    let second = add_it(&case, &file).unwrap().entry().clone();
    std::fs::remove_file(first.location(&case)).unwrap();
    std::fs::remove_file(second.location(&case)).unwrap();
    std::fs::write(second.location(&case), b"other").unwrap();
    std::fs::write(case.join("sources/ais/stray.csv"), b"x").unwrap();
    let states: Vec<_> = verify(&case).unwrap().into_iter().map(|v| v.state).collect();
    let [
        VerificationState::Missing,
        VerificationState::Changed { found_bytes: 5, .. },
        VerificationState::NotInManifest,
    ] = states.as_slice()
    else {
        panic!("{states:?}")
    };
}

#[test]
fn what_is_no_file_with_bytes_is_refused_with_a_hint() {
    let (dir, case, file) = case_and("empty.csv", b"");
    insta::assert_snapshot!(text(&add_it(&case, &file).unwrap_err()), @r"
    error: empty.csv: the file is empty
    hint: an interrupted download leaves such a file; fetch it again
    ");
    insta::assert_snapshot!(text(&add_it(&case, &dir.path().join("inbox")).unwrap_err()), @r"
    error: inbox: this is a folder, expected a file
    hint: add its files one by one: `plimsoll add folder/*`; a SAFE folder has a manifest.safe
    ");
    insta::assert_snapshot!(text(&add_it(&case, &dir.path().join("inbox/nothing.csv")).unwrap_err()), @r"
    error: nothing.csv: there is no such file
    hint: check the spelling, and from which folder the path starts
    ");
    std::fs::write(&file, b"GIF89a\0\0\0").unwrap();
    insta::assert_snapshot!(text(&add_it(&case, &file).unwrap_err()), @r"
    error: empty.csv: not recognised: a picture (GIF): not read; save it as PNG
    hint: if you know, say so: `--kind <nmea|static-table|position-table|register|list|reported-volumes|statements|places|coastline|piers|scene|scene-part|photo|points>`
    ");
    assert_eq!(load(&case), Ok(vec![]), "nothing was added");
}

#[test]
fn a_path_of_the_machine_is_shown_last() {
    let (dir, case, _) = case_and("x.csv", b"x");
    let error = add_it(&case, &dir.path().join("inbox/nothing.csv")).unwrap_err().full_text();
    let last = error.lines().last().unwrap();
    assert!(last.starts_with("path: ") && last.ends_with("inbox/nothing.csv"), "{error}");
    assert_eq!(error.matches(&*dir.path().to_string_lossy()).count(), 1);
}

#[test]
fn a_kind_that_the_person_gives_is_taken() {
    let (_dir, case, file) = case_and("odd.txt", b"IMO;colour\n");
    let options = AddOptions { kind: Some(ExhibitKind::Register), ..AddOptions::default() };
    let Added::New { entry, why, .. } = add(&case, &file, &options).unwrap() else { panic!("not new") };
    assert_eq!(
        (entry.kind, entry.path.as_str(), why.as_str()),
        (ExhibitKind::Register, "sources/registers/odd.txt", "as you said")
    );
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_that_is_said() {
    let (dir, case, file) = case_and("march.nmea", LOG);
    let link = dir.path().join("latest.nmea");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let Added::New { entry, remarks, .. } = add_it(&case, &link).unwrap() else { panic!("not new") };
    assert_eq!(entry.path, "sources/ais/march.nmea");
    assert_eq!(remarks, ["`latest.nmea` is a link; the bytes are those of `march.nmea`"]);
    std::fs::remove_file(&file).unwrap();
    insta::assert_snapshot!(text(&add_it(&case, &link).unwrap_err()), @r"
    error: latest.nmea: this is a link to a file that does not exist
    hint: add the file itself, from where it lies now
    ");
}

#[cfg(unix)]
#[test]
fn a_line_end_in_a_name_is_replaced_in_a_copy_and_refused_in_a_reference() {
    let (_dir, case, file) = case_and("a\nb.csv", REGISTER);
    let reference = AddOptions { reference: true, ..AddOptions::default() };
    insta::assert_snapshot!(text(&add(&case, &file, &reference).unwrap_err()), @r"
    error: a�b.csv: the path has characters that the manifest cannot hold
    hint: rename the file or its folder, or add it without `--reference`
    ");
    assert_eq!(add_it(&case, &file).unwrap().entry().path, "sources/registers/a_b.csv");
}

#[test]
fn remarks_are_kept_as_one_line_and_blank_ones_not_at_all() {
    let (_dir, case, file) = case_and("a.nmea", LOG);
    let options = AddOptions {
        from: Some(" A. Kim,\n harbour office ".into()),
        note: Some(" ".into()),
        ..AddOptions::default()
    };
    let added = add(&case, &file, &options).unwrap();
    assert_eq!((added.entry().from.as_deref(), &added.entry().note), (Some("A. Kim, harbour office"), &None));
}

#[cfg(unix)]
#[test]
fn a_device_is_refused_and_not_read_for_ever() {
    let (_dir, case, _) = case_and("x", b"x");
    insta::assert_snapshot!(text(&add_it(&case, Path::new("/dev/zero")).unwrap_err()), @"error: zero: this is a device or a pipe, expected a file");
}

#[test]
fn a_compressed_log_keeps_its_bytes_and_opens_as_text() {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(LOG).unwrap();
    let packed = encoder.finish().unwrap();
    let (_dir, case, file) = case_and("march.nmea.gz", &packed);
    let entry = add_it(&case, &file).unwrap().entry().clone();
    assert_eq!((entry.kind, entry.bytes), (ExhibitKind::Nmea, packed.len() as u64));
    assert_eq!(std::fs::read(entry.location(&case)).unwrap(), packed);
    let mut text = Vec::new();
    open(&case, &entry).unwrap().read_to_end(&mut text).unwrap();
    assert_eq!(text, LOG);
}

#[test]
fn names_that_a_file_system_refuses_are_made_harmless() {
    let (_dir, case, file) = case_and("..a:b*c?.csv", REGISTER);
    assert_eq!(add_it(&case, &file).unwrap().entry().path, "sources/registers/a_b_c_.csv");
}

/// The error of a manifest in which the line of a good exhibit was changed.
fn bad_manifest(change: impl Fn(&str) -> String) -> String {
    let (_dir, case, file) = case_and("a.nmea", LOG);
    add_it(&case, &file).unwrap();
    let good = std::fs::read_to_string(case.join(MANIFEST)).unwrap();
    let bad = change(&good);
    text(&manifest::parse(bad.as_bytes()).unwrap_err())
}

#[test]
fn a_bad_line_of_the_manifest_is_named_with_what_is_wrong() {
    insta::assert_snapshot!(bad_manifest(|m| format!("{m}{{\"id\"")), @r#"
    error: sources/manifest.jsonl, line 2: not a manifest line: EOF while parsing an object
      {"id"
    hint: restore the line from a backup, or delete it and add the file again
    "#);
    insta::assert_snapshot!(bad_manifest(|m| format!("{m}{m}")), @r#"
    error: sources/manifest.jsonl, line 2: exh-y24canym1e8wf stands here for the second time; the first is on line 1
      {"id":"exh-y24canym1e8wf","kind":"nmea","path":"sources/ais/a.nmea","mode":"copied","sha256":"66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f", ...
    hint: delete one of the two lines
    "#);
    insta::assert_snapshot!(bad_manifest(|m| m.replace("\"nmea\"", "\"nmae\"")), @r#"
    error: sources/manifest.jsonl, line 1: `nmae` is not a kind of exhibit
      {"id":"exh-y24canym1e8wf","kind":"nmae","path":"sources/ais/a.nmea","mode":"copied","sha256":"66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f", ...
    hint: did you mean `nmea`?
    "#);
    insta::assert_snapshot!(bad_manifest(|m| m.replace("sources/ais/a.nmea", "sources/../../etc/passwd")), @r#"
    error: sources/manifest.jsonl, line 1: `path` is `sources/../../etc/passwd`, expected a path below `sources/` with forward slashes
      {"id":"exh-y24canym1e8wf","kind":"nmea","path":"sources/../../etc/passwd","mode":"copied","sha256":"66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5 ...
    hint: only an exhibit with `"mode":"referenced"` may lie elsewhere
    "#);
    insta::assert_snapshot!(bad_manifest(|m| m.replacen("\"bytes\"", "\"size\"", 1)), @r#"
    error: sources/manifest.jsonl, line 1: not a manifest line: unknown field `size`, expected one of `id`, `kind`, `path`, `mode`, `sha256`, `bytes`, `from`, `licence`, `note`, `added ...
      {"id":"exh-y24canym1e8wf","kind":"nmea","path":"sources/ais/a.nmea","mode":"copied","sha256":"66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f", ...
    hint: restore the line from a backup, or delete it and add the file again
    "#);
    insta::assert_snapshot!(bad_manifest(|m| m.replace("\"id\":\"exh-", "\"id\":\"exh-0")), @r#"
    error: sources/manifest.jsonl, line 1: `id` is `exh-0y24canym1e8wf`, but bytes with this `sha256` are exh-y24canym1e8wf
      {"id":"exh-0y24canym1e8wf","kind":"nmea","path":"sources/ais/a.nmea","mode":"copied","sha256":"66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f" ...
    hint: one of the two was changed by hand; delete the line and add the file again
    "#);
    insta::assert_snapshot!(bad_manifest(|m| m.replace("\"sha256\":\"", "\"sha256\":\"ABC")), @r#"
    error: sources/manifest.jsonl, line 1: `sha256` is `ABC66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413f`, expected 64 hexadecimal digits in lower case
      {"id":"exh-y24canym1e8wf","kind":"nmea","path":"sources/ais/a.nmea","mode":"copied","sha256":"ABC66bf3f46a5e818f04c630bd27ee264e0b4333f01f5c4064f42c617876cf5413 ...
    hint: `sha256sum <file>` prints them
    "#);
}

#[test]
fn an_exhibit_is_found_by_id_path_or_file_name() {
    let (_dir, case, file) = case_and("log.nmea", LOG);
    let entry = add_it(&case, &file).unwrap().entry().clone();
    let all = load(&case).unwrap();
    for name in [entry.id.to_string().as_str(), "sources/ais/log.nmea", "log.nmea"] {
        assert_eq!(find(&all, name).unwrap(), &entry);
    }
    insta::assert_snapshot!(text(&find(&all, "lgo.nmea").unwrap_err()), @r"
    error: sources/manifest.jsonl: there is no exhibit `lgo.nmea`
    hint: did you mean `log.nmea`?
    ");
}

fn entries() -> impl Strategy<Value = ExhibitEntry> {
    let text = proptest::option::of("\\PC{0,40}");
    let kind = proptest::sample::select(ExhibitKind::ALL.to_vec());
    (
        kind,
        "[a-z \"\u{e9}\\\\]{1,20}",
        "[0-9a-f]{64}",
        any::<u64>(),
        text,
        any::<bool>(),
        0_i64..2_000_000_000,
    )
        .prop_map(|(kind, name, sha256, bytes, note, is_copy, at)| ExhibitEntry {
            id: ExhibitEntry::id_of(&sha256),
            kind,
            path: if is_copy {
                format!("sources/ais/{}", name.replace('\\', "_"))
            } else {
                format!("../{name}")
            },
            mode: if is_copy { Mode::Copied } else { Mode::Referenced },
            sha256,
            bytes,
            from: note.clone(),
            licence: None,
            note,
            added_by: None,
            added_at: jiff::Timestamp::from_second(at).ok(),
        })
}

proptest! {
    #[test]
    fn a_manifest_line_reads_back(entry in entries()) {
        let line = entry.to_line();
        prop_assert!(!line.contains('\n'));
        prop_assert_eq!(manifest::parse(line.as_bytes()).unwrap(), vec![entry]);
    }

    #[test]
    fn no_bytes_make_the_manifest_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = manifest::parse(&bytes);
    }
}
