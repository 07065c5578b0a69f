//! A server that an earlier gcrm left behind: still running, still stopping, or only its pid file.
//!
//! Whoever calls holds the data directory's lock, so no living gcrm uses the server found here.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use super::{EmbeddedError, postmaster_pid};

/// How long a clean shutdown of a left-over server may take.
const STOP_WAIT: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(10);

pub(super) fn stop(cluster_dir: &Path) -> Result<(), EmbeddedError> {
    let Some(previous) = postmaster_pid::read(cluster_dir) else { return Ok(()) };
    let Some(pid) = i32::try_from(previous.pid).ok().and_then(Pid::from_raw) else { return Ok(()) };
    if !serves(pid, cluster_dir) {
        return remove_stale(pid, cluster_dir);
    }
    tracing::warn!(pid = previous.pid, "stopping the database server that an earlier gcrm left");
    for signal in [Signal::INT, Signal::QUIT] {
        // A server that has gone meanwhile is what we want.
        let _ = kill_process(pid, signal);
        if gone_within(pid, cluster_dir, STOP_WAIT) {
            return Ok(());
        }
    }
    Err(EmbeddedError::PreviousRuns { pid: previous.pid })
}

/// After a power cut the number in the file may belong to any other program, which the server
/// would take for itself and refuse to start. When nobody works in the cluster the file is removed;
/// otherwise it stays and the server decides.
fn remove_stale(pid: Pid, cluster_dir: &Path) -> Result<(), EmbeddedError> {
    if test_kill_process(pid).is_err() || anyone_works_in(cluster_dir) {
        return Ok(());
    }
    let path = postmaster_pid::path(cluster_dir);
    fs::remove_file(&path).map_err(EmbeddedError::io(&path))
}

fn gone_within(pid: Pid, cluster_dir: &Path, wait: Duration) -> bool {
    let end = Instant::now() + wait;
    while serves(pid, cluster_dir) {
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(POLL);
    }
    true
}

/// Servers work inside their cluster's folder; on Linux the kernel shows that.
fn serves(pid: Pid, cluster_dir: &Path) -> bool {
    if cfg!(target_os = "linux") {
        works_in(&format!("/proc/{}/cwd", pid.as_raw_nonzero()), cluster_dir)
    } else {
        test_kill_process(pid).is_ok()
    }
}

fn works_in(link: &str, cluster_dir: &Path) -> bool {
    fs::read_link(link).is_ok_and(|dir| dir == cluster_dir)
}

fn anyone_works_in(cluster_dir: &Path) -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .into_iter()
        .any(|entry| works_in(&format!("{}/cwd", entry.path().display()), cluster_dir))
}
