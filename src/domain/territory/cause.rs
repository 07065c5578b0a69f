//! Why no plan can keep all limits, by name.

use std::collections::HashMap;

use super::brief::{Brief, Lock};
use super::contiguity;
use super::problem::{NONE, Problem};
use super::region::Region;

#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Cause {
    #[error("{units} units cannot make {territories} territories")]
    FewerUnitsThanTerritories { units: usize, territories: usize },
    #[error(
        "unit {unit} alone holds {:.1} % of all {activity}, a territory may hold {:.1} % at most",
        share * 100.0,
        most * 100.0
    )]
    UnitTooHeavy { unit: String, activity: String, share: f64, most: f64 },
    #[error("all territories together need {needed:.1} of {activity}, there is only {total:.1}")]
    TooLittle { activity: String, total: f64, needed: f64 },
    #[error("all territories together may hold {room:.1} of {activity}, there is {total:.1}")]
    TooMuch { activity: String, total: f64, room: f64 },
    #[error(
        "the region falls into {components} parts without a link, for {territories} territories"
    )]
    Disconnected { components: usize, territories: usize },
    #[error("two locks contradict: unit {unit} is to be in territory {first} and in {second}")]
    LocksContradict { unit: String, first: usize, second: usize },
    #[error(
        "units {first} and {second} are locked to territory {territory} but cannot be connected"
    )]
    LocksApart { territory: usize, first: String, second: String },
    #[error(
        "what is locked to territory {territory} holds {load:.1} of {activity}, {limit:.1} is the most"
    )]
    LockedLoad { territory: usize, activity: String, load: f64, limit: f64 },
    #[error("every plan was looked at, none keeps all limits")]
    NoneExists,
    #[error(
        "no plan within the limits was found; in the nearest one territory {territory} is {:.1} % from its target of {activity}",
        deviation * 100.0
    )]
    NotFound { territory: usize, activity: String, deviation: f64 },
    #[error("territory {territory} has no units")]
    Empty { territory: usize },
}

impl Cause {
    /// Stable name for the outside.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FewerUnitsThanTerritories { .. } => "fewer_units_than_territories",
            Self::UnitTooHeavy { .. } => "unit_too_heavy",
            Self::TooLittle { .. } => "too_little",
            Self::TooMuch { .. } => "too_much",
            Self::Disconnected { .. } => "disconnected",
            Self::LocksContradict { .. } => "locks_contradict",
            Self::LocksApart { .. } => "locks_apart",
            Self::LockedLoad { .. } => "locked_load",
            Self::NoneExists => "none_exists",
            Self::NotFound { .. } => "not_found",
            Self::Empty { .. } => "empty",
        }
    }

    /// What it is about, by name, to be put into words; shares are percentages.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        let amount = |value: f64| format!("{value:.1}");
        let per_cent = |share: f64| format!("{:.1}", share * 100.0);
        let number = |territory: usize| (territory + 1).to_string();
        match self {
            Self::FewerUnitsThanTerritories { units, territories } => {
                vec![("units", units.to_string()), ("territories", territories.to_string())]
            }
            Self::UnitTooHeavy { unit, activity, share, most } => vec![
                ("unit", unit.clone()),
                ("activity", activity.clone()),
                ("share", per_cent(*share)),
                ("most", per_cent(*most)),
            ],
            Self::TooLittle { activity, total, needed } => vec![
                ("activity", activity.clone()),
                ("total", amount(*total)),
                ("needed", amount(*needed)),
            ],
            Self::TooMuch { activity, total, room } => vec![
                ("activity", activity.clone()),
                ("total", amount(*total)),
                ("room", amount(*room)),
            ],
            Self::Disconnected { components, territories } => {
                vec![("parts", components.to_string()), ("territories", territories.to_string())]
            }
            Self::LocksContradict { unit, first, second } => {
                vec![("unit", unit.clone()), ("first", number(*first)), ("second", number(*second))]
            }
            Self::LocksApart { territory, first, second } => vec![
                ("territory", number(*territory)),
                ("first", first.clone()),
                ("second", second.clone()),
            ],
            Self::LockedLoad { territory, activity, load, limit } => vec![
                ("territory", number(*territory)),
                ("activity", activity.clone()),
                ("load", amount(*load)),
                ("limit", amount(*limit)),
            ],
            Self::NoneExists => Vec::new(),
            Self::NotFound { territory, activity, deviation } => vec![
                ("territory", number(*territory)),
                ("activity", activity.clone()),
                ("deviation", per_cent(*deviation)),
            ],
            Self::Empty { territory } => vec![("territory", number(*territory))],
        }
    }

    /// Whether this rules out every plan, or only tells that none was found.
    #[must_use]
    pub const fn is_proof(&self) -> bool {
        !matches!(self, Self::NotFound { .. } | Self::Empty { .. })
    }
}

/// Everything that rules out a plan and can be seen without searching.
pub(super) fn causes(region: &Region, brief: &Brief, p: &Problem) -> Vec<Cause> {
    let mut found = Vec::new();
    if p.n < p.k {
        found.push(Cause::FewerUnitsThanTerritories { units: p.n, territories: p.k });
    }
    let components = region.n_components();
    if components > p.k {
        found.push(Cause::Disconnected { components, territories: p.k });
    }
    contradictions(region, brief, p, &mut found);
    for activity in 0..p.m {
        totals(brief, p, activity, &mut found);
        heavy_units(region, brief, p, activity, &mut found);
        locked_loads(brief, p, activity, &mut found);
    }
    locks_apart(region, p, &mut found);
    found
}

fn most(p: &Problem, territory: usize, activity: usize) -> f64 {
    let limit = &p.limits(territory)[activity];
    limit.upper.min(limit.max)
}

fn total(p: &Problem, activity: usize) -> f64 {
    (0..p.n).map(|atom| p.amounts(atom)[activity]).sum()
}

/// Allows for rounding in sums of many amounts.
fn is_above(a: f64, b: f64) -> bool {
    a > b + 1e-9 * (a.abs() + b.abs())
}

fn totals(brief: &Brief, p: &Problem, activity: usize, found: &mut Vec<Cause>) {
    let name = || brief.activities[activity].name.clone();
    let total = total(p, activity);
    let limits = || (0..p.k).map(|territory| &p.limits(territory)[activity]);
    let needed: f64 = limits().map(|limit| limit.lower.max(limit.min)).sum();
    let room: f64 = (0..p.k).map(|territory| most(p, territory, activity)).sum();
    if is_above(needed, total) {
        found.push(Cause::TooLittle { activity: name(), total, needed });
    }
    if is_above(total, room) {
        found.push(Cause::TooMuch { activity: name(), total, room });
    }
}

fn heavy_units(
    region: &Region,
    brief: &Brief,
    p: &Problem,
    activity: usize,
    found: &mut Vec<Cause>,
) {
    let total = total(p, activity);
    let most = (0..p.k).map(|t| most(p, t, activity)).fold(f64::NEG_INFINITY, f64::max);
    for atom in 0..p.n {
        let amount = p.amounts(atom)[activity];
        if is_above(amount, most) {
            found.push(Cause::UnitTooHeavy {
                unit: name_of(region, p, atom),
                activity: brief.activities[activity].name.clone(),
                share: amount / total,
                most: most / total,
            });
        }
    }
}

fn locked_loads(brief: &Brief, p: &Problem, activity: usize, found: &mut Vec<Cause>) {
    let mut loads = vec![0.0; p.k];
    for atom in 0..p.n {
        if p.locked[atom] != NONE {
            loads[p.locked[atom] as usize] += p.amounts(atom)[activity];
        }
    }
    for (territory, load) in loads.into_iter().enumerate() {
        let limit = most(p, territory, activity);
        if is_above(load, limit) {
            let activity = brief.activities[activity].name.clone();
            found.push(Cause::LockedLoad { territory, activity, load, limit });
        }
    }
}

fn contradictions(region: &Region, brief: &Brief, p: &Problem, found: &mut Vec<Cause>) {
    let mut locked_to: HashMap<u32, usize> = HashMap::new();
    for lock in &brief.locks {
        let Lock::To { unit, territory } = *lock else { continue };
        let first = *locked_to.entry(p.atom_of[unit]).or_insert(territory);
        if first != territory {
            let unit = region.units[unit].id.clone();
            found.push(Cause::LocksContradict { unit, first, second: territory });
        }
    }
}

/// Locked atoms of one territory that no way over atoms free for it connects.
fn locks_apart(region: &Region, p: &Problem, found: &mut Vec<Cause>) {
    for territory in 0..p.k as u32 {
        let mut locked = (0..p.n).filter(|&atom| p.locked[atom] == territory);
        let (Some(first), Some(_)) = (locked.next(), locked.next()) else { continue };
        let open = |atom: usize| p.locked[atom] == NONE || p.locked[atom] == territory;
        let group: Vec<u32> = (0..p.n).map(|atom| u32::from(!open(atom))).collect();
        let (part_of, _) = contiguity::parts(p, &group);
        let apart =
            (0..p.n).find(|&atom| p.locked[atom] == territory && part_of[atom] != part_of[first]);
        if let Some(second) = apart {
            found.push(Cause::LocksApart {
                territory: territory as usize,
                first: name_of(region, p, first),
                second: name_of(region, p, second),
            });
        }
    }
}

/// The unit of an atom, or the first of those locked together.
fn name_of(region: &Region, p: &Problem, atom: usize) -> String {
    let unit = p.atom_of.iter().position(|&a| a as usize == atom);
    unit.map_or_else(String::new, |unit| region.units[unit].id.clone())
}

#[cfg(test)]
#[path = "cause_tests.rs"]
mod tests;
