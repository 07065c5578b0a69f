//! The places of a region, found by area, category and text.

use std::collections::{BTreeMap, HashSet};

use bytes::Bytes;

use super::file::Kind;
use super::table::{Row, Table, e7_box, e7_point, parse_id};
use crate::domain::flat::{Flat, FlatError, Records};
use crate::domain::geocode::normalize::fold;
use crate::domain::places::Place;
use crate::domain::places::category;
use crate::domain::units::{Bbox, LngLat};

pub(super) const KIND: Kind = Kind { name: "places", version: 1 };

#[derive(Debug, Clone, Default)]
pub struct Places {
    table: Table,
    /// The category of each row as a number of `codes`.
    categories: Flat<u16>,
    codes: Records,
}

/// Which places are wanted. Everything that is set must hold.
#[derive(Default, Clone, Copy)]
pub struct PlaceQuery<'a> {
    pub bbox: Option<Bbox>,
    /// The exact shape, asked only about points inside of the box.
    pub within: Option<&'a (dyn Fn(LngLat) -> bool + Sync)>,
    /// Codes such as `amenity.cafe` or groups such as `shop`; none means all.
    pub categories: &'a [String],
    /// Part of a name, brand or street.
    pub text: Option<&'a str>,
}

const NAMES: [&str; 3] = ["categories", "code ends", "codes"];

impl Places {
    /// Rows carry their places and what is searched in them.
    pub(super) fn build(rows: &[Row<Place>]) -> Result<Self, serde_json::Error> {
        let (table, order) = Table::build(rows)?;
        let codes: Vec<&str> = {
            let all: HashSet<&str> = rows.iter().map(|row| &*row.value.category).collect();
            let mut codes: Vec<&str> = all.into_iter().collect();
            codes.sort_unstable();
            codes
        };
        let number = |row: usize| {
            let at = codes.binary_search(&&*rows[row].value.category).unwrap_or_default();
            u16::try_from(at).unwrap_or(u16::MAX)
        };
        let categories: Vec<u16> = order.iter().map(|row| number(*row)).collect();
        let codes = codes.iter().collect();
        Ok(Self { table, categories: categories.into(), codes })
    }

    pub(super) fn open(
        section: &dyn Fn(&str) -> Result<Bytes, FlatError>,
    ) -> Result<Self, FlatError> {
        let table = Table::open(section)?;
        let categories = Flat::new(section(NAMES[0])?)?;
        let codes = Records::new(section(NAMES[1])?, section(NAMES[2])?)?;
        if categories.len() != table.len() {
            return Err(FlatError::Inconsistent("columns differ in length".into()));
        }
        Ok(Self { table, categories, codes })
    }

    pub(super) fn sections(&self) -> Vec<(&'static str, &[u8])> {
        let (ends, codes) = self.codes.parts();
        let own = NAMES.into_iter().zip([self.categories.as_bytes(), ends, codes]);
        self.table.sections().into_iter().chain(own).collect()
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The box of the middle nine tenths of the places on each axis, in degrees: where people are, while
    /// an extract's own box may be mostly sea or follow one long ferry line. Nothing without places.
    #[must_use]
    pub fn heart(&self) -> Option<Bbox> {
        let points: Vec<LngLat> =
            (0..self.len()).filter_map(|row| self.table.corner(row)).collect();
        let (west, east) = middle(points.iter().map(|point| point.lng()))?;
        let (south, north) = middle(points.iter().map(|point| point.lat()))?;
        Some(Bbox { west, south, east, north })
    }

    /// The place with an id such as `node/123`.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Place> {
        self.place(self.table.find(parse_id(id)?)?)
    }

    /// Row numbers of the places wanted, in the order of the store, for [`Places::place`].
    #[must_use]
    pub fn search(&self, query: &PlaceQuery<'_>) -> Vec<usize> {
        let bbox = query.bbox.map_or([i32::MIN, i32::MIN, i32::MAX, i32::MAX], e7_box);
        let categories = self.wanted(query.categories);
        let text = query.text.map(fold).filter(|text| !text.trim().is_empty());
        self.table
            .query(bbox)
            .filter(|row| categories.as_ref().is_none_or(|wanted| wanted[self.category(*row)]))
            .filter(|row| {
                text.as_ref().is_none_or(|text| self.table.text(*row).contains(text.trim()))
            })
            .filter(|row| {
                let Some(place) = self.table.corner(*row) else { return false };
                // The index rounds the box; the box itself decides.
                query.bbox.is_none_or(|bbox| bbox.contains(place))
                    && query.within.is_none_or(|within| within(place))
            })
            .collect()
    }

    #[must_use]
    pub fn place(&self, row: usize) -> Option<Place> {
        // The column is exact to the last bit, JSON is not.
        let (place, location) = (self.table.value::<Place>(row)?, self.table.corner(row)?);
        Some(Place { location, ..place })
    }

    /// How many of these rows are in each category.
    #[must_use]
    pub fn counts(&self, rows: impl Iterator<Item = usize>) -> BTreeMap<String, usize> {
        let mut counts = vec![0_usize; self.codes.len()];
        for row in rows {
            if let Some(count) = counts.get_mut(self.category(row)) {
                *count += 1;
            }
        }
        let counts = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        counts.map(|(number, count)| (self.code(number).to_owned(), count)).collect()
    }

    fn category(&self, row: usize) -> usize {
        self.categories[row].into()
    }

    fn code(&self, number: usize) -> &str {
        std::str::from_utf8(self.codes.get(number)).unwrap_or_default()
    }

    /// For each category whether it is wanted, or nothing when all are.
    fn wanted(&self, codes: &[String]) -> Option<Vec<bool>> {
        if codes.is_empty() {
            return None;
        }
        let mut wanted: Vec<bool> = (0..self.codes.len())
            .map(|number| {
                let code = self.code(number);
                codes.iter().any(|want| want == code || want == category::group(code))
            })
            .collect();
        // A damaged number points behind the codes; such a row has no category.
        wanted.resize(usize::from(u16::MAX) + 1, false);
        Some(wanted)
    }
}

/// The bounds of the middle nine tenths of some numbers.
fn middle(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let cut = sorted.len() / 20;
    Some((*sorted.get(cut)?, *sorted.get(sorted.len() - 1 - cut)?))
}

/// What a search for places looks at.
pub(super) fn search_text(place: &Place) -> String {
    let line1 = place.address.line1();
    let parts = [
        Some(&place.name),
        place.name_en.as_ref(),
        place.name_ko.as_ref(),
        place.brand.as_ref(),
        line1.as_ref(),
    ]
    .into_iter()
    .flatten()
    .map(|part| fold(part))
    .collect::<Vec<_>>();
    parts.join("\n")
}

pub(super) fn row(key: i64, place: Place) -> Row<Place> {
    Row { key, bbox: e7_point(place.location), text: search_text(&place), value: place }
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
