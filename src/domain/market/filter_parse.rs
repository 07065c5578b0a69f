//! JSON to [`Filter`], with all faults and the place of each.

use serde_json::Value;

use super::area::{self, Area};
use super::codes::CodeField;
use super::columns::NumberField;
use super::custom::{CustomColumn, CustomFields};
use super::filter::{Condition, Filter, TextTest};
use super::filter_value::{self as value, Kind, Reader};
use crate::domain::crm::{Fault, Faults};

/// How deep `and`, `or` and `not` may be nested.
pub const FILTER_DEPTH_MAX: usize = 16;
/// Most conditions of one filter.
pub const FILTER_CONDITIONS_MAX: usize = 200;

/// Reads a filter on accounts that have these fields of their organisation beside the common ones.
/// `null` and `{}` hold everything.
///
/// # Errors
/// Every fault in it.
pub fn parse(json: &Value, pointer: &str, custom: &CustomFields) -> Result<Filter, Vec<Fault>> {
    let mut parser = Parser { faults: Faults::default(), n_conditions: 0, custom };
    let filter = parser.node(json, pointer, 0);
    parser.faults.none()?;
    Ok(filter)
}

struct Parser<'a> {
    faults: Faults,
    n_conditions: usize,
    custom: &'a CustomFields,
}

impl Parser<'_> {
    fn node(&mut self, json: &Value, pointer: &str, depth: usize) -> Filter {
        if depth > FILTER_DEPTH_MAX {
            let fault = Fault::new(pointer.to_owned(), "filter.too_deep");
            self.faults.push(fault.with("max", FILTER_DEPTH_MAX));
            return Filter::default();
        }
        let Some(object) = json.as_object() else {
            if !json.is_null() {
                self.faults.push(Fault::new(pointer.to_owned(), "filter.bad_shape"));
            }
            return Filter::default();
        };
        match object.iter().next() {
            None => Filter::default(),
            Some((key, parts)) if object.len() == 1 && key == "and" => {
                Filter::And(self.parts(parts, &format!("{pointer}/and"), depth))
            }
            Some((key, parts)) if object.len() == 1 && key == "or" => {
                Filter::Or(self.parts(parts, &format!("{pointer}/or"), depth))
            }
            Some((key, part)) if object.len() == 1 && key == "not" => {
                Filter::Not(Box::new(self.node(part, &format!("{pointer}/not"), depth + 1)))
            }
            Some(_) => self.condition(json, pointer),
        }
    }

    fn parts(&mut self, parts: &Value, pointer: &str, depth: usize) -> Vec<Filter> {
        let Some(parts) = parts.as_array() else {
            self.faults.push(Fault::new(pointer.to_owned(), "filter.bad_shape"));
            return Vec::new();
        };
        let mut filters = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            if self.n_conditions > FILTER_CONDITIONS_MAX {
                break;
            }
            filters.push(self.node(part, &format!("{pointer}/{index}"), depth + 1));
        }
        filters
    }

    fn condition(&mut self, json: &Value, pointer: &str) -> Filter {
        self.n_conditions += 1;
        if self.n_conditions > FILTER_CONDITIONS_MAX {
            let fault = Fault::new(pointer.to_owned(), "filter.too_large");
            self.faults.push(fault.with("max", FILTER_CONDITIONS_MAX));
            return Filter::default();
        }
        for key in json.as_object().into_iter().flat_map(|object| object.keys()) {
            if !["field", "op", "value"].contains(&key.as_str()) {
                self.faults.push(Fault::new(format!("{pointer}/{key}"), "filter.bad_shape"));
            }
        }
        let text = |key: &str| json.get(key).and_then(Value::as_str).unwrap_or_default();
        let Some(field) = Field::from_name(text("field"), self.custom) else {
            let fault = Fault::new(format!("{pointer}/field"), "filter.unknown_field");
            self.faults.push(fault.with("field", text("field")));
            return Filter::default();
        };
        let value = json.get("value").unwrap_or(&Value::Null);
        let reader = Reader { json: value, pointer: format!("{pointer}/value") };
        let outcome = test(field, text("op"), &reader).unwrap_or_else(|| {
            let fault = Fault::new(format!("{pointer}/op"), "filter.unknown_op");
            Err(fault.with("op", text("op")).with("field", text("field")))
        });
        self.faults.note(outcome).unwrap_or_default()
    }
}

/// What a condition may name.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Field {
    Code(CodeField, Kind),
    CategoryGroup,
    Tag,
    Name,
    Text,
    Number(NumberField, Kind),
    VisitStatus,
    Location,
    HasLocation,
}

/// Every field by the name it has in the API.
const FIELDS: [(&str, Field); 24] = [
    ("name", Field::Name),
    ("text", Field::Text),
    ("lifecycle", Field::Code(CodeField::Lifecycle, Kind::Lifecycle)),
    ("tier", Field::Code(CodeField::Tier, Kind::Tier)),
    ("category", Field::Code(CodeField::Category, Kind::Text)),
    ("category_group", Field::CategoryGroup),
    ("owner_id", Field::Code(CodeField::Owner, Kind::Id)),
    ("team_id", Field::Code(CodeField::Team, Kind::Id)),
    ("territory_id", Field::Code(CodeField::Territory, Kind::Id)),
    ("tag", Field::Tag),
    ("value_12m", Field::Number(NumberField::Value, Kind::Money)),
    ("potential_value", Field::Number(NumberField::Potential, Kind::Money)),
    ("visit_duration_min", Field::Number(NumberField::VisitDuration, Kind::Count)),
    ("visit_interval_days", Field::Number(NumberField::VisitInterval, Kind::Count)),
    ("visit_status", Field::VisitStatus),
    ("next_due_on", Field::Number(NumberField::NextDue, Kind::Time)),
    ("last_visit_at", Field::Number(NumberField::LastVisit, Kind::Time)),
    ("created_at", Field::Number(NumberField::Created, Kind::Time)),
    ("updated_at", Field::Number(NumberField::Updated, Kind::Time)),
    ("city", Field::Code(CodeField::City, Kind::Text)),
    ("postal_code", Field::Code(CodeField::PostalCode, Kind::Text)),
    ("source", Field::Code(CodeField::Source, Kind::Text)),
    ("location", Field::Location),
    ("has_location", Field::HasLocation),
];

impl Field {
    fn from_name(name: &str, custom: &CustomFields) -> Option<Self> {
        let known = FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
        known.or_else(|| {
            Some(match custom.column(name)? {
                CustomColumn::Code(field, kind) => Self::Code(field, kind),
                CustomColumn::Number(field, kind) => Self::Number(field, kind),
            })
        })
    }
}

/// The column of plain numbers with this name in the API, and what sort of numbers they are.
#[must_use]
pub fn number_field(name: &str, custom: &CustomFields) -> Option<(NumberField, Kind)> {
    match Field::from_name(name, custom)? {
        Field::Number(field, kind) => Some((field, kind)),
        _ => None,
    }
}

type Outcome = Option<Result<Filter, Fault>>;

/// The filter of one condition; none where the field does not know the operator.
fn test(field: Field, op: &str, reader: &Reader) -> Outcome {
    match field {
        Field::Code(field, kind) => {
            text_test(op, reader, kind, |test| Condition::Code { field, test })
        }
        Field::CategoryGroup => text_test(op, reader, Kind::Text, Condition::CategoryGroup),
        Field::Tag => text_test(op, reader, Kind::Id, Condition::Tag),
        Field::Name => text_test(op, reader, Kind::Text, Condition::Name),
        Field::Text if op != "contains" => None,
        Field::Text => text_test(op, reader, Kind::Text, Condition::Text),
        Field::Number(field, kind) => number_test(field, op, reader, kind),
        Field::VisitStatus => status_test(op, reader),
        Field::Location => location_test(op, reader),
        Field::HasLocation => has_location_test(op, reader),
    }
}

fn text_test(
    op: &str,
    reader: &Reader,
    kind: Kind,
    condition: impl Fn(TextTest) -> Condition,
) -> Outcome {
    let is = |test| Filter::Is(condition(test));
    let one_of = |values: Result<Vec<String>, Fault>| values.map(|v| is(TextTest::OneOf(v)));
    Some(match op {
        "eq" => one_of(reader.code(kind).map(|code| vec![code])),
        "ne" => one_of(reader.code(kind).map(|code| vec![code])).map(not),
        "in" => one_of(reader.list(|item| item.code(kind))),
        "nin" => one_of(reader.list(|item| item.code(kind))).map(not),
        "contains" if kind == Kind::Text => reader.code(kind).map(TextTest::Contains).map(is),
        "starts" if kind == Kind::Text => reader.code(kind).map(TextTest::Starts).map(is),
        "is_null" => reader.flag().map(|flag| not_unless(flag, is(TextTest::IsNull))),
        _ => return None,
    })
}

fn number_test(field: NumberField, op: &str, reader: &Reader, kind: Kind) -> Outcome {
    let is = |range| Filter::Is(Condition::Number { field, range });
    let any = |ranges: Vec<_>| Filter::Or(ranges.into_iter().map(is).collect());
    let exactly = |item: &Reader| item.moment(kind).map(value::exactly);
    Some(match op {
        "eq" => exactly(reader).map(is),
        "ne" => exactly(reader).map(is).map(not),
        "lt" | "lte" => reader.moment(kind).map(|m| is(value::up_to(m, op == "lte"))),
        "gt" | "gte" => reader.moment(kind).map(|m| is(value::from(m, op == "gte"))),
        "between" => reader.pair(|item| item.moment(kind)).map(|(a, b)| is(value::between(a, b))),
        "in" => reader.list(exactly).map(any),
        "nin" => reader.list(exactly).map(any).map(not),
        "is_null" => {
            let is_null = Filter::Is(Condition::NumberIsNull(field));
            reader.flag().map(|flag| not_unless(flag, is_null))
        }
        _ => return None,
    })
}

fn status_test(op: &str, reader: &Reader) -> Outcome {
    let is = |statuses| Filter::Is(Condition::VisitStatus(statuses));
    Some(match op {
        "eq" => value::visit_status(reader).map(|status| is(vec![status])),
        "ne" => value::visit_status(reader).map(|status| not(is(vec![status]))),
        "in" => reader.list(value::visit_status).map(is),
        "nin" => reader.list(value::visit_status).map(is).map(not),
        _ => return None,
    })
}

fn location_test(op: &str, reader: &Reader) -> Outcome {
    let is = |area| Filter::Is(Condition::Within(area));
    Some(match op {
        "within" => Area::parse(reader.json, &reader.pointer).map(is),
        "near" => area::parse_circle(reader.json, &reader.pointer).map(is),
        "is_null" => {
            reader.flag().map(|flag| not_unless(!flag, Filter::Is(Condition::HasLocation)))
        }
        _ => return None,
    })
}

fn has_location_test(op: &str, reader: &Reader) -> Outcome {
    (op == "eq")
        .then(|| reader.flag().map(|flag| not_unless(flag, Filter::Is(Condition::HasLocation))))
}

fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

fn not_unless(holds: bool, filter: Filter) -> Filter {
    if holds { filter } else { not(filter) }
}

#[cfg(test)]
#[path = "filter_parse_tests.rs"]
mod tests;
