//! The installed regions, opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::areas::{self, Areas};
use super::base_map::{self, BaseMap};
use super::file::{FileError, Kind, RegionFile, VERIFY_ON_OPEN_BYTES_MAX};
use super::info::RegionInfo;
use super::places::{self, Places};
use super::tile_cache::{Tile, TileCache};
use super::{RegionError, install};
use crate::domain::flat::FlatError;
use crate::domain::geocode::Geocoder;
use crate::domain::roads::{ROADS_VERSION, RoadNetwork};
use crate::domain::tiles::project::TileId;
use crate::domain::units::{Bbox, LngLat};

pub(super) const PLACES_FILE: &str = "places.gcrm";
pub(super) const AREAS_FILE: &str = "areas.gcrm";
pub(super) const BASE_MAP_FILE: &str = "base.gcrm";
pub(super) const ROADS_FILE: &str = "roads.gcrm";
pub(super) const ROADS_KIND: Kind = Kind { name: "roads", version: ROADS_VERSION };
pub(super) const ADDRESSES_FILE: &str = "addresses.gcrm";
pub(super) const ADDRESSES: Kind = Kind { name: "addresses", version: 1 };

/// One installed region. Its files stay mapped for as long as it lives.
#[derive(Debug)]
pub struct Region {
    info: RegionInfo,
    focus: Bbox,
    files: Vec<RegionFile>,
    places: Places,
    areas: Areas,
    base_map: BaseMap,
    geocoder: Geocoder,
    roads: RoadNetwork,
}

impl Region {
    /// # Errors
    /// When a file is missing, damaged or of another version; the message says what to do.
    pub fn open(folder: &Path) -> Result<Self, RegionError> {
        let info = RegionInfo::read(folder)?;
        let mut files = Vec::new();
        let places = part(folder, PLACES_FILE, places::KIND, &mut files, Places::open)?;
        let areas = part(folder, AREAS_FILE, areas::KIND, &mut files, Areas::open)?;
        let base_map = part(folder, BASE_MAP_FILE, base_map::KIND, &mut files, BaseMap::open)?;
        let roads = part(folder, ROADS_FILE, ROADS_KIND, &mut files, |section| {
            let roads = RoadNetwork::from_sections(section)?;
            let n_bytes: u64 = roads.sections().iter().map(|(_, bytes)| bytes.len() as u64).sum();
            if n_bytes <= VERIFY_ON_OPEN_BYTES_MAX {
                roads.validate()?;
            }
            Ok(roads)
        })?;
        let geocoder =
            part(folder, ADDRESSES_FILE, ADDRESSES, &mut files, |section| Geocoder::open(section))?;
        let focus = places.heart().unwrap_or(info.bbox);
        Ok(Self { info, focus, files, places, areas, base_map, geocoder, roads })
    }

    /// Reads every byte of every file against its checksum, and every index of the roads.
    ///
    /// # Errors
    /// When one does not match.
    pub fn verify(&self) -> Result<(), FileError> {
        self.files.iter().try_for_each(RegionFile::verify)?;
        let of_roads = self.files.iter().find(|file| file.section("atlas").is_ok());
        of_roads.map_or(Ok(()), |file| {
            self.roads.validate().map_err(|error| file.damaged(error.to_string()))
        })
    }

    #[must_use]
    pub const fn info(&self) -> &RegionInfo {
        &self.info
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.info.name
    }

    #[must_use]
    pub const fn bbox(&self) -> Bbox {
        self.info.bbox
    }

    /// The part with most of the places: what a map should show first.
    #[must_use]
    pub const fn focus(&self) -> Bbox {
        self.focus
    }

    #[must_use]
    pub fn attribution(&self) -> &str {
        &self.info.attribution
    }

    #[must_use]
    pub const fn time_zone(&self) -> chrono_tz::Tz {
        self.info.time_zone
    }

    #[must_use]
    pub fn country(&self) -> Option<&str> {
        self.info.country.as_deref()
    }

    #[must_use]
    pub const fn drives_on_left(&self) -> bool {
        self.info.drives_on_left
    }

    #[must_use]
    pub const fn places(&self) -> &Places {
        &self.places
    }

    #[must_use]
    pub const fn areas(&self) -> &Areas {
        &self.areas
    }

    #[must_use]
    pub const fn base_map(&self) -> &BaseMap {
        &self.base_map
    }

    #[must_use]
    pub const fn geocoder(&self) -> &Geocoder {
        &self.geocoder
    }

    #[must_use]
    pub const fn roads(&self) -> &RoadNetwork {
        &self.roads
    }

    #[must_use]
    pub fn n_bytes(&self) -> u64 {
        self.files.iter().map(RegionFile::n_bytes).sum()
    }
}

type Section<'a> = &'a dyn Fn(&str) -> Result<bytes::Bytes, FlatError>;

fn part<T>(
    folder: &Path,
    name: &str,
    kind: Kind,
    files: &mut Vec<RegionFile>,
    open: impl FnOnce(Section<'_>) -> Result<T, FlatError>,
) -> Result<T, RegionError> {
    let file = RegionFile::open(&folder.join(name), kind)?;
    let opened = open(&|section| file.section(section));
    let part = opened.map_err(|error| file.damaged(error.to_string()))?;
    files.push(file);
    Ok(part)
}

/// All installed regions, by name. Cloning shares them.
#[derive(Debug, Clone)]
pub struct Regions {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    regions: Vec<Arc<Region>>,
    refused: Vec<(PathBuf, RegionError)>,
    /// What was installed when this was opened.
    marks: Vec<install::Mark>,
    tiles: TileCache,
}

impl Regions {
    /// Opens what is installed under a folder such as `DATA/regions`; a missing folder holds no
    /// regions. A region that cannot be used does not keep the others from being used, it is
    /// named in [`Regions::refused`].
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open(folder: &Path) -> Result<Self, RegionError> {
        let mut inner = Inner { marks: install::marks(folder)?, ..Inner::default() };
        for path in install::installed(folder)? {
            match Region::open(&path) {
                Ok(region) => inner.regions.push(Arc::new(region)),
                Err(error) => inner.refused.push((path, error)),
            }
        }
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The regions of the folder anew, when something was installed or removed since.
    ///
    /// # Errors
    /// As [`Regions::open`].
    pub fn reopened(&self, folder: &Path) -> Result<Option<Self>, RegionError> {
        if install::marks(folder)? == self.inner.marks {
            return Ok(None);
        }
        Self::open(folder).map(Some)
    }

    /// No regions at all.
    #[must_use]
    pub fn none() -> Self {
        Self { inner: Arc::default() }
    }

    /// Folders that look like regions and cannot be used, with the reason.
    #[must_use]
    pub fn refused(&self) -> &[(PathBuf, RegionError)] {
        &self.inner.refused
    }

    /// Names in the log what cannot be used.
    pub fn warn_of_refused(&self) {
        for (path, error) in self.refused() {
            tracing::warn!(path = %path.display(), "a region is left out: {error}");
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Region> {
        self.inner.regions.iter().map(Arc::as_ref)
    }

    /// The region that covers all of these places, judged by the first.
    #[must_use]
    pub fn covering(&self, places: &[LngLat]) -> Option<&Region> {
        let bbox_holds = |region: &&Region| {
            let bbox = region.bbox();
            places.iter().all(|at| bbox.contains(*at))
        };
        self.at(*places.first()?).filter(bbox_holds)
    }

    /// The region that covers a point; of several the smallest, as the most detailed.
    #[must_use]
    pub fn at(&self, point: LngLat) -> Option<&Region> {
        let size = |region: &&Region| {
            let bbox = region.bbox();
            (bbox.east - bbox.west) * (bbox.north - bbox.south)
        };
        let covering = self.iter().filter(|region| region.bbox().contains(point));
        covering.min_by(|a, b| size(a).total_cmp(&size(b)))
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Region> {
        self.iter().find(|region| region.name() == name)
    }

    /// A tile of the base map over all regions, from memory when it was made lately.
    #[must_use]
    pub fn base_tile(&self, tile: TileId) -> Tile {
        self.inner.tiles.get_or_make(tile, || {
            let seen = tile.bbox();
            let regions = self.iter().filter(|region| region.bbox().intersects(&seen));
            base_map::tile(regions.map(Region::base_map), tile)
        })
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
