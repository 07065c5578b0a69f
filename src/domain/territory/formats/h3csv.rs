//! H3 cells with their work: `cell,lat,lon,...,service_minutes`. Neighbours are the neighbours of H3
//! within the file.

use std::collections::HashMap;

use h3o::CellIndex;

use super::{FormatError, Instance, Table, number};
use crate::domain::territory::brief::{Activity, Brief, Compactness};
use crate::domain::territory::mosaic::Mosaic;
use crate::domain::territory::region::{Border, Region, Unit};
use crate::domain::units::LngLat;

/// The column that is balanced where no other is named.
const BALANCED: &str = "service_minutes";

/// Reads the table; `balance` names the columns to balance, within `tolerance`.
///
/// # Errors
/// The first line that cannot be read.
pub fn h3csv(
    text: &str,
    n_territories: usize,
    balance: &[String],
    tolerance: f64,
    seed: u64,
) -> Result<Instance, FormatError> {
    let table = Table::read(text)?;
    let usual = [BALANCED.to_owned()];
    let balance = if balance.is_empty() { &usual } else { balance };
    let columns = balance.iter().map(|name| table.column(name)).collect::<Result<Vec<_>, _>>()?;
    let (cell, lat, lon) = (table.column("cell")?, table.column("lat")?, table.column("lon")?);
    let (mut cells, mut units) = (Vec::new(), Vec::new());
    for (line, row) in &table.rows {
        let fault = |what: String| FormatError::Line { line: *line, what };
        let index: CellIndex =
            row[cell].parse().map_err(|_| fault(format!("{} is not an H3 cell", row[cell])))?;
        let centre = LngLat::new(number(*line, row[lon])?, number(*line, row[lat])?)
            .map_err(|error| fault(error.to_string()))?;
        let amounts =
            columns.iter().map(|&column| number(*line, row[column])).collect::<Result<_, _>>()?;
        cells.push(index);
        units.push(Unit {
            id: row[cell].to_owned(),
            centre,
            amounts,
            area_m2: 0.0,
            perimeter_m: 0.0,
        });
    }
    let region = region(units, &cells)?;
    let activities = balance.iter().map(|name| Activity::equal(name, tolerance)).collect();
    let mut brief = Brief::balanced(n_territories, activities, seed);
    brief.compactness = Compactness::Inertia { by: Some(0), floor: 0.0 };
    Ok(Instance { region, brief })
}

/// Areas and borders come from the cells; neighbours of H3 that share no straight side (at the edges of
/// its faces) are linked as well.
fn region(units: Vec<Unit>, cells: &[CellIndex]) -> Result<Region, FormatError> {
    let mut region = Region::new(units);
    let mosaic = Mosaic::of_cells(cells).map_err(|error| FormatError::Whole(error.to_string()))?;
    mosaic.enclose(&mut region);
    let index: HashMap<CellIndex, usize> =
        cells.iter().enumerate().map(|(index, &cell)| (cell, index)).collect();
    if index.len() < cells.len() {
        return Err(FormatError::Whole("a cell is there twice".to_owned()));
    }
    for (unit, cell) in cells.iter().enumerate() {
        for other in cell.grid_disk::<Vec<_>>(1) {
            if let Some(&other) = index.get(&other)
                && unit < other
                && region.borders.find_edge((unit as u32).into(), (other as u32).into()).is_none()
            {
                region.add_border(unit, other, Border { length_m: 0.0, is_bridge: false });
            }
        }
    }
    Ok(region)
}
