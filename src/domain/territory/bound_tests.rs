use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::territory::propose;
use crate::domain::territory::testing::{brief, even_grid};

#[test]
fn the_bound_is_below_a_good_plan_and_not_far() {
    let region = even_grid(12, 12);
    let mut brief = brief(4, 0.05);
    brief.compactness = Compactness::Inertia { by: Some(0), floor: 0.0 };
    let plan =
        propose(&region, &brief, &Iterations(100_000), &Cancel::never(), &mut |_| {}).unwrap();
    assert!(plan.lower_bound <= plan.objective);
    assert!(plan.lower_bound > 0.4 * plan.objective, "{} {}", plan.lower_bound, plan.objective);
}
