use super::*;
use crate::domain::control::{Cancel, Iterations};
use crate::domain::routing::check::check;
use crate::domain::routing::{Options, solve};

const SOLOMON: &str = "X1

VEHICLE
NUMBER     CAPACITY
  2         15

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0         0          0          0       100          0
    1      3         4         10          0        50         10
    2      0        1.26       10         20        90         10
";

#[expect(clippy::cast_precision_loss, reason = "small costs")]
fn solved(instance: &Instance) -> f64 {
    let (options, budget) = (Options::default(), Iterations(200));
    let solution = solve(&instance.problem, options, &budget, &Cancel::never(), &|_| ()).unwrap();
    assert_eq!(check(&instance.problem, &solution), []);
    assert_eq!(solution.unserved, []);
    solution.cost as f64 / instance.scale
}

#[test]
fn solomon_cuts_after_one_decimal() {
    let instance = solomon(SOLOMON, Choices::default()).unwrap();
    assert_eq!(instance.problem.reps.len(), 2);
    // two routes for the load: 2 * 5.0 and 2 * 1.2
    assert!((solved(&instance) - 12.4).abs() < 1e-9);
    let choices = Choices { rounding: Some(Rounding::NearestInteger), vehicles: Some(5) };
    let instance = solomon(SOLOMON, choices).unwrap();
    assert_eq!(instance.problem.reps.len(), 5);
    assert!((solved(&instance) - 12.0).abs() < 1e-9);
}

#[test]
fn vrplib_reads_depots_durations_and_clients() {
    let text = "NAME : T
TYPE : MDVRPTW
VEHICLES : 2
CAPACITY : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 10 0
3 1 0
4 9 0
DEMAND_SECTION
1 0
2 0
3 1
4 1
VEHICLES_DEPOT_SECTION
1 1
2 2
VEHICLES_ALLOWED_CLIENTS_SECTION
1 4
2 3 4
DEPOT_SECTION
1
2
-1
EOF
";
    let instance = vrplib(text, Choices::default()).unwrap();
    assert_eq!(instance.nodes, [2, 3]);
    assert_eq!(instance.problem.visits[0].allowed_reps, Some(vec![1]));
    // the second vehicle does both: 1 + 8 + 9
    assert!((solved(&instance) - 18.0).abs() < 1e-9);
}

#[test]
fn backhauls_come_last() {
    let text = "TYPE : VRPB
CAPACITY : 9
NODE_COORD_SECTION
1 0 0
2 5 0
3 6 0
DEMAND_SECTION
1 0
2 0
3 4
BACKHAUL_SECTION
2 3
DEPOT_SECTION
1
";
    let instance = vrplib(text, Choices::default()).unwrap();
    assert_eq!(instance.problem.visits[0].stage, 1);
    assert!((solved(&instance) - 12.0).abs() < 1e-9);
}

#[test]
fn explicit_weights_are_read() {
    let text = "DIMENSION: 3\nEDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: LOWER_ROW\n\
                EDGE_WEIGHT_SECTION\n7\n8 9\nEOF\n";
    assert!((solved(&tsplib(text, Choices::default()).unwrap()) - 24.0).abs() < 1e-9);
}

#[test]
fn toptw_keeps_the_highest_score() {
    let text = "1 1 2 1\n0 0\n0 0 0 0 0 0 0 0 0 20\n1 5 0 2 10 1 1 1 0 20\n2 0 5 2 30 1 1 1 0 20\n";
    let instance = toptw(text, Choices::default()).unwrap();
    assert_eq!(instance.scores, [10, 30]);
    let budget = Iterations(0);
    let solution =
        solve(&instance.problem, Options::default(), &budget, &Cancel::never(), &|_| ()).unwrap();
    // both would take 5 + 2 + 7.0 + 2 + 5 = 21
    assert_eq!(solution.routes[0].visits().collect::<Vec<_>>(), [1]);
}

#[test]
fn broken_files_are_refused() {
    let refused = |result: Result<Instance, FormatError>| assert!(result.is_err());
    refused(solomon("", Choices::default()));
    refused(solomon("X\n 2 15\n 1 2 3\n", Choices::default()));
    refused(solomon("X\n 9999999999 15\n 0 0 0 0 0 9 0\n", Choices::default()));
    refused(vrplib("NODE_COORD_SECTION\n1 a b\n", Choices::default()));
    refused(vrplib("NODE_COORD_SECTION\n1 2 3\nDEPOT_SECTION\n7\n", Choices::default()));
    refused(vrplib("EDGE_WEIGHT_TYPE: GEO\n", Choices::default()));
    refused(tsplib("DIMENSION: 9\nEDGE_WEIGHT_TYPE: EXPLICIT\n", Choices::default()));
    refused(toptw("1 1 1 1\n0 0\n", Choices::default()));
    refused(toptw("1 1 1 1\n0 0\n1 2 x\n", Choices::default()));
}
