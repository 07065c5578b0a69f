use super::*;

fn reduced(roads: &[[u32; 2]]) -> (Vec<u32>, Vec<CellEdge>) {
    let n_nodes = roads.iter().flatten().max().map_or(0, |&last| last as usize + 1);
    let roads = (0..).zip(roads).map(|(id, &ends)| CellEdge { ends, id }).collect();
    let mut removed = Vec::new();
    let rest = reduce(n_nodes, roads, &mut removed);
    (removed, rest)
}

/// Every one of four places joined to every other.
const MESH: [[u32; 2]; 6] = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]];

#[test]
fn a_dead_end_is_taken_from_its_end() {
    let (removed, rest) = reduced(&[&MESH[..], &[[3, 4], [4, 5], [5, 6]]].concat());
    assert_eq!((removed.len(), removed[2]), (3, 6));
    assert_eq!(rest.len(), 6, "every junction has three roads");
}

#[test]
fn of_a_chain_one_road_stays_between_its_ends() {
    // Two squares' corners 0 and 4, joined three ways: directly, over 1, and over 2 and 3.
    let (removed, rest) = reduced(&[[0, 4], [0, 1], [1, 4], [0, 2], [2, 3], [4, 3]]);
    assert_eq!(removed.len(), 3);
    assert_eq!(rest.len(), 3);
    for road in rest {
        assert!(road.ends == [0, 4] || road.ends == [4, 0], "{:?}", road.ends);
    }
}

#[test]
fn rings_and_what_leads_to_them_are_taken() {
    let (removed, rest) = reduced(&[[0, 1], [1, 2], [2, 0], [2, 3], [3, 3]]);
    assert_eq!((removed.len(), rest.len()), (5, 0));
}

proptest::proptest! {
    #[test]
    fn every_road_is_either_taken_or_stays(
        roads in proptest::collection::vec(proptest::array::uniform2(0_u32..12), 0..30),
    ) {
        let (removed, rest) = reduced(&roads);
        let mut ids: Vec<u32> = removed.into_iter().chain(rest.iter().map(|r| r.id)).collect();
        ids.sort_unstable();
        proptest::prop_assert_eq!(ids, (0..index(roads.len())).collect::<Vec<_>>());
        // What stays joins places with three roads or more.
        let mut degree = [0; 12];
        rest.iter().flat_map(|r| r.ends).for_each(|end| degree[end as usize] += 1);
        proptest::prop_assert!(degree.iter().all(|&d| d == 0 || d > 2), "{:?}", degree);
    }
}
