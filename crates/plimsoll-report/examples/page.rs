//! Writes the report of an invented dossier: `cargo run -p plimsoll-report --example page -- FOLDER [small|large|east]`.

#[expect(clippy::unwrap_used, reason = "numbers made up in that file, shared with the tests")]
#[path = "../tests/it/invented/mod.rs"]
mod invented;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "report".into()));
    let shape = match arguments.next().as_deref() {
        Some("large") => invented::LARGE,
        Some("east") => invented::EAST,
        _ => invented::SMALL,
    };
    std::fs::create_dir_all(&folder)?;
    for file in plimsoll_report::render(&invented::dossier(shape)) {
        std::fs::write(folder.join(&file.path), &file.bytes)?;
    }
    Ok(())
}
