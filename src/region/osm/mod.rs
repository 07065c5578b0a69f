//! OpenStreetMap files into memory: `.osm.pbf`, `.osm`, and `.osm` packed with gzip or bzip2. The
//! format is told from the content, so a wrong file name does no harm.

mod input;
mod pbf;
mod wire;
mod xml;

use std::path::Path;

use crate::domain::control::Cancel;
use crate::domain::osm::{Extract, Node, Relation, Way};
use crate::domain::units::{Bbox, LngLat};
use input::{Format, Input};

/// Nodes, ways and relations are numbered by 32 bits after reading.
const ELEMENTS_MAX: usize = u32::MAX as usize;

/// Unpacked bytes of one file; the whole planet in XML is about 2 TB, a large country 100 GB.
const UNPACKED_BYTES_MAX: u64 = 256 << 30;

/// Why a map extract could not be read. Every message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OsmError {
    #[error("cannot read {path}: {source}")]
    Io { path: String, source: std::io::Error },
    #[error("the map extract is empty; download it again")]
    Empty,
    #[error(
        "this is not an OpenStreetMap extract; .osm.pbf, .osm, .osm.gz and .osm.bz2 can be read"
    )]
    NotOsm,
    #[error("the map extract ends in the middle, at byte {at}; download it again")]
    Truncated { at: u64 },
    #[error("the map extract is damaged at byte {at} ({what}); download it again")]
    Damaged { at: u64, what: String },
    #[error("the map extract needs '{0}', which is not supported; convert it with osmium cat")]
    Unsupported(String),
    #[error("the map extract has more {what} than the {max} that are supported; cut a smaller one")]
    TooLarge { what: &'static str, max: u64 },
    #[error("cancelled")]
    Cancelled,
}

/// Reads a whole extract. `progress` is called on the calling thread with numbers that grow from
/// 0 to 1.
///
/// # Errors
/// When the file cannot be read, is not an extract, is cut off or damaged, or on cancellation.
/// Missing members, broken references and repeated ids are usual in cut extracts and no error.
pub fn read(path: &Path, cancel: &Cancel, progress: &dyn Fn(f32)) -> Result<Extract, OsmError> {
    let io = |source| OsmError::Io { path: path.display().to_string(), source };
    let file = std::fs::File::open(path).map_err(io)?;
    let n_bytes = file.metadata().map_err(io)?.len();
    let mut input = Input::new(file, n_bytes, progress);
    let elements = match input.unpack().map_err(io)? {
        Format::Pbf => pbf::read(&mut input, cancel)?,
        Format::Xml => xml::read(&mut input, cancel)?,
        Format::Empty => return Err(OsmError::Empty),
        Format::Unknown => return Err(OsmError::NotOsm),
    };
    progress(1.0);
    Ok(elements.into_extract())
}

/// What was read so far.
#[derive(Default)]
struct Elements {
    bounds: Option<Bbox>,
    positions: Vec<(i64, [i32; 2])>,
    tagged_nodes: Vec<Node>,
    ways: Vec<Way>,
    relations: Vec<Relation>,
}

impl Elements {
    fn append(&mut self, mut other: Self) -> Result<(), OsmError> {
        self.bounds = self.bounds.or(other.bounds);
        self.positions.append(&mut other.positions);
        self.tagged_nodes.append(&mut other.tagged_nodes);
        self.ways.append(&mut other.ways);
        self.relations.append(&mut other.relations);
        self.check_size()
    }

    fn check_size(&self) -> Result<(), OsmError> {
        let counts = [
            ("nodes", self.positions.len()),
            ("ways", self.ways.len()),
            ("relations", self.relations.len()),
        ];
        match counts.into_iter().find(|(_, count)| *count > ELEMENTS_MAX) {
            Some((what, _)) => Err(OsmError::TooLarge { what, max: ELEMENTS_MAX as u64 }),
            None => Ok(()),
        }
    }

    fn into_extract(self) -> Extract {
        let (positions, tagged_nodes) = (self.positions, self.tagged_nodes);
        let mut extract = Extract::new(positions, tagged_nodes, self.ways, self.relations);
        extract.bounds = self.bounds;
        extract
    }
}

/// Degrees times ten million, or nothing where that is no place on Earth. A node without a valid
/// position counts as missing.
fn position(lng_e7: i64, lat_e7: i64) -> Option<[i32; 2]> {
    let lng = i32::try_from(lng_e7).ok().filter(|lng| lng.abs() <= 1_800_000_000)?;
    let lat = i32::try_from(lat_e7).ok().filter(|lat| lat.abs() <= 900_000_000)?;
    Some([lng, lat])
}

/// What a file says it covers, unless that is no box.
fn bounds([west, south, east, north]: [f64; 4]) -> Option<Bbox> {
    let corners = [LngLat::new(west, south), LngLat::new(east, north)];
    let is_box = corners.iter().all(Result::is_ok) && west < east && south < north;
    is_box.then_some(Bbox { west, south, east, north })
}

#[cfg(test)]
#[path = "osm_tests.rs"]
mod tests;
