#![no_main]

//! With its checksums put right, a damaged file gets past the first check of the reader.

use std::sync::OnceLock;

use gcrm::domain::roads::RoadNetwork;
use gcrm::region::file::{self, RegionFile};
use gcrm_fuzz::KIND;

const PAGE: usize = 4096;
const CHECKSUM: std::ops::Range<usize> = 52..56;
const TABLE_AT: usize = 64;
const ENTRY: usize = 48;

static SOUND: OnceLock<Vec<u8>> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|input: (bool, Vec<(u32, u32)>, Vec<(u32, u32)>, u16)| {
    let (is_repaired, in_header, anywhere, n_cut) = input;
    let mut bytes = SOUND.get_or_init(sound).clone();
    gcrm_fuzz::overwrite(&mut bytes[..PAGE], &in_header);
    gcrm_fuzz::overwrite(&mut bytes, &anywhere);
    bytes.truncate(bytes.len().saturating_sub(usize::from(n_cut)));
    if is_repaired {
        repair(&mut bytes);
    }
    let Ok(file) = RegionFile::open(&gcrm_fuzz::file(&bytes), KIND) else { return };
    let _ = file.verify();
    if let Ok(network) = RoadNetwork::from_sections(|name| file.section(name))
        && network.validate().is_ok()
    {
        gcrm_fuzz::ask(&network);
    }
});

fn sound() -> Vec<u8> {
    let path = gcrm_fuzz::file(&[]);
    file::write(&path, KIND, &gcrm_fuzz::village().sections()).expect("a writable folder");
    std::fs::read(&path).expect("was just written")
}

/// Puts the checksums of the sections right, and that of the header.
fn repair(bytes: &mut [u8]) {
    if bytes.len() < PAGE {
        return;
    }
    for at in (TABLE_AT..PAGE - ENTRY).step_by(ENTRY) {
        let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight"));
        let (start, n_bytes) = (number(at + 24) as usize, number(at + 32) as usize);
        let section = start.checked_add(n_bytes).and_then(|end| bytes.get(start..end));
        if let Some(checksum) = section.map(checksum) {
            bytes[at + 40..at + 44].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    bytes[CHECKSUM].fill(0);
    let checksum = checksum(&bytes[..PAGE]);
    bytes[CHECKSUM].copy_from_slice(&checksum.to_le_bytes());
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut checksum = flate2::Crc::new();
    checksum.update(bytes);
    checksum.sum()
}
