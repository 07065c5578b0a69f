//! kill -9 of the service, and of its database, in the middle of work: what was acknowledged is
//! there afterwards, nothing is half written, and work that was cut short says so.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::support::process::{PATIENCE, Process, add_admin};
use crate::support::{Caller, send, try_send};

/// Long enough in the writing to be met in its middle.
const IMPORT_ROWS: usize = 3_000;
/// Visits of the route and how long it may be searched.
const VISITS: usize = 40;
const SEARCH_S: f64 = 5.0;
const POLL: Duration = Duration::from_millis(5);

/// Whose end comes.
#[derive(Debug, Clone, Copy)]
enum Victim {
    Service,
    Database,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_killed_in_an_import_loses_nothing_acknowledged() {
    check(Victim::Service, start_import, nothing_half_imported).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_killed_in_a_route_calculation_loses_nothing_acknowledged() {
    check(Victim::Service, start_route, nothing_half_planned).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_killed_in_an_import_loses_nothing_acknowledged() {
    check(Victim::Database, start_import, nothing_half_imported).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_killed_in_a_route_calculation_loses_nothing_acknowledged() {
    check(Victim::Database, start_route, nothing_half_planned).await;
}

/// Starts the work, kills the victim in its middle while others write, and looks at what is left
/// when everything is up again.
async fn check(
    victim: Victim,
    start: impl AsyncFn(&Caller) -> Value,
    look: impl AsyncFn(&Caller, &Value),
) {
    let dir = tempfile::tempdir().unwrap();
    add_admin(dir.path());
    let process = Process::serve(dir.path());
    let admin = process.admin().await;
    let writers = Writers::start(&admin);
    let job = start(&admin).await;
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    until_in_the_middle(&admin, &path).await;
    let process = strike(victim, process, dir.path()).await;
    let admin = process.admin().await;
    let written = writers.stop().await;
    assert!(!written.is_empty(), "something was acknowledged before the end");
    for (id, name) in written {
        let tag = admin.get(&format!("/api/v1/tags/{id}")).await.expect(200);
        assert_eq!(tag["name"], json!(name));
    }
    let job = ended(&admin, &path).await;
    if matches!(victim, Victim::Service) {
        assert_eq!(job["problem"]["code"], "job.interrupted", "{job}");
    }
    look(&admin, &job).await;
}

async fn strike(victim: Victim, process: Process, dir: &Path) -> Process {
    match victim {
        Victim::Database => {
            process.kill_database().await;
            process
        }
        Victim::Service => {
            process.kill();
            Process::serve(dir)
        }
    }
}

async fn until_in_the_middle(admin: &Caller, path: &str) {
    let end = Instant::now() + PATIENCE;
    loop {
        let job = admin.get(path).await.expect(200);
        assert_eq!(job["state"], "running", "too short to be met in its middle: {job}");
        if job["progress"].as_f64() > Some(0.2) || !job["partial"].is_null() {
            return;
        }
        assert!(Instant::now() < end, "{job}");
        tokio::time::sleep(POLL).await;
    }
}

async fn ended(admin: &Caller, path: &str) -> Value {
    let end = Instant::now() + PATIENCE;
    loop {
        let job = admin.get(path).await.expect(200);
        if job["state"] != "running" {
            return job;
        }
        assert!(Instant::now() < end, "{job}");
        tokio::time::sleep(POLL).await;
    }
}

/// Somebody who writes one record after the other and remembers which were acknowledged.
struct Writers {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Vec<(String, String)>>,
}

impl Writers {
    fn start(admin: &Caller) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (admin, told) = (admin.clone(), Arc::clone(&stop));
        let task = tokio::spawn(async move {
            let mut written = Vec::new();
            for n in 0.. {
                if told.load(Ordering::Relaxed) {
                    break;
                }
                let name = format!("tag {n}");
                let request =
                    admin.request(Method::POST, "/api/v1/tags").json(&json!({"name": name}));
                match try_send(request).await {
                    Ok(answer) if answer.status == 201 => {
                        written.push((answer.body["id"].as_str().unwrap().to_owned(), name));
                    }
                    _ => tokio::time::sleep(POLL).await,
                }
            }
            written
        });
        Self { stop, task }
    }

    async fn stop(self) -> Vec<(String, String)> {
        self.stop.store(true, Ordering::Relaxed);
        self.task.await.unwrap()
    }
}

async fn start_import(admin: &Caller) -> Value {
    let rows = (0..IMPORT_ROWS).map(|n| format!("C{n},Café {n},24.9,60.2\n"));
    let file = format!("external_id,name,lng,lat\n{}", rows.collect::<String>());
    let request = admin.request(Method::POST, "/api/v1/accounts/import");
    send(request.header("Content-Type", "text/csv").body(file)).await.expect(202)
}

async fn nothing_half_imported(admin: &Caller, job: &Value) {
    let listed = admin.get("/api/v1/accounts?include_total=true").await.expect(200);
    let expected = if job["state"] == "done" { IMPORT_ROWS } else { 0 };
    assert_eq!(listed["page"]["total"], json!(expected), "{job}");
}

async fn start_route(admin: &Caller) -> Value {
    let mut ids = Vec::new();
    for n in 0..VISITS {
        let n = u32::try_from(n).unwrap();
        let at = [24.9 + 0.01 * f64::from(n % 8), 60.1 + 0.01 * f64::from(n / 8)];
        let draft = json!({"name": format!("Visit {n}"), "site": {"location": at}});
        let account = admin.post("/api/v1/accounts", &draft).await.expect(201);
        ids.push(account["id"].clone());
    }
    let brief = json!({"date": "2026-11-24", "account_ids": ids, "start": [24.9, 60.1],
        "start_time": "08:00:00", "end_time": "20:00:00", "time_limit_s": SEARCH_S});
    admin.post("/api/v1/routes/plan", &brief).await.expect(202)
}

/// A route has a planned visit for each stop; without a route there is none.
async fn nothing_half_planned(admin: &Caller, job: &Value) {
    let routes = admin.get("/api/v1/routes").await.expect(200);
    let stops = routes["data"][0]["stops"].as_array().map_or(0, Vec::len);
    let visits = admin.get("/api/v1/activities?type=visit&limit=200").await.expect(200);
    assert_eq!(visits["data"].as_array().unwrap().len(), stops);
    assert_eq!(stops > 0, job["state"] == "done", "{job}");
}
