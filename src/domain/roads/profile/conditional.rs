//! Conditional values: `no @ (Mo-Fr 07:00-09:00); delivery @ (weight>7.5)`.

use chrono::{NaiveDate, NaiveDateTime};
use opening_hours::OpeningHours;

/// The moment a metric speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When(NaiveDateTime);

impl When {
    /// Rules that hold only at times are judged at eleven on an ordinary Wednesday, when visits
    /// are made: rush-hour and night rules are off, rules for the working day are on.
    pub fn ordinary() -> Self {
        Self::weekday_at(11)
    }

    /// An ordinary Wednesday (outside school holidays nearly everywhere) at an hour, wrapped to
    /// 0 to 23.
    pub fn weekday_at(hour: u32) -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 5, 20).expect("a real date");
        Self(day.and_hms_opt(hour % 24, 0, 0).expect("a real time"))
    }
}

/// The value in force, if any: the last rule whose condition holds wins.
pub fn value_at(conditional: &str, when: When) -> Option<&str> {
    rules(conditional).into_iter().rev().find(|(_, condition)| holds(condition, when)).map(|r| r.0)
}

/// Splits at the semicolons that are not inside parentheses.
fn rules(conditional: &str) -> Vec<(&str, &str)> {
    let mut depth = 0_i32;
    conditional
        .split(|c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == ';' && depth <= 0
        })
        .filter_map(|rule| rule.split_once('@'))
        .map(|(value, condition)| (value.trim(), condition.trim()))
        .collect()
}

/// Whether a condition holds: all of its parts joined by AND must. A part about the vehicle or
/// the weather (`weight>7.5`, `wet`, `length>10`) is taken not to hold; times are looked up.
pub fn holds(condition: &str, when: When) -> bool {
    let inner = condition.trim();
    let inner = inner.strip_prefix('(').and_then(|c| c.strip_suffix(')')).unwrap_or(inner);
    let lower = inner.to_ascii_lowercase();
    if lower.contains(" and ") {
        return lower.split(" and ").all(|part| holds(part, when));
    }
    if inner.contains(['<', '>', '='])
        || !inner.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
    {
        return false;
    }
    inner.parse::<OpeningHours>().is_ok_and(|hours| hours.is_open(when.0))
}

#[cfg(test)]
#[path = "conditional_tests.rs"]
mod tests;
