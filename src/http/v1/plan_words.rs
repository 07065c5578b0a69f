//! Words for why a plan keeps no better to its limits, in the reader's language.

use serde_json::{Value, json};

use crate::http::messages::{Locale, message};

/// Puts words to the causes of a plan, or of each plan of a front.
pub(super) fn worded(mut result: Value, locale: Locale) -> Value {
    put_words(&mut result, locale);
    for plan in result.get_mut("front").and_then(Value::as_array_mut).into_iter().flatten() {
        put_words(plan, locale);
    }
    result
}

fn put_words(plan: &mut Value, locale: Locale) {
    for cause in plan.get_mut("causes").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(code) = cause.get("code").and_then(Value::as_str) else { continue };
        let code = format!("territory.cause.{code}");
        let params: Vec<(String, String)> = cause
            .get("params")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect();
        cause["message"] = json!(message(locale, &code, &params));
    }
}

#[cfg(test)]
#[path = "plan_words_tests.rs"]
mod tests;
