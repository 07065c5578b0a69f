//! The real program as a process of its own, for what happens when it ends.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{Caller, PASSWORD};

/// Far more than any start takes; only a hang reaches it.
pub const PATIENCE: Duration = Duration::from_mins(2);
const POLL: Duration = Duration::from_millis(10);
/// Who may do everything.
const ADMIN: &str = "admin@process.test";

/// `gcrm serve`; killed when dropped.
pub struct Process {
    child: Child,
    log: Arc<Mutex<String>>,
    data_dir: PathBuf,
}

/// `gcrm ARGS` on a data directory.
pub fn gcrm(data_dir: &Path, args: &[&str]) -> Command {
    // Another build, such as the released one, when it is named.
    let program = std::env::var_os("GCRM_BIN");
    let mut command = Command::new(program.unwrap_or_else(|| env!("CARGO_BIN_EXE_gcrm").into()));
    command.args(args).arg("--data-dir").arg(data_dir).stdin(Stdio::null());
    command.env_remove("DATABASE_URL");
    command
}

/// Makes the first user, an admin.
pub fn add_admin(data_dir: &Path) {
    let user = ["user", "add", "--email", ADMIN, "--name", "A", "--role", "admin"];
    let mut command = gcrm(data_dir, &user);
    command.args(["--password-stdin", "--country", "FI", "--time-zone", "Europe/Helsinki"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut password = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut password, PASSWORD.as_bytes()).unwrap();
    drop(password);
    assert!(child.wait().unwrap().success());
}

impl Process {
    /// Starts the service on any free port and does not wait for it.
    pub fn launch(data_dir: &Path) -> Self {
        let mut command = gcrm(data_dir, &["serve", "--listen", "127.0.0.1:0", "--workers", "2"]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (stderr, lines) = (child.stderr.take().unwrap(), Arc::clone(&log));
        thread::spawn(move || keep(stderr, &lines));
        Self { child, log, data_dir: data_dir.to_owned() }
    }

    /// Starts the service and waits until it answers.
    pub fn serve(data_dir: &Path) -> Self {
        let process = Self::launch(data_dir);
        process.base();
        process
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Waits until the log holds a text.
    pub fn hear(&self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.log().contains(text) {
            assert!(Instant::now() < end, "no {text:?} in {}", self.log());
            thread::sleep(POLL);
        }
    }

    /// `http://127.0.0.1:PORT`, as soon as the service says where it listens.
    pub fn base(&self) -> String {
        const BEFORE: &str = "http://localhost:";
        self.hear(BEFORE);
        let log = self.log();
        let port: String = log.split(BEFORE).nth(1).unwrap().chars().take(5).collect();
        format!("http://127.0.0.1:{}", port.trim_end_matches(|c: char| !c.is_ascii_digit()))
    }

    /// The admin, signed in. A pooled connection to a killed database may still be refused.
    pub async fn admin(&self) -> Caller {
        let mut caller = Caller::at(self.base());
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = caller.sign_in(ADMIN, PASSWORD).await;
            if answer.status == 200 {
                return caller;
            }
            assert!(answer.status >= 500 && Instant::now() < end, "{}", answer.text);
            tokio::time::sleep(POLL).await;
        }
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(pid(self.child.id()), signal).unwrap();
    }

    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// kill -9 of the service alone.
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        self.wait();
    }

    /// kill -9 of the database server alone; returns when the service has started another.
    pub async fn kill_database(&self) {
        let (killed, _) = self.database().unwrap();
        kill_process(pid(killed), Signal::KILL).unwrap();
        let end = Instant::now() + PATIENCE;
        while !self.database().is_some_and(|(server, is_ready)| server != killed && is_ready) {
            assert!(Instant::now() < end, "the database does not come back: {}", self.log());
            tokio::time::sleep(POLL).await;
        }
    }

    /// The database server's process and whether it is ready, as it says itself.
    fn database(&self) -> Option<(u32, bool)> {
        let file = fs::read_to_string(self.data_dir.join("postgres/postmaster.pid")).ok()?;
        Some((file.lines().next()?.parse().ok()?, file.contains("ready")))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Ended already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keep(stderr: impl Read, log: &Mutex<String>) {
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let mut log = log.lock().unwrap();
        log.push_str(&line);
        log.push('\n');
    }
}

fn pid(number: u32) -> Pid {
    Pid::from_raw(number.cast_signed()).unwrap()
}
