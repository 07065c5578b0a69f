//! The base map of a region: features in four bands of zooms, each with its own simplified
//! geometry, and tiles made from them on demand.

mod feature;
mod sections;

use crate::domain::flat::{FlatError, Records};
use crate::domain::spatial::BoxIndex;
use crate::domain::tiles::base::LayerName;
use crate::domain::tiles::mvt::{self, Layer, Value};
use crate::domain::tiles::project::{TileId, WorldPoint, ZOOM_MAX};
use crate::domain::tiles::{BUFFER, EXTENT, TilePoint, clip, simplify};
use crate::region::file::Kind;
pub(super) use feature::{Attribute, Feature, Geometry};

pub(super) const KIND: Kind = Kind { name: "base map", version: 1 };

/// Last zoom of each band. A band's geometry is as exact as its last zoom can show.
pub(super) const BANDS: [u8; 4] = [8, 11, 13, ZOOM_MAX];

/// Coarser than this nobody sees, in tile units (an eighth of a pixel of a 512-pixel tile).
pub(super) const TOLERANCE: f64 = 2.0;

/// Smaller areas are left out, in square tile units: four by four pixels.
pub(super) const AREA_MIN: f64 = 1024.0;

/// All features that are shown in a range of zooms.
#[derive(Debug, Clone, Default)]
pub(super) struct Band {
    pub(super) boxes: BoxIndex,
    pub(super) features: Records,
}

#[derive(Debug, Clone, Default)]
pub struct BaseMap {
    pub(super) bands: [Band; BANDS.len()],
    /// Keys and values of attributes.
    pub(super) strings: Records,
}

impl BaseMap {
    #[must_use]
    pub fn n_features(&self) -> usize {
        self.bands[BANDS.len() - 1].features.len()
    }

    /// # Errors
    /// When a section is missing or does not fit.
    pub(super) fn open(
        section: &dyn Fn(&str) -> Result<bytes::Bytes, FlatError>,
    ) -> Result<Self, FlatError> {
        sections::read(section)
    }

    pub(super) fn sections(&self) -> Vec<(&'static str, &[u8])> {
        sections::write(self)
    }

    fn string(&self, number: u64) -> &str {
        let bytes = usize::try_from(number).map_or(&[][..], |number| self.strings.get(number));
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Adds what this region shows in a tile to the tile's layers.
    fn draw(&self, tile: TileId, layers: &mut [Layer]) {
        let band_number = BANDS.iter().position(|last| tile.z() <= *last).unwrap_or(0);
        let band = &self.bands[band_number];
        let is_coarser = tile.z() < BANDS[band_number];
        let tolerance = if is_coarser { TOLERANCE } else { 0.0 };
        for number in band.boxes.query(tile.world_box(BUFFER)) {
            let bytes = band.features.get(number);
            // Two bytes in front tell the layer and the first zoom, without decoding the rest.
            let [layer, min_zoom, ..] = *bytes else { continue };
            if min_zoom > tile.z() || usize::from(layer) >= layers.len() {
                continue;
            }
            if let Some(feature) = Feature::decode(bytes) {
                self.draw_feature(&feature, tile, tolerance, &mut layers[usize::from(layer)]);
            }
        }
    }

    fn draw_feature(&self, feature: &Feature, tile: TileId, tolerance: f64, layer: &mut Layer) {
        let tags: Vec<(&str, Value<'_>)> = feature
            .attributes
            .iter()
            .map(|(key, value)| {
                let value = match value {
                    Attribute::Text(number) => Value::Text(self.string(*number)),
                    Attribute::Int(value) => Value::Int(*value),
                    Attribute::Bool(flag) => Value::Bool(*flag),
                };
                (self.string(*key), value)
            })
            .collect();
        match &feature.geometry {
            Geometry::Point(point) => {
                let at = tile.to_tile(*point);
                if at.iter().all(|value| (0..EXTENT).contains(value)) {
                    layer.add_point(None, &tags, at);
                }
            }
            Geometry::Lines(parts) => {
                let parts: Vec<_> =
                    parts.iter().flat_map(|part| line(tile, part, tolerance)).collect();
                layer.add_lines(None, &tags, &parts);
            }
            Geometry::Polygons(polygons) => {
                let rings = |polygon: &Vec<Vec<WorldPoint>>| -> Vec<Vec<TilePoint>> {
                    polygon.iter().map(|points| ring(tile, points, tolerance)).collect()
                };
                let polygons: Vec<_> = polygons.iter().map(rings).collect();
                layer.add_polygons(None, &tags, &polygons);
            }
        }
    }
}

fn line(tile: TileId, points: &[WorldPoint], tolerance: f64) -> Vec<Vec<TilePoint>> {
    let points: Vec<TilePoint> = points.iter().map(|point| tile.to_tile(*point)).collect();
    clip::line(&simplify::line(&points, tolerance))
}

fn ring(tile: TileId, points: &[WorldPoint], tolerance: f64) -> Vec<TilePoint> {
    let points: Vec<TilePoint> = points.iter().map(|point| tile.to_tile(*point)).collect();
    clip::ring(&simplify::ring(&points, tolerance))
}

/// One tile of all these regions' maps together; no bytes where there is nothing.
#[must_use]
pub fn tile<'a>(maps: impl Iterator<Item = &'a BaseMap>, tile: TileId) -> Vec<u8> {
    let mut layers = LayerName::ALL.map(|name| Layer::new(name.as_str()));
    for map in maps {
        map.draw(tile, &mut layers);
    }
    mvt::encode(&layers)
}

#[cfg(test)]
#[path = "base_map_tests.rs"]
mod tests;
