use super::*;

#[test]
fn reads_the_examples_of_the_format_description() {
    // field 1 = 150; field 2 = "testing"
    let message = [0x08, 0x96, 0x01, 0x12, 0x07, b't', b'e', b's', b't', b'i', b'n', b'g'];
    let fields: Result<Vec<_>, _> = Fields(&message).collect();
    assert_eq!(fields, Ok(vec![(1, Value::Varint(150)), (2, Value::Bytes(b"testing"))]));
}

#[test]
fn zigzag_numbers_add_up() {
    // 0, -1, 1, -2 in zigzag: 0 1 2 3; sums 0 -1 0 -2
    let sums: Result<Vec<_>, _> = Packed(&[0, 1, 2, 3]).deltas().collect();
    assert_eq!(sums, Ok(vec![0, -1, 0, -2]));
}

#[test]
fn a_cut_message_is_malformed() {
    for message in [&[0x08_u8][..], &[0x12, 0x07, b't'], &[0xff; 12], &[0x0b]] {
        assert!(Fields(message).any(|field| field.is_err()), "{message:?}");
    }
}

proptest::proptest! {
    #[test]
    fn random_bytes_end(bytes: Vec<u8>) {
        proptest::prop_assert!(Fields(&bytes).count() <= bytes.len());
        proptest::prop_assert!(Packed(&bytes).deltas().count() <= bytes.len());
    }
}
