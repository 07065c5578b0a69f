//! Reading a backup into an empty database.

use std::io::{self, Read};
use std::path::Path;

use futures_util::{SinkExt, pin_mut};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tar::{Archive, Entries, Entry};
use tokio_postgres::{Client, Transaction};

use super::BackupError;
use super::format::{Content, FORMAT, HEADER, Header, MANIFEST, Manifest, Summary, TABLES, Table};
use super::format::{JSON_BYTES_MAX, PIECE_BYTES_MAX, quote, quoted};
use crate::storage::migrate;

type Input<'a, R> = zstd::Decoder<'a, io::BufReader<R>>;

/// Restores everything or nothing, then brings the schema up to date.
pub async fn restore<R: Read>(client: &mut Client, input: R) -> Result<Summary, BackupError> {
    if migrate::current_version(client).await?.is_some() {
        return Err(BackupError::NotEmpty);
    }
    let decoder =
        zstd::Decoder::new(input).map_err(|error| BackupError::NotABackup(error.to_string()))?;
    let mut archive: Archive<Input<'_, R>> = Archive::new(decoder);
    let mut entries = archive.entries().map_err(damaged)?;
    let header = read_header(&mut entries)?;
    let transaction = client.transaction().await?;
    migrate::create_at(&transaction, header.schema_version).await?;
    let manifest = read_tables(&transaction, &header, entries).await?;
    set_sequences(&transaction, &manifest).await?;
    transaction.commit().await?;
    migrate::run(client).await?;
    Ok(Summary::new(&header, &manifest))
}

fn read_header<R: Read>(entries: &mut Entries<'_, R>) -> Result<Header, BackupError> {
    let not_a_backup = |error: io::Error| BackupError::NotABackup(error.to_string());
    let first = entries.next().ok_or_else(|| BackupError::NotABackup("it is empty".to_owned()))?;
    let first = first.map_err(not_a_backup)?;
    if first.path().map_err(not_a_backup)? != Path::new(HEADER) {
        return Err(BackupError::NotABackup(format!("it does not begin with {HEADER}")));
    }
    let header: Header = read_json(first)?;
    if header.gcrm_backup > FORMAT {
        return Err(BackupError::NewerFormat { found: header.gcrm_backup, known: FORMAT });
    }
    Ok(header)
}

/// The pieces come table after table in the header's order; a table without rows has none.
async fn read_tables<R: Read>(
    transaction: &Transaction<'_>,
    header: &Header,
    entries: Entries<'_, R>,
) -> Result<Manifest, BackupError> {
    let mut pieces = Pieces { entries, next: None };
    pieces.advance()?;
    let mut found = Vec::with_capacity(header.tables.len());
    for table in &header.tables {
        found.push(read_table(transaction, table, &mut pieces).await?);
    }
    let manifest: Manifest = pieces.manifest()?;
    compare(&found, &manifest.tables)?;
    Ok(manifest)
}

async fn read_table<R: Read>(
    transaction: &Transaction<'_>,
    table: &Table,
    pieces: &mut Pieces<'_, R>,
) -> Result<Content, BackupError> {
    let copy = format!("COPY {} ({}) FROM STDIN", quote(&table.name), quoted(&table.columns));
    let sink = transaction.copy_in::<_, io::Cursor<Vec<u8>>>(&copy).await?;
    pin_mut!(sink);
    let mut hash = Sha256::new();
    while let Some(bytes) = pieces.take(&table.name)? {
        hash.update(&bytes);
        sink.send(io::Cursor::new(bytes)).await?;
    }
    let rows = sink.finish().await?;
    Ok(Content { name: table.name.clone(), rows, sha256: crate::storage::hex(&hash.finalize()) })
}

fn compare(found: &[Content], expected: &[Content]) -> Result<(), BackupError> {
    if found.len() != expected.len() {
        return Err(BackupError::Damaged(
            "its manifest names other tables than its header".to_owned(),
        ));
    }
    let differs = found.iter().zip(expected).find(|(found, expected)| found != expected);
    match differs {
        None => Ok(()),
        Some((found, expected)) => Err(BackupError::Damaged(format!(
            "table {} has {} rows where {} were written, or their content differs",
            expected.name, found.rows, expected.rows
        ))),
    }
}

async fn set_sequences(
    transaction: &Transaction<'_>,
    manifest: &Manifest,
) -> Result<(), BackupError> {
    for sequence in &manifest.sequences {
        let name = quote(&sequence.name);
        transaction
            .execute("SELECT setval($1::text::regclass, $2, false)", &[&name, &sequence.next])
            .await?;
    }
    Ok(())
}

/// The archive's entries, one read ahead.
struct Pieces<'a, R: Read> {
    entries: Entries<'a, R>,
    next: Option<(String, Vec<u8>)>,
}

impl<R: Read> Pieces<'_, R> {
    fn advance(&mut self) -> Result<(), BackupError> {
        self.next = match self.entries.next() {
            None => None,
            Some(entry) => {
                let mut entry = entry.map_err(damaged)?;
                if entry.size() > PIECE_BYTES_MAX {
                    return Err(BackupError::Damaged(format!("a piece of {} bytes", entry.size())));
                }
                let name = entry.path().map_err(damaged)?.display().to_string();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).map_err(damaged)?;
                Some((name, bytes))
            }
        };
        Ok(())
    }

    /// The next piece, if it belongs to this table.
    fn take(&mut self, table: &str) -> Result<Option<Vec<u8>>, BackupError> {
        let folder = format!("{TABLES}/{table}/");
        match self.next.take_if(|(name, _)| name.starts_with(&folder)) {
            None => Ok(None),
            Some((_, bytes)) => {
                self.advance()?;
                Ok(Some(bytes))
            }
        }
    }

    fn manifest(mut self) -> Result<Manifest, BackupError> {
        match self.next.take() {
            Some((name, bytes)) if name == MANIFEST => serde_json::from_slice(&bytes)
                .map_err(|error| BackupError::Damaged(error.to_string())),
            Some((name, _)) => Err(BackupError::Damaged(format!("{name} is out of place"))),
            None => Err(BackupError::Damaged("its end is missing".to_owned())),
        }
    }
}

fn read_json<T: DeserializeOwned, R: Read>(entry: Entry<'_, R>) -> Result<T, BackupError> {
    serde_json::from_reader(entry.take(JSON_BYTES_MAX))
        .map_err(|error| BackupError::NotABackup(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn damaged(error: io::Error) -> BackupError {
    BackupError::Damaged(error.to_string())
}
