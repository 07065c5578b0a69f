//! A market in depth: breakdowns, distributions, and location quotients against a reference.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::analysis_report::AnalysisReport;
use super::question::{Question, Wanted, about, question};
use crate::app::{App, Error, Principal};
use crate::domain::crm::rights::Action;
use crate::domain::crm::{Fault, Faults};
use crate::domain::market::Clock;
use crate::domain::market::analysis::{self, Analysis};
use crate::domain::market::breakdown::Grouping;
use crate::domain::market::columns::NumberField;
use crate::domain::market::custom::CustomFields;
use crate::domain::market::distribution::{CLASSES_MAX, Classes, QUANTILES_MAX, Spread};
use crate::domain::market::filter_parse::number_field;
use crate::domain::market::filter_value::{self, Kind, Reader};

/// Most breakdowns and distributions of one analysis.
pub const BREAKDOWNS_MAX: usize = 8;
pub const DISTRIBUTIONS_MAX: usize = 4;
/// Classes of a histogram when nothing else is asked for.
const CLASSES_DEFAULT: usize = 10;

/// What is asked about a market in depth.
#[derive(Debug, Clone, Default)]
pub struct AnalysisRequest {
    pub wanted: Wanted,
    /// What the groups' shares are compared with; its filter is the question's unless it has one.
    pub reference: Option<Wanted>,
    pub group_by: Vec<String>,
    pub distributions: Vec<DistributionRequest>,
}

/// What is asked about a number of the accounts.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DistributionRequest {
    /// A field that is a number or a time, such as `value_12m`.
    field: String,
    /// Shares from 0 to 1; the median is 0.5.
    #[serde(default)]
    quantiles: Vec<f64>,
    histogram: Option<HistogramRequest>,
}

/// Classes at given bounds, or so many of them.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistogramRequest {
    /// Values as filters write them, each greater than the one before.
    #[schema(value_type = Option<Vec<serde_json::Value>>)]
    bounds: Option<Value>,
    /// How many classes; 10 when neither this nor bounds are given.
    classes: Option<usize>,
    /// How to make that many: of equal width when left out.
    method: Option<ClassMethod>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClassMethod {
    EqualInterval,
    Quantile,
}

/// Analyses the accounts that a caller may read.
///
/// # Errors
/// Every fault of the request.
pub async fn analyse(
    app: &App,
    principal: &Principal,
    request: AnalysisRequest,
) -> Result<AnalysisReport, Error> {
    let AnalysisRequest { wanted, reference, group_by, distributions } = request;
    let filter = wanted.filter.clone();
    let asked = question(app, principal, Action::Read, wanted).await?;
    let custom = asked.market.index.custom();
    let groupings = groupings(&group_by, custom)?;
    let spreads = spreads(&distributions, &asked.query.clock, custom)?;
    let columns: Vec<(NumberField, Kind)> =
        distributions.iter().filter_map(|wish| number_field(&wish.field, custom)).collect();
    let there = match reference {
        None => None,
        Some(wanted) => {
            let wanted = Wanted { filter: wanted.filter.or(filter), ..wanted };
            let market = Arc::clone(&asked.market);
            Some(about(app, principal, Action::Read, market, wanted, "/reference").await?)
        }
    };
    let found = compute(app, &asked, &groupings, spreads).await?;
    let there = match there {
        None => None,
        Some(there) => Some(compute(app, &there, &groupings, Vec::new()).await?),
    };
    let names: Vec<String> = distributions.into_iter().map(|wish| wish.field).collect();
    let fields = names.into_iter().zip(columns);
    Ok(AnalysisReport::new(asked.version(), &found, there.as_ref(), group_by, fields))
}

async fn compute(
    app: &App,
    question: &Question,
    groupings: &[Grouping],
    spreads: Vec<Spread>,
) -> Result<Analysis, Error> {
    let groupings = groupings.to_vec();
    let work =
        move |q: &Question| analysis::analyse(&q.market.index, &q.query, &groupings, &spreads);
    question.compute(app, work).await
}

fn groupings(names: &[String], custom: &CustomFields) -> Result<Vec<Grouping>, Error> {
    within(names.len(), BREAKDOWNS_MAX, "/group_by")?;
    let mut faults = Faults::default();
    let grouping = |(at, name): (usize, &String)| {
        Grouping::from_name(name, custom).ok_or_else(|| {
            Fault::new(format!("/group_by/{at}"), "group.unknown").with("field", name)
        })
    };
    let found = names.iter().enumerate().filter_map(|name| faults.note(grouping(name))).collect();
    faults.none()?;
    Ok(found)
}

fn within(n: usize, max: usize, pointer: &str) -> Result<(), Fault> {
    let fault = || Fault::new(pointer.to_owned(), "filter.list_too_long").with("max", max);
    (n <= max).then_some(()).ok_or_else(fault)
}

fn spreads(
    wishes: &[DistributionRequest],
    clock: &Clock,
    custom: &CustomFields,
) -> Result<Vec<Spread>, Error> {
    within(wishes.len(), DISTRIBUTIONS_MAX, "/distributions")?;
    let mut faults = Faults::default();
    let spread = |(at, wish): (usize, &DistributionRequest)| {
        faults.note(wish.spread(&format!("/distributions/{at}"), clock, custom))
    };
    let found = wishes.iter().enumerate().filter_map(spread).collect();
    faults.none()?;
    Ok(found)
}

impl DistributionRequest {
    fn spread(&self, pointer: &str, clock: &Clock, custom: &CustomFields) -> Result<Spread, Fault> {
        let (field, kind) = number_field(&self.field, custom).ok_or_else(|| {
            Fault::new(format!("{pointer}/field"), "filter.unknown_field")
                .with("field", &self.field)
        })?;
        within(self.quantiles.len(), QUANTILES_MAX, &format!("{pointer}/quantiles"))?;
        let is_share = |share: &f64| (0.0..=1.0).contains(share);
        if let Some(at) = self.quantiles.iter().position(|share| !is_share(share)) {
            let fault = Fault::new(format!("{pointer}/quantiles/{at}"), "number.out_of_range");
            return Err(fault.with("min", 0).with("max", 1));
        }
        let classes = self.histogram.as_ref().map(|histogram| {
            histogram.classes(&format!("{pointer}/histogram"), field, kind, clock)
        });
        Ok(Spread { field, quantiles: self.quantiles.clone(), classes: classes.transpose()? })
    }
}

impl HistogramRequest {
    fn classes(
        &self,
        pointer: &str,
        field: NumberField,
        kind: Kind,
        clock: &Clock,
    ) -> Result<Classes, Fault> {
        if let Some(json) = &self.bounds {
            if self.classes.is_some() || self.method.is_some() {
                return Err(Fault::new(pointer.to_owned(), "analysis.classes"));
            }
            let reader = Reader { json, pointer: format!("{pointer}/bounds") };
            return bounds(&reader, field, kind, clock).map(Classes::Bounds);
        }
        let n = self.classes.unwrap_or(CLASSES_DEFAULT);
        if !(1..=CLASSES_MAX).contains(&n) {
            let fault = Fault::new(format!("{pointer}/classes"), "number.out_of_range");
            return Err(fault.with("min", 1).with("max", CLASSES_MAX));
        }
        Ok(match self.method {
            Some(ClassMethod::Quantile) => Classes::Quantile(n),
            None | Some(ClassMethod::EqualInterval) => Classes::EqualInterval(n),
        })
    }
}

fn bounds(
    reader: &Reader,
    field: NumberField,
    kind: Kind,
    clock: &Clock,
) -> Result<Vec<i64>, Fault> {
    let first = |moment| filter_value::from(moment, true).bounds(field, clock).0;
    let bounds: Vec<i64> = reader.list(|item| item.moment(kind).map(first))?;
    let is_ascending = bounds.is_sorted_by(|one, next| one < next);
    if !is_ascending || !(2..=CLASSES_MAX + 1).contains(&bounds.len()) {
        let fault = Fault::new(reader.pointer.clone(), "analysis.bounds");
        return Err(fault.with("max", CLASSES_MAX + 1));
    }
    Ok(bounds)
}
