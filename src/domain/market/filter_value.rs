//! The values of conditions: read from JSON, checked against what the field holds.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;
use uuid::Uuid;

use super::custom::flag_text;
use super::filter::{Limit, Moment, Range};
use super::record::{LIFECYCLES, MONEY_SCALE, TIERS};
use crate::domain::crm::Fault;
use crate::domain::crm::due::VisitStatus;

/// Most values of one list.
pub const LIST_MAX: usize = 1_000;
/// Longest text of one value.
pub const TEXT_CHARS_MAX: usize = 300;
/// Relative days reach a century at most.
const DAYS_MAX: i64 = 36_500;

/// What sort of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Id,
    Lifecycle,
    Tier,
    Money,
    Count,
    Time,
    /// A text out of few.
    Choice,
    Flag,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    pub json: &'a Value,
    pub pointer: String,
}

impl Reader<'_> {
    fn bad(&self) -> Fault {
        Fault::new(self.pointer.clone(), "filter.bad_value")
    }

    /// # Errors
    /// When it is no list, an empty one or one that is too long, or an item is at fault.
    pub fn list<T>(&self, item: impl Fn(&Reader) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let items = self.json.as_array().filter(|i| !i.is_empty()).ok_or_else(|| self.bad())?;
        if items.len() > LIST_MAX {
            let fault = Fault::new(self.pointer.clone(), "filter.list_too_long");
            return Err(fault.with("max", LIST_MAX));
        }
        let at = |(i, json)| Reader { json, pointer: format!("{}/{i}", self.pointer) };
        items.iter().enumerate().map(|entry| item(&at(entry))).collect()
    }

    /// # Errors
    /// When it is not a list of two good items.
    pub fn pair<T: Copy>(
        &self,
        item: impl Fn(&Reader) -> Result<T, Fault>,
    ) -> Result<(T, T), Fault> {
        match self.list(item)?.as_slice() {
            [one, other] => Ok((*one, *other)),
            _ => Err(self.bad()),
        }
    }

    /// True when left out: `{"op": "is_null"}` says it all.
    ///
    /// # Errors
    /// When it is anything but true, false or left out.
    pub fn flag(&self) -> Result<bool, Fault> {
        match self.json {
            Value::Null => Ok(true),
            Value::Bool(flag) => Ok(*flag),
            _ => Err(self.bad()),
        }
    }

    /// # Errors
    /// When it is no text of the kind.
    pub fn code(&self, kind: Kind) -> Result<String, Fault> {
        if let (Kind::Flag, Value::Bool(flag)) = (kind, self.json) {
            return Ok(flag_text(*flag).into_owned());
        }
        let text = self.json.as_str().ok_or_else(|| self.bad())?;
        let is_known = match kind {
            Kind::Lifecycle => LIFECYCLES.contains(&text),
            Kind::Tier => TIERS.contains(&text),
            Kind::Flag => text == flag_text(true) || text == flag_text(false),
            Kind::Id => return text.parse().map(|id: Uuid| id.to_string()).map_err(|_| self.bad()),
            _ => text.chars().count() <= TEXT_CHARS_MAX,
        };
        if is_known { Ok(text.to_owned()) } else { Err(self.bad()) }
    }

    /// # Errors
    /// When it is not a number, a date, an instant or `{"days": n}`, as the kind demands.
    pub fn moment(&self, kind: Kind) -> Result<Moment, Fault> {
        let moment = match kind {
            Kind::Money => ten_thousandths(self.json),
            Kind::Count => decimal(self.json).and_then(|count| scaled(count, 1)),
            _ => return self.time().ok_or_else(|| self.bad()),
        };
        moment.map(Moment::Number).ok_or_else(|| self.bad())
    }

    fn time(&self) -> Option<Moment> {
        if let Some(days) = self.json.get("days").and_then(Value::as_i64) {
            let days =
                i32::try_from(days).ok().filter(|days| i64::from(*days).abs() <= DAYS_MAX)?;
            return Some(Moment::DaysFromToday(days));
        }
        let text = self.json.as_str()?;
        let day = || text.parse::<NaiveDate>().ok().map(Moment::Day);
        let instant = || text.parse::<DateTime<Utc>>().ok().map(Moment::At);
        day().or_else(instant)
    }
}

/// # Errors
/// When it is none of the four.
pub fn visit_status(reader: &Reader) -> Result<VisitStatus, Fault> {
    reader.json.as_str().and_then(|code| code.parse().ok()).ok_or_else(|| reader.bad())
}

/// A number as money is kept.
pub(super) fn ten_thousandths(json: &Value) -> Option<i64> {
    decimal(json).and_then(|amount| scaled(amount, MONEY_SCALE))
}

fn decimal(json: &Value) -> Option<Decimal> {
    let text = match json {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

fn scaled(number: Decimal, scale: i64) -> Option<i64> {
    number.checked_mul(Decimal::from(scale))?.round().to_i64().filter(|n| *n != i64::MIN)
}

/// Everything from a value on.
#[must_use]
pub fn from(value: Moment, is_included: bool) -> Range {
    Range { from: Some(Limit { value, is_included }), to: None }
}

/// Everything up to a value.
#[must_use]
pub fn up_to(value: Moment, is_included: bool) -> Range {
    Range { from: None, to: Some(Limit { value, is_included }) }
}

/// Both ends included.
#[must_use]
pub fn between(one: Moment, other: Moment) -> Range {
    Range { from: from(one, true).from, to: up_to(other, true).to }
}

#[must_use]
pub fn exactly(value: Moment) -> Range {
    between(value, value)
}
