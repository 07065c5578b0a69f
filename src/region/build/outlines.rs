//! All areas of an extract, assembled once for everyone who needs them.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::rings;
use crate::domain::control::Cancel;
use crate::domain::osm::{ElementKind, Extract, Relation, Tags, Way};
use crate::domain::tiles::base::is_area;

/// A closed way or a multipolygon relation.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    pub(super) kind: ElementKind,
    pub(super) id: i64,
    pub(super) polygons: MultiPolygon,
    pub(super) is_complete: bool,
}

impl Outline {
    pub(super) fn tags<'a>(&self, extract: &'a Extract) -> Option<&'a Tags> {
        match self.kind {
            ElementKind::Node => None,
            ElementKind::Way => extract.way(self.id).map(|way| &way.tags),
            ElementKind::Relation => extract.relation(self.id).map(|relation| &relation.tags),
        }
    }
}

/// Every tagged area.
#[derive(Debug, Default)]
pub(super) struct Outlines {
    pub(super) areas: Vec<Outline>,
    /// Relations of which no ring closed.
    pub(super) n_unusable: usize,
}

pub(super) fn collect(extract: &Extract, cancel: &Cancel) -> Outlines {
    let mut areas: Vec<Outline> = extract
        .ways
        .par_iter()
        .filter(|_| !cancel.is_cancelled())
        .filter_map(|way| of_way(extract, way))
        .collect();
    let relations: Vec<&Relation> =
        extract.relations.iter().filter(|relation| is_multipolygon(relation)).collect();
    let assembled: Vec<Outline> = relations
        .par_iter()
        .filter(|_| !cancel.is_cancelled())
        .filter_map(|relation| of_relation(extract, relation))
        .collect();
    let n_unusable = relations.len() - assembled.len();
    areas.extend(assembled);
    Outlines { areas, n_unusable }
}

fn of_way(extract: &Extract, way: &Way) -> Option<Outline> {
    if way.tags.is_empty() || !way.is_closed() || !is_area(&way.tags) {
        return None;
    }
    let polygon = rings::of_way(extract, way)?;
    let polygons = MultiPolygon(vec![polygon]);
    Some(Outline { kind: ElementKind::Way, id: way.id, polygons, is_complete: true })
}

fn is_multipolygon(relation: &Relation) -> bool {
    matches!(relation.tags.get("type"), Some("multipolygon" | "boundary"))
}

fn of_relation(extract: &Extract, relation: &Relation) -> Option<Outline> {
    let shape = rings::of_relation(extract, relation)?;
    Some(Outline {
        kind: ElementKind::Relation,
        id: relation.id,
        polygons: shape.polygons,
        is_complete: shape.is_complete,
    })
}
