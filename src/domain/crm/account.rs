//! Accounts: companies, shops, households and public bodies at one place or several.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::codes;
use super::draft::Draft;
use super::due::next_due_on;
use super::site::SiteDraft;
use super::stamp::Stamp;
use super::{Fault, Faults, custom, text};

/// Largest amount of money: numeric(18, 4) holds fourteen digits before the point.
pub const MONEY_MAX: Decimal = Decimal::from_parts(276_447_232, 23_283, 0, false, 0);
/// Bytes of custom fields and of external ids, as JSON.
pub const JSON_BYTES_MAX: usize = 16_384;

codes! {
    /// How an account stands to us.
    #[derive(Default)]
    Lifecycle {
        #[default]
        Prospect = "prospect",
        Lead = "lead",
        Customer = "customer",
        Lapsed = "lapsed",
        Lost = "lost",
        Excluded = "excluded",
    }
}

codes! {
    #[derive(Default)]
    AccountKind {
        #[default]
        Business = "business",
        Person = "person",
        Public = "public",
        Branch = "branch",
    }
}

codes! {
    /// How much attention an account deserves.
    Tier { A = "A", B = "B", C = "C", D = "D" }
}

codes! {
    /// Whether the owner was chosen or follows the territory.
    OwnerSource { Territory = "territory", Manual = "manual" }
}

codes! {
    TerritorySource { Polygon = "polygon", Manual = "manual", Rule = "rule" }
}

/// What people write about an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountDraft {
    #[schema(min_length = 1, max_length = 300)]
    pub name: String,
    #[serde(default)]
    pub legal_name: Option<String>,
    #[serde(default)]
    pub kind: AccountKind,
    /// The head office of a branch.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
    #[serde(default)]
    pub lifecycle: Lifecycle,
    #[serde(default)]
    pub tier: Option<Tier>,
    /// What kind of business, as a place category such as `amenity.cafe`.
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub registration_no: Option<String>,
    #[serde(default)]
    pub employees: Option<i32>,
    #[serde(default)]
    pub website: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    /// Null lets the owner follow the territory.
    #[serde(default)]
    pub owner_id: Option<Uuid>,
    #[serde(default)]
    pub team_id: Option<Uuid>,
    /// Sales of the last twelve months, in the organisation's currency.
    #[serde(default, with = "rust_decimal::serde::float")]
    #[schema(value_type = f64)]
    pub value_12m: Decimal,
    /// What the account could be worth in twelve months.
    #[serde(default, with = "rust_decimal::serde::float")]
    #[schema(value_type = f64)]
    pub potential_value: Decimal,
    /// Days between visits; null means on demand.
    #[serde(default)]
    pub visit_interval_days: Option<i32>,
    #[serde(default = "default_duration")]
    pub visit_duration_min: i32,
    /// 0 to 100.
    #[serde(default = "default_priority")]
    pub visit_priority: i32,
    #[serde(default)]
    pub access_note: Option<String>,
    #[serde(default)]
    pub do_not_visit: bool,
    #[serde(default)]
    pub note: Option<String>,
    /// The account's id in other systems, such as `{"erp": "4711"}`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub external_ids: Map<String, Value>,
    /// The organisation's own fields by key, each value of its field's type; see `custom-fields`.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub custom: Map<String, Value>,
    #[serde(default)]
    pub tag_ids: Vec<Uuid>,
    /// The primary site, where the account is visited.
    #[serde(default)]
    pub site: Option<SiteDraft>,
}

const fn default_duration() -> i32 {
    30
}

const fn default_priority() -> i32 {
    50
}

impl Lifecycle {
    /// Who has bought is never a prospect or a lead again: such an account lapses or is lost.
    pub const fn may_become(self, next: Self) -> bool {
        let has_bought = matches!(self, Self::Customer | Self::Lapsed);
        !(has_bought && matches!(next, Self::Prospect | Self::Lead))
    }
}

impl AccountDraft {
    /// An account of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            legal_name: None,
            kind: AccountKind::Business,
            parent_id: None,
            lifecycle: Lifecycle::Prospect,
            tier: None,
            category: None,
            registration_no: None,
            employees: None,
            website: None,
            phone: None,
            email: None,
            owner_id: None,
            team_id: None,
            value_12m: Decimal::ZERO,
            potential_value: Decimal::ZERO,
            visit_interval_days: None,
            visit_duration_min: default_duration(),
            visit_priority: default_priority(),
            access_note: None,
            do_not_visit: false,
            note: None,
            external_ids: Map::new(),
            custom: Map::new(),
            tag_ids: Vec::new(),
            site: None,
        }
    }

    fn tidy_texts(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.name, format!("{at}/name"), text::NAME_CHARS_MAX, faults);
        let lines = [
            (&mut self.legal_name, "legal_name"),
            (&mut self.registration_no, "registration_no"),
            (&mut self.website, "website"),
            (&mut self.phone, "phone"),
            (&mut self.access_note, "access_note"),
        ];
        for (value, field) in lines {
            text::optional(value, format!("{at}/{field}"), text::LINE_CHARS_MAX, faults);
        }
        text::email(&mut self.email, format!("{at}/email"), faults);
        text::optional(&mut self.note, format!("{at}/note"), text::NOTE_CHARS_MAX, faults);
        text::optional(&mut self.category, format!("{at}/category"), 100, faults);
    }

    fn check_numbers(&self, at: &str, faults: &mut Faults) {
        let money = [(self.value_12m, "value_12m"), (self.potential_value, "potential_value")];
        for (value, field) in money {
            if value.abs() >= MONEY_MAX {
                faults.push(Fault::new(format!("{at}/{field}"), "money.too_large"));
            }
        }
        let interval = self.visit_interval_days.unwrap_or(1);
        let numbers = [
            (interval, 1, 3650, "visit_interval_days"),
            (self.visit_duration_min, 1, 1440, "visit_duration_min"),
            (self.visit_priority, 0, 100, "visit_priority"),
            (self.employees.unwrap_or(0), 0, i32::MAX, "employees"),
        ];
        for (value, min, max, field) in numbers {
            within(value, min, max, format!("{at}/{field}"), faults);
        }
    }

    fn check_json(&self, at: &str, faults: &mut Faults) {
        for (map, field) in [(&self.external_ids, "external_ids"), (&self.custom, "custom")] {
            let n_bytes = serde_json::to_string(map).map_or(usize::MAX, |json| json.len());
            if n_bytes > JSON_BYTES_MAX {
                let fault = Fault::new(format!("{at}/{field}"), "text.too_long");
                faults.push(fault.with("max", JSON_BYTES_MAX));
            }
        }
        if self.external_ids.values().any(|value| !value.is_string()) {
            faults.push(Fault::new(format!("{at}/external_ids"), "external_ids.not_text"));
        }
    }
}

impl Draft for AccountDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        self.tidy_texts(at, faults);
        self.check_numbers(at, faults);
        self.check_json(at, faults);
        if let Some(site) = &mut self.site {
            site.tidy(&format!("{at}/site"), faults);
        }
        custom::tidy(&mut self.custom);
        self.tag_ids.sort_unstable();
        self.tag_ids.dedup();
        if self.category.as_deref().is_some_and(|category| !looks_like_category(category)) {
            faults.push(Fault::new(format!("{at}/category"), "category.malformed"));
        }
        if let Some(registration_no) = &self.registration_no
            && registration_no.chars().any(|c| !c.is_ascii_alphanumeric() && !" -./".contains(c))
        {
            faults.push(Fault::new(format!("{at}/registration_no"), "registration_no.malformed"));
        }
    }
}

/// A number between two bounds, both included.
pub fn within(value: i32, min: i32, max: i32, pointer: String, faults: &mut Faults) {
    if !(min..=max).contains(&value) {
        let fault = Fault::new(pointer, "number.out_of_range");
        faults.push(fault.with("min", min).with("max", max));
    }
}

/// `amenity.cafe`: a key and a value of lower-case letters, digits, `_`, `-` and `:`.
fn looks_like_category(category: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || "_-:;".contains(c))
    };
    category.split_once('.').is_some_and(|(key, value)| is_word(key) && is_word(value))
}

/// An account as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub id: Uuid,
    #[serde(flatten)]
    pub fields: AccountDraft,
    pub owner_source: OwnerSource,
    pub territory_id: Option<Uuid>,
    pub territory_source: TerritorySource,
    pub lifecycle_changed_at: DateTime<Utc>,
    pub last_visit_at: Option<DateTime<Utc>>,
    pub next_due_on: Option<NaiveDate>,
    /// How the account came here: `manual`, `import`, `osm`.
    pub source: String,
    #[serde(flatten)]
    pub stamp: Stamp,
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Account {
    /// The date at the account's site; UTC's where there is no site.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        let zone = self.fields.site.as_ref().and_then(|site| site.time_zone.as_deref());
        let zone = zone.and_then(|name| name.parse().ok()).unwrap_or(chrono_tz::UTC);
        now.with_timezone(&zone).date_naive()
    }

    /// When the next visit is due, from the last one or from the account's first day.
    pub fn due_on(&self) -> Option<NaiveDate> {
        let interval = self.fields.visit_interval_days.and_then(|days| u32::try_from(days).ok());
        next_due_on(
            self.last_visit_at.map(|at| self.today(at)),
            self.today(self.stamp.created_at),
            interval,
        )
    }
}

#[cfg(test)]
#[path = "account_tests.rs"]
mod tests;
