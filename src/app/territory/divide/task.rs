//! The computation of a division, on a thread of the long lane.

use std::cell::Cell;
use std::time::{Duration, Instant};

use geo::MultiPolygon;
use serde_json::{Value, json};
use uuid::Uuid;

use super::picture::{Canvas, Owners, causes, checks};
use super::units::Shapes;
use super::{Compactness, Division, goals, terms, travel};
use crate::app::fleet::Vehicle;
use crate::app::jobs::JobContext;
use crate::app::time_budget::TimeBudget;
use crate::app::ways::Ways;
use crate::app::{Error, Kind};
use crate::domain::control::Budget;
use crate::domain::crm;
use crate::domain::territory::workload::{Model, Place, give_room};
use crate::domain::territory::{Count, Fault, Field, MosaicError, Plan, Progress, propose};
use crate::domain::units::LngLat;
use crate::region::Regions;
use crate::storage::territories::Owner;

/// A picture of the best so far is made at most this often.
const PICTURE_EVERY: Duration = Duration::from_millis(300);

/// What is divided.
pub(super) enum Ground {
    Area(MultiPolygon),
    /// Polygons of which none is split.
    Shapes(Shapes),
}

pub(super) struct Task {
    pub division: Division,
    pub ground: Ground,
    /// The accounts and, parallel to them, what they bring.
    pub ids: Vec<Uuid>,
    pub places: Vec<Place>,
    /// In the order of the request.
    pub owners: Vec<Owner>,
    pub model: Model,
    pub vehicle: Vehicle,
    pub regions: Regions,
}

impl Task {
    /// Plans, shows what it has, and hands over the last and best.
    pub fn run(mut self, context: &JobContext) -> Result<Value, Error> {
        give_room(&mut self.places);
        let n = terms::count(&self)?;
        let mut field = self.field(n)?;
        let mut brief = terms::brief(&self, n, &mut field)?;
        let ways = self.ways(&field);
        if self.division.compactness == Compactness::TravelTime {
            brief = travel::by_road(brief, &field, &ways, &context.cancel)?;
        }
        let canvas = Canvas {
            field: &field,
            brief: &brief,
            owners: self.named_or_nearest(),
            model: &self.model,
            built_from: self.division.units.built_from(),
        };
        let plan = self.search(&canvas, context)?;
        if context.cancel.is_cancelled() {
            return Err(Error::new(Kind::Cancelled, "job.cancelled"));
        }
        self.answer(&canvas, &plan, &ways, context)
    }

    fn search(&self, canvas: &Canvas<'_>, context: &JobContext) -> Result<Plan, Error> {
        let limit = Duration::from_secs_f64(self.division.time_limit_s);
        let budget = TimeBudget::new(limit);
        let shown: Cell<Option<Instant>> = Cell::new(None);
        let mut show = |progress: &Progress<'_>| {
            if shown.get().is_some_and(|at| at.elapsed() < PICTURE_EVERY) {
                return;
            }
            context.progress(share(budget.spent(progress.iterations)));
            context.partial(canvas.picture(progress.territory));
            shown.set(Some(Instant::now()));
        };
        let region = &canvas.field.region;
        propose(region, canvas.brief, &budget, &context.cancel, &mut show)
            .map_err(|faults| refused(&faults))
    }

    fn field(&self, n: usize) -> Result<Field, Error> {
        let balance = goals::balances(&self.division.balance);
        let homes: Vec<LngLat> = self.owners.iter().filter_map(|owner| owner.home).collect();
        let count =
            Count { n_territories: n, balance: &balance, model: &self.model, homes: &homes };
        match &self.ground {
            Ground::Area(area) => {
                Field::of_area(area, &self.places, &count).map_err(|error| unusable(&error))
            }
            Ground::Shapes(shapes) => Field::of_shapes(shapes, &self.places, &count)
                .map_err(|error| overlapping(&error, shapes)),
        }
    }

    /// The roads around all accounts and homes.
    fn ways(&self, field: &Field) -> Ways<'_> {
        let accounts = field.places.iter().map(|place| place.at);
        let homes = self.owners.iter().filter_map(|owner| owner.home);
        Ways::new(&self.regions, &self.vehicle, &accounts.chain(homes).collect::<Vec<_>>())
    }

    /// Owners by their places in the request where something is fixed to them, else by distance.
    fn named_or_nearest(&self) -> Owners<'_> {
        if terms::is_named(&self.division) {
            Owners::Named(&self.owners)
        } else {
            Owners::Nearest(&self.owners)
        }
    }

    fn answer(
        &self,
        canvas: &Canvas<'_>,
        plan: &Plan,
        ways: &Ways<'_>,
        context: &JobContext,
    ) -> Result<Value, Error> {
        let Canvas { field, brief, .. } = *canvas;
        let mut answer = canvas.picture(&plan.territory);
        if !plan.territory.is_empty() {
            let measured = travel::measured(field, brief, &plan.territory, ways, &context.cancel)?;
            let territories = answer["territories"].as_array_mut().into_iter().flatten();
            for (territory, travel) in territories.zip(measured) {
                territory["travel"] = travel;
            }
        }
        answer["n"] = json!(brief.n_territories);
        answer["status"] = json!(plan.status.code());
        answer["objective"] = json!(plan.objective);
        answer["lower_bound"] = json!(plan.lower_bound);
        answer["iterations"] = json!(plan.iterations);
        answer["checks"] = checks(field, brief, plan);
        answer["causes"] = causes(plan);
        answer["travel_model"] = json!(self.model);
        answer["brief"] = json!(self.division);
        Ok(answer)
    }
}

/// Which of the polygons lie on each other.
fn overlapping(error: &MosaicError, shapes: &Shapes) -> Error {
    match *error {
        MosaicError::Overlap { first, second } => {
            let fault = crm::Fault::new("/units", "territory.units_overlap");
            fault.with("first", &shapes[first].0).with("second", &shapes[second].0).into()
        }
        ref other => unusable(other),
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
