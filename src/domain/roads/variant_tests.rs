use super::super::cost;
use super::super::sketch::Sketch;
use super::*;

use ProfileId::Car;

/// A short way by motorway, a long way round.
fn sketch() -> Sketch {
    Sketch::new(
        "a  b     c  d\n\
         \n\
         \u{20}  e     f",
    )
    .way("ab", "")
    .way("bc", "highway=motorway oneway=no maxspeed=100")
    .way("cd", "")
    .way("be", "")
    .way("ef", "")
    .way("fc", "")
}

fn time(network: &RoadNetwork, view: &View) -> u32 {
    let sketch = sketch();
    let snapper = view.snapper();
    let snap = |at| snapper.snap(at, &super::super::snap::SnapOptions::default());
    let from = snapper.departures(&snap(sketch.at('a')));
    let to = snapper.arrivals(&snap(sketch.at('d')));
    assert!(network.profiles().any(|id| id == Car));
    view.path(&from, &to).map_or(0, |path| cost::ms(path.cost))
}

#[test]
fn classes_can_be_avoided() {
    let network = sketch().build();
    let avoid = Changes { avoid: vec![Avoid::Motorway], ..Changes::default() };
    let variant = network.variant(Car, &avoid).unwrap();
    let without = time(&network, &network.view_of(&variant).unwrap());
    assert!(without > time(&network, &network.view(Car).unwrap()) + 10_000);
}

#[test]
fn a_closure_is_a_new_metric() {
    let network = sketch().build();
    let closed = |kmh: f32, way: i64| {
        let overrides = Overrides::of_ways(&network.atlas, [(way, kmh)]);
        let variant = network.variant(Car, &Changes { overrides, ..Changes::default() }).unwrap();
        time(&network, &network.view_of(&variant).unwrap())
    };
    let ordinary = time(&network, &network.view(Car).unwrap());
    assert!(closed(0.0, 2) > ordinary, "the motorway is way 2");
    assert!(closed(5.0, 1) > ordinary);
}

#[test]
fn rush_hour_takes_longer() {
    let network = sketch().build();
    let at = |hour| {
        let variant =
            network.variant(Car, &Changes { hour: Some(hour), ..Changes::default() }).unwrap();
        time(&network, &network.view_of(&variant).unwrap())
    };
    assert!(at(8) > at(3));
}

/// What is judged and summed up again, against what is made from nothing.
#[test]
fn a_changed_metric_is_as_one_made_anew() {
    let network = sketch()
        .way("af", "highway=primary maxspeed=50 maxspeed:conditional=20@(07:00-09:00)")
        .way("de", "motor_vehicle:conditional=no@(07:00-09:00)")
        .build();
    let view = network.view(Car).unwrap();
    let overrides = Overrides::of_ways(view.atlas, [(1, 7.0), (3, 0.0), (99, 5.0)]);
    for hour in [None, Some(8), Some(11)] {
        let changes = Changes { hour, overrides: overrides.clone(), ..Changes::default() };
        let variant = network.variant(Car, &changes).unwrap();
        let speeds =
            Speeds { overrides: overrides.clone(), factors: factors(view.atlas, Car, &changes) };
        let when = hour.map_or_else(When::ordinary, When::weekday_at);
        let profile = Profile::builtin(Car);
        let anew = Metric::with(view.atlas, view.graph, &profile, when, speeds, None);
        assert_eq!(variant.metric.edge_cost[..], anew.edge_cost[..], "{hour:?}");
        assert_eq!(variant.metric.turn_ms[..], anew.turn_ms[..], "{hour:?}");
        assert_eq!(variant.metric.leads[..], anew.leads[..], "{hour:?}");
        assert_eq!(variant.metric.kmh[..], anew.kmh[..], "{hour:?}");
    }
    let closed = |hour| {
        let changes = Changes { hour: Some(hour), ..Changes::default() };
        let variant = network.variant(Car, &changes).unwrap();
        variant.metric.edge_cost.iter().filter(|&&cost| !cost::is_way(cost)).count()
    };
    assert!(closed(8) > closed(11), "a road closed at eight is open at eleven");
}
