use super::*;

fn near(a: &str, b: &str, max: usize) -> bool {
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    within(&letters(a), &letters(b), max)
}

#[test]
fn mistakes_are_counted() {
    for (a, b, distance) in [
        ("katu", "katu", 0),
        ("katu", "kattu", 1),
        ("katu", "atu", 1),
        ("katu", "kotu", 1),
        ("katu", "kaut", 1),
        ("mannerheimintie", "manerheimintei", 2),
        ("마포대로", "마포태로", 1),
        ("", "a", 1),
    ] {
        assert!(near(a, b, distance), "{a} {b}");
        assert!(distance == 0 || !near(a, b, distance - 1), "{a} {b}");
        assert!(near(b, a, distance), "{b} {a}");
    }
}

proptest::proptest! {
    /// Against the plain recursive definition.
    #[test]
    fn equals_the_definition(a in "[ab]{0,6}", b in "[ab]{0,6}", max in 0_usize..4) {
        fn distance(a: &[u8], b: &[u8]) -> usize {
            let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_last(), b.split_last()) else {
                return a.len() + b.len();
            };
            let change = distance(rest_a, rest_b) + usize::from(x != y);
            let mut best = change.min(distance(rest_a, b) + 1).min(distance(a, rest_b) + 1);
            if a.len() > 1 && b.len() > 1 && x == &b[b.len() - 2] && y == &a[a.len() - 2] {
                best = best.min(distance(&a[..a.len() - 2], &b[..b.len() - 2]) + 1);
            }
            best
        }
        let expected = distance(a.as_bytes(), b.as_bytes()) <= max;
        proptest::prop_assert_eq!(near(&a, &b, max), expected);
    }
}
