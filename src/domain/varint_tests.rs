use super::*;

#[test]
fn cut_or_endless_numbers_are_none() {
    assert_eq!(take(&mut &[0x80][..]), None);
    assert_eq!(take(&mut &[0xff; 11][..]), None);
    assert_eq!(take(&mut &[][..]), None);
}

proptest::proptest! {
    #[test]
    fn numbers_come_back(a: u64, b: i64) {
        let mut bytes = Vec::new();
        put(&mut bytes, a);
        put_signed(&mut bytes, b);
        let mut rest = &*bytes;
        proptest::prop_assert_eq!((take(&mut rest), take_signed(&mut rest)), (Some(a), Some(b)));
        proptest::prop_assert!(rest.is_empty());
    }
}
