//! What several test modules need.

use std::path::{Path, PathBuf};
use std::process::Output;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The program with arguments, in a folder.
pub(crate) fn plimsoll(folder: &Path, args: &[&str]) -> Output {
    assert_cmd::Command::cargo_bin("plimsoll").unwrap().current_dir(folder).args(args).output().unwrap()
}

/// Standard output of a command that must succeed.
pub(crate) fn stdout(folder: &Path, args: &[&str]) -> String {
    let output = plimsoll(folder, args);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "plimsoll {args:?}: {}\n{errors}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// Exit code and standard error of a command that must fail.
pub(crate) fn failure(folder: &Path, args: &[&str]) -> String {
    let output = plimsoll(folder, args);
    assert!(!output.status.success(), "plimsoll {args:?} should have failed");
    format!("exit {}\n{}", output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Copies a folder.
pub(crate) fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::write(&target, std::fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// Every file below a folder with its bytes, by relative path.
pub(crate) fn tree_bytes(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, at: &Path, found: &mut std::collections::BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut found = std::collections::BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}
