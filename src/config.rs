//! Every knob of gcrm. Each is a flag and, where a deployment sets it once, an environment variable;
//! the flag wins. `gcrm COMMAND --help` shows them.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Where gcrm keeps its files.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// Folder for the embedded database and the installed regions; made when it is missing
    #[arg(
        long,
        value_name = "DIR",
        env = "GCRM_DATA_DIR",
        default_value = "gcrm-data",
        global = true
    )]
    pub data_dir: PathBuf,
}

impl DataArgs {
    /// The folder with one subfolder for each installed region.
    pub fn regions_dir(&self) -> PathBuf {
        self.data_dir.join("regions")
    }
}

/// Which database holds the records.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    #[command(flatten)]
    pub data: DataArgs,

    /// An outside PostgreSQL (15 or later) in place of the embedded one
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Folder with the programs (postgres, initdb) for a new embedded database
    #[arg(long, value_name = "DIR", env = "GCRM_POSTGRES_BIN")]
    pub postgres_bin: Option<PathBuf>,
}

/// How the service is reached.
#[derive(Debug, Clone, Args)]
pub struct ListenArgs {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", env = "GCRM_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Threads that answer requests [default: one a core]
    #[arg(long, value_name = "N", env = "GCRM_WORKERS")]
    pub workers: Option<NonZeroUsize>,

    /// Believe the X-Forwarded-For of a reverse proxy in front
    #[arg(long, env = "GCRM_TRUST_PROXY")]
    pub trust_proxy: bool,
}

/// What is logged; the log goes to standard error.
#[derive(Debug, Clone, Args)]
pub struct LogArgs {
    /// Text for people or JSON for machines
    #[arg(long, value_enum, env = "GCRM_LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,

    /// What to log, such as "info" or "gcrm=debug,warn" [default: gcrm=info,warn; demo: warn]
    #[arg(long, value_name = "FILTER", env = "GCRM_LOG", global = true)]
    pub log: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}
