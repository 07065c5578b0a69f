//! The tiles made last, packed, within a bound of memory.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

use crate::domain::tiles::project::TileId;

/// Packed bytes kept. A town at all zooms is some 20 MB.
const CACHE_BYTES_MAX: usize = 64 << 20;

/// A tile as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Packed with gzip; empty where the map shows nothing.
    pub gzip: Bytes,
    /// Checksum of the content, for the `ETag`.
    pub checksum: u32,
}

#[derive(Debug, Default)]
pub(super) struct TileCache {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    tiles: HashMap<TileId, (u64, Tile)>,
    /// Tiles by when they were last asked for.
    by_use: BTreeMap<u64, TileId>,
    clock: u64,
    n_bytes: usize,
}

impl TileCache {
    /// Two callers who miss at once both make the tile; neither waits for the other.
    pub(super) fn get_or_make(&self, id: TileId, make: impl FnOnce() -> Vec<u8>) -> Tile {
        let lock = || self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tile) = lock().get(id) {
            return tile;
        }
        let content = make();
        let tile = Tile { gzip: packed(&content), checksum: crc32fast::hash(&content) };
        lock().put(id, tile.clone());
        tile
    }
}

impl Inner {
    fn get(&mut self, id: TileId) -> Option<Tile> {
        self.clock += 1;
        let (used, tile) = self.tiles.get_mut(&id)?;
        self.by_use.remove(used);
        *used = self.clock;
        self.by_use.insert(self.clock, id);
        Some(tile.clone())
    }

    fn put(&mut self, id: TileId, tile: Tile) {
        self.clock += 1;
        self.n_bytes += cost(&tile);
        self.by_use.insert(self.clock, id);
        if let Some((used, old)) = self.tiles.insert(id, (self.clock, tile)) {
            self.by_use.remove(&used);
            self.n_bytes -= cost(&old);
        }
        while self.n_bytes > CACHE_BYTES_MAX {
            let Some((_, oldest)) = self.by_use.pop_first() else { break };
            if let Some((_, old)) = self.tiles.remove(&oldest) {
                self.n_bytes -= cost(&old);
            }
        }
    }
}

/// Content and the entries that lead to it.
fn cost(tile: &Tile) -> usize {
    tile.gzip.len() + 128
}

fn packed(content: &[u8]) -> Bytes {
    if content.is_empty() {
        return Bytes::new();
    }
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(4));
    let written = packer.write_all(content).and_then(|()| packer.finish());
    // Writing to memory does not fail.
    written.map(Bytes::from).unwrap_or_default()
}

#[cfg(test)]
#[path = "tile_cache_tests.rs"]
mod tests;
