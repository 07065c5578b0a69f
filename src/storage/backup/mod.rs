//! Backup and restore without outside tools: every table as a COPY stream in one `.tar.zst`.
//!
//! ```text
//! header.json          what this is, the schema's version, tables in an order that foreign keys allow
//! tables/NAME/00000    the rows, in PostgreSQL's text format, in pieces of bounded size
//! ...
//! manifest.json        rows and SHA-256 of each table, positions of the sequences
//! ```
//!
//! A backup is one consistent moment. A restore goes into a database that gcrm has never touched,
//! is one transaction, and is refused when anything differs from the manifest.

mod format;
mod read;
mod tables;
mod write;

pub use format::Summary;
pub use read::restore;
pub use write::write;

use std::io;

use super::migrate::MigrateError;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("this is not a gcrm backup: {0}")]
    NotABackup(String),
    #[error("the backup is of format {found}; this gcrm reads up to {known}; use a newer gcrm")]
    NewerFormat { found: u32, known: u32 },
    #[error("the backup is damaged: {0}; nothing was restored")]
    Damaged(String),
    #[error(
        "restore needs an empty database, and this one already holds gcrm's tables; choose a new --data-dir"
    )]
    NotEmpty,
    #[error("the tables refer to each other in a circle: {0}")]
    Circle(String),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error("the database: {}", super::describe(.0))]
    Database(#[from] tokio_postgres::Error),
    #[error("the backup file: {0}")]
    File(#[from] io::Error),
}
