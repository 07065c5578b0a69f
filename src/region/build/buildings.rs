//! Which building a point is in, what its address is and where its doors are.

use geo::{BoundingRect, Contains, MultiPolygon, Point};

use super::outlines::Outlines;
use crate::domain::osm::{ElementKind, Extract, Tags};
use crate::domain::places::Address;
use crate::domain::spatial::{BoxIndex, IntBox, hilbert_order};
use crate::domain::units::LngLat;
use crate::region::table::{e7, e7_point};

/// A door of a building.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Entrance {
    pub(super) at: LngLat,
    pub(super) is_main: bool,
}

#[derive(Debug)]
pub(super) struct Building<'a> {
    shape: &'a MultiPolygon,
    pub(super) address: Address,
    pub(super) entrances: Vec<Entrance>,
}

/// Buildings and address points, by place.
pub(super) struct Buildings<'a> {
    list: Vec<Building<'a>>,
    boxes: BoxIndex,
    addresses: Vec<(LngLat, Address)>,
    address_boxes: BoxIndex,
}

/// An address point further away belongs to somebody else.
const ADDRESS_DISTANCE_MAX_M: f64 = 20.0;

impl<'a> Buildings<'a> {
    pub(super) fn collect(extract: &Extract, outlines: &'a Outlines) -> Self {
        let mut found: Vec<(IntBox, Building<'a>)> = Vec::new();
        for outline in &outlines.areas {
            let Some(tags) = outline.tags(extract).filter(|tags| tags.has("building")) else {
                continue;
            };
            let Some(bbox) = e7_bounds(&outline.polygons) else { continue };
            let entrances = entrances(extract, outline.kind, outline.id);
            let shape = &outline.polygons;
            found.push((bbox, Building { shape, address: address(tags), entrances }));
        }
        let (boxes, list) = sorted(found);
        let nodes = extract.tagged_nodes.iter();
        let points = nodes.filter(|node| node.tags.has("addr:housenumber"));
        let points = points.map(|node| (e7_point(node.at), (node.at, address(&node.tags))));
        let (address_boxes, addresses) = sorted(points.collect());
        Self { list, boxes, addresses, address_boxes }
    }

    pub(super) fn around(&self, point: LngLat) -> Option<&Building<'a>> {
        let candidates = self.boxes.query(e7_point(point)).map(|number| &self.list[number]);
        candidates.into_iter().find(|building| building.shape.contains(&Point::from(point)))
    }

    /// The nearest address point within reach.
    pub(super) fn nearest_address(&self, point: LngLat) -> Option<&Address> {
        let [x, y, ..] = e7_point(point);
        let reach_y = e7(ADDRESS_DISTANCE_MAX_M / 111_000.0);
        let reach_x =
            e7(ADDRESS_DISTANCE_MAX_M / 111_000.0 / point.lat().to_radians().cos().max(0.1));
        let reach = [x - reach_x, y - reach_y, x + reach_x, y + reach_y];
        let near = self.address_boxes.query(reach).map(|number| &self.addresses[number]);
        near.map(|(at, address)| (at.distance(point).0, address))
            .filter(|(distance, _)| *distance <= ADDRESS_DISTANCE_MAX_M)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, address)| address)
    }
}

fn sorted<T>(found: Vec<(IntBox, T)>) -> (BoxIndex, Vec<T>) {
    let (boxes, items): (Vec<IntBox>, Vec<T>) = found.into_iter().unzip();
    let order = hilbert_order(&boxes);
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let index = BoxIndex::new(order.iter().map(|number| boxes[*number]).collect());
    (index, order.iter().filter_map(|number| items[*number].take()).collect())
}

fn e7_bounds(shape: &MultiPolygon) -> Option<IntBox> {
    let rect = shape.bounding_rect()?;
    Some([e7(rect.min().x), e7(rect.min().y), e7(rect.max().x), e7(rect.max().y)])
}

/// Tagged nodes on the outline; of a relation, on any of its ways.
fn entrances(extract: &Extract, kind: ElementKind, id: i64) -> Vec<Entrance> {
    let ways: Vec<i64> = match kind {
        ElementKind::Relation => extract.relation(id).map_or_else(Vec::new, |relation| {
            let ways = relation.members.iter().filter(|member| member.kind == ElementKind::Way);
            ways.map(|member| member.id).collect()
        }),
        ElementKind::Way | ElementKind::Node => vec![id],
    };
    let nodes = ways.iter().filter_map(|way| extract.way(*way)).flat_map(|way| &way.nodes);
    let mut entrances: Vec<Entrance> = nodes
        .filter_map(|node| extract.tagged_node(*node))
        .filter_map(|node| {
            let entrance = node.tags.get("entrance")?;
            let is_for_visitors =
                !matches!(entrance, "no" | "exit" | "emergency" | "service" | "garage");
            is_for_visitors.then(|| Entrance { at: node.at, is_main: entrance == "main" })
        })
        .collect();
    entrances.dedup_by(|a, b| a.at == b.at);
    entrances
}

/// The address of an element's own tags.
pub(super) fn address(tags: &Tags) -> Address {
    let first = |keys: &[&str]| keys.iter().find_map(|key| tags.get(key)).map(str::to_owned);
    Address {
        housenumber: first(&["addr:housenumber"]),
        street: first(&["addr:street", "addr:place"]),
        unit: first(&["addr:unit", "addr:flats", "addr:door"]),
        city: first(&["addr:city"]),
        district: first(&["addr:district", "addr:suburb"]),
        postcode: first(&["addr:postcode"]),
        country: first(&["addr:country"]).filter(|code| code.len() == 2).map(|c| c.to_uppercase()),
    }
}
