use gcrm::storage::migrate::{self, MigrateError};

use crate::support::TestDatabase;

#[tokio::test]
async fn an_empty_database_gets_the_schema_once() {
    let database = TestDatabase::without_schema();
    let mut client = database.connect().await;
    assert_eq!(migrate::current_version(&client).await.unwrap(), None);
    assert_eq!(migrate::run(&mut client).await.unwrap().len(), migrate::MIGRATIONS.len());
    assert_eq!(migrate::run(&mut client).await.unwrap().len(), 0);
    assert_eq!(migrate::current_version(&client).await.unwrap(), Some(migrate::latest_version()));
}

#[tokio::test]
async fn instances_that_start_together_apply_each_migration_once() {
    let database = TestDatabase::without_schema();
    let mut clients =
        [database.connect().await, database.connect().await, database.connect().await];
    let runs = clients.iter_mut().map(migrate::run);
    let applied: usize =
        futures_util::future::join_all(runs).await.into_iter().map(|run| run.unwrap().len()).sum();
    assert_eq!(applied, migrate::MIGRATIONS.len());
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let database = TestDatabase::new();
    let mut client = database.connect().await;
    client
        .batch_execute("INSERT INTO schema_migrations VALUES (9999, 'future', 'x')")
        .await
        .unwrap();
    let refusal = migrate::run(&mut client).await.unwrap_err();
    assert!(matches!(refusal, MigrateError::Newer { version: 9999, .. }), "{refusal}");
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_and_frees_the_lock() {
    let database = TestDatabase::without_schema();
    let mut client = database.connect().await;
    client.batch_execute("CREATE TABLE users (id int)").await.unwrap();
    for _ in 0..2 {
        let refusal = migrate::run(&mut client).await.unwrap_err();
        assert!(refusal.to_string().contains("relation \"users\" already exists"), "{refusal}");
    }
    let left = client.query_one("SELECT to_regclass('organisations') IS NULL", &[]).await.unwrap();
    assert!(left.get::<_, bool>(0));
}
