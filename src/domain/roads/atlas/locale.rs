//! Where an extract lies, from what its own tags say, else from its coordinates.

use std::collections::HashMap;

use super::super::profile::Locale;
use crate::domain::osm::{Extract, Tags};
use crate::domain::units::LngLat;

/// A boundary says the country plainly; an address is one vote, a zone sign another.
const BOUNDARY_VOTES: u32 = 50;

/// The country most tags agree on, else the one its middle lies in by a coarse table.
pub fn detect(extract: &Extract) -> Locale {
    let mut votes: HashMap<String, u32> = HashMap::new();
    let mut vote = |code: &str, weight: u32| {
        if is_code(code) {
            *votes.entry(code.to_ascii_uppercase()).or_default() += weight;
        }
    };
    for relation in extract.relations.iter().filter(|r| r.tags.is("admin_level", "2")) {
        if let Some(code) = relation.tags.get("ISO3166-1:alpha2").or(relation.tags.get("ISO3166-1"))
        {
            vote(code, BOUNDARY_VOTES);
        }
    }
    let tagged =
        extract.ways.iter().map(|w| &w.tags).chain(extract.tagged_nodes.iter().map(|n| &n.tags));
    for tags in tagged {
        if let Some(code) = country_of(tags) {
            vote(code, 1);
        }
    }
    let best = votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    match best {
        Some((code, _)) => Locale::of_country(&code),
        None => middle(extract).and_then(by_place).map(Locale::of_country).unwrap_or_default(),
    }
}

fn is_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())
}

fn country_of(tags: &Tags) -> Option<&str> {
    if let Some(code) = tags.get("addr:country") {
        return Some(code);
    }
    ["source:maxspeed", "maxspeed:type", "zone:maxspeed", "zone:traffic", "maxspeed"]
        .into_iter()
        .find_map(|key| tags.get(key)?.split_once(':').map(|(code, _)| code))
}

fn middle(extract: &Extract) -> Option<LngLat> {
    (extract.n_nodes() > 0).then(|| extract.node_at(extract.n_nodes() / 2))
}

/// West, south, east, north. Small boxes come first.
const BOXES: &[(&str, [f64; 4])] = &[
    ("MC", [7.40, 43.72, 7.44, 43.76]),
    ("LI", [9.47, 47.04, 9.64, 47.28]),
    ("MT", [14.1, 35.7, 14.7, 36.1]),
    ("SG", [103.6, 1.15, 104.1, 1.48]),
    ("HK", [113.8, 22.1, 114.5, 22.6]),
    ("LU", [5.7, 49.4, 6.6, 50.2]),
    ("CY", [32.2, 34.5, 34.6, 35.7]),
    ("KR", [125.0, 33.0, 129.7, 38.6]),
    ("CH", [6.8, 46.3, 9.4, 47.6]),
    ("IE", [-10.6, 51.4, -6.0, 55.4]),
    ("GB", [-8.2, 49.8, 1.8, 60.9]),
    ("IT", [7.0, 36.6, 14.0, 46.5]),
    ("FI", [20.5, 59.7, 31.6, 70.1]),
    ("DE", [7.5, 47.8, 14.8, 55.0]),
    ("FR", [-4.8, 42.4, 7.4, 50.9]),
    ("JP", [129.8, 30.9, 145.9, 45.6]),
    ("NZ", [166.3, -47.4, 178.6, -34.3]),
    ("AU", [112.9, -43.7, 153.7, -10.6]),
    ("IN", [70.0, 8.0, 88.0, 31.0]),
    ("ZA", [16.4, -34.9, 32.9, -22.1]),
    ("US", [-124.8, 24.5, -66.9, 49.0]),
];

fn by_place(at: LngLat) -> Option<&'static str> {
    let inside =
        |b: &[f64; 4]| (b[0]..=b[2]).contains(&at.lng()) && (b[1]..=b[3]).contains(&at.lat());
    BOXES.iter().find(|(_, b)| inside(b)).map(|(code, _)| *code)
}
