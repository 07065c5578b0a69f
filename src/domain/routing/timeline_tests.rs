use super::*;
use crate::domain::routing::test_problems::on_a_line;
use crate::domain::routing::{Break, Window};

#[test]
fn lunch_on_the_way_is_taken_at_the_next_site() {
    let mut problem = on_a_line(&[0, 100, 200], 1);
    let windows = vec![Window { from_s: 150, to_s: 400 }];
    problem.reps[0].breaks = vec![Break { windows, duration_s: 50, ..Break::default() }];
    let route = route(&Model::new(&problem), 0, &[0, 1]).unwrap();
    let items: Vec<Item> = route.stops.iter().map(|stop| stop.item).collect();
    assert!(items.contains(&Item::Break(0)));
    // 400 travel, 20 service, 50 lunch
    assert_eq!(route.returns_s - route.departs_s, 470);
    assert_eq!(route.travel_s(), 400);
    assert_eq!(route.distance_m(), 4000);
}

#[test]
fn times_are_given_on_the_callers_axis() {
    let mut problem = on_a_line(&[0, 100], 1);
    problem.reps[0].shift = Window { from_s: 1_800_000_000, to_s: 1_800_010_000 };
    let route = route(&Model::new(&problem), 0, &[0]).unwrap();
    let stop = route.stops[0];
    assert_eq!((stop.arrives_s, stop.leaves_s), (1_800_000_100, 1_800_000_110));
    assert_eq!(stop.wait_s(), 0);
}
