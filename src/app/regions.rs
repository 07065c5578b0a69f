//! The installed regions, their administrative areas and their base map.

use geo::MultiPolygon;

use super::{App, Error};
use crate::domain::control::Cancel;
use crate::domain::market::Shape;
use crate::domain::market::ring::Rings;
use crate::domain::tiles::project::TileId;
use crate::region::areas::{Area, AreaQuery};
pub use crate::region::{Region, Tile};

/// Areas in one answer.
pub const AREAS_MAX: usize = 200;

/// What is asked of the areas; everything that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct AreaQuestion {
    pub text: Option<String>,
    pub admin_level: Option<u8>,
    pub bbox: Option<crate::domain::units::Bbox>,
    pub at: Option<crate::domain::units::LngLat>,
}

/// Areas of all regions, the largest first.
///
/// # Errors
/// `cpu.busy`.
pub async fn areas(app: &App, question: AreaQuestion) -> Result<Vec<Area>, Error> {
    let regions = app.regions();
    app.cpu
        .run(&Cancel::default(), move || {
            let query = AreaQuery {
                text: question.text.as_deref(),
                admin_level: question.admin_level,
                bbox: question.bbox,
                at: question.at,
            };
            let mut found: Vec<Area> =
                regions.iter().flat_map(|region| region.areas().search(&query)).collect();
            found.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2).then_with(|| a.id.cmp(&b.id)));
            found.dedup_by(|a, b| a.id == b.id);
            found.truncate(AREAS_MAX);
            found
        })
        .await
}

/// One area with its shape.
///
/// # Errors
/// `area.not_found`.
pub fn area(app: &App, id: &str) -> Result<(Area, MultiPolygon), Error> {
    let found = app.regions().iter().find_map(|region| region.areas().get(id));
    found.ok_or_else(|| Error::not_found("area.not_found"))
}

/// The shape of an administrative area, for questions that name one.
pub fn area_shape(app: &App, id: &str) -> Option<Shape> {
    area(app, id).ok().map(|(_, outline)| shape_of(&outline))
}

/// A geometry as questions take it.
pub fn shape_of(outline: &MultiPolygon) -> Shape {
    let rings = outline.iter().flat_map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(|ring| ring.0.iter().map(|coord| [coord.x, coord.y]).collect())
    });
    Shape::polygon(&Rings(rings.collect()))
}

/// A tile of the base map.
///
/// # Errors
/// `cpu.busy`.
pub async fn base_tile(app: &App, tile: TileId) -> Result<Tile, Error> {
    let regions = app.regions();
    app.cpu.run(&Cancel::default(), move || regions.base_tile(tile)).await
}
