//! The database files: made once, all or nothing.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::binaries::Binaries;
use super::identity::Identity;
use super::{EmbeddedError, ROLE};

/// Makes the folder if need be, for its owner only, and returns its full path.
pub(super) fn private_dir(dir: &Path) -> Result<PathBuf, EmbeddedError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(EmbeddedError::io(dir))?;
    dir.canonicalize().map_err(EmbeddedError::io(dir))
}

pub(super) fn exists(cluster_dir: &Path) -> bool {
    cluster_dir.join("PG_VERSION").is_file()
}

/// The PostgreSQL that made the cluster, if there is one.
pub(super) fn major_version(cluster_dir: &Path) -> Option<u32> {
    fs::read_to_string(cluster_dir.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// Runs `initdb` beside the final place and moves the result there, so that an interrupted first
/// start leaves nothing that looks like a database.
pub(super) fn create(
    binaries: &Binaries,
    identity: Identity,
    cluster_dir: &Path,
) -> Result<(), EmbeddedError> {
    let draft = cluster_dir.with_extension("new");
    match fs::remove_dir_all(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(EmbeddedError::io(&draft)(error));
        }
        _ => {}
    }
    let draft = private_dir(&draft)?;
    fs::set_permissions(&draft, fs::Permissions::from_mode(0o700))
        .map_err(EmbeddedError::io(&draft))?;
    identity.own(&draft)?;
    initdb(binaries, identity, &draft)?;
    fs::rename(&draft, cluster_dir).map_err(EmbeddedError::io(cluster_dir))
}

fn initdb(binaries: &Binaries, identity: Identity, draft: &Path) -> Result<(), EmbeddedError> {
    let output = identity
        .command(&binaries.program("initdb"))
        .arg("--pgdata")
        .arg(draft)
        .args(["--username", ROLE, "--auth", "trust", "--encoding", "UTF8"])
        .args(["--locale", "C.UTF-8", "--lc-messages", "C"])
        .output()
        .map_err(EmbeddedError::io(&binaries.program("initdb")))?;
    if output.status.success() {
        return Ok(());
    }
    let detail = complaint(&String::from_utf8_lossy(&output.stderr));
    Err(EmbeddedError::Initdb { dir: draft.to_owned(), detail })
}

/// The line in which a PostgreSQL program says what is wrong.
pub(super) fn complaint(stderr: &str) -> String {
    if stderr.contains("No space left on device") {
        return "the disk is full".to_owned();
    }
    let lines: Vec<&str> = stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let said = |word: &str| lines.iter().rev().find(|line| line.contains(word));
    let line =
        said("FATAL:").or_else(|| said("PANIC:")).or_else(|| said("error:")).or(lines.last());
    line.map_or_else(|| "it said nothing".to_owned(), |line| after_prefix(line).to_owned())
}

/// Drops the time and program name in front of the message.
fn after_prefix(line: &str) -> &str {
    let message = ["FATAL:", "PANIC:", "error:"].iter().find_map(|word| line.split_once(word));
    message.map_or(line, |(_, message)| message.trim())
}

#[cfg(test)]
#[path = "cluster_tests.rs"]
mod tests;
