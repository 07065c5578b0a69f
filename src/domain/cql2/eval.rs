//! CQL2 over the properties of one feature, for collections that are not in the market index.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::{Expr, Op};

/// Whether a feature passes. A missing value passes nothing but `IS NULL`; `intersects` answers
/// for areas.
pub fn holds(
    expr: &Expr,
    properties: &Map<String, Value>,
    intersects: &dyn Fn(&Value) -> bool,
) -> bool {
    let value = |property: &str| properties.get(property).filter(|value| !value.is_null());
    match expr {
        Expr::And(parts) => parts.iter().all(|part| holds(part, properties, intersects)),
        Expr::Or(parts) => parts.iter().any(|part| holds(part, properties, intersects)),
        Expr::Not(part) => !holds(part, properties, intersects),
        Expr::Compare { property, op, value: wanted } => {
            value(property).and_then(|found| compare(found, wanted)).is_some_and(|o| fits(*op, o))
        }
        Expr::In { property, values } => value(property)
            .is_some_and(|found| values.iter().any(|v| compare(found, v) == Some(Ordering::Equal))),
        Expr::Between { property, low, high } => value(property).is_some_and(|found| {
            compare(found, low).is_some_and(Ordering::is_ge)
                && compare(found, high).is_some_and(Ordering::is_le)
        }),
        Expr::Like { property, pattern } => {
            value(property).and_then(Value::as_str).is_some_and(|text| like(text, pattern))
        }
        Expr::IsNull { property } => value(property).is_none(),
        Expr::Intersects { geometry } => intersects(geometry),
    }
}

fn fits(op: Op, order: Ordering) -> bool {
    match op {
        Op::Eq => order.is_eq(),
        Op::Ne => order.is_ne(),
        Op::Lt => order.is_lt(),
        Op::Lte => order.is_le(),
        Op::Gt => order.is_gt(),
        Op::Gte => order.is_ge(),
    }
}

/// Numbers as numbers, texts (dates among them) by their letters; none for different kinds.
fn compare(found: &Value, wanted: &Value) -> Option<Ordering> {
    match (found, wanted) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => Some(a.as_str().cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// `%` stands for any text, `_` for one character. Backtracks to the last `%` only, so the time
/// is bounded by the product of the lengths.
fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) =
        (text.to_lowercase().chars().collect(), pattern.to_lowercase().chars().collect());
    let (mut at, mut in_pattern) = (0, 0);
    let mut resume: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some('%') => {
                resume = Some((at, in_pattern + 1));
                in_pattern += 1;
            }
            Some(c) if *c == '_' || *c == text[at] => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((from, after)) = resume else { return false };
                resume = Some((from + 1, after));
                at = from + 1;
                in_pattern = after;
            }
        }
    }
    pattern[in_pattern..].iter().all(|c| *c == '%')
}
