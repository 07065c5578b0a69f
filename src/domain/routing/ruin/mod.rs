//! Taking visits out of a plan.

pub(super) mod strings;

use super::model::Model;
use super::plan::Plan;

/// Visits taken out in this round.
#[derive(Debug, Default)]
pub(super) struct Removed {
    pub visits: Vec<u32>,
}

impl Removed {
    /// Unlinks the visit unless it is frozen; the route must be touched before.
    fn take(&mut self, plan: &mut Plan<'_>, visit: u32) {
        if !plan.model.is_frozen[visit as usize] {
            plan.unlink(visit);
            self.visits.push(visit);
        }
    }
}

fn is_removable(model: &Model, visit: u32) -> bool {
    !model.is_frozen[visit as usize]
}
