use std::fs;
use std::path::Path;

use super::*;

const KNOWN: [Migration; 3] =
    [migration(1, "one", "a"), migration(2, "two", "b"), migration(3, "three", "c")];

fn row(version: i32, name: &str, sql: &str) -> Applied {
    let checksum = Migration { version, name: "", sql: String::leak(sql.to_owned()) }.checksum();
    Applied { version, name: name.to_owned(), checksum }
}

fn check(applied: &[Applied], expected: &Result<&[i32], &str>) {
    match (missing(applied, &KNOWN), expected) {
        (Ok(missing), Ok(versions)) => {
            assert_eq!(
                missing.iter().map(|migration| migration.version).collect::<Vec<_>>(),
                *versions
            );
        }
        (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
        (outcome, expected) => panic!("{outcome:?}, expected {expected:?}"),
    }
}

#[test]
fn only_what_is_missing_is_applied() {
    check(&[], &Ok(&[1, 2, 3]));
    check(&[row(1, "one", "a")], &Ok(&[2, 3]));
    check(&[row(1, "one", "a"), row(2, "two", "b"), row(3, "three", "c")], &Ok(&[]));
}

#[test]
fn a_database_of_another_gcrm_is_left_alone() {
    let newer = [row(1, "one", "a"), row(4, "four", "d")];
    check(
        &newer,
        &Err("made by a newer gcrm (it has migration 0004 four, this gcrm knows up to 0003)"),
    );
    check(&[row(1, "one", "edited")], &Err("migration 0001 one in the database is not the one"));
    check(&[row(1, "one", "a"), row(3, "three", "c")], &Err("has migration 0003 but lacks 0002"));
}

#[test]
fn every_file_is_listed_in_order_under_its_number() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/storage/migrations");
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let listed: Vec<_> =
        MIGRATIONS.iter().map(|m| format!("{:04}_{}.sql", m.version, m.name)).collect();
    assert_eq!(files, listed);
}
