//! One service after the other on the same data directory.

use std::io::Write;
use std::net::TcpStream;

use rustix::process::Signal;
use serde_json::json;

use crate::support::process::{Process, add_admin, gcrm};

#[tokio::test(flavor = "multi_thread")]
async fn a_start_waits_for_the_service_before_it_to_stop() {
    let dir = tempfile::tempdir().unwrap();
    add_admin(dir.path());
    let mut first = Process::serve(dir.path());
    let tag = first.admin().await.post("/api/v1/tags", &json!({"name": "kept"})).await.expect(201);
    // A request that is still being sent keeps the first service from stopping at once.
    let mut slow = TcpStream::connect(first.base().trim_start_matches("http://")).unwrap();
    let head = "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{";
    slow.write_all(head.as_bytes()).unwrap();
    first.admin().await;
    first.signal(Signal::INT);
    first.hear("stopping");
    let second = Process::launch(dir.path());
    second.hear("is stopping; waiting for it");
    drop(slow);
    assert!(first.wait().success());
    let tags = second.admin().await.get("/api/v1/tags").await.expect(200);
    assert_eq!(tags["data"][0]["id"], tag["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_beside_a_running_service_is_refused_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    add_admin(dir.path());
    let _first = Process::serve(dir.path());
    let second = gcrm(dir.path(), &["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(said.starts_with("gcrm: the data directory") && said.lines().count() == 1, "{said}");
}
