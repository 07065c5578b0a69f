use super::*;

fn settings(json: &str) -> Settings {
    serde_json::from_str(json).unwrap()
}

fn check(id: ProfileId, json: &str, pointers: &[&str]) {
    let faults = settings(json).faults(id);
    let found: Vec<&str> = faults
        .iter()
        .map(|fault| match fault {
            BadSetting::OutOfRange { pointer, .. } | BadSetting::UnknownClass { pointer, .. } => {
                pointer.as_str()
            }
        })
        .collect();
    assert_eq!(found, pointers, "{json}");
}

#[test]
fn every_fault_is_told_with_its_place() {
    check(ProfileId::Van, r#"{"size": {"height_m": 3.2, "weight_t": 7.5}, "top_kmh": 90}"#, &[]);
    check(ProfileId::Van, r#"{"speed": {"motorway": 0.9}, "avoid": ["toll", "ferry"]}"#, &[]);
    check(
        ProfileId::Van,
        r#"{"size": {"height_m": 320}, "top_kmh": 0}"#,
        &["/size/height_m", "/top_kmh"],
    );
    check(
        ProfileId::Van,
        r#"{"speed": {"motorway": 0, "canal/x": 1}}"#,
        &["/speed/canal~1x", "/speed/motorway"],
    );
    check(ProfileId::Foot, r#"{"speed": {"motorway": 0.5}}"#, &["/speed/motorway"]);
}

#[test]
fn what_is_not_known_is_refused() {
    for json in [r#"{"hight_m": 3}"#, r#"{"avoid": ["hills"]}"#, r#"{"size": {"height": 3}}"#] {
        assert!(serde_json::from_str::<Settings>(json).is_err(), "{json}");
    }
}

#[test]
fn what_is_absent_stays_built_in() {
    let van = Profile::builtin(ProfileId::Van);
    assert_eq!(Settings::default().profile(ProfileId::Van), van);
    let high = settings(r#"{"size": {"height_m": 3.4}}"#).profile(ProfileId::Van);
    assert_eq!((high.size.height_m, high.size.width_m), (Some(3.4), van.size.width_m));
}
