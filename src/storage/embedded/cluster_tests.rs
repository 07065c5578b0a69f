use super::*;

fn check(stderr: &str, expected: &str) {
    assert_eq!(complaint(stderr), expected);
}

#[test]
fn the_sentence_that_matters_is_found_in_the_output() {
    check(
        "2026-11-22 06:40:01.123 UTC [77] FATAL:  lock file \"x\" exists\nHINT: look",
        "lock file \"x\" exists",
    );
    check("initdb: error: cannot be run as root\ninitdb: hint: log in", "cannot be run as root");
    check("copying\ncould not write: No space left on device\nremoving", "the disk is full");
    check("", "it said nothing");
    check("sh: postgres: not found\n", "sh: postgres: not found");
}
