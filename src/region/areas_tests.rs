use geo::polygon;

use super::*;

fn area(id: &str, level: Option<u8>, area_m2: f64) -> Area {
    Area {
        id: id.into(),
        name: format!("Área {id}"),
        name_en: None,
        name_ko: Some("구역".into()),
        admin_level: level,
        kind: "administrative".into(),
        bbox: Bbox { west: 0.0, south: 0.0, east: 4.0, north: 4.0 },
        area_m2,
        parent: None,
    }
}

fn shape() -> MultiPolygon {
    let polygon = polygon![
        exterior: [(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0), (x: 0.0, y: 0.0)],
        interiors: [[(x: 1.0, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 2.0), (x: 1.0, y: 1.0)]],
    ];
    MultiPolygon(vec![polygon])
}

#[test]
fn areas_are_found_by_text_level_box_and_point() {
    let list = [area("relation/1", Some(8), 9.0), area("way/2", None, 99.0)];
    let rows: Vec<_> =
        (1..).zip(&list).map(|(id, area)| row(id * 4 + 3 - id, area.clone())).collect();
    let areas = Areas::build(&rows, &[shape(), shape()]).unwrap();
    let ids = |query: &AreaQuery<'_>| -> Vec<String> {
        areas.search(query).into_iter().map(|area| area.id).collect()
    };
    let all = AreaQuery::default();
    let point = |lng, lat| Some(LngLat::new(lng, lat).unwrap());
    assert_eq!(ids(&all), ["way/2", "relation/1"], "the largest first");
    assert_eq!(ids(&AreaQuery { admin_level: Some(8), ..all }), ["relation/1"]);
    assert_eq!(ids(&AreaQuery { text: Some("AREA REL"), ..all }), ["relation/1"]);
    assert_eq!(ids(&AreaQuery { at: point(3.0, 3.0), ..all }).len(), 2);
    assert!(ids(&AreaQuery { at: point(1.8, 1.2), ..all }).is_empty(), "in the hole");
    assert!(ids(&AreaQuery { at: point(5.0, 5.0), ..all }).is_empty());
}

#[test]
fn shapes_come_back() {
    let encoded = encode(&shape());
    assert_eq!(decode(&encoded), Some(shape()));
    assert_eq!(decode(&encoded[..encoded.len() - 1]), None);
    assert_eq!(decode(&[]), None);
}

proptest::proptest! {
    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>) {
        let _ = decode(&bytes);
    }
}
