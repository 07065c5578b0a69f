//! What the targets share: a sound village to damage, and the questions that a region is asked.

use std::path::PathBuf;
use std::sync::OnceLock;

use gcrm::domain::control::Cancel;
use gcrm::domain::osm::Extract;
use gcrm::domain::roads::atlas::{self, to_lnglat};
use gcrm::domain::roads::{ProfileId, ROADS_VERSION, RoadNetwork};
use gcrm::region::file::Kind;
use gcrm::region::osm::{self, OsmError};

pub const VILLAGE: &[u8] = include_bytes!("../seeds/xml/village.osm");
pub const KIND: Kind = Kind { name: "roads", version: ROADS_VERSION };
const PROFILES: [ProfileId; 2] = [ProfileId::Car, ProfileId::Foot];

/// A file with this content; the next one takes its place.
pub fn file(bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("gcrm-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("a writable folder for temporary files");
    path
}

/// Reads an extract as a region build does, on one thread.
pub fn read(bytes: &[u8]) -> Result<Extract, OsmError> {
    static THREAD: OnceLock<()> = OnceLock::new();
    THREAD.get_or_init(|| {
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
        alone.build_global().expect("the first use");
    });
    osm::read(&file(bytes), &Cancel::never(), &|_| {})
}

pub fn built(extract: &Extract) -> RoadNetwork {
    let locale = atlas::detect_locale(extract);
    RoadNetwork::build_for(extract, locale, &PROFILES, &Cancel::never(), &|_| {})
        .expect("nobody cancels")
}

pub fn village() -> RoadNetwork {
    built(&read(VILLAGE).expect("the village is sound"))
}

/// Asks what a region is asked; the answers may be anything.
pub fn ask(network: &RoadNetwork) {
    const PLACES: usize = 4;
    let at = &network.atlas.node_at;
    let places = (0..PLACES).filter_map(|i| at.get(i * at.len() / PLACES));
    let places: Vec<_> = places.map(|&at| to_lnglat(at)).collect();
    if places.len() < 2 {
        return;
    }
    for id in PROFILES {
        let _ = network.route(id, &places);
        let _ = network.isochrone(id, places[0], &[120, 600]);
        let _ = network.reachable(id, places[1], &places, 600);
    }
}

/// Writes numbers over others; the length stays.
pub fn overwrite(bytes: &mut [u8], writes: &[(u32, u32)]) {
    const WIDTH: usize = 4;
    let n_places = bytes.len() / WIDTH;
    for &(place, number) in writes.iter().filter(|_| n_places > 0) {
        let at = place as usize % n_places * WIDTH;
        bytes[at..at + WIDTH].copy_from_slice(&number.to_le_bytes());
    }
}
