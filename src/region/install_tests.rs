use super::*;

#[test]
fn names() {
    assert_eq!(default_name(Path::new("/a/Helsinki.osm.pbf")), "helsinki");
    assert_eq!(default_name(Path::new("san francisco (2).osm")), "san-francisco--2");
    assert_eq!(default_name(Path::new("서울.osm")), "region");
    assert!(check_name("seoul-mapo_2").is_ok());
    for name in ["", "../x", "A", ".lock", "a/b", "x.y"] {
        assert!(matches!(check_name(name), Err(RegionError::Name(_))), "{name}");
    }
}

#[test]
fn only_one_builds_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let lock = BuildLock::take(folder.path()).unwrap();
    assert!(matches!(BuildLock::take(folder.path()), Err(RegionError::Locked(_))));
    drop(lock);
    assert!(BuildLock::take(folder.path()).is_ok());
}

#[test]
fn a_finished_site_takes_the_old_ones_place() {
    let folder = tempfile::tempdir().unwrap();
    let lock = BuildLock::take(folder.path()).unwrap();
    for content in ["old", "new"] {
        let site = Site::new(folder.path(), "town", &lock).unwrap();
        std::fs::write(site.folder().join("file"), content).unwrap();
        site.finish().unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("town/file")).unwrap(), content);
    }
    let given_up = Site::new(folder.path(), "village", &lock).unwrap();
    drop(given_up);
    assert_eq!(installed(folder.path()).unwrap(), [folder.path().join("town")]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "town and the lock");
}

#[test]
fn removing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("town")).unwrap();
    uninstall(folder.path(), "town").unwrap();
    assert!(matches!(uninstall(folder.path(), "town"), Err(RegionError::Missing(_))));
    assert!(matches!(uninstall(folder.path(), "../town"), Err(RegionError::Name(_))));
    assert!(installed(&folder.path().join("nowhere")).unwrap().is_empty());
}
