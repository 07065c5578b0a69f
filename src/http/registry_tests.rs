use std::collections::BTreeSet;

use super::super::endpoint::{Right, method_name};
use super::*;

/// Where the golden document lies; `GCRM_BLESS=1` writes it.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/openapi.json");

/// Everything that answers without a session. Adding to this list is a decision about security.
const PUBLIC: [&str; 4] =
    ["get /api/openapi.json", "get /health", "get /ready", "post /api/v1/session"];

#[test]
fn only_the_listed_endpoints_are_public() {
    let public: BTreeSet<String> = endpoints()
        .iter()
        .filter(|endpoint| endpoint.right == Right::Public)
        .map(|endpoint| format!("{} {}", method_name(&endpoint.method), endpoint.path))
        .collect();
    assert_eq!(public, PUBLIC.map(ToOwned::to_owned).into());
}

#[test]
fn no_endpoint_is_declared_twice() {
    let mut seen = BTreeSet::new();
    for endpoint in endpoints() {
        let name = format!("{} {}", method_name(&endpoint.method), endpoint.path);
        assert!(seen.insert(name.clone()), "{name} is declared twice");
    }
}

#[test]
fn the_document_names_every_endpoint() {
    let document = serde_json::to_value(openapi::document(endpoints())).unwrap();
    for endpoint in endpoints() {
        let path = endpoint.path.replace(":.*", "");
        let operation = &document["paths"][&path][method_name(&endpoint.method)];
        assert!(operation.is_object(), "{path} is not in the document");
        assert!(operation["responses"].as_object().unwrap().len() > 1, "{path} says no answer");
    }
}

#[test]
fn the_golden_document_is_current() {
    let document = openapi::document(endpoints()).to_pretty_json().unwrap() + "\n";
    if std::env::var_os("GCRM_BLESS").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/web")).unwrap();
        std::fs::write(GOLDEN, &document).unwrap();
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    assert!(golden == document, "web/openapi.json is stale: run `make bless`");
}
