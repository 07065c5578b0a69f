use super::super::profile::Settings;
use super::super::sketch::Sketch;
use super::super::variant::Avoid;
use super::*;
use crate::domain::control::Cancel;
use crate::domain::travel::TravelTime;

use ProfileId::{Car, Van};

/// A short way under a bridge of three metres, a long way round it.
fn sketch() -> Sketch {
    Sketch::new("a  b     c  d\n\n   e     f")
        .way("ab", "")
        .way("bc", "maxheight=3")
        .way("cd", "")
        .way("be", "")
        .way("ef", "highway=primary")
        .way("fc", "")
}

fn settings(json: &str) -> Changes {
    serde_json::from_str::<Settings>(json).unwrap().into()
}

fn seconds(drive: &Drive) -> f64 {
    let sketch = sketch();
    drive.route(&[sketch.at('a'), sketch.at('d')]).unwrap().duration_s
}

#[test]
fn a_higher_van_goes_round_the_bridge() {
    let (network, cache) = (sketch().build(), VariantCache::default());
    let time = |json: &str| seconds(&cache.drive(&network, Van, settings(json)).unwrap());
    let ordinary = time("{}");
    assert!(time(r#"{"size": {"height_m": 3.4}}"#) > ordinary + 10.0);
    assert!(time(r#"{"size": {"height_m": 2.0}}"#) <= ordinary);
}

#[test]
fn speeds_by_class_and_top_speeds_count() {
    let (network, cache) = (sketch().build(), VariantCache::default());
    let time = |json: &str| seconds(&cache.drive(&network, Car, settings(json)).unwrap());
    let slow = time(r#"{"speed": {"residential": 0.5}}"#) / time("{}");
    assert!((1.9..2.1).contains(&slow), "{slow}");
    assert!(time(r#"{"top_kmh": 10}"#) > 2.0 * time("{}"));
}

#[test]
fn planners_see_the_same_times_as_routes() {
    let (sketch, cache) = (sketch(), VariantCache::default());
    let drive =
        cache.drive(&sketch.build(), Van, settings(r#"{"size": {"height_m": 3.4}}"#)).unwrap();
    let places = [sketch.at('a'), sketch.at('d')];
    let matrix = drive.matrix(&places, &places, &Cancel::never()).unwrap();
    assert!((f64::from(matrix.duration_s[1]) - seconds(&drive)).abs() <= 0.5);
}

#[test]
fn a_metric_is_made_once_and_the_oldest_makes_room() {
    let (network, cache) = (sketch().build(), VariantCache::default());
    let avoid = |avoid: Avoid| Changes { avoid: vec![avoid], ..Changes::default() };
    let variant = |network: &RoadNetwork, changes: Changes| {
        cache.drive(network, Car, changes).unwrap().variant.unwrap()
    };
    let first = variant(&network, avoid(Avoid::Toll));
    assert!(Arc::ptr_eq(&first, &variant(&network.clone(), avoid(Avoid::Toll))));
    assert!(!Arc::ptr_eq(&first, &variant(&network, avoid(Avoid::Ferry))));
    assert!(!Arc::ptr_eq(&first, &variant(&sketch().build(), avoid(Avoid::Toll))));
    for hour in 0..24 {
        variant(&network, Changes { hour: Some(hour), ..Changes::default() });
    }
    assert_eq!(cache.kept.lock().unwrap().len(), VARIANTS_MAX);
    assert!(!Arc::ptr_eq(&first, &variant(&network, avoid(Avoid::Toll))));
    assert!(cache.drive(&network, Car, Changes::default()).unwrap().variant.is_none());
}
