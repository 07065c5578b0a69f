//! Fields that an organisation defines for its accounts, and the values they take.

use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::account::MONEY_MAX;
use super::codes::codes;
use super::draft::Draft;
use super::stamp::Stamp;
use super::{Fault, Faults, text};

/// Fields that one organisation may define.
pub const FIELDS_MAX: usize = 30;
/// Choices of one field.
pub const CHOICES_MAX: usize = 100;
/// Characters of a text value.
pub const VALUE_CHARS_MAX: usize = 300;
/// Before a field's key where it stands among other fields: in filters, files and map programs.
pub const PREFIX: &str = "custom.";
const KEY_BYTES_MAX: usize = 40;
const LABEL_CHARS_MAX: usize = 80;
/// Digits after the point of a number.
const SCALE_MAX: u32 = 4;

codes! {
    /// What sort of values a field holds.
    CustomType {
        Text = "text",
        /// Up to fourteen digits before the point and four after it.
        Number = "number",
        /// Written `2026-11-22`.
        Date = "date",
        Boolean = "boolean",
        /// One of the field's choices, by its key.
        Choice = "choice",
    }
}

/// One choice of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomChoice {
    /// Lower-case letters, digits and `_`; what is stored.
    pub key: String,
    pub label_en: String,
    pub label_ko: String,
}

/// What a responsible person writes about a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldDraft {
    /// Lower-case letters, digits and `_`, a letter first; never changes.
    #[schema(min_length = 1, max_length = 40)]
    pub key: String,
    #[schema(min_length = 1, max_length = 80)]
    pub label_en: String,
    #[schema(min_length = 1, max_length = 80)]
    pub label_ko: String,
    /// Never changes.
    pub r#type: CustomType,
    /// Of the type `choice` only, in the order they are shown.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub choices: Vec<CustomChoice>,
    /// Fields are shown in ascending order.
    #[serde(default)]
    pub position: i16,
}

/// A field as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CustomField {
    pub id: Uuid,
    #[serde(flatten)]
    pub fields: CustomFieldDraft,
    #[serde(flatten)]
    pub stamp: Stamp,
}

impl Draft for CustomFieldDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        check_key(&self.key, format!("{at}/key"), faults);
        labels(&mut self.label_en, &mut self.label_ko, at, faults);
        let is_choice = self.r#type == CustomType::Choice;
        if is_choice == self.choices.is_empty() {
            let code = if is_choice { "custom_field.no_choices" } else { "custom_field.choices" };
            faults.push(Fault::new(format!("{at}/choices"), code));
        }
        if self.choices.len() > CHOICES_MAX {
            let fault = Fault::new(format!("{at}/choices"), "filter.list_too_long");
            faults.push(fault.with("max", CHOICES_MAX));
        }
        for (index, choice) in self.choices.iter_mut().enumerate() {
            let at = format!("{at}/choices/{index}");
            check_key(&choice.key, format!("{at}/key"), faults);
            labels(&mut choice.label_en, &mut choice.label_ko, &at, faults);
        }
        for (index, choice) in self.choices.iter().enumerate() {
            if self.choices[..index].iter().any(|before| before.key == choice.key) {
                let fault =
                    Fault::new(format!("{at}/choices/{index}/key"), "custom_field.key_taken");
                faults.push(fault.with("key", &choice.key));
            }
        }
    }
}

fn labels(en: &mut String, ko: &mut String, at: &str, faults: &mut Faults) {
    text::required(en, format!("{at}/label_en"), LABEL_CHARS_MAX, faults);
    text::required(ko, format!("{at}/label_ko"), LABEL_CHARS_MAX, faults);
}

fn check_key(key: &str, pointer: String, faults: &mut Faults) {
    let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    let is_fine = (1..=KEY_BYTES_MAX).contains(&key.len())
        && key.bytes().all(is_part)
        && !key.starts_with(|c: char| c == '_' || c.is_ascii_digit());
    if !is_fine {
        faults.push(Fault::new(pointer, "custom_field.key_malformed").with("max", KEY_BYTES_MAX));
    }
}

impl CustomFieldDraft {
    /// What may not be changed about a field that is there: values were written for it.
    ///
    /// # Errors
    /// `custom_field.fixed` for its key and its type.
    pub fn check_change(&self, before: &Self) -> Result<(), Vec<Fault>> {
        let mut faults = Faults::default();
        if self.key != before.key {
            faults.push(Fault::new("/key", "custom_field.fixed"));
        }
        if self.r#type != before.r#type {
            faults.push(Fault::new("/type", "custom_field.fixed"));
        }
        faults.none()
    }

    /// The choices that a change takes away.
    pub fn gone<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a str> {
        let is_kept = |key: &str| self.choices.iter().any(|choice| choice.key == key);
        before.choices.iter().map(|choice| choice.key.as_str()).filter(move |key| !is_kept(key))
    }

    /// The name under which the field stands among others.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{PREFIX}{}", self.key)
    }

    /// The code of what is wrong with a value, if anything is.
    #[must_use]
    pub fn fault(&self, value: &Value) -> Option<&'static str> {
        let text = value.as_str();
        let (is_fine, code) = match self.r#type {
            CustomType::Text => (
                text.is_some_and(|text| text.chars().count() <= VALUE_CHARS_MAX),
                "custom.not_a_text",
            ),
            CustomType::Number => (number(value).is_some(), "custom.not_a_number"),
            CustomType::Date => {
                (text.is_some_and(|text| NaiveDate::from_str(text).is_ok()), "custom.not_a_date")
            }
            CustomType::Boolean => (value.is_boolean(), "custom.not_a_boolean"),
            CustomType::Choice => {
                let is_one = |text| self.choices.iter().any(|choice| choice.key == text);
                (text.is_some_and(is_one), "custom.not_a_choice")
            }
        };
        (!is_fine).then_some(code)
    }
}

/// A JSON number that a field can hold.
#[must_use]
pub fn number(value: &Value) -> Option<Decimal> {
    let text = value.as_number()?.to_string();
    let number = text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())?;
    fits(number).then_some(number)
}

/// Whether a field can hold a number.
#[must_use]
pub fn fits(number: Decimal) -> bool {
    number.normalize().scale() <= SCALE_MAX && number.abs() < MONEY_MAX
}

/// Tidies values as people write them: texts trimmed, what says nothing left out.
pub fn tidy(values: &mut Map<String, Value>) {
    for value in values.values_mut() {
        if let Value::String(text) = value {
            *text = text.trim().to_owned();
        }
    }
    values.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
}

/// Checks the values of an account that are not as they were before. What was written before a
/// field was defined may stay.
///
/// # Errors
/// Every value that no field has or that is not of its field's type.
pub fn check(
    values: &Map<String, Value>,
    before: &Map<String, Value>,
    fields: &[CustomField],
) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    for (key, value) in values.iter().filter(|(key, value)| before.get(*key) != Some(value)) {
        let field = fields.iter().find(|field| field.fields.key == *key);
        let code = field.map_or(Some("custom.unknown"), |field| field.fields.fault(value));
        if let Some(code) = code {
            let fault = Fault::new(format!("/custom/{key}"), code).with("field", key);
            faults.push(fault.with("value", shown(value)));
        }
    }
    faults.none()
}

fn shown(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    text.chars().take(100).collect()
}

#[cfg(test)]
#[path = "custom_tests.rs"]
mod tests;
