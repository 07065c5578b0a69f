//! "Divide this area": accounts become work in cells, cells become balanced territories.

mod picture;
mod task;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::area::outline;
use crate::app::jobs::{JobContext, JobStatus};
use crate::app::{App, Error, Principal};
use crate::domain::crm::{Fault, Faults};
use crate::domain::territory::Balance;
use crate::storage::references::{Target, missing};
use crate::storage::territories;
use task::Task;

/// Territories one division may make.
pub const DIVIDE_MAX: usize = 200;
/// Limits of the time a division may take, in seconds.
const SECONDS_MIN: f64 = 0.1;
const SECONDS_MAX: f64 = 60.0;

/// What is to be divided, and how.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// A polygon, circle, box, territory or administrative area.
    #[schema(value_type = Object)]
    pub area: Value,
    #[schema(minimum = 1, maximum = 200)]
    pub n: usize,
    #[serde(default = "by_workload")]
    pub balance: Vec<Balance>,
    /// How far a territory may be from the mean, as a share of it.
    #[serde(default = "ten_per_cent")]
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub tolerance: f64,
    /// One owner for each territory; each gets one near home.
    #[serde(default)]
    pub owner_ids: Vec<Uuid>,
    #[serde(default)]
    pub seed: u64,
    /// How long the plan is improved.
    #[serde(default = "five_seconds")]
    #[schema(minimum = 0.1, maximum = 60.0)]
    pub time_limit_s: f64,
}

fn by_workload() -> Vec<Balance> {
    vec![Balance::Workload]
}

const fn ten_per_cent() -> f64 {
    0.1
}

const fn five_seconds() -> f64 {
    5.0
}

impl Division {
    fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        let mut within = |pointer: &'static str, value: f64, min: f64, max: f64| {
            if !(min..=max).contains(&value) {
                let fault = Fault::new(pointer, "number.out_of_range");
                faults.push(fault.with("min", min).with("max", max));
            }
        };
        within("/tolerance", self.tolerance, 0.0, 1.0);
        within("/time_limit_s", self.time_limit_s, SECONDS_MIN, SECONDS_MAX);
        if !(1..=DIVIDE_MAX).contains(&self.n) {
            let fault = Fault::new("/n", "number.out_of_range");
            faults.push(fault.with("min", 1).with("max", DIVIDE_MAX));
        }
        if self.balance.is_empty() || self.balance.len() > 5 {
            faults.push(Fault::new("/balance", "territory.activities"));
        }
        if !self.owner_ids.is_empty() && self.owner_ids.len() != self.n {
            faults.push(Fault::new("/owner_ids", "territory.owners").with("n", self.n));
        }
        Ok(faults.none()?)
    }
}

/// Starts a division; its job shows the plan as it improves.
///
/// # Errors
/// Faults of the request; too many jobs.
pub async fn start(
    app: &Arc<App>,
    principal: &Principal,
    division: Division,
) -> Result<JobStatus, Error> {
    division.check()?;
    let area = outline(app, principal, &division.area).await?;
    let task = gather(app, principal, division, area).await?;
    let cpu = app.cpu.clone();
    let run = move |context: JobContext| async move {
        let cancel = context.cancel.clone();
        cpu.run_long(&cancel, move || task.run(&context)).await?
    };
    app.jobs.start(principal, "divide", run).await
}

async fn gather(
    app: &App,
    principal: &Principal,
    division: Division,
    area: geo::MultiPolygon,
) -> Result<Task, Error> {
    let client = app.connection().await?;
    let lost = missing(&client, principal.org_id, Target::User, &division.owner_ids).await?;
    if let Some(id) = lost.first() {
        return Err(Fault::new("/owner_ids", "reference.not_found").with("id", id).into());
    }
    let homes = territories::homes(&client, principal.org_id, &division.owner_ids).await?;
    let accounts = territories::placed_accounts(&client, principal.org_id, None).await?;
    let counted = accounts.into_iter().filter(|account| !account.is_excluded);
    let places = counted.filter_map(|account| account.place).collect();
    Ok(Task { division, area, places, homes })
}
