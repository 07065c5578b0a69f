//! A running service with 100,000 accounts in the demo region: base-map tiles, lists of accounts,
//! and what the map asks for, one request after the other over one connection.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use super::program::{gcrm, run};

const N_ACCOUNTS: usize = 100_000;
const PORT: u16 = 18_971;
const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "correct horse battery";
/// Questions of each kind.
const N_REQUESTS: usize = 400;
/// West, south, east, north of the demo region.
const BBOX: [f64; 4] = [24.925, 60.155, 24.965, 60.185];
const TILES_P95_MAX_MS: f64 = 20.0;
const QUERIES_P95_MAX_MS: f64 = 50.0;

pub fn measure() {
    let data = tempfile::tempdir().expect("a folder");
    fill(data.path());
    let _service = Service::start(data.path());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(ask());
}

/// Ended with the measurement, however that ends.
struct Service(Child);

impl Service {
    fn start(data: &Path) -> Self {
        let listen = format!("127.0.0.1:{PORT}");
        Self(gcrm(data, &["serve", "--listen", &listen]).spawn().expect("the program runs"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Ended already is as good.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A region, a user, the accounts.
fn fill(data: &Path) {
    let extract = concat!(env!("CARGO_MANIFEST_DIR"), "/data/helsinki.osm.pbf");
    run(gcrm(data, &["region", "build", "--osm", extract]));
    add_user(data);
    let file = data.join("accounts.csv");
    std::fs::write(&file, accounts()).expect("a file");
    let mut import = gcrm(data, &["import", "accounts"]);
    import.arg(&file);
    println!("import of {N_ACCOUNTS} accounts: {:.1} s", run(import).seconds);
}

fn add_user(data: &Path) {
    let mut user = gcrm(data, &["user", "add", "--email", EMAIL, "--name", "B", "--role", "admin"]);
    let mut child = user.arg("--password-stdin").stdin(Stdio::piped()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("piped");
    writeln!(stdin, "{PASSWORD}").expect("it reads");
    assert!(child.wait().expect("it ends").success());
}

fn accounts() -> String {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut text = String::from("external_id,name,lifecycle,tier,category,value_12m,lng,lat\n");
    for n in 0..N_ACCOUNTS {
        let [lng, lat] = point(&mut random);
        let lifecycle = ["customer", "prospect", "lead"][random.random_range(0..3)];
        let tier = ["A", "B", "C", "D"][random.random_range(0..4)];
        let category = ["shop.bakery", "amenity.cafe", "office.company"][random.random_range(0..3)];
        let value = random.random_range(0..100_000);
        writeln!(text, "X{n},Customer {n},{lifecycle},{tier},{category},{value},{lng:.6},{lat:.6}")
            .expect("text grows");
    }
    text
}

fn point(random: &mut ChaCha8Rng) -> [f64; 2] {
    [random.random_range(BBOX[0]..BBOX[2]), random.random_range(BBOX[1]..BBOX[3])]
}

async fn ask() {
    let caller = Caller::signed_in().await;
    let mut random = ChaCha8Rng::seed_from_u64(2);
    // The first question makes the service read all accounts.
    caller.list("limit=1&include_total=true").await;
    let mut tiles = Vec::new();
    let paths = (0..N_REQUESTS).map(|_| tile("base", 12..=16, &mut random));
    // Each only once, since the second time it comes from memory.
    for path in paths.collect::<BTreeSet<_>>() {
        tiles.push(caller.took(caller.get(&path)).await);
    }
    report("base-map tiles drawn for the first time, zoom 12 to 16", tiles, TILES_P95_MAX_MS);
    let mut lists = Vec::new();
    for n in 0..N_REQUESTS {
        let query = list_query(n, &mut random);
        lists.push(caller.took(caller.get(&format!("/api/v1/accounts?{query}"))).await);
    }
    report("account list", lists, QUERIES_P95_MAX_MS);
    let mut tiles = Vec::new();
    for _ in 0..N_REQUESTS {
        tiles.push(caller.took(caller.get(&tile("accounts", 8..=16, &mut random))).await);
    }
    report("map: tiles of accounts, zoom 8 to 16", tiles, QUERIES_P95_MAX_MS);
    let mut searches = Vec::new();
    for _ in 0..N_REQUESTS {
        let body = search(&mut random);
        let request = caller.request(Method::POST, "/api/v1/accounts/search");
        searches.push(caller.took(request.json(&body)).await);
    }
    report("map: accounts of a circle with a filter", searches, QUERIES_P95_MAX_MS);
}

fn list_query(n: usize, random: &mut ChaCha8Rng) -> String {
    let [lng, lat] = point(random);
    match n % 5 {
        0 => "sort=-value_12m&include_total=true".to_owned(),
        1 => format!("q={}", random.random_range(0..N_ACCOUNTS)),
        2 => "tier=A,B&lifecycle=customer&sort=name&include_total=true".to_owned(),
        3 => format!("bbox={lng},{lat},{},{}&include_total=true", lng + 0.005, lat + 0.003),
        _ => "category=amenity&sort=-value_12m,name&limit=200".to_owned(),
    }
}

fn search(random: &mut ChaCha8Rng) -> Value {
    let area = json!({"type": "circle", "center": point(random), "radius_m": 800});
    let filter = json!({"and": [{"field": "tier", "op": "in", "value": ["A", "B"]},
        {"field": "value_12m", "op": "gte", "value": 1000}]});
    json!({"area": area, "filter": filter, "sort": "-value_12m", "include_total": true})
}

/// Some tile that touches the region.
fn tile(layer: &str, zooms: std::ops::RangeInclusive<u8>, random: &mut ChaCha8Rng) -> String {
    let zoom = random.random_range(zooms);
    let [lng, lat] = point(random);
    let n = f64::from(1_u32 << zoom);
    let y = (lat.to_radians().tan().asinh() / std::f64::consts::PI).mul_add(-0.5, 0.5);
    let (x, y) = ((lng + 180.0) / 360.0 * n, y * n);
    format!("/tiles/{layer}/{zoom}/{}/{}.mvt", x.floor(), y.floor())
}

fn report(what: &str, mut took_ms: Vec<f64>, p95_max_ms: f64) {
    took_ms.sort_by(f64::total_cmp);
    let at = |percent: usize| took_ms[(took_ms.len() * percent).div_ceil(100) - 1];
    let n = took_ms.len();
    let (half, most, all) = (at(50), at(95), at(100));
    println!(
        "{what} ({n}): p50 {half:.1} ms, p95 {most:.1} ms (to reach {p95_max_ms}), slowest {all:.1} ms"
    );
}

struct Caller {
    client: Client,
    cookie: String,
    csrf: String,
}

impl Caller {
    async fn signed_in() -> Self {
        let client = Client::new();
        let url = format!("http://127.0.0.1:{PORT}/api/v1/session");
        let body = json!({"email": EMAIL, "password": PASSWORD});
        let end = Instant::now() + Duration::from_mins(1);
        let answer = loop {
            match client.post(&url).json(&body).send().await {
                Ok(answer) if answer.status() == 200 => break answer,
                _ => assert!(Instant::now() < end, "the service does not answer"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        let cookie = cookie.split(';').next().expect("a cookie").to_owned();
        let session: Value = answer.json().await.expect("a session");
        let csrf = session["csrf_token"].as_str().expect("a token").to_owned();
        Self { client, cookie, csrf }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("http://127.0.0.1:{PORT}{path}"));
        request.header("Cookie", &self.cookie).header("X-CSRF-Token", &self.csrf)
    }

    async fn list(&self, query: &str) -> Value {
        let request = self.get(&format!("/api/v1/accounts?{query}"));
        let list: Value = request.send().await.expect("an answer").json().await.expect("a list");
        assert_eq!(list["page"]["total"], json!(N_ACCOUNTS), "{list}");
        list
    }

    /// Milliseconds until the whole answer is there.
    async fn took(&self, request: RequestBuilder) -> f64 {
        let begin = Instant::now();
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let body = answer.bytes().await.expect("a body");
        assert!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
        begin.elapsed().as_secs_f64() * 1000.0
    }
}
