//! What the files inside a backup say.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) const HEADER: &str = "header.json";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const TABLES: &str = "tables";

/// Raised when an older gcrm could not read the file.
pub(super) const FORMAT: u32 = 1;
/// Rows are written in pieces of about this size.
pub(super) const PIECE_BYTES: usize = 4 << 20;
/// One row may be longer than a piece should be; this long is damage or malice.
pub(super) const PIECE_BYTES_MAX: u64 = 1 << 30;
/// No honest header or manifest is larger.
pub(super) const JSON_BYTES_MAX: u64 = 4 << 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) gcrm_backup: u32,
    pub(super) gcrm_version: String,
    pub(super) schema_version: i32,
    pub(super) taken_at: DateTime<Utc>,
    pub(super) tables: Vec<Table>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) tables: Vec<Content>,
    pub(super) sequences: Vec<Sequence>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) name: String,
    pub(super) rows: u64,
    pub(super) sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sequence {
    pub(super) name: String,
    /// The value that `nextval` gives next.
    pub(super) next: i64,
}

/// What was written or read, for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub taken_at: DateTime<Utc>,
    pub schema_version: i32,
    pub n_tables: usize,
    pub n_rows: u64,
}

impl Summary {
    pub(super) fn new(header: &Header, manifest: &Manifest) -> Self {
        Self {
            taken_at: header.taken_at,
            schema_version: header.schema_version,
            n_tables: header.tables.len(),
            n_rows: manifest.tables.iter().map(|table| table.rows).sum(),
        }
    }
}

/// `"a", "b"`: names as SQL writes them.
pub(super) fn quoted(names: &[String]) -> String {
    names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ")
}

pub(super) fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
