//! The problem as the JSON says it.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::VroomError;
use crate::domain::routing::PRIORITY_MAX;
use crate::domain::units::LngLat;

pub type Coordinates = [f64; 2];

#[derive(Debug, Clone, Deserialize)]
pub struct Input {
    #[serde(default)]
    pub vehicles: Vec<Vehicle>,
    #[serde(default)]
    pub jobs: Vec<Task>,
    #[serde(default)]
    pub shipments: Vec<Shipment>,
    #[serde(default)]
    pub matrices: BTreeMap<String, Matrices>,
    /// The older way to give the durations of cars.
    pub matrix: Option<Vec<Vec<u32>>>,
    #[serde(default)]
    pub options: Switches,
}

/// Switches of the command line that its HTTP wrapper takes in the body.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Switches {
    #[serde(default)]
    pub c: bool,
    #[serde(default)]
    pub g: bool,
    /// Seconds to search.
    pub l: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Matrices {
    pub durations: Option<Vec<Vec<u32>>>,
    pub distances: Option<Vec<Vec<u32>>>,
    pub costs: Option<Vec<Vec<u32>>>,
}

/// A job, or one half of a shipment.
#[derive(Debug, Clone, Deserialize)]
pub struct Task {
    pub id: u64,
    pub description: Option<String>,
    pub location: Option<Coordinates>,
    pub location_index: Option<usize>,
    #[serde(default)]
    pub setup: u32,
    #[serde(default)]
    pub service: u32,
    #[serde(default)]
    pub setup_per_type: BTreeMap<String, u32>,
    #[serde(default)]
    pub service_per_type: BTreeMap<String, u32>,
    /// The older name of `delivery`.
    #[serde(default)]
    pub amount: Vec<u32>,
    #[serde(default)]
    pub delivery: Vec<u32>,
    #[serde(default)]
    pub pickup: Vec<u32>,
    #[serde(default)]
    pub skills: Vec<u32>,
    #[serde(default)]
    pub priority: u8,
    #[serde(default)]
    pub time_windows: Vec<[u64; 2]>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Shipment {
    pub pickup: Task,
    pub delivery: Task,
    #[serde(default)]
    pub amount: Vec<u32>,
    #[serde(default)]
    pub skills: Vec<u32>,
    #[serde(default)]
    pub priority: u8,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Vehicle {
    pub id: u64,
    #[serde(default = "car")]
    pub profile: String,
    pub description: Option<String>,
    pub start: Option<Coordinates>,
    pub start_index: Option<usize>,
    pub end: Option<Coordinates>,
    pub end_index: Option<usize>,
    #[serde(default)]
    pub capacity: Vec<u32>,
    #[serde(default)]
    pub costs: Costs,
    #[serde(default)]
    pub skills: Vec<u32>,
    #[serde(default, rename = "type")]
    pub kind: String,
    pub time_window: Option<[u64; 2]>,
    #[serde(default)]
    pub breaks: Vec<Break>,
    #[serde(default = "one")]
    pub speed_factor: f64,
    pub max_tasks: Option<usize>,
    pub max_travel_time: Option<u32>,
    pub max_distance: Option<u32>,
    #[serde(default)]
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default)]
pub struct Costs {
    pub fixed: u32,
    pub per_hour: u32,
    pub per_task_hour: u32,
    pub per_km: u32,
}

impl Default for Costs {
    fn default() -> Self {
        Self { fixed: 0, per_hour: PER_HOUR_USUAL, per_task_hour: 0, per_km: 0 }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Break {
    pub id: u64,
    #[serde(default)]
    pub time_windows: Vec<[u64; 2]>,
    #[serde(default)]
    pub service: u32,
    pub description: Option<String>,
    pub max_load: Option<Vec<u32>>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Step {
    #[serde(rename = "type")]
    pub kind: StepKind,
    pub id: Option<u64>,
    pub service_at: Option<u64>,
    pub service_after: Option<u64>,
    pub service_before: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    Start,
    Job,
    Pickup,
    Delivery,
    Break,
    End,
}

/// A second costs 1.
pub const PER_HOUR_USUAL: u32 = 3600;
/// The largest speed factor.
const SPEED_FACTOR_MAX: f64 = 5.0;
/// The last instant; seconds since 1970 stay far below.
const INSTANT_MAX: u64 = 1 << 40;

fn car() -> String {
    "car".to_owned()
}

const fn one() -> f64 {
    1.0
}

impl Input {
    /// All tasks: jobs, then of each shipment pick-up and delivery.
    pub fn tasks(&self) -> impl Iterator<Item = (StepKind, &Task)> {
        let jobs = self.jobs.iter().map(|job| (StepKind::Job, job));
        let halves = self.shipments.iter().flat_map(|shipment| {
            [(StepKind::Pickup, &shipment.pickup), (StepKind::Delivery, &shipment.delivery)]
        });
        jobs.chain(halves)
    }

    /// All coordinates that can be read, for whoever must find a map for them.
    pub fn places(&self) -> Vec<LngLat> {
        let tasks = self.tasks().map(|(_, task)| task.location);
        let vehicles = self.vehicles.iter().flat_map(|vehicle| [vehicle.start, vehicle.end]);
        let all = tasks.chain(vehicles).flatten();
        all.filter_map(|[lng, lat]| LngLat::new(lng, lat).ok()).collect()
    }

    pub fn n_tasks(&self) -> usize {
        self.jobs.len() + 2 * self.shipments.len()
    }

    /// The shipment of a task.
    pub fn shipment(&self, task: usize) -> Option<&Shipment> {
        self.shipments.get(task.checked_sub(self.jobs.len())? / 2)
    }

    pub(super) fn verify(&self) -> Result<(), VroomError> {
        if self.vehicles.is_empty() {
            return Err(VroomError::input("Invalid or missing vehicles."));
        }
        if self.n_tasks() == 0 {
            return Err(VroomError::input("Invalid jobs or shipments."));
        }
        self.verify_ids()?;
        for (_, task) in self.tasks() {
            verify_windows(&task.time_windows, "task", task.id)?;
        }
        for vehicle in &self.vehicles {
            vehicle.verify()?;
        }
        self.verify_amounts()
    }

    fn verify_ids(&self) -> Result<(), VroomError> {
        let mut seen = HashSet::new();
        for (kind, task) in self.tasks() {
            if !seen.insert((kind, task.id)) {
                return Err(VroomError::Input(format!("Duplicate {kind:?} id: {}.", task.id)));
            }
        }
        let mut seen = HashSet::new();
        match self.vehicles.iter().find(|vehicle| !seen.insert(vehicle.id)) {
            Some(twice) => Err(VroomError::Input(format!("Duplicate vehicle id: {}.", twice.id))),
            None => self.verify_priorities(),
        }
    }

    fn verify_priorities(&self) -> Result<(), VroomError> {
        let of_jobs = self.jobs.iter().map(|job| (job.id, job.priority));
        let of_shipments = self.shipments.iter().map(|s| (s.pickup.id, s.priority));
        match of_jobs.chain(of_shipments).find(|(_, priority)| *priority > PRIORITY_MAX) {
            Some((id, _)) => Err(VroomError::Input(format!("Invalid priority for task {id}."))),
            None => Ok(()),
        }
    }

    /// Amounts and capacities have one length, that of the first one given.
    fn verify_amounts(&self) -> Result<(), VroomError> {
        let of_jobs = self.jobs.iter().flat_map(|job| [&job.amount, &job.delivery, &job.pickup]);
        let of_shipments = self.shipments.iter().map(|shipment| &shipment.amount);
        let amounts: Vec<&Vec<u32>> =
            of_jobs.chain(of_shipments).filter(|amounts| !amounts.is_empty()).collect();
        let capacities = self.vehicles.iter().map(|vehicle| &vehicle.capacity);
        let size = amounts.first().map_or(0, |amounts| amounts.len());
        let size = if size == 0 { self.vehicles[0].capacity.len() } else { size };
        match amounts.into_iter().chain(capacities).find(|amounts| amounts.len() != size) {
            Some(other) => Err(VroomError::Input(format!(
                "Inconsistent amount or capacity length: {} instead of {size}.",
                other.len()
            ))),
            None => Ok(()),
        }
    }
}

impl Vehicle {
    fn verify(&self) -> Result<(), VroomError> {
        let id = self.id;
        let forced = |step: &Step| [step.service_at, step.service_after, step.service_before];
        if self.steps.iter().flat_map(forced).flatten().any(|instant| instant > INSTANT_MAX) {
            return Err(VroomError::Input(format!(
                "Invalid service time in steps of vehicle {id}."
            )));
        }
        if !(self.speed_factor > 0.0 && self.speed_factor <= SPEED_FACTOR_MAX) {
            return Err(VroomError::Input(format!("Invalid speed factor for vehicle {id}.")));
        }
        verify_windows(self.time_window.as_slice(), "vehicle", id)?;
        let mut seen = HashSet::new();
        for own in &self.breaks {
            verify_windows(&own.time_windows, "break", own.id)?;
            if !seen.insert(own.id) {
                return Err(VroomError::Input(format!("Duplicate break id: {}.", own.id)));
            }
        }
        Ok(())
    }
}

fn verify_windows(windows: &[[u64; 2]], what: &str, id: u64) -> Result<(), VroomError> {
    let is_sound = |window: &[u64; 2]| window[0] <= window[1] && window[1] <= INSTANT_MAX;
    let are_sorted = windows.windows(2).all(|pair| pair[0][1] < pair[1][0]);
    if windows.iter().all(is_sound) && are_sorted {
        return Ok(());
    }
    Err(VroomError::Input(format!("Invalid time windows for {what} {id}.")))
}
