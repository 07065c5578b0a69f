//! Files that hold what the service answered when somebody last agreed to it.

use std::fs;
use std::path::Path;

/// Compares with `tests/golden/NAME`. `make bless` (`GCRM_BLESS=1 cargo test`) accepts the new text.
pub fn check(name: &Path, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("GCRM_BLESS").is_some() {
        fs::write(&path, text).unwrap();
        return;
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    let difference = golden.lines().zip(text.lines()).find(|(old, new)| old != new);
    assert!(
        golden == text,
        "{} is out of date (`make bless` accepts the change); {} lines became {}; first difference: {difference:?}",
        path.display(),
        golden.lines().count(),
        text.lines().count(),
    );
}
