use proptest::prelude::*;

use super::*;

#[test]
fn the_curve_goes_from_neighbour_to_neighbour() {
    let mut cells: Vec<(u64, i64, i64)> = (0..32_u64)
        .flat_map(|x| (0..32_u64).map(move |y| (hilbert(x, y), x.cast_signed(), y.cast_signed())))
        .collect();
    cells.sort_unstable();
    for pair in cells.windows(2) {
        assert_eq!((pair[0].1 - pair[1].1).abs() + (pair[0].2 - pair[1].2).abs(), 1);
    }
}

#[test]
fn an_empty_index_finds_nothing() {
    assert_eq!(BoxIndex::new(Vec::new()).query([0, 0, 9, 9]).count(), 0);
    assert!(hilbert_order(&[]).is_empty());
}

fn boxes() -> impl Strategy<Value = Vec<IntBox>> {
    let one = (-900..900, -900..900, 0..300, 0..300);
    proptest::collection::vec(one.prop_map(|(x, y, w, h)| [x, y, x + w, y + h]), 0..400)
}

proptest! {
    #[test]
    fn finds_what_a_scan_finds(boxes in boxes(), x in -900..900, y in -900..900, side in 0..500) {
        let order = hilbert_order(&boxes);
        let sorted: Vec<_> = order.iter().map(|index| boxes[*index]).collect();
        let wanted = [x, y, x + side, y + side];
        let index = BoxIndex::new(sorted.clone());
        let (items, blocks) = index.parts();
        let shared = |bytes: &[u8]| Flat::<IntBox>::from(bytemuck::cast_slice(bytes).to_vec());
        prop_assert_eq!(shared(items).len(), boxes.len());
        prop_assert_eq!(shared(blocks).len(), boxes.len().div_ceil(BLOCK));
        let scanned: Vec<_> = (0..sorted.len()).filter(|at| meets(sorted[*at], wanted)).collect();
        prop_assert_eq!(index.query(wanted).collect::<Vec<_>>(), scanned);
    }
}
