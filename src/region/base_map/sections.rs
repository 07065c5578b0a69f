//! The base map's sections in its region file.

use bytes::Bytes;

use super::{BANDS, Band, BaseMap};
use crate::domain::flat::{FlatError, Records};
use crate::domain::spatial::BoxIndex;

/// Boxes, blocks, ends and bytes of each band.
const NAMES: [[&str; 4]; BANDS.len()] = [
    ["band 0 boxes", "band 0 blocks", "band 0 ends", "band 0 features"],
    ["band 1 boxes", "band 1 blocks", "band 1 ends", "band 1 features"],
    ["band 2 boxes", "band 2 blocks", "band 2 ends", "band 2 features"],
    ["band 3 boxes", "band 3 blocks", "band 3 ends", "band 3 features"],
];
const STRINGS: [&str; 2] = ["string ends", "strings"];

pub(super) fn read(
    section: &dyn Fn(&str) -> Result<Bytes, FlatError>,
) -> Result<BaseMap, FlatError> {
    let mut bands: [Band; BANDS.len()] = Default::default();
    for (band, [boxes, blocks, ends, features]) in bands.iter_mut().zip(NAMES) {
        band.boxes = BoxIndex::from_bytes(section(boxes)?, section(blocks)?)?;
        band.features = Records::new(section(ends)?, section(features)?)?;
        if band.boxes.len() != band.features.len() {
            return Err(FlatError::Inconsistent("features do not match their boxes".into()));
        }
    }
    let strings = Records::new(section(STRINGS[0])?, section(STRINGS[1])?)?;
    Ok(BaseMap { bands, strings })
}

pub(super) fn write(map: &BaseMap) -> Vec<(&'static str, &[u8])> {
    let mut sections = Vec::new();
    for (band, names) in map.bands.iter().zip(NAMES) {
        let ((boxes, blocks), (ends, features)) = (band.boxes.parts(), band.features.parts());
        sections.extend(names.into_iter().zip([boxes, blocks, ends, features]));
    }
    let (ends, strings) = map.strings.parts();
    sections.extend(STRINGS.into_iter().zip([ends, strings]));
    sections
}
