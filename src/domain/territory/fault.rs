//! Faults in what was handed in. All of them are reported together.

use super::brief::{ACTIVITIES_MAX, Brief, Compactness, Lock, TERRITORIES_MAX, Targets, UNITS_MAX};
use super::region::Region;

/// Something in region or brief that makes no sense, with the place it is found.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error("there is nothing to divide")]
    NoUnits,
    #[error("{units} units are more than the {UNITS_MAX} allowed")]
    TooManyUnits { units: usize },
    #[error("{territories} territories are not between 1 and {TERRITORIES_MAX}")]
    Territories { territories: usize },
    #[error("{activities} activities are not between 1 and {ACTIVITIES_MAX}")]
    Activities { activities: usize },
    #[error("unit {unit} has {amounts} amounts for {activities} activities")]
    AmountsMissing { unit: String, amounts: usize, activities: usize },
    #[error("unit {unit} has {amount} of {activity}: an amount is a number, zero or more")]
    Amount { unit: String, activity: String, amount: f64 },
    #[error("no unit has any {activity}")]
    NothingToBalance { activity: String },
    #[error("the tolerance {tolerance} of {activity} is not between 0 and 1")]
    Tolerance { activity: String, tolerance: f64 },
    #[error("the minimum of {activity} is above its maximum")]
    MinAboveMax { activity: String },
    #[error("{what} has {found} entries, {expected} are needed")]
    Length { what: String, found: usize, expected: usize },
    #[error("{what} must be numbers, zero or more")]
    NotANumber { what: String },
    #[error("a lock names unit {unit}, there are {units}")]
    LockUnit { unit: usize, units: usize },
    #[error("a lock names territory {territory}, there are {territories}")]
    LockTerritory { territory: usize, territories: usize },
    #[error("travel times need fixed centres")]
    TravelWithoutHomes,
}

impl Fault {
    /// Stable name for the outside.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoUnits => "territory.no_units",
            Self::TooManyUnits { .. } => "territory.too_many_units",
            Self::Territories { .. } => "territory.count",
            Self::Activities { .. } => "territory.activities",
            Self::AmountsMissing { .. } => "territory.amounts_missing",
            Self::Amount { .. } => "territory.amount",
            Self::NothingToBalance { .. } => "territory.nothing_to_balance",
            Self::Tolerance { .. } => "territory.tolerance",
            Self::MinAboveMax { .. } => "territory.min_above_max",
            Self::Length { .. } => "territory.length",
            Self::NotANumber { .. } => "territory.not_a_number",
            Self::LockUnit { .. } => "territory.lock_unit",
            Self::LockTerritory { .. } => "territory.lock_territory",
            Self::TravelWithoutHomes => "territory.travel_without_homes",
        }
    }
}

/// Everything that is wrong, in the order of the input.
pub(super) fn faults(region: &Region, brief: &Brief) -> Vec<Fault> {
    let mut found = Vec::new();
    counts(region, brief, &mut found);
    amounts(region, brief, &mut found);
    for activity in 0..brief.activities.len() {
        limits(brief, activity, &mut found);
    }
    lengths(region, brief, &mut found);
    locks(region, brief, &mut found);
    found
}

fn counts(region: &Region, brief: &Brief, found: &mut Vec<Fault>) {
    match region.units.len() {
        0 => found.push(Fault::NoUnits),
        1..=UNITS_MAX => {}
        units => found.push(Fault::TooManyUnits { units }),
    }
    if !(1..=TERRITORIES_MAX).contains(&brief.n_territories) {
        found.push(Fault::Territories { territories: brief.n_territories });
    }
    if !(1..=ACTIVITIES_MAX).contains(&brief.activities.len()) {
        found.push(Fault::Activities { activities: brief.activities.len() });
    }
}

fn amounts(region: &Region, brief: &Brief, found: &mut Vec<Fault>) {
    let n_activities = brief.activities.len();
    let mut is_complete = true;
    for unit in &region.units {
        if unit.amounts.len() != n_activities {
            is_complete = false;
            found.push(Fault::AmountsMissing {
                unit: unit.id.clone(),
                amounts: unit.amounts.len(),
                activities: n_activities,
            });
        }
        let bad = |amount: f64| !amount.is_finite() || amount < 0.0;
        for (activity, &amount) in brief.activities.iter().zip(&unit.amounts) {
            if bad(amount) {
                let (unit, activity) = (unit.id.clone(), activity.name.clone());
                found.push(Fault::Amount { unit, activity, amount });
            }
        }
    }
    if !is_complete || region.units.is_empty() {
        return;
    }
    for (index, activity) in brief.activities.iter().enumerate() {
        if region.units.iter().all(|unit| unit.amounts[index] == 0.0) {
            found.push(Fault::NothingToBalance { activity: activity.name.clone() });
        }
    }
}

fn limits(brief: &Brief, index: usize, found: &mut Vec<Fault>) {
    let activity = &brief.activities[index];
    let name = || activity.name.clone();
    if !(0.0..=1.0).contains(&activity.tolerance) {
        found.push(Fault::Tolerance { activity: name(), tolerance: activity.tolerance });
    }
    if activity.min.zip(activity.max).is_some_and(|(min, max)| min > max) {
        found.push(Fault::MinAboveMax { activity: name() });
    }
    if [activity.min, activity.max].iter().flatten().any(|limit| !limit.is_finite()) {
        found.push(Fault::NotANumber { what: format!("the limits of {}", activity.name) });
    }
    if let Targets::Shares(values) | Targets::Given(values) = &activity.targets {
        let what = format!("the targets of {}", activity.name);
        numbers(&what, values, brief.n_territories, found);
        if values.iter().sum::<f64>() <= 0.0 {
            found.push(Fault::NotANumber { what });
        }
    }
}

fn numbers(what: &str, values: &[f64], expected: usize, found: &mut Vec<Fault>) {
    length(what, values.len(), expected, found);
    if values.iter().any(|value| !value.is_finite() || *value < 0.0) {
        found.push(Fault::NotANumber { what: what.to_owned() });
    }
}

fn length(what: &str, found_len: usize, expected: usize, found: &mut Vec<Fault>) {
    if found_len != expected {
        found.push(Fault::Length { what: what.to_owned(), found: found_len, expected });
    }
}

fn lengths(region: &Region, brief: &Brief, found: &mut Vec<Fault>) {
    let n_units = region.units.len();
    if !brief.homes.is_empty() {
        length("the list of homes", brief.homes.len(), brief.n_territories, found);
    }
    if let Compactness::Travel { duration_s, .. } = &brief.compactness {
        let expected = n_units * brief.n_territories;
        length("the travel times", duration_s.len(), expected, found);
        if brief.homes.is_empty() {
            found.push(Fault::TravelWithoutHomes);
        }
    }
    let (Compactness::Inertia { by, .. } | Compactness::Travel { by, .. }) = brief.compactness;
    if by.is_some_and(|by| by >= brief.activities.len()) {
        length("the weight of compactness", by.unwrap_or(0), 0, found);
    }
    if let Some(present) = &brief.present {
        length("the present alignment", present.territory.len(), n_units, found);
        let beyond = present.territory.iter().flatten().find(|&&t| t >= brief.n_territories);
        if let Some(&territory) = beyond {
            found.push(Fault::LockTerritory { territory, territories: brief.n_territories });
        }
        for cap in &present.caps {
            numbers(&format!("the weights of the cap {}", cap.name), &cap.weight, n_units, found);
        }
    }
}

fn locks(region: &Region, brief: &Brief, found: &mut Vec<Fault>) {
    let units = region.units.len();
    for lock in &brief.locks {
        let named = match lock {
            Lock::To { unit, .. } => std::slice::from_ref(unit),
            Lock::Together { units } => units,
        };
        if let Some(&unit) = named.iter().find(|&&unit| unit >= units) {
            found.push(Fault::LockUnit { unit, units });
        }
        if let Lock::To { territory, .. } = *lock
            && territory >= brief.n_territories
        {
            found.push(Fault::LockTerritory { territory, territories: brief.n_territories });
        }
    }
}

#[cfg(test)]
#[path = "fault_tests.rs"]
mod tests;
