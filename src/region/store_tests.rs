use super::*;
use crate::region::build::tests::DEMO;

#[test]
fn a_damaged_region_does_not_keep_the_others_away() {
    let (demo, _) = &*DEMO;
    let folder = tempfile::tempdir().unwrap();
    for name in ["good", "cut", "older", "empty"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    for name in ["good", "cut", "older"] {
        for entry in std::fs::read_dir(demo.path().join("helsinki")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), folder.path().join(name).join(entry.file_name())).unwrap();
        }
    }
    let cut = folder.path().join("cut").join(PLACES_FILE);
    let bytes = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let older = folder.path().join("older/region.json");
    let text = std::fs::read_to_string(&older).unwrap();
    std::fs::write(&older, text.replace("\"format\": 1", "\"format\": 0")).unwrap();
    let regions = Regions::open(folder.path()).unwrap();
    assert_eq!(regions.iter().count(), 1);
    assert_eq!(regions.refused().len(), 3);
    for (_, error) in regions.refused().iter().filter(|(path, _)| !path.ends_with("empty")) {
        assert!(error.to_string().contains("gcrm region build"), "{error}");
    }
}

#[test]
fn tiles_are_cached_and_outside_is_empty() {
    let regions = &DEMO.1;
    let centre = regions.get("helsinki").unwrap().info().centre;
    let tile = TileId::at(centre, 14);
    let first = regions.base_tile(tile);
    assert!(first.gzip.len() > 1000);
    assert_eq!(regions.base_tile(tile), first);
    assert!(regions.base_tile(TileId::new(14, 0, 0).unwrap()).gzip.is_empty());
}
