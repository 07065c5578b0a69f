//! The one filter tree: lists, tiles, snapshots and imports all ask with it.

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use super::area::{Area, Named};
use super::codes::CodeField;
use super::columns::{NULL, NumberField, day_number};
use crate::domain::crm::due::VisitStatus;

/// A checked filter. `And` of nothing holds everything.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Is(Condition),
}

impl Default for Filter {
    fn default() -> Self {
        Self::And(Vec::new())
    }
}

impl Filter {
    /// The areas that must be looked up before the filter can be asked.
    #[must_use]
    pub fn named(&self) -> Vec<&Named> {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().flat_map(Self::named).collect(),
            Self::Not(part) => part.named(),
            Self::Is(Condition::Within(area)) => area.named(),
            Self::Is(_) => Vec::new(),
        }
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::And(vec![self, other])
    }
}

/// One test of one field. A missing value passes none of them but its own `IsNull`.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Code {
        field: CodeField,
        test: TextTest,
    },
    /// What stands before the dot of the category.
    CategoryGroup(TextTest),
    /// Any of the account's tags.
    Tag(TextTest),
    Name(TextTest),
    /// Name and address.
    Text(TextTest),
    Number {
        field: NumberField,
        range: Range,
    },
    NumberIsNull(NumberField),
    VisitStatus(Vec<VisitStatus>),
    Within(Area),
    HasLocation,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TextTest {
    OneOf(Vec<String>),
    Contains(String),
    Starts(String),
    IsNull,
}

/// From one value to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Range {
    pub from: Option<Limit>,
    pub to: Option<Limit>,
}

/// An end of a [`Range`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    pub value: Moment,
    /// Whether the value itself still belongs to the range.
    pub is_included: bool,
}

/// A number, or a time as precise as it was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moment {
    Number(i64),
    Day(NaiveDate),
    At(DateTime<Utc>),
    /// So many days from today.
    DaysFromToday(i32),
}

/// When and where a question is asked: gives relative dates and days their meaning.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    pub now: DateTime<Utc>,
    pub time_zone: Tz,
}

impl Clock {
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.with_timezone(&self.time_zone).date_naive()
    }

    fn days_from_today(&self, days: i32) -> NaiveDate {
        let n = Days::new(days.unsigned_abs().into());
        let today = self.today();
        let moved = if days < 0 { today.checked_sub_days(n) } else { today.checked_add_days(n) };
        moved.unwrap_or(today)
    }

    /// Microseconds at which a day begins; where midnight is skipped by the clock change, at the
    /// first hour there is.
    fn day_start(&self, day: NaiveDate) -> i64 {
        let mut hours = (0..4).filter_map(|hour| day.and_hms_opt(hour, 0, 0));
        let first = hours.find_map(|t| self.time_zone.from_local_datetime(&t).earliest());
        first.map_or_else(
            || day_number(day) * MICROS_PER_DAY,
            |start| start.with_timezone(&Utc).timestamp_micros(),
        )
    }
}

const MICROS_PER_DAY: i64 = 86_400_000_000;

impl Range {
    /// The numbers of a column that are in range, both ends included.
    #[must_use]
    pub fn bounds(&self, field: NumberField, clock: &Clock) -> (i64, i64) {
        let lowest = self.from.map_or(NULL + 1, |limit| {
            let (first, last) = limit.value.span(field, clock);
            if limit.is_included { first } else { last.saturating_add(1) }
        });
        let highest = self.to.map_or(i64::MAX, |limit| {
            let (first, last) = limit.value.span(field, clock);
            if limit.is_included { last } else { first.saturating_sub(1) }
        });
        (lowest.max(NULL + 1), highest)
    }
}

impl Moment {
    /// The first and the last number of the column that this moment covers.
    fn span(self, field: NumberField, clock: &Clock) -> (i64, i64) {
        let day_span = |day| {
            if field.is_day() {
                return (day_number(day), day_number(day));
            }
            (clock.day_start(day), clock.day_start(day + Days::new(1)) - 1)
        };
        match self {
            Self::Number(number) => (number, number),
            Self::Day(day) => day_span(day),
            Self::DaysFromToday(days) => day_span(clock.days_from_today(days)),
            Self::At(at) if field.is_day() => {
                day_span(at.with_timezone(&clock.time_zone).date_naive())
            }
            Self::At(at) => (at.timestamp_micros(), at.timestamp_micros()),
        }
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
