//! SAFE folders (Sentinel-1) as exhibits: the manifest is the scene, every other file a part of it.
//!
//! A folder keeps its name and its sub-folders below `sources/scenes/`, so that what reads it finds each file where the
//! manifest of the product says it lies. Each file is an exhibit of its own, with its own hash.

use super::add::{AddOptions, Added, add_into};
use super::{ExhibitEntry, ExhibitKind, SOURCES, hash_of, sniff_file};
use crate::error::{CaseError, CaseErrorKind, shown};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The file that says what a SAFE folder holds (Sentinel-1 Product Specification, section 3.2).
const MANIFEST_SAFE: &str = "manifest.safe";
/// How the name of such a folder ends.
const ENDING: &str = ".SAFE";
/// Files in a folder above which it is refused: a scene of four bands has about 60.
const MOST_FILES: usize = 2000;
/// Folders in folders: `annotation/calibration/` is the deepest.
const MOST_DEPTH: usize = 6;

/// Adds a file, or every file of a SAFE folder: its parts first, then its manifest as the scene.
pub fn add_all(case_dir: &Path, path: &Path, options: &AddOptions) -> Result<Vec<Added>, CaseError> {
    match safe_folder(path) {
        Some(folder) => {
            add_safe(case_dir, &folder, options).map_err(|error| error.with_private_if_none(&folder))
        }
        None if is_manifest(path) && path.is_file() => {
            let message = "this is the manifest of a SAFE folder, without the folder";
            Err(CaseError::new(CaseErrorKind::Usage, MANIFEST_SAFE, message)
                .with_hint("the pixels lie in the other files: `plimsoll add NAME.SAFE`")
                .with_private(path))
        }
        None => Ok(vec![super::add(case_dir, path, options)?]),
    }
}

fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n == MANIFEST_SAFE)
}

/// The SAFE folder that a path means: the folder itself, or that of its manifest.
fn safe_folder(path: &Path) -> Option<PathBuf> {
    if is_manifest(path) {
        let folder = path.parent()?;
        let named = folder.file_name()?.to_string_lossy().to_ascii_uppercase();
        return named.ends_with(ENDING).then(|| folder.to_owned());
    }
    path.join(MANIFEST_SAFE).is_file().then(|| path.to_owned())
}

fn add_safe(case_dir: &Path, folder: &Path, options: &AddOptions) -> Result<Vec<Added>, CaseError> {
    let real = std::fs::canonicalize(folder).map_err(|e| CaseError::io("opening", "the folder", &e))?;
    let name = real.file_name().map_or_else(|| "the folder".to_owned(), |n| n.to_string_lossy().into_owned());
    let error = |message: &str| CaseError::new(CaseErrorKind::Usage, shown(&name, 120), message);
    if options.kind.is_some_and(|k| k != ExhibitKind::Scene) {
        return Err(error("this is a SAFE folder, which is a scene").with_hint("leave `--kind` out"));
    }
    let manifest = real.join(MANIFEST_SAFE);
    if sniff_file(&manifest, MANIFEST_SAFE)?.kind != ExhibitKind::Scene {
        return Err(error("its manifest.safe is no manifest of a SAFE folder"));
    }
    let (mut files, mut empty) = (Vec::new(), Vec::new());
    list(&real, "", 0, &mut files, &mut empty).map_err(|e| CaseError::io("listing", &name, &e))?;
    if files.len() > MOST_FILES {
        return Err(error(&format!("the folder holds more than {MOST_FILES} files")));
    }
    let into = place(case_dir, &manifest, &name)?;
    let of_kind = |kind| AddOptions { kind: Some(kind), ..options.clone() };
    let mut added = Vec::new();
    for file in files.iter().filter(|f| *f != MANIFEST_SAFE) {
        let sub = file.rsplit_once('/').map_or_else(|| into.clone(), |(sub, _)| format!("{into}/{sub}"));
        added.push(add_into(case_dir, &real.join(file), &of_kind(ExhibitKind::ScenePart), &sub)?);
    }
    let mut scene = add_into(case_dir, &manifest, &of_kind(ExhibitKind::Scene), &into)?;
    if let Added::New { why, remarks, .. } = &mut scene {
        *why = format!("the manifest of the SAFE folder `{}`", shown(&name, 80));
        remarks.extend(empty.iter().map(|f| format!("`{}` is empty and was left out", shown(f, 80))));
    }
    added.push(scene);
    Ok(added)
}

/// The files below a folder by their paths in it, in order; what a file manager leaves is not among them.
fn list(
    folder: &Path,
    lead: &str,
    depth: usize,
    files: &mut Vec<String>,
    empty: &mut Vec<String>,
) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let metadata = std::fs::metadata(entry.path())?;
        let path = format!("{lead}{name}");
        if name.starts_with('.') || files.len() > MOST_FILES {
            continue;
        } else if metadata.is_dir() && depth < MOST_DEPTH {
            list(&entry.path(), &format!("{path}/"), depth + 1, files, empty)?;
        } else if metadata.is_file() && metadata.len() == 0 {
            empty.push(path);
        } else if metadata.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// The folder below `sources/scenes/` for a SAFE folder: its name, behind the first digits of the hash of its manifest
/// where another product of that name is there.
fn place(case_dir: &Path, manifest: &Path, name: &str) -> Result<String, CaseError> {
    let safe = super::add::safe_name(Path::new(name));
    let hash = |path: &Path| {
        let mut file = File::open(path).map_err(|e| CaseError::io("opening", MANIFEST_SAFE, &e))?;
        hash_of(&mut file).map_err(|e| CaseError::io("reading", MANIFEST_SAFE, &e))
    };
    let folder = case_dir.join(SOURCES).join(ExhibitKind::Scene.folder()).join(&safe);
    let there = folder.join(MANIFEST_SAFE);
    if !there.is_file() || hash(&there)? == hash(manifest)? {
        return Ok(safe);
    }
    Ok(format!("{}-{safe}", &hash(manifest)?.0[..8]))
}

/// The files of a scene that is a SAFE folder by their paths in it, its manifest among them; none if the scene is a
/// single file.
pub fn safe_files<'a>(
    entries: &'a [ExhibitEntry],
    scene: &ExhibitEntry,
) -> BTreeMap<String, &'a ExhibitEntry> {
    let Some(folder) = scene.path.strip_suffix(MANIFEST_SAFE) else { return BTreeMap::new() };
    let is_of = |e: &&ExhibitEntry| matches!(e.kind, ExhibitKind::Scene | ExhibitKind::ScenePart);
    let inside = |e: &'a ExhibitEntry| Some((e.path.strip_prefix(folder)?.to_owned(), e));
    entries.iter().filter(is_of).filter_map(inside).collect()
}

impl ExhibitEntry {
    /// The name of the SAFE folder whose manifest this is; by it `case.toml` may call the scene.
    pub fn safe_name(&self) -> Option<&str> {
        let folder = self.path.strip_suffix(MANIFEST_SAFE)?.strip_suffix('/')?;
        (self.kind == ExhibitKind::Scene).then(|| folder.rsplit('/').next().unwrap_or(folder))
    }

    /// What a person calls the exhibit: the SAFE folder, else the file.
    pub fn shown_name(&self) -> &str {
        self.safe_name().unwrap_or_else(|| self.file_name())
    }
}

/// The SAFE folder in a ZIP archive, `NAME.SAFE/manifest.safe`; `None` if there is none.
pub(super) fn in_zip(path: &Path, name: &str) -> Result<Option<String>, CaseError> {
    let file = File::open(path).map_err(|error| CaseError::io("opening", name, &error))?;
    // A broken archive is reported by what reads it next.
    let Ok(archive) = zip::ZipArchive::new(BufReader::new(file)) else { return Ok(None) };
    let folder = |inside: &str| {
        let (folder, file) = inside.split_once('/')?;
        let is_safe = folder.to_ascii_uppercase().ends_with(ENDING) && file == MANIFEST_SAFE;
        is_safe.then(|| folder.to_owned())
    };
    let folders: Vec<String> = archive.file_names().filter_map(|inside| folder(&inside.ok()?)).collect();
    match folders.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        many => {
            let message = format!("the ZIP archive holds {} SAFE folders", many.len());
            Err(CaseError::new(CaseErrorKind::Unreadable, name, message)
                .with_hint("unpack it and add each folder: `plimsoll add NAME.SAFE`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::{Mode, find, load, verify};

    const XFDU: &str = "<?xml version=\"1.0\"?>\n<xfdu:XFDU xmlns:xfdu=\"urn:ccsds:schema:xfdu:1\"/>\n";

    /// A case folder and a SAFE folder beside it.
    fn case_and_safe() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let (case, safe) = (dir.path().join("case"), dir.path().join("S1A_IW_TEST.SAFE"));
        std::fs::create_dir_all(&case).unwrap();
        std::fs::create_dir_all(safe.join("annotation/calibration")).unwrap();
        std::fs::create_dir_all(safe.join("measurement")).unwrap();
        for (file, text) in [
            ("manifest.safe", XFDU),
            ("annotation/vv.xml", "<product/>"),
            ("annotation/calibration/noise-vv.xml", "<noise/>"),
            ("measurement/vv.tiff", "II*\0...."),
            (".DS_Store", "x"),
            ("measurement/empty.tiff", ""),
        ] {
            std::fs::write(safe.join(file), text).unwrap();
        }
        (dir, case, safe)
    }

    #[test]
    fn a_folder_keeps_its_files_and_its_manifest_is_the_scene() {
        let (_dir, case, safe) = case_and_safe();
        let added = add_all(&case, &safe, &AddOptions::default()).unwrap();
        let Some(Added::New { entry, why, remarks }) = added.last() else { panic!("{added:?}") };
        assert_eq!(entry.path, "sources/scenes/S1A_IW_TEST.SAFE/manifest.safe");
        assert_eq!(why, "the manifest of the SAFE folder `S1A_IW_TEST.SAFE`");
        assert_eq!(remarks, &["`measurement/empty.tiff` is empty and was left out"]);
        let entries = load(&case).unwrap();
        let files: Vec<_> = safe_files(&entries, entry).into_iter().map(|(f, e)| (f, e.kind)).collect();
        let (scene, part) = (ExhibitKind::Scene, ExhibitKind::ScenePart);
        let expected = [
            ("annotation/calibration/noise-vv.xml".to_owned(), part),
            ("annotation/vv.xml".to_owned(), part),
            ("manifest.safe".to_owned(), scene),
            ("measurement/vv.tiff".to_owned(), part),
        ];
        assert_eq!(files, expected);
        assert_eq!(find(&entries, "S1A_IW_TEST.SAFE").unwrap(), entry);
        assert!(verify(&case).unwrap().iter().all(crate::exhibit::Verification::is_ok));
        let again = add_all(&case, &safe.join("manifest.safe"), &AddOptions::default()).unwrap();
        assert!(again.iter().all(|a| matches!(a, Added::Already(_))), "{again:?}");
    }

    #[test]
    fn a_reference_leaves_every_file_where_it_lies_and_finds_it() {
        let (_dir, case, safe) = case_and_safe();
        let options = AddOptions { reference: true, ..AddOptions::default() };
        let added = add_all(&case, &safe, &options).unwrap();
        let scene = added.last().unwrap().entry();
        assert_eq!((scene.mode, scene.safe_name()), (Mode::Referenced, Some("S1A_IW_TEST.SAFE")));
        assert_eq!(safe_files(&load(&case).unwrap(), scene).len(), 4);
    }

    #[test]
    fn another_product_of_the_same_name_has_a_folder_of_its_own() {
        let (_dir, case, safe) = case_and_safe();
        add_all(&case, &safe, &AddOptions::default()).unwrap();
        std::fs::write(safe.join("manifest.safe"), format!("{XFDU}<!-- again -->")).unwrap();
        std::fs::write(safe.join("annotation/vv.xml"), "<product>2</product>").unwrap();
        let added = add_all(&case, &safe, &AddOptions::default()).unwrap();
        let scene = added.last().unwrap().entry();
        assert_eq!(
            scene.path,
            format!("sources/scenes/{}-S1A_IW_TEST.SAFE/manifest.safe", &scene.sha256[..8])
        );
        let files = load(&case).unwrap();
        assert!(safe_files(&files, scene).contains_key("annotation/vv.xml"));
    }

    #[test]
    fn a_zip_of_a_folder_is_a_scene_and_one_of_two_or_of_a_raster_is_not() {
        let (dir, case, _) = case_and_safe();
        let said = |files: &[(&str, &str)]| {
            let path = dir.path().join("scene.zip");
            std::fs::write(&path, crate::exhibit::archive::tests::zip_of(files)).unwrap();
            match sniff_file(&path, "scene.zip") {
                Ok(found) => format!("{}: {}", found.kind.as_str(), found.why),
                Err(error) => error.full_text(),
            }
        };
        let one = [("A.SAFE/manifest.safe", XFDU), ("A.SAFE/measurement/vv.tiff", "II*\0....")];
        insta::assert_snapshot!(said(&one), @"scene: a ZIP archive of the SAFE folder `A.SAFE`");
        insta::assert_snapshot!(said(&[one[0], ("B.SAFE/manifest.safe", XFDU)]), @r"
        error: scene.zip: the ZIP archive holds 2 SAFE folders
        hint: unpack it and add each folder: `plimsoll add NAME.SAFE`
        ");
        insta::assert_snapshot!(said(&[("vv.tiff", "II*\0....")]), @"unknown: a raster (TIFF), compressed: decompress it, because pixels are read from anywhere in the file");
        assert_eq!(load(&case).unwrap(), vec![]);
    }

    #[test]
    fn a_folder_that_is_none_and_a_manifest_alone_are_refused() {
        let (dir, case, safe) = case_and_safe();
        let said = |path: &Path| {
            let error = add_all(&case, path, &AddOptions::default()).unwrap_err().full_text();
            error.split("\npath:").next().unwrap().to_owned()
        };
        let alone = dir.path().join("manifest.safe");
        std::fs::copy(safe.join("manifest.safe"), &alone).unwrap();
        insta::assert_snapshot!(said(&alone), @r"
        error: manifest.safe: this is the manifest of a SAFE folder, without the folder
        hint: the pixels lie in the other files: `plimsoll add NAME.SAFE`
        ");
        insta::assert_snapshot!(said(&safe.join("annotation")), @r"
        error: annotation: this is a folder, expected a file
        hint: add its files one by one: `plimsoll add folder/*`; a SAFE folder has a manifest.safe
        ");
        insta::assert_snapshot!(said(&safe.join("annotation/vv.xml")), @r"
        error: vv.xml: not recognised: XML: lists in XML are not read; look for the same list as CSV
        hint: if you know, say so: `--kind <nmea|static-table|position-table|register|list|reported-volumes|statements|places|coastline|piers|scene|scene-part|photo|points>`
        ");
        std::fs::write(safe.join("manifest.safe"), "<html/>").unwrap();
        insta::assert_snapshot!(said(&safe), @"error: S1A_IW_TEST.SAFE: its manifest.safe is no manifest of a SAFE folder");
        assert_eq!(load(&case).unwrap(), vec![]);
    }
}
