use super::super::sketch::Sketch;
use super::*;

use ProfileId::Car;

fn square() -> Sketch {
    Sketch::new("a  b\n\nc  d\n\ne  f").way("ab", "").way("bd", "").way("dc", "").way("ca", "")
}

#[test]
fn a_sound_network_passes() {
    let sketch = square()
        .way("ce", "access=private")
        .way("df", "oneway=yes")
        .way("fe", "")
        .restrict("no_right_turn", "ab", "b", "bd", "")
        .restrict("only_straight_on", "bd", "d", "df", "");
    let (network, extract) = (sketch.build(), sketch.extract());
    for id in ProfileId::ALL {
        let trips = trips(&network, &extract, id, 200, 1, &Cancel::never()).unwrap();
        assert_eq!((trips.n, trips.n_different), (200, 0), "{}", id.name());
        assert_eq!(trips.faults, [""; 0], "{}", id.name());
        assert!(trips.n_routable > 100);
    }
}

/// Paths of a network without some rule, judged by an extract that has it.
fn faults(lawless: &Sketch, law: &Sketch) -> usize {
    trips(&lawless.build(), &law.extract(), Car, 200, 1, &Cancel::never()).unwrap().n_faults
}

#[test]
fn every_kind_of_fault_is_seen() {
    assert_eq!(faults(&square(), &square()), 0);
    let bd = |tags| Sketch::new("a  b\n\nc  d\n\ne  f").way("ab", "").way("bd", tags);
    let whole = |sketch: Sketch| sketch.way("dc", "").way("ca", "");
    for tags in ["oneway=yes", "access=private", "motor_vehicle=no"] {
        assert!(faults(&square(), &whole(bd(tags))) > 0, "{tags}");
    }
    assert!(faults(&square(), &square().sign('b', "barrier=block")) > 0);
    assert!(faults(&square(), &square().sign('b', "barrier=gate access=private")) > 0);
    assert!(faults(&square(), &square().restrict("no_right_turn", "ab", "b", "bd", "")) > 0);
    assert!(faults(&square(), &square().restrict("no_entry", "ab", "bd", "dc", "")) > 0);
}

#[test]
fn pairs_of_sites_are_counted() {
    let sketch = square();
    let sites = [sketch.at('a'), sketch.at('b'), LngLat::new(50.0, 50.0).unwrap()];
    let found = reach(&sketch.build(), Car, &sites, &Cancel::never()).unwrap();
    assert_eq!(found, Reach { n_sites: 3, n_off_road: 1, n_pairs: 6, n_routable: 2 });
    assert!(addressed_sites(&sketch.extract()).is_empty());
}
