use serde_json::json;

use super::*;
use crate::domain::roads::sketch::Sketch;

fn draft(change: &serde_json::Value) -> RoadClosureDraft {
    let mut whole = json!({"name": "Works", "stretches": [
        {"pieces": [{"way": 1, "from": i64::from(u32::from('a')), "to": i64::from(u32::from('b'))}]}]});
    for (key, value) in change.as_object().unwrap() {
        whole[key] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn faults(change: &serde_json::Value) -> Vec<(String, &'static str)> {
    let faults = draft(change).check().err().unwrap_or_default();
    faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

#[test]
fn a_closure_is_checked_as_a_whole() {
    assert_eq!(faults(&json!({})), []);
    let all = faults(&json!({"name": " ", "stretches": [], "profiles": [], "speed_kmh": 0.0,
        "starts_on": "2026-03-02", "ends_on": "2026-03-01"}));
    let expected = [
        ("/name", "field.required"),
        ("/stretches", "field.required"),
        ("/profiles", "field.required"),
        ("/speed_kmh", "number.out_of_range"),
        ("/ends_on", "road_closure.ends_before_start"),
    ];
    assert_eq!(all, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    let many: Vec<_> = (0..=STRETCHES_MAX).map(|_| json!({"pieces": []})).collect();
    let faults = faults(&json!({"stretches": many}));
    assert_eq!(faults.len(), STRETCHES_MAX + 2);
}

#[test]
fn it_holds_on_its_days() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let closure = draft(&json!({"starts_on": "2026-03-02", "ends_on": "2026-03-04"}));
    let held = ["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05"];
    assert_eq!(held.map(|text| closure.holds_on(day(text))), [false, true, true, false]);
    assert!(draft(&json!({})).holds_on(day("1999-01-01")));
}

#[test]
fn it_changes_the_roads_of_those_it_concerns() {
    let network = Sketch::new("a  b  c").way("abc", "").way("ba", "highway=footway").build();
    let of = |change: &serde_json::Value, profile| {
        let closed = overrides(&[draft(change)], &network, profile, 25.0);
        let mut places: Vec<_> = closed.places().collect();
        places.sort_unstable();
        let speeds: Vec<_> =
            places.iter().filter_map(|&(link, back)| closed.get(link, back)).collect();
        (places.iter().map(|&(_, back)| back).collect::<Vec<_>>(), speeds)
    };
    assert_eq!(of(&json!({}), ProfileId::Car), (vec![false, true], vec![0.0, 0.0]));
    assert_eq!(of(&json!({"one_way": true}), ProfileId::Car), (vec![false], vec![0.0]));
    assert_eq!(of(&json!({}), ProfileId::Foot), (vec![], vec![]));
    let slow = json!({"speed_kmh": 40.0, "one_way": true});
    assert_eq!(of(&slow, ProfileId::Van).1, [25.0], "never above the vehicle's own speed");
}
