//! Writes a simulated radar scene into a folder, for people to look at:
//! `cargo run --release -p plimsoll-simulate --example scene -- FOLDER SEED`.

use plimsoll_simulate::{SarSceneParams, simulate_sar};
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut words = env::args().skip(1);
    let folder = words.next().ok_or_else(|| io::Error::other("expected a folder and a seed"))?;
    let seed =
        words.next().and_then(|s| s.parse().ok()).ok_or_else(|| io::Error::other("expected a seed"))?;
    let scene = simulate_sar(&SarSceneParams::of_seed(seed));
    scene.write(&mut |path, bytes| {
        let path = Path::new(&folder).join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(&folder)))?;
        fs::write(path, bytes)
    })
}
