use std::io::Write;

use super::*;

const ONE_WAY: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <!-- the smallest map --><bounds minlat="60.1" minlon="24.9" maxlat="60.2" maxlon="25.0"/>
  <node id="-1" lat="60.17" lon="24.94"/>
  <node id="2" lat="60.18" lon="24.95"><tag k="highway" v="crossing"/></node>
  <way id="10"><nd ref="-1"/><nd ref="2"/><nd ref="3"/><tag k="name" v="R&amp;D &#8211; Katu"/></way>
  <relation id="20"><member type="way" ref="10" role="from"/><member type="way" ref="99" role=""/></relation>
</osm>"#;

fn read_bytes(bytes: &[u8]) -> Result<Extract, OsmError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    read(file.path(), &Cancel::never(), &|_| {})
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn bzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn check_one_way(extract: &Extract) {
    assert_eq!(extract.n_nodes(), 2);
    let expected = Bbox { west: 24.9, south: 60.1, east: 25.0, north: 60.2 };
    assert_eq!(extract.covered(), expected);
    assert_eq!(extract.tagged_nodes.len(), 1);
    let way = extract.way(10).unwrap();
    assert_eq!(way.nodes, [-1, 2, 3]);
    assert_eq!(way.tags.get("name"), Some("R&D – Katu"));
    assert_eq!(extract.relation(20).unwrap().members.len(), 2);
    assert!((extract.position(2).unwrap().lng() - 24.95).abs() < 1e-9);
}

#[test]
fn a_hand_written_file_is_read_packed_or_not() {
    check_one_way(&read_bytes(ONE_WAY.as_bytes()).unwrap());
    check_one_way(&read_bytes(&gzipped(ONE_WAY.as_bytes())).unwrap());
    check_one_way(&read_bytes(&bzipped(ONE_WAY.as_bytes())).unwrap());
    check_one_way(&read_bytes(format!("\u{feff} \n{ONE_WAY}").as_bytes()).unwrap());
}

#[test]
fn deleted_and_misplaced_nodes_are_missing() {
    let extract = read_bytes(
        br#"<osm><node id="1" lat="91" lon="0"/><node id="2" lat="1" lon="1" visible="false"/>
        <node id="3" lat="1" lon="NaN"/><node id="4" lat="1" lon="1" action="delete"/>
        <node id="5" lat="-90" lon="180"/></osm>"#,
    )
    .unwrap();
    assert_eq!(extract.n_nodes(), 1);
    assert!(extract.position(5).is_some());
}

#[test]
fn an_empty_map_is_a_map() {
    assert_eq!(read_bytes(b"<osm/>").unwrap().n_nodes(), 0);
}

#[test]
fn each_bad_file_gets_its_own_error() {
    let cut = &ONE_WAY.as_bytes()[..ONE_WAY.len() - 20];
    let packed = gzipped(ONE_WAY.as_bytes());
    assert!(matches!(read_bytes(b""), Err(OsmError::Empty)));
    assert!(matches!(read_bytes(b"id,name\n1,a"), Err(OsmError::NotOsm)));
    assert!(matches!(read_bytes(b"<html></html>"), Err(OsmError::NotOsm)));
    assert!(matches!(read_bytes(b"<osmChange/>"), Err(OsmError::NotOsm)));
    assert!(matches!(read_bytes(b"<osm>"), Err(OsmError::Truncated { .. })));
    assert!(matches!(read_bytes(b"<osm><node id="), Err(OsmError::Truncated { .. })));
    assert!(matches!(read_bytes(cut), Err(OsmError::Truncated { .. })));
    assert!(matches!(read_bytes(&packed[..packed.len() / 2]), Err(OsmError::Truncated { .. })));
    assert!(matches!(read_bytes(b"<osm><way></node></osm>"), Err(OsmError::Damaged { .. })));
    let missing = read(Path::new("/nowhere.osm"), &Cancel::never(), &|_| {});
    assert!(matches!(missing, Err(OsmError::Io { .. })));
}

#[test]
fn cancelling_stops() {
    let cancel = Cancel::never();
    cancel.cancel();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/helsinki.osm.pbf");
    assert!(matches!(read(&path, &cancel, &|_| {}), Err(OsmError::Cancelled)));
}

fn demo_bytes() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/helsinki.osm.pbf")).unwrap()
}

#[test]
fn the_demo_extract_is_read_whole() {
    let extract = read_bytes(&demo_bytes()).unwrap();
    assert_eq!((extract.n_nodes(), extract.ways.len()), (24_260, 5_130));
    assert_eq!(extract.relations.len(), 620);
    assert!((extract.covered().west - 24.935_176_299).abs() < 1e-9);
    let named = |kind| extract.tagged_nodes.iter().filter(|node| node.tags.has(kind)).count();
    assert!(named("shop") > 300, "{}", named("shop"));
}

#[test]
fn a_cut_pbf_is_told_from_a_damaged_one() {
    let bytes = demo_bytes();
    for share in [3, 40, 700, bytes.len() / 3, bytes.len() - 1] {
        let cut = read_bytes(&bytes[..share]);
        let cut_early = share < 15 && matches!(cut, Err(OsmError::NotOsm));
        assert!(cut_early || matches!(cut, Err(OsmError::Truncated { .. })), "{share}: {cut:?}");
    }
    let mut damaged = bytes;
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0x5a);
    assert!(matches!(read_bytes(&damaged), Err(OsmError::Damaged { .. })));
}

#[test]
fn progress_grows_to_one() {
    let seen = std::cell::RefCell::new(vec![0.0_f32]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/helsinki.osm.pbf");
    read(&path, &Cancel::never(), &|share| seen.borrow_mut().push(share)).unwrap();
    let seen = seen.into_inner();
    assert!(seen.windows(2).all(|pair| pair[0] <= pair[1]), "{seen:?}");
    assert_eq!(seen.last(), Some(&1.0));
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        let _ = read_bytes(&bytes);
        let _ = read_bytes(&[b"<osm>", &*bytes].concat());
        let _ = read_bytes(&[b"\0\0\0\x0d\x0a\x09OSMHeader\x18\x00\0\0\0\x0b\x0a\x07OSMData", &*bytes].concat());
    }

    #[test]
    fn flipped_bytes_never_panic(at in 0_usize..685_000, byte: u8) {
        let mut bytes = demo_bytes();
        bytes[at] = byte;
        let _ = read_bytes(&bytes);
    }
}
