use super::*;
use crate::domain::territory::testing::even_grid;

#[test]
fn neighbours_are_never_alike() {
    let region = even_grid(12, 12);
    let territory: Vec<usize> = (0..144).map(|unit| unit % 12 / 2 + unit / 12 / 2 * 6).collect();
    let colors = colors(&region, &territory, 36);
    for edge in region.borders.edge_references() {
        let (a, b) = (territory[edge.source().index()], territory[edge.target().index()]);
        assert!(a == b || colors[a] != colors[b]);
    }
    assert!(colors.iter().all(|&color| color < N_COLORS));
}
