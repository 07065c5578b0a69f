use super::*;

fn stages(n_visits: usize, iterations: u32) -> Vec<Stage> {
    let mut rounds = Rounds::new(30.0, 0.5, n_visits);
    let spent = |iteration: u32| f64::from(iteration) / f64::from(iterations);
    let iterations = (0..iterations).step_by(16);
    iterations.map(|iteration| rounds.at(spent(iteration), u64::from(iteration))).collect()
}

#[test]
fn few_iterations_cool_but_once() {
    let stages = stages(100, 50_000);
    assert!(stages.iter().all(|stage| stage.round == 0));
    assert!(stages.is_sorted_by(|a, b| a.temperature >= b.temperature));
}

#[test]
fn rounds_follow_each_other_and_stay_between_hot_and_cold() {
    for iterations in [60_000, 150_000, 400_000, 5_000_000] {
        let stages = stages(100, iterations);
        assert!(stages.windows(2).all(|pair| (0..=1).contains(&(pair[1].round - pair[0].round))));
        assert!(stages.iter().all(|stage| (0.499..=30.001).contains(&stage.temperature)));
        let last = stages.last().unwrap();
        assert!((1..=8).contains(&last.round) && last.temperature < 0.51, "{last:?}");
    }
}
