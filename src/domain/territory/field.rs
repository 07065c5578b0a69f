//! An area full of accounts as a region of units: what "divide this area" divides.

use std::collections::HashMap;

use geo::MultiPolygon;
use h3o::{CellIndex, LatLng, Resolution};

use super::census::area_m2;
use super::mosaic::{Mosaic, MosaicError, resolution_for};
use super::ownership::Ownership;
use super::region::{Region, Unit};
use super::workload::{Model, Place, visited};
use crate::domain::units::LngLat;

/// Cells for every territory, and how many a whole area has at least and at most.
const CELLS_PER_TERRITORY: usize = 150;
const CELLS_MIN: usize = 2_000;
const CELLS_MAX: usize = 20_000;

/// What territories are balanced by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// Hours at customers and on the road.
    Workload,
    Visits,
    Accounts,
    Customers,
    Value,
    Potential,
}

impl Balance {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Workload => "workload",
            Self::Visits => "visits",
            Self::Accounts => "accounts",
            Self::Customers => "customers",
            Self::Value => "value",
            Self::Potential => "potential",
        }
    }

    fn amount(self, place: &Place, hours: f64) -> f64 {
        match self {
            Self::Workload => hours,
            Self::Visits => place.visits_per_year,
            Self::Accounts => 1.0,
            Self::Customers => f64::from(u8::from(place.is_customer)),
            Self::Value => place.value,
            Self::Potential => place.potential,
        }
    }
}

/// What the accounts of a field are counted by.
#[derive(Debug, Clone, Copy)]
pub struct Count<'a> {
    pub n_territories: usize,
    pub balance: &'a [Balance],
    pub model: &'a Model,
    /// Homes of the reps who share the field, where they are known.
    pub homes: &'a [LngLat],
}

/// Which unit a place lies in.
#[derive(Debug, Clone)]
enum Lookup {
    Cells { resolution: Resolution, index: HashMap<CellIndex, usize> },
    Shapes(Ownership),
}

impl Lookup {
    fn unit_of(&self, at: LngLat) -> Option<usize> {
        match self {
            Self::Shapes(shapes) => shapes.owner_of(at),
            Self::Cells { resolution, index } => {
                let cell = LatLng::new(at.lat(), at.lng()).ok()?.to_cell(*resolution);
                index.get(&cell).copied()
            }
        }
    }
}

/// The units of an area and what happens in them.
#[derive(Debug, Clone)]
pub struct Field {
    /// Of the cells, where the units are cells.
    pub resolution: Option<Resolution>,
    pub mosaic: Mosaic,
    /// Amounts in the order of the balance; islands are linked.
    pub region: Region,
    /// The places inside of the area.
    pub places: Vec<Place>,
    lookup: Lookup,
}

impl Field {
    /// Covers the area with cells that together tile it exactly, as small as the number of territories
    /// asks for. Every place knows its room, see [`super::workload::give_room`].
    ///
    /// # Errors
    /// When the area is empty or cannot be covered.
    pub fn of_area(
        area: &MultiPolygon,
        places: &[Place],
        count: &Count<'_>,
    ) -> Result<Self, MosaicError> {
        let n_cells = (count.n_territories * CELLS_PER_TERRITORY).clamp(CELLS_MIN, CELLS_MAX);
        let resolution = resolution_for(area_m2(area), n_cells);
        let (mosaic, cells) = Mosaic::of_area(area, resolution)?;
        let region = Region::new(cells.iter().copied().filter_map(cell_unit).collect());
        let index = cells.iter().enumerate().map(|(unit, &cell)| (cell, unit)).collect();
        let lookup = Lookup::Cells { resolution, index };
        let inside = Ownership::new([area]);
        let places = inside_of(places, |at| inside.owner_of(at));
        let resolution = Some(resolution);
        Ok(Self { resolution, mosaic, region, places, lookup }.counted(count))
    }

    /// The same with given polygons as units, such as administrative areas or postcodes. A polygon's unit
    /// is named by the text beside it.
    ///
    /// # Errors
    /// When two polygons overlap or there is nothing.
    pub fn of_shapes(
        units: &[(String, MultiPolygon)],
        places: &[Place],
        count: &Count<'_>,
    ) -> Result<Self, MosaicError> {
        let shapes: Vec<MultiPolygon> = units.iter().map(|(_, shape)| shape.clone()).collect();
        let mosaic = Mosaic::of_polygons(&shapes)?;
        let region = Region::new(units.iter().filter_map(shape_unit).collect());
        let shapes = Ownership::new(&shapes);
        let places = inside_of(places, |at| shapes.owner_of(at));
        let lookup = Lookup::Shapes(shapes);
        Ok(Self { resolution: None, mosaic, region, places, lookup }.counted(count))
    }

    /// The unit of each place; `None` outside of the area. Cells that only touch the area at its edge
    /// may not be there either.
    #[must_use]
    pub fn units_of(&self, places: impl IntoIterator<Item = LngLat>) -> Vec<Option<usize>> {
        places.into_iter().map(|at| self.lookup.unit_of(at)).collect()
    }

    /// Borders and amounts.
    fn counted(mut self, count: &Count<'_>) -> Self {
        self.mosaic.enclose(&mut self.region);
        self.region.bridge_islands();
        let each = visited(&self.places) as f64 / count.n_territories.max(1) as f64;
        for unit in &mut self.region.units {
            unit.amounts = vec![0.0; count.balance.len()];
        }
        for place in &self.places {
            let Some(unit) = self.lookup.unit_of(place.at) else { continue };
            let hours = count.model.work_hours(place, count.homes, each);
            let amounts = &mut self.region.units[unit].amounts;
            for (amount, balance) in amounts.iter_mut().zip(count.balance) {
                *amount += balance.amount(place, hours);
            }
        }
        self
    }
}

fn inside_of(places: &[Place], owner_of: impl Fn(LngLat) -> Option<usize>) -> Vec<Place> {
    places.iter().filter(|place| owner_of(place.at).is_some()).copied().collect()
}

/// `None` never happens: a cell's centre is a place on Earth.
fn cell_unit(cell: CellIndex) -> Option<Unit> {
    let at = LatLng::from(cell);
    let centre = LngLat::new(at.lng(), at.lat()).ok()?;
    Some(Unit::new(cell.to_string(), centre))
}

/// Its centre is where a label would stand, so that it lies inside of any shape.
fn shape_unit((id, shape): &(String, MultiPolygon)) -> Option<Unit> {
    let at = geo::InteriorPoint::interior_point(shape)?;
    Some(Unit::new(id.clone(), LngLat::new(at.x(), at.y()).ok()?))
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
