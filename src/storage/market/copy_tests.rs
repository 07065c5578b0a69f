use proptest::prelude::*;

use super::*;

fn field(out: &mut Vec<u8>, bytes: Option<&[u8]>) {
    let length = bytes.map_or(-1, |bytes| i32::try_from(bytes.len()).unwrap());
    out.extend(length.to_be_bytes());
    out.extend(bytes.unwrap_or_default());
}

fn stream(rows: &[Vec<Option<Vec<u8>>>]) -> Vec<u8> {
    let mut out = [SIGNATURE, &[0; 8]].concat();
    for row in rows {
        out.extend(i16::try_from(row.len()).unwrap().to_be_bytes());
        for value in row {
            field(&mut out, value.as_deref());
        }
    }
    out.extend((-1i16).to_be_bytes());
    out
}

fn read(pieces: &[&[u8]]) -> Result<Vec<Vec<Option<Vec<u8>>>>, StorageError> {
    let (mut reader, mut rows) = (Reader::default(), Vec::new());
    for piece in pieces {
        reader.feed(piece.to_vec(), |mut fields| {
            let mut row = Vec::new();
            while !fields.rest().is_empty() {
                row.push(fields.bytes()?.map(<[u8]>::to_vec));
            }
            rows.push(row);
            Ok(())
        })?;
    }
    reader.finish()?;
    Ok(rows)
}

proptest! {
    #[test]
    fn rows_come_out_wherever_the_pieces_are_cut(
        rows in prop::collection::vec(
            prop::collection::vec(prop::option::of(prop::collection::vec(any::<u8>(), 0..9)), 1..5),
            0..6,
        ),
        cuts in prop::collection::vec(0usize..200, 0..6),
    ) {
        let bytes = stream(&rows);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
        prop_assert_eq!(read(&pieces).unwrap(), rows);
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [SIGNATURE, &[0; 8], &bytes].concat();
        let _ = read(&[&bytes]);
        let mut fields = Fields::new(&bytes);
        let _ = (fields.money(), fields.date(), fields.instant());
    }
}

#[test]
fn a_stream_that_breaks_off_or_is_another_is_refused() {
    let bytes = stream(&[vec![Some(b"a".to_vec())]]);
    assert!(read(&[&bytes[..bytes.len() - 2]]).is_err());
    assert!(read(&[b"PGCOPY text, surely, and not a binary one"]).is_err());
}

fn numeric(weight: i16, sign: u16, digits: &[u16]) -> Option<i64> {
    let head = [u16::try_from(digits.len()).unwrap(), weight.cast_unsigned(), sign, 4];
    let words: Vec<u16> = head.into_iter().chain(digits.iter().copied()).collect();
    money(&words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>())
}

#[test]
fn money_is_read_in_ten_thousandths() {
    assert_eq!(numeric(0, POSITIVE, &[]), Some(0));
    assert_eq!(numeric(0, POSITIVE, &[12, 5000]), Some(125_000));
    assert_eq!(numeric(0, NEGATIVE, &[12, 5000]), Some(-125_000));
    assert_eq!(numeric(1, POSITIVE, &[3]), Some(300_000_000), "trailing zeros are not written");
    assert_eq!(numeric(-1, POSITIVE, &[1]), Some(1));
    assert_eq!(numeric(-2, POSITIVE, &[9999]), Some(0), "finer than is kept");
    assert_eq!(numeric(3, POSITIVE, &[99, 9999, 9999, 9999, 9999]), Some(999_999_999_999_999_999));
    assert_eq!(numeric(5, POSITIVE, &[1]), None, "larger than the column holds");
    assert_eq!(numeric(0, 0xC000, &[]), None, "not a number");
}

#[test]
fn dates_and_instants_count_from_2000() {
    let mut bytes = Vec::new();
    field(&mut bytes, Some(&(-1i32).to_be_bytes()));
    field(&mut bytes, Some(&1i64.to_be_bytes()));
    field(&mut bytes, None);
    field(&mut bytes, Some(&i32::MAX.to_be_bytes()));
    let mut fields = Fields::new(&bytes);
    assert_eq!(fields.date().unwrap().unwrap().to_string(), "1999-12-31");
    let instant = fields.instant().unwrap().unwrap();
    assert_eq!(instant.to_rfc3339(), "2000-01-01T00:00:00.000001+00:00");
    assert_eq!(fields.date().unwrap(), None);
    assert!(fields.date().is_err(), "'infinity'");
}
