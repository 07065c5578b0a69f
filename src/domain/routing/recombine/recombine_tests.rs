use super::*;
use crate::domain::routing::rng::Rng;
use crate::domain::routing::test_problems::{on_a_line, rich};

/// A plan with visits put in by chance wherever they fit.
fn random_plan<'m>(model: &'m Model, rng: &mut Rng) -> Plan<'m> {
    let mut plan = Plan::empty(model);
    let mut visits: Vec<u32> = (0..u32::try_from(model.n).unwrap()).collect();
    rng.shuffle(&mut visits);
    for visit in visits.into_iter().filter(|visit| model.pairs.partner(*visit).is_none()) {
        let rep = u32::try_from(rng.below(model.n_reps)).unwrap();
        let mut order = Vec::new();
        plan.order_into(rep, &mut order);
        let at = rng.below(order.len() + 1);
        let after = if at == 0 { model.start_node(rep) } else { order[at - 1] };
        order.insert(at, visit);
        if order.len() < 4 && super::super::whole::cost(model, rep, &order).is_some() {
            plan.touch(rep);
            plan.link(visit, after);
            plan.settle_all(rep).unwrap();
        }
    }
    plan.commit();
    plan
}

/// The cheapest choice, by trying them all; the columns from `from` on.
fn cheapest(model: &Model, pool: &Pool, from: usize, taken: &mut Vec<usize>) -> i64 {
    if from == pool.columns.len() {
        let mut left: Vec<i64> = model.prize.clone();
        let mut cost = 0;
        for column in taken {
            cost += pool.columns[*column].cost;
            pool.visits(*column).iter().for_each(|visit| left[*visit as usize] = 0);
        }
        return cost + left.iter().sum::<i64>();
    }
    let without = cheapest(model, pool, from + 1, taken);
    let kind = pool.columns[from].kind as usize;
    let n_hired = taken.iter().filter(|column| pool.columns[**column].kind as usize == kind);
    let is_free = n_hired.count() < model.kinds[kind].reps.len();
    let mut served = taken.iter().flat_map(|column| pool.visits(*column));
    if !is_free || served.any(|visit| pool.visits(from).contains(visit)) {
        return without;
    }
    taken.push(from);
    let with = cheapest(model, pool, from + 1, taken);
    taken.pop();
    with.min(without)
}

#[test]
fn the_cheapest_choice_of_routes_is_found() {
    let mut n_better = 0;
    for seed in 0..60 {
        let mut problem = rich(seed, 12, 4);
        problem.visits.iter_mut().for_each(|visit| {
            visit.prize.get_or_insert(5_000);
        });
        let model = Model::new(&problem);
        let mut rng = Rng::new(seed);
        let mut pool = Pool::new(&model);
        let mut known = i64::MAX;
        for _ in 0..6 {
            let plan = random_plan(&model, &mut rng);
            known = known.min(plan.cost);
            pool.add_all(&plan);
        }
        if pool.columns.is_empty() || pool.columns.len() > 20 {
            continue;
        }
        let cheapest = cheapest(&model, &pool, 0, &mut Vec::new());
        let found = better(&model, &mut pool, known, u64::MAX);
        assert_eq!(found.is_some(), cheapest < known, "seed {seed}: {cheapest} of {known}");
        let Some(orders) = found else { continue };
        n_better += 1;
        let mut cost: i64 = model.prize.iter().sum();
        for (rep, order) in orders.iter().enumerate().filter(|(_, order)| !order.is_empty()) {
            let rep = u32::try_from(rep).unwrap();
            cost += super::super::whole::cost(&model, rep, order).expect("a feasible route");
            cost -= order.iter().map(|visit| model.prize[*visit as usize]).sum::<i64>();
        }
        assert_eq!(cost, cheapest, "seed {seed}");
    }
    assert!(n_better > 10, "{n_better}");
}

#[test]
fn routes_are_known_as_other_reps_would_drive_them() {
    let mut problem = on_a_line(&[0, 1_000, 10, 20, 990, 980], 2);
    (problem.reps[1].start, problem.reps[1].end) = (Some(1), Some(1));
    problem.visits[0].prize = Some(0);
    let model = Model::new(&problem);
    let mut plan = Plan::empty(&model);
    for (rep, order) in [(0, [4, 3]), (1, [1, 2])] {
        plan.touch(rep);
        plan.link(order[0], model.start_node(rep));
        plan.link(order[1], order[0]);
        plan.settle_all(rep).unwrap();
    }
    plan.commit();
    let mut pool = Pool::new(&model);
    pool.add_all(&plan);
    assert!(better(&model, &mut pool, plan.cost, u64::MAX).is_none());
    pool.add_for_all_kinds(&plan);
    let orders = better(&model, &mut pool, plan.cost, u64::MAX).expect("half of the ways");
    assert_eq!(orders, [vec![1, 2], vec![4, 3]]);
}
