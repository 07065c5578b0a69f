//! Every element that the base map shows, in bands of zooms with the geometry each band needs.

use std::collections::HashMap;

use geo::{Area, Coord, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use super::outlines::Outlines;
use super::{coastline, rings};
use crate::domain::control::Cancel;
use crate::domain::osm::{ElementKind, Extract, Relation, Tags, Way};
use crate::domain::spatial::{BoxIndex, IntBox, hilbert_order};
use crate::domain::tiles::base::{self, Shape, Shown};
use crate::domain::tiles::project::{WorldPoint, ZOOM_MAX, to_world};
use crate::domain::tiles::simplify;
use crate::domain::units::LngLat;
use crate::region::base_map::{
    AREA_MIN, Attribute, BANDS, Band, BaseMap, Feature, Geometry, TOLERANCE,
};

/// A feature before its texts are numbered.
struct Drawn {
    shown: Shown,
    geometry: Geometry,
}

/// The map, and how many coastlines end in the middle of it.
pub(super) fn build(extract: &Extract, outlines: &Outlines, cancel: &Cancel) -> (BaseMap, usize) {
    let sea = coastline::sea(extract);
    let mut drawn: Vec<Drawn> = extract
        .tagged_nodes
        .par_iter()
        .flat_map_iter(|node| {
            let at = to_world(node.at);
            base::shown(&node.tags, Shape::Point).into_iter().map(move |shown| point(shown, at))
        })
        .collect();
    drawn.par_extend(
        extract.ways.par_iter().flat_map_iter(|way| way_features(extract, way, cancel)),
    );
    drawn.par_extend(
        outlines
            .areas
            .par_iter()
            .flat_map_iter(|area| area_features(area.tags(extract), &area.polygons)),
    );
    drawn.extend(boundaries(extract));
    drawn.extend(sea.polygons.iter().map(|polygon| Drawn {
        shown: base::sea(),
        geometry: polygons(std::slice::from_ref(polygon)),
    }));
    (banded(drawn), sea.n_dangling)
}

fn point(shown: Shown, at: WorldPoint) -> Drawn {
    Drawn { shown, geometry: Geometry::Point(at) }
}

/// Lines; the areas of closed ways come from the outlines.
fn way_features(extract: &Extract, way: &Way, cancel: &Cancel) -> Vec<Drawn> {
    if way.tags.is_empty() || cancel.is_cancelled() {
        return Vec::new();
    }
    let shown = base::shown(&way.tags, Shape::Line);
    if shown.is_empty() {
        return Vec::new();
    }
    let line = world_line(extract, &way.nodes);
    shown
        .into_iter()
        .filter(|_| line.len() > 1)
        .map(|shown| Drawn { shown, geometry: Geometry::Lines(vec![line.clone()]) })
        .collect()
}

fn world_line(extract: &Extract, nodes: &[i64]) -> Vec<WorldPoint> {
    nodes.iter().filter_map(|id| extract.position(*id)).map(to_world).collect()
}

fn area_features(tags: Option<&Tags>, shape: &MultiPolygon) -> Vec<Drawn> {
    let Some(tags) = tags else { return Vec::new() };
    base::shown(tags, Shape::Area)
        .into_iter()
        .filter_map(|shown| {
            if !shown.as_point {
                return Some(sized(Drawn { shown, geometry: polygons(&shape.0) }));
            }
            let middle = rings::inside_point(shape)?;
            let at = LngLat::new(middle.x(), middle.y()).ok()?;
            Some(point(shown, to_world(at)))
        })
        .collect()
}

/// Shown from the zoom on at which it is large enough to be seen.
fn sized(mut drawn: Drawn) -> Drawn {
    if let Geometry::Polygons(polygons) = &drawn.geometry {
        let area: f64 = polygons.iter().filter_map(|rings| rings.first()).map(|r| area(r)).sum();
        // A zoom less is a quarter of the area.
        let too_small = |zoom: &u8| area / 4_f64.powi(i32::from(ZOOM_MAX - zoom)) < AREA_MIN;
        let visible = (0..ZOOM_MAX).find(|zoom| !too_small(zoom)).unwrap_or(ZOOM_MAX);
        drawn.shown.min_zoom = drawn.shown.min_zoom.max(visible.min(LAST_START));
    }
    drawn
}

/// However small, from here on everything is shown.
const LAST_START: u8 = 15;

fn area(ring: &[WorldPoint]) -> f64 {
    let coords: Vec<Coord> =
        ring.iter().map(|[x, y]| Coord { x: f64::from(*x), y: f64::from(*y) }).collect();
    Polygon::new(LineString(coords), Vec::new()).unsigned_area()
}

fn polygons(shape: &[Polygon]) -> Geometry {
    let ring = |ring: &LineString| -> Vec<WorldPoint> {
        let open = &ring.0[..ring.0.len().saturating_sub(1)];
        open.iter().filter_map(|c| LngLat::new(c.x, c.y).ok()).map(to_world).collect()
    };
    let rings = |polygon: &Polygon| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    Geometry::Polygons(shape.iter().map(rings).collect())
}

/// Ways of administrative boundaries at the highest level they bound; those at sea are left out.
fn boundaries(extract: &Extract) -> Vec<Drawn> {
    let mut levels: HashMap<i64, u8> = HashMap::new();
    let is_boundary = |relation: &&Relation| relation.tags.is("boundary", "administrative");
    for relation in extract.relations.iter().filter(is_boundary) {
        let level = relation.tags.get("admin_level");
        let Some(level) = level.and_then(|level| level.parse::<u8>().ok()) else { continue };
        for member in relation.members.iter().filter(|member| member.kind == ElementKind::Way) {
            levels.entry(member.id).and_modify(|known| *known = level.min(*known)).or_insert(level);
        }
    }
    let mut ways: Vec<(i64, u8)> = levels.into_iter().collect();
    ways.sort_unstable();
    ways.into_iter()
        .filter_map(|(id, level)| {
            let way = extract.way(id)?;
            let line = world_line(extract, &way.nodes);
            let is_shown = line.len() > 1 && !way.tags.is("maritime", "yes");
            is_shown.then(|| Drawn {
                shown: base::boundary(level),
                geometry: Geometry::Lines(vec![line]),
            })
        })
        .collect()
}

/// Texts and their numbers.
#[derive(Default)]
struct Strings {
    numbers: HashMap<String, u64>,
    texts: Vec<String>,
}

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u64;
        self.numbers.insert(text.to_owned(), number);
        self.texts.push(text.to_owned());
        number
    }

    fn feature(&mut self, Drawn { shown, geometry }: Drawn) -> Feature {
        let attributes = shown.attributes.iter().map(|(key, value)| {
            let value = match value {
                base::Attribute::Text(text) => Attribute::Text(self.number(text)),
                base::Attribute::Int(value) => Attribute::Int(*value),
                base::Attribute::Bool(flag) => Attribute::Bool(*flag),
            };
            (self.number(key), value)
        });
        let attributes = attributes.collect();
        Feature { layer: shown.layer as u8, min_zoom: shown.min_zoom, attributes, geometry }
    }
}

fn banded(drawn: Vec<Drawn>) -> BaseMap {
    let mut strings = Strings::default();
    let features: Vec<Feature> = drawn.into_iter().map(|drawn| strings.feature(drawn)).collect();
    let bands = BANDS.map(|last_zoom| band(&features, last_zoom));
    BaseMap { bands, strings: strings.texts.iter().collect() }
}

fn band(features: &[Feature], last_zoom: u8) -> Band {
    let (boxes, records): (Vec<IntBox>, Vec<Vec<u8>>) = features
        .par_iter()
        .filter(|feature| feature.min_zoom <= last_zoom)
        .filter_map(|feature| {
            let geometry = simplified(&feature.geometry, last_zoom)?;
            let boxed = bounding(&geometry)?;
            Some((boxed, Feature { geometry, ..feature.clone() }.encode()))
        })
        .unzip();
    let order = hilbert_order(&boxes);
    Band {
        boxes: BoxIndex::new(order.iter().map(|number| boxes[*number]).collect()),
        features: order.iter().map(|number| &records[*number]).collect(),
    }
}

/// As exact as the zoom can show; nothing when nothing is left.
fn simplified(geometry: &Geometry, zoom: u8) -> Option<Geometry> {
    if zoom == ZOOM_MAX {
        return Some(geometry.clone());
    }
    let tolerance = TOLERANCE * f64::from(1_u32 << (ZOOM_MAX - zoom));
    match geometry {
        Geometry::Point(_) => Some(geometry.clone()),
        Geometry::Lines(parts) => {
            let parts = parts.iter().map(|part| simplify::line(part, tolerance)).collect();
            Some(Geometry::Lines(parts))
        }
        Geometry::Polygons(polygons) => {
            let rings = |rings: &Vec<Vec<WorldPoint>>| -> Option<Vec<Vec<WorldPoint>>> {
                let outer = simplify::ring(rings.first()?, tolerance);
                let holes = rings[1..].iter().map(|ring| simplify::ring(ring, tolerance));
                let holes = holes.filter(|ring| !ring.is_empty());
                (!outer.is_empty()).then(|| std::iter::once(outer).chain(holes).collect())
            };
            let polygons: Vec<_> = polygons.iter().filter_map(rings).collect();
            (!polygons.is_empty()).then_some(Geometry::Polygons(polygons))
        }
    }
}

fn bounding(geometry: &Geometry) -> Option<IntBox> {
    let points: Vec<WorldPoint> = match geometry {
        Geometry::Point(point) => vec![*point],
        Geometry::Lines(parts) => parts.iter().flatten().copied().collect(),
        Geometry::Polygons(polygons) => polygons.iter().flatten().flatten().copied().collect(),
    };
    let first = points.first()?;
    Some(points.iter().fold([first[0], first[1], first[0], first[1]], |sum, [x, y]| {
        [sum[0].min(*x), sum[1].min(*y), sum[2].max(*x), sum[3].max(*y)]
    }))
}
