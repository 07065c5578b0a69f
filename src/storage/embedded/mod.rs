//! The real PostgreSQL server as a private part of gcrm: one cluster under the data directory,
//! reachable through a unix socket only, started and stopped with the service.
//!
//! - [`binaries`] finds the server's programs, [`identity`] decides which user runs them.
//! - [`cluster`] makes the database files once, all or nothing.
//! - [`lock`] keeps a second gcrm out of the data directory.
//! - [`previous`] ends a server that an earlier gcrm left behind.
//! - [`supervisor`] starts the server, starts it again when it dies, and stops it cleanly. The
//!   kernel stops it when gcrm itself is killed.

mod binaries;
mod cluster;
mod identity;
mod lock;
mod postmaster_pid;
mod previous;
mod socket;
mod supervisor;

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use binaries::Binaries;
use identity::Identity;
use lock::DataLock;
use supervisor::{Launch, Supervisor};

/// The database that gcrm keeps its records in.
const DATABASE: &str = "postgres";
/// The role that owns everything; nobody else can reach the socket.
const ROLE: &str = "gcrm";

/// How long a gcrm that was told to stop may take to say that it does.
const ANNOUNCEMENT_WAIT: Duration = Duration::from_millis(500);

/// Where the embedded server lives and what may be different about it.
#[derive(Debug, Clone)]
pub struct Options {
    pub data_dir: PathBuf,
    /// Programs to use for a new cluster, before any that are found on the machine.
    pub bin_dir: Option<PathBuf>,
    /// Further server settings; tests trade durability for speed with these.
    pub settings: Vec<(&'static str, &'static str)>,
}

impl Options {
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), bin_dir: None, settings: Vec::new() }
    }
}

/// A running embedded server. Dropping it stops the server cleanly.
#[derive(Debug)]
pub struct Embedded {
    socket_dir: PathBuf,
    server_version: String,
    supervisor: Supervisor,
    // Last, so that the directory stays locked until the server has stopped.
    lock: DataLock,
}

impl Embedded {
    /// Makes the cluster if there is none, ends a left-over server, and starts ours. Blocks for
    /// about a second on the first start and a few hundred milliseconds later.
    pub fn start(options: &Options) -> Result<Self, EmbeddedError> {
        let data_dir = cluster::private_dir(&options.data_dir)?;
        let lock = DataLock::acquire(&data_dir, Duration::ZERO)?;
        let cluster_dir = data_dir.join("postgres");
        let identity = Identity::choose(&cluster_dir)?;
        let binaries = Binaries::find(options.bin_dir.as_deref(), &data_dir, &cluster_dir)?;
        if !cluster::exists(&cluster_dir) {
            cluster::create(&binaries, identity, &cluster_dir)?;
        }
        identity.own(&cluster_dir)?;
        let socket_dir = socket::prepare(&data_dir, identity)?;
        previous::stop(&cluster_dir)?;
        let server_version = binaries.version.clone();
        let supervisor = Supervisor::start(Launch {
            binaries,
            identity,
            cluster_dir,
            socket_dir: socket_dir.clone(),
            log_file: data_dir.join("postgres.log"),
            settings: options.settings.clone(),
        })?;
        Ok(Self { socket_dir, server_version, supervisor, lock })
    }

    /// How to connect: socket directory, database and role.
    pub fn config(&self) -> tokio_postgres::Config {
        config_at(&self.socket_dir)
    }

    /// What `postgres --version` says, such as `15.14`.
    pub fn server_version(&self) -> &str {
        &self.server_version
    }

    /// The server's process id while it runs.
    pub fn server_pid(&self) -> Option<u32> {
        self.supervisor.pid()
    }

    /// Says that the server will stop soon, so that the next start waits for it.
    pub fn announce_stop(&self) {
        self.lock.announce_stop();
    }

    /// Stops the server cleanly and waits for it. Dropping does the same.
    pub fn stop(self) {
        drop(self);
    }
}

/// Waits while an earlier gcrm stops, with a word in the log; one that goes on is a refusal.
pub fn wait_for_predecessor(data_dir: &Path) -> Result<(), EmbeddedError> {
    let data_dir = cluster::private_dir(data_dir)?;
    DataLock::acquire(&data_dir, ANNOUNCEMENT_WAIT).map(drop)
}

/// How to connect to the server that another gcrm runs on this data directory.
pub fn config_of_running(data_dir: &Path) -> Result<tokio_postgres::Config, EmbeddedError> {
    let data_dir = data_dir.canonicalize().map_err(EmbeddedError::io(data_dir))?;
    Ok(config_at(&socket::location(&data_dir)?))
}

fn config_at(socket_dir: &Path) -> tokio_postgres::Config {
    let mut config = tokio_postgres::Config::new();
    config.host_path(socket_dir).dbname(DATABASE).user(ROLE);
    config
}

#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "the data directory {} is in use by {holder}; stop it, or choose another directory with --data-dir",
        dir.display()
    )]
    Locked { dir: PathBuf, holder: String },
    #[error(
        "no PostgreSQL {wanted} was found (looked in {looked}); install it (Debian: apt-get install postgresql), \
         or name its programs with --postgres-bin, or set DATABASE_URL"
    )]
    NoBinaries { wanted: String, looked: String },
    #[error(
        "PostgreSQL refuses to run as root, and this machine offers neither user namespaces (unshare) nor setpriv; \
         start gcrm as another user"
    )]
    NoIdentity,
    #[error("the database files in {} could not be made: {detail}", dir.display())]
    Initdb { dir: PathBuf, detail: String },
    #[error("the database server did not start: {detail} (see {})", log.display())]
    Start { detail: String, log: PathBuf },
    #[error("an earlier database server (process {pid}) does not stop; end it and start again")]
    PreviousRuns { pid: u32 },
    #[error("no directory is short enough for the database's socket; choose a shorter --data-dir (now {})", dir.display())]
    SocketPath { dir: PathBuf },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl EmbeddedError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
