//! Which user runs the server. PostgreSQL refuses to run as root.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::geteuid;

use super::EmbeddedError;

/// The user that root is seen as or falls back to: `nobody` everywhere. It must be one that has a
/// name, which the server's programs look up, and it is the only one that a bare machine has.
const NOBODY: u32 = 65534;

/// Variables that would change what the server's programs do.
const PG_VARIABLES: [&str; 7] =
    ["PGDATA", "PGPORT", "PGHOST", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGTZ"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    /// As whoever runs gcrm.
    Same,
    /// Root, seen by the server as an ordinary user inside a user namespace. Files stay root's.
    Namespace,
    /// Root steps down to this user, who then owns the database files.
    User(u32),
}

impl Identity {
    /// Whoever owns an existing cluster goes on running it.
    pub(super) fn choose(cluster_dir: &Path) -> Result<Self, EmbeddedError> {
        if !geteuid().is_root() {
            return Ok(Self::Same);
        }
        let owner = fs::metadata(cluster_dir).ok().map(|metadata| metadata.uid());
        let candidates = match owner {
            Some(uid) if uid != 0 => vec![Self::User(uid)],
            _ => vec![Self::Namespace, Self::User(NOBODY)],
        };
        candidates.into_iter().find(|identity| identity.works()).ok_or(EmbeddedError::NoIdentity)
    }

    /// A command that runs `program` as this identity.
    pub(super) fn command(self, program: &Path) -> Command {
        self.wrap(&[], program)
    }

    /// The same for a server that the kernel stops (SIGINT, a clean shutdown) when the thread that
    /// started it ends. Without setpriv (not Linux) the next start ends a left-over server instead.
    pub(super) fn bound_command(self, program: &Path) -> Command {
        let bound = ["--pdeathsig", "INT"];
        let probe = self
            .wrap(&bound, Path::new("true"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if probe.is_ok_and(|status| status.success()) {
            self.wrap(&bound, program)
        } else {
            self.command(program)
        }
    }

    /// Gives a file or a whole folder to the identity, where that is somebody else.
    pub(super) fn own(self, path: &Path) -> Result<(), EmbeddedError> {
        let Some(uid) = self.uid() else { return Ok(()) };
        let metadata = fs::symlink_metadata(path).map_err(EmbeddedError::io(path))?;
        if metadata.uid() == uid {
            return Ok(());
        }
        if metadata.is_dir() {
            for entry in fs::read_dir(path).map_err(EmbeddedError::io(path))? {
                self.own(&entry.map_err(EmbeddedError::io(path))?.path())?;
            }
        }
        chown(path, Some(uid), Some(uid)).map_err(EmbeddedError::io(path))
    }

    /// Whose files the server's are, where that is not whoever runs gcrm.
    pub(super) fn uid(self) -> Option<u32> {
        if let Self::User(uid) = self { Some(uid) } else { None }
    }

    fn works(self) -> bool {
        let status =
            self.command(Path::new("true")).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    /// The wrappers replace themselves by the program, so its process id is the child's.
    fn wrap(self, setpriv: &[&str], program: &Path) -> Command {
        let mut line: Vec<String> = Vec::new();
        if self == Self::Namespace {
            line.extend([
                "unshare".into(),
                "--user".into(),
                format!("--map-user={NOBODY}"),
                format!("--map-group={NOBODY}"),
            ]);
        }
        if let Self::User(uid) = self {
            line.extend([
                "setpriv".into(),
                format!("--reuid={uid}"),
                format!("--regid={uid}"),
                "--clear-groups".into(),
            ]);
        } else if !setpriv.is_empty() {
            line.push("setpriv".into());
        }
        line.extend(setpriv.iter().map(ToString::to_string));
        let words: Vec<&OsStr> = line.iter().map(OsStr::new).chain([program.as_os_str()]).collect();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        for name in PG_VARIABLES {
            command.env_remove(name);
        }
        command
    }
}
