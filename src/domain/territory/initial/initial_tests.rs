use rand::SeedableRng;

use super::*;
use crate::domain::territory::contiguity::parts;
use crate::domain::territory::state::State;
use crate::domain::territory::testing::{brief, even_grid};

#[test]
fn the_first_alignment_is_connected_and_nearly_balanced() {
    for seed in 0..10 {
        let p = Problem::new(&even_grid(20, 20), &brief(8, 0.05));
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let territory = alignment(&p, &mut rng);
        assert_eq!(parts(&p, &territory).1.len(), 8, "seed {seed}");
        let state = State::new(&p, territory);
        assert!(state.loads.iter().all(|load| (30.0..70.0).contains(load)), "{:?}", state.loads);
    }
}

#[test]
fn strays_go_to_their_neighbours() {
    let p = Problem::new(&even_grid(6, 1), &brief(2, 0.5));
    let mut territory = vec![0, 0, 1, 0, 1, 1];
    let centres = repair::centres_of(&p, &territory);
    repair(&p, &mut territory, &centres);
    assert_eq!(parts(&p, &territory).1.len(), 2);
}
