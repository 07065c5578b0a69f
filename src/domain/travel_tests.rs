use super::*;

fn point(lng: f64, lat: f64) -> LngLat {
    LngLat::new(lng, lat).unwrap()
}

#[test]
fn great_circle_matrix_is_row_major() {
    let sources = [point(24.0, 60.0)];
    let targets = [point(24.0, 60.0), point(24.0, 60.01)];
    let matrix = GreatCircle { speed_mps: 10.0, detour: 2.0 }
        .matrix(&sources, &targets, &Cancel::never())
        .unwrap();
    assert_eq!(matrix.duration_s(0, 0), 0);
    // 0.01 degree = 1111.95 m, twice that is 2223.9 m, at 10 m/s 222.4 s
    assert_eq!(matrix.distance_m(0, 1), 2224);
    assert_eq!(matrix.duration_s(0, 1), 222);
}

#[test]
fn a_cancelled_matrix_says_so() {
    let cancel = Cancel::default();
    cancel.cancel();
    let answer = GreatCircle::default().matrix(&[point(0.0, 0.0)], &[], &cancel);
    assert_eq!(answer, Err(TravelError::Cancelled));
}
