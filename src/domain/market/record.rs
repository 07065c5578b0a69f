//! One account as it enters and leaves the index.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::custom::CustomValues;
use crate::domain::units::LngLat;

/// Money in ten-thousandths, the scale of the `numeric(18,4)` columns it comes from.
pub const MONEY_SCALE: i64 = 10_000;

/// The life of an account, in the order the figures list it.
pub const LIFECYCLES: [&str; 6] = ["prospect", "lead", "customer", "lapsed", "lost", "excluded"];

/// The grades of an account.
pub const TIERS: [&str; 4] = ["A", "B", "C", "D"];

/// What the index keeps of an account. Text is borrowed: from the row just read, or from the
/// segment that is being merged.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    pub id: Uuid,
    pub name: &'a str,
    /// The primary site's address in one line; searched, never shown.
    pub address: &'a str,
    pub location: Option<LngLat>,
    pub lifecycle: &'a str,
    pub tier: Option<&'a str>,
    pub category: Option<&'a str>,
    pub city: Option<&'a str>,
    pub postal_code: Option<&'a str>,
    pub source: &'a str,
    /// The place of the map it was made from, see [`super::place_key`].
    pub place: Option<u64>,
    pub owner_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub territory_id: Option<Uuid>,
    pub tag_ids: Vec<Uuid>,
    /// In ten-thousandths, see [`MONEY_SCALE`].
    pub value_12m: i64,
    pub potential_value: i64,
    pub visit_duration_min: u16,
    pub visit_interval_days: Option<u16>,
    pub next_due_on: Option<NaiveDate>,
    pub last_visit_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Of the organisation's own fields.
    pub custom: CustomValues<'a>,
}

impl Record<'_> {
    /// A bare account, for tests and as the start of a `..` expression.
    #[must_use]
    pub fn bare(id: Uuid) -> Self {
        Self {
            id,
            name: "",
            address: "",
            location: None,
            lifecycle: LIFECYCLES[0],
            tier: None,
            category: None,
            city: None,
            postal_code: None,
            source: "manual",
            place: None,
            owner_id: None,
            team_id: None,
            territory_id: None,
            tag_ids: Vec::new(),
            value_12m: 0,
            potential_value: 0,
            visit_duration_min: 30,
            visit_interval_days: None,
            next_due_on: None,
            last_visit_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            custom: CustomValues::default(),
        }
    }
}
