//! Every value of a row, checked. Blank cells are absent values, never empty ones.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::columns::{Field, Mapping};
use crate::domain::crm::export::unguarded;
use crate::domain::crm::opening_hours::OpeningHours;
use crate::domain::crm::site::Geocoded;

/// Longest text of a cell, in characters.
pub const CELL_CHARS_MAX: usize = 2_000;
/// Most tags of one row.
pub const TAGS_MAX: usize = 20;

/// What is wrong in a row. `line` counts from 1, the header included, as a spreadsheet does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    pub line: u64,
    /// The field's name, none where the whole line is meant.
    pub column: Option<String>,
    /// Stable code, translated by the message catalogue.
    pub code: &'static str,
    /// The offending value as it stands in the file.
    pub value: String,
}

impl RowFault {
    #[must_use]
    pub fn of_line(line: u64, code: &'static str) -> Self {
        Self { line, column: None, code, value: String::new() }
    }
}

/// One account with its site. Codes (`kind`, `lifecycle`, `tier`) are valid where present.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportRow {
    pub line: u64,
    pub external_id: Option<String>,
    pub name: String,
    pub legal_name: Option<String>,
    pub kind: Option<&'static str>,
    pub lifecycle: Option<&'static str>,
    pub tier: Option<&'static str>,
    pub category: Option<String>,
    pub registration_no: Option<String>,
    pub website: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub owner_email: Option<String>,
    pub value_12m: Option<Decimal>,
    pub potential_value: Option<Decimal>,
    pub visit_interval_days: Option<i32>,
    pub visit_duration_min: Option<i32>,
    pub visit_priority: Option<i32>,
    pub last_visit_on: Option<NaiveDate>,
    pub line1: Option<String>,
    pub line2: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
    /// Longitude, latitude in degrees; both or none.
    pub location: Option<[f64; 2]>,
    pub opening_hours: Option<String>,
    pub tags: Vec<String>,
    pub note: Option<String>,
    /// Values of the organisation's own fields.
    pub custom: Map<String, Value>,
    /// Where the map has the address, when somebody has looked.
    pub geocoded: Option<Geocoded>,
}

/// Checks a record; faults are added to `faults`, and the row is only to be used without any.
pub fn check(
    line: u64,
    record: &csv::StringRecord,
    mapping: &[Mapping],
    faults: &mut Vec<RowFault>,
) -> ImportRow {
    let mut cells = Cells { line, record, mapping, faults };
    let name = cells.text(Field::Name);
    if name.is_none() {
        cells.fault(Field::Name, "import.required", "");
    }
    ImportRow {
        line,
        external_id: cells.text(Field::ExternalId),
        name: name.unwrap_or_default(),
        legal_name: cells.text(Field::LegalName),
        kind: cells.code(Field::Kind, KINDS),
        lifecycle: cells.code(Field::Lifecycle, LIFECYCLES),
        tier: cells.code(Field::Tier, TIERS),
        category: cells.text(Field::Category),
        registration_no: cells.text(Field::RegistrationNo),
        website: cells.text(Field::Website),
        phone: cells.text(Field::Phone),
        email: cells.email(Field::Email),
        owner_email: cells.email(Field::OwnerEmail),
        value_12m: cells.money(Field::Value12m),
        potential_value: cells.money(Field::PotentialValue),
        visit_interval_days: cells.whole(Field::VisitIntervalDays, 1, 3650),
        visit_duration_min: cells.whole(Field::VisitDurationMin, 1, 1440),
        visit_priority: cells.whole(Field::VisitPriority, 0, 100),
        last_visit_on: cells.date(Field::LastVisitOn),
        line1: cells.text(Field::Line1),
        line2: cells.text(Field::Line2),
        city: cells.text(Field::City),
        district: cells.text(Field::District),
        region: cells.text(Field::Region),
        postal_code: cells.text(Field::PostalCode),
        country: cells.country(),
        location: cells.location(),
        opening_hours: cells.opening_hours(),
        tags: cells.tags(),
        note: cells.text(Field::Note),
        custom: Map::new(),
        geocoded: None,
    }
}

/// Codes with the words people write for them, folded to lower case.
type Codes = &'static [(&'static str, &'static [&'static str])];

const KINDS: Codes = &[
    ("business", &["company", "기업", "법인", "사업자"]),
    ("person", &["individual", "개인"]),
    ("public", &["government", "공공", "공공기관"]),
    ("branch", &["지점"]),
];
const LIFECYCLES: Codes = &[
    ("prospect", &["잠재고객", "잠재", "가망고객"]),
    ("lead", &["리드", "관심고객"]),
    ("customer", &["active", "client", "고객", "거래중"]),
    ("lapsed", &["inactive", "dormant", "휴면", "휴면고객"]),
    ("lost", &["churned", "이탈", "이탈고객", "거래종료"]),
    ("excluded", &["제외"]),
];
const TIERS: Codes = &[
    ("A", &["a", "a등급"]),
    ("B", &["b", "b등급"]),
    ("C", &["c", "c등급"]),
    ("D", &["d", "d등급"]),
];

struct Cells<'a> {
    line: u64,
    record: &'a csv::StringRecord,
    mapping: &'a [Mapping],
    faults: &'a mut Vec<RowFault>,
}

impl Cells<'_> {
    fn raw(&self, field: Field) -> Option<&str> {
        cell(self.record, self.mapping.iter().find(|m| m.field == Some(field))?.column)
    }

    fn fault(&mut self, field: Field, code: &'static str, value: &str) {
        self.faults.push(RowFault {
            line: self.line,
            column: Some(field.name().to_owned()),
            code,
            value: value.chars().take(100).collect(),
        });
    }

    /// The value `read` makes of the cell; a cell it makes nothing of is a fault.
    fn parsed<T>(
        &mut self,
        field: Field,
        code: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.raw(field)?.to_owned();
        let value = read(&text);
        if value.is_none() {
            self.fault(field, code, &text);
        }
        value
    }

    fn text(&mut self, field: Field) -> Option<String> {
        let max = if field == Field::Name { 300 } else { CELL_CHARS_MAX };
        self.parsed(field, "import.too_long", |text| {
            (text.chars().count() <= max).then(|| text.to_owned())
        })
    }

    fn code(&mut self, field: Field, codes: Codes) -> Option<&'static str> {
        self.parsed(field, "import.unknown_code", |text| {
            let folded = text.to_lowercase();
            let found = codes.iter().find(|(code, words)| {
                code.eq_ignore_ascii_case(&folded) || words.contains(&folded.as_str())
            });
            found.map(|(code, _)| *code)
        })
    }

    fn email(&mut self, field: Field) -> Option<String> {
        self.parsed(field, "import.not_an_email", |text| {
            let (local, domain) = text.rsplit_once('@')?;
            let fine = !local.is_empty()
                && domain.contains('.')
                && !text.contains(char::is_whitespace)
                && text.len() <= 254;
            fine.then(|| text.to_lowercase())
        })
    }

    /// Money without a sign of its currency: `12,500.50`, `12 500`, `₩12,500`, `12.500,50 €`.
    fn money(&mut self, field: Field) -> Option<Decimal> {
        self.parsed(field, "import.not_a_number", |text| {
            amount(text).filter(|value| !value.is_sign_negative())
        })
    }

    fn whole(&mut self, field: Field, min: i32, max: i32) -> Option<i32> {
        self.parsed(field, "import.not_in_range", |text| {
            text.parse().ok().filter(|value| (min..=max).contains(value))
        })
    }

    fn date(&mut self, field: Field) -> Option<NaiveDate> {
        self.parsed(field, "import.not_a_date", day)
    }

    fn country(&mut self) -> Option<String> {
        self.parsed(Field::Country, "import.not_a_country", |text| match text {
            "대한민국" | "한국" => Some("KR".to_owned()),
            _ if text.len() == 2 && text.chars().all(|c| c.is_ascii_alphabetic()) => {
                Some(text.to_ascii_uppercase())
            }
            _ => None,
        })
    }

    fn location(&mut self) -> Option<[f64; 2]> {
        let in_range = |limit: f64| {
            move |text: &str| {
                let degrees: f64 = text.replace(',', ".").parse().ok()?;
                (-limit..=limit).contains(&degrees).then_some(degrees)
            }
        };
        let lng = self.parsed(Field::Lng, "import.not_a_longitude", in_range(180.0));
        let lat = self.parsed(Field::Lat, "import.not_a_latitude", in_range(90.0));
        let (has_lng, has_lat) = (self.raw(Field::Lng).is_some(), self.raw(Field::Lat).is_some());
        if has_lng != has_lat {
            let missing = if has_lng { Field::Lat } else { Field::Lng };
            self.fault(missing, "import.half_a_location", "");
        }
        Some([lng?, lat?])
    }

    fn opening_hours(&mut self) -> Option<String> {
        self.parsed(Field::OpeningHours, "import.opening_hours", |text| {
            OpeningHours::parse(text, None).is_ok().then(|| text.to_owned())
        })
    }

    fn tags(&mut self) -> Vec<String> {
        self.parsed(Field::Tags, "import.tags", |text| {
            let tags: Vec<String> = text
                .split([';', ',', '|'])
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(ToOwned::to_owned)
                .collect();
            let fine = tags.len() <= TAGS_MAX && tags.iter().all(|t| t.chars().count() <= 60);
            fine.then_some(tags)
        })
        .unwrap_or_default()
    }
}

/// What a cell says; none where it is blank.
pub(super) fn cell(record: &csv::StringRecord, column: usize) -> Option<&str> {
    record.get(column).map(|cell| unguarded(cell.trim())).filter(|text| !text.is_empty())
}

/// A day as people write it: ISO first, then the forms of Korean and European spreadsheets.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    const FORMS: [&str; 6] =
        ["%Y-%m-%d", "%Y.%m.%d", "%Y. %m. %d.", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"];
    let day = text.split_once('T').map_or(text, |(day, _)| day);
    FORMS.iter().find_map(|form| NaiveDate::parse_from_str(day, form).ok())
}

/// A decimal number as people write it. Of comma and point the later one separates decimals, unless
/// it stands before exactly three digits and only groups are left (`12,500`).
pub(super) fn amount(text: &str) -> Option<Decimal> {
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !"₩€$£¥원'".contains(*c)).collect();
    let last = digits.rfind([',', '.']);
    let decimal_at = last.filter(|at| {
        let mark = digits.as_bytes()[*at];
        let repeated = digits.bytes().filter(|b| *b == mark).count() > 1;
        let grouped = mark == b',' && digits.len() - at == 4;
        !repeated && !grouped
    });
    let plain: String = digits
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' | '.' => (Some(at) == decimal_at).then_some('.'),
            _ => Some(c),
        })
        .collect();
    let value: Decimal = plain.parse().ok()?;
    (value.scale() <= 4 && value.trunc().to_string().len() <= 14).then_some(value)
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
