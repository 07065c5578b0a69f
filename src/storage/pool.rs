//! Connections: a bounded pool over the unix socket of the embedded server or `DATABASE_URL`.

use std::str::FromStr;
use std::time::Duration;

use deadpool_postgres::{
    GenericClient, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Transaction,
};
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};

use super::StorageError;

/// Connections one service keeps open at most.
pub const CONNECTIONS_MAX: usize = 16;
/// How long a caller waits for a free connection before it is told that the service is busy.
pub const CONNECTION_WAIT: Duration = Duration::from_secs(3);
/// How long one statement may run before the server stops it; longer work says so itself.
const STATEMENT_TIMEOUT_MS: u32 = 30_000;

pub type Tx<'a> = Transaction<'a>;
pub type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

#[derive(Debug, Clone)]
pub struct PoolSettings {
    pub config: tokio_postgres::Config,
    pub n_connections: usize,
    pub wait: Duration,
}

impl PoolSettings {
    pub fn new(config: tokio_postgres::Config) -> Self {
        Self { config, n_connections: CONNECTIONS_MAX, wait: CONNECTION_WAIT }
    }
}

/// A pool; connections are made on demand, so this succeeds while the database is still down.
///
/// # Errors
/// When the settings do not fit together.
pub fn pool(settings: &PoolSettings) -> Result<Pool, StorageError> {
    let manager = Manager::from_config(
        client_config(settings.config.clone()),
        NoTls,
        ManagerConfig { recycling_method: RecyclingMethod::Fast },
    );
    Pool::builder(manager)
        .max_size(settings.n_connections)
        .wait_timeout(Some(settings.wait))
        .create_timeout(Some(settings.wait))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| StorageError::Pool(error.to_string()))
}

fn client_config(mut config: tokio_postgres::Config) -> tokio_postgres::Config {
    config.application_name("gcrm");
    let ours = format!("-c statement_timeout={STATEMENT_TIMEOUT_MS} -c timezone=UTC");
    let options = match config.get_options() {
        Some(theirs) => format!("{ours} {theirs}"),
        None => ours,
    };
    config.options(&options);
    config
}

/// A connection from the pool.
///
/// # Errors
/// [`StorageError::Exhausted`] when none became free in time.
pub async fn connection(pool: &Pool) -> Result<Object, StorageError> {
    Ok(pool.get().await?)
}

/// Whether the database answers.
pub async fn ping(pool: &Pool) -> Result<(), StorageError> {
    let client = connection(pool).await?;
    row(&client, "SELECT 1", &[]).await?;
    Ok(())
}

/// All rows of a query, prepared once per connection.
pub async fn rows(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
) -> Result<Vec<Row>, StorageError> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.query(&statement, params).await?)
}

/// The one row of a query, if there is one.
pub async fn row(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
) -> Result<Option<Row>, StorageError> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.query_opt(&statement, params).await?)
}

/// Runs a statement; says how many rows it touched.
pub async fn execute(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
) -> Result<u64, StorageError> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.execute(&statement, params).await?)
}

/// A column that holds one of our codes.
pub fn code<T: FromStr>(row: &Row, column: &str) -> Result<T, StorageError>
where
    T::Err: Into<StorageError>,
{
    row.try_get::<_, &str>(column)?.parse().map_err(Into::into)
}

/// A column that holds one of our codes or NULL.
pub fn code_opt<T: FromStr>(row: &Row, column: &str) -> Result<Option<T>, StorageError>
where
    T::Err: Into<StorageError>,
{
    row.try_get::<_, Option<&str>>(column)?
        .map(|value| value.parse().map_err(Into::into))
        .transpose()
}
