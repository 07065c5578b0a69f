//! What is on board along a route, and which breaks that allows.

use super::model::{Kind, Model};
use super::whole::load_change;

/// Loads after the start and after each visit, a dimension behind the other.
pub(super) fn loads(model: &Model, order: &[u32]) -> Vec<i64> {
    let n_dims = model.n_dims;
    let mut loads = vec![0; (order.len() + 1) * n_dims];
    for dim in 0..n_dims {
        let mut load: i64 = order.iter().map(|visit| model.delivery_of(*visit)[dim]).sum();
        loads[dim] = load;
        for (index, visit) in order.iter().enumerate() {
            load += load_change(model, *visit, dim);
            loads[(index + 1) * n_dims + dim] = load;
        }
    }
    loads
}

/// Says which breaks may be taken where; without loads all of them everywhere.
pub(super) struct Pauses<'a> {
    kind: &'a Kind,
    n_dims: usize,
    /// Empty where no break asks for a load.
    loads: Vec<i64>,
}

impl<'a> Pauses<'a> {
    pub fn new(model: &'a Model, rep: u32, order: &[u32]) -> Self {
        let kind = model.kind(rep);
        let is_limited = kind.breaks.iter().any(|pause| !pause.max_load.is_empty());
        let loads = if is_limited { loads(model, order) } else { Vec::new() };
        Self { kind, n_dims: model.n_dims, loads }
    }

    /// The break may be taken on the way after so many visits.
    pub fn may(&self, n_done: usize, index: usize) -> bool {
        let Some(loads) = self.loads.get(n_done * self.n_dims..) else { return true };
        self.kind.breaks[index].max_load.iter().zip(loads).all(|(most, load)| load <= most)
    }
}
