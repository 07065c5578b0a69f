//! Cells of the organisation's own fields.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value, json};

use super::columns::{Mapping, fold};
use super::rows::{RowFault, amount, cell, day};
use crate::domain::crm::custom::{
    CustomChoice, CustomField, CustomFieldDraft, CustomType, VALUE_CHARS_MAX, fits,
};

const TRUE: [&str; 9] = ["true", "yes", "y", "1", "x", "o", "예", "네", "참"];
const FALSE: [&str; 7] = ["false", "no", "n", "0", "아니요", "아니오", "거짓"];

/// The field that a header means: `custom.KEY`, or its label in either language.
pub fn by_header<'a>(header: &str, fields: &'a [CustomField]) -> Option<&'a str> {
    let folded = fold(header);
    let means = |field: &CustomFieldDraft| {
        field.name().eq_ignore_ascii_case(header.trim())
            || fold(&field.label_en) == folded
            || fold(&field.label_ko) == folded
    };
    let found = fields.iter().find(|field| means(&field.fields)).filter(|_| !folded.is_empty());
    found.map(|field| field.fields.key.as_str())
}

/// The values of a row; blank cells say nothing.
pub fn values(
    line: u64,
    record: &csv::StringRecord,
    mapping: &[Mapping],
    fields: &[CustomField],
    faults: &mut Vec<RowFault>,
) -> Map<String, Value> {
    let mut values = Map::new();
    for mapping in mapping {
        let key = mapping.custom.as_ref();
        let Some(field) = fields.iter().find(|field| Some(&field.fields.key) == key) else {
            continue;
        };
        let Some(text) = cell(record, mapping.column) else { continue };
        let field = &field.fields;
        match value(field, text) {
            Ok(value) => drop(values.insert(field.key.clone(), value)),
            Err(code) => faults.push(RowFault {
                line,
                column: Some(field.name()),
                code,
                value: text.chars().take(100).collect(),
            }),
        }
    }
    values
}

fn value(field: &CustomFieldDraft, text: &str) -> Result<Value, &'static str> {
    let (value, code) = match field.r#type {
        CustomType::Text => {
            let is_fine = text.chars().count() <= VALUE_CHARS_MAX;
            (is_fine.then(|| json!(text)), "import.too_long")
        }
        CustomType::Number => {
            let number = amount(text).filter(|number| fits(*number));
            (number.and_then(|number| number.to_f64()).map(|n| json!(n)), "import.not_a_number")
        }
        CustomType::Date => (day(text).map(|day: NaiveDate| json!(day)), "import.not_a_date"),
        CustomType::Boolean => (flag(text).map(|flag| json!(flag)), "import.not_a_boolean"),
        CustomType::Choice => {
            let folded = fold(text);
            let means = |choice: &&CustomChoice| {
                choice.key == text.trim()
                    || fold(&choice.label_en) == folded
                    || fold(&choice.label_ko) == folded
            };
            let choice = field.choices.iter().find(means);
            (choice.map(|choice| json!(choice.key)), "import.not_a_choice")
        }
    };
    value.ok_or(code)
}

fn flag(text: &str) -> Option<bool> {
    let folded = text.to_lowercase();
    if TRUE.contains(&folded.as_str()) {
        return Some(true);
    }
    FALSE.contains(&folded.as_str()).then_some(false)
}

#[cfg(test)]
#[path = "custom_tests.rs"]
mod tests;
