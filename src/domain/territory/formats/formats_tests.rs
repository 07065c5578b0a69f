use super::*;

#[test]
fn cells_know_their_neighbours() {
    let text = "cell,lat,lon,accounts,service_minutes\n\
        8730e1d88ffffff,37.557050,126.996516,4,1080\n\
        8730e1d89ffffff,37.564672,127.015495,1,30\n";
    let Instance { region, brief } = h3csv(text, 2, &[], 0.05, 1).unwrap();
    assert_eq!((region.units.len(), region.borders.edge_count()), (2, 1));
    assert_eq!(brief.activities[0].name, "service_minutes");
    assert!((region.units[0].amounts[0] - 1080.0).abs() < f64::EPSILON);
    let twice = text.replace("8730e1d89ffffff", "8730e1d88ffffff");
    assert!(h3csv(&twice, 2, &[], 0.05, 1).is_err());
}

#[test]
fn districts_have_their_bounds() {
    let nodes = "id,geoid,lon,lat,pop\n0,A,-85.3,31.8,10\n1,B,-85.8,33.2,12\n";
    let edges = "a,b,shared_perim\n0,1,0.33\n";
    let Instance { region, brief } = districting(nodes, edges, 2, (9.0, 13.0), 1).unwrap();
    assert_eq!(region.borders.edge_count(), 1);
    // 9 to 13 is 11 with 2 of 11 to either side
    assert!((brief.activities[0].tolerance - 2.0 / 11.0).abs() < 1e-12);
    let lost = districting(nodes, "a,b\n0,7\n", 2, (9.0, 13.0), 1).unwrap_err();
    assert_eq!(lost.to_string(), "line 2: edge 0-7 has no such unit");
}

#[test]
fn points_come_in_two_forms() {
    let plain = points("2 1\n 0 0 10 4\n 3 4 10 5\n", None).unwrap();
    assert_eq!((plain.points.len(), plain.n_medians, plain.is_truncated), (2, 1, false));
    let library = points(" 1 713\n 2 1 120\n 1 0 0 3\n 2 3 4 5\n", None).unwrap();
    assert!(library.is_truncated);
    assert!((library.points[1].demand - 5.0).abs() < f64::EPSILON);
    assert!((library.points[0].capacity - 120.0).abs() < f64::EPSILON);
    assert!(points("1 2 3", None).is_err());
    assert_eq!(points("2 x", None).unwrap_err().to_string(), "line 1: x is not a number");
}
