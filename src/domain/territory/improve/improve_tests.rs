use rand::SeedableRng;

use super::*;
use crate::domain::control::Iterations;
use crate::domain::territory::contiguity::parts;
use crate::domain::territory::testing::{brief, even_grid};

type Operator = fn(&mut Walk<'_>) -> bool;

/// Each operator alone keeps territories connected and the sums right.
#[test]
fn operators_keep_territories_connected() {
    let operators: [(&str, Operator); 4] = [
        ("flip", flip::propose),
        ("swap", swap::propose),
        ("chain", chain::propose),
        ("resplit", resplit::propose),
    ];
    let p = Problem::new(&even_grid(12, 12), &brief(4, 0.2));
    for (name, operator) in operators {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let start = initial::alignment(&p, &mut rng);
        let mut walk = Walk::new(&p, State::new(&p, start), &mut rng, 0);
        walk.temperature = walk.scale * 2.0;
        let accepted = (0..5_000).filter(|_| operator(&mut walk)).count();
        assert!(accepted > 5, "{name} was accepted {accepted} times");
        assert_eq!(parts(&p, &walk.state.territory).1.len(), 4, "{name}");
        let fresh = State::new(&p, walk.state.territory.clone());
        assert!((fresh.objective - walk.state.objective).abs() < 1e-6, "{name}");
        assert_eq!(fresh.n_atoms, walk.state.n_atoms, "{name}");
    }
}

#[test]
fn the_search_stops_with_its_budget() {
    let p = Problem::new(&even_grid(12, 12), &brief(4, 0.05));
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let state = State::new(&p, initial::alignment(&p, &mut rng));
    let mut ignore = |_: &Progress<'_>| {};
    let mut best = Best::new(&state, &mut ignore);
    let cancel = Cancel::never();
    let stop = Stop { budget: &Iterations(10_000), cancel: &cancel, until: 1.0, is_placed: false };
    let iterations = improve(&p, &mut best, &stop, &mut rng, 0);
    assert!((10_000..11_000).contains(&iterations), "{iterations}");
}
