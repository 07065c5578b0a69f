//! Starts the server, starts it again when it dies, stops it cleanly.
//!
//! The server belongs to one thread of its own: the kernel's "parent died" signal follows the
//! thread that started a process, so that thread lives as long as the server.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::binaries::Binaries;
use super::identity::Identity;
use super::{EmbeddedError, cluster, postmaster_pid};

/// Recovery after a crash replays what was not yet in the files; beyond this something is wrong.
const START_WAIT_MAX: Duration = Duration::from_mins(5);
/// After a kill -9 the old server's helpers need a moment to notice and let go of shared memory.
const HANDOVER_WAIT_MAX: Duration = Duration::from_secs(10);
/// A clean shutdown writes a checkpoint; after this the server is told to stop at once, which is
/// safe too: the next start recovers.
const STOP_WAIT_MAX: Duration = Duration::from_mins(1);
/// So many unexpected ends within the window, and we stop trying.
const RESTARTS_MAX: usize = 5;
const RESTARTS_WINDOW: Duration = Duration::from_mins(1);
const POLL: Duration = Duration::from_millis(5);
const LOG_BYTES_MAX: u64 = 16 << 20;

/// Everything needed to start the server once more.
#[derive(Debug)]
pub(super) struct Launch {
    pub(super) binaries: Binaries,
    pub(super) identity: Identity,
    pub(super) cluster_dir: PathBuf,
    pub(super) socket_dir: PathBuf,
    pub(super) log_file: PathBuf,
    pub(super) settings: Vec<(&'static str, &'static str)>,
}

#[derive(Debug, Default)]
struct State {
    stopping: bool,
    pid: Option<Pid>,
}

#[derive(Debug)]
pub(super) struct Supervisor {
    state: Arc<Mutex<State>>,
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// Returns when the server accepts connections.
    pub(super) fn start(launch: Launch) -> Result<Self, EmbeddedError> {
        let state = Arc::new(Mutex::new(State::default()));
        let (report, first_start) = channel();
        let log = launch.log_file.clone();
        let (end, ended) = channel();
        let keeper = Keeper { launch, state: Arc::clone(&state), _end: end };
        let thread = thread::Builder::new()
            .name("postgres".to_owned())
            .spawn(move || keeper.run(&report))
            .map_err(EmbeddedError::io(Path::new("postgres thread")))?;
        let supervisor = Self { state, ended, thread: Some(thread) };
        let silent = |_| EmbeddedError::Start { detail: "its thread ended".to_owned(), log };
        first_start.recv().map_err(silent)??;
        Ok(supervisor)
    }

    pub(super) fn pid(&self) -> Option<u32> {
        locked(&self.state).pid.map(|pid| pid.as_raw_nonzero().get().unsigned_abs())
    }

    fn signal(&self, signal: Signal) {
        if let Some(pid) = locked(&self.state).pid {
            // Already gone is as good.
            let _ = kill_process(pid, signal);
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        locked(&self.state).stopping = true;
        self.signal(Signal::INT);
        if self
            .ended
            .recv_timeout(STOP_WAIT_MAX)
            .is_err_and(|error| error == std::sync::mpsc::RecvTimeoutError::Timeout)
        {
            tracing::warn!("the database server takes long to stop; stopping it at once");
            self.signal(Signal::QUIT);
        }
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has already been reported.
            let _ = thread.join();
        }
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lives on the server's thread.
struct Keeper {
    launch: Launch,
    state: Arc<Mutex<State>>,
    /// Closes when the thread ends.
    _end: Sender<()>,
}

impl Keeper {
    fn run(self, report: &Sender<Result<(), EmbeddedError>>) {
        let mut child = match self.launch_until_ready() {
            Ok(child) => child,
            Err(error) => {
                let _ = report.send(Err(error));
                return;
            }
        };
        let _ = report.send(Ok(()));
        let mut restarts: Vec<Instant> = Vec::new();
        while let Some(running) = child {
            self.wait_for_end(running);
            if locked(&self.state).stopping || !may_restart(&mut restarts) {
                return;
            }
            tracing::warn!("the database server ended unexpectedly; starting it again");
            child = self.launch_until_ready().unwrap_or_else(|error| {
                tracing::error!(%error, "the database server could not be started again");
                None
            });
        }
    }

    fn wait_for_end(&self, mut child: Child) {
        // Fails only when somebody else has already waited for it.
        let _ = child.wait();
        locked(&self.state).pid = None;
    }

    /// `None` when a stop was asked for meanwhile.
    fn launch_until_ready(&self) -> Result<Option<Child>, EmbeddedError> {
        let handover_end = Instant::now() + HANDOVER_WAIT_MAX;
        loop {
            let log_start =
                fs::metadata(&self.launch.log_file).map_or(0, |metadata| metadata.len());
            let Some(mut child) = self.spawn_unless_stopping()? else { return Ok(None) };
            if self.wait_until_ready(&mut child) {
                return Ok(Some(child));
            }
            self.wait_for_end(child);
            if locked(&self.state).stopping {
                return Ok(None);
            }
            let said = tail(&self.launch.log_file, log_start);
            if !said.contains("is still in use") || Instant::now() >= handover_end {
                let detail = cluster::complaint(&said);
                return Err(EmbeddedError::Start { detail, log: self.launch.log_file.clone() });
            }
            thread::sleep(POLL);
        }
    }

    fn spawn_unless_stopping(&self) -> Result<Option<Child>, EmbeddedError> {
        let mut state = locked(&self.state);
        if state.stopping {
            return Ok(None);
        }
        let child = self.launch.spawn()?;
        state.pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        Ok(Some(child))
    }

    /// False when the server ended (or was ended) before it was ready.
    fn wait_until_ready(&self, child: &mut Child) -> bool {
        let end = Instant::now() + START_WAIT_MAX;
        while Instant::now() < end {
            let file = postmaster_pid::read(&self.launch.cluster_dir);
            if file.is_some_and(|file| file.pid == child.id() && file.ready) {
                return true;
            }
            if !matches!(child.try_wait(), Ok(None)) {
                return false;
            }
            thread::sleep(POLL);
        }
        // Ignored: it may have ended in this instant.
        let _ = child.kill();
        false
    }
}

impl Launch {
    fn spawn(&self) -> Result<Child, EmbeddedError> {
        use std::os::unix::process::CommandExt;

        let log = open_log(&self.log_file)?;
        let program = self.binaries.program("postgres");
        let mut command = self.identity.bound_command(&program);
        command.arg("-D").arg(&self.cluster_dir).args(["-p", "5432"]);
        for (name, value) in self.all_settings() {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        // A process group of its own: Ctrl-C reaches gcrm, which then stops the server in order.
        command.process_group(0).stdout(Stdio::null()).stderr(log);
        command.spawn().map_err(EmbeddedError::io(&program))
    }

    fn all_settings(&self) -> impl Iterator<Item = (&str, String)> {
        let quoted = format!("\"{}\"", self.socket_dir.display().to_string().replace('"', "\"\""));
        let fixed = [
            ("listen_addresses", String::new()),
            ("unix_socket_directories", quoted),
            ("unix_socket_permissions", "0700".to_owned()),
            ("timezone", "UTC".to_owned()),
            ("log_timezone", "UTC".to_owned()),
            ("logging_collector", "off".to_owned()),
        ];
        fixed
            .into_iter()
            .chain(self.settings.iter().map(|(name, value)| (*name, (*value).to_owned())))
    }
}

/// Appends to the log, or begins a new one when it has grown large.
fn open_log(path: &Path) -> Result<File, EmbeddedError> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LOG_BYTES_MAX) {
        fs::rename(path, path.with_extension("log.old")).map_err(EmbeddedError::io(path))?;
    }
    File::options().create(true).append(true).open(path).map_err(EmbeddedError::io(path))
}

/// What was written to the log since `start`.
fn tail(path: &Path, start: u64) -> String {
    let read = || {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&bytes).into_owned())
    };
    read().unwrap_or_default()
}

fn may_restart(restarts: &mut Vec<Instant>) -> bool {
    let now = Instant::now();
    restarts.retain(|at| now.duration_since(*at) < RESTARTS_WINDOW);
    if restarts.len() >= RESTARTS_MAX {
        tracing::error!(
            "the database server keeps ending; giving up (restart gcrm after looking at postgres.log)"
        );
        return false;
    }
    restarts.push(now);
    true
}
