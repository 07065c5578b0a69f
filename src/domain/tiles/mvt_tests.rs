use super::*;

/// The commands of the specification's examples (section 4.3.5).
fn check(expected: &[u32], draw: impl Fn(&mut Path)) {
    let mut path = Path::default();
    draw(&mut path);
    assert_eq!(path.commands, expected);
}

#[test]
fn the_examples_of_the_specification() {
    check(&[9, 50, 34], |path| path.move_to([25, 17]));
    check(&[9, 4, 4, 18, 0, 16, 16, 0], |path| path.line(&[[2, 2], [2, 10], [10, 10]]));
    check(&[9, 6, 12, 18, 10, 12, 24, 44, 15], |path| {
        path.ring(&[[3, 6], [8, 12], [20, 34]], true);
    });
}

#[test]
fn windings_are_made_right() {
    // A square against the clock on the screen, wanted as outer ring: reversed after the start.
    check(&[9, 0, 0, 26, 4, 0, 0, 4, 3, 0, 15], |path| {
        path.ring(&[[0, 0], [0, 2], [2, 2], [2, 0]], true);
    });
    check(&[9, 0, 0, 26, 0, 4, 4, 0, 0, 3, 15], |path| {
        path.ring(&[[0, 0], [0, 2], [2, 2], [2, 0]], false);
    });
}

#[test]
fn degenerate_shapes_are_left_out() {
    let mut layer = Layer::new("a");
    layer.add_lines(None, &[], &[vec![[1, 1]]]);
    layer.add_polygons(None, &[], &[vec![vec![[0, 0], [1, 1], [2, 2]]]]);
    assert!(layer.is_empty());
    assert!(encode(&[layer]).is_empty());
}

#[test]
fn a_point_layer_byte_by_byte() {
    let mut layer = Layer::new("p");
    let tags = [("k", Value::Text("v")), ("n", Value::Int(-1)), ("b", Value::Bool(true))];
    layer.add_point(Some(7), &tags, [1, 2]);
    let expected: &[u8] = &[
        0x1a, 49, // layer: 2 + 3 + 19 + 9 + 13 + 3
        0x78, 2, // version
        0x0a, 1, b'p', // name
        0x12, 17, 0x08, 7, 0x12, 6, 0, 0, 1, 1, 2, 2, 0x18, 1, 0x22, 3, 9, 2, 4, // feature
        0x1a, 1, b'k', 0x1a, 1, b'n', 0x1a, 1, b'b', // keys
        0x22, 3, 0x0a, 1, b'v', 0x22, 2, 0x30, 1, 0x22, 2, 0x38, 1, // values
        0x28, 0x80, 0x20, // extent
    ];
    assert_eq!(encode(&[layer]), expected);
}

#[test]
fn keys_and_values_are_shared() {
    let mut layer = Layer::new("p");
    for x in 0..100 {
        layer.add_point(None, &[("kind", Value::Text("cafe"))], [x, x]);
    }
    assert_eq!((layer.len(), layer.keys.len(), layer.values.len()), (100, 1, 1));
}
