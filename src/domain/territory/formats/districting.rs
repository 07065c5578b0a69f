//! Contiguous districts with the fewest cut edges: `id,geoid,lon,lat,pop` and `a,b,...` beside it.

use super::{FormatError, Instance, Table, number};
use crate::domain::territory::brief::{Activity, Brief, Compactness, Targets, Weights};
use crate::domain::territory::region::{Border, Region, Unit};
use crate::domain::units::LngLat;

/// Every edge counts one; population of a district between `lower` and `upper`.
///
/// # Errors
/// The first line that cannot be read.
pub fn districting(
    nodes: &str,
    edges: &str,
    n_territories: usize,
    (lower, upper): (f64, f64),
    seed: u64,
) -> Result<Instance, FormatError> {
    let mut region = Region::new(units(nodes)?);
    let table = Table::read(edges)?;
    let (a, b) = (table.column("a")?, table.column("b")?);
    for (line, row) in &table.rows {
        let ends: [usize; 2] = [number(*line, row[a])?, number(*line, row[b])?];
        if ends.iter().any(|&end| end >= region.units.len()) {
            let what = format!("edge {}-{} has no such unit", ends[0], ends[1]);
            return Err(FormatError::Line { line: *line, what });
        }
        // An edge that is listed twice still counts once.
        let (from, to) = ((ends[0] as u32).into(), (ends[1] as u32).into());
        if region.borders.find_edge(from, to).is_none() {
            region.add_border(ends[0], ends[1], Border { length_m: 1.0, is_bridge: false });
        }
    }
    let middle = f64::midpoint(lower, upper);
    let tolerance = if middle > 0.0 { (upper - middle) / middle } else { 0.0 };
    let population = Activity {
        targets: Targets::Given(vec![middle; n_territories]),
        ..Activity::equal("pop", tolerance)
    };
    let mut brief = Brief::balanced(n_territories, vec![population], seed);
    brief.compactness = Compactness::Inertia { by: Some(0), floor: 0.0 };
    brief.weights = Weights { balance: 0.0, compactness: 0.0, border: 1.0, disruption: 0.0 };
    Ok(Instance { region, brief })
}

fn units(nodes: &str) -> Result<Vec<Unit>, FormatError> {
    let table = Table::read(nodes)?;
    let (geoid, lon, lat, pop) =
        (table.column("geoid")?, table.column("lon")?, table.column("lat")?, table.column("pop")?);
    let unit = |(line, row): &(usize, Vec<&str>)| {
        let centre = LngLat::new(number(*line, row[lon])?, number(*line, row[lat])?)
            .map_err(|error| FormatError::Line { line: *line, what: error.to_string() })?;
        let amounts = vec![number(*line, row[pop])?];
        Ok(Unit { id: row[geoid].to_owned(), centre, amounts, area_m2: 0.0, perimeter_m: 0.0 })
    };
    table.rows.iter().map(unit).collect()
}
