use super::*;
use crate::domain::market::filter::Filter;
use crate::domain::market::oracle::{account, index_of, query};
use crate::domain::market::scan::ids;

fn change(id: u128, n: Option<u8>) -> Change<'static> {
    Change { id: Uuid::from_u128(id), record: n.map(|n| account(id, [n; 8])) }
}

fn all(index: &Index) -> Vec<u128> {
    let everything = ids(index, &query(Filter::default()), usize::MAX).unwrap();
    everything.iter().map(Uuid::as_u128).collect()
}

#[test]
fn readers_keep_the_version_they_hold() {
    let before = index_of((1..=3).map(|n| account(n, [1; 8])));
    let after = before.apply(&[change(2, None), change(9, Some(4))], 7);
    assert_eq!((all(&before), all(&after)), (vec![1, 2, 3], vec![1, 3, 9]));
    assert_eq!((before.version(), after.version()), (1, 7));
}

#[test]
fn the_last_change_of_an_account_counts() {
    let index =
        Index::default().apply(&[change(1, Some(1)), change(1, None), change(1, Some(5))], 1);
    let (segment, row) = index.find(Uuid::from_u128(1)).unwrap();
    assert_eq!((index.len(), segment.record(row).value_12m), (1, 500_000));
    assert!(index.apply(&[change(1, Some(2)), change(1, None)], 2).is_empty());
}

#[test]
fn many_small_writes_leave_few_segments() {
    let mut index = Index::default();
    for n in 0..2_000 {
        index = index.apply(&[change(n, Some(3))], 1);
    }
    assert_eq!(index.len(), 2_000);
    assert!(index.views().len() < 8, "{} segments", index.views().len());
}

#[test]
fn a_background_merge_keeps_what_was_written_meanwhile() {
    let before = index_of((0..100).map(|n| account(n, [1; 8])))
        .apply(&(200..290).map(|n| change(n, Some(2))).collect::<Vec<_>>(), 2);
    // both halves alike in size: small enough to have been merged at once
    assert_eq!((before.views().len(), before.to_merge()), (1, None));
    let merged = before.merged(0);
    let now = before.apply(&[change(5, None), change(6, Some(9)), change(300, Some(1))], 3);
    let after = now.with_merged(&before, 0, merged).unwrap();
    assert_eq!(all(&after), all(&now));
    assert_eq!(after.version(), 3);
    let (segment, row) = after.find(Uuid::from_u128(6)).unwrap();
    assert_eq!(segment.record(row).value_12m, 900_000);
}

#[test]
fn a_segment_that_is_mostly_dead_asks_for_a_merge() {
    let index = index_of((0..100).map(|n| account(n, [1; 8])));
    let gone: Vec<Change> = (0..30).map(|n| change(n, None)).collect();
    let index = index.apply(&gone, 2);
    assert_eq!(index.to_merge(), Some(0));
    let merged = index.merged(0);
    assert_eq!(merged.len(), 70);
    assert_eq!(index.with_merged(&index, 0, merged).unwrap().to_merge(), None);
}
