use chrono::TimeZone;

use super::*;
use crate::domain::market::filter_value::{between, from, up_to};

/// Half past eleven at night in London, already the 23rd in Helsinki (UTC+2).
fn clock() -> Clock {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 23, 30, 0).unwrap();
    Clock { now, time_zone: chrono_tz::Europe::Helsinki }
}

fn micros(text: &str) -> i64 {
    text.parse::<DateTime<Utc>>().unwrap().timestamp_micros()
}

#[test]
fn days_begin_where_the_asker_is() {
    assert_eq!(clock().today().to_string(), "2026-11-23");
    let today = Moment::DaysFromToday(0);
    let (first, last) = between(today, today).bounds(NumberField::Created, &clock());
    assert_eq!(first, micros("2026-11-22T22:00:00Z"));
    assert_eq!(last, micros("2026-11-23T22:00:00Z") - 1);
    let due = between(today, today).bounds(NumberField::NextDue, &clock());
    assert_eq!(due, (day_number(clock().today()), day_number(clock().today())));
}

#[test]
fn open_ends_leave_out_the_value_itself_and_missing_values() {
    let n = Moment::Number(5);
    assert_eq!(from(n, true).bounds(NumberField::Value, &clock()), (5, i64::MAX));
    assert_eq!(from(n, false).bounds(NumberField::Value, &clock()), (6, i64::MAX));
    assert_eq!(up_to(n, true).bounds(NumberField::Value, &clock()), (NULL + 1, 5));
    assert_eq!(up_to(n, false).bounds(NumberField::Value, &clock()), (NULL + 1, 4));
    let day = Moment::Day("2026-11-23".parse().unwrap());
    let (first, _) = from(day, false).bounds(NumberField::LastVisit, &clock());
    assert_eq!(first, micros("2026-11-23T22:00:00Z"), "after a day means from the next day on");
}
