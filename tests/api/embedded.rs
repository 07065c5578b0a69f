use std::path::Path;
use std::time::{Duration, Instant};

use gcrm::storage::embedded::{Embedded, EmbeddedError, Options};
use rustix::process::{Pid, Signal, kill_process};
use tokio_postgres::{Client, NoTls};

/// Far more than any of these takes; only a hang reaches it.
const PATIENCE: Duration = Duration::from_mins(1);

/// The durable settings that the service uses.
fn start(dir: &Path) -> Embedded {
    let mut options = Options::new(dir);
    options.bin_dir = std::env::var_os("GCRM_POSTGRES_BIN").map(Into::into);
    Embedded::start(&options).unwrap()
}

async fn connect(embedded: &Embedded) -> Option<Client> {
    let (client, connection) = embedded.config().connect(NoTls).await.ok()?;
    tokio::spawn(connection);
    Some(client)
}

async fn eventually_connect(embedded: &Embedded) -> Client {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(client) = connect(embedded).await {
            return client;
        }
        assert!(Instant::now() < end, "the server did not come back");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn kill(pid: u32) {
    kill_process(Pid::from_raw(pid.cast_signed()).unwrap(), Signal::KILL).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn records_outlive_a_restart_and_nothing_listens_on_tcp() {
    let dir = tempfile::tempdir().unwrap();
    let embedded = start(dir.path());
    let client = connect(&embedded).await.unwrap();
    client.batch_execute("CREATE TABLE t AS SELECT 7 AS n").await.unwrap();
    let setting = async |name| {
        client.query_one(&format!("SHOW {name}"), &[]).await.unwrap().get::<_, String>(0)
    };
    assert_eq!(setting("listen_addresses").await, "");
    assert_eq!(setting("fsync").await, "on");
    assert_eq!(setting("server_encoding").await, "UTF8");
    let pid = embedded.server_pid().unwrap();
    embedded.stop();
    assert!(!Path::new(&format!("/proc/{pid}")).exists(), "the server has ended");

    let embedded = start(dir.path());
    let client = connect(&embedded).await.unwrap();
    assert_eq!(client.query_one("SELECT n FROM t", &[]).await.unwrap().get::<_, i32>(0), 7);
}

#[test]
fn a_second_start_on_the_directory_is_refused_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let _first = start(dir.path());
    let refusal = Embedded::start(&Options::new(dir.path())).unwrap_err();
    assert!(matches!(refusal, EmbeddedError::Locked { .. }), "{refusal}");
    assert_eq!(refusal.to_string().lines().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_comes_back_with_every_acknowledged_row() {
    let dir = tempfile::tempdir().unwrap();
    let embedded = start(dir.path());
    let client = connect(&embedded).await.unwrap();
    client.batch_execute("CREATE TABLE t (n int)").await.unwrap();
    for n in 0..50_i32 {
        client.execute("INSERT INTO t VALUES ($1)", &[&n]).await.unwrap();
    }
    kill(embedded.server_pid().unwrap());
    let client = eventually_connect(&embedded).await;
    assert_eq!(client.query_one("SELECT count(*) FROM t", &[]).await.unwrap().get::<_, i64>(0), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_pid_file_that_names_a_living_stranger_does_not_hinder() {
    let dir = tempfile::tempdir().unwrap();
    start(dir.path()).stop();
    // As after a power cut: the file is left and its number now belongs to somebody else.
    let stranger = std::os::unix::process::parent_id();
    let file = dir.path().join("postgres/postmaster.pid");
    std::fs::write(
        file,
        format!("{stranger}\n/elsewhere\n0\n5432\n\n\n        1         1\nready\n"),
    )
    .unwrap();
    let embedded = start(dir.path());
    assert!(connect(&embedded).await.is_some());
}

#[test]
fn a_cluster_of_a_missing_version_names_it() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("postgres")).unwrap();
    std::fs::write(dir.path().join("postgres/PG_VERSION"), "9\n").unwrap();
    let refusal = Embedded::start(&Options::new(dir.path())).unwrap_err().to_string();
    assert!(refusal.starts_with("no PostgreSQL 9, which made the database in"), "{refusal}");
}
