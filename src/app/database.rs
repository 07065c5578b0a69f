//! Which database holds the records: the one `DATABASE_URL` names, or the embedded one.

use std::path::PathBuf;
use std::str::FromStr;

use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, NoTls};

use super::AppSettings;
use crate::config::DatabaseArgs;
use crate::region::{RegionError, Regions};
use crate::storage::StorageError;
use crate::storage::embedded::{self, Embedded, EmbeddedError, Options};
use crate::storage::migrate::{self, MigrateError};
use crate::storage::pool::PoolSettings;

/// An open database. Dropping it stops the embedded server, if that is what it is.
#[derive(Debug)]
pub struct Database {
    config: tokio_postgres::Config,
    embedded: Option<Embedded>,
    regions_dir: PathBuf,
}

impl Database {
    /// Starts the embedded server unless a URL is given. Blocks until it is ready.
    pub fn open(args: &DatabaseArgs) -> Result<Self, OpenError> {
        let regions_dir = args.data.regions_dir();
        if let Some(url) = &args.database_url {
            let config = outside(url)?;
            return Ok(Self { config, embedded: None, regions_dir });
        }
        let mut options = Options::new(&args.data.data_dir);
        options.bin_dir.clone_from(&args.postgres_bin);
        let embedded = Embedded::start(&options)?;
        Ok(Self { config: embedded.config(), embedded: Some(embedded), regions_dir })
    }

    /// The same, but when another gcrm runs the embedded server, its server is used: for commands
    /// that work beside a running service.
    pub fn open_or_join(args: &DatabaseArgs) -> Result<Self, OpenError> {
        match Self::open(args) {
            Err(OpenError::Embedded(EmbeddedError::Locked { .. })) => {
                let config = embedded::config_of_running(&args.data.data_dir)?;
                Ok(Self { config, embedded: None, regions_dir: args.data.regions_dir() })
            }
            outcome => outcome,
        }
    }

    /// Waits for a service on the same data folder that is stopping.
    pub fn wait_for_predecessor(args: &DatabaseArgs) -> Result<(), OpenError> {
        if args.database_url.is_none() {
            embedded::wait_for_predecessor(&args.data.data_dir)?;
        }
        Ok(())
    }

    /// Says that the service will stop soon, so that the next one waits for it.
    pub fn announce_stop(&self) {
        if let Some(embedded) = &self.embedded {
            embedded.announce_stop();
        }
    }

    /// How to connect.
    pub fn config(&self) -> &tokio_postgres::Config {
        &self.config
    }

    /// Settings for a service on this database with the regions of the data folder. Regions that
    /// cannot be used are named in the log and left out.
    pub fn app_settings(&self) -> Result<AppSettings, RegionError> {
        let mut settings = AppSettings::new(PoolSettings::new(self.config.clone()));
        settings.regions = Regions::open(&self.regions_dir)?;
        settings.regions.warn_of_refused();
        settings.regions_dir = Some(self.regions_dir.clone());
        Ok(settings)
    }

    /// "embedded PostgreSQL 15.14", for the log.
    pub fn describe(&self) -> String {
        match &self.embedded {
            Some(embedded) => format!("embedded PostgreSQL {}", embedded.server_version()),
            None => "the PostgreSQL of DATABASE_URL".to_owned(),
        }
    }

    /// Brings the schema up to date and names the migrations that were missing.
    pub async fn migrate(&self) -> Result<Vec<String>, OpenError> {
        let mut client = self.connect().await?;
        let applied = migrate::run(&mut client).await?;
        Ok(applied
            .iter()
            .map(|migration| format!("{:04} {}", migration.version, migration.name))
            .collect())
    }

    /// A connection outside the pool, for work that is done once.
    pub(super) async fn connect(&self) -> Result<Client, OpenError> {
        let (client, connection) = self.config.connect(NoTls).await.map_err(OpenError::Connect)?;
        tokio::spawn(connection);
        Ok(client)
    }
}

/// The server of a URL. Its connections are not encrypted, which is refused where it was asked for.
fn outside(url: &str) -> Result<tokio_postgres::Config, OpenError> {
    if url.contains("sslmode=verify") {
        return Err(OpenError::Tls);
    }
    let config = tokio_postgres::Config::from_str(url).map_err(OpenError::Url)?;
    if config.get_ssl_mode() == SslMode::Require { Err(OpenError::Tls) } else { Ok(config) }
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "DATABASE_URL asks for an encrypted connection (sslmode), which gcrm does not make; use a server on this \
         machine or in a private network, or a tunnel, with sslmode=disable"
    )]
    Tls,
    #[error("DATABASE_URL is not a PostgreSQL address: {0}")]
    Url(tokio_postgres::Error),
    #[error("the database cannot be reached: {}", cause(.0))]
    Connect(tokio_postgres::Error),
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The driver's own text is only "error connecting to server".
fn cause(error: &tokio_postgres::Error) -> String {
    use std::error::Error;

    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
#[path = "database_tests.rs"]
mod tests;
