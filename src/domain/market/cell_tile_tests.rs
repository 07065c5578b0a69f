use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::crm::rights::Visible;
use crate::domain::market::Record;
use crate::domain::market::filter::Filter;
use crate::domain::market::oracle::{account, index_of, query};

fn at(lng: f64, lat: f64, id: u128) -> Record<'static> {
    let location = LngLat::new(lng, lat).ok();
    Record { location, owner_id: Some(Uuid::from_u128(id % 2)), ..account(id, [3; 8]) }
}

/// Accounts by cell, by plain counting.
fn by_cell(records: &[Record], resolution: Resolution) -> BTreeMap<CellIndex, u64> {
    let mut cells = BTreeMap::new();
    for at in records.iter().filter_map(|record| record.location) {
        let finest = h3o::LatLng::new(at.lat(), at.lng()).unwrap().to_cell(Resolution::Fifteen);
        *cells.entry(finest.parent(resolution).unwrap()).or_insert(0) += 1;
    }
    cells
}

#[test]
fn some_two_hundred_cells_fill_a_tile_at_every_zoom() {
    for zoom in 0..=16u8 {
        let n_cells = 122.0 * 7f64.powi(u8::from(resolution_at(zoom)).into());
        let a_tile = n_cells / 4f64.powi(zoom.into());
        assert!((50.0..1200.0).contains(&a_tile), "zoom {zoom}: {a_tile}");
    }
}

#[test]
fn a_cell_at_the_antimeridian_is_drawn_on_both_sides() {
    let index = index_of([at(179.999, 10.0, 1)]);
    let query = query(Filter::default());
    for x in [0, 63] {
        let tile = TileId::new(6, x, 30).unwrap();
        let cells = drawn(&index, &query, tile).unwrap();
        assert_eq!(cells.len(), 1, "column {x}");
        assert_eq!(cells[0].0.count, 1);
    }
    assert!(drawn(&index, &query, TileId::new(6, 32, 30).unwrap()).unwrap().is_empty());
}

#[test]
fn a_cell_around_a_pole_closes_along_the_edge_of_the_world() {
    let pole = h3o::LatLng::new(90.0, 0.0).unwrap().to_cell(Resolution::Zero);
    let ring = ring(pole);
    let top = ring.iter().filter(|corner| corner[1] == 0).count();
    assert!(top >= 2);
    let widest =
        ring.iter().map(|c| c[0]).max().unwrap() - ring.iter().map(|c| c[0]).min().unwrap();
    assert_eq!(widest, WORLD);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn cells_have_their_whole_number_on_every_tile_they_reach(
        places in prop::collection::vec((-180.0..180.0f64, -84.0..84.0f64), 1..40),
        near in prop::collection::vec((24.0..25.0f64, 60.0..60.5f64), 0..40),
        z in 0u8..13, own: bool,
    ) {
        let records: Vec<Record> = (1..).zip(places.iter().chain(&near))
            .map(|(id, (lng, lat))| at(*lng, *lat, id)).collect();
        let index = index_of(records.iter().cloned());
        let rows = Visible::Rows { owners: vec![Uuid::from_u128(1)], teams: vec![], territories: vec![] };
        let visible = if own { rows } else { Visible::Everything };
        let seen: Vec<Record> =
            records.into_iter().filter(|r| !own || r.owner_id == Some(Uuid::from_u128(1))).collect();
        let query = Query { visible, ..query(Filter::default()) };
        let expected = by_cell(&seen, resolution_at(z));
        for record in &seen {
            let location = record.location.unwrap();
            let tile = TileId::at(location, z);
            let cells = drawn(&index, &query, tile).unwrap();
            let finest = h3o::LatLng::new(location.lat(), location.lng()).unwrap().to_cell(Resolution::Fifteen);
            let own_cell = finest.parent(resolution_at(z)).unwrap();
            let reaches = !outlines(own_cell, tile).is_empty();
            prop_assert_eq!(cells.iter().any(|(cell, _)| cell.cell == own_cell), reaches);
            for (cell, _) in cells {
                prop_assert_eq!(Some(&cell.count), expected.get(&cell.cell), "{}", cell.cell);
            }
        }
    }
}
