//! Means of runs as rows of a table.

use crate::families::Instance;
use crate::peers;
use crate::runs::{Run, Runs};

/// Our own name among the solvers.
pub const OURS: &str = "gcrm";
/// Gaps below this, in percent, are none.
const NO_GAP: f64 = 1e-9;

/// Prints one row for each family and limit, a column for each solver: the mean gap of the runs
/// that serve all that can be served, and how many these are.
pub fn print(runs: &Runs, instances: &[Instance], families: &[String]) {
    println!("\n| Family | Seconds | {OURS} | {} |", peers::NAMES.join(" | "));
    println!("|---|---|---|---|---|---|");
    for family in families {
        let own: Vec<&Run> = runs.all.iter().filter(|run| run.family == *family).collect();
        let mut limits: Vec<f64> = own.iter().map(|run| run.limit_s).collect();
        limits.sort_by(f64::total_cmp);
        limits.dedup();
        for limit_s in limits {
            let cell = |solver: &str| {
                let is_own = |run: &&Run| run.solver == solver && run.is_within(limit_s);
                cell(&own, &own.iter().copied().filter(is_own).collect::<Vec<_>>(), instances)
            };
            println!(
                "| {family} | {limit_s} | {} | {} |",
                cell(OURS),
                peers::NAMES.map(cell).join(" | ")
            );
        }
    }
}

fn cell(family: &[&Run], own: &[&Run], instances: &[Instance]) -> String {
    let instance = |run: &Run| {
        instances.iter().find(|own| own.family == run.family && own.name == run.instance)
    };
    let known: Vec<(&Run, &Instance)> =
        own.iter().filter_map(|run| Some((*run, instance(run)?))).collect();
    if known.is_empty() {
        return String::new();
    }
    let gaps: Vec<f64> =
        known.iter().filter_map(|(run, instance)| gap(family, run, instance)).collect();
    let n_best = gaps.iter().filter(|gap| **gap < NO_GAP).count();
    let worst = gaps.iter().fold(f64::NEG_INFINITY, |worst, gap| worst.max(*gap));
    let slowest = known.iter().fold(0.0_f64, |slowest, (run, _)| slowest.max(run.seconds));
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let n_broken = known.len() - gaps.len();
    let broken = if n_broken > 0 { format!(", {n_broken} incomplete") } else { String::new() };
    let n = gaps.len();
    if n == 0 {
        return format!("none complete of {n_broken}");
    }
    format!("{mean:.3} % of {n}{broken}; {n_best} best, worst {worst:.2} %; {slowest:.3} s")
}

/// Percent above the best known; None where less is served than can be.
fn gap(family: &[&Run], run: &Run, instance: &Instance) -> Option<f64> {
    let best = instance.best_known.map_or_else(|| best_of(family, run), |known| Some((0, known)));
    let (n_missing, best) = best?;
    let ratio = run.value.filter(|_| run.n_missing == n_missing)? / best;
    Some(if instance.is_score { 1.0 - ratio } else { ratio - 1.0 } * 100.0)
}

/// What is left out by the best run of any solver on the same instance, and its value.
fn best_of(family: &[&Run], run: &Run) -> Option<(usize, f64)> {
    let same = family.iter().filter(|other| other.instance == run.instance);
    let values = same.filter_map(|run| Some((run.n_missing, run.value?)));
    values.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))
}
