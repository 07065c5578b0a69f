//! Named businesses with where they are, their address and their door.

use geo::{Contains, MultiPolygon, Point};
use rayon::prelude::*;

use super::buildings::{Building, Buildings, Entrance, address};
use super::outlines::Outlines;
use super::rings;
use crate::domain::osm::{ElementKind, Extract, Tags};
use crate::domain::places::{Address, Place, category};
use crate::domain::units::LngLat;
use crate::region::areas::Area;
use crate::region::places::{Places, row};
use crate::region::table::{e7, element_id, key};

/// What the places are completed from.
pub(super) struct Surroundings<'a> {
    pub(super) buildings: &'a Buildings<'a>,
    pub(super) areas: &'a [(Area, MultiPolygon)],
    pub(super) country: Option<&'a str>,
}

pub(super) fn build(
    extract: &Extract,
    outlines: &Outlines,
    around: &Surroundings<'_>,
) -> Result<Places, serde_json::Error> {
    let nodes = extract.tagged_nodes.par_iter().filter_map(|node| {
        Some((ElementKind::Node, node.id, &node.tags, category::of(&node.tags)?, node.at))
    });
    let areas = outlines.areas.par_iter().filter_map(|outline| {
        let tags = outline.tags(extract)?;
        let code = category::of(tags)?;
        Some((outline.kind, outline.id, tags, code, middle(&outline.polygons)?))
    });
    let rows: Vec<_> = nodes
        .chain(areas)
        .filter_map(|(kind, id, tags, code, at)| {
            let place = place(element_id(kind, id), tags, code, at, around)?;
            Some(row(key(kind, id), place))
        })
        .collect();
    Places::build(&rows)
}

fn place(
    id: String,
    tags: &Tags,
    category: String,
    at: LngLat,
    around: &Surroundings<'_>,
) -> Option<Place> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| tags.get(key)).map(str::to_owned);
    let name = first(&["name", "name:en"])?;
    let building = around.buildings.around(at);
    Some(Place {
        id,
        name,
        name_en: first(&["name:en"]),
        name_ko: first(&["name:ko"]),
        category,
        location: at,
        entrance: building.and_then(|building| door(building, at)),
        address: full_address(tags, at, building, around),
        phone: first(&["phone", "contact:phone", "contact:mobile"]),
        website: first(&["website", "contact:website", "url"]),
        email: first(&["email", "contact:email"]),
        opening_hours: first(&["opening_hours"]),
        brand: first(&["brand"]),
    })
}

pub(super) fn middle(shape: &MultiPolygon) -> Option<LngLat> {
    let point = rings::inside_point(shape)?;
    // As exact as the nodes of the map, and as the index that finds it.
    let exact = |degrees| f64::from(e7(degrees)) * 1e-7;
    LngLat::new(exact(point.x()), exact(point.y())).ok()
}

/// A place in a large building has its own door close by; beyond this the main door is better.
const OWN_DOOR_MAX_M: f64 = 15.0;

fn door(building: &Building<'_>, at: LngLat) -> Option<LngLat> {
    let by_distance =
        |a: &&Entrance, b: &&Entrance| at.distance(a.at).0.total_cmp(&at.distance(b.at).0);
    let nearest = building.entrances.iter().min_by(by_distance)?;
    if at.distance(nearest.at).0 <= OWN_DOOR_MAX_M {
        return Some(nearest.at);
    }
    let main = building.entrances.iter().filter(|entrance| entrance.is_main);
    Some(main.min_by(by_distance).unwrap_or(nearest).at)
}

/// Own tags, else the building's, else the nearest address point's; the city from the areas.
fn full_address(
    tags: &Tags,
    at: LngLat,
    building: Option<&Building<'_>>,
    around: &Surroundings<'_>,
) -> Address {
    let mut full = address(tags);
    // A street without a number is kept as the mapper wrote it, not mixed with somebody's number.
    if full.housenumber.is_none() && full.street.is_none() {
        let inherited = building
            .map(|building| &building.address)
            .filter(|address| address.housenumber.is_some())
            .or_else(|| around.buildings.nearest_address(at));
        full = full.or(inherited.cloned().unwrap_or_default());
    }
    if full.city.is_none() {
        full.city = city(around.areas, at);
    }
    full.country = full.country.or_else(|| around.country.map(str::to_owned));
    full
}

/// Levels at which a town usually lies, best first.
const CITY_LEVELS: [u8; 4] = [8, 7, 6, 9];

pub(super) fn city(areas: &[(Area, MultiPolygon)], at: LngLat) -> Option<String> {
    let point = Point::from(at);
    CITY_LEVELS.iter().find_map(|level| {
        let (area, _) = areas.iter().find(|(area, shape)| {
            area.admin_level == Some(*level) && area.bbox.contains(at) && shape.contains(&point)
        })?;
        Some(area.name.clone())
    })
}
