//! The market index beside other eyes: `PostGIS` on random polygons, eight writers and readers at
//! once, connections that die in the middle of writes. Each runs briefly with all tests; the long
//! forms are `cargo test --test api market_scale -- --ignored`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use gcrm::app::{App, AppSettings};
use gcrm::domain::control::Cancel;
use gcrm::domain::crm::rights::Visible;
use gcrm::domain::market::figures::Sums;
use gcrm::domain::market::survey::survey;
use gcrm::domain::market::{
    Clock, Filter, Index, Query, Record, SegmentBuilder, Shape, area::Outlines, ring,
};
use gcrm::domain::units::LngLat;
use gcrm::storage::feed;
use gcrm::storage::pool::PoolSettings;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use tokio_postgres::Client;
use uuid::Uuid;

use crate::support::{TestDatabase, TestService};

/// Points stand on every corner of a grid this wide, so that many lie on edges and vertices.
const GRID: i32 = 48;

fn query(area: Option<Shape>) -> Query {
    Query {
        visible: Visible::Everything,
        area,
        filter: Filter::default(),
        outlines: Outlines::new(),
        clock: Clock { now: chrono::DateTime::UNIX_EPOCH, time_zone: chrono_tz::UTC },
        cancel: Cancel::never(),
    }
}

fn total(index: &Index, area: Option<Shape>) -> Sums {
    survey(index, &query(area), None, None).unwrap().figures.total
}

fn worth(x: i32, y: i32) -> i64 {
    i64::from(x * 7 + y * 13)
}

fn grid_index() -> Index {
    let mut builder = SegmentBuilder::default();
    for (x, y) in (0..GRID).flat_map(|x| (0..GRID).map(move |y| (x, y))) {
        let id = Uuid::from_u128((x * GRID + y).unsigned_abs().into());
        let location = LngLat::new(x.into(), y.into()).ok();
        builder.push(&Record { location, value_12m: worth(x, y), ..Record::bare(id) });
    }
    Index::new(builder.build(), 1)
}

/// The points of the grid in `PostGIS`, each moved to the right and, far less, upwards: a point
/// within a polygon's interior then is one that the half-open rule gives to it, since an outline's
/// points belong to the area on their right, or above them where it is level. None without
/// `PostGIS`.
async fn grid_table(client: &Client) -> Option<()> {
    client.batch_execute("CREATE EXTENSION IF NOT EXISTS postgis").await.ok()?;
    client
        .batch_execute(&format!(
            "CREATE TABLE grid AS SELECT x * 7 + y * 13 AS worth, \
             ST_MakePoint(x + 1e-4, y + 1e-9) AS geom \
             FROM generate_series(0, {0}) x, generate_series(0, {0}) y",
            GRID - 1
        ))
        .await
        .unwrap();
    client.batch_execute("CREATE INDEX ON grid USING gist (geom)").await.unwrap();
    Some(())
}

/// A star on the grid, collinear and level edges included, sometimes with a star as its hole.
fn polygon(random: &mut ChaCha8Rng) -> Vec<Vec<[i32; 2]>> {
    let centre = [0, 1].map(|_| random.random_range(0..GRID));
    let (reach, n) = (random.random_range(3.0..30.0), random.random_range(3..24));
    let mut rings = vec![star(random, centre, reach, n)];
    if random.random_bool(0.4) {
        rings.push(star(random, centre, reach / 4.0, n));
    }
    rings
}

fn star(random: &mut ChaCha8Rng, centre: [i32; 2], reach: f64, n: i32) -> Vec<[i32; 2]> {
    let mut ring: Vec<[i32; 2]> = (0..n)
        .map(|i| {
            let angle = std::f64::consts::TAU * f64::from(i) / f64::from(n);
            let r = reach * random.random_range(0.4..1.0);
            #[expect(clippy::cast_possible_truncation, reason = "a reach is small")]
            let corner = |centre: i32, at: f64| centre + (r * at).round() as i32;
            [corner(centre[0], angle.cos()), corner(centre[1], angle.sin())]
        })
        .collect();
    ring.dedup();
    ring.push(ring[0]);
    ring
}

fn wkt(rings: &[Vec<[i32; 2]>]) -> String {
    let ring = |ring: &Vec<[i32; 2]>| {
        let points: Vec<String> = ring.iter().map(|[x, y]| format!("{x} {y}")).collect();
        format!("({})", points.join(","))
    };
    format!("POLYGON({})", rings.iter().map(ring).collect::<Vec<_>>().join(","))
}

async fn equals_postgis(n_polygons: usize) {
    let database = TestDatabase::new();
    let client = database.connect().await;
    if grid_table(&client).await.is_none() {
        println!("skipped: PostGIS is not installed (Debian: postgresql-15-postgis-3)");
        return;
    }
    let index = grid_index();
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut n_compared = 0;
    while n_compared < n_polygons {
        let rings = polygon(&mut random);
        let geometry = json!({"type": "Polygon", "coordinates": rings});
        let Ok(parsed) = ring::parse(&geometry, "") else { continue };
        let text = wkt(&rings);
        let sql = format!(
            "SELECT count(*), coalesce(sum(worth), 0)::bigint FROM grid \
             WHERE ST_IsValid('{text}'::geometry) AND ST_Contains('{text}'::geometry, geom) \
             UNION ALL SELECT ST_IsValid('{text}'::geometry)::int, 0"
        );
        let rows = client.query(&sql, &[]).await.unwrap();
        if rows[1].get::<_, i64>(0) == 0 {
            continue;
        }
        let expected = (rows[0].get::<_, i64>(0), rows[0].get::<_, i64>(1));
        let ours = total(&index, Some(Shape::polygon(&parsed)));
        let ours = (i64::try_from(ours.count).unwrap(), i64::try_from(ours.value_12m).unwrap());
        assert_eq!(ours, expected, "{text}");
        n_compared += 1;
    }
}

#[tokio::test]
async fn counts_and_sums_equal_postgis() {
    equals_postgis(150).await;
}

#[tokio::test]
#[ignore = "takes a minute"]
async fn counts_and_sums_equal_postgis_on_ten_thousand_polygons() {
    equals_postgis(10_000).await;
}

/// Pairs of accounts worth 1 and -1 are written, moved and deleted together: nobody may ever see a
/// sum other than 0 or an odd number, and whoever wrote a pair sees it.
async fn writers_and_readers(n_each: usize, length: Duration) {
    let service =
        TestService::start_with(|settings| settings.pool.n_connections = 2 * n_each).await;
    let (app, org_id) = (service.app.clone(), service.org_id);
    app.market.current(org_id).await.unwrap();
    let is_over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..n_each)
        .map(|_| tokio::spawn(read_until(app.clone(), org_id, Arc::clone(&is_over))))
        .collect();
    let until = Instant::now() + length;
    let writers: Vec<_> =
        (0..n_each).map(|_| tokio::spawn(write_pairs(app.clone(), org_id, until))).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    is_over.store(true, Ordering::SeqCst);
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
    equals_the_tables(&app, org_id).await;
    let version = app.market.current(org_id).await.unwrap().index.version();
    assert_eq!(app.market.rebuild(org_id).await.unwrap(), version);
    equals_the_tables(&app, org_id).await;
}

async fn read_until(app: Arc<App>, org_id: Uuid, is_over: Arc<AtomicBool>) -> usize {
    let (mut n_reads, mut version) = (0, 0);
    while !is_over.load(Ordering::SeqCst) {
        let market = app.market.current(org_id).await.unwrap();
        assert!(market.index.version() >= version, "never back in time");
        version = market.index.version();
        let seen = total(&market.index, None);
        assert_eq!((seen.count % 2, seen.value_12m), (0, 0), "torn at version {version}");
        n_reads += 1;
        tokio::task::yield_now().await;
    }
    n_reads
}

async fn write_pairs(app: Arc<App>, org_id: Uuid, until: Instant) {
    let mut pairs: Vec<[Uuid; 2]> = Vec::new();
    let mut step = 0;
    while step < 12 || Instant::now() < until {
        let pair = [Uuid::now_v7(), Uuid::now_v7()];
        let gone = if step % 3 == 2 { pairs.pop() } else { None };
        write(&app, org_id, pair, gone).await.unwrap();
        app.market.catch_up(org_id).await.unwrap();
        let market = app.market.current(org_id).await.unwrap();
        assert!(pair.iter().all(|id| market.index.find(*id).is_some()), "own write");
        assert!(gone.iter().flatten().all(|id| market.index.find(*id).is_none()), "own delete");
        pairs.push(pair);
        step += 1;
    }
}

async fn write(
    app: &App,
    org_id: Uuid,
    pair: [Uuid; 2],
    gone: Option<[Uuid; 2]>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await?;
    let insert = "INSERT INTO accounts (id, org_id, name, value_12m) \
        VALUES ($1, $3, 'one', 1), ($2, $3, 'other', -1)";
    tx.execute(insert, &[&pair[0], &pair[1], &org_id]).await?;
    let gone: Vec<Uuid> = gone.into_iter().flatten().collect();
    tx.execute("UPDATE accounts SET deleted_at = now() WHERE id = ANY($1)", &[&gone]).await?;
    feed::account_changed(&tx, org_id, &[&pair[..], &gone].concat()).await?;
    tx.commit().await?;
    Ok(())
}

async fn equals_the_tables(app: &App, org_id: Uuid) {
    app.market.catch_up(org_id).await.unwrap();
    let market = app.market.current(org_id).await.unwrap();
    let client = app.connection().await.unwrap();
    let sql = "SELECT id FROM accounts WHERE org_id = $1 AND deleted_at IS NULL";
    let living: Vec<Uuid> =
        client.query(sql, &[&org_id]).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert_eq!(market.index.len(), living.len());
    assert!(living.iter().all(|id| market.index.find(*id).is_some()));
}

#[tokio::test]
async fn writers_and_readers_see_no_torn_or_stale_answer() {
    writers_and_readers(3, Duration::ZERO).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes five minutes"]
async fn eight_writers_and_eight_readers_for_five_minutes() {
    writers_and_readers(8, Duration::from_mins(5)).await;
}

/// All connections are cut while pairs are being written, the way a crash leaves them. A process
/// started afterwards, and the one that lived on, both hold what the tables hold.
#[tokio::test]
async fn a_crash_in_the_middle_of_writes_leaves_the_index_equal_to_the_tables() {
    let service = TestService::start().await;
    let (app, org_id) = (service.app.clone(), service.org_id);
    app.market.current(org_id).await.unwrap();
    let writers: Vec<_> = (0..3)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move {
                for _ in 0..30 {
                    if write(&app, org_id, [Uuid::now_v7(), Uuid::now_v7()], None).await.is_ok() {
                        let _ = app.market.catch_up(org_id).await;
                    }
                }
            })
        })
        .collect();
    let axe = service.database.connect().await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        axe.execute(cut, &[]).await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
    equals_the_tables(&app, org_id).await;
    let settings = AppSettings::new(PoolSettings::new(service.database.config()));
    let restarted = App::start(settings).await.unwrap();
    equals_the_tables(&restarted, org_id).await;
    let sums = total(&restarted.market.current(org_id).await.unwrap().index, None);
    assert_eq!((sums.count % 2, sums.value_12m), (0, 0), "no half of a pair is left");
}

/// Filters and areas that are wrong or enormous: refused with the place of the fault.
#[tokio::test]
async fn bad_questions_are_refused_with_their_place() {
    let service = TestService::start().await;
    let caller = service.signed_in(gcrm::domain::crm::rights::Role::Admin).await;
    let polygon = |ring: Value| {
        let geometry = json!({"type": "Polygon", "coordinates": [ring]});
        json!({"area": {"type": "polygon", "geometry": geometry}})
    };
    let long: Vec<[f64; 2]> = (0..60_000).map(|n| [f64::from(n) / 1e3, 1.0]).collect();
    let mut deep = json!({"field": "tier", "op": "eq", "value": "A"});
    for _ in 0..100 {
        deep = json!({"not": deep});
    }
    for (body, pointer, code) in [
        (
            polygon(json!([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])),
            "/area/geometry/coordinates/0/0",
            "area.self_crossing",
        ),
        (
            polygon(json!([[0, 0], [2, 0], [2, 2]])),
            "/area/geometry/coordinates/0",
            "area.ring_not_closed",
        ),
        (polygon(json!(long)), "/area/geometry/coordinates/0", "area.too_many_vertices"),
        (
            polygon(json!([[-300, 0], [300, 0], [300, 9], [-300, 0]])),
            "/area/geometry/coordinates",
            "area.too_large",
        ),
        (
            json!({"filter": {"and": [{"field": "shoe", "op": "eq", "value": 1}]}}),
            "/filter/and/0/field",
            "filter.unknown_field",
        ),
        (
            json!({"filter": {"field": "tier", "op": "like", "value": 1}}),
            "/filter/op",
            "filter.unknown_op",
        ),
        (json!({"filter": deep}), "", "filter.too_deep"),
    ] {
        let problem = caller.post("/api/v1/market/query", &body).await.expect(400);
        let fault = &problem["errors"][0];
        assert_eq!(fault["code"], code, "{problem}");
        assert!(fault["pointer"].as_str().unwrap().starts_with(pointer), "{problem}");
    }
    let nested = format!("{}{}", "{\"filter\":".repeat(1000), "}".repeat(1000));
    let request = caller.request(reqwest::Method::POST, "/api/v1/market/query");
    let request = request.header("Content-Type", "application/json").body(nested);
    assert_eq!(crate::support::send(request).await.status, 400);
}
