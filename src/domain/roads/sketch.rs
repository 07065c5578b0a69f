//! Small networks drawn as text, for tests.

use std::collections::HashMap;

use super::network::RoadNetwork;
use super::profile::{Locale, ProfileId};
use crate::domain::control::Cancel;
use crate::domain::osm::{ElementKind, Extract, Member, Node, Relation, Tags, Way};
use crate::domain::units::LngLat;

/// Letters are nodes, a hundred metres apart; ways and restrictions name them.
pub struct Sketch {
    pub at: HashMap<char, [i32; 2]>,
    pub ways: Vec<Way>,
    pub relations: Vec<Relation>,
    pub signs: HashMap<char, Tags>,
    pub country: &'static str,
}

/// 1e-7 degrees in a hundred metres of latitude.
const STEP: i32 = 8993;

fn pairs(tags: &str) -> Tags {
    tags.split(' ').filter_map(|pair| pair.split_once('=')).collect()
}

impl Sketch {
    pub fn new(map: &str) -> Self {
        let mut at = HashMap::new();
        for (row, line) in map.lines().enumerate() {
            for (column, letter) in line.chars().enumerate().filter(|(_, c)| c.is_alphanumeric()) {
                let (x, y) = (i32::try_from(column).unwrap(), i32::try_from(row).unwrap());
                at.insert(letter, [x * STEP, -y * STEP]);
            }
        }
        Self { at, ways: Vec::new(), relations: Vec::new(), signs: HashMap::new(), country: "IT" }
    }

    /// A residential street over these nodes, with further tags, named by its letters.
    pub fn way(mut self, nodes: &str, tags: &str) -> Self {
        let mut all: Vec<(String, String)> = vec![("name".into(), nodes.into())];
        all.extend(pairs(tags).iter().map(|(k, v)| (k.to_owned(), v.to_owned())));
        if !all.iter().any(|(key, _)| key == "highway" || key == "route") {
            all.push(("highway".into(), "residential".into()));
        }
        let id = i64::try_from(self.ways.len()).unwrap() + 1;
        self.ways.push(Way {
            id,
            nodes: nodes.chars().map(|c| i64::from(u32::from(c))).collect(),
            tags: all.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
        });
        self
    }

    pub fn sign(mut self, node: char, tags: &str) -> Self {
        self.signs.insert(node, pairs(tags));
        self
    }

    /// `via` is one letter for a node, else the letters of ways joined by `,`.
    pub fn restrict(mut self, kind: &str, from: &str, via: &str, to: &str, tags: &str) -> Self {
        let way = |name: &str| {
            let found = self.ways.iter().find(|w| w.tags.is("name", name)).expect("a known way");
            (ElementKind::Way, found.id)
        };
        let member = |(kind, id), role: &str| Member { kind, id, role: role.into() };
        let mut members = vec![member(way(from), "from"), member(way(to), "to")];
        if via.len() == 1 {
            let node = via.chars().map(|c| i64::from(u32::from(c))).next().unwrap();
            members.push(member((ElementKind::Node, node), "via"));
        } else {
            members.extend(via.split(',').map(|via| member(way(via), "via")));
        }
        let mut all = vec![("type", "restriction")];
        if !kind.is_empty() {
            all.push(("restriction", kind));
        }
        all.extend(tags.split(' ').filter_map(|pair| pair.split_once('=')));
        let id = i64::try_from(self.relations.len()).unwrap() + 1;
        self.relations.push(Relation { id, members, tags: all.into_iter().collect() });
        self
    }

    pub fn at(&self, node: char) -> LngLat {
        super::atlas::to_lnglat(self.at[&node])
    }

    /// A point some metres east and north of a node.
    pub fn near(&self, node: char, east: i32, north: i32) -> LngLat {
        let [x, y] = self.at[&node];
        super::atlas::to_lnglat([x + east * STEP / 100, y + north * STEP / 100])
    }

    pub fn extract(&self) -> Extract {
        let id = |c: char| i64::from(u32::from(c));
        let positions = self.at.iter().map(|(&c, &at)| (id(c), at)).collect();
        let node =
            |(&c, tags): (&char, &Tags)| Node { id: id(c), at: self.at(c), tags: tags.clone() };
        let signs = self.signs.iter().map(node).collect();
        Extract::new(positions, signs, self.ways.clone(), self.relations.clone())
    }

    pub fn build(&self) -> RoadNetwork {
        let locale = Locale::of_country(self.country);
        RoadNetwork::build_for(&self.extract(), locale, &ProfileId::ALL, &Cancel::never(), &|_| {})
            .unwrap()
    }

    /// The names of the ways a route takes between places, as `ab bc`; empty without a way.
    pub fn streets(&self, profile: ProfileId, places: &[LngLat]) -> String {
        let network = self.build();
        let Ok(route) = network.route(profile, places) else { return String::new() };
        let mut names: Vec<String> = Vec::new();
        for piece in route.legs.iter().flat_map(|leg| &leg.pieces).filter(|p| p.from_cm != p.to_cm)
        {
            let name = network.atlas.name(piece.link).name.to_owned();
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        names.join(" ")
    }
}
