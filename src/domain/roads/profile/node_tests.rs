use super::super::ProfileId;
use super::*;

fn rule(id: ProfileId, tags: &[(&str, &str)]) -> NodeRule {
    let tags: Tags = tags.iter().copied().collect();
    Profile::builtin(id).node_rule(&tags, When::ordinary())
}

fn check(tags: &[(&str, &str)], car: Pass, bicycle: Pass, foot: Pass) {
    assert_eq!(rule(ProfileId::Car, tags).pass, car, "car at {tags:?}");
    assert_eq!(rule(ProfileId::Bicycle, tags).pass, bicycle, "bicycle at {tags:?}");
    assert_eq!(rule(ProfileId::Foot, tags).pass, foot, "foot at {tags:?}");
}

#[test]
fn barriers_stop_by_kind_and_access() {
    use Pass::{Blocked, Ends, Open};
    check(&[("barrier", "bollard")], Blocked, Open, Open);
    check(
        &[("barrier", "bollard"), ("bollard", "rising")],
        Blocked,
        Open.min(Ends),
        Open.min(Ends),
    );
    check(&[("barrier", "bollard"), ("motor_vehicle", "yes")], Open, Open, Open);
    check(&[("barrier", "gate")], Open, Open, Open);
    check(&[("barrier", "gate"), ("access", "private")], Ends, Ends, Ends);
    check(&[("barrier", "gate"), ("access", "no"), ("foot", "yes")], Blocked, Blocked, Open);
    check(&[("barrier", "gate"), ("locked", "yes")], Ends, Ends, Ends);
    check(&[("barrier", "cycle_barrier")], Blocked, Open, Open);
    check(&[("barrier", "wall")], Blocked, Blocked, Blocked);
    check(&[("barrier", "toll_booth")], Open, Open, Open);
    check(&[("barrier", "height_restrictor"), ("maxheight", "1.5")], Blocked, Open, Open);
    check(&[("highway", "crossing")], Open, Open, Open);
    check(&[("motor_vehicle", "no")], Blocked, Open, Open);
}

#[test]
fn a_van_does_not_pass_a_low_bar() {
    let tags = [("barrier", "height_restrictor"), ("maxheight", "2.1")];
    assert_eq!(rule(ProfileId::Car, &tags).pass, Pass::Open);
    assert_eq!(rule(ProfileId::Van, &tags).pass, Pass::Blocked);
}

#[test]
fn signals_cost_time_in_the_direction_they_face() {
    let both = rule(ProfileId::Car, &[("highway", "traffic_signals")]);
    assert_eq!(both.delay_s.map(f32::to_bits), [8.0_f32, 8.0].map(f32::to_bits));
    let one = rule(
        ProfileId::Car,
        &[("highway", "traffic_signals"), ("traffic_signals:direction", "backward")],
    );
    assert_eq!(one.delay_s.map(f32::to_bits), [0.0_f32, 8.0].map(f32::to_bits));
    let stop = rule(ProfileId::Car, &[("highway", "stop"), ("direction", "forward")]);
    assert_eq!(stop.delay_s.map(f32::to_bits), [6.0_f32, 0.0].map(f32::to_bits));
    let lights = rule(ProfileId::Car, &[("highway", "crossing"), ("crossing", "traffic_signals")]);
    assert_eq!(lights.delay_s.map(f32::to_bits), [4.0_f32, 4.0].map(f32::to_bits));
}
