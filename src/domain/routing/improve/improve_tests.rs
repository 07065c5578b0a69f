use super::*;
use crate::domain::routing::model::Model;
use crate::domain::routing::test_problems::{on_a_line, rich};
use crate::domain::routing::whole;

/// A plan with each visit put in wherever it first fits.
fn filled(model: &Model) -> Plan<'_> {
    let mut plan = Plan::empty(model);
    let n = u32::try_from(model.n).unwrap();
    for visit in (0..n).filter(|visit| model.pairs.partner(*visit).is_none()) {
        for rep in 0..u32::try_from(model.n_reps).unwrap() {
            let mut order = Vec::new();
            plan.order_into(rep, &mut order);
            let after = order.last().copied().unwrap_or(model.start_node(rep));
            order.push(visit);
            if whole::cost(model, rep, &order).is_some() {
                plan.touch(rep);
                plan.link(visit, after);
                plan.settle_all(rep).unwrap();
                break;
            }
        }
    }
    plan.commit();
    plan
}

/// The plan costs what its routes cost, each judged whole.
fn assert_sound(plan: &Plan<'_>) {
    let model = plan.model;
    let mut missing: i64 = model.prize.iter().sum();
    let mut routes = 0;
    for rep in 0..u32::try_from(model.n_reps).unwrap() {
        let mut order = Vec::new();
        plan.order_into(rep, &mut order);
        missing -= order.iter().map(|visit| model.prize[*visit as usize]).sum::<i64>();
        if !order.is_empty() {
            routes += whole::cost(model, rep, &order).expect("a feasible route");
        }
    }
    assert_eq!(plan.cost, routes + missing);
}

#[test]
fn exchanges_keep_every_constraint() {
    let mut n_done = 0;
    for seed in 0..300 {
        let problem = rich(seed, 30, 4);
        let model = Model::new(&problem);
        let neighbours = Neighbours::new(&model);
        let mut plan = filled(&model);
        let mut improver = Improver::default();
        let mut rng = Rng::new(seed);
        for _ in 0..200 {
            let limit = plan.cost + 2_000;
            let visit = u32::try_from(rng.below(model.n)).unwrap();
            let is_done = improver.try_luck(&mut plan, &neighbours, visit, &mut rng, limit);
            n_done += usize::from(is_done);
            assert!(plan.cost < limit);
        }
        assert_sound(&plan);
    }
    assert!(n_done > 200, "only {n_done} exchanges were done");
}

#[test]
fn a_descent_never_costs_more() {
    for seed in 0..100 {
        let problem = rich(seed, 40, 4);
        let model = Model::new(&problem);
        let neighbours = Neighbours::new(&model);
        let mut plan = filled(&model);
        let before = plan.cost;
        let visits: Vec<u32> = (0..u32::try_from(model.n).unwrap()).collect();
        Improver::default().descend(&mut plan, &neighbours, &visits);
        assert!(plan.cost <= before);
        assert_sound(&plan);
        plan.rollback(before);
        assert_sound(&plan);
    }
}

#[test]
fn a_route_goes_to_the_rep_who_lives_near_it() {
    let mut problem = on_a_line(&[0, 1_000, 990, 980], 2);
    (problem.reps[1].start, problem.reps[1].end) = (Some(1), Some(1));
    let model = Model::new(&problem);
    let neighbours = Neighbours::new(&model);
    let mut plan = Plan::empty(&model);
    plan.touch(0);
    let mut after = model.start_node(0);
    for visit in [2, 1, 0] {
        plan.link(visit, after);
        after = visit;
    }
    plan.settle_all(0).unwrap();
    plan.commit();
    Improver::default().descend(&mut plan, &neighbours, &[2, 1, 0]);
    assert_eq!(plan.active, [1]);
    assert_sound(&plan);
}
