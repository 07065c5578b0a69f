//! Room on the disk, asked before long work rather than found missing in its middle.

use std::path::Path;

/// A region, the database with its write-ahead log, and some air.
const FREE_MB_MIN: u64 = 500;

pub(crate) fn check(dir: &Path) -> Result<(), String> {
    let Some(free_mb) = free_mb(dir) else { return Ok(()) };
    if free_mb >= FREE_MB_MIN {
        return Ok(());
    }
    Err(format!(
        "the disk under {} has {free_mb} MB left and gcrm wants {FREE_MB_MIN}; free some, or choose another place with --data-dir",
        dir.display()
    ))
}

/// `None` when the system does not say.
fn free_mb(dir: &Path) -> Option<u64> {
    let existing = dir.ancestors().find(|dir| dir.exists()).unwrap_or(Path::new("."));
    let stat = rustix::fs::statvfs(existing).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize) >> 20)
}
