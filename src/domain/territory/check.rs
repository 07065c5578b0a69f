//! The independent judge of a plan: reads region, brief and assignment, and shares no code with the search.

use petgraph::graph::NodeIndex;

use super::brief::{Brief, Lock, Targets};
use super::region::Region;

/// Sums of many amounts may be off by this share.
const ROUNDING: f64 = 1e-9;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Violation {
    #[error("{found} of {expected} units have a territory")]
    Units { found: usize, expected: usize },
    #[error("unit {unit} is in territory {territory}, which does not exist")]
    NoSuchTerritory { unit: usize, territory: usize },
    #[error("territory {territory} has no units")]
    Empty { territory: usize },
    #[error("territory {territory} falls into {parts} parts")]
    NotContiguous { territory: usize, parts: usize },
    #[error(
        "territory {territory} holds {amount:.3} of {activity}, allowed are {lower:.3} to {upper:.3}"
    )]
    Load { territory: usize, activity: String, amount: f64, lower: f64, upper: f64 },
    #[error("unit {unit} is locked to territory {locked} but in {territory}")]
    Lock { unit: usize, locked: usize, territory: usize },
    #[error("units {first} and {second} are locked together but apart")]
    Apart { first: usize, second: usize },
    #[error("{moved:.3} of {cap} change hands, {max:.3} at most may")]
    Cap { cap: String, moved: f64, max: f64 },
}

impl Violation {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Units { .. } => "units",
            Self::NoSuchTerritory { .. } => "no_such_territory",
            Self::Empty { .. } => "empty",
            Self::NotContiguous { .. } => "not_contiguous",
            Self::Load { .. } => "load",
            Self::Lock { .. } => "lock",
            Self::Apart { .. } => "apart",
            Self::Cap { .. } => "cap",
        }
    }
}

/// Everything the plan breaks.
#[must_use]
pub fn violations(region: &Region, brief: &Brief, territory: &[usize]) -> Vec<Violation> {
    if territory.len() != region.units.len() {
        let (found, expected) = (territory.len(), region.units.len());
        return vec![Violation::Units { found, expected }];
    }
    let outside = territory.iter().position(|&own| own >= brief.n_territories);
    if let Some(unit) = outside {
        return vec![Violation::NoSuchTerritory { unit, territory: territory[unit] }];
    }
    let mut found = Vec::new();
    pieces(region, brief, territory, &mut found);
    loads(region, brief, territory, &mut found);
    locks(brief, territory, &mut found);
    caps(brief, territory, &mut found);
    found
}

fn pieces(region: &Region, brief: &Brief, territory: &[usize], found: &mut Vec<Violation>) {
    let mut parts = vec![0; brief.n_territories];
    let mut is_seen = vec![false; territory.len()];
    for start in 0..territory.len() {
        if is_seen[start] {
            continue;
        }
        parts[territory[start]] += 1;
        is_seen[start] = true;
        let mut stack = vec![NodeIndex::new(start)];
        while let Some(node) = stack.pop() {
            for next in region.borders.neighbors(node) {
                if territory[next.index()] == territory[start] && !is_seen[next.index()] {
                    is_seen[next.index()] = true;
                    stack.push(next);
                }
            }
        }
    }
    for (own, parts) in parts.into_iter().enumerate() {
        match parts {
            0 => found.push(Violation::Empty { territory: own }),
            1 => {}
            _ => found.push(Violation::NotContiguous { territory: own, parts }),
        }
    }
}

fn loads(region: &Region, brief: &Brief, territory: &[usize], found: &mut Vec<Violation>) {
    for (index, activity) in brief.activities.iter().enumerate() {
        let mut amounts = vec![0.0; brief.n_territories];
        for (unit, &own) in region.units.iter().zip(territory) {
            amounts[own] += unit.amounts[index];
        }
        let total: f64 = amounts.iter().sum();
        for (own, amount) in amounts.into_iter().enumerate() {
            let target = match &activity.targets {
                Targets::Equal => total / brief.n_territories as f64,
                Targets::Shares(shares) => total * shares[own] / shares.iter().sum::<f64>(),
                Targets::Given(given) => given[own],
            };
            let lower = (target * (1.0 - activity.tolerance)).max(activity.min.unwrap_or(0.0));
            let most = activity.max.unwrap_or(f64::INFINITY);
            let upper = (target * (1.0 + activity.tolerance)).min(most);
            let slack = ROUNDING * (1.0 + target.abs());
            if amount < lower - slack || amount > upper + slack {
                let activity = activity.name.clone();
                found.push(Violation::Load { territory: own, activity, amount, lower, upper });
            }
        }
    }
}

fn locks(brief: &Brief, territory: &[usize], found: &mut Vec<Violation>) {
    for lock in &brief.locks {
        match lock {
            &Lock::To { unit, territory: locked } if territory[unit] != locked => {
                found.push(Violation::Lock { unit, locked, territory: territory[unit] });
            }
            Lock::To { .. } => {}
            Lock::Together { units } => {
                let apart = units.windows(2).find(|two| territory[two[0]] != territory[two[1]]);
                if let Some(&[first, second]) = apart {
                    found.push(Violation::Apart { first, second });
                }
            }
        }
    }
}

fn caps(brief: &Brief, territory: &[usize], found: &mut Vec<Violation>) {
    let Some(present) = &brief.present else { return };
    for cap in &present.caps {
        let mut moved = 0.0;
        for (unit, before) in present.territory.iter().enumerate() {
            if before.is_some_and(|before| before != territory[unit]) {
                moved += cap.weight[unit];
            }
        }
        if moved > cap.max + ROUNDING * (1.0 + cap.max.abs()) {
            found.push(Violation::Cap { cap: cap.name.clone(), moved, max: cap.max });
        }
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
