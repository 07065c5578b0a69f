use std::sync::LazyLock;

use super::*;
use crate::region::Regions;

fn demo_extract() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/helsinki.osm.pbf")
}

fn order(regions_dir: &Path, osm: PathBuf) -> Order {
    Order { osm, regions_dir: regions_dir.to_owned(), name: "town".into(), time_zone: None }
}

/// The demo region, built once for all tests of this crate.
pub(crate) static DEMO: LazyLock<(tempfile::TempDir, Regions)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let order = Order { name: "helsinki".into(), ..order(folder.path(), demo_extract()) };
    build(&order, &Cancel::never(), &|_, _| {}).unwrap();
    let regions = Regions::open(folder.path()).unwrap();
    (folder, regions)
});

#[test]
fn the_demo_region_has_what_the_extract_has() {
    let region = DEMO.1.get("helsinki").unwrap();
    let info = region.info();
    assert_eq!((info.country.as_deref(), info.time_zone.name()), (Some("FI"), "Europe/Helsinki"));
    assert!(!info.drives_on_left);
    assert_eq!(info.counts.nodes, 24_260);
    assert!((1_100..1_400).contains(&info.counts.places), "{:?}", info.counts);
    assert!(info.counts.map_features > 6_000, "{:?}", info.counts);
    assert!(region.verify().is_ok());
    assert!(DEMO.1.at(info.centre).is_some());
    assert!(DEMO.1.at(LngLat::new(0.0, 0.0).unwrap()).is_none());
}

/// Cancels at the given step and looks at what is left.
fn check_cancelled_at(step: Step) {
    let folder = tempfile::tempdir().unwrap();
    let cancel = Cancel::never();
    let watch = |now, _| {
        if now == step {
            cancel.cancel();
        }
    };
    let built = build(&order(folder.path(), demo_extract()), &cancel, &watch);
    assert!(matches!(built, Err(RegionError::Cancelled)), "{step:?}: {built:?}");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, [".lock"], "{step:?}");
}

#[test]
fn a_cancelled_build_leaves_nothing() {
    for step in [Step::Read, Step::Places, Step::BaseMap, Step::Write] {
        check_cancelled_at(step);
    }
}

#[test]
fn a_bad_extract_leaves_the_old_region_alone() {
    let folder = tempfile::tempdir().unwrap();
    let osm = folder.path().join("small.osm");
    let map = r#"<osm><node id="1" lat="60.1" lon="24.9"><tag k="shop" v="books"/><tag k="name" v="A"/></node>
        <node id="2" lat="60.2" lon="24.95"/></osm>"#;
    std::fs::write(&osm, map).unwrap();
    let regions_dir = folder.path().join("regions");
    build(&order(&regions_dir, osm.clone()), &Cancel::never(), &|_, _| {}).unwrap();
    for (bad, expected) in
        [("", "empty"), ("<osm><node", "ends in the middle"), ("<osm/>", "no nodes")]
    {
        std::fs::write(&osm, bad).unwrap();
        let error = build(&order(&regions_dir, osm.clone()), &Cancel::never(), &|_, _| {});
        let error = error.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let regions = Regions::open(&regions_dir).unwrap();
    assert_eq!(regions.get("town").unwrap().places().len(), 1);
}

#[test]
fn bad_names_are_refused_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let order = Order { name: "../up".into(), ..order(folder.path(), demo_extract()) };
    assert!(matches!(build(&order, &Cancel::never(), &|_, _| {}), Err(RegionError::Name(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
