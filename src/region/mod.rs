//! Map extracts in, region files out; the only place that maps files into memory.
//!
//! A region is a folder `DATA/regions/NAME` with `region.json` (what it is) and one region file a
//! part. It is built in a folder beside it and put in place by one rename, so a reader never sees
//! half a region.

pub mod areas;
pub mod base_map;
pub mod build;
pub mod file;
pub mod info;
pub mod install;
pub mod osm;
pub mod places;
mod store;
mod table;
mod tile_cache;

use std::path::PathBuf;

pub use store::{Region, Regions};
pub use tile_cache::Tile;

/// Shown wherever something made from a region is shown; the licence of the data asks for it.
pub const ATTRIBUTION: &str = "© OpenStreetMap contributors";

/// Why a region could not be built, opened or removed. Every message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum RegionError {
    #[error(transparent)]
    Osm(#[from] osm::OsmError),
    #[error(transparent)]
    File(#[from] file::FileError),
    #[error("cannot use {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error(
        "{path} is damaged or of another version; build the region again with 'gcrm region build --osm FILE'"
    )]
    Info { path: PathBuf },
    #[error("'{0}' is no name for a region; use up to 64 small letters, digits, '-' and '_'")]
    Name(String),
    #[error("'{0}' is not a time zone; use a name such as Europe/Helsinki")]
    TimeZone(String),
    #[error("another build or removal is running in {0}; wait for it to end")]
    Locked(PathBuf),
    #[error("there is no region '{0}'; 'gcrm region list' shows what is installed")]
    Missing(String),
    #[error("the map extract has no nodes; nothing can be built from it")]
    NoNodes,
    #[error("cannot store what was read: {0}")]
    Encode(#[from] serde_json::Error),
    #[error("cancelled; nothing was changed")]
    Cancelled,
}

impl RegionError {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |source| Self::Io { path, source }
    }
}
