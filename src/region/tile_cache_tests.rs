use std::cell::Cell;

use super::*;

fn tile(x: u32) -> TileId {
    TileId::new(16, x, 0).unwrap()
}

#[test]
fn a_tile_is_made_once() {
    let cache = TileCache::default();
    let n_made = Cell::new(0);
    let make = || {
        n_made.set(n_made.get() + 1);
        vec![1, 2, 3]
    };
    let first = cache.get_or_make(tile(1), make);
    assert_eq!(cache.get_or_make(tile(1), make), first);
    assert_eq!(n_made.get(), 1);
    assert!(cache.get_or_make(tile(2), Vec::new).gzip.is_empty());
}

#[test]
fn memory_stays_within_its_bound() {
    let mut inner = Inner::default();
    let large = Tile { gzip: vec![0; CACHE_BYTES_MAX / 4].into(), checksum: 0 };
    (0..4).for_each(|x| inner.put(tile(x), large.clone()));
    assert!(inner.get(tile(1)).is_some(), "now the one used last");
    (4..6).for_each(|x| inner.put(tile(x), large.clone()));
    inner.put(tile(5), large.clone());
    assert!(inner.n_bytes <= CACHE_BYTES_MAX);
    assert!(inner.get(tile(1)).is_some() && inner.get(tile(2)).is_none());
    assert_eq!(inner.tiles.len(), inner.by_use.len());
}
