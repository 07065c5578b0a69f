//! The first page of a region file.

use std::ops::Range;
use std::path::Path;

use super::{FileError, Kind};

pub(super) const PAGE_BYTES: usize = 4096;

const MAGIC: &[u8; 8] = b"gcrm\x0d\x0a\x1a\x0a";
const FORMAT: u32 = 1;
const NAME_BYTES: usize = 24;
const ENTRY_BYTES: usize = NAME_BYTES + 8 + 8 + 8;
const TABLE_AT: usize = 64;
pub(super) const SECTIONS_MAX: usize = (PAGE_BYTES - TABLE_AT) / ENTRY_BYTES;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) start: u64,
    pub(super) n_bytes: u64,
    pub(super) checksum: u32,
}

impl Section {
    /// Checked against the file's length when the header is read.
    #[expect(clippy::cast_possible_truncation, reason = "within a mapped file")]
    pub(super) const fn range(&self) -> Range<usize> {
        self.start as usize..(self.start + self.n_bytes) as usize
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) n_bytes: u64,
    pub(super) sections: Vec<Section>,
}

impl Header {
    /// Magic 8, format 4, version 4, kind 24, file length 8, section count 4, checksum 4, table.
    pub(super) fn to_page(&self, kind: Kind) -> Vec<u8> {
        let mut page = Vec::with_capacity(PAGE_BYTES);
        page.extend_from_slice(MAGIC);
        page.extend_from_slice(&FORMAT.to_le_bytes());
        page.extend_from_slice(&kind.version.to_le_bytes());
        page.extend_from_slice(&name_field(kind.name));
        page.extend_from_slice(&self.n_bytes.to_le_bytes());
        #[expect(clippy::cast_possible_truncation, reason = "at most SECTIONS_MAX")]
        page.extend_from_slice(&(self.sections.len() as u32).to_le_bytes());
        page.resize(TABLE_AT, 0);
        for section in &self.sections {
            page.extend_from_slice(&name_field(&section.name));
            page.extend_from_slice(&section.start.to_le_bytes());
            page.extend_from_slice(&section.n_bytes.to_le_bytes());
            page.extend_from_slice(&u64::from(section.checksum).to_le_bytes());
        }
        page.resize(PAGE_BYTES, 0);
        let checksum = checksum(&page);
        page[CHECKSUM].copy_from_slice(&checksum.to_le_bytes());
        page
    }

    pub(super) fn read(file: &[u8], path: &Path, kind: Kind) -> Result<Self, FileError> {
        let damaged = |what: &str| FileError::Damaged { path: path.into(), what: what.into() };
        let Some(page) = file.get(..PAGE_BYTES).filter(|page| page.starts_with(MAGIC)) else {
            return Err(FileError::NotRegionFile { path: path.into() });
        };
        if page[16..40] != name_field(kind.name) {
            return Err(FileError::NotRegionFile { path: path.into() });
        }
        for (found, expected) in [(u32_at(page, 8), FORMAT), (u32_at(page, 12), kind.version)] {
            if found != expected {
                return Err(FileError::Version { path: path.into(), found, expected });
            }
        }
        if checksum(page) != u32_at(page, CHECKSUM.start) {
            return Err(damaged("header"));
        }
        let header = Self { n_bytes: u64_at(page, 40), sections: sections(page) };
        if header.n_bytes != file.len() as u64 {
            return Err(damaged("length"));
        }
        if header.sections.iter().any(|section| !header.holds(section)) {
            return Err(damaged("section table"));
        }
        Ok(header)
    }

    fn holds(&self, section: &Section) -> bool {
        section.start.is_multiple_of(PAGE_BYTES as u64)
            && section.start.checked_add(section.n_bytes).is_some_and(|end| end <= self.n_bytes)
    }
}

const CHECKSUM: Range<usize> = 52..56;

/// Over the whole page, with zeros in the checksum's own place.
fn checksum(page: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&page[..CHECKSUM.start]);
    hasher.update(&[0; 4]);
    hasher.update(&page[CHECKSUM.end..]);
    hasher.finalize()
}

fn sections(page: &[u8]) -> Vec<Section> {
    let n_sections = (u32_at(page, 48) as usize).min(SECTIONS_MAX);
    let entries = page[TABLE_AT..].chunks_exact(ENTRY_BYTES).take(n_sections);
    entries
        .map(|entry| Section {
            name: String::from_utf8_lossy(&entry[..NAME_BYTES]).trim_end_matches('\0').to_owned(),
            start: u64_at(entry, NAME_BYTES),
            n_bytes: u64_at(entry, NAME_BYTES + 8),
            checksum: u32_at(entry, NAME_BYTES + 16),
        })
        .collect()
}

/// Names are ours and short; a longer one would be cut.
fn name_field(name: &str) -> [u8; NAME_BYTES] {
    let mut field = [0; NAME_BYTES];
    let n_bytes = name.len().min(NAME_BYTES);
    field[..n_bytes].copy_from_slice(&name.as_bytes()[..n_bytes]);
    field
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(number)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(number)
}
