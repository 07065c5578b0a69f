//! H3 cells as units.

use std::collections::HashMap;

use h3o::{CellIndex, LatLng, VertexIndex};

use super::{Edge, Mosaic, MosaicError, OUTSIDE, Spot, Spots, snapped, turn};

impl Mosaic {
    /// One unit for each cell; all of one resolution, none twice.
    ///
    /// # Errors
    /// When a cell crosses the 180th meridian or there are too many of them.
    pub fn of_cells(cells: &[CellIndex]) -> Result<Self, MosaicError> {
        if cells.len() > super::CELLS_MAX {
            return Err(MosaicError::TooManyCells { cells: cells.len() });
        }
        let mut spots = Spots::default();
        let mut edges = Edges::default();
        for (unit, &cell) in cells.iter().enumerate() {
            let ring = ring(cell)?;
            let numbers: Vec<u32> = ring.iter().map(|&spot| spots.add(spot)).collect();
            for (index, &from) in numbers.iter().enumerate() {
                edges.add(from, numbers[(index + 1) % numbers.len()], unit as u32);
            }
        }
        Ok(Self { spots: spots.all, edges: edges.all, n_units: cells.len() })
    }
}

/// Directed borders that find their other side.
#[derive(Default)]
pub(super) struct Edges {
    pub all: Vec<Edge>,
    index: HashMap<(u32, u32), usize>,
}

impl Edges {
    fn add(&mut self, from: u32, to: u32, unit: u32) {
        if let Some(&known) = self.index.get(&(to, from)) {
            self.all[known].right = unit;
        } else {
            self.index.insert((from, to), self.all.len());
            self.all.push(Edge { from, to, left: unit, right: OUTSIDE });
        }
    }
}

/// The cell's corners, counter-clockwise. They come from the vertex index, which neighbours share, and not
/// from each cell's own boundary, whose last digits differ.
pub(super) fn ring(cell: CellIndex) -> Result<Vec<Spot>, MosaicError> {
    let mut ring: Vec<Spot> = cell.vertexes().map(spot).collect();
    let west = ring.iter().map(|spot| spot[0]).min().unwrap_or(0);
    let east = ring.iter().map(|spot| spot[0]).max().unwrap_or(0);
    if i64::from(east) - i64::from(west) > 1_800_000_000 {
        return Err(MosaicError::Antimeridian);
    }
    if turn(&ring) < 0 {
        ring.reverse();
    }
    Ok(ring)
}

fn spot(vertex: VertexIndex) -> Spot {
    let at = LatLng::from(vertex);
    snapped(at.lng(), at.lat())
}
