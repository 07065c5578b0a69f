use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    #[allow(dead_code)]
    inner: Vec<Inner>,
}

#[derive(Debug, Deserialize)]
struct Inner {
    #[allow(dead_code)]
    n: i32,
}

#[test]
fn a_fault_points_at_the_value() {
    let check = |json: &str, pointer: &str, code: &str| {
        let problem = parse::<Outer>(json.as_bytes()).unwrap_err();
        let fault = &problem.0.faults[0];
        assert_eq!((fault.pointer.as_str(), fault.code), (pointer, code), "{json}");
    };
    check(r#"{"inner": [{"n": 1}, {"n": "x"}]}"#, "/inner/1/n", "field.malformed");
    check(r#"{"inner": [], "outer": 1}"#, "/outer", "field.malformed");
    check(r#"{"inner": ["#, "/inner", "json.malformed");
    check(r#"{"inner": []} x"#, "", "json.malformed");
    check("", "", "json.malformed");
}
