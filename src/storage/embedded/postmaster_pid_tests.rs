use super::*;

#[test]
fn a_server_is_ready_when_its_file_says_so() {
    let starting =
        "4711\n/data/postgres\n1795330000\n5432\n/data/run\n\n  123456     98304\nstarting\n";
    assert_eq!(parse(starting), Some(PostmasterPid { pid: 4711, ready: false }));
    let ready = starting.replace("starting", "ready   ");
    assert_eq!(parse(&ready), Some(PostmasterPid { pid: 4711, ready: true }));
}

#[test]
fn a_half_written_file_is_not_ready() {
    assert_eq!(parse("4711\n/data"), Some(PostmasterPid { pid: 4711, ready: false }));
    assert_eq!(parse(""), None);
}
