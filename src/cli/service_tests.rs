use super::*;

#[test]
fn a_taken_port_is_named_with_another_to_try() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let sentence = check_port(address).unwrap_err();
    assert!(sentence.starts_with(&format!("port {} is taken", address.port())), "{sentence}");
    drop(taken);
    check_port(address).unwrap();
}

#[test]
fn the_address_is_one_that_a_browser_here_can_open() {
    assert_eq!(url("0.0.0.0:80".parse().unwrap(), 8080), "http://localhost:8080");
    assert_eq!(url("127.0.0.1:0".parse().unwrap(), 4711), "http://localhost:4711");
    assert_eq!(url("192.0.2.7:80".parse().unwrap(), 80), "http://192.0.2.7:80");
}
