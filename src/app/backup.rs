//! Backup into a file and restore from it.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use super::database::{Database, OpenError};
use crate::storage::backup::{self, BackupError, Summary};

/// Writes beside the final place and moves the finished file there: a file of that name is always a
/// whole backup. An existing file is never replaced.
pub async fn write(database: &Database, path: &Path) -> Result<Summary, Error> {
    if path.exists() {
        return Err(Error::Exists(path.to_owned()));
    }
    let draft = draft_of(path);
    let outcome = write_draft(database, &draft).await;
    if outcome.is_err() {
        // What remains of a failed backup is of no use; the failure itself is what matters.
        let _ = fs::remove_file(&draft);
    }
    let summary = outcome?;
    fs::rename(&draft, path).map_err(Error::io(path))?;
    Ok(summary)
}

async fn write_draft(database: &Database, draft: &Path) -> Result<Summary, Error> {
    let file = File::create(draft).map_err(Error::io(draft))?;
    let mut client = database.connect().await?;
    let mut out = BufWriter::new(file);
    let summary = backup::write(&mut client, &mut out).await?;
    let file = out.into_inner().map_err(|error| Error::io(draft)(error.into_error()))?;
    file.sync_all().map_err(Error::io(draft))?;
    Ok(summary)
}

pub async fn restore(database: &Database, path: &Path) -> Result<Summary, Error> {
    let file = File::open(path).map_err(Error::io(path))?;
    let mut client = database.connect().await?;
    Ok(backup::restore(&mut client, BufReader::new(file)).await?)
}

fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} exists already; choose another name", .0.display())]
    Exists(PathBuf),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl Error {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}
