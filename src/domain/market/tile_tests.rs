use super::*;
use crate::domain::crm::rights::Visible;
use crate::domain::market::filter::Filter;
use crate::domain::market::oracle::{account, index_of, query};
use crate::domain::market::scan::count;
use crate::domain::market::{Index, Record};
use uuid::Uuid;

/// Two thousand accounts scattered over the world, its edges and poles included.
fn world() -> Index {
    let mut n = 7u64;
    let mut random = |steps: u64| {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        as_f64((n >> 33) % (steps + 1))
    };
    index_of((0..2_000u128).map(|id| {
        let location = LngLat::new(random(72) * 5.0 - 180.0, random(36) * 5.0 - 90.0).ok();
        let owner_id = Some(Uuid::from_u128(1 + id % 3));
        Record { location, owner_id, ..account(id, [u8::try_from(id % 200).unwrap(); 8]) }
    }))
}

/// The numbers a client would add up: counts of clusters, one for each point.
fn drawn(index: &Index, query: &Query, tile: TileId) -> u64 {
    let n = |mark: &Mark| if let Mark::Cluster(cell) = mark { cell.count } else { 1 };
    marks(index, query, tile).unwrap().iter().map(n).sum()
}

#[test]
fn every_account_the_caller_sees_is_drawn_once_at_every_zoom() {
    let index = world();
    let rows =
        Visible::Rows { owners: vec![Uuid::from_u128(2)], teams: vec![], territories: vec![] };
    for visible in [Visible::Everything, rows] {
        let query = Query { visible, ..query(Filter::default()) };
        let expected = count(&index, &query).unwrap();
        for z in [0, 1, 4, 6] {
            let side = 1 << z;
            let tiles = (0..side).flat_map(|x| (0..side).map(move |y| (x, y)));
            let tiles = tiles.map(|(x, y)| TileId::new(z, x, y).unwrap());
            let total: u64 = tiles.map(|tile| drawn(&index, &query, tile)).sum();
            assert_eq!(total, expected, "zoom {z}");
        }
    }
}

#[test]
fn below_the_clusters_every_account_is_a_point_with_its_tags() {
    let at = LngLat::new(24.94, 60.17).unwrap();
    let near = |id: u128| Record { location: Some(at), ..account(id, [3; 8]) };
    let index = index_of((1..=3).map(near));
    let query = query(Filter::default());
    let tile = TileId::at(at, 14);
    assert_eq!(marks(&index, &query, tile).unwrap().len(), 3);
    let bytes = accounts(&index, &query, tile, |_| Some(5)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for tag in ["visit_status", "lifecycle", "territory_color", "name"] {
        assert!(text.contains(tag), "{tag}");
    }
    assert_eq!(marks(&index, &query, TileId::at(at, 13)).unwrap().len(), 1);
}
