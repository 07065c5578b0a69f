use super::*;

#[test]
fn boxes_and_points_of_a_query() {
    let expected = Bbox { west: 24.9, south: 60.1, east: 25.0, north: 60.2 };
    assert_eq!(bbox("24.9, 60.1,25,60.2", "bbox").unwrap(), expected);
    for text in ["", "1,2,3", "1,2,3,4,5", "25,60,24,61", "24,61,25,60", "200,0,201,1", "a,b,c,d"] {
        assert_eq!(bbox(text, "bbox").unwrap_err().code, "bbox.malformed", "{text}");
    }
    assert_eq!(point("24.9,60.1", "at").unwrap(), LngLat::new(24.9, 60.1).unwrap());
    for text in ["", "24.9", "24.9,160", "NaN,1"] {
        assert_eq!(point(text, "at").unwrap_err().code, "point.malformed", "{text}");
    }
}
