//! An analysis as it is sent.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::report::{as_f64, money};
use crate::domain::market::analysis::{Analysis, location_quotient};
use crate::domain::market::breakdown::{Breakdown, MarketSums};
use crate::domain::market::columns::{NumberField, day};
use crate::domain::market::distribution::{Class, Distribution};
use crate::domain::market::filter_value::Kind;

/// Most groups of a breakdown that are sent, the largest first.
pub const GROUPS_MAX: usize = 1_000;

/// A market in depth, at one index version.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AnalysisReport {
    pub index_version: u64,
    pub total: MarketFigure,
    /// The reference as a whole, if one was given.
    pub reference: Option<MarketFigure>,
    /// One for each field of `group_by`.
    pub breakdowns: Vec<BreakdownReport>,
    pub distributions: Vec<DistributionReport>,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MarketFigure {
    pub count: u64,
    pub customers: u64,
    /// Customers among customers, prospects and leads; null where there are none.
    pub penetration: Option<f64>,
    pub value_12m: f64,
    /// The market potential: potential values of all of them.
    pub potential_value: f64,
    /// Potential value of those who are neither customers nor excluded.
    pub white_space: f64,
    pub visit_duration_min: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BreakdownReport {
    pub field: String,
    /// How many groups there are, those included that are not sent.
    pub n_groups: usize,
    /// The largest first, 1000 at most.
    pub groups: Vec<GroupFigure>,
}

/// The accounts of one group; a null code collects those without one.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupFigure {
    pub code: Option<String>,
    /// Share of all accounts of the question.
    pub share: f64,
    /// This share over the group's share of the reference; null without a reference, or where the
    /// reference has none of the group.
    pub location_quotient: Option<f64>,
    #[serde(flatten)]
    pub figures: MarketFigure,
}

/// How a field's values are spread. Times are text, all else numbers; sum and mean are null for
/// times.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DistributionReport {
    pub field: String,
    /// Accounts with a value.
    pub count: u64,
    pub n_missing: u64,
    pub sum: Option<f64>,
    pub mean: Option<f64>,
    #[schema(value_type = Option<serde_json::Value>)]
    pub min: Option<Value>,
    #[schema(value_type = Option<serde_json::Value>)]
    pub max: Option<Value>,
    /// The least value that at least such a share of the accounts does not exceed; in the order
    /// asked for, empty where no account has a value.
    #[schema(value_type = Vec<serde_json::Value>)]
    pub quantiles: Vec<Value>,
    pub classes: Vec<ClassReport>,
    /// Accounts outside of the bounds given.
    pub n_below: u64,
    pub n_above: u64,
}

/// Values from `from` up to `to`, which belongs to the next class; the last class holds both.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClassReport {
    #[schema(value_type = serde_json::Value)]
    pub from: Value,
    #[schema(value_type = serde_json::Value)]
    pub to: Value,
    pub count: u64,
    pub sum: Option<f64>,
}

impl AnalysisReport {
    /// `fields` are those of the distributions, with their columns and the sort of their values.
    pub(super) fn new(
        index_version: u64,
        found: &Analysis,
        reference: Option<&Analysis>,
        group_by: Vec<String>,
        fields: impl Iterator<Item = (String, (NumberField, Kind))>,
    ) -> Self {
        let n_total = found.total.sums.count;
        let breakdown = |(at, field)| {
            let there = reference.map(|there| (&there.breakdowns[at], there.total.sums.count));
            BreakdownReport::new(field, &found.breakdowns[at], n_total, there)
        };
        let distribution = |((name, column), found)| DistributionReport::new(name, column, found);
        Self {
            index_version,
            total: MarketFigure::new(&found.total),
            reference: reference.map(|there| MarketFigure::new(&there.total)),
            breakdowns: group_by.into_iter().enumerate().map(breakdown).collect(),
            distributions: fields.zip(&found.distributions).map(distribution).collect(),
        }
    }
}

impl MarketFigure {
    fn new(group: &MarketSums) -> Self {
        Self {
            count: group.sums.count,
            customers: group.customers,
            penetration: group.penetration(),
            value_12m: money(group.sums.value_12m),
            potential_value: money(group.sums.potential_value),
            white_space: money(group.white_space),
            visit_duration_min: as_f64(group.sums.visit_duration_min),
        }
    }
}

impl BreakdownReport {
    fn new(
        field: String,
        breakdown: &Breakdown,
        n_total: u64,
        reference: Option<(&Breakdown, u64)>,
    ) -> Self {
        let mut groups: Vec<_> = breakdown.iter().collect();
        groups.sort_by(|a, b| b.1.sums.count.cmp(&a.1.sums.count).then_with(|| a.0.cmp(b.0)));
        let quotient = |code: &Option<String>, n_group: u64| {
            let (there, n_there) = reference?;
            let n_group_there = there.get(code).map_or(0, |group| group.sums.count);
            location_quotient(n_group, n_total, (n_group_there, n_there))
        };
        let figure = |(code, group): (&Option<String>, &MarketSums)| GroupFigure {
            code: code.clone(),
            share: as_f64(group.sums.count.into()) / as_f64(n_total.into()),
            location_quotient: quotient(code, group.sums.count),
            figures: MarketFigure::new(group),
        };
        let n_groups = groups.len();
        Self { field, n_groups, groups: groups.into_iter().take(GROUPS_MAX).map(figure).collect() }
    }
}

impl DistributionReport {
    fn new(name: String, (field, kind): (NumberField, Kind), found: &Distribution) -> Self {
        let shown = |number: i64| shown(field, kind, number);
        let sum = |sum: i128| match kind {
            Kind::Money => Some(money(sum)),
            Kind::Count => Some(as_f64(sum)),
            _ => None,
        };
        let class = |class: &Class| ClassReport {
            from: shown(class.from),
            to: shown(class.to),
            count: class.count,
            sum: sum(class.sum),
        };
        let total = sum(found.sum).filter(|_| found.count > 0);
        Self {
            count: found.count,
            n_missing: found.n_missing,
            sum: total,
            mean: total.map(|total| total / as_f64(found.count.into())),
            min: found.range.map(|(least, _)| shown(least)),
            max: found.range.map(|(_, greatest)| shown(greatest)),
            quantiles: found.quantiles.iter().flatten().map(|number| shown(*number)).collect(),
            classes: found.classes.iter().map(class).collect(),
            n_below: found.n_below,
            n_above: found.n_above,
            field: name,
        }
    }
}

/// A number of a column as the API writes its field.
fn shown(field: NumberField, kind: Kind, number: i64) -> Value {
    match kind {
        Kind::Money => json!(money(number.into())),
        Kind::Count => json!(number),
        _ if field.is_day() => json!(day(number)),
        _ => json!(DateTime::<Utc>::from_timestamp_micros(number)),
    }
}
