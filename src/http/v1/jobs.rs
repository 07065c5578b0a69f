//! Long work: how it stands, as it moves, and stopping it.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream::unfold;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch::Receiver;
use utoipa::ToSchema;
use uuid::Uuid;

use super::plan_words;
use crate::app::App;
use crate::app::jobs::{JobState, JobStatus};
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::Id;
use crate::http::messages::Locale;
use crate::http::problem::{StoredProblem, stored};
use crate::http::{Endpoint, Problem};

/// A quiet connection gets a comment this often, so that proxies keep it open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Job, Action::Read);
    let stop = needs(Object::Job, Action::Delete);
    vec![
        Endpoint::get("/api/v1/jobs/{id}", read, "Says how a job stands", show)
            .returns::<JobView>(200),
        Endpoint::delete("/api/v1/jobs/{id}", stop, "Asks a job to stop", cancel)
            .returns::<JobView>(202),
        Endpoint::get("/api/v1/jobs/{id}/events", read, "Follows a job as it moves", follow)
            .returns_raw(200, "text/event-stream"),
    ]
}

/// How a job stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobView {
    pub id: Uuid,
    pub kind: String,
    #[schema(pattern = "^(running|done|failed|cancelled)$")]
    pub state: &'static str,
    /// 0 to 1.
    pub progress: f32,
    /// The best answer so far, while the work goes on.
    #[schema(value_type = Option<Object>)]
    pub partial: Option<Value>,
    #[schema(value_type = Option<Object>)]
    pub result: Option<Value>,
    pub problem: Option<StoredProblem>,
}

impl JobView {
    pub fn new(status: JobStatus, locale: Locale) -> Self {
        Self {
            id: status.id,
            kind: status.kind,
            state: status.state.code(),
            progress: status.progress,
            partial: status.partial,
            result: status.result.map(|result| plan_words::worded(result, locale)),
            problem: status.problem.map(|problem| stored(&problem, locale)),
        }
    }
}

/// `202 Accepted` with the job and where to follow it: the answer of every endpoint that starts one.
pub fn accepted(status: JobStatus, locale: Locale) -> HttpResponse {
    let location = format!("/api/v1/jobs/{}", status.id);
    HttpResponse::Accepted()
        .insert_header(("Location", location))
        .json(JobView::new(status, locale))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let status = app.jobs.status(&principal, id).await?;
    Ok(HttpResponse::Ok().json(JobView::new(status, Locale::of(&request))))
}

async fn cancel(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let status = app.jobs.cancel(&principal, id).await?;
    Ok(HttpResponse::Accepted().json(JobView::new(status, Locale::of(&request))))
}

async fn follow(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let updates = app.jobs.watch(&principal, id).await?;
    let follower =
        Follower { updates, locale: Locale::of(&request), is_first: true, is_over: false };
    let events = unfold(follower, |mut follower| async move {
        follower.next().await.map(|event| (Ok::<_, actix_web::Error>(event), follower))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-cache"))
        // A compressor would hold events back until its buffer is full.
        .insert_header((CONTENT_ENCODING, "identity"))
        .streaming(events))
}

struct Follower {
    updates: Receiver<JobStatus>,
    locale: Locale,
    is_first: bool,
    is_over: bool,
}

impl Follower {
    /// The next event as text; none after the job's end.
    async fn next(&mut self) -> Option<Bytes> {
        if self.is_over {
            return None;
        }
        if !std::mem::take(&mut self.is_first) {
            match tokio::time::timeout(KEEP_ALIVE, self.updates.changed()).await {
                Err(_) => return Some(Bytes::from_static(b": still here\n\n")),
                Ok(Err(_)) => return None,
                Ok(Ok(())) => {}
            }
        }
        let status = self.updates.borrow_and_update().clone();
        self.is_over = status.state != JobState::Running;
        let name = if self.is_over { status.state.code() } else { "progress" };
        let data = serde_json::to_string(&JobView::new(status, self.locale)).ok()?;
        Some(Bytes::from(format!("event: {name}\ndata: {data}\n\n")))
    }
}
