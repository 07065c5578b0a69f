use std::collections::HashMap;

use bytes::Bytes;
use proptest::prelude::*;

use super::super::sketch::Sketch;
use super::*;
use crate::domain::units::LngLat;

fn sketch() -> Sketch {
    Sketch::new("a  b\n\nc  d\n\ne  f")
        .way("ab", "oneway=yes")
        .way("bd", "")
        .way("dc", "")
        .way("ca", "access=private")
        .way("ce", "")
        .way("df", "")
        .sign('b', "highway=traffic_signals")
        .restrict("no_left_turn", "ab", "b", "bd", "")
}

fn blocks(network: &RoadNetwork) -> HashMap<&'static str, Vec<u8>> {
    network.sections().into_iter().map(|(name, bytes)| (name, bytes.concat())).collect()
}

/// Bytes that are aligned as in a file.
struct Words(Vec<u128>, usize);

impl AsRef<[u8]> for Words {
    fn as_ref(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.0)[..self.1]
    }
}

/// Opens blocks where they are aligned as in a file.
fn open(blocks: &HashMap<&'static str, Vec<u8>>) -> Result<RoadNetwork, FlatError> {
    RoadNetwork::from_sections(|name| {
        let block = blocks.get(name).ok_or_else(|| FlatError::Missing(name.to_owned()))?;
        let mut words = vec![0_u128; block.len().div_ceil(16)];
        bytemuck::cast_slice_mut::<u128, u8>(&mut words)[..block.len()].copy_from_slice(block);
        Ok(Bytes::from_owner(Words(words, block.len())))
    })
}

/// Asks what a region is asked; the answers may be anything.
fn ask(network: &RoadNetwork, places: &[LngLat]) {
    for id in network.profiles() {
        let _ = network.route(id, places);
        let _ = network.isochrone(id, places[0], &[60, 300]);
        let _ = network.reachable(id, places[0], places, 300);
    }
}

#[test]
fn a_built_network_is_valid() {
    let network = sketch().build();
    network.validate().unwrap();
    open(&blocks(&network)).unwrap().validate().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_passes_can_be_asked_anything(
        section in 0_usize..8,
        at in any::<prop::sample::Index>(),
        value in prop_oneof![any::<u32>(), 0_u32..40],
    ) {
        let sketch = sketch();
        let mut blocks = blocks(&sketch.build());
        // Not the costs of profiles: any number is one, and only the file's checksum knows better.
        let has_indices = |name: &&str| !name.starts_with("profile.");
        let mut names: Vec<&str> = blocks.keys().copied().filter(has_indices).collect();
        names.sort_unstable();
        let block = blocks.get_mut(names[section % names.len()]).unwrap();
        let words = block.len() / 4;
        let at = at.index(words) * 4;
        block[at..at + 4].copy_from_slice(&value.to_le_bytes());
        if let Ok(network) = open(&blocks)
            && network.validate().is_ok()
        {
            let places = ['a', 'd', 'e'].map(|c| sketch.at(c));
            ask(&network, &places);
        }
    }
}

#[test]
fn an_arc_that_stands_for_arcs_between_other_states_is_refused() {
    let mut blocks = blocks(&sketch().build());
    let block = blocks.get_mut("profile.car").unwrap();
    // What arcs stand for is at the end.
    let n = block.len();
    block[n - 16..].fill(0);
    let refused = open(&blocks).unwrap().validate().unwrap_err();
    assert_eq!(refused, FlatError::Inconsistent("arc parts leads nowhere".into()));
}
