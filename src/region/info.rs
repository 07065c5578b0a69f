//! What a region is: the content of its `region.json`.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::RegionError;
use crate::domain::units::{Bbox, LngLat};

/// Raised whenever region folders of before cannot be used any more.
pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RegionInfo {
    pub format: u32,
    pub name: String,
    pub bbox: Bbox,
    pub centre: LngLat,
    pub attribution: String,
    pub built_at: DateTime<Utc>,
    /// The extract's file name and length.
    pub source: String,
    pub source_bytes: u64,
    /// ISO 3166-1, two capitals.
    pub country: Option<String>,
    pub time_zone: Tz,
    pub drives_on_left: bool,
    pub counts: Counts,
}

/// What was found in the extract, and what of it could not be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub nodes: usize,
    pub ways: usize,
    pub relations: usize,
    pub places: usize,
    /// House numbers that the geocoder knows.
    pub addresses: usize,
    pub areas: usize,
    pub map_features: usize,
    /// Named areas that the extract cuts off; they are left out.
    pub areas_incomplete: usize,
    /// Multipolygons of which no ring closed.
    pub polygons_unusable: usize,
    /// Coastlines that end inside of the extract; without them there is no sea.
    pub coastlines_dangling: usize,
}

pub(super) const FILE_NAME: &str = "region.json";

impl RegionInfo {
    pub(super) fn write(&self, folder: &Path) -> Result<(), RegionError> {
        let path = folder.join(FILE_NAME);
        let text = serde_json::to_string_pretty(self)?;
        std::fs::write(&path, text).map_err(RegionError::io(path))
    }

    pub(super) fn read(folder: &Path) -> Result<Self, RegionError> {
        let path = folder.join(FILE_NAME);
        let text = std::fs::read(&path).map_err(RegionError::io(&path))?;
        let info: Option<Self> = serde_json::from_slice(&text).ok();
        info.filter(|info| info.format == FORMAT).ok_or(RegionError::Info { path })
    }
}
