//! What of OpenStreetMap the base map shows: one file a layer. Each says for an element's tags
//! whether the layer shows it, from which zoom on and with which attributes.

mod boundaries;
mod buildings;
mod ferry;
mod housenumbers;
mod landuse;
mod places;
mod pois;
mod rail;
mod roads;
mod water;

use crate::domain::osm::Tags;

/// The layers in drawing order; the number is what the region file stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum LayerName {
    Landuse,
    Water,
    Buildings,
    Roads,
    Rail,
    Ferry,
    Boundaries,
    Places,
    Pois,
    Housenumbers,
}

impl LayerName {
    pub const ALL: [Self; 10] = [
        Self::Landuse,
        Self::Water,
        Self::Buildings,
        Self::Roads,
        Self::Rail,
        Self::Ferry,
        Self::Boundaries,
        Self::Places,
        Self::Pois,
        Self::Housenumbers,
    ];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Landuse => "landuse",
            Self::Water => "water",
            Self::Buildings => "buildings",
            Self::Roads => "roads",
            Self::Rail => "rail",
            Self::Ferry => "ferry",
            Self::Boundaries => "boundaries",
            Self::Places => "places",
            Self::Pois => "pois",
            Self::Housenumbers => "housenumbers",
        }
    }

    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The attributes the layer's features may have, for `TileJSON`.
    #[must_use]
    pub const fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Landuse | Self::Water => &[("kind", "String"), NAME, NAME_EN, NAME_KO],
            Self::Buildings => &[("height", "Number")],
            Self::Roads => roads::FIELDS,
            Self::Rail => &[("class", "String"), ("tunnel", "Boolean"), ("bridge", "Boolean")],
            Self::Ferry => &[NAME, NAME_EN, NAME_KO],
            Self::Boundaries => &[("admin_level", "Number")],
            Self::Places => &[("class", "String"), ("rank", "Number"), NAME, NAME_EN, NAME_KO],
            Self::Pois => &[("category", "String"), NAME, NAME_EN, NAME_KO],
            Self::Housenumbers => &[("housenumber", "String")],
        }
    }
}

const NAME: (&str, &str) = ("name", "String");
const NAME_EN: (&str, &str) = ("name_en", "String");
const NAME_KO: (&str, &str) = ("name_ko", "String");

/// What kind of geometry the element can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Point,
    Line,
    Area,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    Text(String),
    Int(i64),
    Bool(bool),
}

/// One appearance of an element on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub layer: LayerName,
    pub min_zoom: u8,
    /// An area that is shown as a point in its middle.
    pub as_point: bool,
    pub attributes: Vec<(&'static str, Attribute)>,
}

impl Shown {
    fn new(layer: LayerName, min_zoom: u8) -> Self {
        Self { layer, min_zoom, as_point: false, attributes: Vec::new() }
    }

    fn point(layer: LayerName, min_zoom: u8) -> Self {
        Self { as_point: true, ..Self::new(layer, min_zoom) }
    }

    fn text(mut self, key: &'static str, value: &str) -> Self {
        if !value.is_empty() {
            self.attributes.push((key, Attribute::Text(value.to_owned())));
        }
        self
    }

    fn int(mut self, key: &'static str, value: i64) -> Self {
        self.attributes.push((key, Attribute::Int(value)));
        self
    }

    /// Flags that are not set are left out.
    fn flag(mut self, key: &'static str, is_set: bool) -> Self {
        if is_set {
            self.attributes.push((key, Attribute::Bool(true)));
        }
        self
    }

    fn names(self, tags: &Tags) -> Self {
        let text = |key| tags.get(key).unwrap_or_default();
        self.text("name", text("name"))
            .text("name_en", text("name:en"))
            .text("name_ko", text("name:ko"))
    }
}

/// Every layer that shows an element of this shape.
#[must_use]
pub fn shown(tags: &Tags, shape: Shape) -> Vec<Shown> {
    if tags.is_empty() {
        return Vec::new();
    }
    match shape {
        Shape::Point => [places::point(tags), pois::point(tags), housenumbers::point(tags)]
            .into_iter()
            .flatten()
            .collect(),
        Shape::Line => [water::line(tags), roads::line(tags), rail::line(tags), ferry::line(tags)]
            .into_iter()
            .flatten()
            .collect(),
        Shape::Area => [
            water::area(tags),
            landuse::area(tags),
            buildings::area(tags),
            pois::point(tags),
            housenumbers::point(tags),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

/// The line of an administrative boundary of this level.
#[must_use]
pub fn boundary(admin_level: u8) -> Shown {
    boundaries::line(admin_level)
}

/// Water to the right of the coastline.
#[must_use]
pub fn sea() -> Shown {
    water::sea()
}

/// A yes in one of its spellings; `bridge=viaduct` counts, `bridge=no` does not.
fn is_set(tags: &Tags, key: &str) -> bool {
    tags.get(key).is_some_and(|value| value != "no")
}

/// Closed ways of these keys are lines that end where they began, unless tagged as areas.
#[must_use]
pub fn is_area(tags: &Tags) -> bool {
    match tags.get("area") {
        Some("yes") => true,
        Some("no") => false,
        _ => {
            !tags.has("highway") && !tags.has("barrier") && !tags.is("natural", "coastline")
                || tags.has("building")
        }
    }
}

#[cfg(test)]
#[path = "base_tests.rs"]
mod tests;
