use super::*;

#[test]
fn bearings_and_turns_go_clockwise() {
    let o = [240_000_000, 600_000_000];
    let close = |a: f64, b: f64| assert!((a - b).abs() < 0.01, "{a} is not {b}");
    close(bearing(o, [o[0], o[1] + 1000]), 0.0);
    close(bearing(o, [o[0] + 1000, o[1]]), 90.0);
    close(bearing(o, [o[0], o[1] - 1000]), 180.0);
    close(turn_angle(350.0, 10.0), 20.0);
    close(turn_angle(10.0, 350.0), -20.0);
    close(turn_angle(0.0, 270.0), -90.0);
}

#[test]
fn a_point_projects_onto_the_nearest_end_or_the_foot() {
    let (a, b) = ([0, 0], [10_000, 0]); // 111 m east along the equator
    let (t, far) = project([5_000, 1_000], a, b);
    assert!((t - 0.5).abs() < 1e-6 && (far - 11.12).abs() < 0.01, "{t} {far}");
    let (t, _) = project([-5_000, 0], a, b);
    assert!(t.abs() < 1e-9);
    let (t, _) = project([50, 50], a, a);
    assert!(t.abs() < 1e-9);
}
