use super::*;
use crate::domain::routing::test_problems::on_a_line;

const ITERATIONS: u64 = 60_000;

/// Visits a meter apart on a line, ten to a route but for every hundredth, which is in none.
fn in_tens(model: &Model) -> Plan<'_> {
    let mut plan = Plan::empty(model);
    for visit in (0..u32::try_from(model.n).unwrap()).filter(|visit| visit % 100 != 0) {
        let route = visit / 10;
        plan.touch(route);
        let last = plan.nodes[model.end_node(route) as usize].prev;
        plan.link(visit, last);
        plan.settle_all(route).unwrap();
    }
    plan.commit();
    plan
}

fn model(n: u32) -> Model {
    let positions: Vec<u32> = (0..=n).collect();
    Model::new(&on_a_line(&positions, n as usize / 10))
}

/// What is drawn in the iterations, and how often each visit is.
fn draws(model: &Model) -> (Vec<u32>, Vec<u32>) {
    let (plan, neighbours) = (in_tens(model), Neighbours::new(model));
    let (mut area, mut rng) = (Area::new(model), Rng::new(7));
    let drawn: Vec<u32> =
        (0..ITERATIONS).map(|at| area.draw(&plan, &neighbours, at, &mut rng)).collect();
    let mut counts = vec![0; model.n];
    for visit in &drawn {
        counts[*visit as usize] += 1;
    }
    (drawn, counts)
}

#[test]
fn the_search_comes_to_every_visit() {
    for n in [100, 1000] {
        let (_, counts) = draws(&model(n));
        assert!(counts.iter().all(|count| *count > 0), "{n}: {counts:?}");
    }
}

#[test]
fn a_stay_in_a_large_problem_is_among_neighbours() {
    let (drawn, _) = draws(&model(1000));
    let early = &drawn[..usize::try_from(STAY_MIN).unwrap()];
    let width = early.iter().max().unwrap() - early.iter().min().unwrap();
    assert!(width < 250, "{width}");
}

#[test]
fn a_small_problem_is_one_area() {
    let (drawn, _) = draws(&model(500));
    let early = &drawn[..usize::try_from(STAY_MIN).unwrap()];
    let width = early.iter().max().unwrap() - early.iter().min().unwrap();
    assert!(width > 400, "{width}");
}
