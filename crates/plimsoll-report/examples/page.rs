//! Writes the report of an invented dossier: `cargo run -p plimsoll-report --example page -- FOLDER [small|large|east|three|archive|across|image|images|waterlines|season]`.

#[expect(clippy::unwrap_used, reason = "numbers made up in that file, shared with the tests")]
#[path = "../tests/it/invented/mod.rs"]
mod invented;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "report".into()));
    let dossier = match arguments.next().as_deref() {
        Some("large") => invented::dossier(invented::LARGE),
        Some("east") => invented::dossier(invented::EAST),
        Some("three") => invented::dossier(invented::THREE),
        Some("archive") => invented::archive(3_000, invented::STRAIT),
        Some("across") => invented::archive(91, invented::GULF),
        Some("waterlines") => invented::with_waterlines(invented::dossier(invented::SMALL)),
        Some("season") => invented::season::with_season(),
        Some("image") => invented::scenes::with_scenes(1, 1, 1),
        Some("images") => invented::scenes::with_scenes(200, 1, 6),
        _ => invented::dossier(invented::SMALL),
    };
    for file in plimsoll_report::render(&dossier) {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        std::fs::write(path, &file.bytes)?;
    }
    Ok(())
}
