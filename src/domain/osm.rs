//! OpenStreetMap elements as plain data. `region` reads them from files; the road graph, the
//! places, the addresses and the base map are made from them.

use crate::domain::units::{Bbox, LngLat};

/// Tags in file order; keys are unique (the first of a repeated key wins). A country has many
/// millions: all keys and values of one element are one text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tags {
    text: Box<str>,
    /// Where each key and its value end in the text.
    ends: Box<[[u32; 2]]>,
}

impl Tags {
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    #[must_use]
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |ends| {
            let [key_end, value_end] = ends.map(|end| end as usize);
            let pair = (&self.text[start..key_end], &self.text[key_end..value_end]);
            start = value_end;
            pair
        })
    }
}

impl std::fmt::Debug for Tags {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Tags {
    /// # Panics
    /// On 4 GB of tags: an element of a file has a millionth of that.
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let mut tags: Vec<(&str, &str)> = pairs.into_iter().collect();
        let mut n_known = 0;
        for i in 0..tags.len() {
            if !tags[..n_known].iter().any(|(known, _)| *known == tags[i].0) {
                tags[n_known] = tags[i];
                n_known += 1;
            }
        }
        tags.truncate(n_known);
        let mut text = String::with_capacity(tags.iter().map(|(k, v)| k.len() + v.len()).sum());
        let mut ends = Vec::with_capacity(tags.len());
        for (key, value) in tags {
            ends.push([key, value].map(|part| {
                text.push_str(part);
                u32::try_from(text.len()).expect("tags of one element are far shorter")
            }));
        }
        Self { text: text.into(), ends: ends.into() }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub id: i64,
    pub at: LngLat,
    pub tags: Tags,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub id: i64,
    /// Node ids in order; some may be missing from the extract.
    pub nodes: Vec<i64>,
    pub tags: Tags,
}

impl Way {
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.nodes.len() > 3 && self.nodes.first() == self.nodes.last()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ElementKind {
    Node,
    Way,
    Relation,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub kind: ElementKind,
    pub id: i64,
    pub role: Box<str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub id: i64,
    pub members: Vec<Member>,
    pub tags: Tags,
}

/// A whole extract in memory. Every vector is sorted by id and free of repeated ids (the last
/// version read wins). Memory grows with the number of elements, never with the largest id.
#[derive(Debug, Clone, Default)]
pub struct Extract {
    node_ids: Vec<i64>,
    /// Longitude and latitude in 1e-7 degrees, parallel to `node_ids`.
    node_at: Vec<[i32; 2]>,
    /// What the file says it covers; ways that cross the edge reach over it.
    pub bounds: Option<Bbox>,
    /// Only the nodes that carry tags.
    pub tagged_nodes: Vec<Node>,
    pub ways: Vec<Way>,
    pub relations: Vec<Relation>,
}

impl Extract {
    /// Sorts what was read and drops repeated ids, keeping the last of each. Positions are
    /// `(id, [lng, lat] in 1e-7 degrees)` and must be valid coordinates.
    #[must_use]
    pub fn new(
        mut positions: Vec<(i64, [i32; 2])>,
        tagged_nodes: Vec<Node>,
        ways: Vec<Way>,
        relations: Vec<Relation>,
    ) -> Self {
        keep_last_by_id(&mut positions, |p| p.0);
        let (node_ids, node_at) = positions.into_iter().unzip();
        let (mut tagged_nodes, mut ways, mut relations) = (tagged_nodes, ways, relations);
        keep_last_by_id(&mut tagged_nodes, |n| n.id);
        keep_last_by_id(&mut ways, |w| w.id);
        keep_last_by_id(&mut relations, |r| r.id);
        Self { node_ids, node_at, bounds: None, tagged_nodes, ways, relations }
    }

    #[must_use]
    pub fn n_nodes(&self) -> usize {
        self.node_ids.len()
    }

    /// The box the extract covers: as the file says, else around all nodes.
    #[must_use]
    pub fn covered(&self) -> Bbox {
        self.bounds.unwrap_or_else(|| {
            let mut bbox = Bbox::EMPTY;
            (0..self.n_nodes()).for_each(|index| bbox.extend(self.node_at(index)));
            bbox
        })
    }

    /// Position in the sorted node list, the compact stand-in for the sparse id.
    #[must_use]
    pub fn node_index(&self, id: i64) -> Option<usize> {
        self.node_ids.binary_search(&id).ok()
    }

    /// The positions of several nodes in the sorted node list, quickly where they lie close
    /// together in it, as those of one way mostly do.
    pub fn node_indices(&self, ids: &[i64]) -> impl Iterator<Item = Option<usize>> {
        let mut last = 0;
        ids.iter().map(move |&id| {
            let found = near(&self.node_ids, id, last);
            last = found.unwrap_or_else(|place| place);
            found.ok()
        })
    }

    /// The id of the node at a position in the sorted node list.
    #[must_use]
    pub fn node_id(&self, index: usize) -> i64 {
        self.node_ids[index]
    }

    #[must_use]
    pub fn node_at(&self, index: usize) -> LngLat {
        let [lng, lat] = self.node_at[index];
        LngLat::new(f64::from(lng) * 1e-7, f64::from(lat) * 1e-7)
            .expect("positions are checked when the extract is read")
    }

    #[must_use]
    pub fn position(&self, id: i64) -> Option<LngLat> {
        self.node_index(id).map(|index| self.node_at(index))
    }

    #[must_use]
    pub fn tagged_node(&self, id: i64) -> Option<&Node> {
        let index = self.tagged_nodes.binary_search_by_key(&id, |n| n.id).ok()?;
        Some(&self.tagged_nodes[index])
    }

    #[must_use]
    pub fn way(&self, id: i64) -> Option<&Way> {
        let index = self.ways.binary_search_by_key(&id, |w| w.id).ok()?;
        Some(&self.ways[index])
    }

    #[must_use]
    pub fn relation(&self, id: i64) -> Option<&Relation> {
        let index = self.relations.binary_search_by_key(&id, |r| r.id).ok()?;
        Some(&self.relations[index])
    }
}

/// Where an id is in a sorted list, or would be, looked for from some place outward.
fn near(ids: &[i64], id: i64, from: usize) -> Result<usize, usize> {
    let mut low = from.min(ids.len().saturating_sub(1));
    let (mut high, mut step) = (low, 4);
    while low > 0 && ids[low] > id {
        low = low.saturating_sub(step);
        step *= 4;
    }
    while high < ids.len() && ids[high] <= id {
        high = (high + step).min(ids.len());
        step *= 4;
    }
    ids[low..high].binary_search(&id).map(|i| low + i).map_err(|i| low + i)
}

fn keep_last_by_id<T>(items: &mut Vec<T>, id: impl Fn(&T) -> i64) {
    items.reverse();
    items.sort_by_key(|item| id(item));
    items.dedup_by_key(|item| id(item));
}

#[cfg(test)]
#[path = "osm_tests.rs"]
mod tests;
