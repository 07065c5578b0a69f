use super::*;

fn binaries(major: u32) -> Binaries {
    Binaries { dir: PathBuf::from(format!("/pg{major}")), version: format!("{major}.1"), major }
}

fn check(found: &[u32], needed: Option<u32>, expected: Option<u32>) {
    let chosen = first_fitting(found.iter().copied().map(binaries), needed);
    assert_eq!(chosen.map(|binaries| binaries.major), expected);
}

#[test]
fn a_new_cluster_takes_the_first_recent_server() {
    check(&[14, 16, 15], None, Some(16));
    check(&[13, 14], None, None);
}

#[test]
fn an_existing_cluster_keeps_its_major_version() {
    check(&[18, 16, 15], Some(15), Some(15));
    check(&[18, 16], Some(15), None);
}

#[test]
fn versions_are_read_from_the_programs_own_words() {
    let version = |line| parse_version(line);
    assert_eq!(
        version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)").as_deref(),
        Some("15.14")
    );
    assert_eq!(version("postgres (PostgreSQL) 18beta1").as_deref(), Some("18beta1"));
    assert_eq!(version("postgres: not found"), None);
}

#[test]
fn newer_versions_come_first_in_the_usual_places() {
    let dir = tempfile::tempdir().unwrap();
    for version in ["9.6", "15", "17", "common"] {
        fs::create_dir_all(dir.path().join(version)).unwrap();
    }
    let found = expand(&format!("{}/*/bin", dir.path().display()));
    let versions: Vec<_> =
        found.iter().map(|path| path.strip_prefix(dir.path()).unwrap().to_str().unwrap()).collect();
    assert_eq!(versions, ["17/bin", "15/bin", "9.6/bin"]);
}

#[test]
fn the_packages_library_links_are_made_once() {
    let dir = tempfile::tempdir().unwrap();
    let lib = dir.path().join("native/lib");
    fs::create_dir_all(&lib).unwrap();
    fs::write(lib.join("libpq.so.5.18"), "library").unwrap();
    let list = r#"[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]"#;
    fs::write(dir.path().join("native/pg-symlinks.json"), list).unwrap();
    let bin = dir.path().join("native/bin");
    link_libraries(&bin);
    link_libraries(&bin);
    assert_eq!(fs::read_link(lib.join("libpq.so.5")).unwrap(), Path::new("libpq.so.5.18"));
}
