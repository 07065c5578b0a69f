use super::super::cost;
use super::super::overrides::Overrides;
use super::super::sketch::Sketch;
use super::super::variant::Changes;
use super::*;

use ProfileId::Car;

/// Two roads from `b` to `d`: one in two ways that meet at `x`, and one further south.
fn sketch() -> Sketch {
    Sketch::new(
        "a  b  x  d  g\n\
         \n\
         \u{20}  e     f",
    )
    .way("ab", "")
    .way("bx", "")
    .way("xd", "")
    .way("be", "")
    .way("ef", "")
    .way("fd", "")
    .way("dg", "")
}

fn node(letter: char) -> i64 {
    i64::from(u32::from(letter))
}

#[test]
fn a_place_points_at_the_road_from_crossing_to_crossing() {
    let (sketch, network) = (sketch(), sketch().build());
    let stretch = network.stretch_at(sketch.near('x', 10, 15)).unwrap();
    assert!(["bx", "xd"].contains(&stretch.name.as_str()), "{stretch:?}");
    let ends = (stretch.line.first().unwrap(), stretch.line.last().unwrap());
    let is_at = |at: &LngLat, node| at.distance(sketch.at(node)).0 < 0.1;
    assert!(
        is_at(ends.0, 'b') && is_at(ends.1, 'd') || is_at(ends.0, 'd') && is_at(ends.1, 'b'),
        "{stretch:?}"
    );
    assert_eq!(stretch.pieces.len(), 2);
    assert!(network.stretch_at(sketch.near('a', 0, 900)).is_none());
}

#[test]
fn driveways_do_not_end_a_road_and_streets_do() {
    let town = |side: &str| {
        Sketch::new("a  b  c  d\n\n   x  y").way("abcd", "").way("bx", side).way("cy", "").build()
    };
    let n_pieces = |network: &RoadNetwork| {
        let at = LngLat::new(8993.0 * 1.5e-7, 0.0).unwrap();
        network.stretch_at(at).unwrap().pieces.len()
    };
    assert_eq!(n_pieces(&town("highway=service")), 2, "from the end to the street at c");
    assert_eq!(n_pieces(&town("highway=residential")), 1);
    let ring = Sketch::new("a  b\n\n\nd  c").way("abcda", "").way("ca", "highway=service").build();
    assert!(n_pieces(&ring) <= 4, "once round at most");
}

#[test]
fn a_stretch_is_found_again_where_its_pieces_are() {
    let (sketch, network) = (sketch(), sketch().build());
    let stretch = network.stretch_at(sketch.at('x')).unwrap();
    assert_eq!(stretch.found_in(&network).unwrap(), stretch);
    let bare = Stretch { name: String::new(), line: Vec::new(), ..stretch.clone() };
    assert_eq!(bare.found_in(&network).unwrap(), stretch, "name and line are the map's");
    // A new crossing in the middle, and one that is gone.
    let crossed = sketch.way("xe", "").build();
    assert_eq!(stretch.found_in(&crossed).unwrap().line, stretch.line);
    let lost = Piece { way: 77, ..stretch.pieces[0] };
    assert!(Stretch { pieces: vec![lost], ..stretch }.found_in(&network).is_none());
}

#[test]
fn a_piece_covers_all_links_between_its_nodes_in_its_direction() {
    let sketch = Sketch::new("a b c d\n\n  x").way("abcd", "").way("bx", "").way("cx", "");
    let network = sketch.build();
    let links = |from: char, to: char| {
        let piece = Piece { way: 1, from: node(from), to: node(to) };
        piece.links(&network.atlas)
    };
    let (there, back) = (links('a', 'd'), links('d', 'a'));
    assert_eq!(there.len(), 3);
    assert!(there.iter().all(|&(_, backward)| !backward));
    let reversed: Vec<_> = there.iter().rev().map(|&(link, _)| (link, true)).collect();
    assert_eq!(back, reversed);
    assert_eq!(links('b', 'c'), there[1..2]);
    assert_eq!(links('a', 'z'), []);
}

#[test]
fn one_direction_can_be_closed() {
    let (sketch, network) = (sketch(), sketch().build());
    let stretch = network.stretch_at(sketch.at('x')).unwrap();
    let mut overrides = Overrides::default();
    for piece in &stretch.pieces {
        for (link, backward) in piece.links(&network.atlas) {
            overrides.set(link, backward, 0.0);
        }
    }
    let variant = network.variant(Car, &Changes { overrides, ..Changes::default() }).unwrap();
    let metres = |view: &View, from: LngLat, to: LngLat| {
        let snap = |at| view.snapper().snap(at, &SnapOptions::default());
        let (from, to) =
            (view.snapper().departures(&snap(from)), view.snapper().arrivals(&snap(to)));
        cost::cm(view.path(&from, &to).unwrap().cost) / 100
    };
    let closed = network.view_of(&variant).unwrap();
    let ordinary = network.view(Car).unwrap();
    let (first, last) = (stretch.line[0], *stretch.line.last().unwrap());
    assert!(metres(&closed, first, last) > metres(&ordinary, first, last) + 100);
    assert_eq!(metres(&closed, last, first), metres(&ordinary, last, first));
}
