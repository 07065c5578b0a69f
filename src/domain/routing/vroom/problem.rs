//! From VROOM's words to the solver's.

use super::VroomError;
use super::input::{Input, StepKind, Task, Vehicle};
use super::network::Network;
use crate::domain::routing::{Break, Costs, Pair, Problem, Rep, SPAN_MAX_S, Visit, Window};

/// Vehicles without working hours begin at most so long before anything that has a window, and
/// end so long after.
const BEFORE_S: u64 = 30 * 86_400;
const AFTER_S: u64 = 366 * 86_400;
/// The largest custom cost of a leg, in the problem's unit.
const PRICE_MAX: u32 = 1 << 28;
/// One unit of VROOM's cost is so many of the exact one, in which an hour costs a whole number a
/// second, and a kilometre a whole number a metre.
const EXACT: i64 = 3_600_000;

#[derive(Debug)]
pub struct Translated {
    pub problem: Problem,
    /// So much of the problem's costs is one of VROOM's.
    pub unit: i64,
    /// The matrices came with the problem.
    pub is_custom: bool,
    /// Of each vehicle, whether distances are known.
    pub has_distances: Vec<bool>,
}

impl Translated {
    /// In plan mode the steps are no start plan.
    pub fn new(input: &Input, network: &Network, is_plan: bool) -> Result<Self, VroomError> {
        let unit = unit(input);
        let horizon = horizon(input);
        let mut problem = Problem {
            profiles: network.matrices.clone(),
            visits: visits(input, network),
            pairs: pairs(input),
            ..Problem::default()
        };
        for (index, vehicle) in input.vehicles.iter().enumerate() {
            problem.reps.push(rep(vehicle, index, network, horizon, unit)?);
        }
        scale_prices(&mut problem, unit)?;
        let has_steps = input.vehicles.iter().any(|vehicle| !vehicle.steps.is_empty());
        if has_steps && !is_plan {
            problem.start_plan = start_plan(input)?;
        }
        let ways = |vehicle: &Vehicle| network.ways[&vehicle.profile].has_distances;
        Ok(Self {
            problem,
            unit,
            is_custom: network.is_custom,
            has_distances: input.vehicles.iter().map(ways).collect(),
        })
    }
}

fn visits(input: &Input, network: &Network) -> Vec<Visit> {
    let tasks = input.tasks().zip(&network.tasks).enumerate();
    tasks.map(|(index, ((kind, task), place))| visit(input, index, kind, task, *place)).collect()
}

fn visit(input: &Input, index: usize, kind: StepKind, task: &Task, place: usize) -> Visit {
    let shipment = input.shipment(index);
    let (delivery, pickup) = match (kind, shipment) {
        (StepKind::Pickup, Some(shipment)) => (&Vec::new(), &shipment.amount),
        (StepKind::Delivery, Some(shipment)) => (&shipment.amount, &Vec::new()),
        _ if task.delivery.is_empty() => (&task.amount, &task.pickup),
        _ => (&task.delivery, &task.pickup),
    };
    let by_type = |own: &std::collections::BTreeMap<String, u32>| {
        let reps = input.vehicles.iter().enumerate();
        reps.filter_map(|(rep, vehicle)| Some((rep, i64::from(*own.get(&vehicle.kind)?)))).collect()
    };
    Visit {
        place,
        windows: task.time_windows.iter().map(window).collect(),
        service_s: task.service.into(),
        service_by_rep: by_type(&task.service_per_type),
        setup_s: task.setup.into(),
        setup_by_rep: by_type(&task.setup_per_type),
        skills: shipment.map_or(&task.skills, |shipment| &shipment.skills).clone(),
        priority: shipment.map_or(task.priority, |shipment| shipment.priority),
        delivery: wide(delivery),
        pickup: wide(pickup),
        ..Visit::default()
    }
}

fn pairs(input: &Input) -> Vec<Pair> {
    let first = |shipment: usize| input.jobs.len() + 2 * shipment;
    let pair = |shipment| Pair { pickup: first(shipment), delivery: first(shipment) + 1 };
    (0..input.shipments.len()).map(pair).collect()
}

fn rep(
    vehicle: &Vehicle,
    index: usize,
    network: &Network,
    horizon: [u64; 2],
    unit: i64,
) -> Result<Rep, VroomError> {
    let ways = network.ways[&vehicle.profile];
    let own = |per: u32, exact: i64| i64::from(per) * exact * unit / EXACT;
    let costs = Costs {
        per_use: own(vehicle.costs.fixed, EXACT),
        per_travel_s: own(vehicle.costs.per_hour, 1000),
        per_meter: own(vehicle.costs.per_km, 3600),
        per_task_s: own(vehicle.costs.per_task_hour, 1000),
        ..Costs::default()
    };
    Ok(Rep {
        start: network.starts[index],
        end: network.ends[index],
        shift: window(&vehicle.time_window.unwrap_or(horizon)),
        profile: ways.times,
        price_profile: ways.prices,
        travel_percent: percent(vehicle.speed_factor),
        breaks: breaks(vehicle)?,
        skills: vehicle.skills.clone(),
        capacity: wide(&vehicle.capacity),
        max_travel_s: vehicle.max_travel_time.map(i64::from),
        max_distance_m: vehicle.max_distance.map(i64::from),
        max_visits: vehicle.max_tasks,
        costs,
        ..Rep::default()
    })
}

/// Breaks in the order in which they come due.
fn breaks(vehicle: &Vehicle) -> Result<Vec<Break>, VroomError> {
    let sorted = vehicle.breaks.windows(2).all(|pair| due(&pair[0]) <= due(&pair[1]));
    if !sorted {
        let what = format!("The breaks of vehicle {} are not in order of time.", vehicle.id);
        return Err(VroomError::Input(what));
    }
    let translated = vehicle.breaks.iter().map(|own| Break {
        windows: own.time_windows.iter().map(window).collect(),
        duration_s: own.service.into(),
        max_load: own.max_load.as_deref().map(wide).unwrap_or_default(),
    });
    Ok(translated.collect())
}

fn due(own: &super::input::Break) -> u64 {
    own.time_windows.first().map_or(0, |window| window[0])
}

fn window(&[from, to]: &[u64; 2]) -> Window {
    let instant = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
    Window { from_s: instant(from), to_s: instant(to) }
}

fn wide(amounts: &[u32]) -> Vec<i64> {
    amounts.iter().map(|amount| i64::from(*amount)).collect()
}

/// What 1 over the factor is in hundredths, as VROOM rounds it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the factor is checked"
)]
fn percent(speed_factor: f64) -> u32 {
    (100.0 / speed_factor).round().clamp(1.0, 1e8) as u32
}

/// From well before the first window to well after the last; as long as can be without windows.
fn horizon(input: &Input) -> [u64; 2] {
    let of_tasks = input.tasks().flat_map(|(_, task)| &task.time_windows);
    let of_vehicles = input.vehicles.iter().flat_map(|vehicle| {
        let breaks = vehicle.breaks.iter().flat_map(|own| &own.time_windows);
        breaks.chain(&vehicle.time_window)
    });
    let windows: Vec<&[u64; 2]> = of_tasks.chain(of_vehicles).collect();
    let first = windows.iter().map(|window| window[0]).min().unwrap_or(0);
    let from = first.saturating_sub(BEFORE_S);
    let last = windows.iter().map(|window| window[1]).max().unwrap_or(0);
    [from, (last + AFTER_S).min(from + SPAN_MAX_S.unsigned_abs() / 2)]
}

/// The coarsest unit in which all prices are whole numbers.
fn unit(input: &Input) -> i64 {
    let prices = |vehicle: &Vehicle| {
        let costs = vehicle.costs;
        [
            i64::from(costs.per_hour) * 1000,
            i64::from(costs.per_km) * 3600,
            i64::from(costs.per_task_hour) * 1000,
        ]
    };
    EXACT / input.vehicles.iter().flat_map(prices).fold(EXACT, gcd)
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Matrices of prices in the problem's unit.
fn scale_prices(problem: &mut Problem, unit: i64) -> Result<(), VroomError> {
    let mut priced: Vec<usize> = problem.reps.iter().filter_map(|rep| rep.price_profile).collect();
    priced.sort_unstable();
    priced.dedup();
    for index in priced {
        for price in &mut problem.profiles[index].duration_s {
            let scaled = u32::try_from(i64::from(*price) * unit).ok();
            *price = scaled
                .filter(|scaled| *scaled < PRICE_MAX)
                .ok_or_else(|| VroomError::input("A custom cost is too large."))?;
        }
    }
    Ok(())
}

/// The routes to start from.
fn start_plan(input: &Input) -> Result<Vec<Vec<usize>>, VroomError> {
    let steps = |vehicle: &Vehicle| {
        let tasks = vehicle.steps.iter().filter_map(|step| task_of(input, step.kind, step.id));
        tasks.collect::<Result<Vec<usize>, _>>()
    };
    input.vehicles.iter().map(steps).collect()
}

/// The task a step names; None for what is no task.
pub fn task_of(
    input: &Input,
    kind: StepKind,
    id: Option<u64>,
) -> Option<Result<usize, VroomError>> {
    if !matches!(kind, StepKind::Job | StepKind::Pickup | StepKind::Delivery) {
        return None;
    }
    let found = input.tasks().position(|(own, task)| own == kind && Some(task.id) == id);
    Some(found.ok_or_else(|| VroomError::Input(format!("A step names an unknown {kind:?}."))))
}
