//! The accounts nearest to a point.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::question::{Question, Wanted, question};
use crate::app::{App, Error, Principal};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::Action;
use crate::domain::market::nearest::{NEIGHBOURS_MAX, Neighbour, nearest as neighbours};
use crate::domain::units::LngLat;

/// Neighbours of an answer when nothing else is asked for.
const LIMIT_DEFAULT: usize = 20;
/// Half way around the Earth: farther than anything.
const EVERYWHERE_M: f64 = 20_100_000.0;

/// How far to look for how many.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    pub center: LngLat,
    pub limit: Option<usize>,
    pub radius_m: Option<f64>,
}

/// Accounts from near to far.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearestReport {
    pub index_version: u64,
    pub data: Vec<NearAccount>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NearAccount {
    pub id: Uuid,
    pub name: String,
    pub lifecycle: String,
    /// Longitude and latitude in degrees.
    #[schema(value_type = Option<[f64; 2]>)]
    pub location: Option<LngLat>,
    /// As the crow flies.
    pub distance_m: f64,
}

/// The nearest accounts a caller may read that pass the filter.
///
/// # Errors
/// Every fault of filter, area, limit and radius.
pub async fn nearest(
    app: &App,
    principal: &Principal,
    wanted: Wanted,
    reach: Reach,
) -> Result<NearestReport, Error> {
    let limit = reach.limit.unwrap_or(LIMIT_DEFAULT);
    if !(1..=NEIGHBOURS_MAX).contains(&limit) {
        let fault = Fault::new("/limit", "number.out_of_range");
        return Err(fault.with("min", 1).with("max", NEIGHBOURS_MAX).into());
    }
    let radius_m = reach.radius_m.unwrap_or(EVERYWHERE_M);
    if !(0.0..=EVERYWHERE_M).contains(&radius_m) {
        let fault = Fault::new("/radius_m", "number.out_of_range");
        return Err(fault.with("min", 0).with("max", EVERYWHERE_M).into());
    }
    let question = question(app, principal, Action::Read, wanted).await?;
    let look = move |q: &Question| {
        let found = neighbours(&q.market.index, &q.query, reach.center, limit, radius_m)?;
        let data = found.iter().filter_map(|neighbour| shown(q, neighbour)).collect();
        Ok(NearestReport { index_version: q.version(), data })
    };
    question.compute(app, look).await
}

fn shown(question: &Question, neighbour: &Neighbour) -> Option<NearAccount> {
    let (segment, row) = question.market.index.find(neighbour.id)?;
    let record = segment.record(row);
    Some(NearAccount {
        id: record.id,
        name: record.name.to_owned(),
        lifecycle: record.lifecycle.to_owned(),
        location: record.location,
        distance_m: neighbour.distance_m,
    })
}
