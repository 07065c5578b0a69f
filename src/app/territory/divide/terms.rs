//! What is asked of a division besides its number: homes, fixed accounts, barriers; as the optimiser's brief.

use std::collections::HashMap;

use uuid::Uuid;

use super::goals::{self, Goal};
use super::task::{Ground, Task};
use super::{Compactness, DIVIDE_MAX, Division};
use crate::app::Error;
use crate::domain::crm::{Fault, Faults};
use crate::domain::territory::{Brief, Field, Lock, Ownership, Place};
use crate::domain::units::LngLat;
use crate::storage::territories::Owner;

/// Accounts that may be fixed in one division.
const LOCKS_MAX: usize = 10_000;
const BARRIERS_MAX: usize = 100;
const BARRIER_POINTS_MAX: usize = 1_000;

pub(super) fn check(division: &Division, faults: &mut Faults) {
    let n_locks = division.locks.len() + division.keep_together.iter().map(Vec::len).sum::<usize>();
    if n_locks > LOCKS_MAX {
        faults.push(Fault::new("/locks", "list.too_long").with("max", LOCKS_MAX));
    }
    for (index, lock) in division.locks.iter().enumerate() {
        if !division.owner_ids.contains(&lock.owner_id) {
            faults.push(Fault::new(format!("/locks/{index}/owner_id"), "territory.lock_owner"));
        }
    }
    if division.barriers.len() > BARRIERS_MAX {
        faults.push(Fault::new("/barriers", "territory.barrier"));
    }
    for (index, line) in division.barriers.iter().enumerate().take(BARRIERS_MAX) {
        if points(line).is_none() {
            faults.push(Fault::new(format!("/barriers/{index}"), "territory.barrier"));
        }
    }
    if division.compactness == Compactness::TravelTime && !division.from_homes {
        faults.push(Fault::new("/compactness", "territory.travel_needs_homes"));
    }
    if division.from_homes && division.owner_ids.is_empty() {
        let n = division.n.unwrap_or_default();
        faults.push(Fault::new("/owner_ids", "territory.owners").with("n", n));
    }
}

fn points(line: &[[f64; 2]]) -> Option<Vec<LngLat>> {
    if !(2..=BARRIER_POINTS_MAX).contains(&line.len()) {
        return None;
    }
    line.iter().map(|&[lng, lat]| LngLat::new(lng, lat).ok()).collect()
}

/// Owners whose homes are to be centres must have one.
pub(super) fn need_homes(division: &Division, owners: &[Owner]) -> Result<(), Error> {
    let homeless = owners.iter().position(|owner| owner.home.is_none());
    match homeless.filter(|_| division.from_homes) {
        None => Ok(()),
        Some(index) => {
            let fault = Fault::new(format!("/owner_ids/{index}"), "territory.home_missing");
            Err(fault.with("name", owners[index].id).into())
        }
    }
}

/// How many territories: as asked, or as many as reps with so many hours need.
pub(super) fn count(task: &Task) -> Result<usize, Error> {
    if let Some(n) = task.division.n {
        return Ok(n);
    }
    let inside = match &task.ground {
        Ground::Area(area) => Ownership::new([area]),
        Ground::Shapes(shapes) => Ownership::new(shapes.iter().map(|(_, shape)| shape)),
    };
    let here = task.places.iter().filter(|place| inside.owner_of(place.at).is_some());
    let here: Vec<Place> = here.copied().collect();
    let hours = task.division.hours_per_rep.unwrap_or(f64::INFINITY);
    task.model.reps_needed(&here, hours, DIVIDE_MAX).ok_or_else(|| {
        Fault::new("/hours_per_rep", "territory.staffing").with("max", DIVIDE_MAX).into()
    })
}

/// Whether territory and owner belong together by their places in the lists.
pub(super) fn is_named(division: &Division) -> bool {
    let is_personal = division.balance.iter().any(Goal::is_personal);
    division.from_homes || !division.locks.is_empty() || is_personal
}

/// Puts the barriers into the field and everything else into a brief.
pub(super) fn brief(task: &Task, n: usize, field: &mut Field) -> Result<Brief, Error> {
    let division = &task.division;
    for line in division.barriers.iter().filter_map(|line| points(line)) {
        field.region.cut_along(&line);
    }
    let hours: Vec<f64> = task.owners.iter().map(|owner| owner.hours_per_week).collect();
    let activities = goals::activities(&division.balance, division.tolerance, &hours, n)?;
    let area_m2: f64 = field.region.units.iter().map(|unit| unit.area_m2).sum();
    let mut brief = Brief::balanced(n, activities, division.seed).with_short_borders(area_m2 / 1e6);
    if division.from_homes {
        brief.homes = task.owners.iter().filter_map(|owner| owner.home).collect();
    }
    brief.locks = locks(division, field, &task.ids, &task.places)?;
    Ok(brief)
}

fn locks(
    division: &Division,
    field: &Field,
    ids: &[Uuid],
    places: &[Place],
) -> Result<Vec<Lock>, Error> {
    if division.locks.is_empty() && division.keep_together.is_empty() {
        return Ok(Vec::new());
    }
    let units = field.units_of(places.iter().map(|place| place.at));
    let unit_of: HashMap<Uuid, usize> =
        ids.iter().zip(units).filter_map(|(&id, unit)| Some((id, unit?))).collect();
    let mut faults = Faults::default();
    let mut find = |id: Uuid, pointer: String| {
        let unit = unit_of.get(&id).copied();
        if unit.is_none() {
            faults.push(Fault::new(pointer, "territory.account_outside").with("id", id));
        }
        unit
    };
    let mut locks = Vec::new();
    for (index, lock) in division.locks.iter().enumerate() {
        let unit = find(lock.account_id, format!("/locks/{index}/account_id"));
        let owner = division.owner_ids.iter().position(|&owner| owner == lock.owner_id);
        locks.extend(unit.zip(owner).map(|(unit, territory)| Lock::To { unit, territory }));
    }
    for (group, members) in division.keep_together.iter().enumerate() {
        let at = |index: usize| format!("/keep_together/{group}/{index}");
        let units = members.iter().enumerate().filter_map(|(index, &id)| find(id, at(index)));
        locks.push(Lock::Together { units: units.collect() });
    }
    faults.none()?;
    Ok(locks)
}
