//! How an account is shown.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::accounts::{AccountDetail, Named};
use crate::domain::crm::account::{AccountKind, Lifecycle, OwnerSource, TerritorySource, Tier};
use crate::domain::crm::due::{VisitStatus, visit_status};
use crate::domain::crm::site::Site;

/// An account with its primary site and the names of what it refers to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    id: Uuid,
    name: String,
    legal_name: Option<String>,
    kind: AccountKind,
    parent_id: Option<Uuid>,
    lifecycle: Lifecycle,
    lifecycle_changed_at: DateTime<Utc>,
    tier: Option<Tier>,
    category: Option<String>,
    registration_no: Option<String>,
    employees: Option<i32>,
    website: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    owner_id: Option<Uuid>,
    owner: Option<OwnerView>,
    owner_source: OwnerSource,
    team_id: Option<Uuid>,
    territory_id: Option<Uuid>,
    territory: Option<NamedView>,
    territory_source: TerritorySource,
    #[serde(with = "rust_decimal::serde::float")]
    #[schema(value_type = f64)]
    value_12m: Decimal,
    #[serde(with = "rust_decimal::serde::float")]
    #[schema(value_type = f64)]
    potential_value: Decimal,
    visit_interval_days: Option<i32>,
    visit_duration_min: i32,
    visit_priority: i32,
    visit_status: VisitStatus,
    last_visit_at: Option<DateTime<Utc>>,
    next_due_on: Option<NaiveDate>,
    access_note: Option<String>,
    do_not_visit: bool,
    note: Option<String>,
    source: String,
    #[schema(value_type = Object)]
    external_ids: Map<String, Value>,
    #[schema(value_type = Object)]
    custom: Map<String, Value>,
    tags: Vec<NamedView>,
    site: Option<Site>,
    created_at: DateTime<Utc>,
    created_by: Option<Uuid>,
    updated_at: DateTime<Utc>,
    updated_by: Option<Uuid>,
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Owner)]
pub struct OwnerView {
    id: Uuid,
    name: String,
}

/// Something with a name and an index into the twelve category colours.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedView {
    id: Uuid,
    name: String,
    color: i16,
}

impl From<Named> for NamedView {
    fn from(named: Named) -> Self {
        Self { id: named.id, name: named.name, color: named.color }
    }
}

impl AccountView {
    /// `now` decides what is due.
    pub fn new(detail: AccountDetail, now: DateTime<Utc>) -> Self {
        let visit_status = status(&detail, now);
        let AccountDetail { account, site, owner_name, territory, tags } = detail;
        let f = account.fields;
        let owner = f.owner_id.zip(owner_name).map(|(id, name)| OwnerView { id, name });
        Self {
            id: account.id,
            name: f.name,
            legal_name: f.legal_name,
            kind: f.kind,
            parent_id: f.parent_id,
            lifecycle: f.lifecycle,
            lifecycle_changed_at: account.lifecycle_changed_at,
            tier: f.tier,
            category: f.category,
            registration_no: f.registration_no,
            employees: f.employees,
            website: f.website,
            phone: f.phone,
            email: f.email,
            owner_id: f.owner_id,
            owner,
            owner_source: account.owner_source,
            team_id: f.team_id,
            territory_id: account.territory_id,
            territory: territory.map(NamedView::from),
            territory_source: account.territory_source,
            value_12m: f.value_12m,
            potential_value: f.potential_value,
            visit_interval_days: f.visit_interval_days,
            visit_duration_min: f.visit_duration_min,
            visit_priority: f.visit_priority,
            visit_status,
            last_visit_at: account.last_visit_at,
            next_due_on: account.next_due_on,
            access_note: f.access_note,
            do_not_visit: f.do_not_visit,
            note: f.note,
            source: account.source,
            external_ids: f.external_ids,
            custom: f.custom,
            tags: tags.into_iter().map(NamedView::from).collect(),
            site,
            created_at: account.stamp.created_at,
            created_by: account.stamp.created_by,
            updated_at: account.stamp.updated_at,
            updated_by: account.stamp.updated_by,
            version: account.stamp.version,
        }
    }
}

/// Due or not on today's date at the site.
fn status(detail: &AccountDetail, now: DateTime<Utc>) -> VisitStatus {
    let account = &detail.account;
    let interval = account.fields.visit_interval_days.and_then(|days| u32::try_from(days).ok());
    visit_status(account.today(now), account.next_due_on, interval)
}
