//! The program as a process: started, watched, ended.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const POLL: Duration = Duration::from_millis(5);

pub fn gcrm(data_dir: &Path, args: &[&str]) -> Command {
    let program = std::env::var_os("GCRM_BIN");
    let program = program.unwrap_or_else(|| OsString::from(env!("CARGO_BIN_EXE_gcrm")));
    let mut command = Command::new(program);
    command.args(args).arg("--data-dir").arg(data_dir).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null()).env_remove("DATABASE_URL");
    command
}

/// What a command took.
pub struct Spent {
    pub seconds: f64,
    /// The most memory it held, in megabytes (10^6); none where the system does not say.
    pub peak_mb: Option<u64>,
}

/// Runs a command that must succeed.
pub fn run(mut command: Command) -> Spent {
    let begin = Instant::now();
    let mut child = command.spawn().expect("the program runs");
    let mut peak_mb = None;
    let status = loop {
        // The mark only rises, so the last look before the end misses a few milliseconds at most.
        peak_mb = peak(&child).or(peak_mb);
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            break status;
        }
        thread::sleep(POLL);
    };
    assert!(status.success(), "{command:?}: {status}");
    Spent { seconds: begin.elapsed().as_secs_f64(), peak_mb }
}

fn peak(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib * 1024 / 1_000_000)
}
