//! Routes with times, written in VROOM's shape.

use serde_json::{Map, Value, json};

use super::input::{Coordinates, Input, StepKind};
use super::problem::Translated;
use super::violations::{Violations, mark};
use super::{Mode, Roads, Unassigned};
use crate::domain::routing::{Item, Rep, Route};
use crate::domain::units::LngLat;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Start,
    /// Index of the task, which is that of its visit.
    Task(usize),
    /// Index into the vehicle's breaks.
    Break(usize),
    End,
}

#[derive(Debug, Clone)]
pub struct TimedStep {
    pub what: What,
    pub arrival: i64,
    pub waiting: i64,
    setup: i64,
    service: i64,
    /// Since the start of the route.
    travel_s: i64,
    distance_m: i64,
    /// What the legs so far cost.
    price: i64,
    pub load: Vec<i64>,
    pub violations: Violations,
}

/// One vehicle's route.
#[derive(Debug, Clone)]
pub struct Timed {
    pub vehicle: usize,
    pub steps: Vec<TimedStep>,
}

/// Goes along one route and counts.
pub struct Writer<'a> {
    translated: &'a Translated,
    vehicle: usize,
    rep: &'a Rep,
    place: Option<usize>,
    travel_s: i64,
    distance_m: i64,
    price: i64,
}

impl<'a> Writer<'a> {
    pub fn new(translated: &'a Translated, vehicle: usize) -> Self {
        let rep = &translated.problem.reps[vehicle];
        Self { translated, vehicle, rep, place: None, travel_s: 0, distance_m: 0, price: 0 }
    }

    pub fn place(&self, what: What) -> Option<usize> {
        match what {
            What::Start => self.rep.start,
            What::End => self.rep.end,
            What::Break(_) => self.place,
            What::Task(task) => Some(self.translated.problem.visits[task].place),
        }
    }

    /// Setup and service for someone who comes from a place.
    pub fn work(&self, what: What, from: Option<usize>) -> [i64; 2] {
        let problem = &self.translated.problem;
        match what {
            What::Start | What::End => [0, 0],
            What::Break(index) => [0, self.rep.breaks[index].duration_s],
            What::Task(task) => {
                let is_elsewhere = from != Some(problem.visits[task].place);
                let setup_s = problem.setup_s(task, self.vehicle) * i64::from(is_elsewhere);
                [setup_s, problem.service_s(task, self.vehicle)]
            }
        }
    }

    /// Seconds, metres and price between two places.
    pub fn leg(&self, from: Option<usize>, to: Option<usize>) -> (i64, i64, i64) {
        let (Some(from), Some(to)) = (from, to) else { return (0, 0, 0) };
        let profiles = &self.translated.problem.profiles;
        let matrix = &profiles[self.rep.profile];
        let travel_s =
            i64::from(matrix.duration_s(from, to)) * i64::from(self.rep.travel_percent) / 100;
        let distance_m = i64::from(matrix.distance_m(from, to));
        let costs = self.rep.costs;
        let price = match self.rep.price_profile {
            Some(prices) => i64::from(profiles[prices].duration_s(from, to)),
            None => travel_s * costs.per_travel_s + distance_m * costs.per_meter,
        };
        (travel_s, distance_m, price)
    }

    /// The next step; `travel_s` of its leg (or of the one around a break) are behind the vehicle.
    pub fn step(
        &mut self,
        input: &Input,
        what: What,
        travel_s: i64,
        arrival: i64,
        start: i64,
    ) -> TimedStep {
        let [setup, service] = self.work(what, self.place);
        self.travel_s += travel_s;
        if !matches!(what, What::Break(_)) {
            let next = self.place(what);
            let (_, distance_m, price) = self.leg(self.place, next);
            self.distance_m += distance_m;
            self.price += price;
            self.place = next;
        }
        TimedStep {
            what,
            arrival,
            waiting: start - arrival,
            setup,
            service,
            travel_s: self.travel_s,
            distance_m: self.distance_m,
            price: self.price,
            load: vec![0; input.vehicles[self.vehicle].capacity.len()],
            violations: Violations::default(),
        }
    }
}

impl Timed {
    /// A route of the solver.
    pub fn of(input: &Input, translated: &Translated, route: &Route) -> Self {
        let rep = &translated.problem.reps[route.rep];
        let mut writer = Writer::new(translated, route.rep);
        let mut steps = Vec::with_capacity(route.stops.len() + 2);
        let mut free_at = route.departs_s;
        let mut left_s = 0;
        if rep.start.is_some() {
            steps.push(writer.step(input, What::Start, 0, free_at, free_at));
        }
        for (index, stop) in route.stops.iter().enumerate() {
            let mut later =
                route.stops[index..].iter().filter(|s| matches!(s.item, Item::Visit(_)));
            let leg_s = later.next().map_or(route.last_leg_s, |stop| stop.leg_s);
            let ahead_s = leg_s - left_s;
            let (what, travel_s) = match stop.item {
                Item::Visit(visit) => (What::Task(visit), ahead_s),
                // what passes before a break is travel as far as there is any
                Item::Break(pause) => (What::Break(pause), ahead_s.min(stop.starts_s - free_at)),
            };
            left_s = if matches!(what, What::Break(_)) { left_s + travel_s } else { 0 };
            steps.push(writer.step(input, what, travel_s, free_at + travel_s, stop.starts_s));
            free_at = stop.leaves_s;
        }
        if rep.end.is_some() {
            let travel_s = route.last_leg_s - left_s;
            let arrival = free_at + travel_s;
            steps.push(writer.step(input, What::End, travel_s, arrival, arrival));
        }
        Self { vehicle: route.rep, steps }.loaded(input, translated)
    }

    /// With the load after each step.
    pub fn loaded(mut self, input: &Input, translated: &Translated) -> Self {
        let visits = &translated.problem.visits;
        let is_job = |task: usize| task < input.jobs.len();
        let amount = |amounts: &[i64], dim: usize| amounts.get(dim).copied().unwrap_or(0);
        let tasks: Vec<usize> = self.tasks().collect();
        for dim in 0..input.vehicles[self.vehicle].capacity.len() {
            let from_start = tasks.iter().filter(|task| is_job(**task));
            let mut load: i64 = from_start.map(|task| amount(&visits[*task].delivery, dim)).sum();
            for step in &mut self.steps {
                if let What::Task(task) = step.what {
                    load += amount(&visits[task].pickup, dim) - amount(&visits[task].delivery, dim);
                }
                step.load[dim] = load;
            }
        }
        self
    }

    pub fn tasks(&self) -> impl Iterator<Item = usize> + '_ {
        self.steps.iter().filter_map(|step| match step.what {
            What::Task(task) => Some(task),
            _ => None,
        })
    }

    /// Travel and distance.
    pub fn totals(&self) -> (i64, i64) {
        self.steps.last().map_or((0, 0), |last| (last.travel_s, last.distance_m))
    }
}

/// Sums of a route, or of all.
#[derive(Debug, Clone, Default)]
struct Sums {
    cost: i64,
    setup: i64,
    service: i64,
    duration: i64,
    waiting: i64,
    distance: i64,
    priority: i64,
    delivery: Vec<i64>,
    pickup: Vec<i64>,
    violations: Violations,
}

impl Sums {
    fn of(input: &Input, translated: &Translated, route: &mut Timed) -> Self {
        let violations = mark(input, translated, route);
        let visits = &translated.problem.visits;
        let sum = |of: fn(&TimedStep) -> i64| route.steps.iter().map(of).sum::<i64>();
        let amounts = |of: fn(&crate::domain::routing::Visit) -> &Vec<i64>| {
            let sum = |dim: usize| {
                route.tasks().map(|t| of(&visits[t]).get(dim).copied().unwrap_or(0)).sum()
            };
            (0..input.vehicles[0].capacity.len()).map(sum).collect()
        };
        let tasks = |step: &&TimedStep| matches!(step.what, What::Task(_));
        let work_s: i64 = route.steps.iter().filter(tasks).map(|s| s.setup + s.service).sum();
        let costs = translated.problem.reps[route.vehicle].costs;
        let legs = route.steps.last().map_or(0, |last| last.price);
        let (duration, distance) = route.totals();
        Self {
            cost: costs.per_use + legs + work_s * costs.per_task_s,
            setup: sum(|step| step.setup),
            service: sum(|step| step.service),
            waiting: sum(|step| step.waiting),
            duration,
            distance,
            priority: route.tasks().map(|task| i64::from(visits[task].priority)).sum(),
            delivery: amounts(|visit| &visit.delivery),
            pickup: amounts(|visit| &visit.pickup),
            violations,
        }
    }

    fn add(&mut self, other: &Self) {
        self.cost += other.cost;
        self.setup += other.setup;
        self.service += other.service;
        self.duration += other.duration;
        self.waiting += other.waiting;
        self.distance += other.distance;
        self.priority += other.priority;
        for (own, more) in
            [(&mut self.delivery, &other.delivery), (&mut self.pickup, &other.pickup)]
        {
            own.resize(more.len(), 0);
            own.iter_mut().zip(more).for_each(|(sum, amount)| *sum += amount);
        }
        self.violations.extend(&other.violations);
    }

    fn write(&self, unit: i64, has_distance: bool, into: &mut Map<String, Value>) {
        // to the nearest, as VROOM does
        into.insert("cost".into(), json!((self.cost + unit / 2) / unit));
        if !self.delivery.is_empty() {
            into.insert("delivery".into(), json!(self.delivery));
            into.insert("pickup".into(), json!(self.pickup));
        }
        for (name, value) in [
            ("setup", self.setup),
            ("service", self.service),
            ("duration", self.duration),
            ("waiting_time", self.waiting),
            ("priority", self.priority),
        ] {
            into.insert(name.into(), json!(value));
        }
        if has_distance {
            into.insert("distance".into(), json!(self.distance));
        }
        into.insert("violations".into(), self.violations.to_json());
    }
}

pub fn answer(
    input: &Input,
    translated: &Translated,
    roads: &dyn Roads,
    mode: Mode,
    routes: &[Timed],
    unassigned: &Unassigned,
) -> Value {
    let has_distance = |vehicle: usize| {
        translated.has_distances[vehicle] && (translated.is_custom || mode.has_geometry)
    };
    let mut total = Sums { delivery: vec![0; input.vehicles[0].capacity.len()], ..Sums::default() };
    let mut written = Vec::with_capacity(routes.len());
    for route in routes {
        let mut route = route.clone();
        let sums = Sums::of(input, translated, &mut route);
        total.add(&sums);
        let vehicle = &input.vehicles[route.vehicle];
        let mut json = Map::new();
        json.insert("vehicle".into(), json!(vehicle.id));
        sums.write(translated.unit, has_distance(route.vehicle), &mut json);
        insert(&mut json, "description", vehicle.description.as_ref());
        let steps = route.steps.iter();
        let step = |step| step_json(input, route.vehicle, step, has_distance(route.vehicle));
        json.insert("steps".into(), steps.map(step).collect());
        if mode.has_geometry {
            insert(&mut json, "geometry", line(input, roads, &route).as_ref());
        }
        written.push(Value::Object(json));
    }
    let mut summary = Map::new();
    let has_distances = (0..input.vehicles.len()).all(has_distance);
    total.write(translated.unit, has_distances, &mut summary);
    summary.insert("routes".into(), json!(routes.len()));
    summary.insert("unassigned".into(), json!(unassigned.len()));
    let source = if translated.is_custom { "matrices" } else { roads.source() };
    summary.insert("travel_source".into(), json!(source));
    let left: Vec<Value> =
        unassigned.iter().map(|(task, reason)| left_json(input, *task, *reason)).collect();
    json!({"code": 0, "summary": summary, "unassigned": left, "routes": written})
}

fn insert<T: serde::Serialize>(json: &mut Map<String, Value>, name: &str, value: Option<&T>) {
    if let Some(value) = value {
        json.insert(name.into(), json!(value));
    }
}

fn step_json(input: &Input, vehicle: usize, step: &TimedStep, has_distance: bool) -> Value {
    let mut json = described(input, vehicle, step.what);
    for (name, value) in [
        ("setup", step.setup),
        ("service", step.service),
        ("waiting_time", step.waiting),
        ("arrival", step.arrival),
        ("duration", step.travel_s),
    ] {
        json.insert(name.into(), json!(value));
    }
    if !step.load.is_empty() {
        json.insert("load".into(), json!(step.load));
    }
    if has_distance {
        json.insert("distance".into(), json!(step.distance_m));
    }
    json.insert("violations".into(), step.violations.to_json());
    Value::Object(json)
}

/// Type, id, description and place of a step.
fn described(input: &Input, vehicle: usize, what: What) -> Map<String, Value> {
    let own = &input.vehicles[vehicle];
    let mut json = Map::new();
    let mut at = |kind: &str, location: Option<Coordinates>, index: Option<usize>| {
        json.insert("type".into(), json!(kind));
        insert(&mut json, "location", location.as_ref());
        insert(&mut json, "location_index", index.as_ref());
    };
    match what {
        What::Start => at("start", own.start, own.start_index),
        What::End => at("end", own.end, own.end_index),
        What::Break(index) => {
            at("break", None, None);
            json.insert("id".into(), json!(own.breaks[index].id));
            insert(&mut json, "description", own.breaks[index].description.as_ref());
        }
        What::Task(task) => json = task_json(input, task),
    }
    json
}

fn task_json(input: &Input, task: usize) -> Map<String, Value> {
    let mut json = Map::new();
    let Some((kind, task)) = input.tasks().nth(task) else { return json };
    let name = match kind {
        StepKind::Pickup => "pickup",
        StepKind::Delivery => "delivery",
        _ => "job",
    };
    json.insert("type".into(), json!(name));
    json.insert("id".into(), json!(task.id));
    insert(&mut json, "description", task.description.as_ref());
    insert(&mut json, "location", task.location.as_ref());
    insert(&mut json, "location_index", task.location_index.as_ref());
    if kind == StepKind::Job {
        // the older name of the id
        json.insert("job".into(), json!(task.id));
    }
    json
}

fn left_json(input: &Input, task: usize, reason: Option<&'static str>) -> Value {
    let mut json = task_json(input, task);
    json.remove("job");
    insert(&mut json, "reason", reason.as_ref());
    Value::Object(json)
}

/// The way over all steps with coordinates.
fn line(input: &Input, roads: &dyn Roads, route: &Timed) -> Option<String> {
    let own = &input.vehicles[route.vehicle];
    let places = route.steps.iter().filter_map(|step| match step.what {
        What::Start => own.start,
        What::End => own.end,
        What::Break(_) => None,
        What::Task(task) => input.tasks().nth(task)?.1.location,
    });
    let places: Option<Vec<LngLat>> = places.map(|[lng, lat]| LngLat::new(lng, lat).ok()).collect();
    places.filter(|places| places.len() > 1).and_then(|places| roads.line(&own.profile, &places))
}
