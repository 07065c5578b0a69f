use super::*;

#[test]
fn the_last_version_of_a_repeated_id_wins() {
    let extract = Extract::new(
        vec![(9, [10, 10]), (-4, [1, 1]), (9, [20, 20])],
        Vec::new(),
        vec![
            Way { id: 1, nodes: vec![9], tags: Tags::default() },
            Way { id: 1, nodes: vec![-4], tags: Tags::default() },
        ],
        Vec::new(),
    );
    assert_eq!(extract.n_nodes(), 2);
    assert!((extract.position(9).unwrap().lng() - 20e-7).abs() < 1e-12);
    assert_eq!(extract.way(1).unwrap().nodes, [-4]);
    assert_eq!(extract.position(1), None);
}

#[test]
fn the_first_value_of_a_repeated_key_wins() {
    let tags: Tags = [("name", "a"), ("name", "b")].into_iter().collect();
    assert_eq!(tags.get("name"), Some("a"));
    assert_eq!(tags.iter().count(), 1);
}
