//! Administrative areas and named quarters. Only areas whose whole outline is in the extract are
//! kept: half a district would count half of its customers.

use geo::orient::{Direction, Orient};
use geo::{BoundingRect, Contains, GeodesicArea, MultiPolygon};

use super::outlines::{Outline, Outlines};
use super::rings;
use crate::domain::osm::{Extract, Tags};
use crate::domain::units::Bbox;
use crate::region::areas::{Area, Areas, row};
use crate::region::table::{element_id, key};

/// Values of `place` that are drawn as areas.
const QUARTERS: [&str; 9] = [
    "city",
    "town",
    "village",
    "borough",
    "suburb",
    "quarter",
    "neighbourhood",
    "city_block",
    "island",
];

pub(super) struct BuiltAreas {
    pub(super) areas: Areas,
    /// In the order of no table, for the builder of the places.
    pub(super) list: Vec<(Area, MultiPolygon)>,
    /// Named areas that the extract cuts off.
    pub(super) n_incomplete: usize,
}

pub(super) fn build(
    extract: &Extract,
    outlines: &Outlines,
) -> Result<BuiltAreas, serde_json::Error> {
    let mut list = Vec::new();
    let mut keys = Vec::new();
    let mut n_incomplete = 0;
    for outline in &outlines.areas {
        let Some(tags) = outline.tags(extract) else { continue };
        // Ways run either way round; to the geodesic area a clockwise one is the rest of the Earth.
        let shape = outline.polygons.orient(Direction::Default);
        let Some(area) = area(outline, &shape, tags) else { continue };
        if outline.is_complete {
            keys.push(key(outline.kind, outline.id));
            list.push((area, shape));
        } else {
            n_incomplete += 1;
        }
    }
    find_parents(&mut list);
    let rows: Vec<_> =
        keys.iter().zip(&list).map(|(key, (area, _))| row(*key, area.clone())).collect();
    let shapes: Vec<MultiPolygon> = list.iter().map(|(_, shape)| shape.clone()).collect();
    Ok(BuiltAreas { areas: Areas::build(&rows, &shapes)?, list, n_incomplete })
}

fn area(outline: &Outline, shape: &MultiPolygon, tags: &Tags) -> Option<Area> {
    let text = |key: &str| tags.get(key).map(str::to_owned);
    let name = text("name")?;
    let is_admin = tags.is("boundary", "administrative");
    let admin_level = text("admin_level").and_then(|level| level.parse().ok());
    let admin_level = admin_level.filter(|level| is_admin && (1..=12).contains(level));
    let quarter = tags.get("place").filter(|place| QUARTERS.contains(place));
    let kind = if admin_level.is_some() { "administrative" } else { quarter? };
    let rect = shape.bounding_rect()?;
    Some(Area {
        id: element_id(outline.kind, outline.id),
        name,
        name_en: text("name:en"),
        name_ko: text("name:ko"),
        admin_level,
        kind: kind.to_owned(),
        bbox: Bbox {
            west: rect.min().x,
            south: rect.min().y,
            east: rect.max().x,
            north: rect.max().y,
        },
        area_m2: shape.geodesic_area_unsigned(),
        parent: None,
    })
}

/// The parent is the smallest larger area that contains a point inside of this one.
fn find_parents(list: &mut [(Area, MultiPolygon)]) {
    let parents: Vec<Option<String>> = list
        .iter()
        .map(|(area, shape)| {
            let inside = rings::inside_point(shape)?;
            let around = list.iter().filter(|(other, _)| {
                let level = other.admin_level;
                let is_higher =
                    level.is_some() && area.admin_level.is_none_or(|own| level < Some(own));
                is_higher && other.id != area.id && other.area_m2 >= area.area_m2
            });
            let around = around.filter(|(_, other)| other.contains(&inside));
            let smallest = around.min_by(|(a, _), (b, _)| a.area_m2.total_cmp(&b.area_m2))?;
            Some(smallest.0.id.clone())
        })
        .collect();
    for ((area, _), parent) in list.iter_mut().zip(parents) {
        area.parent = parent;
    }
}
