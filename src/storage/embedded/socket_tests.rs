use super::*;

#[test]
fn the_socket_lies_in_the_data_directory() {
    let data = tempfile::tempdir().unwrap();
    let dir = prepare(data.path(), Identity::Same).unwrap();
    assert_eq!(dir, data.path().canonicalize().unwrap().join("run"));
    assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_long_path_moves_the_socket_elsewhere() {
    let data = tempfile::tempdir().unwrap();
    let long = data.path().join("d".repeat(120));
    fs::create_dir(&long).unwrap();
    let dir = prepare(&long, Identity::Same).unwrap();
    assert!(fits(&dir), "{}", dir.display());
    assert_eq!(prepare(&long, Identity::Same).unwrap(), dir);
    fs::remove_dir_all(dir).unwrap();
}
