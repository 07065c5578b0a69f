use super::*;
use crate::domain::routing::rng::Rng;

fn lunch() -> Vec<BreakData> {
    vec![BreakData { windows: vec![(100, 200)], duration: 30, max_load: Vec::new() }]
}

fn from(depart: i32) -> Lanes {
    let mut lanes = CLOSED;
    lanes[0] = depart;
    lanes
}

#[test]
fn a_break_lengthens_the_way() {
    // leaves at 110, 50 s of travel and 30 s of break
    assert_eq!(forward(&lunch(), &from(110), 50)[..2], [160, 190]);
}

#[test]
fn a_break_is_waited_for() {
    // there at 40, break from 100 to 130
    assert_eq!(forward(&lunch(), &from(10), 30)[..2], [40, 130]);
}

#[test]
fn a_break_must_start_in_its_window() {
    assert_eq!(forward(&lunch(), &from(201), 5)[..2], [206, NEVER]);
}

#[test]
fn backward_is_the_inverse_of_forward() {
    let mut rng = Rng::new(5);
    for _ in 0..2_000 {
        let a = 50 + i32::try_from(rng.below(100)).unwrap();
        let breaks = vec![
            BreakData {
                windows: vec![(a, a + 40), (a + 60, a + 70)],
                duration: 20,
                max_load: Vec::new(),
            },
            BreakData { windows: vec![(a + 80, a + 120)], duration: 10, max_load: Vec::new() },
        ];
        let travel = i32::try_from(rng.below(90)).unwrap();
        let mut latest = TOO_LATE;
        latest[2] = a + i32::try_from(rng.below(250)).unwrap();
        let depart = backward(&breaks, &latest, travel)[0];
        let arrives = |depart| forward(&breaks, &from(depart), travel)[2];
        if depart >= 0 {
            assert!(arrives(depart) <= latest[2], "{depart} is too late");
        }
        assert!(arrives(depart.max(-1) + 1) > latest[2], "{depart} is not the latest");
    }
}
