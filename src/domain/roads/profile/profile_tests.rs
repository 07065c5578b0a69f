use super::*;

#[test]
fn every_built_in_profile_is_valid() {
    for id in ProfileId::ALL {
        let profile = Profile::builtin(id);
        assert_eq!(profile.name, id.name());
        assert_eq!(profile.mode, id.mode());
        assert_eq!(ProfileId::parse(id.name()), Some(id));
    }
}

#[test]
fn a_profile_survives_being_written_and_read() {
    let car = Profile::builtin(ProfileId::Car);
    let json = serde_json::to_string(&car).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&json).unwrap(), car);
}

#[test]
fn an_unknown_field_is_refused() {
    let json = include_str!("car.json").replacen("\"top_kmh\"", "\"top_speed\"", 1);
    assert!(serde_json::from_str::<Profile>(&json).is_err());
}
