//! `.osm.pbf`: a row of packed blobs, unpacked and decoded in parallel a batch at a time.
//! <https://wiki.openstreetmap.org/wiki/PBF_Format>
//!
//! Decoded by hand rather than through a crate: the usual one panics on unknown member types and
//! on overflowing ids, and a map extract is input from outside.

mod block;

use std::io::Read;

use rayon::prelude::*;

use super::input::Input;
use super::wire::{Fields, Malformed};
use super::{Elements, OsmError};
use crate::domain::control::Cancel;

/// Limits of the format's description.
const BLOB_HEADER_BYTES_MAX: usize = 64 << 10;
const BLOB_BYTES_MAX: usize = 32 << 20;

/// Features a reader must know to understand a file.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

pub(super) fn read(input: &mut Input<'_>, cancel: &Cancel) -> Result<Elements, OsmError> {
    let mut elements = Elements::default();
    let batch_len = 4 * rayon::current_num_threads();
    loop {
        if cancel.is_cancelled() {
            return Err(OsmError::Cancelled);
        }
        let batch = read_batch(input, batch_len)?;
        if batch.is_empty() {
            return Ok(elements);
        }
        let decoded: Vec<_> = batch.into_par_iter().map(Blob::decode).collect();
        for part in decoded {
            elements.append(part?)?;
        }
        input.report();
    }
}

fn read_batch(input: &mut Input<'_>, batch_len: usize) -> Result<Vec<Blob>, OsmError> {
    let mut batch = Vec::with_capacity(batch_len);
    while batch.len() < batch_len && !input.is_at_end()? {
        batch.push(read_blob(input)?);
    }
    Ok(batch)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Header,
    Data,
    Other,
}

struct Blob {
    kind: Kind,
    bytes: Vec<u8>,
    at: u64,
}

fn read_blob(input: &mut Input<'_>) -> Result<Blob, OsmError> {
    let at = input.at();
    let damaged = |what: &str| OsmError::Damaged { at, what: what.to_owned() };
    let length = input.read_exactly(4)?;
    let length = length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    if length > BLOB_HEADER_BYTES_MAX {
        return Err(damaged("a block header is too long"));
    }
    let header = input.read_exactly(length)?;
    let (kind, length) = blob_header(&header).map_err(|Malformed| damaged("block header"))?;
    if length > BLOB_BYTES_MAX {
        return Err(damaged("a block is too long"));
    }
    Ok(Blob { kind, bytes: input.read_exactly(length)?, at })
}

/// Kind of the blob that follows and its length.
fn blob_header(header: &[u8]) -> Result<(Kind, usize), Malformed> {
    let (mut kind, mut length) = (Kind::Other, None);
    for field in Fields(header) {
        match field? {
            (1, name) => kind = blob_kind(name.bytes()?),
            (3, size) => length = usize::try_from(size.varint()?).ok(),
            _ => {}
        }
    }
    Ok((kind, length.ok_or(Malformed)?))
}

fn blob_kind(name: &[u8]) -> Kind {
    match name {
        b"OSMHeader" => Kind::Header,
        b"OSMData" => Kind::Data,
        _ => Kind::Other,
    }
}

impl Blob {
    fn decode(self) -> Result<Elements, OsmError> {
        let content = match self.kind {
            Kind::Other => return Ok(Elements::default()),
            Kind::Header | Kind::Data => self.unpack()?,
        };
        if self.kind == Kind::Header {
            self.check_features(&content)?;
            let bounds = block::bounds(&content).map_err(|Malformed| self.damaged("bounds"))?;
            return Ok(Elements { bounds, ..Elements::default() });
        }
        block::decode(&content).map_err(|Malformed| self.damaged("block content"))
    }

    fn unpack(&self) -> Result<Vec<u8>, OsmError> {
        for field in Fields(&self.bytes) {
            let (number, value) = field.map_err(|Malformed| self.damaged("block"))?;
            let Ok(bytes) = value.bytes() else { continue };
            match number {
                1 => return Ok(bytes.to_vec()),
                3 => return self.inflate(bytes),
                4..=7 => return Err(OsmError::Unsupported(packing(number).to_owned())),
                _ => {}
            }
        }
        Err(self.damaged("a block without content"))
    }

    fn inflate(&self, packed: &[u8]) -> Result<Vec<u8>, OsmError> {
        let mut content = Vec::new();
        let limit = BLOB_BYTES_MAX as u64 + 1;
        flate2::bufread::ZlibDecoder::new(packed)
            .take(limit)
            .read_to_end(&mut content)
            .map_err(|error| self.damaged(&error.to_string()))?;
        if content.len() > BLOB_BYTES_MAX {
            return Err(self.damaged("a block is too long"));
        }
        Ok(content)
    }

    fn check_features(&self, header: &[u8]) -> Result<(), OsmError> {
        for field in Fields(header) {
            let (number, value) = field.map_err(|Malformed| self.damaged("file header"))?;
            if number != 4 {
                continue;
            }
            let feature = value.bytes().map_err(|Malformed| self.damaged("file header"))?;
            if !FEATURES.iter().any(|known| known.as_bytes() == feature) {
                return Err(OsmError::Unsupported(String::from_utf8_lossy(feature).into_owned()));
            }
        }
        Ok(())
    }

    fn damaged(&self, what: &str) -> OsmError {
        OsmError::Damaged { at: self.at, what: what.to_owned() }
    }
}

const fn packing(field: u64) -> &'static str {
    match field {
        4 => "LZMA compression",
        5 => "bzip2 compression",
        6 => "LZ4 compression",
        _ => "Zstandard compression",
    }
}
