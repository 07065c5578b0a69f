use proptest::prelude::*;

use super::*;
use crate::domain::territory::brief::{MoveCap, Present, Weights};
use crate::domain::territory::testing::{brief, grid};

proptest! {
    /// Whatever moves are made, what was added up move by move equals a fresh count.
    #[test]
    fn deltas_add_up_to_a_recount(moves in prop::collection::vec((0_usize..48, 0_usize..3), 1..60)) {
        let region = grid(8, 6, |x, y| vec![(x * y % 5) as f64 + 0.5, (x + y) as f64]);
        let mut brief = brief(3, 0.1);
        brief.activities.push(crate::domain::territory::Activity::equal("value", 0.2));
        brief.weights = Weights { balance: 2.0, compactness: 1.0, border: 0.001, disruption: 3.0 };
        brief.present = Some(Present {
            territory: (0..48).map(|unit| (unit % 7 != 0).then_some(unit % 3)).collect(),
            caps: vec![MoveCap { name: "accounts".into(), weight: vec![2.0; 48], max: 1e9 }],
        });
        let p = Problem::new(&region, &brief);
        let mut state = State::new(&p, (0..48).map(|unit| unit / 16).collect());
        for (atom, to) in moves {
            if state.territory[atom] as usize != to {
                let delta = state.delta(&p, atom, to);
                state.apply(&p, atom, to, delta);
            }
        }
        let fresh = State::new(&p, state.territory.clone());
        prop_assert!((state.objective - fresh.objective).abs() < 1e-6);
        prop_assert!((state.excess - fresh.excess).abs() < 1e-9);
        prop_assert!((state.moved[0] - fresh.moved[0]).abs() < 1e-9);
        let sorted = |state: &State| {
            let mut atoms = state.boundary().to_vec();
            atoms.sort_unstable();
            atoms
        };
        prop_assert_eq!(sorted(&state), sorted(&fresh));
    }
}
