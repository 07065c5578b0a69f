use actix_web::test::TestRequest;

use super::*;

#[track_caller]
fn check(header: &str, expected: Option<(&str, &str)>) {
    let request = TestRequest::default().insert_header((AUTHORIZATION, header)).to_http_request();
    let found = credentials(&request);
    assert_eq!(found.as_ref().map(|(n, p)| (n.as_str(), p.as_str())), expected, "{header}");
}

#[test]
fn reads_names_and_passwords() {
    check("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", Some(("Aladdin", "open sesame")));
    check("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ", Some(("Aladdin", "open sesame")));
    check("Basic YTpiOmM=", Some(("a", "b:c")));
    check("Basic 7ISc7Jq4Og==", Some(("서울", "")));
}

#[test]
fn anything_else_is_nobody() {
    check("Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==", None);
    check("Basic", None);
    check("Basic QWxhZGRpbg==", None);
    check("Basic ####", None);
    check("Basic //79", None);
}
