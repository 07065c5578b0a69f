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

#[test]
fn tags_keep_their_order_and_their_parts() {
    let pairs = [("name", "Straße"), ("", "x"), ("note", ""), ("길", "가")];
    let tags: Tags = pairs.into_iter().collect();
    assert_eq!(tags.iter().collect::<Vec<_>>(), pairs);
    assert!(tags.is("note", "") && tags.has("길") && !tags.has("nam"));
    assert_ne!(tags, [("nameS", "traße")].into_iter().collect());
    assert!(Tags::default().is_empty() && !tags.is_empty());
}

proptest::proptest! {
    #[test]
    fn nodes_are_found_whatever_was_found_before(
        known in proptest::collection::btree_set(-30_i64..30, 0..40),
        asked in proptest::collection::vec(-32_i64..32, 0..40),
    ) {
        let positions = known.iter().map(|&id| (id, [0, 0])).collect();
        let extract = Extract::new(positions, Vec::new(), Vec::new(), Vec::new());
        let each: Vec<_> = asked.iter().map(|&id| extract.node_index(id)).collect();
        proptest::prop_assert_eq!(extract.node_indices(&asked).collect::<Vec<_>>(), each);
    }
}
