use super::*;
use crate::domain::market::SegmentBuilder;
use chrono::NaiveDate;

fn record(n: u128, name: &str, at: Option<(f64, f64)>) -> Record<'_> {
    let location = at.map(|(lng, lat)| LngLat::new(lng, lat).unwrap());
    Record {
        name,
        location,
        tier: Some("B"),
        value_12m: 125_000,
        ..Record::bare(Uuid::from_u128(n))
    }
}

#[test]
fn rows_come_back_as_they_went_in_and_are_found_by_id() {
    let mut builder = SegmentBuilder::default();
    let rich = Record {
        address: "mannerheimintie 1",
        category: Some("amenity.cafe"),
        city: Some("Helsinki"),
        place: Some(77),
        owner_id: Some(Uuid::from_u128(9)),
        tag_ids: vec![Uuid::from_u128(5), Uuid::from_u128(6)],
        visit_interval_days: Some(30),
        next_due_on: NaiveDate::from_ymd_opt(1969, 12, 30),
        last_visit_at: DateTime::from_timestamp_micros(1_700_000_000_000_001),
        ..record(1, "Ekberg", Some((24.94, 60.16)))
    };
    builder.push(&record(2, "nowhere", None));
    builder.push(&rich);
    builder.push(&record(3, "far", Some((126.9, 37.5))));
    let segment = builder.build();
    assert_eq!((segment.len(), segment.n_located()), (3, 2));
    assert_eq!(segment.record(segment.row(Uuid::from_u128(1)).unwrap()), rich);
    assert_eq!(segment.row_of_place(77), segment.row(Uuid::from_u128(1)));
    assert_eq!(segment.row_of_place(78), None);
    assert_eq!(segment.row(Uuid::from_u128(2)), Some(2), "rows without a place come last");
    assert_eq!(segment.row(Uuid::from_u128(4)), None);
    assert_eq!((segment.located(0), segment.rows(0)), (0b11, 0b111));
}

#[test]
fn names_are_ranked_by_their_folded_form() {
    let mut builder = SegmentBuilder::default();
    for (n, name) in ["delta", "Alpha", "alpha", "Émile", "한강"].into_iter().enumerate() {
        builder.push(&record(n as u128, name, None));
    }
    let segment = builder.build();
    let rank = |n| segment.name_ranks()[segment.row(Uuid::from_u128(n)).unwrap()];
    assert_eq!([rank(0), rank(1), rank(2), rank(3), rank(4)], [1, 0, 0, 2, 3]);
    // "alpha" is rank 0, "beta" lies between 0 and 1, "z" between 2 and 3
    assert_eq!(segment.doubled_rank_of("alpha"), 0);
    assert_eq!(segment.doubled_rank_of("beta"), 1);
    assert_eq!(segment.doubled_rank_of("z"), 5);
}

#[test]
fn an_empty_segment_is_fine() {
    let segment = SegmentBuilder::default().build();
    assert_eq!((segment.len(), segment.n_blocks(), segment.n_groups()), (0, 0, 0));
}
