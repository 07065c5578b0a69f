//! Realignment of generated accounts on a real street network, and one edit of a large alignment.

use std::path::Path;
use std::time::Instant;

use gcrm::domain::control::Cancel;
use gcrm::domain::osm::Extract;
use gcrm::domain::territory::formats::Instance;
use gcrm::domain::territory::measures::{imbalance, measure};
use gcrm::domain::territory::workload::{Model, give_room};
use gcrm::domain::territory::{
    Activity, Balance, Brief, Count, Field, MoveCap, Place, Present, Region, Weights,
};
use gcrm::region::osm;
use geo::{Coord, Rect};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::{Options, instances, timed};

const ACCOUNTS: usize = 100_000;
const REPS: usize = 30;
const SECONDS: f64 = 10.0;

/// The work of a year ago was spread otherwise: its alignment was balanced and is not any more.
pub fn realign(options: &Options) {
    let Some(path) = &options.accounts else {
        println!("realign: left out, no --accounts EXTRACT");
        return;
    };
    let field = field(path);
    let past = plan_of(&drifted(&field.region), 2.0);
    let accounts: Vec<f64> = field.region.units.iter().map(|unit| unit.amounts[1]).collect();
    let mut now = Instance { region: field.region, brief: brief(&past, 0.0, &[]) };
    now.region.units.iter_mut().for_each(|unit| unit.amounts.truncate(1));
    let total: f64 = accounts.iter().sum();
    let off = |territory: &[usize]| imbalance(&measure(&now.region, &now.brief, territory)[..]);
    let before = off(&past);
    let after = |share: f64| {
        let brief = brief(&past, share * total, &accounts);
        let instance = Instance { region: now.region.clone(), brief };
        let (plan, times) = timed::plan(&instance, SECONDS);
        let units = accounts.iter().zip(past.iter().zip(&plan.territory));
        let moved: f64 = units.filter(|(_, (a, b))| a != b).map(|(weight, _)| weight).sum();
        (off(&plan.territory), moved / total, times)
    };
    let (free, ..) = after(1.0);
    for share in [0.02, 0.05, 0.1, 0.2] {
        let (capped, moved, times) = after(share);
        let gain = 100.0 * (before - capped) / (before - free);
        let what = format!("realign, {:.2} % of {:.0} % moved", 100.0 * moved, 100.0 * share);
        let bar = if (share - 0.05).abs() < 1e-9 { ">= 60 %" } else { "" };
        println!("{what:<34} {:>12.1} % {bar:>14} {:>9.2}", gain, times.best);
    }
    println!("  mean squared deviation {before:.4} before, {free:.6} when all may move");
}

fn plan_of(region: &Region, seconds: f64) -> Vec<usize> {
    let activities = vec![Activity::equal("work", 0.05), Activity::equal("accounts", 1.0)];
    let brief = Brief::balanced(REPS, activities, 1);
    timed::plan(&Instance { region: region.clone(), brief }, seconds).0.territory
}

/// The same region with less work in one quarter and more in another.
fn drifted(region: &Region) -> Region {
    let mut region = region.clone();
    for unit in &mut region.units {
        let (lng, lat) = (unit.centre.lng() * 40.0, unit.centre.lat() * 55.0);
        unit.amounts[0] *= 1.0 + 0.35 * lng.sin() * lat.cos();
    }
    region
}

fn brief(past: &[usize], max: f64, accounts: &[f64]) -> Brief {
    let activities = vec![Activity::equal("work", 1.0)];
    let mut brief = Brief::balanced(REPS, activities, 1);
    brief.weights = Weights { balance: 1_000.0, compactness: 0.01, border: 0.0, disruption: 0.0 };
    let territory = past.iter().map(|&own| Some(own)).collect();
    let cap = MoveCap { name: "accounts".to_owned(), weight: accounts.to_vec(), max };
    let caps = if accounts.is_empty() { Vec::new() } else { vec![cap] };
    brief.present = Some(Present { territory, caps });
    brief
}

/// Accounts at nodes of the extract's streets, with visits and hours from a seed, in cells.
fn field(path: &Path) -> Field {
    let extract = osm::read(path, &Cancel::never(), &|_| {}).expect("a readable extract");
    let mut rng = ChaCha8Rng::seed_from_u64(30);
    let streets: Vec<_> = extract.ways.iter().filter(|way| way.tags.has("highway")).collect();
    let mut places = Vec::with_capacity(ACCOUNTS);
    while places.len() < ACCOUNTS {
        let way = streets[rng.random_range(0..streets.len())];
        let node = way.nodes[rng.random_range(0..way.nodes.len())];
        places.extend(place(&extract, node, &mut rng));
    }
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for place in &places {
        for (axis, x) in [place.at.lng(), place.at.lat()].into_iter().enumerate() {
            low[axis] = low[axis].min(x - 0.001);
            high[axis] = high[axis].max(x + 0.001);
        }
    }
    let corner = |at: [f64; 2]| Coord { x: at[0], y: at[1] };
    let area = Rect::new(corner(low), corner(high)).to_polygon().into();
    let balance = [Balance::Workload, Balance::Accounts];
    give_room(&mut places);
    let model = Model::default();
    let count = Count { n_territories: REPS, balance: &balance, model: &model, homes: &[] };
    Field::of_area(&area, &places, &count).expect("an area with cells")
}

fn place(extract: &Extract, node: i64, rng: &mut ChaCha8Rng) -> Option<Place> {
    let visits = f64::from(rng.random_range(1_u32..25));
    Some(Place {
        at: extract.position(node)?,
        is_customer: rng.random_bool(0.3),
        value: 1_000.0 * rng.random::<f64>(),
        potential: 0.0,
        visits_per_year: visits,
        service_hours: visits * 0.5,
        room_km2: 0.0,
    })
}

/// All measures again after one cell of 5,000 changed hands.
pub fn edit(_: &Options) {
    let instance = instances::cells(5_000, 30);
    let (plan, _) = timed::plan(&instance, 1.0);
    let mut territory = plan.territory;
    let n_edits = 200_u32;
    let started = Instant::now();
    for unit in 0..n_edits as usize {
        territory[unit] = (territory[unit] + 1) % 30;
        std::hint::black_box(measure(&instance.region, &instance.brief, &territory));
    }
    let ms = started.elapsed().as_secs_f64() * 1e3 / f64::from(n_edits);
    println!("{:<34} {:>11.2} ms {:>14} {:>9}", "one edit of 5,000 units", ms, "5 ms", "");
}
