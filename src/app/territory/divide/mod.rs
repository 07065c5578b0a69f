//! "Divide this area": accounts become work in cells, cells become balanced territories.

pub(super) mod picture;
mod task;
mod terms;

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
pub(super) use task::{Deadline, refused, share, unusable};

/// Territories one division may make.
pub const DIVIDE_MAX: usize = 200;
/// Limits of the time a division may take, in seconds.
const SECONDS_MIN: f64 = 0.1;
const SECONDS_MAX: f64 = 60.0;
/// Things balanced at once.
const BALANCE_MAX: usize = 5;
/// More hours than a year has.
const HOURS_MAX: f64 = 10_000.0;

/// What is to be divided, and how.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// A polygon, circle, box, territory or administrative area.
    #[schema(value_type = Object)]
    pub area: Value,
    /// How many territories; or else `hours_per_rep` says how many are needed.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 200)]
    pub n: Option<usize>,
    /// Hours one rep works in a year, on the road and at customers.
    #[serde(default)]
    #[schema(minimum = 1.0, maximum = 10000.0)]
    pub hours_per_rep: Option<f64>,
    #[serde(default = "by_workload")]
    pub balance: Vec<Balance>,
    /// How far a territory may be from the mean, as a share of it.
    #[serde(default = "ten_per_cent")]
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub tolerance: f64,
    /// One owner for each territory; each gets one near home.
    #[serde(default)]
    pub owner_ids: Vec<Uuid>,
    /// Territories lie around the homes of their owners instead of where the work is.
    #[serde(default)]
    pub from_homes: bool,
    /// Accounts that belong to one of the owners, whatever the plan.
    #[serde(default)]
    pub locks: Vec<AccountLock>,
    /// Accounts that stay in one territory, whichever it is.
    #[serde(default)]
    pub keep_together: Vec<Vec<Uuid>>,
    /// Lines that no territory crosses: rivers, motorways; points are `[longitude, latitude]`.
    #[serde(default)]
    pub barriers: Vec<Vec<[f64; 2]>>,
    #[serde(default)]
    pub seed: u64,
    /// How long the plan is improved.
    #[serde(default = "five_seconds")]
    #[schema(minimum = 0.1, maximum = 60.0)]
    pub time_limit_s: f64,
}

/// An account that is fixed to an owner.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountLock {
    pub account_id: Uuid,
    /// One of `owner_ids`.
    pub owner_id: Uuid,
}

pub(super) fn by_workload() -> Vec<Balance> {
    vec![Balance::Workload]
}

pub(super) const fn ten_per_cent() -> f64 {
    0.1
}

pub(super) const fn five_seconds() -> f64 {
    5.0
}

impl Division {
    fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        check_common(&self.balance, self.tolerance, self.time_limit_s, &mut faults);
        if let Some(hours) = self.hours_per_rep {
            within("/hours_per_rep", hours, 1.0, HOURS_MAX, &mut faults);
        }
        if self.n.is_some_and(|n| !(1..=DIVIDE_MAX).contains(&n)) {
            let fault = Fault::new("/n", "number.out_of_range");
            faults.push(fault.with("min", 1).with("max", DIVIDE_MAX));
        }
        if self.n.is_some() == self.hours_per_rep.is_some() {
            faults.push(Fault::new("/n", "territory.count_or_hours"));
        }
        let n_owners = self.owner_ids.len();
        if let Some(n) = self.n.filter(|&n| n_owners > 0 && n_owners != n) {
            faults.push(Fault::new("/owner_ids", "territory.owners").with("n", n));
        }
        terms::check(self, &mut faults);
        Ok(faults.none()?)
    }
}

/// What divisions and realignments have in common.
pub(super) fn check_common(
    balance: &[Balance],
    tolerance: f64,
    time_limit_s: f64,
    faults: &mut Faults,
) {
    within("/tolerance", tolerance, 0.0, 1.0, faults);
    within("/time_limit_s", time_limit_s, SECONDS_MIN, SECONDS_MAX, faults);
    if balance.is_empty() || balance.len() > BALANCE_MAX {
        faults.push(Fault::new("/balance", "territory.activities"));
    }
}

fn within(pointer: &'static str, value: f64, min: f64, max: f64, faults: &mut Faults) {
    if !(min..=max).contains(&value) {
        let fault = Fault::new(pointer, "number.out_of_range");
        faults.push(fault.with("min", min).with("max", max));
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
    terms::need_homes(&division, &homes)?;
    let accounts = territories::placed_accounts(&client, principal.org_id, None).await?;
    let counted = accounts.into_iter().filter(|account| !account.is_excluded);
    let (ids, places) = counted.filter_map(|account| Some((account.id, account.place?))).unzip();
    Ok(Task { division, area, ids, places, homes })
}
