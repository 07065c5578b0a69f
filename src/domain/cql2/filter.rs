//! CQL2 as the filter tree of the API.

use serde_json::{Value, json};

use super::{Expr, Op};
use crate::domain::crm::Fault;

/// The same question as filter JSON; fields and values are checked where that is read.
///
/// # Errors
/// `cql2.pattern` for a pattern with `%` or `_` elsewhere than at its ends.
pub fn to_filter(expr: &Expr) -> Result<Value, Fault> {
    let all = |parts: &[Expr]| parts.iter().map(to_filter).collect::<Result<Vec<_>, _>>();
    Ok(match expr {
        Expr::And(parts) => json!({"and": all(parts)?}),
        Expr::Or(parts) => json!({"or": all(parts)?}),
        Expr::Not(part) => json!({"not": to_filter(part)?}),
        Expr::Compare { property, op, value } => is(property, name(*op), value.clone()),
        Expr::In { property, values } => is(property, "in", json!(values)),
        Expr::Between { property, low, high } => is(property, "between", json!([low, high])),
        Expr::Like { property, pattern } => like(property, pattern)?,
        Expr::IsNull { property } => is(property, "is_null", json!(true)),
        Expr::Intersects { geometry } => {
            is("location", "within", json!({"type": "polygon", "geometry": geometry}))
        }
    })
}

fn is(field: &str, op: &str, value: impl Into<Value>) -> Value {
    json!({"field": field, "op": op, "value": value.into()})
}

const fn name(op: Op) -> &'static str {
    match op {
        Op::Eq => "eq",
        Op::Ne => "ne",
        Op::Lt => "lt",
        Op::Lte => "lte",
        Op::Gt => "gt",
        Op::Gte => "gte",
    }
}

fn like(property: &str, pattern: &str) -> Result<Value, Fault> {
    let inner = pattern.trim_matches('%');
    if inner.contains(['%', '_']) || (pattern.starts_with('%') && !pattern.ends_with('%')) {
        return Err(Fault::new("/filter", "cql2.pattern").with("pattern", pattern));
    }
    Ok(if pattern.starts_with('%') {
        is(property, "contains", json!(inner))
    } else if pattern.ends_with('%') {
        is(property, "starts", json!(inner))
    } else {
        is(property, "eq", json!(inner))
    })
}
