//! Region files: immutable, page-aligned, checksummed, versioned and memory-mapped. Several
//! processes share the same pages.
//!
//! Layout: one header page, then the sections, each starting at a page. The header page holds
//! magic, format, what the file is and its version, the file's length, the section table and a
//! checksum of all that. Each table entry carries the checksum of its section.
//!
//! Opening verifies the header page and, of files up to [`VERIFY_ON_OPEN_BYTES_MAX`], every
//! section. A longer file is verified whole by [`RegionFile::verify`] (`gcrm region list --verify`):
//! reading gigabytes at every start would make opening as slow as the disk.

mod header;
mod mmap;
mod write;

use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::domain::flat::FlatError;
use header::Header;
pub use write::{Content, write};

/// Above this length only the header is verified on opening. Checksums run at several GB/s, so
/// this much takes some 10 ms.
pub const VERIFY_ON_OPEN_BYTES_MAX: u64 = 32 << 20;

/// What a file holds, and the version of its meaning. Raised whenever the reader changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub name: &'static str,
    pub version: u32,
}

/// Why a region file is refused.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("cannot use {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path} is not a region file of gcrm; {REBUILD}")]
    NotRegionFile { path: PathBuf },
    #[error("{path} has format {found}, this gcrm reads {expected}; {REBUILD}")]
    Version { path: PathBuf, found: u32, expected: u32 },
    #[error("{path} is damaged ({what}); {REBUILD}")]
    Damaged { path: PathBuf, what: String },
    #[error("a region file of {0} sections is more than its header can name")]
    TooManySections(usize),
}

const REBUILD: &str = "build the region again with 'gcrm region build --osm FILE'";

/// An open, mapped region file.
#[derive(Debug, Clone)]
pub struct RegionFile {
    path: PathBuf,
    bytes: Bytes,
    header: Header,
}

impl RegionFile {
    /// # Errors
    /// When the file cannot be read, is of another kind or version, or is damaged.
    pub fn open(path: &Path, kind: Kind) -> Result<Self, FileError> {
        let io = |source| FileError::Io { path: path.to_owned(), source };
        let bytes = mmap::map(path).map_err(io)?;
        let header = Header::read(&bytes, path, kind)?;
        let file = Self { path: path.to_owned(), bytes, header };
        if file.n_bytes() <= VERIFY_ON_OPEN_BYTES_MAX {
            file.verify()?;
        }
        Ok(file)
    }

    /// # Errors
    /// When a section does not match its checksum.
    pub fn verify(&self) -> Result<(), FileError> {
        for section in &self.header.sections {
            let content = &self.bytes[section.range()];
            if crc32fast::hash(content) != section.checksum {
                return Err(self.damaged(format!("section '{}'", section.name)));
            }
        }
        Ok(())
    }

    /// The bytes of a section, aligned to a page, shared and not copied.
    ///
    /// # Errors
    /// When there is no such section.
    pub fn section(&self, name: &str) -> Result<Bytes, FlatError> {
        let section = self.header.sections.iter().find(|section| section.name == name);
        let section = section.ok_or_else(|| FlatError::Missing(name.to_owned()))?;
        Ok(self.bytes.slice(section.range()))
    }

    #[must_use]
    pub fn n_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The error for a file whose sections do not fit together.
    #[must_use]
    pub fn damaged(&self, what: String) -> FileError {
        FileError::Damaged { path: self.path.clone(), what }
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
