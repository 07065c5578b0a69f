//! The hierarchy against the plain search, to the last unit.

use proptest::prelude::*;

use super::super::dijkstra;
use super::super::network::{RoadNetwork, View};
use super::super::overrides::Overrides;
use super::super::snap::{Attachment, Snap};
use super::super::variant::Changes;
use super::super::{ProfileId, cost, sketch};
use crate::domain::control::Cancel;

/// A grid of streets with one-ways, private roads, barriers and restrictions thrown in.
fn town(picks: &[u8], size: usize) -> RoadNetwork {
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').collect();
    let rows: Vec<String> = letters[..size * size]
        .chunks(size)
        .map(|row| row.iter().flat_map(|&c| [c, ' ', ' ']).collect())
        .collect();
    let mut sketch = sketch::Sketch::new(&rows.join("\n\n"));
    let mut pick = picks.iter().copied().cycle();
    let mut names = Vec::new();
    for i in 0..size * size {
        let (row, column) = (i / size, i % size);
        let neighbours =
            [(column + 1 < size).then_some(i + 1), (row + 1 < size).then_some(i + size)];
        for j in neighbours.into_iter().flatten() {
            let name = format!("{}{}", letters[i], letters[j]);
            let tags = match pick.next().unwrap_or(0) % 12 {
                0 => "oneway=yes",
                1 => "oneway=-1",
                2 => "access=private",
                3 => continue,
                4 => "highway=primary maxspeed=70",
                5 => "access=destination oneway=yes",
                _ => "maxspeed=30",
            };
            sketch = sketch.way(&name, tags);
            names.push(name);
        }
    }
    for (i, pair) in names.windows(2).enumerate() {
        let kind = ["no_left_turn", "only_straight_on", "no_u_turn", "only_right_turn"][i % 4];
        if pick.next().unwrap_or(0) % 3 == 0 {
            let via = pair[0].chars().find(|c| pair[1].contains(*c));
            if let Some(via) = via {
                sketch = sketch.restrict(kind, &pair[0], &via.to_string(), &pair[1], "");
            }
        }
        // A via way between the streets before and after it.
        if pick.next().unwrap_or(0) % 4 == 0 && i + 2 < names.len() {
            let (from, via, to) = (names[i].clone(), names[i + 1].clone(), names[i + 2].clone());
            sketch = sketch.restrict(kind, &from, &via, &to, "");
        }
    }
    sketch.build()
}

/// Snaps in the middle of every link, with its directions.
fn middles(view: &View) -> Vec<(Vec<Attachment>, Vec<Attachment>)> {
    let snapper = view.snapper();
    let links = 0..super::super::atlas::index(view.atlas.n_links());
    let snap = |link: u32| Snap {
        link,
        offset_cm: view.atlas.link_cm[link as usize] / 3,
        at: [0, 0],
        distance_m: 0.0,
        leaves: [true, true],
        arrives: [true, true],
    };
    links.map(|link| (snapper.departures(&[snap(link)]), snapper.arrivals(&[snap(link)]))).collect()
}

fn check_everything(network: &RoadNetwork) {
    for id in ProfileId::ALL {
        check_view(&network.view(id).unwrap());
        // A street closed, another slower than its neighbours.
        let overrides = Overrides::of_ways(&network.atlas, [(2, 0.0), (4, 3.0)]);
        let changes = Changes { hour: Some(8), overrides, ..Changes::default() };
        let variant = network.variant(id, &changes).unwrap();
        check_view(&network.view_of(&variant).unwrap());
    }
}

fn check_view(view: &View) {
    let places = middles(view);
    let (from, to): (Vec<_>, Vec<_>) = places.into_iter().unzip();
    let costs: Vec<cost::Cost> = view.matrix(&from, &to, &Cancel::never()).unwrap();
    let times: Vec<u32> = view.matrix(&from, &to, &Cancel::never()).unwrap();
    for (i, departures) in from.iter().enumerate() {
        let reached = dijkstra::search(view.graph, view.metric, departures, cost::NO_WAY);
        for (j, arrivals) in to.iter().enumerate() {
            let plain = dijkstra::arrive(view.graph, &reached.cost, departures, arrivals);
            let expected = plain.map_or(cost::NO_WAY, |found| found.0);
            let name = view.profile.name();
            assert_eq!(costs[i * to.len() + j], expected, "{name} {i} to {j}");
            assert_eq!(times[i * to.len() + j], cost::ms(expected));
            let path = view.path(departures, arrivals);
            assert_eq!(path.as_ref().map_or(cost::NO_WAY, |path| path.cost), expected);
            let added = path.map_or(cost::NO_WAY, |path| path.recounted(view.metric));
            assert_eq!(added, expected, "{name} {i} to {j}, turn by turn");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_pair_costs_what_the_plain_search_says(
        picks in proptest::collection::vec(any::<u8>(), 120),
        size in 2..6_usize,
    ) {
        check_everything(&town(&picks, size));
    }
}

#[test]
fn a_network_opens_from_its_sections_as_it_was_built() {
    let built = town(&[7, 3, 0, 9, 2, 11, 4, 6], 4);
    let sections: std::collections::HashMap<String, bytes::Bytes> = built
        .sections()
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes::Bytes::from(bytes.concat())))
        .collect();
    let opened = RoadNetwork::from_sections(|name| {
        sections
            .get(name)
            .cloned()
            .ok_or_else(|| crate::domain::flat::FlatError::Missing(name.into()))
    })
    .unwrap();
    check_everything(&opened);
    for ((name, opened), (_, built)) in opened.sections().into_iter().zip(built.sections()) {
        assert_eq!(opened.concat(), built.concat(), "{name}");
    }
}
