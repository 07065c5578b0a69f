//! What territories are balanced by, and to which targets.

use serde::de::{self, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::domain::crm::{Fault, Faults};
use crate::domain::territory::{self, Activity, Balance};

/// Things balanced at once.
const GOALS_MAX: usize = 6;

/// Something to balance: its name alone, or with terms of its own.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Goal {
    By(Balance),
    Terms(GoalTerms),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalTerms {
    pub by: Balance,
    /// How far a territory may be from its target, as a share of it; as for all when left out.
    #[serde(default)]
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub tolerance: Option<f64>,
    #[serde(default)]
    pub targets: Targets,
    /// The least any territory must hold, whatever its target.
    #[serde(default)]
    pub min: Option<f64>,
    /// The most any territory may hold, whatever its target.
    #[serde(default)]
    pub max: Option<f64>,
}

/// How much each territory is to hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Targets {
    /// All the same.
    #[default]
    Equal,
    /// In proportion to the working hours of the territories' owners.
    Capacity,
    /// In proportion to these numbers, one for each territory.
    Shares(Vec<f64>),
    /// These amounts, one for each territory.
    Amounts(Vec<f64>),
}

impl Goal {
    pub const fn by(&self) -> Balance {
        match self {
            Self::By(by) | Self::Terms(GoalTerms { by, .. }) => *by,
        }
    }

    const fn targets(&self) -> &Targets {
        match self {
            Self::By(_) => &Targets::Equal,
            Self::Terms(terms) => &terms.targets,
        }
    }

    /// Whether it matters whose a territory is.
    pub fn is_personal(&self) -> bool {
        *self.targets() == Targets::Capacity
    }

    fn activity(&self, tolerance: f64, hours: &[f64]) -> Activity {
        let mut activity = Activity::equal(self.by().code(), tolerance);
        if let Self::Terms(terms) = self {
            activity.tolerance = terms.tolerance.unwrap_or(tolerance);
            (activity.min, activity.max) = (terms.min, terms.max);
            activity.targets = match &terms.targets {
                Targets::Equal => territory::Targets::Equal,
                Targets::Capacity => territory::Targets::Shares(hours.to_vec()),
                Targets::Shares(shares) => territory::Targets::Shares(shares.clone()),
                Targets::Amounts(amounts) => territory::Targets::Given(amounts.clone()),
            };
        }
        activity
    }

    fn check(&self, at: &str, n: Option<usize>, faults: &mut Faults) {
        let Self::Terms(terms) = self else { return };
        if terms.tolerance.is_some_and(|tolerance| !(0.0..=1.0).contains(&tolerance)) {
            let fault = Fault::new(format!("{at}/tolerance"), "number.out_of_range");
            faults.push(fault.with("min", 0).with("max", 1));
        }
        let is_amount = |amount: &f64| amount.is_finite() && *amount >= 0.0;
        let (low, high) = (terms.min.unwrap_or(0.0), terms.max.unwrap_or(f64::MAX));
        if !is_amount(&low) || !is_amount(&high) || low > high {
            faults.push(Fault::new(format!("{at}/min"), "territory.limits"));
        }
        if let Targets::Shares(list) | Targets::Amounts(list) = &terms.targets {
            let is_sound = list.iter().all(is_amount) && list.iter().sum::<f64>() > 0.0;
            if !is_sound || n != Some(list.len()) {
                let fault = Fault::new(format!("{at}/targets"), "territory.targets");
                faults.push(fault.with("n", n.unwrap_or_default()));
            }
        }
    }
}

/// Checks the goals of `n` territories; `None` where their number is still to be found.
pub(in crate::app::territory) fn check(goals: &[Goal], n: Option<usize>, faults: &mut Faults) {
    let is_twice =
        |index: usize| goals[..index].iter().any(|other| other.by() == goals[index].by());
    if goals.is_empty() || goals.len() > GOALS_MAX || (0..goals.len()).any(is_twice) {
        faults.push(Fault::new("/balance", "territory.activities"));
    }
    for (index, goal) in goals.iter().enumerate().take(GOALS_MAX) {
        goal.check(&format!("/balance/{index}"), n, faults);
    }
}

/// The goals as the optimiser takes them; `hours` are those of the territories' owners.
///
/// # Errors
/// When hours are to be targets and an owner has none.
pub(in crate::app::territory) fn activities(
    goals: &[Goal],
    tolerance: f64,
    hours: &[f64],
    n: usize,
) -> Result<Vec<Activity>, Fault> {
    let is_known = hours.len() == n && hours.iter().all(|&hours| hours > 0.0);
    if let Some(index) = goals.iter().position(Goal::is_personal).filter(|_| !is_known) {
        return Err(Fault::new(format!("/balance/{index}/targets"), "territory.capacity"));
    }
    Ok(goals.iter().map(|goal| goal.activity(tolerance, hours)).collect())
}

pub(in crate::app::territory) fn balances(goals: &[Goal]) -> Vec<Balance> {
    goals.iter().map(Goal::by).collect()
}

impl<'de> Deserialize<'de> for Goal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(GoalVisitor)
    }
}

/// A name or an object; either one's own faults come out as they are.
struct GoalVisitor;

impl<'de> Visitor<'de> for GoalVisitor {
    type Value = Goal;

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("what to balance by, or an object with `by`")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Goal, E> {
        Balance::deserialize(de::value::StrDeserializer::new(name)).map(Goal::By)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Goal, M::Error> {
        GoalTerms::deserialize(MapAccessDeserializer::new(map)).map(Goal::Terms)
    }
}

#[cfg(test)]
#[path = "goals_tests.rs"]
mod tests;
