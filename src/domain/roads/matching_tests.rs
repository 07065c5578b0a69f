use super::super::ProfileId::Car;
use super::super::sketch::Sketch;
use super::*;

/// Two parallel streets, 100 m apart, joined at both ends.
fn ladder() -> Sketch {
    Sketch::new("a        b\nc        d").way("ab", "").way("cd", "").way("ac", "").way("bd", "")
}

fn fix(at: LngLat, time_s: i64) -> Fix {
    Fix { at, accuracy_m: 10.0, time_s: Some(time_s) }
}

#[test]
fn a_noisy_trace_stays_on_the_street_that_was_driven() {
    let sketch = ladder();
    let network = sketch.build();
    let view = network.view(Car).unwrap();
    let trace: Vec<Fix> = (0..8)
        .map(|i| {
            fix(
                sketch.near('a', 50 + 100 * i, if i % 2 == 0 { 12 } else { -14 }),
                i64::from(i) * 10,
            )
        })
        .collect();
    let matchings = view.match_trace(&trace, true);
    assert_eq!(matchings.len(), 1);
    let matching = &matchings[0];
    assert_eq!(matching.fixes.len(), 8);
    assert!(matching.places.iter().all(|place| view.atlas.name(place.snap.link).name == "ab"));
    assert!(matching.places.iter().all(|place| !place.backward), "driven eastward");
    assert!(matching.confidence > 0.05, "{}", matching.confidence);
}

#[test]
fn a_long_pause_splits_a_trace_and_the_sea_is_left_out() {
    let sketch = ladder();
    let network = sketch.build();
    let view = network.view(Car).unwrap();
    let sea = LngLat::new(50.0, 50.0).unwrap();
    let trace = [
        fix(sketch.near('a', 100, 2), 0),
        fix(sketch.near('a', 200, 2), 10),
        fix(sea, 15),
        fix(sketch.near('a', 300, 2), 20),
        fix(sketch.near('c', 300, 2), 2000),
        fix(sketch.near('c', 400, 2), 2010),
    ];
    let matchings = view.match_trace(&trace, true);
    let fixes: Vec<Vec<usize>> = matchings.iter().map(|m| m.fixes.clone()).collect();
    assert_eq!(fixes, [vec![0, 1, 3], vec![4, 5]]);
    assert_eq!(view.match_trace(&trace, false).len(), 1);
    assert!(view.match_trace(&[fix(sea, 0)], true).is_empty());
}
