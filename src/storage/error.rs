//! What can go wrong between the service and its database.

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

use crate::domain::crm::UnknownCode;

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// All connections stayed in use for longer than a caller waits.
    #[error("no database connection became free in time")]
    Exhausted,
    #[error("the database cannot be reached: {0}")]
    Unreachable(#[source] PoolError),
    #[error("the database refused a query: {}", explain(.0))]
    Query(#[from] tokio_postgres::Error),
    #[error("a row holds what this version does not know: {0}")]
    Unreadable(String),
    #[error("the connection pool cannot be made: {0}")]
    Pool(String),
}

impl From<PoolError> for StorageError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => Self::Exhausted,
            PoolError::Backend(error) if !error.is_closed() && error.as_db_error().is_some() => {
                Self::Query(error)
            }
            error => Self::Unreachable(error),
        }
    }
}

impl From<UnknownCode> for StorageError {
    fn from(error: UnknownCode) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl StorageError {
    /// Whether the database is away, or was while this was going on.
    pub fn is_away(&self) -> bool {
        const ENDING: [SqlState; 3] =
            [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW];
        match self {
            Self::Unreachable(_) => true,
            Self::Query(error) => {
                error.is_closed() || error.code().is_some_and(|code| ENDING.contains(code))
            }
            _ => false,
        }
    }

    /// Whether the database had no room for a write.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Query(error) if error.code() == Some(&SqlState::DISK_FULL))
    }

    /// The name of the unique constraint or index that a write ran into.
    pub fn duplicate(&self) -> Option<&str> {
        self.violated(&SqlState::UNIQUE_VIOLATION)
    }

    /// The name of the foreign key that a write broke.
    pub fn dangling(&self) -> Option<&str> {
        self.violated(&SqlState::FOREIGN_KEY_VIOLATION)
    }

    fn violated(&self, state: &SqlState) -> Option<&str> {
        let Self::Query(error) = self else { return None };
        let error = error.as_db_error()?;
        (error.code() == state).then(|| error.constraint().unwrap_or_default())
    }
}

/// tokio-postgres hides the server's sentence in the source.
fn explain(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(detail) => format!("{} ({})", detail.message(), detail.code().code()),
        None => error.to_string(),
    }
}
