//! Plan mode: times for routes that are given, so that the seconds outside of windows are least.
//!
//! Seen from a clock that stands still while the vehicle travels and works, starts never fall
//! along a route, and best ones lie on bounds of windows: so a table over steps and bounds finds
//! the least sum exactly. Travel around a break is all before it or all behind it.

use super::input::{Input, Step, StepKind};
use super::problem::{Translated, task_of};
use super::violations::{off_by, windows_of};
use super::write::{Timed, TimedStep, What, Writer};
use super::{Unassigned, VroomError};

/// More than any sum of seconds: a bound that must hold does not.
const NEVER: i64 = 1 << 58;

/// One step with its place on the clock that stands still.
struct Node<'a> {
    what: What,
    step: Option<&'a Step>,
    windows: &'a [[u64; 2]],
    /// Travel from the step before.
    travel_s: i64,
    /// Work at this step.
    work_s: i64,
    /// Travel and work since the first step started.
    offset_s: i64,
}

/// All routes that have steps, and the tasks in none.
pub fn routes(
    input: &Input,
    translated: &Translated,
) -> Result<(Vec<Timed>, Unassigned), VroomError> {
    let mut routes = Vec::new();
    for (index, vehicle) in input.vehicles.iter().enumerate() {
        if !vehicle.steps.is_empty() {
            routes.push(follow(input, translated, index)?);
        }
    }
    let mut n_served = vec![0; input.n_tasks()];
    routes.iter().flat_map(Timed::tasks).for_each(|task| n_served[task] += 1);
    if n_served.iter().any(|count| *count > 1) {
        return Err(VroomError::input("A task is in the steps more than once."));
    }
    let left: Vec<_> = (0..input.n_tasks()).filter(|task| n_served[*task] == 0).collect();
    Ok((routes, left.into_iter().map(|task| (task, None)).collect()))
}

fn follow(input: &Input, translated: &Translated, vehicle: usize) -> Result<Timed, VroomError> {
    let order = order(input, vehicle)?;
    let variants = [true, false].map(|travels_first| {
        let nodes = nodes(input, translated, vehicle, &order, travels_first);
        best_starts(&nodes).map(|(off, starts)| (off, starts, nodes))
    });
    let best = variants.into_iter().flatten().min_by_key(|(off, ..)| *off);
    let (_, starts, nodes) = best.ok_or_else(|| {
        let id = input.vehicles[vehicle].id;
        VroomError::Input(format!("No times keep the bounds on the steps of vehicle {id}."))
    })?;
    Ok(timed(input, translated, vehicle, &nodes, &starts))
}

type Order<'a> = Vec<(What, Option<&'a Step>)>;

/// Start and end as the vehicle has them, the rest as the steps say.
fn order(input: &Input, vehicle: usize) -> Result<Order<'_>, VroomError> {
    let own = &input.vehicles[vehicle];
    let named = |kind| own.steps.iter().find(|step| step.kind == kind);
    let mut order = Vec::new();
    if own.start.is_some() || own.start_index.is_some() {
        order.push((What::Start, named(StepKind::Start)));
    }
    for step in &own.steps {
        if let Some(task) = task_of(input, step.kind, step.id) {
            order.push((What::Task(task?), Some(step)));
        }
        if step.kind == StepKind::Break {
            let found = own.breaks.iter().position(|pause| Some(pause.id) == step.id);
            let missing = || VroomError::input("A step names an unknown break.");
            order.push((What::Break(found.ok_or_else(missing)?), Some(step)));
        }
    }
    if own.end.is_some() || own.end_index.is_some() {
        order.push((What::End, named(StepKind::End)));
    }
    Ok(order)
}

fn nodes<'a>(
    input: &'a Input,
    translated: &Translated,
    vehicle: usize,
    order: &Order<'a>,
    travels_first: bool,
) -> Vec<Node<'a>> {
    let writer = Writer::new(translated, vehicle);
    let mut nodes: Vec<Node<'a>> = Vec::with_capacity(order.len());
    let mut place = None;
    // the last step at a place; travel comes right behind it or right before the next place
    let mut last_at_place = 0;
    for &(what, step) in order {
        let mut travel_s = 0;
        let mut work_s = writer.work(what, place).iter().sum();
        if let What::Break(index) = what {
            work_s = input.vehicles[vehicle].breaks[index].service.into();
        } else {
            let next = writer.place(what);
            travel_s = writer.leg(place, next).0;
            if travels_first && last_at_place + 1 < nodes.len() {
                nodes[last_at_place + 1].travel_s += travel_s;
                travel_s = 0;
            }
            (place, last_at_place) = (next, nodes.len());
        }
        let windows = windows_of(input, vehicle, what);
        nodes.push(Node { what, step, windows, travel_s, work_s, offset_s: 0 });
    }
    let mut offset_s = 0;
    for node in &mut nodes {
        offset_s += node.travel_s;
        node.offset_s = offset_s;
        offset_s += node.work_s;
    }
    nodes
}

impl Node<'_> {
    /// Seconds off when the step starts at `clock` on the clock that stands still.
    fn off(&self, clock: i64) -> i64 {
        let at = clock + self.offset_s;
        let instant = |at: u64| i64::try_from(at).unwrap_or(i64::MAX);
        let is_allowed = self.step.is_none_or(|step| {
            step.service_at.is_none_or(|exact| at == instant(exact))
                && step.service_after.is_none_or(|from| at >= instant(from))
                && step.service_before.is_none_or(|to| at <= instant(to))
        });
        if is_allowed { off_by(self.windows, at).abs() } else { NEVER }
    }

    fn bounds(&self) -> impl Iterator<Item = i64> + '_ {
        let own = self.step.into_iter().flat_map(|step| {
            [step.service_at, step.service_after, step.service_before].into_iter().flatten()
        });
        let bounds = self.windows.iter().flatten().copied().chain(own);
        bounds.filter_map(|at| Some(i64::try_from(at).ok()? - self.offset_s))
    }
}

/// The least sum of seconds off, and the starts on the clock that stands still; among equals the
/// earliest end, then the latest start.
fn best_starts(nodes: &[Node<'_>]) -> Option<(i64, Vec<i64>)> {
    let mut clocks: Vec<i64> = nodes.iter().flat_map(Node::bounds).filter(|at| *at > 0).collect();
    clocks.push(0);
    clocks.sort_unstable();
    clocks.dedup();
    // for each step and clock the least sum up to there, and the clock of that least sum
    let mut least = vec![0; clocks.len()];
    let mut choices: Vec<Vec<usize>> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let mut best = 0;
        let choice: Vec<usize> = (0..clocks.len())
            .map(|index| {
                best = if least[index] < least[best] { index } else { best };
                best
            })
            .collect();
        least = (0..clocks.len())
            .map(|index| (least[choice[index]] + node.off(clocks[index])).min(NEVER))
            .collect();
        choices.push(choice);
    }
    let mut at = (0..clocks.len()).min_by_key(|index| least[*index])?;
    let sum = least[at];
    let mut picked = vec![0; nodes.len()];
    for index in (0..nodes.len()).rev() {
        picked[index] = at;
        at = choices[index][at];
    }
    // no earlier than what comes next asks for
    for index in (0..nodes.len().saturating_sub(1)).rev() {
        let off = nodes[index].off(clocks[picked[index]]);
        let later = (picked[index]..=picked[index + 1]).rev();
        let mut as_good = later.filter(|at| nodes[index].off(clocks[*at]) <= off);
        picked[index] = as_good.next().unwrap_or(picked[index]);
    }
    (sum < NEVER).then(|| (sum, picked.into_iter().map(|at| clocks[at]).collect()))
}

fn timed(
    input: &Input,
    translated: &Translated,
    vehicle: usize,
    nodes: &[Node<'_>],
    starts: &[i64],
) -> Timed {
    let mut writer = Writer::new(translated, vehicle);
    let mut steps: Vec<TimedStep> = Vec::with_capacity(nodes.len());
    let mut free_at = starts.first().copied().unwrap_or(0);
    for (node, clock) in nodes.iter().zip(starts) {
        let start = clock + node.offset_s;
        let arrival = free_at + node.travel_s;
        steps.push(writer.step(input, node.what, node.travel_s, arrival, start));
        free_at = start + node.work_s;
    }
    Timed { vehicle, steps }.loaded(input, translated)
}
