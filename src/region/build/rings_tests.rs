use super::*;
use crate::domain::osm::{Member, Tags};

#[test]
fn ways_join_in_any_order_and_direction() {
    let rings = assemble(&[&[1, 2, 3], &[5, 4, 3], &[5, 6, 1]]);
    assert_eq!(rings, Rings { closed: vec![vec![1, 2, 3, 4, 5, 6, 1]], n_open: 0 });
}

#[test]
fn what_does_not_close_is_counted() {
    let rings = assemble(&[&[1, 2], &[2, 3], &[10, 11, 12, 10], &[9]]);
    assert_eq!(rings, Rings { closed: vec![vec![10, 11, 12, 10]], n_open: 1 });
}

#[test]
fn rings_that_touch_come_apart() {
    // A figure of eight through node 1.
    let rings = assemble(&[&[1, 2, 3], &[3, 1], &[1, 4, 5], &[5, 1]]);
    assert_eq!(rings.closed, [vec![1, 2, 3, 1], vec![1, 4, 5, 1]]);
    // A tail that leads into a ring stays open, the ring does not.
    let rings = assemble(&[&[9, 1], &[1, 2], &[2, 3], &[3, 1]]);
    assert_eq!(rings, Rings { closed: vec![vec![1, 2, 3, 1]], n_open: 1 });
}

/// Nodes 0 to 3 are a square of side 4, nodes 4 to 7 one of side 2 in its middle.
fn squares(members: &[(i64, &str)]) -> Option<Shape> {
    let square = |low: i32, high: i32| [[low, low], [high, low], [high, high], [low, high]];
    let corners = square(0, 4).into_iter().chain(square(1, 3));
    let positions = (0..).zip(corners.map(|[x, y]| [x * 10_000_000, y * 10_000_000])).collect();
    let way = |id, nodes: &[i64]| Way { id, nodes: nodes.to_vec(), tags: Tags::default() };
    let ways = vec![way(1, &[0, 1, 2]), way(2, &[0, 3, 2]), way(3, &[4, 5, 6, 7, 4])];
    let member =
        |(id, role): &(i64, &str)| Member { kind: ElementKind::Way, id: *id, role: (*role).into() };
    let members = members.iter().map(member).collect();
    let relation = Relation { id: 1, members, tags: Tags::default() };
    of_relation(&Extract::new(positions, Vec::new(), ways, Vec::new()), &relation)
}

#[test]
fn a_hole_is_in_its_ring() {
    let shape = squares(&[(1, "outer"), (2, "outer"), (3, "inner"), (4, "label")]).unwrap();
    assert!(shape.is_complete);
    assert!(shape.polygons.contains(&Point::new(0.5, 2.0)));
    assert!(!shape.polygons.contains(&Point::new(2.0, 2.0)));
}

#[test]
fn a_missing_member_is_noticed() {
    assert_eq!(squares(&[(1, "outer"), (99, "outer")]), None);
    let shape = squares(&[(1, ""), (2, ""), (99, "outer")]).unwrap();
    assert!(!shape.is_complete);
    assert_eq!(shape.polygons.0.len(), 1);
}

#[test]
fn a_point_inside_is_inside() {
    // A letter C: its middle is not in it.
    let outline = [
        (0.0, 0.0),
        (9.0, 0.0),
        (9.0, 1.0),
        (1.0, 1.0),
        (1.0, 8.0),
        (9.0, 8.0),
        (9.0, 9.0),
        (0.0, 9.0),
    ];
    let letter = MultiPolygon(vec![Polygon::new(LineString::from(outline.to_vec()), Vec::new())]);
    let inside = inside_point(&letter).unwrap();
    assert!(letter.contains(&inside), "{inside:?}");
    let ring = squares(&[(1, "outer"), (2, "outer"), (3, "inner")]).unwrap().polygons;
    assert!(ring.contains(&inside_point(&ring).unwrap()));
    assert_eq!(inside_point(&MultiPolygon(Vec::new())), None);
}

proptest::proptest! {
    #[test]
    fn any_ways_end(ways in proptest::collection::vec(proptest::collection::vec(0_i64..8, 0..5), 0..12)) {
        let slices: Vec<&[i64]> = ways.iter().map(|way| &**way).collect();
        let rings = assemble(&slices);
        proptest::prop_assert!(rings.closed.iter().all(|ring| ring.first() == ring.last()));
    }
}
