use super::*;
use crate::domain::territory::testing::even_grid;

#[test]
fn a_barrier_cuts_the_borders_it_crosses() {
    let mut region = even_grid(4, 4);
    assert_eq!(region.n_components(), 1);
    let line = [LngLat::new(0.015, -1.0).unwrap(), LngLat::new(0.015, 1.0).unwrap()];
    region.cut_along(&line);
    // 24 borders in a 4 x 4 grid, 4 of them crossed
    assert_eq!((region.borders.edge_count(), region.n_components()), (20, 2));
}

#[test]
fn a_bridge_joins_what_a_barrier_has_cut() {
    let mut region = even_grid(2, 1);
    region.borders.clear_edges();
    region.add_bridge(0, 1);
    region.cut_along(&[LngLat::new(0.005, -1.0).unwrap(), LngLat::new(0.005, 1.0).unwrap()]);
    assert_eq!(region.n_components(), 1);
}

#[test]
fn islands_are_linked_to_their_nearest_neighbours() {
    let mut region = even_grid(9, 1);
    region.borders.retain_edges(|_, edge| ![2, 5].contains(&edge.index()));
    assert_eq!(region.n_components(), 3);
    region.bridge_islands();
    assert_eq!(region.n_components(), 1);
    let bridges = region.borders.edge_weights().filter(|border| border.is_bridge).count();
    assert_eq!(bridges, 2);
    let links: Vec<_> = region
        .borders
        .edge_references()
        .filter(|edge| edge.weight().is_bridge)
        .map(|edge| edge.source().index().min(edge.target().index()))
        .collect();
    assert!(links.contains(&2) && links.contains(&5), "{links:?}");
}
