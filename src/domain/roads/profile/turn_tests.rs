use super::super::ProfileId;
use super::*;

fn cost(angle: i16, flags: u8, country: &str) -> f32 {
    let turn = Turn { angle, flags: TurnFlags(flags) };
    Profile::builtin(ProfileId::Car).turn_cost(turn, &Locale::of_country(country))
}

#[test]
fn straight_on_is_free_and_sharper_is_dearer() {
    assert!(cost(0, 0, "IT").abs() < 1e-6);
    assert!(cost(-45, 0, "IT") < cost(-90, 0, "IT"));
    assert!(cost(-90, 0, "IT") < cost(-150, 0, "IT"));
}

#[test]
fn crossing_oncoming_traffic_is_dearer_on_its_own_side() {
    assert!(cost(-90, 0, "IT") > cost(90, 0, "IT"));
    assert!(cost(-90, 0, "MT") < cost(90, 0, "MT"));
    assert!((cost(-90, 0, "IT") - cost(90, 0, "MT")).abs() < 1e-6);
}

#[test]
fn special_turns_have_their_own_price() {
    assert!((cost(180, TurnFlags::U_TURN, "IT") - 20.0).abs() < 1e-6);
    assert!((cost(90, TurnFlags::ONLY_CONTINUATION, "IT")).abs() < 1e-6);
    assert!((cost(0, TurnFlags::BOARDS_FERRY, "IT") - 600.0).abs() < 1e-3);
}
