//! The file in which a running server writes its process id and how far it is.

use std::fs;
use std::path::{Path, PathBuf};

/// Line numbers as the server documents them (`src/include/utils/pidfile.h`).
const LINE_PID: usize = 0;
const LINE_STATUS: usize = 7;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PostmasterPid {
    pub(super) pid: u32,
    pub(super) ready: bool,
}

pub(super) fn path(cluster_dir: &Path) -> PathBuf {
    cluster_dir.join("postmaster.pid")
}

pub(super) fn read(cluster_dir: &Path) -> Option<PostmasterPid> {
    parse(&fs::read_to_string(path(cluster_dir)).ok()?)
}

fn parse(text: &str) -> Option<PostmasterPid> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let pid = lines.get(LINE_PID)?.parse().ok()?;
    Some(PostmasterPid { pid, ready: lines.get(LINE_STATUS) == Some(&"ready") })
}

#[cfg(test)]
#[path = "postmaster_pid_tests.rs"]
mod tests;
