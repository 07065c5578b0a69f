//! The front of balance against disruption: the best plan for each share of the present alignment that may
//! change, with the reason of every move.

use super::brief::{Brief, MoveCap};
use super::fault::Fault;
use super::plan::Plan;
use super::problem::Problem;
use super::propose::propose;
use super::region::Region;
use super::state::State;
use crate::domain::control::{Budget, Cancel};

/// Shares usually asked for.
pub const SHARES: [f64; 5] = [0.0, 0.02, 0.05, 0.10, 0.20];

/// One point of the front.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Share of the first cap's weight that was allowed to move.
    pub share: f64,
    pub plan: Plan,
    pub moves: Vec<Move>,
}

/// One unit that changes hands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    pub unit: usize,
    pub from: usize,
    pub to: usize,
    pub why: Why,
}

/// What would become worse without the move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Territories would be further outside of their limits.
    Limits,
    Balance,
    Compactness,
    Border,
    /// Nothing by itself: it belongs to a group of moves.
    Together,
}

impl Why {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Balance => "balance",
            Self::Compactness => "compactness",
            Self::Border => "border",
            Self::Together => "together",
        }
    }
}

/// A plan for each share; the budget is divided evenly among them. Each point is handed to `on_point` as
/// soon as it is there.
///
/// # Errors
/// The faults of region and brief. A brief without a present alignment has a front of plans that may
/// change everything.
pub fn front(
    region: &Region,
    brief: &Brief,
    shares: &[f64],
    budget: &dyn Budget,
    cancel: &Cancel,
    on_point: &mut dyn FnMut(&Point),
) -> Result<Vec<Point>, Vec<Fault>> {
    let mut points = Vec::with_capacity(shares.len());
    let mut offset = 0;
    for (index, &share) in shares.iter().enumerate() {
        let slice = Slice { budget, offset, index, of: shares.len() };
        let capped = capped(region, brief, share);
        let plan = propose(region, &capped, &slice, cancel, &mut |_| {})?;
        offset += plan.iterations;
        let moves = moves(region, &capped, &plan);
        let point = Point { share, plan, moves };
        on_point(&point);
        points.push(point);
    }
    Ok(points)
}

/// One part of a budget that several searches share.
struct Slice<'a> {
    budget: &'a dyn Budget,
    offset: u64,
    index: usize,
    of: usize,
}

impl Budget for Slice<'_> {
    fn spent(&self, iterations: u64) -> f64 {
        self.budget.spent(self.offset + iterations) * self.of as f64 - self.index as f64
    }
}

fn capped(region: &Region, brief: &Brief, share: f64) -> Brief {
    let mut brief = brief.clone();
    if let Some(present) = &mut brief.present {
        if present.caps.is_empty() {
            let weight = vec![1.0; region.units.len()];
            present.caps.push(MoveCap { name: "units".to_owned(), weight, max: 0.0 });
        }
        let held = present.territory.iter().zip(&present.caps[0].weight);
        let total: f64 = held.filter(|(own, _)| own.is_some()).map(|(_, weight)| weight).sum();
        present.caps[0].max = share * total;
    }
    brief
}

/// Every unit that leaves its present territory, and what its return would make worse.
#[must_use]
pub fn moves(region: &Region, brief: &Brief, plan: &Plan) -> Vec<Move> {
    let Some(present) = &brief.present else { return Vec::new() };
    if plan.territory.is_empty() {
        return Vec::new();
    }
    let p = Problem::new(region, brief);
    let mut by_atom = vec![0; p.n];
    for (unit, &atom) in p.atom_of.iter().enumerate() {
        by_atom[atom as usize] = plan.territory[unit] as u32;
    }
    let state = State::new(&p, by_atom);
    let changed = present.territory.iter().enumerate().filter_map(|(unit, from)| {
        let (from, to) = ((*from)?, plan.territory[unit]);
        (from != to).then_some((unit, from, to))
    });
    changed
        .map(|(unit, from, to)| Move { unit, from, to, why: why(&p, &state, unit, from) })
        .collect()
}

fn why(p: &Problem, state: &State, unit: usize, back_to: usize) -> Why {
    let parts = state.delta_parts(p, p.atom_of[unit] as usize, back_to);
    if parts.excess > 1e-9 {
        return Why::Limits;
    }
    [
        (parts.balance, Why::Balance),
        (parts.compactness, Why::Compactness),
        (parts.border, Why::Border),
    ]
    .into_iter()
    .filter(|(worse, _)| *worse > 0.0)
    .max_by(|a, b| a.0.total_cmp(&b.0))
    .map_or(Why::Together, |(_, why)| why)
}

#[cfg(test)]
#[path = "front_tests.rs"]
mod tests;
