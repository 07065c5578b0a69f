//! Writing a region file: beside its final name first, then renamed, so that a reader sees the old
//! file or the new one and never a half.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::header::{Header, PAGE_BYTES, SECTIONS_MAX, Section};
use super::{FileError, Kind};

/// What a section holds: bytes, or several pieces that are one behind the other in the file.
pub trait Content {
    fn pieces(&self) -> impl Iterator<Item = &[u8]>;

    fn n_bytes(&self) -> usize {
        self.pieces().map(<[u8]>::len).sum()
    }
}

impl Content for &[u8] {
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(*self)
    }
}

impl Content for Vec<&[u8]> {
    fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.iter().copied()
    }
}

/// Writes the sections, in order, as one region file.
///
/// # Errors
/// When the disk is full or the folder cannot be written; nothing is left behind then.
pub fn write<C: Content>(path: &Path, kind: Kind, sections: &[(&str, C)]) -> Result<(), FileError> {
    if sections.len() > SECTIONS_MAX {
        return Err(FileError::TooManySections(sections.len()));
    }
    let part = path.with_extension("part");
    let result = write_to(&part, kind, sections).and_then(|()| std::fs::rename(&part, path));
    result.map_err(|source| {
        // The first error is the one worth telling.
        let _ = std::fs::remove_file(&part);
        FileError::Io { path: path.to_owned(), source }
    })
}

fn write_to<C: Content>(part: &Path, kind: Kind, sections: &[(&str, C)]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(part)?);
    file.write_all(&header_of(sections).to_page(kind))?;
    for (_, content) in sections {
        content.pieces().try_for_each(|piece| file.write_all(piece))?;
        let n_bytes = content.n_bytes();
        file.write_all(&[0; PAGE_BYTES][..n_bytes.next_multiple_of(PAGE_BYTES) - n_bytes])?;
    }
    file.flush()?;
    file.get_ref().sync_all()
}

fn header_of<C: Content>(sections: &[(&str, C)]) -> Header {
    let mut start = PAGE_BYTES as u64;
    let mut table = Vec::with_capacity(sections.len());
    for (name, content) in sections {
        let n_bytes = content.n_bytes() as u64;
        let mut hasher = crc32fast::Hasher::new();
        content.pieces().for_each(|piece| hasher.update(piece));
        let checksum = hasher.finalize();
        table.push(Section { name: (*name).to_owned(), start, n_bytes, checksum });
        start += n_bytes.next_multiple_of(PAGE_BYTES as u64);
    }
    Header { n_bytes: start, sections: table }
}
