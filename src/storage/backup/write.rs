//! Writing a backup.

use std::io::Write;

use chrono::Utc;
use futures_util::{TryStreamExt, pin_mut};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio_postgres::{Client, IsolationLevel, Transaction};

use super::BackupError;
use super::format::{
    Content, FORMAT, HEADER, Header, MANIFEST, Manifest, PIECE_BYTES, Summary, TABLES, Table,
};
use super::format::{quote, quoted};
use super::tables::{sequences, tables};
use crate::storage::migrate;

const ZSTD_LEVEL: i32 = 3;

/// Writes the whole database as it is at this moment; others go on writing meanwhile. The caller
/// makes the file durable.
pub async fn write<W: Write>(client: &mut Client, out: W) -> Result<Summary, BackupError> {
    let schema_version = migrate::current_version(client).await?.unwrap_or(0);
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .await?;
    let header = Header {
        gcrm_backup: FORMAT,
        gcrm_version: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version,
        taken_at: Utc::now(),
        tables: tables(&transaction).await?,
    };
    let mut archive = Archive::new(out)?;
    archive.json(HEADER, &header)?;
    let mut manifest = Manifest::default();
    for table in &header.tables {
        manifest.tables.push(write_table(&transaction, table, &mut archive).await?);
    }
    manifest.sequences = sequences(&transaction).await?;
    archive.json(MANIFEST, &manifest)?;
    archive.finish()?;
    transaction.commit().await?;
    Ok(Summary::new(&header, &manifest))
}

async fn write_table<W: Write>(
    transaction: &Transaction<'_>,
    table: &Table,
    archive: &mut Archive<W>,
) -> Result<Content, BackupError> {
    let copy = format!("COPY {} ({}) TO STDOUT", quote(&table.name), quoted(&table.columns));
    let stream = transaction.copy_out(&copy).await?;
    pin_mut!(stream);
    let mut pieces = Pieces::new(&table.name, archive);
    while let Some(bytes) = stream.try_next().await? {
        pieces.push(&bytes)?;
    }
    pieces.finish()
}

/// Cuts a table's stream into entries of bounded size, counting and hashing on the way.
struct Pieces<'a, W: Write> {
    table: &'a str,
    archive: &'a mut Archive<W>,
    buffer: Vec<u8>,
    n_written: usize,
    n_rows: u64,
    hash: Sha256,
}

impl<'a, W: Write> Pieces<'a, W> {
    fn new(table: &'a str, archive: &'a mut Archive<W>) -> Self {
        Self { table, archive, buffer: Vec::new(), n_written: 0, n_rows: 0, hash: Sha256::new() }
    }

    /// The server sends one row, with its line end, at a time.
    fn push(&mut self, row: &[u8]) -> Result<(), BackupError> {
        self.buffer.extend_from_slice(row);
        self.hash.update(row);
        self.n_rows += 1;
        if self.buffer.len() >= PIECE_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), BackupError> {
        let name = format!("{TABLES}/{}/{:05}", self.table, self.n_written);
        self.archive.entry(&name, &self.buffer)?;
        self.buffer.clear();
        self.n_written += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<Content, BackupError> {
        if !self.buffer.is_empty() {
            self.flush()?;
        }
        let sha256 = crate::storage::hex(&self.hash.finalize());
        Ok(Content { name: self.table.to_owned(), rows: self.n_rows, sha256 })
    }
}

struct Archive<W: Write> {
    tar: tar::Builder<zstd::Encoder<'static, W>>,
}

impl<W: Write> Archive<W> {
    fn new(out: W) -> Result<Self, BackupError> {
        let mut encoder = zstd::Encoder::new(out, ZSTD_LEVEL)?;
        encoder.include_checksum(true)?;
        Ok(Self { tar: tar::Builder::new(encoder) })
    }

    fn json(&mut self, name: &str, value: &impl Serialize) -> Result<(), BackupError> {
        let bytes = serde_json::to_vec_pretty(value).map_err(std::io::Error::from)?;
        self.entry(name, &bytes)
    }

    fn entry(&mut self, name: &str, bytes: &[u8]) -> Result<(), BackupError> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_cksum();
        Ok(self.tar.append_data(&mut header, name, bytes)?)
    }

    fn finish(self) -> Result<(), BackupError> {
        self.tar.into_inner()?.finish()?.flush()?;
        Ok(())
    }
}
