//! What a plan comes to, territory by territory. Linear in units and borders, so that an edit can be
//! measured again at once.

use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;

use super::brief::Brief;
use super::problem::{Mass, distance_2, on_sphere_km, targets};
use super::region::Region;
use crate::domain::control::Cancel;
use crate::domain::travel::{TravelError, TravelTime, UNREACHABLE};
use crate::domain::units::LngLat;

/// How much of one activity a territory holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Load {
    pub amount: f64,
    pub target: f64,
    /// Amount over target, less one.
    pub deviation: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TerritoryMeasures {
    pub n_units: usize,
    /// Parallel to the activities of the brief.
    pub loads: Vec<Load>,
    pub area_m2: f64,
    pub perimeter_m: f64,
    /// 4 pi area / perimeter squared, 1 for a circle; `None` without an area.
    pub polsby_popper: Option<f64>,
    /// Mean squared distance to the centre of gravity, weighted by the first activity.
    pub inertia_km2: f64,
    /// Connected parts; more than one only where the region falls apart.
    pub n_components: usize,
    /// The unit nearest to the centre of gravity.
    pub centre: Option<usize>,
}

/// Counts up a plan. `territory` is parallel to the units.
///
/// # Panics
/// When a territory number is not below the number of territories of the brief.
#[must_use]
pub fn measure(region: &Region, brief: &Brief, territory: &[usize]) -> Vec<TerritoryMeasures> {
    let masses = masses(region, brief, territory);
    let n_components = components(region, territory, brief.n_territories);
    let inner = inner_borders(region, territory, brief.n_territories);
    let loads = loads(region, brief, territory);
    let centres = centres(region, territory, &masses);
    let mut measures: Vec<TerritoryMeasures> = loads
        .into_iter()
        .enumerate()
        .map(|(own, loads)| TerritoryMeasures {
            n_units: 0,
            loads,
            area_m2: 0.0,
            perimeter_m: -2.0 * inner[own],
            polsby_popper: None,
            inertia_km2: masses[own].inertia() / masses[own].weight.max(f64::MIN_POSITIVE),
            n_components: n_components[own],
            centre: centres[own],
        })
        .collect();
    for (unit, &own) in region.units.iter().zip(territory) {
        measures[own].n_units += 1;
        measures[own].area_m2 += unit.area_m2;
        measures[own].perimeter_m += unit.perimeter_m;
    }
    for measure in &mut measures {
        measure.perimeter_m = measure.perimeter_m.max(0.0);
        measure.polsby_popper = polsby_popper(measure.area_m2, measure.perimeter_m);
    }
    measures
}

/// 4 pi area / perimeter squared (Polsby & Popper 1991).
#[must_use]
pub fn polsby_popper(area_m2: f64, perimeter_m: f64) -> Option<f64> {
    let circle = perimeter_m * perimeter_m / (4.0 * std::f64::consts::PI);
    (area_m2 > 0.0 && circle > 0.0).then(|| (area_m2 / circle).min(1.0))
}

/// Mean squared relative deviation over all territories and activities: what balance is judged by.
#[must_use]
pub fn imbalance(measures: &[TerritoryMeasures]) -> f64 {
    let all = || measures.iter().flat_map(|measure| &measure.loads);
    all().map(|load| load.deviation * load.deviation).sum::<f64>() / all().count().max(1) as f64
}

/// Travel from a territory's centre to its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TravelMeasures {
    pub mean_s: u32,
    pub worst_s: u32,
    /// Units no way leads to.
    pub n_unreachable: usize,
}

/// Mean and worst travel time from the centre (its home, if the brief gives one) to every unit that has work.
///
/// # Errors
/// When cancelled or when there are more units than the travel times allow at once.
pub fn travel(
    region: &Region,
    brief: &Brief,
    territory: &[usize],
    times: &dyn TravelTime,
    cancel: &Cancel,
) -> Result<Vec<TravelMeasures>, TravelError> {
    let centres = centres(region, territory, &masses(region, brief, territory));
    (0..brief.n_territories)
        .map(|own| {
            let home = brief.homes.get(own).copied();
            let Some(centre) = home.or_else(|| Some(region.units[centres[own]?].centre)) else {
                return Ok(TravelMeasures { mean_s: 0, worst_s: 0, n_unreachable: 0 });
            };
            let members = region.units.iter().zip(territory).filter(|&(_, &t)| t == own);
            let busy = members.filter(|(unit, _)| unit.amounts.iter().any(|&amount| amount > 0.0));
            let targets: Vec<LngLat> = busy.map(|(unit, _)| unit.centre).collect();
            let matrix = times.matrix(&[centre], &targets, cancel)?;
            Ok(summary(&matrix.duration_s))
        })
        .collect()
}

fn summary(durations: &[u32]) -> TravelMeasures {
    let reachable = || durations.iter().copied().filter(|&duration| duration != UNREACHABLE);
    let sum: u64 = reachable().map(u64::from).sum();
    let n_reachable = reachable().count();
    TravelMeasures {
        mean_s: (sum / n_reachable.max(1) as u64) as u32,
        worst_s: reachable().max().unwrap_or(0),
        n_unreachable: durations.len() - n_reachable,
    }
}

fn masses(region: &Region, brief: &Brief, territory: &[usize]) -> Vec<Mass> {
    let mut masses = vec![Mass::default(); brief.n_territories];
    for (unit, &own) in region.units.iter().zip(territory) {
        let point = Mass::point(unit.amounts[0], on_sphere_km(unit.centre));
        masses[own] = masses[own].plus(&point, 1.0);
    }
    masses
}

fn loads(region: &Region, brief: &Brief, territory: &[usize]) -> Vec<Vec<Load>> {
    let mut amounts = vec![vec![0.0; brief.activities.len()]; brief.n_territories];
    for (unit, &own) in region.units.iter().zip(territory) {
        for (sum, amount) in amounts[own].iter_mut().zip(&unit.amounts) {
            *sum += amount;
        }
    }
    let targets: Vec<Vec<f64>> = (0..brief.activities.len())
        .map(|activity| targets(brief, activity, amounts.iter().map(|a| a[activity]).sum()))
        .collect();
    let load = |own: usize, (activity, amount): (usize, f64)| {
        let target = targets[activity][own];
        let deviation = if target > 0.0 { amount / target - 1.0 } else { 0.0 };
        Load { amount, target, deviation }
    };
    let of = |(own, amounts): (usize, Vec<f64>)| {
        amounts.into_iter().enumerate().map(|entry| load(own, entry)).collect()
    };
    amounts.into_iter().enumerate().map(of).collect()
}

fn inner_borders(region: &Region, territory: &[usize], k: usize) -> Vec<f64> {
    let mut inner = vec![0.0; k];
    for edge in region.borders.edge_references() {
        let (a, b) = (territory[edge.source().index()], territory[edge.target().index()]);
        if a == b {
            inner[a] += edge.weight().length_m;
        }
    }
    inner
}

fn components(region: &Region, territory: &[usize], k: usize) -> Vec<usize> {
    let mut sets = UnionFind::<usize>::new(region.units.len());
    let mut n_components = vec![0; k];
    for &own in territory {
        n_components[own] += 1;
    }
    for edge in region.borders.edge_references() {
        let (a, b) = (edge.source().index(), edge.target().index());
        if territory[a] == territory[b] && sets.union(a, b) {
            n_components[territory[a]] -= 1;
        }
    }
    n_components
}

fn centres(region: &Region, territory: &[usize], masses: &[Mass]) -> Vec<Option<usize>> {
    let mut nearest: Vec<Option<(f64, usize)>> = vec![None; masses.len()];
    for (unit, &own) in territory.iter().enumerate() {
        let at = on_sphere_km(region.units[unit].centre);
        let far = masses[own].centre().map_or(0.0, |centre| distance_2(&at, &centre));
        if nearest[own].is_none_or(|(least, _)| far < least) {
            nearest[own] = Some((far, unit));
        }
    }
    nearest.into_iter().map(|found| found.map(|(_, unit)| unit)).collect()
}

#[cfg(test)]
#[path = "measures_tests.rs"]
mod tests;
