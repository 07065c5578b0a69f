//! The demo company: a made-up coffee wholesaler in the centre of the demo region, with the region's
//! real cafés, restaurants, hotels and offices as its accounts.
//!
//! Everything but the dates, which count from today, follows from the seed. Names, figures and
//! contacts are invented; addresses and opening hours are the map's.

mod accounts;
mod activities;
mod assortment;
mod chance;
mod contacts;
mod people;
mod territories;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use uuid::Uuid;

use super::database::{Database, OpenError};
use crate::domain::places::Place;
use crate::storage::{StorageError, bulk, organisations};
use chance::Chance;
pub use people::{PASSWORD, SIGN_INS, SignIn};

const SEED: u64 = 2026;

/// What the company is made from.
#[derive(Debug)]
pub struct Ground<'a> {
    pub places: &'a [Place],
    pub time_zone: Tz,
    /// ISO 3166-1 alpha-2, in upper case.
    pub country: &'a str,
    pub now: DateTime<Utc>,
    /// The argon2id hash of [`PASSWORD`].
    pub password_hash: &'a str,
}

/// Rows in an order that foreign keys allow, table by table.
#[derive(Debug, Default, PartialEq)]
pub struct Company {
    tables: Vec<(&'static str, Vec<Value>)>,
}

impl Company {
    #[must_use]
    pub fn found(ground: &Ground<'_>) -> Self {
        let mut chance = Chance::new(SEED, ground.now);
        let org_id = chance.id();
        let mut company = Self::default();
        company.add("organisations", vec![organisation(org_id, ground)]);
        let customers = accounts::choose(ground, &mut chance);
        let people = people::hire(org_id, ground, &customers, &mut chance);
        let division = territories::divide(org_id, &people, &customers, &mut chance);
        let accounts = accounts::open(org_id, ground, &people, &division, &customers, &mut chance);
        let contacts = contacts::meet(org_id, ground, &accounts, &mut chance);
        let activities =
            activities::recall(org_id, ground, &people, &accounts, &contacts, &mut chance);
        company.add("users", people.users);
        company.add("teams", people.teams);
        company.add("team_members", people.team_members);
        company.add("alignments", division.alignments);
        company.add("territories", division.territories);
        company.add("accounts", accounts.iter().map(|account| account.row.clone()).collect());
        company.add("sites", accounts.iter().map(|account| account.site.clone()).collect());
        company.add("tags", accounts::tags(org_id, &mut chance));
        company.tag_accounts(org_id, &accounts, &mut chance);
        company.add("contacts", contacts.rows);
        company.add("activities", activities);
        company
    }

    fn add(&mut self, table: &'static str, rows: Vec<Value>) {
        self.tables.push((table, rows));
    }

    fn tag_accounts(&mut self, org_id: Uuid, accounts: &[accounts::Opened], chance: &mut Chance) {
        let tag_ids: Vec<Value> = self.rows("tags").iter().map(|tag| tag["id"].clone()).collect();
        let rows = accounts::taggings(org_id, accounts, &tag_ids, chance);
        self.add("account_tags", rows);
    }

    /// The rows of one table.
    #[must_use]
    pub fn rows(&self, table: &str) -> &[Value] {
        self.tables.iter().find(|(name, _)| *name == table).map_or(&[], |(_, rows)| rows.as_slice())
    }
}

fn organisation(id: Uuid, ground: &Ground<'_>) -> Value {
    json!({
        "id": id,
        "name": "Nordic Coffee Supply",
        "country": ground.country,
        "currency": currency(ground.country).0,
        "time_zone": ground.time_zone.name(),
        "is_demo": true,
    })
}

/// The code, and about how many of it make a euro.
fn currency(country: &str) -> (&'static str, f64) {
    match country {
        "KR" => ("KRW", 1_600.0),
        "CH" | "LI" => ("CHF", 1.0),
        "GB" => ("GBP", 1.0),
        "US" => ("USD", 1.0),
        _ => ("EUR", 1.0),
    }
}

/// Whether the demo company is in the database already.
pub async fn is_there(database: &Database) -> Result<bool, OpenError> {
    let client = database.connect().await?;
    Ok(organisations::demo_exists(&client).await?)
}

/// Writes the company, all or nothing.
pub async fn move_in(database: &Database, company: &Company) -> Result<(), OpenError> {
    let mut client = database.connect().await?;
    let transaction = client.transaction().await.map_err(StorageError::from)?;
    for (table, rows) in &company.tables {
        bulk::insert(&transaction, table, rows).await?;
    }
    Ok(transaction.commit().await.map_err(StorageError::from)?)
}

#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
