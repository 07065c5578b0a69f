//! Regions on disk: the lock, the folder in which one is built, putting it in place, removing it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{RegionError, info};

const NAME_BYTES_MAX: usize = 64;

/// Folders that are being built or thrown away begin with a dot.
const BUILDING: &str = ".building-";
const LOCK_FILE: &str = ".lock";

/// Folders of installed regions, by name.
pub(super) fn installed(regions_dir: &Path) -> Result<Vec<PathBuf>, RegionError> {
    let entries = match std::fs::read_dir(regions_dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(RegionError::io(regions_dir)(error)),
    };
    let mut folders: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && file_name(path).is_some_and(|name| is_name(&name)))
        .collect();
    folders.sort();
    Ok(folders)
}

/// A region's folder, and when it was put in place.
pub(super) type Mark = (PathBuf, Option<SystemTime>);

/// What is installed, as cheaply as it can be told.
pub(super) fn marks(regions_dir: &Path) -> Result<Vec<Mark>, RegionError> {
    let installed_at = |folder: &Path| {
        std::fs::metadata(folder.join(info::FILE_NAME)).and_then(|info| info.modified()).ok()
    };
    let folders = installed(regions_dir)?.into_iter();
    Ok(folders.map(|folder| (folder.clone(), installed_at(&folder))).collect())
}

fn file_name(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}

fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    (1..=NAME_BYTES_MAX).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// # Errors
/// When the text cannot name a region.
pub(super) fn check_name(name: &str) -> Result<(), RegionError> {
    if is_name(name) { Ok(()) } else { Err(RegionError::Name(name.to_owned())) }
}

/// A name made from the extract's: `Helsinki.osm.pbf` gives `helsinki`.
#[must_use]
pub fn default_name(osm: &Path) -> String {
    let name = file_name(osm).unwrap_or_default().to_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    let stem: String = stem
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
        .take(NAME_BYTES_MAX)
        .collect();
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "region".to_owned() } else { stem.to_owned() }
}

/// Held while regions are built or removed; given back when dropped, also by a killed process.
#[derive(Debug)]
pub(super) struct BuildLock {
    _file: File,
}

impl BuildLock {
    pub(super) fn take(regions_dir: &Path) -> Result<Self, RegionError> {
        std::fs::create_dir_all(regions_dir).map_err(RegionError::io(regions_dir))?;
        let path = regions_dir.join(LOCK_FILE);
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(RegionError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(RegionError::Locked(regions_dir.to_owned())),
            Err(TryLockError::Error(error)) => Err(RegionError::io(path)(error)),
        }
    }
}

/// The folder a region is built in. It is gone when dropped, with whatever is in it then.
#[derive(Debug)]
pub(super) struct Site {
    folder: PathBuf,
    place: PathBuf,
}

impl Site {
    /// Clears what a killed build may have left.
    pub(super) fn new(
        regions_dir: &Path,
        name: &str,
        _lock: &BuildLock,
    ) -> Result<Self, RegionError> {
        let folder = regions_dir.join(format!("{BUILDING}{name}"));
        remove(&folder)?;
        std::fs::create_dir(&folder).map_err(RegionError::io(&folder))?;
        Ok(Self { folder, place: regions_dir.join(name) })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// One rename puts the region in place. An old one of the name changes places with it and is
    /// removed; whoever has it mapped keeps it until done.
    pub(super) fn finish(self) -> Result<(), RegionError> {
        let renamed = if self.place.exists() {
            exchange(&self.folder, &self.place)
        } else {
            std::fs::rename(&self.folder, &self.place)
        };
        renamed.map_err(RegionError::io(&self.place))
    }
}

fn exchange(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::EXCHANGE)?)
}

impl Drop for Site {
    fn drop(&mut self) {
        // What cannot be removed now, the next build removes.
        let _ = remove(&self.folder);
    }
}

fn remove(folder: &Path) -> Result<(), RegionError> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(RegionError::io(folder)(error))
        }
        _ => Ok(()),
    }
}

/// Removes an installed region.
///
/// # Errors
/// When there is none of the name, or it cannot be removed.
pub fn uninstall(regions_dir: &Path, name: &str) -> Result<(), RegionError> {
    check_name(name)?;
    if !regions_dir.join(name).is_dir() {
        return Err(RegionError::Missing(name.to_owned()));
    }
    let _lock = BuildLock::take(regions_dir)?;
    // Out of sight first: half a region must never look like one.
    let hidden = regions_dir.join(format!("{BUILDING}{name}"));
    remove(&hidden)?;
    std::fs::rename(regions_dir.join(name), &hidden).map_err(RegionError::io(&hidden))?;
    remove(&hidden)
}

#[cfg(test)]
#[path = "install_tests.rs"]
mod tests;
