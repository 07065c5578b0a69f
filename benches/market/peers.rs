//! The same question asked of `PostGIS` and `DuckDB`, where they are present.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use tokio_postgres::Client;

use super::data::{Row, copy};
use super::median_ms;

const N_RUNS: usize = 7;

/// `lng lat, lng lat, ...`
fn wkt(ring: &[[f64; 2]]) -> String {
    let points: Vec<String> = ring.iter().map(|[x, y]| format!("{x} {y}")).collect();
    format!("POLYGON(({}))", points.join(","))
}

const COLUMNS: &str = "category, count(*), sum(value), sum(potential), sum(duration)";
const FILTER: &str = "lifecycle IN ('prospect', 'lead', 'customer') AND value >= 20000";

/// The table of the peer, clustered along a `GiST` index, unless an earlier run made it.
pub async fn prepare_postgis(client: &Client, rows: &[Row]) -> Option<()> {
    client.batch_execute("CREATE EXTENSION IF NOT EXISTS postgis").await.ok()?;
    let is_there = "SELECT to_regclass('peer') IS NOT NULL";
    if client.query_one(is_there, &[]).await.ok()?.get(0) {
        return Some(());
    }
    let create = "CREATE TABLE peer (lng float8, lat float8, lifecycle text, category text, \
        value bigint, potential bigint, duration bigint, geom geometry(Point, 4326))";
    client.batch_execute(create).await.ok()?;
    let sql = "COPY peer (lng, lat, lifecycle, category, value, potential, duration) FROM STDIN";
    copy(client, sql, rows, |text, r| {
        use std::fmt::Write;
        writeln!(
            text,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            r.lng, r.lat, r.lifecycle, r.category, r.value, r.potential, r.duration
        )
    })
    .await;
    let finish = "UPDATE peer SET geom = ST_SetSRID(ST_MakePoint(lng, lat), 4326); \
        CREATE INDEX peer_geom ON peer USING gist (geom); CLUSTER peer USING peer_geom; \
        VACUUM ANALYZE peer";
    for statement in finish.split(';') {
        client.batch_execute(statement).await.ok()?;
    }
    Some(())
}

/// On one core, the polygon as a literal.
pub async fn postgis(client: &Client, rings: &[(f64, Vec<[f64; 2]>)]) -> Option<Vec<f64>> {
    client.batch_execute("SET max_parallel_workers_per_gather = 0").await.ok()?;
    let mut medians = Vec::new();
    for (_, ring) in rings {
        let sql = format!(
            "SELECT {COLUMNS} FROM peer WHERE {FILTER} AND \
             ST_Intersects(geom, ST_GeomFromText('{}', 4326)) GROUP BY category",
            wkt(ring)
        );
        let mut times = Vec::new();
        for _ in 0..N_RUNS {
            let start = Instant::now();
            client.simple_query(&sql).await.ok()?;
            times.push(start.elapsed());
        }
        medians.push(median_ms(&mut times));
    }
    Some(medians)
}

const DUCKDB: &str = r#"
import sys, json, time, statistics
try:
    import duckdb, duckdb_extension_spatial
except ImportError as error:
    print(json.dumps(None)); sys.exit()
task = json.load(sys.stdin)
con = duckdb.connect()
con.execute("SET threads = 1")
folder = list(duckdb_extension_spatial.__path__)[0]
con.execute(f"LOAD '{folder}/extensions/v{duckdb.__version__}/spatial.duckdb_extension'")
con.execute(f"CREATE TABLE peer AS SELECT *, ST_Point(lng, lat) AS geom FROM read_csv('{task['csv']}', header=true)")
medians = []
for ring in task["rings"]:
    sql = f"SELECT {task['columns']} FROM peer WHERE {task['filter']} AND lng BETWEEN {ring['bbox'][0]} AND {ring['bbox'][2]} AND lat BETWEEN {ring['bbox'][1]} AND {ring['bbox'][3]} AND ST_Intersects(geom, ST_GeomFromText('{ring['wkt']}')) GROUP BY category"
    times = []
    for _ in range(task["n"]):
        start = time.perf_counter(); con.execute(sql).fetchall(); times.append(time.perf_counter() - start)
    medians.append(statistics.median(times) * 1000)
print(json.dumps(medians))
"#;

/// One thread, with a box test before the polygon's, as its users write it.
pub fn duckdb(rows: &[Row], rings: &[(f64, Vec<[f64; 2]>)]) -> Option<Vec<f64>> {
    let folder = tempfile::tempdir().ok()?;
    let csv = folder.path().join("peer.csv");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&csv).ok()?);
    writeln!(file, "lng,lat,lifecycle,category,value,potential,duration").ok()?;
    for r in rows {
        writeln!(
            file,
            "{},{},{},{},{},{},{}",
            r.lng, r.lat, r.lifecycle, r.category, r.value, r.potential, r.duration
        )
        .ok()?;
    }
    file.flush().ok()?;
    let ring = |ring: &[[f64; 2]]| {
        let side = |axis: usize, pick: fn(f64, f64) -> f64, start: f64| {
            ring.iter().map(|p| p[axis]).fold(start, pick)
        };
        let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
        let bbox = [
            side(0, f64::min, low),
            side(1, f64::min, low),
            side(0, f64::max, high),
            side(1, f64::max, high),
        ];
        serde_json::json!({"wkt": wkt(ring), "bbox": bbox})
    };
    let rings: Vec<_> = rings.iter().map(|(_, points)| ring(points)).collect();
    let task = serde_json::json!({
        "csv": csv, "rings": rings, "columns": COLUMNS, "filter": FILTER, "n": N_RUNS,
    });
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut child = Command::new(python)
        .args(["-c", DUCKDB])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(task.to_string().as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    serde_json::from_slice(&output.stdout).ok()?
}
