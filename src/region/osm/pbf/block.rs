//! One block of elements: a string table and groups of nodes, ways and relations.

use super::super::wire::{Fields, Malformed, Packed};
use super::super::{Elements, position};
use crate::domain::osm::{ElementKind, Member, Node, Relation, Tags, Way};
use crate::domain::units::{Bbox, LngLat};
use crate::domain::varint::unzigzag;

/// What the numbers of a block mean.
struct Block<'a> {
    strings: Vec<&'a [u8]>,
    /// Nanodegrees per unit.
    granularity: i64,
    lng_offset: i64,
    lat_offset: i64,
}

pub(super) fn decode(bytes: &[u8]) -> Result<Elements, Malformed> {
    let mut groups = Vec::new();
    let mut block = Block { strings: Vec::new(), granularity: 100, lng_offset: 0, lat_offset: 0 };
    for field in Fields(bytes) {
        match field? {
            (1, table) => block.strings = strings(table.bytes()?)?,
            (2, group) => groups.push(group.bytes()?),
            (17, value) => block.granularity = value.int()?,
            (19, value) => block.lat_offset = value.int()?,
            (20, value) => block.lng_offset = value.int()?,
            _ => {}
        }
    }
    let mut elements = Elements::default();
    for group in groups {
        block.group(group, &mut elements)?;
    }
    Ok(elements)
}

/// The bounding box of a file header: left, right, top, bottom in nanodegrees.
pub(super) fn bounds(header: &[u8]) -> Result<Option<Bbox>, Malformed> {
    for field in Fields(header) {
        let (1, bbox) = field? else { continue };
        let mut edges = [f64::NAN; 4];
        for field in Fields(bbox.bytes()?) {
            let (number @ 1..=4, value) = field? else { continue };
            #[expect(clippy::cast_precision_loss, reason = "nanodegrees stay below 2^52")]
            let degrees = unzigzag(value.varint()?) as f64 * 1e-9;
            #[expect(clippy::cast_possible_truncation, reason = "one of four")]
            {
                edges[number as usize - 1] = degrees;
            }
        }
        let [left, right, top, bottom] = edges;
        return Ok(super::super::bounds([left, bottom, right, top]));
    }
    Ok(None)
}

fn strings(table: &[u8]) -> Result<Vec<&[u8]>, Malformed> {
    Fields(table)
        .filter_map(|field| match field {
            Ok((1, value)) => Some(value.bytes()),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .collect()
}

impl Block<'_> {
    fn group(&self, bytes: &[u8], elements: &mut Elements) -> Result<(), Malformed> {
        for field in Fields(bytes) {
            match field? {
                (1, node) => self.node(node.bytes()?, elements)?,
                (2, nodes) => self.dense_nodes(nodes.bytes()?, elements)?,
                (3, way) => elements.ways.push(self.way(way.bytes()?)?),
                (4, relation) => elements.relations.push(self.relation(relation.bytes()?)?),
                _ => {}
            }
        }
        Ok(())
    }

    fn node(&self, bytes: &[u8], elements: &mut Elements) -> Result<(), Malformed> {
        let (mut id, mut lat, mut lng) = (0, 0, 0);
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = unzigzag(value.varint()?),
                (2, list) => keys = Packed(list.bytes()?),
                (3, list) => values = Packed(list.bytes()?),
                (8, value) => lat = unzigzag(value.varint()?),
                (9, value) => lng = unzigzag(value.varint()?),
                _ => {}
            }
        }
        let tags = self.tags(keys, values)?;
        self.push_node(id, lng, lat, tags, elements);
        Ok(())
    }

    fn dense_nodes(&self, bytes: &[u8], elements: &mut Elements) -> Result<(), Malformed> {
        let mut columns = [Packed::default(), Packed::default(), Packed::default()];
        let mut keys_values = Packed::default();
        for field in Fields(bytes) {
            match field? {
                (1, list) => columns[0] = Packed(list.bytes()?),
                (8, list) => columns[1] = Packed(list.bytes()?),
                (9, list) => columns[2] = Packed(list.bytes()?),
                (10, list) => keys_values = Packed(list.bytes()?),
                _ => {}
            }
        }
        let [ids, lats, lngs] = columns.map(Packed::deltas);
        for ((id, lat), lng) in ids.zip(lats).zip(lngs) {
            let tags = self.dense_tags(&mut keys_values)?;
            self.push_node(id?, lng?, lat?, tags, elements);
        }
        Ok(())
    }

    /// Key and value in turn; a zero ends the node.
    fn dense_tags(&self, keys_values: &mut Packed<'_>) -> Result<Tags, Malformed> {
        let mut tags = Vec::new();
        while let Some(key) = keys_values.next() {
            let key = key?;
            if key == 0 {
                break;
            }
            let value = keys_values.next().ok_or(Malformed)??;
            tags.push((self.string(key)?, self.string(value)?));
        }
        Ok(tags.into_iter().collect())
    }

    fn push_node(&self, id: i64, lng: i64, lat: i64, tags: Tags, elements: &mut Elements) {
        let Some(at) = self.position(lng, lat) else { return };
        elements.positions.push((id, at));
        if !tags.is_empty() {
            let [lng, lat] = at.map(|e7| f64::from(e7) * 1e-7);
            elements.tagged_nodes.extend(LngLat::new(lng, lat).map(|at| Node { id, at, tags }));
        }
    }

    fn position(&self, lng: i64, lat: i64) -> Option<[i32; 2]> {
        let e7 = |offset: i64, units: i64| {
            let nanodegrees = self.granularity.checked_mul(units)?.checked_add(offset)?;
            Some(nanodegrees / 100)
        };
        position(e7(self.lng_offset, lng)?, e7(self.lat_offset, lat)?)
    }

    fn way(&self, bytes: &[u8]) -> Result<Way, Malformed> {
        let (mut id, mut nodes) = (0, Vec::new());
        let (mut keys, mut values) = (Packed::default(), Packed::default());
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = value.int()?,
                (2, list) => keys = Packed(list.bytes()?),
                (3, list) => values = Packed(list.bytes()?),
                (8, list) => nodes = Packed(list.bytes()?).deltas().collect::<Result<_, _>>()?,
                _ => {}
            }
        }
        Ok(Way { id, nodes, tags: self.tags(keys, values)? })
    }

    fn relation(&self, bytes: &[u8]) -> Result<Relation, Malformed> {
        let mut id = 0;
        let mut lists: [Packed<'_>; 5] = Default::default();
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = value.int()?,
                (2, list) => lists[0] = Packed(list.bytes()?),
                (3, list) => lists[1] = Packed(list.bytes()?),
                (8, list) => lists[2] = Packed(list.bytes()?),
                (9, list) => lists[3] = Packed(list.bytes()?),
                (10, list) => lists[4] = Packed(list.bytes()?),
                _ => {}
            }
        }
        let [keys, values, roles, ids, kinds] = lists;
        let mut members = Vec::new();
        for ((role, id), kind) in roles.zip(ids.deltas()).zip(kinds) {
            // A member of a kind yet to be invented is as good as missing.
            let Some(kind) = element_kind(kind?) else { continue };
            members.push(Member { kind, id: id?, role: self.string(role?)?.into() });
        }
        Ok(Relation { id, members, tags: self.tags(keys, values)? })
    }

    fn tags(&self, keys: Packed<'_>, values: Packed<'_>) -> Result<Tags, Malformed> {
        let pair = |(key, value): (Result<u64, _>, Result<u64, _>)| {
            Ok((self.string(key?)?, self.string(value?)?))
        };
        let tags: Result<Vec<_>, Malformed> = keys.zip(values).map(pair).collect();
        Ok(tags?.into_iter().collect())
    }

    fn string(&self, index: u64) -> Result<&str, Malformed> {
        let index = usize::try_from(index).map_err(|_| Malformed)?;
        let bytes = self.strings.get(index).ok_or(Malformed)?;
        std::str::from_utf8(bytes).map_err(|_| Malformed)
    }
}

const fn element_kind(kind: u64) -> Option<ElementKind> {
    match kind {
        0 => Some(ElementKind::Node),
        1 => Some(ElementKind::Way),
        2 => Some(ElementKind::Relation),
        _ => None,
    }
}
