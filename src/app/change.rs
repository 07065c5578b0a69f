//! Changing a record: a JSON merge patch (RFC 7396) onto what is editable of it, refused when
//! somebody else changed it first.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Error;
use crate::domain::crm::Fault;

/// The record's editable part with the patch laid over it; null takes a value away.
///
/// # Errors
/// `field.malformed` with the pointer of the value that does not fit, or of a field that is not
/// there.
pub fn patched<T: Serialize + DeserializeOwned>(
    current: &T,
    patch: Map<String, Value>,
) -> Result<T, Error> {
    let mut merged = serde_json::to_value(current).map_err(Error::internal)?;
    merge(&mut merged, Value::Object(patch));
    read(merged)
}

/// As [`patched`], with a patch that may be anything.
///
/// # Errors
/// `patch.not_an_object`, else as [`patched`].
pub fn merged<T: Serialize + DeserializeOwned>(current: &T, patch: Value) -> Result<T, Error> {
    match patch {
        Value::Object(patch) => patched(current, patch),
        _ => Err(Fault::new("", "patch.not_an_object").into()),
    }
}

/// JSON as a type.
///
/// # Errors
/// `field.malformed` with the pointer of the value that does not fit.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value)
        .map_err(|error| malformed(error.path(), error.inner(), "field.malformed").into())
}

/// A fault of reading JSON, with a pointer to the offending value.
pub fn malformed(
    path: &serde_path_to_error::Path,
    error: &serde_json::Error,
    code: &'static str,
) -> Fault {
    let pointer: String = path.iter().map(segment).collect();
    Fault::new(pointer, code).with("reason", error)
}

fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, value) in patch {
        if value.is_null() && !target.contains_key(&key) {
            continue;
        }
        // A null stays in place of a known field, so that typed records see it as "nothing".
        match target.get_mut(&key) {
            Some(slot) => merge(slot, value),
            None => {
                target.insert(key, value);
            }
        }
    }
}

fn segment(segment: &serde_path_to_error::Segment) -> String {
    match segment {
        serde_path_to_error::Segment::Seq { index } => format!("/{index}"),
        serde_path_to_error::Segment::Map { key } => {
            format!("/{}", key.replace('~', "~0").replace('/', "~1"))
        }
        _ => String::new(),
    }
}

/// Whether a write is based on the version that is there. Who shows the record adds it as it is now.
///
/// # Errors
/// `version.stale`.
pub fn expect_version(current: i32, expected: i32) -> Result<(), Error> {
    if current == expected { Ok(()) } else { Err(Error::conflict("version.stale")) }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
