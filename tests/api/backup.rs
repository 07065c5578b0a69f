use gcrm::storage::backup::{self, BackupError};
use gcrm::storage::migrate;
use tokio_postgres::Client;

use crate::support::TestDatabase;

/// Rows that refer to each other, within a table and across tables, with text that COPY must escape.
const RECORDS: &str = r"
    INSERT INTO organisations (id, name, country, currency, time_zone)
    VALUES ('00000000-0000-0000-0000-000000000001', E'Tab\there, \\ and ''quote''', 'FI', 'EUR', 'Europe/Helsinki');
    INSERT INTO users (id, org_id, email, name, role, time_zone, password_hash, manager_id)
    SELECT ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
        '00000000-0000-0000-0000-000000000001', 'user' || n || '@example.com', '김 ' || n, 'rep', 'UTC', 'x',
        ('00000000-0000-0000-0001-' || lpad((n % 500 + 1)::text, 12, '0'))::uuid
    FROM generate_series(1, 500) n;
    INSERT INTO audit_log (org_id, object, object_id, action)
    SELECT '00000000-0000-0000-0000-000000000001', 'account', gen_random_uuid(), 'create' FROM generate_series(1, 9);";

async fn backed_up() -> (TestDatabase, Vec<u8>) {
    let database = TestDatabase::new();
    let mut client = database.connect().await;
    client.batch_execute(RECORDS).await.unwrap();
    let mut file = Vec::new();
    let summary = backup::write(&mut client, &mut file).await.unwrap();
    assert_eq!(summary.n_rows, 1 + 500 + 9);
    (database, file)
}

async fn content(client: &Client, table: &str) -> Option<String> {
    let sql = format!("SELECT string_agg(t::text, E'\n' ORDER BY t::text) FROM {table} t");
    client.query_one(&sql, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn what_is_restored_is_what_was_there() {
    let (original, file) = backed_up().await;
    let copy = TestDatabase::without_schema();
    let (before, mut after) = (original.connect().await, copy.connect().await);
    backup::restore(&mut after, file.as_slice()).await.unwrap();
    for table in ["organisations", "users", "audit_log"] {
        assert_eq!(content(&before, table).await, content(&after, table).await, "{table}");
    }
    assert_eq!(migrate::run(&mut after).await.unwrap().len(), 0);
    let next = "INSERT INTO audit_log (org_id, object, object_id, action)
        SELECT id, 'account', id, 'create' FROM organisations RETURNING id";
    assert_eq!(after.query_one(next, &[]).await.unwrap().get::<_, i64>(0), 10);
}

#[tokio::test]
async fn a_damaged_backup_restores_nothing() {
    let (_original, file) = backed_up().await;
    let copy = TestDatabase::without_schema();
    let mut client = copy.connect().await;
    let truncated = &file[..file.len() - 40];
    let refusal = backup::restore(&mut client, truncated).await.unwrap_err();
    assert!(matches!(refusal, BackupError::Damaged(_)), "{refusal}");
    assert_eq!(migrate::current_version(&client).await.unwrap(), None);

    let mut changed = zstd::decode_all(file.as_slice()).unwrap();
    let at = changed.windows(4).position(|bytes| bytes == b"Euro").unwrap();
    changed[at] = b'X';
    let changed = zstd::encode_all(changed.as_slice(), 1).unwrap();
    let refusal = backup::restore(&mut client, changed.as_slice()).await.unwrap_err();
    assert!(refusal.to_string().contains("table organisations"), "{refusal}");
    assert_eq!(migrate::current_version(&client).await.unwrap(), None);
}

#[tokio::test]
async fn other_files_and_full_databases_are_refused() {
    let (original, file) = backed_up().await;
    let mut client = original.connect().await;
    let refusal = backup::restore(&mut client, file.as_slice()).await.unwrap_err();
    assert!(matches!(refusal, BackupError::NotEmpty), "{refusal}");
    let copy = TestDatabase::without_schema();
    let mut client = copy.connect().await;
    let refusal = backup::restore(&mut client, &b"name,city\nA,B\n"[..]).await.unwrap_err();
    assert!(matches!(refusal, BackupError::NotABackup(_)), "{refusal}");
}
