//! The figures of a market.

use h3o::Resolution;

use super::question::{Question, Wanted, question};
use super::report::MarketReport;
use crate::app::{App, Error, Principal, places};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::Action;
use crate::domain::market::custom::CustomFields;
use crate::domain::market::figures::GroupBy;
use crate::domain::market::survey::{Survey, survey};

/// The resolution of cells when none is asked for: about 0.7 km² each.
const RESOLUTION_DEFAULT: Resolution = Resolution::Eight;

/// What is asked about a market beside its figures.
#[derive(Debug, Clone, Default)]
pub struct MarketRequest {
    pub wanted: Wanted,
    pub resolution: Option<u8>,
    /// The name of a field to make groups by.
    pub group_by: Option<String>,
    /// Leaves the cells out, which are most of an answer's bytes.
    pub without_cells: bool,
}

/// The survey of the accounts that a caller may read.
///
/// # Errors
/// Every fault of the request.
async fn answer(
    app: &App,
    principal: &Principal,
    request: MarketRequest,
) -> Result<(Question, Survey), Error> {
    let resolution = resolution(request.resolution)?.filter(|_| !request.without_cells);
    let question = question(app, principal, Action::Read, request.wanted).await?;
    let custom = question.market.index.custom();
    let group_by = request.group_by.as_deref().map(|name| group_by(name, custom)).transpose()?;
    let survey = question
        .compute(app, move |q| survey(&q.market.index, &q.query, group_by, resolution))
        .await?;
    Ok((question, survey))
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
    let (question, survey) = answer(app, principal, request).await?;
    let unknown_places = match &question.query.area {
        Some(area) => places::n_unknown(app, &question, area.clone()).await?,
        None => None,
    };
    let report = MarketReport::new(question.version(), &survey, unknown_places);
    Ok((question, report))
}

fn resolution(asked: Option<u8>) -> Result<Option<Resolution>, Error> {
    let Some(asked) = asked else { return Ok(Some(RESOLUTION_DEFAULT)) };
    Resolution::try_from(asked).map(Some).map_err(|_| {
        Fault::new("/resolution", "number.out_of_range").with("min", 0).with("max", 15).into()
    })
}

fn group_by(name: &str, custom: &CustomFields) -> Result<GroupBy, Error> {
    GroupBy::from_name(name, custom)
        .ok_or_else(|| Fault::new("/group_by", "group.unknown").with("field", name).into())
}
