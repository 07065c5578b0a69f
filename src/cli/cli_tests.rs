use clap::CommandFactory;

use super::*;

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_shows_an_example() {
    fn check(command: &clap::Command, path: &str) {
        let path = format!("{path} {}", command.get_name());
        let has_children = command.get_subcommands().next().is_some();
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(has_children || help.starts_with("Example"), "`{path} --help` shows no example");
        command.get_subcommands().for_each(|child| check(child, &path));
    }
    check(&Cli::command(), "");
}
