use super::*;

#[test]
fn an_array_survives_its_bytes() {
    let built: Flat<u32> = vec![1, 2, 3].into();
    let read = Flat::<u32>::new(built.bytes.clone()).unwrap();
    assert_eq!(*read, [1, 2, 3]);
    assert!(Flat::<u32>::new(Bytes::new()).unwrap().is_empty());
    assert!(Flat::<u32>::new(built.bytes.slice(0..7)).is_err());
    assert!(Flat::<u32>::new(built.bytes.slice(1..5)).is_err());
}

#[test]
fn records_are_found_by_number() {
    let built: Records = ["a", "", "ccc"].into_iter().collect();
    let bytes = |part: &[u8]| Flat::<u8>::from(part.to_vec()).bytes;
    let (_, text) = built.parts();
    let read = Records::new(built.ends.bytes.clone(), bytes(text)).unwrap();
    let all: Vec<_> = (0..4).map(|index| read.get(index)).collect();
    assert_eq!(all, [&b"a"[..], b"", b"ccc", b""]);
    assert!(Records::new(built.ends.bytes.clone(), bytes(b"abc")).is_err());
}

#[test]
fn ends_that_run_backwards_give_nothing() {
    let ends: Flat<u64> = vec![3, 1, 4].into();
    let records = Records::new(ends.bytes, Bytes::from_static(b"abcd")).unwrap();
    assert_eq!(records.get(1), b"");
}
