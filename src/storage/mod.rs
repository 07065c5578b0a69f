//! PostgreSQL: the embedded server, the pool, migrations, queries per table, the change feed.

pub mod accounts;
pub mod activities;
pub mod alignments;
pub mod audit;
pub mod backup;
pub mod bulk;
pub mod contacts;
pub mod custom_fields;
pub mod embedded;
pub mod error;
pub mod feed;
pub mod jobs;
pub mod market;
pub mod migrate;
pub mod organisations;
pub mod places;
pub mod pool;
pub mod records;
pub mod references;
pub mod road_closures;
pub mod routes;
pub mod sessions;
pub mod sites;
pub mod snapshots;
pub mod tags;
pub mod teams;
pub mod territories;
pub mod travel_models;
pub mod users;
pub mod vehicles;
pub mod visibility;

pub use error::StorageError;

/// Lower-case hexadecimal, for checksums and names made from them.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The server's own sentence where there is one; the driver's is only "db error".
fn describe(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |db| db.message().to_owned())
}
