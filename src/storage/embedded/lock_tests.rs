use super::*;

fn at_once(dir: &Path) -> Result<DataLock, EmbeddedError> {
    DataLock::acquire(dir, Duration::ZERO)
}

#[test]
fn a_second_holder_is_told_who_was_first() {
    let dir = tempfile::tempdir().unwrap();
    let first = at_once(dir.path()).unwrap();
    let refusal = at_once(dir.path()).unwrap_err().to_string();
    assert!(
        refusal.contains(&format!("in use by gcrm (process {})", std::process::id())),
        "{refusal}"
    );
    drop(first);
    at_once(dir.path()).unwrap();
}

#[test]
fn a_holder_that_is_stopping_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let first = at_once(dir.path()).unwrap();
    first.announce_stop();
    let path = dir.path().to_owned();
    let second = thread::spawn(move || at_once(&path).map(drop));
    while Holder::read(&mut open(&dir.path().join("gcrm.lock")).unwrap()).name.is_empty() {}
    assert!(!second.is_finished());
    drop(first);
    second.join().unwrap().unwrap();
}

#[test]
fn the_next_holder_is_not_taken_for_a_stopping_one() {
    let dir = tempfile::tempdir().unwrap();
    at_once(dir.path()).unwrap().announce_stop();
    let _second = at_once(dir.path()).unwrap();
    assert!(matches!(at_once(dir.path()), Err(EmbeddedError::Locked { .. })));
}
