use super::*;

#[test]
fn waiting_is_put_before_the_start() {
    // home all day, a visit of 10 from 100 to 120, 30 away
    let home = Segment::new(0, 0, 500);
    let visit = Segment::new(10, 100, 120);
    // leaving between 70 and 90 takes 40
    assert_eq!(home.join(30, visit), Some(Segment::new(40, 70, 90)));
}

#[test]
fn waiting_that_cannot_be_avoided_counts() {
    let first = Segment::new(10, 0, 20);
    let second = Segment::new(5, 100, 110);
    // starts at 20 at the latest, 10 service, 30 travel, waits from 60 to 100
    assert_eq!(first.join(30, second), Some(Segment::new(85, 20, 20)));
}

#[test]
fn a_missed_window_is_none() {
    assert_eq!(Segment::new(10, 50, 60).join(30, Segment::new(5, 0, 80)), None);
}
