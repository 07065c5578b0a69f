//! The rows of instances with a known best.

use gcrm::domain::territory::{Status, formats};

use crate::Options;
use crate::instances::{self, Known};
use crate::timed;

fn print(what: &str, ours: &str, to_reach: &str, seconds: f64) {
    println!("{what:<34} {ours:>14} {to_reach:>14} {seconds:>9.2}");
}

pub fn h3(options: &Options) {
    cells(options, 1.0, "39.5");
}

pub fn h3_long(options: &Options) {
    cells(options, 20.0, "38.9");
}

fn cells(options: &Options, seconds: f64, bar: &str) {
    let Some(folder) = instances::folder(options, "h3") else { return };
    let Some(text) = instances::read(&folder.join("h3/h3_2000_k20.csv")) else { return };
    for seed in 1..=3 {
        let instance = formats::h3csv(&text, 20, &[], 0.05, seed).expect("a sound table");
        let (plan, times) = timed::plan(&instance, seconds);
        let what = format!("H3 2,000/20, {seconds} s, seed {seed}");
        if seed == 1 {
            print("  first picture, ms", &format!("{:.0}", times.first * 1e3), "100", times.first);
        }
        print(&what, &value(plan.status, plan.objective, 3), bar, times.best);
    }
}

/// The objective, in brackets if limits are broken.
fn value(status: Status, objective: f64, digits: usize) -> String {
    match status {
        Status::Optimal => format!("{objective:.digits$} proved"),
        Status::Feasible => format!("{objective:.digits$}"),
        Status::OutOfLimits | Status::Infeasible => format!("({objective:.digits$})"),
    }
}

pub fn grid(_: &Options) {
    let (plan, times) = timed::plan(&instances::cells(20_000, 100), 10.0);
    let ours = times.feasible.map_or("never".to_owned(), |at| format!("{at:.2} s"));
    print("20,000/100, 3 activities: feasible", &ours, "10 s", times.best);
    print("  moment of inertia, km2", &value(plan.status, plan.objective, 2), "", times.best);
    print("  first picture, ms", &format!("{:.0}", times.first * 1e3), "", times.first);
}

pub fn county(options: &Options) {
    districts(options, "_county", 10.0);
}

pub fn tract(options: &Options) {
    districts(options, "_tract", 30.0);
}

fn districts(options: &Options, family: &str, seconds: f64) {
    let Some(folder) = instances::folder(options, family) else { return };
    let all = instances::known(&folder, "districting_min_cut_edges");
    for known in all.iter().filter(|known| known.name.ends_with(family)) {
        let Some(instance) = instances::districts(&folder, known) else { continue };
        let (plan, times) = timed::plan(&instance, seconds);
        print(
            &known.name,
            &value(plan.status, plan.objective, 0),
            &known.best.to_string(),
            times.best,
        );
    }
}

pub fn pmedcap(options: &Options) {
    medians(options, "capacitated_p_median_ORLIB", "pmedcap", "txt", 5.0, |_| true);
}

pub fn ccp(options: &Options) {
    let is_short = |known: &Known| known.name.starts_with("SJC");
    medians(options, "capacitated_p_median", "ccp", "dat", 10.0, is_short);
}

pub fn ccp_long(options: &Options) {
    let is_long =
        |known: &Known| known.name.starts_with("u724") || known.name.starts_with("rl1304");
    medians(options, "capacitated_p_median", "ccp", "dat", 60.0, is_long);
}

fn medians(
    options: &Options,
    problem: &str,
    place: &str,
    end: &str,
    seconds: f64,
    is_wanted: fn(&Known) -> bool,
) {
    let Some(folder) = instances::folder(options, place) else { return };
    for known in instances::known(&folder, problem).iter().filter(|known| is_wanted(known)) {
        let file = folder.join(place).join(format!("{}.{end}", known.name));
        let Some(median) = instances::points(&file) else { continue };
        let (plan, best) = timed::medians(&median, seconds);
        let gap = 100.0 * (plan.objective / known.best - 1.0);
        let what = format!("{} (gap {gap:.2} %)", known.name);
        print(&what, &value(plan.status, plan.objective, 2), &known.best.to_string(), best);
    }
}
