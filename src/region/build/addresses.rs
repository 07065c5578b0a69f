//! What can be found by name: streets with their house numbers, places, areas.

use std::collections::BTreeMap;

use geo::{Contains, MultiPolygon, Point};

use super::buildings::address;
use super::outlines::Outlines;
use super::places::{city, middle};
use crate::domain::geocode::normalize::fold;
use crate::domain::geocode::{Entry, EntryKind, House};
use crate::domain::osm::{Extract, Tags};
use crate::domain::units::LngLat;
use crate::region::areas::Area;
use crate::region::places::Places;

/// The areas that name the town of a street.
pub(super) struct Towns<'a> {
    pub(super) areas: &'a [(Area, MultiPolygon)],
    pub(super) country: Option<&'a str>,
}

/// A street on its way together, by folded name and town.
#[derive(Default)]
struct Street {
    name: String,
    other_names: Vec<String>,
    city: Option<String>,
    on_road: Option<LngLat>,
    houses: Vec<House>,
}

type Streets = BTreeMap<(String, String), Street>;

pub(super) fn entries(
    extract: &Extract,
    outlines: &Outlines,
    places: &Places,
    towns: &Towns<'_>,
) -> Vec<Entry> {
    let mut streets = Streets::new();
    for node in &extract.tagged_nodes {
        add_house(&mut streets, &node.tags, node.at, towns);
    }
    for outline in &outlines.areas {
        let tags = outline.tags(extract).filter(|tags| tags.has("addr:housenumber"));
        if let Some((tags, at)) = tags.and_then(|tags| Some((tags, middle(&outline.polygons)?))) {
            add_house(&mut streets, tags, at, towns);
        }
    }
    add_roads(&mut streets, extract, towns);
    let streets = streets.into_values().filter_map(|street| street.into_entry(towns));
    let places = (0..places.len()).filter_map(|row| place_entry(places, row));
    let areas = towns.areas.iter().filter_map(|(area, shape)| area_entry(area, shape, towns));
    streets.chain(places).chain(areas).chain(settlements(extract, towns)).collect()
}

fn add_house(streets: &mut Streets, tags: &Tags, at: LngLat, towns: &Towns<'_>) {
    let address = address(tags);
    let (Some(number), Some(name)) = (address.housenumber, address.street) else { return };
    let city = address.city.or_else(|| city(towns.areas, at));
    let street = street(streets, &name, city);
    // Several numbers of one building are written as one list.
    for number in number.split([';', ',']).map(str::trim).filter(|number| !number.is_empty()) {
        let postcode = address.postcode.clone();
        street.houses.push(House { number: number.to_owned(), at, postcode });
    }
}

fn street<'a>(streets: &'a mut Streets, name: &str, city: Option<String>) -> &'a mut Street {
    let key = (fold(name), city.as_deref().map(fold).unwrap_or_default());
    let street = streets.entry(key).or_default();
    if street.name.is_empty() {
        name.clone_into(&mut street.name);
        street.city = city;
    }
    street
}

fn add_roads(streets: &mut Streets, extract: &Extract, towns: &Towns<'_>) {
    for way in extract.ways.iter().filter(|way| way.tags.has("highway")) {
        let Some(name) = way.tags.get("name") else { continue };
        let Some(at) = extract.position(way.nodes[way.nodes.len() / 2]) else { continue };
        let city = city(towns.areas, at).or_else(|| town_of_houses(streets, name));
        let street = street(streets, name, city);
        street.on_road.get_or_insert(at);
        for other in ["name:en", "name:ko", "name:fi", "name:sv", "name:it", "alt_name"] {
            let other = way.tags.get(other).filter(|other| *other != name);
            if let Some(other) =
                other.filter(|o| !street.other_names.iter().any(|known| known == o))
            {
                street.other_names.push(other.to_owned());
            }
        }
    }
}

/// Where no area says it, the houses along the street know their town.
fn town_of_houses(streets: &Streets, name: &str) -> Option<String> {
    let from = (fold(name), String::new());
    let mut same = streets.range(from.clone()..).take_while(|((known, _), _)| *known == from.0);
    same.find_map(|(_, street)| street.city.clone())
}

impl Street {
    fn into_entry(self, towns: &Towns<'_>) -> Option<Entry> {
        let on_house = || self.houses.get(self.houses.len() / 2).map(|house| house.at);
        Some(Entry {
            kind: EntryKind::Street,
            id: None,
            at: self.on_road.or_else(on_house)?,
            name: self.name,
            other_names: self.other_names,
            city: self.city,
            country: towns.country.map(str::to_owned),
            houses: self.houses,
        })
    }
}

fn place_entry(places: &Places, row: usize) -> Option<Entry> {
    let place = places.place(row)?;
    Some(Entry {
        kind: EntryKind::Place,
        id: Some(place.id),
        name: place.name,
        other_names: place.name_en.into_iter().chain(place.name_ko).collect(),
        city: place.address.city,
        country: place.address.country,
        at: place.location,
        houses: Vec::new(),
    })
}

fn area_entry(area: &Area, shape: &MultiPolygon, towns: &Towns<'_>) -> Option<Entry> {
    let at = middle(shape)?;
    Some(Entry {
        kind: EntryKind::Area,
        id: Some(area.id.clone()),
        name: area.name.clone(),
        other_names: area.name_en.iter().chain(&area.name_ko).cloned().collect(),
        city: city(towns.areas, at),
        country: towns.country.map(str::to_owned),
        at,
        houses: Vec::new(),
    })
}

/// Towns and quarters that are mapped as points, unless an area of the name is around them.
fn settlements<'a>(extract: &'a Extract, towns: &'a Towns<'_>) -> impl Iterator<Item = Entry> + 'a {
    extract.tagged_nodes.iter().filter_map(|node| {
        let (name, _) = node.tags.get("name").zip(node.tags.get("place"))?;
        let is_same = |(area, shape): &&(Area, MultiPolygon)| {
            area.name == name && shape.contains(&Point::from(node.at))
        };
        if towns.areas.iter().any(|area| is_same(&area)) {
            return None;
        }
        let others = ["name:en", "name:ko"].iter().filter_map(|key| node.tags.get(key));
        Some(Entry {
            kind: EntryKind::Area,
            id: Some(format!("node/{}", node.id)),
            name: name.to_owned(),
            other_names: others.map(str::to_owned).collect(),
            city: city(towns.areas, node.at),
            country: towns.country.map(str::to_owned),
            at: node.at,
            houses: Vec::new(),
        })
    })
}
