use super::*;

#[test]
fn a_second_holder_is_told_who_was_first() {
    let dir = tempfile::tempdir().unwrap();
    let first = DataLock::acquire(dir.path()).unwrap();
    let refusal = DataLock::acquire(dir.path()).unwrap_err().to_string();
    assert!(
        refusal.contains(&format!("in use by gcrm (process {})", std::process::id())),
        "{refusal}"
    );
    drop(first);
    DataLock::acquire(dir.path()).unwrap();
}
