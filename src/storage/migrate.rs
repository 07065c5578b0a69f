//! Brings the schema up to date: numbered SQL files, forward only, never edited once applied.
//!
//! Every start runs this under a lock, so that several instances may start together. What was
//! applied is remembered with its checksum; a database that has been changed by other means, or by a
//! newer gcrm, is left alone.

use sha2::{Digest, Sha256};
use tokio_postgres::{Client, Transaction};

/// Any number, the same in every gcrm: the key of the advisory lock.
const LOCK_KEY: i64 = 0x6763_726d_0001;

/// All migrations in order. A new file is added here and nowhere else.
pub const MIGRATIONS: &[Migration] = &[
    migration(1, "init", include_str!("migrations/0001_init.sql")),
    migration(2, "change_feed", include_str!("migrations/0002_change_feed.sql")),
    migration(3, "vehicles", include_str!("migrations/0003_vehicles.sql")),
    migration(4, "travel_models", include_str!("migrations/0004_travel_models.sql")),
    migration(5, "custom_fields", include_str!("migrations/0005_custom_fields.sql")),
    migration(6, "road_closures", include_str!("migrations/0006_road_closures.sql")),
];

#[derive(Debug, Clone, Copy)]
pub struct Migration {
    pub version: i32,
    pub name: &'static str,
    pub sql: &'static str,
}

const fn migration(version: i32, name: &'static str, sql: &'static str) -> Migration {
    Migration { version, name, sql }
}

impl Migration {
    fn checksum(&self) -> String {
        super::hex(&Sha256::digest(self.sql))
    }
}

/// The version a database has after [`run`].
pub fn latest_version() -> i32 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Applies what is missing and returns it, in order; empty when nothing was.
pub async fn run(client: &mut Client) -> Result<Vec<&'static Migration>, MigrateError> {
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK_KEY]).await?;
    let outcome = apply_missing(client).await;
    // A lost connection gives the lock back by itself; the outcome says why it was lost.
    let unlocked = client.execute("SELECT pg_advisory_unlock($1)", &[&LOCK_KEY]).await;
    let applied = outcome?;
    unlocked?;
    Ok(applied)
}

/// The version of a database, or `None` when gcrm has never touched it.
pub async fn current_version(client: &Client) -> Result<Option<i32>, MigrateError> {
    let table =
        client.query_one("SELECT to_regclass('schema_migrations') IS NOT NULL", &[]).await?;
    if !table.get::<_, bool>(0) {
        return Ok(None);
    }
    Ok(client.query_one("SELECT max(version) FROM schema_migrations", &[]).await?.get(0))
}

async fn apply_missing(client: &mut Client) -> Result<Vec<&'static Migration>, MigrateError> {
    client.batch_execute(CREATE_TABLE).await?;
    let applied = applied(client).await?;
    let missing = missing(&applied, MIGRATIONS)?;
    for migration in &missing {
        apply(client, migration).await?;
        tracing::info!(
            version = migration.version,
            "applied migration {:04} {}",
            migration.version,
            migration.name
        );
    }
    Ok(missing)
}

const CREATE_TABLE: &str = "
    SET client_min_messages = warning;
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version integer PRIMARY KEY,
        name text NOT NULL,
        checksum text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    );
    RESET client_min_messages;";

#[derive(Debug, Clone)]
struct Applied {
    version: i32,
    name: String,
    checksum: String,
}

async fn applied(client: &Client) -> Result<Vec<Applied>, MigrateError> {
    let rows = client
        .query("SELECT version, name, checksum FROM schema_migrations ORDER BY version", &[])
        .await?;
    Ok(rows
        .iter()
        .map(|row| Applied { version: row.get(0), name: row.get(1), checksum: row.get(2) })
        .collect())
}

/// What is still to be applied, or why this database must not be touched.
fn missing<'a>(
    applied: &[Applied],
    known: &'a [Migration],
) -> Result<Vec<&'a Migration>, MigrateError> {
    let newest = known.last().map_or(0, |migration| migration.version);
    for row in applied {
        let Some(migration) = known.iter().find(|migration| migration.version == row.version)
        else {
            return Err(MigrateError::Newer {
                version: row.version,
                name: row.name.clone(),
                newest,
            });
        };
        if migration.checksum() != row.checksum {
            return Err(MigrateError::Changed { version: row.version, name: row.name.clone() });
        }
    }
    let is_applied =
        |migration: &&Migration| applied.iter().any(|row| row.version == migration.version);
    let missing: Vec<_> = known.iter().filter(|migration| !is_applied(migration)).collect();
    let last = applied.last().map_or(0, |row| row.version);
    match missing.first() {
        Some(gap) if gap.version < last => Err(MigrateError::Gap { version: gap.version, last }),
        _ => Ok(missing),
    }
}

/// The file and the note that it was applied are one transaction.
async fn apply(client: &mut Client, migration: &Migration) -> Result<(), MigrateError> {
    let transaction = client.transaction().await?;
    apply_within(&transaction, migration).await?;
    let failed =
        |source| MigrateError::Failed { version: migration.version, name: migration.name, source };
    transaction.commit().await.map_err(failed)
}

async fn apply_within(
    transaction: &Transaction<'_>,
    migration: &Migration,
) -> Result<(), MigrateError> {
    let failed =
        |source| MigrateError::Failed { version: migration.version, name: migration.name, source };
    transaction.batch_execute(migration.sql).await.map_err(failed)?;
    transaction
        .execute(
            "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
            &[&migration.version, &migration.name, &migration.checksum()],
        )
        .await?;
    Ok(())
}

/// Makes the schema as it was at `version` in an empty database, for a restore.
pub async fn create_at(transaction: &Transaction<'_>, version: i32) -> Result<(), MigrateError> {
    let newest = latest_version();
    if version > newest {
        return Err(MigrateError::Newer { version, name: "(of the backup)".to_owned(), newest });
    }
    transaction.batch_execute(CREATE_TABLE).await?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.version <= version) {
        apply_within(transaction, migration).await?;
    }
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error(
        "the database was made by a newer gcrm (it has migration {version:04} {name}, this gcrm knows up to \
         {newest:04}); start that version, or restore a backup into an empty database"
    )]
    Newer { version: i32, name: String, newest: i32 },
    #[error(
        "migration {version:04} {name} in the database is not the one of this gcrm; use the gcrm that applied it"
    )]
    Changed { version: i32, name: String },
    #[error(
        "the database has migration {last:04} but lacks {version:04}; use the gcrm that applied it"
    )]
    Gap { version: i32, last: i32 },
    #[error(
        "migration {version:04} {name} failed, nothing of it was kept: {}",
        super::describe(source)
    )]
    Failed { version: i32, name: &'static str, source: tokio_postgres::Error },
    #[error("the database could not be brought up to date: {}", super::describe(.0))]
    Database(#[from] tokio_postgres::Error),
}

#[cfg(test)]
#[path = "migrate_tests.rs"]
mod tests;
