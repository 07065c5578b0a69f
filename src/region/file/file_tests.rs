use super::header::PAGE_BYTES;
use super::*;

const KIND: Kind = Kind { name: "test", version: 3 };

fn written(sections: &[(&str, &[u8])]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.gcrm");
    write(&path, KIND, sections).unwrap();
    (folder, path)
}

#[test]
fn sections_come_back_aligned() {
    let long = vec![7_u8; 5000];
    let (folder, path) = written(&[("a", b"abc"), ("empty", b""), ("long", &long)]);
    let file = RegionFile::open(&path, KIND).unwrap();
    assert_eq!(&*file.section("a").unwrap(), b"abc");
    assert_eq!(&*file.section("empty").unwrap(), b"");
    assert_eq!(&*file.section("long").unwrap(), &long[..]);
    assert_eq!(file.section("long").unwrap().as_ptr() as usize % PAGE_BYTES, 0);
    assert_eq!(file.section("b"), Err(FlatError::Missing("b".into())));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no part file stays");
}

#[test]
fn other_kinds_versions_and_files_are_refused_with_what_to_do() {
    let (_folder, path) = written(&[("a", b"abc")]);
    let open = |kind| RegionFile::open(&path, kind).unwrap_err();
    let other = open(Kind { name: "other", ..KIND });
    assert!(matches!(other, FileError::NotRegionFile { .. }));
    let newer = open(Kind { version: 4, ..KIND });
    assert!(matches!(newer, FileError::Version { found: 3, expected: 4, .. }));
    assert!(newer.to_string().contains("gcrm region build"));
    std::fs::write(&path, b"").unwrap();
    assert!(matches!(open(KIND), FileError::NotRegionFile { .. }));
}

#[test]
fn every_flipped_byte_is_noticed() {
    let (_folder, path) = written(&[("a", b"abc"), ("b", &[1; 100])]);
    let whole = std::fs::read(&path).unwrap();
    let padding = |at: usize| (4096 + 3..8192).contains(&at) || at >= 8192 + 100;
    for at in (0..whole.len()).filter(|at| !padding(*at)) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        std::fs::write(&path, &bytes).unwrap();
        assert!(RegionFile::open(&path, KIND).is_err(), "byte {at}");
    }
}

#[test]
fn a_cut_file_is_damaged() {
    let (_folder, path) = written(&[("a", &[1; 9000])]);
    let whole = std::fs::read(&path).unwrap();
    for n_bytes in [0, 100, 4096, whole.len() - 1] {
        std::fs::write(&path, &whole[..n_bytes]).unwrap();
        assert!(RegionFile::open(&path, KIND).is_err(), "{n_bytes} bytes");
    }
}

#[test]
fn a_failed_write_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing/test.gcrm");
    assert!(matches!(write::<&[u8]>(&path, KIND, &[]), Err(FileError::Io { .. })));
    let many: Vec<(&str, &[u8])> = vec![("a", b""); 100];
    assert!(matches!(write(&path, KIND, &many), Err(FileError::TooManySections(100))));
}

proptest::proptest! {
    #[test]
    fn random_files_never_panic(tail: Vec<u8>, at in 0_usize..4096, byte: u8) {
        let (_folder, path) = written(&[("a", &tail)]);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[at] = byte;
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(file) = RegionFile::open(&path, KIND) {
            proptest::prop_assert_eq!(&*file.section("a").unwrap(), &tail[..]);
        }
    }
}
