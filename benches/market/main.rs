//! The market index over HTTP with a million accounts, beside `PostGIS` and `DuckDB`.
//!
//! `make bench-market`, or `cargo bench --bench market -- [--accounts N] [--without-peers]
//! [--folder DIR] [--only PART]`. One worker, one compute thread. Peers that are not installed are
//! left out with a word. With a folder the database is kept there for the next run, which then
//! measures at once; the parts are `load`, `polygons`, `nearest`, `cells`, `lists`, `tiles`,
//! `insert` and `none`.

mod data;
mod peers;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use gcrm::app::sign_in::hash_password;
use gcrm::app::{App, AppSettings};
use gcrm::domain::tiles::project::TileId;
use gcrm::domain::units::LngLat;
use gcrm::http::server::{Application, HttpConfig};
use gcrm::storage::embedded::{self, Embedded};
use gcrm::storage::pool::PoolSettings;
use gcrm::storage::{feed, migrate};
use serde_json::{Value, json};
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

const PASSWORD: &str = "correct horse battery";
const ORG_ID: Uuid = Uuid::from_u128(1);
const N_VERTICES: u32 = 200;
const N_RUNS: usize = 40;
/// Shares of all accounts that the polygons hold.
const SHARES: [f64; 4] = [0.001, 0.01, 0.1, 0.5];

struct Options {
    n_rows: usize,
    with_peers: bool,
    folder: Option<String>,
    only: Option<String>,
}

impl Options {
    fn from_arguments() -> Self {
        let arguments: Vec<String> = std::env::args().collect();
        let value = |name: &str| {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1).cloned()
        };
        Self {
            n_rows: value("--accounts").and_then(|n| n.parse().ok()).unwrap_or(1_000_000),
            with_peers: !arguments.iter().any(|argument| argument == "--without-peers"),
            folder: value("--folder"),
            only: value("--only"),
        }
    }

    fn wants(&self, part: &str) -> bool {
        self.only.as_deref().is_none_or(|only| only == part)
    }
}

fn main() {
    let options = Options::from_arguments();
    actix_web::rt::System::new().block_on(run(&options));
}

async fn run(options: &Options) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = options.folder.as_ref().map_or(temporary.path(), |folder| folder.as_ref());
    let mut settings = embedded::Options::new(folder);
    settings.settings = vec![("shared_buffers", "512MB"), ("synchronous_commit", "off")];
    settings.bin_dir = std::env::var_os("GCRM_POSTGRES_BIN").map(Into::into);
    let database = Embedded::start(&settings).unwrap();
    let client = connect(&database.config()).await;
    let rows = data::rows(options.n_rows);
    let org_id = prepare(&database.config(), &client, &rows, options.with_peers).await;
    if options.only.as_deref() != Some("none") {
        measure(options, &database.config(), &client, &rows, org_id).await;
    }
}

/// Fills the database unless an earlier run has.
async fn prepare(
    config: &tokio_postgres::Config,
    client: &Client,
    rows: &[data::Row],
    with_peers: bool,
) -> Uuid {
    migrate_all(config).await;
    let inserted: Vec<Uuid> = (0..N_RUNS).map(inserted_id).collect();
    let forget = "DELETE FROM accounts WHERE id = ANY($1)";
    client.execute(forget, &[&inserted]).await.unwrap();
    let count = "SELECT count(*) FROM accounts";
    let n_stored: i64 = client.query_one(count, &[]).await.unwrap().get(0);
    if usize::try_from(n_stored) != Ok(rows.len()) {
        assert_eq!(n_stored, 0, "the folder holds another number of accounts");
        seed(client).await;
        data::store(client, ORG_ID, rows).await;
    }
    if with_peers && peers::prepare_postgis(client, rows).await.is_none() {
        println!("PostGIS is not present (Debian: postgresql-15-postgis-3)");
    }
    ORG_ID
}

async fn measure(
    options: &Options,
    config: &tokio_postgres::Config,
    client: &Client,
    rows: &[data::Row],
    org_id: Uuid,
) {
    let mut settings = AppSettings::new(PoolSettings::new(config.clone()));
    settings.n_cpu_threads = 1;
    let app = App::start(settings).await.unwrap();
    load(&app, org_id, rows.len()).await;
    let caller = Caller::start(Arc::clone(&app)).await;
    if options.wants("polygons") {
        let rings = polygons(rows);
        let ours = ask_polygons(&caller, &rings).await;
        let (mut postgis, mut duckdb) = (None, None);
        if options.with_peers {
            postgis = peers::postgis(client, &rings).await;
            duckdb = peers::duckdb(rows, &rings);
        }
        print_polygons(&rings, &ours, postgis.as_deref(), duckdb.as_deref());
    }
    if options.wants("nearest") {
        ask_nearest(&caller).await;
    }
    if options.wants("cells") {
        ask_cells(&caller).await;
    }
    if options.wants("lists") {
        ask_lists(&caller).await;
    }
    if options.wants("tiles") {
        ask_tiles(&caller, rows, None).await;
        ask_tiles(&caller, rows, Some(filter())).await;
    }
    if options.wants("insert") {
        insert_until_visible(&app, org_id).await;
    }
}

async fn connect(config: &tokio_postgres::Config) -> Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

async fn migrate_all(config: &tokio_postgres::Config) {
    let mut client = connect(config).await;
    migrate::run(&mut client).await.unwrap();
}

async fn seed(client: &Client) {
    let user_id = Uuid::from_u128(2);
    let organisation = "INSERT INTO organisations (id, name, country, currency, time_zone) \
        VALUES ($1, 'bench', 'FI', 'EUR', 'Europe/Helsinki')";
    client.execute(organisation, &[&ORG_ID]).await.unwrap();
    let user = "INSERT INTO users (id, org_id, email, name, role, time_zone, password_hash) \
        VALUES ($1, $2, 'admin@bench.test', 'Admin', 'admin', 'Europe/Helsinki', $3)";
    client.execute(user, &[&user_id, &ORG_ID, &hash_password(PASSWORD).unwrap()]).await.unwrap();
}

async fn load(app: &App, org_id: Uuid, n_rows: usize) {
    let start = Instant::now();
    let market = app.market.current(org_id).await.unwrap();
    println!("| {n_rows} rows from PostgreSQL to ready | {:.2} s |", start.elapsed().as_secs_f64());
    assert_eq!(market.index.len(), n_rows);
    println!("| bytes per account | {} |", market.index.heap_bytes() / n_rows.max(1));
}

/// A signed-in administrator.
struct Caller {
    base: String,
    cookie: String,
    csrf: String,
    client: reqwest::Client,
}

impl Caller {
    async fn start(app: Arc<App>) -> Self {
        let mut config = HttpConfig::on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        config.n_workers = 1;
        let application = Application::build(&config, app).unwrap();
        let base = format!("http://127.0.0.1:{}", application.port());
        tokio::spawn(application.run_until(std::future::pending()));
        let client = reqwest::Client::new();
        let sign_in = json!({"email": "admin@bench.test", "password": PASSWORD});
        let answer =
            client.post(format!("{base}/api/v1/session")).json(&sign_in).send().await.unwrap();
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let csrf = body["csrf_token"].as_str().unwrap().to_owned();
        Self { base, cookie, csrf, client }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> (Duration, bytes::Bytes) {
        let request = request.header("Cookie", &self.cookie).header("X-CSRF-Token", &self.csrf);
        let start = Instant::now();
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let body = answer.bytes().await.unwrap();
        assert!(status.is_success(), "{}", String::from_utf8_lossy(&body));
        (start.elapsed(), body)
    }

    async fn post(&self, path: &str, body: &Value) -> (Duration, bytes::Bytes) {
        self.send(self.client.post(format!("{}{path}", self.base)).json(body)).await
    }
}

pub fn median_ms(times: &mut [Duration]) -> f64 {
    quantile_ms(times, 0.5)
}

fn quantile_ms(times: &mut [Duration], share: f64) -> f64 {
    times.sort();
    times[rank(times.len(), share)].as_secs_f64() * 1e3
}

/// Where the given share of so many sorted things ends.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of at most a million"
)]
fn rank(n: usize, share: f64) -> usize {
    ((n - 1) as f64 * share).round() as usize
}

/// Stars with 200 corners around the middle of everything, as large as it takes.
fn polygons(rows: &[data::Row]) -> Vec<(f64, Vec<[f64; 2]>)> {
    let town = &rows[rows.len() / 2];
    let away = |r: &data::Row| ((r.lng - town.lng) / 2.0).hypot(r.lat - town.lat);
    let mut distances: Vec<f64> = rows.iter().map(away).collect();
    distances.sort_by(f64::total_cmp);
    let ring = |share: f64| {
        let radius = distances[rank(rows.len(), share)];
        let mut ring: Vec<[f64; 2]> = (0..N_VERTICES)
            .map(|i| {
                let angle = std::f64::consts::TAU * f64::from(i) / f64::from(N_VERTICES);
                let reach = radius * if i % 2 == 0 { 1.15 } else { 0.87 };
                let lat = (town.lat + reach * angle.sin()).clamp(-89.0, 89.0);
                [(town.lng + 2.0 * reach * angle.cos()).clamp(-179.0, 179.0), lat]
            })
            .collect();
        ring.push(ring[0]);
        ring
    };
    SHARES.iter().map(|share| (*share, ring(*share))).collect()
}

fn filter() -> Value {
    json!({"and": [
        {"field": "lifecycle", "op": "in", "value": ["prospect", "lead", "customer"]},
        {"field": "value_12m", "op": "gte", "value": 20_000},
    ]})
}

async fn ask_polygons(caller: &Caller, rings: &[(f64, Vec<[f64; 2]>)]) -> Vec<f64> {
    let mut medians = Vec::new();
    for (_, ring) in rings {
        let area =
            json!({"type": "polygon", "geometry": {"type": "Polygon", "coordinates": [ring]}});
        let body =
            json!({"area": area, "filter": filter(), "group_by": "category", "cells": false});
        let mut times = Vec::new();
        for _ in 0..N_RUNS {
            times.push(caller.post("/api/v1/market/query", &body).await.0);
        }
        medians.push(median_ms(&mut times));
    }
    medians
}

fn print_polygons(
    rings: &[(f64, Vec<[f64; 2]>)],
    ours: &[f64],
    postgis: Option<&[f64]>,
    duckdb: Option<&[f64]>,
) {
    println!(
        "| polygon of {N_VERTICES} corners, two filters, three sums by eight groups | ours p50 ms | PostGIS | DuckDB |"
    );
    let cell = |peer: Option<&[f64]>, at: usize| match peer {
        Some(times) => format!("{:.1} ({:.0}x)", times[at], times[at] / ours[at]),
        None => "not present".to_owned(),
    };
    for (at, (share, _)) in rings.iter().enumerate() {
        let percent = share * 100.0;
        println!(
            "| {percent} % | {:.2} | {} | {} |",
            ours[at],
            cell(postgis, at),
            cell(duckdb, at)
        );
    }
}

async fn ask_nearest(caller: &Caller) {
    let filter = json!({"field": "value_12m", "op": "gte", "value": 97_000});
    let mut times = Vec::new();
    for n in 0..N_RUNS {
        let step = f64::from(u32::try_from(n).unwrap_or_default());
        let center = [21.0 + step / 5.0, 61.0 + step / 6.0];
        let body = json!({"center": center, "limit": 20, "filter": filter});
        let (time, answer) = caller.post("/api/v1/market/nearest", &body).await;
        times.push(time);
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(answer["data"].as_array().map(Vec::len), Some(20));
    }
    println!("| 20 nearest, 3 % pass | {:.2} ms |", median_ms(&mut times));
}

async fn ask_cells(caller: &Caller) {
    let body = json!({"resolution": 7});
    let mut times = Vec::new();
    let mut n_bytes = 0;
    for _ in 0..N_RUNS {
        let (time, body) = caller.post("/api/v1/market/query", &body).await;
        times.push(time);
        n_bytes = body.len();
    }
    println!(
        "| H3 resolution 7 over all, with figures ({n_bytes} bytes) | {:.2} ms |",
        median_ms(&mut times)
    );
}

async fn ask_lists(caller: &Caller) {
    for (what, body) in [
        ("first page by name", json!({"sort": "name", "limit": 50})),
        (
            "search by part of a name",
            json!({"filter": {"field": "text", "op": "contains", "value": "vila 12 99"}}),
        ),
        ("dearest first, filtered", json!({"sort": "-value_12m,name", "filter": filter()})),
    ] {
        let mut times = Vec::new();
        for _ in 0..N_RUNS {
            times.push(caller.post("/api/v1/accounts/search", &body).await.0);
        }
        println!(
            "| {what} | p50 {:.1} ms, p95 {:.1} ms |",
            quantile_ms(&mut times, 0.5),
            quantile_ms(&mut times, 0.95)
        );
    }
}

/// Tiles around accounts, under a filter or none.
async fn ask_tiles(caller: &Caller, rows: &[data::Row], filter: Option<Value>) {
    for z in 0..=16 {
        let mut times = Vec::new();
        for n in 0..N_RUNS {
            let r = &rows[n * rows.len() / N_RUNS];
            let tile = TileId::at(LngLat::new(r.lng, r.lat).unwrap(), z);
            let url = format!("{}/tiles/accounts/{z}/{}/{}.mvt", caller.base, tile.x(), tile.y());
            let filter = filter.as_ref().map(|filter| ("filter", filter.to_string()));
            times.push(caller.send(caller.client.get(url).query(&filter.as_slice())).await.0);
        }
        println!(
            "| tile of zoom {z}{} | p50 {:.2} ms, p95 {:.2} ms |",
            if filter.is_some() { ", filtered" } else { "" },
            quantile_ms(&mut times, 0.5),
            quantile_ms(&mut times, 0.95)
        );
    }
}

/// What a run inserts, which the next one on the same folder takes away again.
fn inserted_id(n: usize) -> Uuid {
    Uuid::from_u128(u128::MAX - n as u128)
}

async fn insert_until_visible(app: &App, org_id: Uuid) {
    let mut times = Vec::new();
    for n in 0..N_RUNS {
        let start = Instant::now();
        let id = inserted_id(n);
        let mut client = app.connection().await.unwrap();
        let tx = client.transaction().await.unwrap();
        let insert = "INSERT INTO accounts (id, org_id, name) VALUES ($1, $2, 'new')";
        tx.execute(insert, &[&id, &org_id]).await.unwrap();
        feed::account_changed(&tx, org_id, &[id]).await.unwrap();
        tx.commit().await.unwrap();
        drop(client);
        app.market.catch_up(org_id).await.unwrap();
        assert!(app.market.current(org_id).await.unwrap().index.find(id).is_some());
        times.push(start.elapsed());
    }
    println!(
        "| insert to visible | p50 {:.2} ms, p95 {:.2} ms |",
        quantile_ms(&mut times, 0.5),
        quantile_ms(&mut times, 0.95)
    );
}
