//! A million made-up accounts, clustered like towns: Zipf-sized towns, dense in their middle.

use std::fmt::Write;

use bytes::Bytes;
use futures_util::SinkExt;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio_postgres::Client;
use uuid::Uuid;

const SEED: u64 = 20_261_122;
const N_TOWNS: u32 = 300;
pub const CATEGORIES: [&str; 8] = [
    "amenity.cafe",
    "amenity.restaurant",
    "amenity.bar",
    "amenity.pharmacy",
    "shop.bakery",
    "shop.clothes",
    "shop.supermarket",
    "office.company",
];
const LIFECYCLES: [&str; 6] = ["prospect", "lead", "customer", "lapsed", "lost", "excluded"];
const TIERS: [&str; 4] = ["A", "B", "C", "D"];
/// Rows sent to the database at a time.
const BATCH_ROWS: usize = 10_000;

/// What of an account the peers need as well.
pub struct Row {
    pub id: Uuid,
    pub lng: f64,
    pub lat: f64,
    pub lifecycle: &'static str,
    pub tier: &'static str,
    pub category: &'static str,
    pub value: u32,
    pub potential: u32,
    pub duration: u32,
    pub name: String,
}

struct Town {
    lng: f64,
    lat: f64,
    /// Standard deviation in degrees.
    spread: f64,
    /// Cumulative share of all accounts.
    until: f64,
}

pub fn rows(n_rows: usize) -> Vec<Row> {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let towns = towns(&mut random);
    (0..n_rows).map(|number| row(number, &towns, &mut random)).collect()
}

fn towns(random: &mut ChaCha8Rng) -> Vec<Town> {
    let weights: Vec<f64> = (1..=N_TOWNS).map(|rank| 1.0 / f64::from(rank)).collect();
    let total: f64 = weights.iter().sum();
    let mut until = 0.0;
    weights
        .iter()
        .map(|weight| {
            until += weight / total;
            Town {
                lng: random.random_range(20.0..31.0),
                lat: random.random_range(60.0..69.0),
                spread: 0.02 + 0.25 * (weight / weights[0]).sqrt(),
                until,
            }
        })
        .collect()
}

fn row(number: usize, towns: &[Town], random: &mut ChaCha8Rng) -> Row {
    let dice: f64 = random.random();
    let town = towns.iter().find(|town| dice < town.until).unwrap_or(&towns[0]);
    let (east, north) = normal_pair(random);
    let pick =
        |list: &[&'static str], random: &mut ChaCha8Rng| list[random.random_range(0..list.len())];
    Row {
        id: Uuid::from_u128(number as u128 + 1),
        lng: (town.lng + 2.0 * town.spread * east).clamp(-180.0, 180.0),
        lat: (town.lat + town.spread * north).clamp(-90.0, 90.0),
        lifecycle: pick(&LIFECYCLES, random),
        tier: pick(&TIERS, random),
        category: pick(&CATEGORIES, random),
        value: random.random_range(0..100_000),
        potential: random.random_range(0..200_000),
        duration: random.random_range(10..90),
        name: format!("Kahvila {} {number}", town.until.to_bits() % 977),
    }
}

/// Box and Muller.
fn normal_pair(random: &mut ChaCha8Rng) -> (f64, f64) {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    let angle = std::f64::consts::TAU * random.random::<f64>();
    (radius * angle.cos(), radius * angle.sin())
}

/// Writes them as accounts with their sites.
pub async fn store(client: &Client, org_id: Uuid, rows: &[Row]) {
    let accounts = "COPY accounts (id, org_id, name, lifecycle, tier, category, value_12m, \
        potential_value, visit_duration_min) FROM STDIN";
    copy(client, accounts, rows, |text, r| {
        writeln!(
            text,
            "{}\t{org_id}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            r.id, r.name, r.lifecycle, r.tier, r.category, r.value, r.potential, r.duration
        )
    })
    .await;
    let sites = "COPY sites (id, org_id, account_id, lng, lat, line1, city, postal_code, time_zone) FROM STDIN";
    copy(client, sites, rows, |text, r| {
        let street = r.value % 400;
        writeln!(
            text,
            "{}\t{org_id}\t{}\t{}\t{}\tKauppakatu {street}\tTown {}\t{:05}\tEurope/Helsinki",
            r.id,
            r.id,
            r.lng,
            r.lat,
            street % 300,
            street % 900
        )
    })
    .await;
    client.batch_execute("ANALYZE accounts; ANALYZE sites").await.unwrap();
}

pub async fn copy(
    client: &Client,
    sql: &str,
    rows: &[Row],
    line: impl Fn(&mut String, &Row) -> std::fmt::Result,
) {
    let sink = client.copy_in::<_, Bytes>(sql).await.unwrap();
    let mut sink = std::pin::pin!(sink);
    for batch in rows.chunks(BATCH_ROWS) {
        let mut text = String::new();
        for row in batch {
            line(&mut text, row).unwrap();
        }
        sink.send(Bytes::from(text)).await.unwrap();
    }
    sink.close().await.unwrap();
}
