//! The figures of a market.

use h3o::Resolution;

use super::question::{Question, Wanted, question};
use super::report::MarketReport;
use crate::app::{App, Error, Principal};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::Action;
use crate::domain::market::cells::{CellSums, cells};
use crate::domain::market::figures::{Figures, GroupBy, Groups, groups};
use crate::domain::market::scan::QueryError;

/// The resolution of cells when none is asked for: about 0.7 km² each.
const RESOLUTION_DEFAULT: Resolution = Resolution::Eight;

/// What is asked about a market beside its figures.
#[derive(Debug, Clone, Default)]
pub struct MarketRequest {
    pub wanted: Wanted,
    pub resolution: Option<u8>,
    /// The name of a field to make groups by.
    pub group_by: Option<String>,
}

/// Figures, cells and groups at one index version.
#[derive(Debug, Clone)]
pub struct MarketAnswer {
    pub index_version: u64,
    pub figures: Figures,
    /// Of the cells; coarser than asked for where there would be too many.
    pub resolution: Resolution,
    pub cells: Vec<CellSums>,
    pub groups: Option<Groups>,
}

/// The figures of the accounts that a caller may read.
///
/// # Errors
/// Every fault of the request.
pub async fn answer(
    app: &App,
    principal: &Principal,
    request: MarketRequest,
) -> Result<(Question, MarketAnswer), Error> {
    let resolution = resolution(request.resolution)?;
    let group_by = request.group_by.as_deref().map(group_by).transpose()?;
    let question = question(app, principal, Action::Read, request.wanted).await?;
    let answer = question.compute(app, move |q| compute(q, resolution, group_by)).await?;
    Ok((question, answer))
}

/// The answer as it is sent and saved, with what the map knows beyond the accounts.
///
/// # Errors
/// Every fault of the request.
pub async fn report(
    app: &App,
    principal: &Principal,
    request: MarketRequest,
) -> Result<(Question, MarketReport), Error> {
    let (question, answer) = answer(app, principal, request).await?;
    let report = MarketReport::new(&answer, None);
    Ok((question, report))
}

fn compute(
    question: &Question,
    resolution: Resolution,
    group_by: Option<GroupBy>,
) -> Result<MarketAnswer, QueryError> {
    let (index, query) = (&question.market.index, &question.query);
    let (resolution, cells) = cells(index, query, resolution)?;
    let groups = match group_by {
        Some(by) => groups(index, query, &[by])?.pop(),
        None => None,
    };
    Ok(MarketAnswer {
        index_version: index.version(),
        figures: Figures::of(index, query)?,
        resolution,
        cells,
        groups,
    })
}

fn resolution(asked: Option<u8>) -> Result<Resolution, Error> {
    let Some(asked) = asked else { return Ok(RESOLUTION_DEFAULT) };
    Resolution::try_from(asked).map_err(|_| {
        Fault::new("/resolution", "number.out_of_range").with("min", 0).with("max", 15).into()
    })
}

fn group_by(name: &str) -> Result<GroupBy, Error> {
    GroupBy::from_name(name)
        .ok_or_else(|| Fault::new("/group_by", "group.unknown").with("field", name).into())
}
