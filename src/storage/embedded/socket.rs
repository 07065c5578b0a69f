//! The folder of the server's socket: private, and short enough for the kernel.

use std::env;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;
use sha2::{Digest, Sha256};

use super::identity::Identity;
use super::{EmbeddedError, cluster};

/// `sun_path` holds 108 bytes with the final zero, 104 on macOS and the BSDs.
const SOCKET_PATH_MAX: usize = 103;
const SOCKET_NAME: &str = ".s.PGSQL.5432";

/// Makes the folder if need be and keeps everybody else out.
pub(super) fn prepare(data_dir: &Path, identity: Identity) -> Result<PathBuf, EmbeddedError> {
    let dir = cluster::private_dir(&location(data_dir)?)?;
    own_and_close(&dir, identity)?;
    Ok(dir)
}

/// `run` in the data directory, or a folder of our own among the temporary files when that path is
/// too long.
pub(super) fn location(data_dir: &Path) -> Result<PathBuf, EmbeddedError> {
    let candidates = [data_dir.join("run"), env::temp_dir().join(short_name(data_dir))];
    let fitting = candidates.into_iter().find(|dir| fits(dir));
    fitting.ok_or_else(|| EmbeddedError::SocketPath { dir: data_dir.to_owned() })
}

fn fits(dir: &Path) -> bool {
    dir.join(SOCKET_NAME).as_os_str().len() <= SOCKET_PATH_MAX
}

/// Different for every user and data directory, always the same for one.
fn short_name(data_dir: &Path) -> String {
    let digest = Sha256::digest(data_dir.as_os_str().as_bytes());
    format!("gcrm-{}-{}", geteuid().as_raw(), crate::storage::hex(&digest[..6]))
}

/// Somebody else's folder of that name is refused: they could put a false server there.
fn own_and_close(dir: &Path, identity: Identity) -> Result<(), EmbeddedError> {
    let metadata = fs::symlink_metadata(dir).map_err(EmbeddedError::io(dir))?;
    let ours = [Some(geteuid().as_raw()), identity.uid()];
    if !ours.contains(&Some(metadata.uid())) {
        return Err(EmbeddedError::SocketPath { dir: dir.to_owned() });
    }
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).map_err(EmbeddedError::io(dir))?;
    identity.own(dir)
}

#[cfg(test)]
#[path = "socket_tests.rs"]
mod tests;
