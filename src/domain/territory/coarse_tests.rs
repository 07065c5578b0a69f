use proptest::prelude::*;

use super::*;
use crate::domain::territory::contiguity::parts;
use crate::domain::territory::state::State;
use crate::domain::territory::testing::{brief, grid};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn joined_atoms_are_connected_and_count_the_same(
        amounts in prop::collection::vec(0_u8..20, 120),
        n_wanted in 12_usize..80,
    ) {
        prop_assume!(amounts.iter().any(|&amount| amount > 0));
        let region = grid(12, 10, |x, y| vec![f64::from(amounts[y * 12 + x])]);
        let p = Problem::new(&region, &brief(3, 0.3));
        let coarse = Coarse::new(&p, n_wanted);
        prop_assert!(coarse.problem.n >= n_wanted);
        let (part_of, _) = parts(&p, &coarse.group);
        prop_assert_eq!(part_of.iter().max().map(|&most| most as usize + 1), Some(coarse.problem.n));
        let territory: Vec<u32> = (0..coarse.problem.n).map(|at| at as u32 % 3).collect();
        let (joined, spread) = (
            State::new(&coarse.problem, territory.clone()),
            State::new(&p, coarse.spread(&territory)),
        );
        prop_assert!((joined.objective - spread.objective).abs() < 1e-9);
        prop_assert!((joined.excess - spread.excess).abs() < 1e-9);
    }
}

#[test]
fn locked_atoms_join_their_like_only() {
    let region = grid(8, 8, |_, _| vec![1.0]);
    let mut wanted = brief(2, 0.3);
    let lock = |unit, territory| crate::domain::territory::Lock::To { unit, territory };
    wanted.locks = vec![lock(0, 0), lock(1, 1), lock(8, 0)];
    let p = Problem::new(&region, &wanted);
    let coarse = Coarse::new(&p, 4);
    for atom in 0..p.n {
        assert_eq!(coarse.problem.locked[coarse.group[atom] as usize], p.locked[atom]);
    }
}
