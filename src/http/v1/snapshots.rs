//! Saved market snapshots.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::account_view::AccountView;
use crate::app::App;
use crate::app::account_file::{FileFormat, Pieces};
use crate::app::market::MarketReport;
use crate::app::snapshot::{self, Snapshot, SnapshotDraft};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id, Query};
use crate::http::list::{List, Page};
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Snapshot, action);
    let read = right(Action::Read);
    vec![
        Endpoint::get("/api/v1/snapshots", read, "Lists snapshots, newest first", list)
            .query::<PageQuery>()
            .returns::<List<SnapshotView>>(200),
        Endpoint::post("/api/v1/snapshots", right(Action::Create), "Takes a snapshot", take)
            .body::<SnapshotRequest>()
            .returns::<SnapshotView>(201),
        Endpoint::get("/api/v1/snapshots/{id}", read, "Shows a snapshot", show)
            .returns::<SnapshotView>(200),
        Endpoint::delete(
            "/api/v1/snapshots/{id}",
            right(Action::Delete),
            "Deletes a snapshot",
            delete,
        )
        .returns_nothing(204),
        Endpoint::get("/api/v1/snapshots/{id}/members", read, "Lists its accounts", members)
            .query::<PageQuery>()
            .returns::<List<AccountView>>(200),
        Endpoint::get(
            "/api/v1/snapshots/{id}/export",
            needs(Object::Account, Action::Export),
            "Its accounts as a file",
            export,
        )
        .query::<ExportQuery>()
        .returns_raw(200, "text/csv")
        .returns_raw(200, "application/geo+json"),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct PageQuery {
    /// 1 to 200; 50 when left out.
    limit: Option<usize>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
pub struct ExportQuery {
    /// `csv` or `geojson`; CSV when left out.
    format: Option<String>,
}

/// What a new snapshot is to show.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SnapshotRequest {
    name: String,
    /// Required.
    #[schema(value_type = Object)]
    area: Option<Value>,
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
    /// H3 resolution of the cells; 8 when left out.
    resolution: Option<u8>,
}

/// A snapshot; in lists without its cells.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Snapshot)]
pub struct SnapshotView {
    id: Uuid,
    name: String,
    #[schema(value_type = Object)]
    area: Value,
    #[schema(value_type = Option<Object>)]
    filter: Option<Value>,
    taken_at: DateTime<Utc>,
    n_members: u64,
    created_by: AuthorView,
    #[serde(flatten)]
    report: MarketReport,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Author)]
pub struct AuthorView {
    id: Uuid,
    name: String,
}

impl From<Snapshot> for SnapshotView {
    fn from(snapshot: Snapshot) -> Self {
        let (id, name) = snapshot.created_by;
        Self {
            id: snapshot.id,
            name: snapshot.name,
            area: snapshot.area,
            filter: snapshot.filter,
            taken_at: snapshot.taken_at,
            n_members: snapshot.n_members,
            created_by: AuthorView { id, name },
            report: snapshot.report,
        }
    }
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let page = snapshot::list(&app, &principal, query.limit, query.cursor.as_deref()).await?;
    Ok(HttpResponse::Ok().json(listed(page, SnapshotView::from)))
}

fn listed<T, V>((rows, next): snapshot::Paged<T>, view: impl Fn(T) -> V) -> List<V> {
    let page = Page { has_more: next.is_some(), next_cursor: next, ..Page::default() };
    List { data: rows.into_iter().map(view).collect(), page }
}

async fn take(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(body): Body<SnapshotRequest>,
) -> Result<HttpResponse, Problem> {
    let SnapshotRequest { name, area, filter, resolution } = body;
    let draft = SnapshotDraft { name, area, filter, resolution };
    let taken = snapshot::take(&app, &principal, draft).await?;
    let location = format!("/api/v1/snapshots/{}", taken.id);
    let view = SnapshotView::from(taken);
    Ok(HttpResponse::Created().insert_header((LOCATION, location)).json(view))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let found = snapshot::read(&app, &principal, id).await?;
    Ok(HttpResponse::Ok().json(SnapshotView::from(found)))
}

async fn delete(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    snapshot::delete(&app, &principal, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn members(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Query(query): Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let cursor = query.cursor.as_deref();
    let page = snapshot::members(&app, &principal, id, query.limit, cursor).await?;
    let now = app.clock.now();
    Ok(HttpResponse::Ok().json(listed(page, |detail| AccountView::new(detail, now))))
}

async fn export(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    Query(query): Query<ExportQuery>,
) -> Result<HttpResponse, Problem> {
    let format = FileFormat::from_name(query.format.as_deref())
        .ok_or_else(|| Fault::new("/format", "format.unknown"))?;
    let ids = snapshot::member_ids(&app, &principal, id).await?;
    snapshot::note_export(&app, &principal, id, format.name(), ids.len()).await?;
    let file_name = format!("attachment; filename=\"snapshot-{id}.{}\"", format.name());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format.media_type()))
        .insert_header((CONTENT_DISPOSITION, file_name))
        .streaming(file(Pieces::new(app.into_inner(), principal, format, ids))))
}

/// The file in pieces, each read from the database when the one before has been sent.
pub(super) fn file(pieces: Pieces) -> impl futures_util::Stream<Item = Result<Bytes, Problem>> {
    stream::try_unfold(pieces, |mut pieces| async move {
        let piece = pieces.next().await?;
        Ok::<_, Problem>(piece.map(|piece| (Bytes::from(piece), pieces)))
    })
}
