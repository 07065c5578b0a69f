//! What the history keeps of a change: each field before and after.

use deadpool_postgres::{GenericClient, Transaction};
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Error, Principal};
use crate::storage::audit;

pub async fn created(
    client: &impl GenericClient,
    principal: &Principal,
    object: &str,
    id: Uuid,
    after: &impl Serialize,
) -> Result<(), Error> {
    let diff = creation(after)?;
    Ok(audit::record(client, &principal.author(), object, id, "create", &diff).await?)
}

/// As [`created`], for many records with few statements.
pub async fn all_created<'a, T: Serialize + 'a>(
    tx: &Transaction<'_>,
    principal: &Principal,
    object: &str,
    records: impl Iterator<Item = (Uuid, &'a T)>,
) -> Result<(), Error> {
    let diffs: Result<Vec<_>, Error> =
        records.map(|(id, after)| Ok((id, creation(after)?))).collect();
    Ok(audit::record_all(tx, &principal.author(), object, "create", &diffs?).await?)
}

fn creation(after: &impl Serialize) -> Result<Value, Error> {
    let after = to_object(after)?.into_iter().filter(|(_, value)| !is_void(value)).collect();
    Ok(diff(Map::new(), after))
}

/// Writes what changed; says whether anything did.
pub async fn updated(
    client: &impl GenericClient,
    principal: &Principal,
    object: &str,
    id: Uuid,
    before: &impl Serialize,
    after: &impl Serialize,
) -> Result<bool, Error> {
    let diff = diff(to_object(before)?, to_object(after)?);
    let is_changed = diff.as_object().is_some_and(|diff| !diff.is_empty());
    if is_changed {
        audit::record(client, &principal.author(), object, id, "update", &diff).await?;
    }
    Ok(is_changed)
}

/// A change that is an event rather than a difference: `delete`, `restore`, `export`, `sign_in`.
pub async fn happened(
    client: &impl GenericClient,
    principal: &Principal,
    object: &str,
    id: Uuid,
    action: &str,
    detail: &Value,
) -> Result<(), Error> {
    Ok(audit::record(client, &principal.author(), object, id, action, detail).await?)
}

/// `{"field": [before, after]}` for each field that differs; nested objects are compared inside,
/// so that `site` shows only the line that changed.
fn diff(before: Map<String, Value>, after: Map<String, Value>) -> Value {
    let mut changes = Map::new();
    collect("", before, after, &mut changes);
    Value::Object(changes)
}

fn collect(
    prefix: &str,
    mut before: Map<String, Value>,
    after: Map<String, Value>,
    changes: &mut Map<String, Value>,
) {
    for (field, new) in after {
        let old = before.shift_remove(&field).unwrap_or(Value::Null);
        compare(&format!("{prefix}{field}"), old, new, changes);
    }
    for (field, old) in before {
        compare(&format!("{prefix}{field}"), old, Value::Null, changes);
    }
}

fn compare(path: &str, old: Value, new: Value, changes: &mut Map<String, Value>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => collect(&format!("{path}."), old, new, changes),
        (old, new) if old != new => {
            changes.insert(path.to_owned(), json!([old, new]));
        }
        _ => {}
    }
}

fn to_object(value: &impl Serialize) -> Result<Map<String, Value>, Error> {
    match serde_json::to_value(value).map_err(Error::internal)? {
        Value::Object(map) => Ok(map),
        other => Err(Error::internal(format!("a record serialised to {other}"))),
    }
}

fn is_void(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
