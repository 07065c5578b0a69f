use super::*;

#[test]
fn ids_of_the_map_come_back() {
    for id in ["node/1", "way/4611686018427387903", "relation/7", "node/0"] {
        assert_eq!(place_key(id).map(text).as_deref(), Some(id));
    }
    assert!(place_key("node/1") < place_key("way/1"));
}

#[test]
fn other_texts_are_no_places() {
    for id in
        ["", "node", "node/", "node/-1", "node/01", "node/+1", "tree/1", "way/4611686018427387904"]
    {
        assert_eq!(place_key(id), None, "{id}");
    }
}
