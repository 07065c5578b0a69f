//! VROOM's problems, on the roads of the region that covers all of their places.

use std::time::Duration;

use serde_json::Value;

use super::fleet::{self, Fleet};
use super::time_budget::TimeBudget;
use super::{App, Error, Principal};
use crate::domain::control::{Budget, Cancel};
use crate::domain::polyline;
use crate::domain::roads::variant::Changes;
use crate::domain::roads::variant_cache::{Drive, VariantCache};
use crate::domain::roads::{ProfileId, RoadNetwork};
use crate::domain::routing::Options;
use crate::domain::routing::vroom::{Input, Mode, Roads, VroomError, answer};
use crate::domain::travel::{GreatCircle, TravelMatrix, TravelTime};
use crate::domain::units::LngLat;

/// Jobs, pick-ups and deliveries of one request.
pub const TASKS_MAX: usize = 2_000;
/// Vehicles of one request.
pub const VEHICLES_MAX: usize = 500;
/// Seconds a request searches if it does not say, and at most.
const SECONDS_USUAL: f64 = 5.0;
const SECONDS_MAX: f64 = 30.0;
/// A search ends after so many iterations, and so many more for each task.
const ITERATIONS_LEAST: f64 = 5_000.0;
const ITERATIONS_PER_TASK: f64 = 500.0;

/// Answers a request under the service's bounds.
///
/// # Errors
/// `busy` when too much is computed already; the inner error in VROOM's words.
pub async fn solve(
    app: &App,
    principal: &Principal,
    input: Input,
) -> Result<Result<Value, VroomError>, Error> {
    if let Err(error) = verify(&input) {
        return Ok(Err(error));
    }
    let client = app.connection().await?;
    let fleet = Some(fleet::today(app, &client, principal.org_id).await?);
    drop(client);
    let ways = Ways { network: network_of(app, &input.places()), fleet };
    let cancel = Cancel::default();
    let watched = cancel.clone();
    let work = move || {
        let mode = Mode {
            is_plan: input.options.c,
            has_geometry: input.options.g,
            search: Options::default(),
        };
        answer(&input, &ways, mode, &Effort::new(&input), &watched)
    };
    app.cpu.run_long(&cancel, work).await
}

/// The roads of the region that covers all places.
fn network_of(app: &App, places: &[LngLat]) -> Option<RoadNetwork> {
    app.regions().covering(places).map(|region| region.roads().clone())
}

fn verify(input: &Input) -> Result<(), VroomError> {
    let counts =
        [("tasks", input.n_tasks(), TASKS_MAX), ("vehicles", input.vehicles.len(), VEHICLES_MAX)];
    match counts.into_iter().find(|(_, count, max)| count > max) {
        Some((what, count, max)) => {
            Err(VroomError::Input(format!("{count} {what} are more than the {max} allowed.")))
        }
        None => Ok(()),
    }
}

/// Roads where there are any, else straight lines stretched to the usual detour.
#[derive(Debug, Clone)]
pub struct Ways {
    pub network: Option<RoadNetwork>,
    /// Whose vehicles drive there; without one they are the built-in ones.
    pub fleet: Option<Fleet>,
}

impl Ways {
    /// The roads as a vehicle sees them.
    fn drive(&self, id: ProfileId) -> Option<Drive> {
        let network = self.network.as_ref()?;
        match &self.fleet {
            Some(fleet) => fleet.vehicle(id).on(network),
            None => VariantCache::default().drive(network, id, Changes::default()),
        }
    }
}

impl Roads for Ways {
    fn matrix(&self, profile: &str, places: &[LngLat]) -> Result<TravelMatrix, VroomError> {
        let id = ProfileId::parse(profile)
            .ok_or_else(|| VroomError::Input(format!("Invalid profile: {profile}.")))?;
        let cancel = Cancel::never();
        let matrix = match self.drive(id) {
            Some(drive) => drive.matrix(places, places, &cancel),
            None => straight(id).matrix(places, places, &cancel),
        };
        matrix.map_err(|error| VroomError::Routing(format!("No matrix: {error}.")))
    }

    fn line(&self, profile: &str, places: &[LngLat]) -> Option<String> {
        let id = ProfileId::parse(profile)?;
        let along = self.drive(id).and_then(|drive| drive.route(places).ok());
        let line = along.map_or_else(|| places.to_vec(), |route| route.geometry());
        Some(polyline::encode(&line, 5))
    }

    fn source(&self) -> &'static str {
        if self.network.is_some() { "roads" } else { "great_circle" }
    }
}

/// Vehicles across country, where problems without a region usually are.
fn straight(profile: ProfileId) -> GreatCircle {
    let kmh = match profile {
        ProfileId::Car | ProfileId::Van => 60.0,
        ProfileId::Bicycle => 15.0,
        ProfileId::Foot => 4.8,
    };
    GreatCircle { speed_mps: kmh / 3.6, ..GreatCircle::default() }
}

/// Iterations and time, whichever is spent first.
struct Effort {
    time: TimeBudget,
    iterations: f64,
}

impl Effort {
    fn new(input: &Input) -> Self {
        let seconds = input.options.l.filter(|seconds| seconds.is_finite());
        let seconds = seconds.unwrap_or(SECONDS_USUAL).clamp(0.001, SECONDS_MAX);
        #[expect(clippy::cast_precision_loss, reason = "a count of tasks")]
        let n_tasks = input.n_tasks() as f64;
        Self {
            time: TimeBudget::new(Duration::from_secs_f64(seconds)),
            iterations: ITERATIONS_LEAST + ITERATIONS_PER_TASK * n_tasks,
        }
    }
}

impl Budget for Effort {
    #[expect(clippy::cast_precision_loss, reason = "iteration counts stay far below 2^52")]
    fn spent(&self, iterations: u64) -> f64 {
        self.time.spent(iterations).max(iterations as f64 / self.iterations)
    }
}
