//! What is fed with damaged bytes. Each says whether it accepted them.

use std::path::Path;

use bytes::Bytes;
use gcrm::domain::control::Cancel;
use gcrm::domain::flat::FlatError;
use gcrm::domain::osm::Extract;
use gcrm::domain::roads::atlas::{self, to_lnglat};
use gcrm::domain::roads::{ProfileId, ROADS_VERSION, RoadNetwork};
use gcrm::domain::units::LngLat;
use gcrm::region::file::{self, Kind, RegionFile};
use gcrm::region::osm;

use crate::damage::Damage;
use crate::pbf;

const KIND: Kind = Kind { name: "roads", version: ROADS_VERSION };
const PROFILES: [ProfileId; 2] = [ProfileId::Car, ProfileId::Foot];

pub struct Target {
    kind: Which,
    seeds: Vec<Seed>,
    folder: tempfile::TempDir,
}

#[derive(Clone, Copy)]
enum Which {
    Osm,
    Roads,
    File,
}

/// A sound input, as one part or more, and places in it.
struct Seed {
    names: Vec<&'static str>,
    parts: Vec<Vec<u8>>,
    places: Vec<LngLat>,
}

impl Target {
    pub fn new(name: &str, files: &[Vec<u8>]) -> Option<Self> {
        let kind = match name {
            "osm" => Which::Osm,
            "roads" => Which::Roads,
            "file" => Which::File,
            _ => return None,
        };
        let folder = tempfile::tempdir().ok()?;
        let seed = |file: &Vec<u8>| seed(kind, file, folder.path());
        let seeds: Vec<Seed> = files.iter().filter_map(seed).collect();
        (!seeds.is_empty()).then_some(Self { kind, seeds, folder })
    }

    /// One of the seeds, damaged in one part; the number of the seed goes last.
    pub fn damaged(&mut self, damage: &mut Damage) -> Vec<Vec<u8>> {
        let which = damage.pick(self.seeds.len());
        let mut parts = self.seeds[which].parts.clone();
        let part = damage.pick(parts.len());
        match self.kind {
            // Arrays of another length are refused at once; numbers in them are what matters.
            Which::Roads => damage.overwrite(&mut parts[part]),
            Which::Osm | Which::File => damage.apply(&mut parts[part]),
        }
        parts.push(vec![u8::try_from(which).unwrap_or(0)]);
        parts
    }

    pub fn run(&self, input: &[Vec<u8>]) -> bool {
        let (which, parts) = input.split_last().expect("a seed's number");
        let seed = &self.seeds[usize::from(which[0])];
        match self.kind {
            Which::Osm => {
                let path = self.folder.path().join("damaged.osm");
                std::fs::write(&path, &parts[0]).expect("a writable folder");
                osm::read(&path, &Cancel::never(), &|_| {}).is_ok_and(|extract| {
                    let network = built(&extract);
                    network.validate().expect("what was built is valid");
                    ask(&network, &seed.places);
                    true
                })
            }
            Which::Roads => opened(&seed.names, parts).is_ok_and(|network| {
                let is_valid = network.validate().is_ok();
                if is_valid {
                    ask(&network, &seed.places);
                }
                is_valid
            }),
            Which::File => {
                let path = self.folder.path().join("damaged.gcrm");
                std::fs::write(&path, &parts[0]).expect("a writable folder");
                let Ok(file) = RegionFile::open(&path, KIND) else { return false };
                RoadNetwork::from_sections(|name| file.section(name)).is_ok()
            }
        }
    }
}

fn seed(kind: Which, file: &[u8], folder: &Path) -> Option<Seed> {
    let path = folder.join("seed.osm");
    std::fs::write(&path, file).ok()?;
    let extract = osm::read(&path, &Cancel::never(), &|_| {}).ok()?;
    let network = built(&extract);
    let n = network.atlas.node_at.len();
    let places = (0..8).filter_map(|i| network.atlas.node_at.get(i * n / 8));
    let places = places.map(|&at| to_lnglat(at)).collect();
    let (names, parts) = match kind {
        Which::Osm => (vec![""], vec![pbf::unpacked(file).unwrap_or_else(|| file.to_vec())]),
        Which::Roads => {
            network.sections().into_iter().map(|(name, bytes)| (name, bytes.to_vec())).unzip()
        }
        Which::File => {
            let path = folder.join("seed.gcrm");
            file::write(&path, KIND, &network.sections()).ok()?;
            (vec![""], vec![std::fs::read(&path).ok()?])
        }
    };
    Some(Seed { names, parts, places })
}

fn built(extract: &Extract) -> RoadNetwork {
    let locale = atlas::detect_locale(extract);
    RoadNetwork::build_for(extract, locale, &PROFILES, &Cancel::never(), &|_| {})
        .expect("nobody cancels")
}

fn opened(names: &[&str], parts: &[Vec<u8>]) -> Result<RoadNetwork, FlatError> {
    RoadNetwork::from_sections(|name| {
        let i = names.iter().position(|known| *known == name);
        let part = i.map(|i| &parts[i]).ok_or_else(|| FlatError::Missing(name.to_owned()))?;
        Ok(aligned(part))
    })
}

/// Bytes that begin at a multiple of sixteen, as in a mapped file.
fn aligned(bytes: &[u8]) -> Bytes {
    const ALIGN: usize = 16;
    let mut room = vec![0; bytes.len() + ALIGN];
    let skip = room.as_ptr().align_offset(ALIGN);
    room[skip..skip + bytes.len()].copy_from_slice(bytes);
    Bytes::from(room).slice(skip..skip + bytes.len())
}

/// Asks what a region is asked; the answers may be anything.
fn ask(network: &RoadNetwork, places: &[LngLat]) {
    if places.len() < 2 {
        return;
    }
    for id in PROFILES {
        let _ = network.route(id, places);
        let _ = network.isochrone(id, places[0], &[120, 600]);
        let _ = network.reachable(id, places[1], places, 600);
    }
}
