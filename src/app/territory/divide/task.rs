//! The computation of a division, on a thread of the long lane.

use std::cell::Cell;
use std::time::{Duration, Instant};

use geo::MultiPolygon;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Division;
use super::picture::{Owners, causes, checks, picture};
use super::terms;
use crate::app::jobs::JobContext;
use crate::app::{Error, Kind};
use crate::domain::control::Budget;
use crate::domain::crm;
use crate::domain::territory::census::Place;
use crate::domain::territory::{Brief, Fault, Field, MosaicError, Plan, Progress, propose};
use crate::domain::units::LngLat;

/// A picture of the best so far is made at most this often.
const PICTURE_EVERY: Duration = Duration::from_millis(300);

pub(super) struct Task {
    pub division: Division,
    pub area: MultiPolygon,
    /// The accounts and, parallel to them, what they bring.
    pub ids: Vec<Uuid>,
    pub places: Vec<Place>,
    /// The owners in the order of the request, with their homes.
    pub homes: Vec<(Uuid, Option<LngLat>)>,
}

/// Wall-clock time as a budget.
pub(in crate::app::territory) struct Deadline {
    pub from: Instant,
    pub limit: Duration,
}

impl Budget for Deadline {
    fn spent(&self, _iterations: u64) -> f64 {
        self.from.elapsed().as_secs_f64() / self.limit.as_secs_f64()
    }
}

impl Task {
    /// Plans, shows what it has, and hands over the last and best.
    pub fn run(self, context: &JobContext) -> Result<Value, Error> {
        let division = &self.division;
        let n = terms::count(division, &self.area, &self.places)?;
        let mut field = Field::new(&self.area, &self.places, n, &division.balance)
            .map_err(|error| unusable(&error))?;
        let brief = terms::brief(division, n, &mut field, &self.ids, &self.places, &self.homes)?;
        let owners = self.owners();
        let limit = Duration::from_secs_f64(division.time_limit_s);
        let deadline = Deadline { from: Instant::now(), limit };
        let shown: Cell<Option<Instant>> = Cell::new(None);
        let mut show = |progress: &Progress<'_>| {
            if shown.get().is_some_and(|at| at.elapsed() < PICTURE_EVERY) {
                return;
            }
            context.progress(share(deadline.spent(progress.iterations)));
            context.partial(picture(&field, &brief, &owners, progress.territory));
            shown.set(Some(Instant::now()));
        };
        let plan = propose(&field.region, &brief, &deadline, &context.cancel, &mut show)
            .map_err(|faults| refused(&faults))?;
        if context.cancel.is_cancelled() {
            return Err(Error::new(Kind::Cancelled, "job.cancelled"));
        }
        Ok(self.answer(&field, &brief, &owners, &plan))
    }

    /// Owners by their places in the request where something is fixed to them, else by distance.
    fn owners(&self) -> Owners<'_> {
        if terms::is_named(&self.division) {
            Owners::Named(&self.homes)
        } else {
            Owners::Nearest(&self.homes)
        }
    }

    fn answer(&self, field: &Field, brief: &Brief, owners: &Owners<'_>, plan: &Plan) -> Value {
        let mut answer = picture(field, brief, owners, &plan.territory);
        answer["n"] = json!(brief.n_territories);
        answer["status"] = json!(plan.status.code());
        answer["objective"] = json!(plan.objective);
        answer["lower_bound"] = json!(plan.lower_bound);
        answer["iterations"] = json!(plan.iterations);
        answer["checks"] = checks(field, brief, plan);
        answer["causes"] = causes(plan);
        answer["brief"] = json!(self.division);
        answer
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
pub(in crate::app::territory) fn share(spent: f64) -> f32 {
    spent.clamp(0.0, 1.0) as f32
}

pub(in crate::app::territory) fn unusable(error: &MosaicError) -> Error {
    match error {
        MosaicError::Antimeridian => crm::Fault::new("/area", "territory.antimeridian").into(),
        MosaicError::TooManyCells { .. } => crm::Fault::new("/area", "territory.too_large").into(),
        MosaicError::Empty | MosaicError::Overlap { .. } => {
            crm::Fault::new("/area", "area.empty").into()
        }
    }
}

/// The optimiser's faults in terms of the request.
pub(in crate::app::territory) fn refused(faults: &[Fault]) -> Error {
    let explain = |fault: &Fault| match fault {
        Fault::NothingToBalance { activity } => {
            crm::Fault::new("/balance", "territory.nothing_to_balance").with("activity", activity)
        }
        _ => crm::Fault::new("", "territory.unusable").with("reason", fault),
    };
    faults.iter().map(explain).collect::<Vec<_>>().into()
}
