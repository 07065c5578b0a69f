//! An organisation's own fields as columns of the index: numbers and dates among the numbers, all
//! others among the codes.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::codes::CodeField;
use super::columns::{NULL, NumberField, day, day_number};
use super::filter_value::{Kind, ten_thousandths};
use super::record::MONEY_SCALE;
use super::segment::Segment;
use crate::domain::crm::custom::{CustomType, PREFIX};

/// Which fields there are. All segments of an index are built with the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomFields {
    fields: Vec<Field>,
    n_codes: u8,
    n_numbers: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    key: String,
    r#type: CustomType,
    column: CustomColumn,
}

/// Where a field's values are and what sort they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomColumn {
    Code(CodeField, Kind),
    Number(NumberField, Kind),
}

/// The values of one account, in the order of the columns; what is left out at the end is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomValues<'a> {
    pub texts: Vec<Option<Cow<'a, str>>>,
    pub numbers: Vec<i64>,
}

impl CustomFields {
    /// Keys and types; more fields than an organisation may have are left out.
    #[must_use]
    pub fn new(fields: impl IntoIterator<Item = (String, CustomType)>) -> Self {
        let mut all = Self::default();
        for (key, r#type) in fields.into_iter().take(usize::from(u8::MAX)) {
            let mut code = |kind| {
                all.n_codes += 1;
                CustomColumn::Code(CodeField::Custom(all.n_codes - 1), kind)
            };
            let column = match r#type {
                CustomType::Text => code(Kind::Text),
                CustomType::Boolean => code(Kind::Flag),
                CustomType::Choice => code(Kind::Choice),
                CustomType::Number | CustomType::Date => {
                    all.n_numbers += 1;
                    let slot = all.n_numbers - 1;
                    if r#type == CustomType::Date {
                        CustomColumn::Number(NumberField::CustomDay(slot), Kind::Time)
                    } else {
                        CustomColumn::Number(NumberField::Custom(slot), Kind::Money)
                    }
                }
            };
            all.fields.push(Field { key, r#type, column });
        }
        all
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    pub(super) fn n_codes(&self) -> usize {
        self.n_codes.into()
    }

    pub(super) fn n_numbers(&self) -> usize {
        self.n_numbers.into()
    }

    /// The column of `custom.KEY`.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<CustomColumn> {
        let key = name.strip_prefix(PREFIX)?;
        self.fields.iter().find(|field| field.key == key).map(|field| field.column)
    }

    /// The names of the fields and their types.
    pub fn names(&self) -> impl Iterator<Item = (String, CustomType)> + '_ {
        self.fields.iter().map(|field| (format!("{PREFIX}{}", field.key), field.r#type))
    }

    /// What the index keeps of an account's values. A value that is not of its field's type, which
    /// may be older than the field, is left out.
    #[must_use]
    pub fn values(&self, values: &Map<String, Value>) -> CustomValues<'static> {
        let mut found = CustomValues::default();
        for Field { key, r#type, .. } in &self.fields {
            let value = values.get(key).unwrap_or(&Value::Null);
            let text = || value.as_str().map(|text| Cow::Owned(text.to_owned()));
            match r#type {
                CustomType::Text | CustomType::Choice => found.texts.push(text()),
                CustomType::Boolean => found.texts.push(value.as_bool().map(flag_text)),
                CustomType::Number => {
                    let number = value.is_number().then(|| ten_thousandths(value)).flatten();
                    found.numbers.push(number.unwrap_or(NULL));
                }
                CustomType::Date => {
                    let date = value.as_str().and_then(|text| text.parse().ok());
                    found.numbers.push(date.map_or(NULL, day_number));
                }
            }
        }
        found
    }

    /// The values of a row as the API writes them.
    pub fn shown<'a>(
        &'a self,
        segment: &'a Segment,
        row: usize,
    ) -> impl Iterator<Item = (String, Value)> + 'a {
        self.fields.iter().map(move |field| {
            let value = match field.column {
                CustomColumn::Code(column, kind) => match segment.code_value(column, row) {
                    Some(text) if kind == Kind::Flag => json!(text == flag_text(true)),
                    text => json!(text),
                },
                CustomColumn::Number(column, kind) => number(segment.numbers(column)[row], kind),
            };
            (format!("{PREFIX}{}", field.key), value)
        })
    }
}

fn number(number: i64, kind: Kind) -> Value {
    match number {
        NULL => Value::Null,
        days if kind == Kind::Time => json!(day(days)),
        #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 ten-thousandths")]
        scaled => json!(scaled as f64 / MONEY_SCALE as f64),
    }
}

/// How the index writes true and false.
pub(super) fn flag_text(flag: bool) -> Cow<'static, str> {
    Cow::Borrowed(if flag { "true" } else { "false" })
}

#[cfg(test)]
#[path = "custom_tests.rs"]
mod tests;
