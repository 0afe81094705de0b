//! Where the bytes of a scene lie: a raster, rasters of one scene, a SAFE folder, a SAFE archive.

use crate::error::UserError;
use crate::exit::Exit;
use plimsoll_imagery::safe::{SafeFiles, SafeZip, open_safe};
use plimsoll_imagery::{ImageryError, OpenOptions, OpenedScene, ReadSeek, join, open_scene};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

/// The files of one scene.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SceneSource {
    /// One raster, or several that are bands of one scene.
    Rasters(Vec<PathBuf>),
    /// A folder with a `manifest.safe`.
    SafeFolder(PathBuf),
    /// A ZIP archive of such a folder.
    SafeZip(PathBuf),
}

impl SceneSource {
    /// From what was typed: a path, or paths of the bands of one scene with `+` between them.
    pub fn parse(text: &str) -> Result<Self, UserError> {
        if Path::new(text).exists() {
            return Self::of_path(Path::new(text));
        }
        let parts: Vec<PathBuf> = text.split('+').map(PathBuf::from).collect();
        match parts.iter().find(|part| !part.is_file()) {
            None => Ok(Self::Rasters(parts)),
            Some(missing) => {
                Err(UserError::usage(format!("there is no file or folder `{}`", missing.display()))
                    .hint("name a GeoTIFF, PNG or JPEG, a .SAFE folder, or a .zip of one")
                    .hint("bands of one scene in two files: `scene_vv.tif+scene_vh.tif`"))
            }
        }
    }

    /// From a path that is there.
    pub fn of_path(path: &Path) -> Result<Self, UserError> {
        if path.is_dir() {
            return safe_root(path).map(Self::SafeFolder);
        }
        if path.file_name().is_some_and(|name| name == "manifest.safe") {
            let folder = path.parent().unwrap_or(Path::new("."));
            return Ok(Self::SafeFolder(folder.into()));
        }
        let mut head = Vec::new();
        File::open(path)
            .and_then(|file| file.take(4).read_to_end(&mut head))
            .map_err(|e| unreadable(&path.display().to_string(), &e))?;
        let is_zip = head.starts_with(b"PK\x03\x04");
        Ok(if is_zip { Self::SafeZip(path.into()) } else { Self::Rasters(vec![path.into()]) })
    }

    /// Its name: that of the product, or of the first file.
    pub fn name(&self) -> String {
        let path = match self {
            Self::Rasters(paths) => &paths[0],
            Self::SafeFolder(path) | Self::SafeZip(path) => path,
        };
        path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned())
    }

    /// Opens it. Each worker opens its own.
    pub fn open(&self, options: &OpenOptions) -> Result<OpenedScene, UserError> {
        let opened = match self {
            Self::Rasters(paths) => rasters(paths, options)?,
            Self::SafeFolder(folder) => open_safe(&self.name(), &FolderFiles { root: folder.clone() }),
            Self::SafeZip(path) => {
                let path = path.clone();
                let reopen = move || -> std::io::Result<Box<dyn ReadSeek>> {
                    Ok(Box::new(BufReader::new(File::open(&path)?)))
                };
                SafeZip::new(&self.name(), Box::new(reopen)).and_then(|files| open_safe(&self.name(), &files))
            }
        };
        opened.map_err(|e| refused(&e))
    }
}

/// Rasters of one scene, joined.
fn rasters(paths: &[PathBuf], options: &OpenOptions) -> Result<Result<OpenedScene, ImageryError>, UserError> {
    let mut scenes = Vec::new();
    for path in paths {
        let file = File::open(path).map_err(|e| unreadable(&path.display().to_string(), &e))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match open_scene(&name, Box::new(BufReader::new(file)), options) {
            Ok(scene) => scenes.push(scene),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(if scenes.len() == 1 { Ok(scenes.remove(0)) } else { join(scenes) })
}

/// The folder that holds `manifest.safe`: this one, or the one folder in it that does.
fn safe_root(folder: &Path) -> Result<PathBuf, UserError> {
    let holds = |dir: &Path| dir.join("manifest.safe").is_file();
    if holds(folder) {
        return Ok(folder.into());
    }
    let inside = std::fs::read_dir(folder).map_err(|e| unreadable(&folder.display().to_string(), &e))?;
    let mut roots: Vec<_> = inside.filter_map(|e| Some(e.ok()?.path())).filter(|dir| holds(dir)).collect();
    roots.sort();
    match roots.len() {
        1 => Ok(roots.remove(0)),
        found => Err(UserError::usage(format!(
            "`{}` is no SAFE folder: expected a `manifest.safe` in it, or one folder with one; found {found} such folders",
            folder.display()
        ))
        .hint("name each scene: `plimsoll detect A.SAFE B.SAFE`")),
    }
}

/// The files of a folder.
struct FolderFiles {
    root: PathBuf,
}

impl SafeFiles for FolderFiles {
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        list(&self.root, "", 4, &mut names);
        names.sort();
        names
    }
    fn open(&self, name: &str) -> Result<Box<dyn ReadSeek>, ImageryError> {
        let fault = |error| ImageryError::Io { file: name.to_owned(), error };
        // A name comes from the manifest, which may be hostile: nothing outside the folder is opened.
        let is_inside =
            Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_inside {
            return Err(fault(std::io::Error::other("the name leads out of the folder")));
        }
        let file = File::open(self.root.join(name)).map_err(fault)?;
        Ok(Box::new(BufReader::new(file)))
    }
}

/// Files below a folder, by their path from the root with `/`.
fn list(folder: &Path, prefix: &str, depth: u8, names: &mut Vec<String>) {
    let Ok(inside) = std::fs::read_dir(folder) else { return };
    for entry in inside.flatten() {
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path.is_file() {
            names.push(name);
        } else if path.is_dir() && depth > 0 {
            list(&path, &format!("{name}/"), depth - 1, names);
        }
    }
}

/// A file that cannot be read.
pub(super) fn unreadable(file: &str, error: &std::io::Error) -> UserError {
    UserError::new(Exit::ExhibitUnreadable, format!("reading `{file}`: {error}"))
}

/// A scene that cannot be used.
pub(crate) fn refused(error: &ImageryError) -> UserError {
    UserError::new(Exit::ExhibitUnreadable, error.to_string()).see("docs/methods/radar-raster.md")
}
