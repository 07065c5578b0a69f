//! From an extract to an installed region.

mod addresses;
mod areas;
mod base_map;
mod buildings;
mod coastline;
mod facts;
mod outlines;
mod places;
mod rings;

use std::path::{Path, PathBuf};

use chrono::Utc;
use chrono_tz::Tz;

use super::file::{self, Kind};
use super::info::{Counts, FORMAT, RegionInfo};
use super::install::{BuildLock, Site, check_name};
use super::{ATTRIBUTION, RegionError, osm, store};
use crate::domain::control::Cancel;
use crate::domain::geocode::Geocoder;
use crate::domain::osm::Extract;
use crate::domain::roads::RoadNetwork;
use crate::domain::units::LngLat;
use outlines::Outlines;

/// What to build and where.
#[derive(Debug, Clone)]
pub struct Order {
    pub osm: PathBuf,
    /// Such as `DATA/regions`.
    pub regions_dir: PathBuf,
    pub name: String,
    /// In place of the one found from the coordinates.
    pub time_zone: Option<Tz>,
}

/// The steps of a build, for whoever watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Read,
    Outlines,
    Areas,
    Places,
    Addresses,
    BaseMap,
    Roads,
    Write,
}

impl Step {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "reading the extract",
            Self::Outlines => "assembling areas",
            Self::Areas => "administrative areas",
            Self::Places => "places and addresses",
            Self::Addresses => "address index",
            Self::BaseMap => "base map",
            Self::Roads => "road network",
            Self::Write => "writing",
        }
    }
}

/// Builds a region and installs it, in place of an older one of the name.
///
/// # Errors
/// When the extract cannot be read, the disk cannot be written, another build is running, or on
/// cancellation. Nothing is changed then.
pub fn build(
    order: &Order,
    cancel: &Cancel,
    progress: &dyn Fn(Step, f32),
) -> Result<RegionInfo, RegionError> {
    check_name(&order.name)?;
    let lock = BuildLock::take(&order.regions_dir)?;
    let site = Site::new(&order.regions_dir, &order.name, &lock)?;
    let extract = osm::read(&order.osm, cancel, &|share| progress(Step::Read, share));
    let extract = extract.map_err(|error| match error {
        osm::OsmError::Cancelled => RegionError::Cancelled,
        error => error.into(),
    })?;
    let bbox = extract.covered();
    let centre = bbox.centre().filter(|_| extract.n_nodes() > 0).ok_or(RegionError::NoNodes)?;
    let works = Works { extract: &extract, site: &site, cancel, progress };
    let made = works.make(centre, order.time_zone)?;
    let info = RegionInfo {
        format: FORMAT,
        name: order.name.clone(),
        bbox,
        centre,
        attribution: ATTRIBUTION.to_owned(),
        built_at: Utc::now(),
        source: file_name(&order.osm),
        source_bytes: std::fs::metadata(&order.osm).map_or(0, |file| file.len()),
        country: made.facts.country,
        time_zone: made.facts.time_zone,
        drives_on_left: made.facts.drives_on_left,
        counts: made.counts,
    };
    info.write(site.folder())?;
    works.check()?;
    site.finish()?;
    Ok(info)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What one build works on.
struct Works<'a> {
    extract: &'a Extract,
    site: &'a Site,
    cancel: &'a Cancel,
    progress: &'a dyn Fn(Step, f32),
}

struct Made {
    facts: facts::Facts,
    counts: Counts,
}

impl Works<'_> {
    fn make(&self, centre: LngLat, time_zone: Option<Tz>) -> Result<Made, RegionError> {
        self.step(Step::Outlines)?;
        let outlines = outlines::collect(self.extract, self.cancel);
        let facts = facts::find(self.extract, &outlines, centre, time_zone);
        let mut counts = Counts {
            nodes: self.extract.n_nodes(),
            ways: self.extract.ways.len(),
            relations: self.extract.relations.len(),
            polygons_unusable: outlines.n_unusable,
            ..Counts::default()
        };
        self.areas_and_places(&outlines, facts.country.as_deref(), &mut counts)?;
        self.base_map(&outlines, &mut counts)?;
        drop(outlines);
        self.roads()?;
        Ok(Made { facts, counts })
    }

    fn areas_and_places(
        &self,
        outlines: &Outlines,
        country: Option<&str>,
        counts: &mut Counts,
    ) -> Result<(), RegionError> {
        self.step(Step::Areas)?;
        let built = areas::build(self.extract, outlines)?;
        counts.areas = built.areas.len();
        counts.areas_incomplete = built.n_incomplete;
        self.write(store::AREAS_FILE, super::areas::KIND, &built.areas.sections())?;
        self.step(Step::Places)?;
        let buildings = buildings::Buildings::collect(self.extract, outlines);
        let around = places::Surroundings { buildings: &buildings, areas: &built.list, country };
        let places = places::build(self.extract, outlines, &around)?;
        counts.places = places.len();
        self.write(store::PLACES_FILE, super::places::KIND, &places.sections())?;
        self.step(Step::Addresses)?;
        let towns = addresses::Towns { areas: &built.list, country };
        let entries = addresses::entries(self.extract, outlines, &places, &towns);
        let geocoder = Geocoder::build(&entries)?;
        counts.addresses = geocoder.n_houses();
        self.write(store::ADDRESSES_FILE, store::ADDRESSES, &geocoder.sections())
    }

    fn base_map(&self, outlines: &Outlines, counts: &mut Counts) -> Result<(), RegionError> {
        self.step(Step::BaseMap)?;
        let (map, n_dangling) = base_map::build(self.extract, outlines, self.cancel);
        counts.map_features = map.n_features();
        counts.coastlines_dangling = n_dangling;
        self.write(store::BASE_MAP_FILE, super::base_map::KIND, &map.sections())
    }

    fn roads(&self) -> Result<(), RegionError> {
        self.step(Step::Roads)?;
        let progress = |share| (self.progress)(Step::Roads, share);
        let network = RoadNetwork::build(self.extract, self.cancel, &progress)
            .map_err(|_| RegionError::Cancelled)?;
        self.step(Step::Write)?;
        self.write(store::ROADS_FILE, store::ROADS_KIND, &network.sections())
    }

    fn step(&self, step: Step) -> Result<(), RegionError> {
        (self.progress)(step, 0.0);
        self.check()
    }

    fn check(&self) -> Result<(), RegionError> {
        if self.cancel.is_cancelled() { Err(RegionError::Cancelled) } else { Ok(()) }
    }

    /// A cancelled step may have left something out; that must not be written.
    fn write<C: file::Content>(
        &self,
        name: &str,
        kind: Kind,
        sections: &[(&str, C)],
    ) -> Result<(), RegionError> {
        self.check()?;
        Ok(file::write(&self.site.folder().join(name), kind, sections)?)
    }
}

#[cfg(test)]
#[path = "build_tests.rs"]
pub(crate) mod tests;
