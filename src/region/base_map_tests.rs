use super::*;
use crate::region::build::tests::DEMO;

/// Features of a layer in the tile around the middle of the demo region.
fn layers_at(z: u8) -> [Layer; LayerName::ALL.len()] {
    let region = DEMO.1.get("helsinki").unwrap();
    let mut layers = LayerName::ALL.map(|name| Layer::new(name.as_str()));
    region.base_map().draw(TileId::at(region.info().centre, z), &mut layers);
    layers
}

fn count(layers: &[Layer], name: LayerName) -> usize {
    layers[name as usize].len()
}

#[test]
fn more_is_shown_the_deeper_one_looks() {
    let (far, town, near) = (layers_at(8), layers_at(14), layers_at(16));
    assert_eq!(count(&far, LayerName::Buildings), 0);
    assert!(count(&town, LayerName::Buildings) > 200);
    assert!(count(&town, LayerName::Roads) > 300);
    assert!(count(&town, LayerName::Landuse) > 10);
    assert!(count(&town, LayerName::Water) > 0, "Kluuvinlahti or the harbour");
    assert_eq!(count(&town, LayerName::Housenumbers), 0);
    assert!(count(&near, LayerName::Housenumbers) > 0);
    assert!(count(&near, LayerName::Pois) > 20);
}

#[test]
fn every_zoom_gives_a_tile() {
    let region = DEMO.1.get("helsinki").unwrap();
    for z in 0..=ZOOM_MAX {
        let tile = tile(std::iter::once(region.base_map()), TileId::at(region.info().centre, z));
        assert!(tile.len() < 500_000, "zoom {z}: {} bytes", tile.len());
        assert!(z < 10 || tile.len() > 1000, "zoom {z}: {} bytes", tile.len());
    }
}

#[test]
fn a_tile_of_no_region_is_empty() {
    assert!(tile(std::iter::empty(), TileId::new(0, 0, 0).unwrap()).is_empty());
}
