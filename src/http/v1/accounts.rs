//! Accounts one by one; lists and maps are answered by the market index.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::account_view::AccountView;
use crate::app::accounts::{self, AccountDetail, Batch, TimelineEntry};
use crate::app::{App, Error};
use crate::domain::crm::Fault;
use crate::domain::crm::account::AccountDraft;
use crate::domain::crm::activity::Activity;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::answer::{self, or_current};
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, IfMatch, Query};
use crate::http::list::List;
use crate::http::messages::{Locale, message};
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    let create = needs(Object::Account, Action::Create);
    let update = needs(Object::Account, Action::Update);
    let remove = needs(Object::Account, Action::Delete);
    vec![
        Endpoint::post("/api/v1/accounts", create, "Creates an account with its site", add)
            .body::<AccountDraft>()
            .returns::<AccountView>(201),
        Endpoint::get("/api/v1/accounts/{id}", read, "Shows an account", show)
            .returns::<AccountView>(200),
        Endpoint::patch("/api/v1/accounts/{id}", update, "Changes an account", change)
            .patch_body::<AccountDraft>()
            .if_match()
            .returns::<AccountView>(200),
        Endpoint::delete("/api/v1/accounts/{id}", remove, "Deletes an account", delete)
            .if_match()
            .returns_nothing(204),
        Endpoint::post("/api/v1/accounts/{id}/restore", remove, "Takes a deletion back", restore)
            .returns::<AccountView>(200),
        Endpoint::get("/api/v1/accounts/{id}/history", read, "Lists an account's changes", history)
            .returns::<List<ChangeView>>(200),
        Endpoint::get("/api/v1/accounts/{id}/timeline", read, "Lists what happened", timeline)
            .query::<TimelineQuery>()
            .returns::<List<TimelineView>>(200),
        Endpoint::post("/api/v1/accounts/batch", update, "Changes many accounts alike", batch)
            .body::<BatchBody>()
            .returns::<List<BatchView>>(200),
    ]
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<AccountDraft>,
) -> Result<HttpResponse, Problem> {
    let detail = accounts::create(&app, &principal, draft).await?;
    let location = format!("/api/v1/accounts/{}", detail.account.id);
    let version = detail.account.stamp.version;
    Ok(answer::created(&location, version, &AccountView::new(detail, app.clock.now())))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    Ok(shown(&app, accounts::read(&app, &principal, id).await?))
}

async fn change(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
    Body(patch): Body<Value>,
) -> Result<HttpResponse, Problem> {
    let outcome = accounts::update(&app, &principal, id, version, patch).await;
    let current = async {
        let detail = accounts::read(&app, &principal, id).await?;
        Ok(AccountView::new(detail, app.clock.now()))
    };
    Ok(shown(&app, or_current(outcome, current).await?))
}

async fn delete(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    IfMatch(version): IfMatch,
) -> Result<HttpResponse, Problem> {
    let outcome = accounts::delete(&app, &principal, id, version).await;
    let current = async {
        let detail = accounts::read(&app, &principal, id).await?;
        Ok(AccountView::new(detail, app.clock.now()))
    };
    or_current(outcome, current).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn restore(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    Ok(shown(&app, accounts::restore(&app, &principal, id).await?))
}

fn shown(app: &App, detail: AccountDetail) -> HttpResponse {
    let version = detail.account.stamp.version;
    answer::record(version, &AccountView::new(detail, app.clock.now()))
}

/// One change of a record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeView {
    id: i64,
    at: DateTime<Utc>,
    user_id: Option<Uuid>,
    user_name: Option<String>,
    via: String,
    action: String,
    /// `{"field": [before, after]}`
    #[schema(value_type = Object)]
    diff: Value,
}

impl From<accounts::Entry> for ChangeView {
    fn from(entry: accounts::Entry) -> Self {
        let accounts::Entry { id, at, user_id, user_name, via, action, diff } = entry;
        Self { id, at, user_id, user_name, via, action, diff }
    }
}

async fn history(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let entries = accounts::history(&app, &principal, id).await?;
    let data: Vec<ChangeView> = entries.into_iter().map(ChangeView::from).collect();
    Ok(HttpResponse::Ok().json(List::whole(data)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TimelineQuery {
    /// Only what happened before this instant: the cursor of the page before.
    cursor: Option<DateTime<Utc>>,
}

/// Something that happened: exactly one of `activity` and `change` is set.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TimelineEntry)]
pub struct TimelineView {
    at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<Activity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<ChangeView>,
}

impl From<TimelineEntry> for TimelineView {
    fn from(entry: TimelineEntry) -> Self {
        let at = entry.at();
        match entry {
            TimelineEntry::Activity(activity) => {
                Self { at, activity: Some(*activity), change: None }
            }
            TimelineEntry::Change(entry) => {
                Self { at, activity: None, change: Some(ChangeView::from(entry)) }
            }
        }
    }
}

async fn timeline(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Query(query): Query<TimelineQuery>,
) -> Result<HttpResponse, Problem> {
    let entries = accounts::timeline(&app, &principal, id, query.cursor).await?;
    let data: Vec<TimelineView> = entries.into_iter().map(TimelineView::from).collect();
    let limit = accounts::TIMELINE_MAX - 1;
    Ok(HttpResponse::Ok().json(List::page(data, limit, |entry| entry.at.to_rfc3339())))
}

/// What to do to each account: exactly one of the four.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BatchBody {
    #[schema(max_items = 200)]
    ids: Vec<Uuid>,
    action: BatchAction,
    /// With `assign`; null lets the owner follow the territory.
    owner_id: Option<Uuid>,
    /// With `add_tag` and `remove_tag`.
    tag_id: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum BatchAction {
    Assign,
    AddTag,
    RemoveTag,
    Delete,
}

impl BatchBody {
    fn batch(&self) -> Result<Batch, Error> {
        let tag = || self.tag_id.ok_or_else(|| Fault::new("/tag_id", "field.required"));
        Ok(match self.action {
            BatchAction::Assign => Batch::Assign { owner_id: self.owner_id },
            BatchAction::AddTag => Batch::AddTag { tag_id: tag()? },
            BatchAction::RemoveTag => Batch::RemoveTag { tag_id: tag()? },
            BatchAction::Delete => Batch::Delete,
        })
    }
}

/// What became of one account of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BatchResult)]
struct BatchView {
    id: Uuid,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

async fn batch(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(body): Body<BatchBody>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let locale = Locale::of(&request);
    let outcomes = accounts::batch(&app, &principal, &body.ids, &body.batch()?).await?;
    let data = outcomes.into_iter().map(|outcome| {
        let error = outcome.outcome.err();
        BatchView {
            id: outcome.id,
            ok: error.is_none(),
            code: error.as_ref().map(|error| error.code),
            message: error.map(|error| message(locale, error.code, &error.params)),
        }
    });
    Ok(HttpResponse::Ok().json(List::whole(data)))
}
