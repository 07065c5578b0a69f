use super::*;
use crate::domain::control::Iterations;
use crate::domain::routing::test_problems::rich;
use crate::domain::routing::timeline;

/// The cheapest of all orders of all subsets.
fn by_brute_force(model: &Model) -> i64 {
    let mut best: i64 = model.prize.iter().sum();
    let mut orders: Vec<Vec<u32>> = vec![Vec::new()];
    while let Some(order) = orders.pop() {
        for visit in (0..node(model.n)).filter(|visit| !order.contains(visit)) {
            let mut longer = order.clone();
            longer.push(visit);
            if let Some(cost) = cost_of(model, &longer) {
                best = best.min(cost);
            }
            orders.push(longer);
        }
    }
    best
}

fn cost_of(model: &Model, order: &[u32]) -> Option<i64> {
    let kind = model.kind(0);
    let route = timeline::route(model, 0, order)?;
    let load = |dim: usize| -> i64 {
        order.iter().map(|v| model.delivery_of(*v)[dim] + model.pickup_of(*v)[dim]).sum()
    };
    let is_allowed = order.iter().all(|visit| model.may_serve(*visit, 0))
        && order.is_sorted_by_key(|visit| model.visits[*visit as usize].stage)
        && model.rules.hold(order)
        && route.travel_s() <= kind.max_travel
        && route.distance_m() <= kind.max_distance
        && order.len() <= kind.max_visits as usize
        && (0..kind.capacity.len()).all(|dim| load(dim) <= kind.capacity[dim]);
    let left_out = (0..node(model.n)).filter(|visit| !order.contains(visit));
    is_allowed.then(|| route.cost + left_out.map(|v| model.prize[v as usize]).sum::<i64>())
}

#[test]
fn the_proof_agrees_with_all_orders() {
    let mut n_proven = 0;
    for seed in 0..800 {
        let problem = rich(seed, 5, 1);
        let model = Model::new(&problem);
        if !is_eligible(&problem, &model) {
            continue;
        }
        let nothing =
            Best { cost: model.prize.iter().sum(), orders: vec![Vec::new()], iteration: 0 };
        let best = solve(&model, &nothing, &Iterations(0), &Cancel::never()).unwrap();
        n_proven += 1;
        assert_eq!(best.cost, by_brute_force(&model), "seed {seed}");
    }
    assert!(n_proven > 50, "only {n_proven} were small and plain enough");
}

/// Every look uses up a third.
struct Short(std::sync::atomic::AtomicU32);

impl Budget for Short {
    fn spent(&self, _: u64) -> f64 {
        f64::from(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) / 3.0
    }
}

#[test]
fn a_budget_that_runs_out_leaves_it_unproven() {
    let problem = crate::domain::routing::test_problems::on_a_line(&[0, 9, 4, 6, 1, 8, 3, 2], 1);
    let model = Model::new(&problem);
    let nothing = Best { cost: model.prize.iter().sum(), orders: vec![Vec::new()], iteration: 0 };
    assert!(solve(&model, &nothing, &Short(0.into()), &Cancel::never()).is_none());
    assert!(solve(&model, &nothing, &Iterations(5), &Cancel::never()).is_some());
}
