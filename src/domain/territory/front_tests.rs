use super::*;
use crate::domain::control::Iterations;
use crate::domain::territory::brief::{Present, Weights};
use crate::domain::territory::testing::{brief, grid};
use crate::domain::territory::{check, measures};

#[test]
fn more_movement_never_balances_worse() {
    let region = grid(12, 8, |x, _| vec![if x < 6 { 3.0 } else { 1.0 }]);
    let mut brief = brief(2, 1.0);
    brief.weights = Weights { balance: 1_000.0, compactness: 0.01, border: 0.0, disruption: 0.0 };
    let territory = (0..96).map(|unit| Some(unit % 12 / 6)).collect();
    brief.present = Some(Present { territory, caps: Vec::new() });
    let (budget, never) = (Iterations(100_000), Cancel::never());
    let mut n_told = 0;
    let mut count = |_: &Point| n_told += 1;
    let points = front(&region, &brief, &SHARES, &budget, &never, &mut count).unwrap();
    assert_eq!(n_told, SHARES.len());
    assert!(points[0].moves.is_empty());
    let imbalance = |point: &Point| {
        measures::imbalance(&measures::measure(&region, &brief, &point.plan.territory))
    };
    let curve: Vec<f64> = points.iter().map(imbalance).collect();
    assert!(curve.windows(2).all(|two| two[1] <= two[0] + 1e-6), "{curve:?}");
    for (point, share) in points.iter().zip(SHARES) {
        assert!(point.moves.len() as f64 <= share * 96.0);
        let capped = capped(&region, &brief, share);
        assert_eq!(check::violations(&region, &capped, &point.plan.territory), []);
    }
    // The heavy left gives to the right, for the sake of balance.
    assert!(points[2].moves.iter().all(|m| (m.from, m.to, m.why) == (0, 1, Why::Balance)));
}
