use super::*;

#[test]
fn places_on_a_line_stand_in_its_order() {
    let n: u32 = 70;
    // the line's points are numbered by threes
    let at = |place: u32| place * 3 % 70;
    let cells = (0..n).flat_map(|a| (0..n).map(move |b| at(a).abs_diff(at(b)))).collect::<Vec<_>>();
    let matrix =
        TravelMatrix { n_sources: 70, n_targets: 70, duration_s: cells.clone(), distance_m: cells };
    let number = renumbered(Some(&matrix));
    assert!((0..n).all(|place| number[place as usize] == at(place)));
}

#[test]
fn few_places_stay() {
    let matrix =
        TravelMatrix { n_sources: 2, n_targets: 2, duration_s: vec![9; 4], distance_m: vec![9; 4] };
    assert_eq!(renumbered(Some(&matrix)), [0, 1]);
    assert_eq!(renumbered(None), [0; 0]);
}
