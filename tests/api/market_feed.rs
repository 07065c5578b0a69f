//! The market index follows the database: own writes, late commits, other processes.

use std::time::{Duration, Instant};

use gcrm::app::{App, AppSettings};
use gcrm::domain::market::place_key::place_key;
use gcrm::storage::feed;
use gcrm::storage::pool::{self, PoolSettings};
use uuid::Uuid;

use crate::support::TestService;

const INSERT: &str = "INSERT INTO accounts (id, org_id, name) VALUES ($1, $2, $3)";
const LOCK: &str = "LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE";

async fn write(service: &TestService, name: &str) -> Uuid {
    let mut client = service.app.connection().await.unwrap();
    let tx = client.transaction().await.unwrap();
    let id = note_account(&tx, service.org_id, name).await;
    tx.commit().await.unwrap();
    id
}

async fn note_account(tx: &pool::Tx<'_>, org_id: Uuid, name: &str) -> Uuid {
    let id = Uuid::now_v7();
    tx.execute(INSERT, &[&id, &org_id, &name]).await.unwrap();
    feed::account_changed(tx, org_id, &[id]).await.unwrap();
    id
}

async fn holds(app: &App, org_id: Uuid, id: Uuid) -> bool {
    app.market.current(org_id).await.unwrap().index.find(id).is_some()
}

#[tokio::test]
async fn a_transaction_that_commits_late_is_not_skipped() {
    let service = TestService::start().await;
    let (app, org_id) = (&service.app, service.org_id);
    app.market.current(org_id).await.unwrap();
    let mut client = app.connection().await.unwrap();
    let early = client.transaction().await.unwrap();
    let late_id = note_account(&early, org_id, "begun first, committed last").await;
    let quick_id = write(&service, "begun and committed in between").await;
    let version = app.market.catch_up(org_id).await.unwrap();
    assert_eq!(version, 1);
    assert!(holds(app, org_id, quick_id).await, "own writes are seen while others are open");
    assert!(!holds(app, org_id, late_id).await);
    early.commit().await.unwrap();
    assert_eq!(app.market.catch_up(org_id).await.unwrap(), 2);
    assert!(holds(app, org_id, late_id).await);
    assert_eq!(app.market.catch_up(org_id).await.unwrap(), 2, "nothing new, same version");
}

#[tokio::test]
async fn changes_deletions_and_a_rebuild_lead_to_the_same_index() {
    let service = TestService::start().await;
    let (app, org_id) = (&service.app, service.org_id);
    let (kept, gone) = (write(&service, "kept").await, write(&service, "gone").await);
    assert_eq!(app.market.current(org_id).await.unwrap().index.len(), 2);
    let mut client = app.connection().await.unwrap();
    let tx = client.transaction().await.unwrap();
    let delete = "UPDATE accounts SET deleted_at = now() WHERE id = $1";
    tx.execute(delete, &[&gone]).await.unwrap();
    let rename = "UPDATE accounts SET name = 'renamed', value_12m = 12.5 WHERE id = $1";
    tx.execute(rename, &[&kept]).await.unwrap();
    feed::account_changed(&tx, org_id, &[gone, kept]).await.unwrap();
    tx.commit().await.unwrap();
    let version = app.market.catch_up(org_id).await.unwrap();
    for _ in 0..2 {
        let market = app.market.current(org_id).await.unwrap();
        let (segment, row) = market.index.find(kept).unwrap();
        assert_eq!((market.index.len(), market.index.version()), (1, version));
        assert_eq!((segment.name(row), segment.record(row).value_12m), ("renamed", 125_000));
        assert_eq!(app.market.rebuild(org_id).await.unwrap(), version);
    }
}

/// The tables are read whole in one way and by changed account in another.
#[tokio::test]
async fn an_account_read_with_all_others_is_the_one_read_by_itself() {
    let service = TestService::start().await;
    let (app, org_id) = (&service.app, service.org_id);
    app.market.current(org_id).await.unwrap();
    let (bare, full) = (write(&service, "Bare").await, write(&service, "Mylly & Köök").await);
    let mut client = app.connection().await.unwrap();
    let tx = client.transaction().await.unwrap();
    tx.batch_execute(&format!(
        "UPDATE accounts SET tier = 'B', category = 'amenity.cafe', value_12m = -12.3456, \
             potential_value = 99999999999.9999, visit_interval_days = 30, next_due_on = '1999-12-31', \
             last_visit_at = '2026-02-03 04:05:06.000007+00', external_ids = '{{\"osm\": \"way/7\"}}' \
             WHERE id = '{full}'; \
         INSERT INTO sites (id, org_id, account_id, lng, lat, line1, city, postal_code, time_zone) \
             VALUES (gen_random_uuid(), '{org_id}', '{full}', 24.9, 60.2, 'Katu 1', 'Helsinki', '00100', 'UTC'); \
         INSERT INTO tags (id, org_id, name) VALUES ('{full}', '{org_id}', 'one'), ('{bare}', '{org_id}', 'two'); \
         INSERT INTO account_tags (org_id, account_id, tag_id) \
             SELECT '{org_id}', '{full}', id FROM tags WHERE org_id = '{org_id}'"
    ))
    .await
    .unwrap();
    feed::account_changed(&tx, org_id, &[full]).await.unwrap();
    tx.commit().await.unwrap();
    app.market.catch_up(org_id).await.unwrap();
    let by_itself = app.market.current(org_id).await.unwrap();
    app.market.rebuild(org_id).await.unwrap();
    let with_all = app.market.current(org_id).await.unwrap();
    for id in [bare, full] {
        let (one, row) = by_itself.index.find(id).unwrap();
        let (all, other) = with_all.index.find(id).unwrap();
        let (mut one, mut other) = (one.record(row), all.record(other));
        one.tag_ids.sort_unstable();
        other.tag_ids.sort_unstable();
        assert_eq!(one, other);
    }
    let (segment, row) = with_all.index.find(full).unwrap();
    let record = segment.record(row);
    assert_eq!((record.value_12m, record.tag_ids.len()), (-123_456, 2));
    assert_eq!((record.address, record.city), ("katu 1 helsinki 00100", Some("Helsinki")));
    assert_eq!(record.place, place_key("way/7"));
}

#[tokio::test]
async fn another_process_hears_of_a_write_and_knows_its_version() {
    let service = TestService::start().await;
    let org_id = service.org_id;
    let mut settings = PoolSettings::new(service.database.config());
    settings.n_connections = 4;
    let mut settings = AppSettings::new(settings);
    // The poll never comes to help: what is heard is heard by being called.
    settings.feed_poll = Duration::from_hours(1);
    let other = App::start(settings).await.unwrap();
    other.market.current(org_id).await.unwrap();
    let id = write(&service, "ours").await;
    let version = service.app.market.catch_up(org_id).await.unwrap();
    let market = other.market.at_least(org_id, version).await.unwrap();
    assert!(market.index.find(id).is_some() && market.index.version() == version);

    // The first of these may be found when listening begins, the second only by being told of it.
    for name in ["found", "heard of"] {
        let id = write(&service, name).await;
        let patience = Instant::now() + Duration::from_secs(30);
        while !holds(&other, org_id, id).await {
            assert!(Instant::now() < patience, "nobody told of {name:?}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn a_pruned_feed_keeps_counting() {
    let service = TestService::start().await;
    let (app, org_id) = (&service.app, service.org_id);
    app.market.current(org_id).await.unwrap();
    let id = write(&service, "written before the pruning").await;
    let client = app.connection().await.unwrap();
    client.execute("UPDATE change_feed SET at = at - interval '9 days'", &[]).await.unwrap();
    // transactions of other tests may hold the pruning up for a moment
    for _ in 0..200 {
        feed::prune(&client, 7).await.unwrap();
        if client.query("SELECT 1 FROM change_feed", &[]).await.unwrap().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(app.market.catch_up(org_id).await.unwrap(), 1);
    assert!(holds(app, org_id, id).await, "a reader that was left behind reads the tables afresh");
}

/// Whoever asked first may hang up: the next one finds the tables read.
#[tokio::test]
async fn reading_the_tables_survives_the_end_of_the_request_that_waited_for_it() {
    let service = TestService::start().await;
    let (app, org_id) = (service.app.clone(), service.org_id);
    let mut client = service.database.connect().await;
    let lock = client.transaction().await.unwrap();
    lock.batch_execute(LOCK).await.unwrap();
    let asking = tokio::spawn({
        let app = app.clone();
        async move { app.market.current(org_id).await.map(|market| market.index.len()) }
    });
    let waiting = "SELECT 1 FROM pg_stat_activity \
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while lock.query(waiting, &[]).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    lock.commit().await.unwrap();
    // waits for the reader's snapshot to end; from here on nobody else can read the table
    let lock = client.transaction().await.unwrap();
    lock.batch_execute(LOCK).await.unwrap();
    let market = tokio::time::timeout(Duration::from_secs(20), app.market.current(org_id)).await;
    assert!(market.expect("the tables were to be read again").unwrap().index.is_empty());
    lock.rollback().await.unwrap();
}
