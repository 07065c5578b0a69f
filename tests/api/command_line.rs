//! Accounts from and to files on the command line, beside a running service.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::support::process::{Process, add_admin, gcrm};

/// What a command said on both channels, and whether it succeeded.
fn said(data_dir: &Path, args: &[&str]) -> (bool, String) {
    let output = gcrm(data_dir, args).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_imported_and_exported_beside_the_service() {
    let dir = tempfile::tempdir().unwrap();
    add_admin(dir.path());
    let service = Process::serve(dir.path());
    let admin = service.admin().await;
    let listed = async || admin.get("/api/v1/accounts?include_total=true").await.expect(200);
    assert_eq!(listed().await["page"]["total"], json!(0));
    let (good, bad) = (dir.path().join("good.csv"), dir.path().join("bad.csv"));
    fs::write(&good, "external_id,name,tier,lng,lat\nC1,One,A,24.9,60.2\nC2,Two,,,\n").unwrap();
    fs::write(&bad, "name,tier\nThree,Z\n").unwrap();
    let import = |file: &Path, more: &[&str]| {
        let args = [&["import", "accounts", file.to_str().unwrap()], more].concat();
        said(dir.path(), &args)
    };
    let (is_fine, text) = import(&good, &["--dry-run"]);
    assert!(is_fine && text.contains("2 accounts would be created"), "{text}");
    let (is_fine, text) = import(&bad, &[]);
    assert!(!is_fine && text.contains("line 2, tier:") && text.contains("nothing was"), "{text}");
    assert_eq!(listed().await["page"]["total"], json!(0));
    let (is_fine, text) = import(&good, &["--as", "admin@process.test"]);
    assert!(is_fine && text.contains("2 accounts created"), "{text}");
    // The service is told of what another process wrote.
    while listed().await["page"]["total"] != json!(2) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let copy = dir.path().join("copy.csv");
    let (is_fine, text) = said(dir.path(), &["export", "accounts", copy.to_str().unwrap()]);
    assert!(is_fine && text.contains("wrote 2 accounts"), "{text}");
    assert!(fs::read_to_string(&copy).unwrap().contains(",One,"));
    let filter = r#"{"field": "tier", "op": "in", "value": ["A"]}"#;
    let args = ["export", "accounts", "--format", "geojson", "--filter", filter];
    let output = gcrm(dir.path(), &args).output().unwrap();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["features"].as_array().unwrap().len(), 1);
    assert_eq!(found["features"][0]["geometry"]["coordinates"], json!([24.9, 60.2]));
}
