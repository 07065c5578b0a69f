//! An area full of accounts as a region of cells: what "divide this area" divides.

use std::collections::HashMap;

use geo::MultiPolygon;
use h3o::{CellIndex, LatLng, Resolution};

use super::census::{Place, area_m2};
use super::mosaic::{Mosaic, MosaicError, resolution_for};
use super::ownership::Ownership;
use super::region::{Region, Unit};
use super::workload::{Day, Work, travel_hours};
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
            Self::Accounts => "accounts",
            Self::Customers => "customers",
            Self::Value => "value",
            Self::Potential => "potential",
        }
    }
}

/// The cells of an area and what happens in them.
#[derive(Debug, Clone)]
pub struct Field {
    pub resolution: Resolution,
    pub cells: Vec<CellIndex>,
    pub mosaic: Mosaic,
    /// One unit for each cell, amounts in the order of the balance; islands are linked.
    pub region: Region,
    /// The places inside of the area.
    pub places: Vec<Place>,
}

impl Field {
    /// Covers the area with cells that together tile it exactly, as small as the number of territories
    /// asks for.
    ///
    /// # Errors
    /// When the area is empty or cannot be covered.
    pub fn new(
        area: &MultiPolygon,
        places: &[Place],
        n_territories: usize,
        balance: &[Balance],
    ) -> Result<Self, MosaicError> {
        let n_cells = (n_territories * CELLS_PER_TERRITORY).clamp(CELLS_MIN, CELLS_MAX);
        let resolution = resolution_for(area_m2(area), n_cells);
        let (mosaic, cells) = Mosaic::of_area(area, resolution)?;
        let inside = Ownership::new([area]);
        let places: Vec<Place> =
            places.iter().filter(|place| inside.owner_of(place.at).is_some()).copied().collect();
        let amounts = amounts(&cells, &places, n_territories, balance);
        let units = cells.iter().zip(amounts).filter_map(|(&cell, amounts)| unit(cell, amounts));
        let mut region = Region::new(units.collect());
        mosaic.enclose(&mut region);
        region.bridge_islands();
        Ok(Self { resolution, cells, mosaic, region, places })
    }

    /// The unit of each place; `None` outside of the area. Cells that only touch the area at its edge
    /// may not be there either.
    #[must_use]
    pub fn units_of(&self, places: impl IntoIterator<Item = LngLat>) -> Vec<Option<usize>> {
        let index: HashMap<CellIndex, usize> =
            self.cells.iter().enumerate().map(|(index, &cell)| (cell, index)).collect();
        let unit_of = |at: LngLat| {
            let cell = LatLng::new(at.lat(), at.lng()).ok()?.to_cell(self.resolution);
            index.get(&cell).copied()
        };
        places.into_iter().map(unit_of).collect()
    }
}

/// `None` never happens: a cell's centre is a place on Earth.
fn unit(cell: CellIndex, amounts: Vec<f64>) -> Option<Unit> {
    let at = LatLng::from(cell);
    let centre = LngLat::new(at.lng(), at.lat()).ok()?;
    Some(Unit { id: cell.to_string(), centre, amounts, area_m2: 0.0, perimeter_m: 0.0 })
}

fn amounts(
    cells: &[CellIndex],
    places: &[Place],
    n_territories: usize,
    balance: &[Balance],
) -> Vec<Vec<f64>> {
    let mut amounts = vec![vec![0.0; balance.len()]; cells.len()];
    let Some(resolution) = cells.first().map(|cell| cell.resolution()) else { return amounts };
    let index: HashMap<CellIndex, usize> =
        cells.iter().enumerate().map(|(index, &cell)| (cell, index)).collect();
    let cell_of = |place: &Place| {
        let cell = LatLng::new(place.at.lat(), place.at.lng()).ok()?.to_cell(resolution);
        index.get(&cell).copied()
    };
    let homes: Vec<Option<usize>> = places.iter().map(cell_of).collect();
    let mut crowd = vec![0.0; cells.len()];
    for &home in homes.iter().flatten() {
        crowd[home] += 1.0;
    }
    let per_territory = places.len() as f64 / n_territories as f64;
    for (place, home) in places.iter().zip(&homes) {
        let Some(home) = *home else { continue };
        let room_km2 = cells[home].area_km2() / crowd[home];
        let hours = place.service_hours + road_hours(place, room_km2, per_territory);
        for (amount, balance) in amounts[home].iter_mut().zip(balance) {
            *amount += match balance {
                Balance::Workload => hours,
                Balance::Accounts => 1.0,
                Balance::Customers => f64::from(u8::from(place.is_customer)),
                Balance::Value => place.value,
                Balance::Potential => place.potential,
            };
        }
    }
    amounts
}

/// Travel for one account where every account has so much room and a territory so many of them.
fn road_hours(place: &Place, room_km2: f64, per_territory: f64) -> f64 {
    let work = Work {
        visits_per_year: place.visits_per_year,
        service_hours: place.service_hours,
        area_km2: room_km2 * per_territory,
        base_km: 0.0,
    };
    let day = Day::default();
    // The day is shared with other accounts, however seldom this one is visited.
    let per_visit = travel_hours(&Work { visits_per_year: day.visits_per_day, ..work }, &day);
    per_visit / day.visits_per_day * place.visits_per_year
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
