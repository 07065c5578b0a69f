//! One service after the other on the same data directory.

use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

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

/// A file system of a few megabytes, unmounted when dropped; none where this user may not mount.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let options = ["-t", "tmpfs", "-o", "size=8m", "tmpfs"];
        let mounted = Command::new("mount").args(options).arg(dir.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Self(dir))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What stays mounted goes with the machine.
        let _ = Command::new("umount").arg(self.path()).status();
    }
}

#[test]
fn a_full_disk_is_said_in_one_sentence() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    };
    let said = |args: &[&str]| {
        let output = gcrm(&disk.path().join("data"), args).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    let serving = said(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(serving.contains("could not be made: the disk is full"), "{serving}");
    assert_eq!(serving.lines().count(), 1, "{serving}");
    let demo = said(&["demo", "--listen", "127.0.0.1:0"]);
    assert!(demo.starts_with("gcrm: the disk under ") && demo.lines().count() == 1, "{demo}");
}

#[test]
fn a_taken_port_is_said_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = gcrm(dir.path(), &["serve", "--listen", &address]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("gcrm: port ") && said.contains(" is taken"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn a_missing_server_is_named_with_what_installs_it() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("postgres")).unwrap();
    std::fs::write(dir.path().join("postgres/PG_VERSION"), "9\n").unwrap();
    let output = gcrm(dir.path(), &["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("no PostgreSQL 9") && said.contains("apt-get install"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}
