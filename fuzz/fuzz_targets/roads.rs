#![no_main]

use std::sync::OnceLock;

use bytes::Bytes;
use gcrm::domain::flat::FlatError;
use gcrm::domain::roads::RoadNetwork;

type Sections = Vec<(&'static str, Vec<u8>)>;

static SOUND: OnceLock<Sections> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|input: (u8, Vec<(u32, u32)>)| {
    let (which, writes) = input;
    let mut sections = SOUND.get_or_init(sound).clone();
    let which = usize::from(which) % sections.len();
    gcrm_fuzz::overwrite(&mut sections[which].1, &writes);
    if let Ok(network) = opened(&sections)
        && network.validate().is_ok()
    {
        gcrm_fuzz::ask(&network);
    }
});

fn sound() -> Sections {
    let village = gcrm_fuzz::village();
    village.sections().into_iter().map(|(name, bytes)| (name, bytes.concat())).collect()
}

fn opened(sections: &Sections) -> Result<RoadNetwork, FlatError> {
    RoadNetwork::from_sections(|name| {
        let section = sections.iter().find(|(known, _)| *known == name);
        section.map(|(_, bytes)| aligned(bytes)).ok_or_else(|| FlatError::Missing(name.to_owned()))
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
