//! The rules of the house that a compiler does not know: who may import whom, how long a file may
//! be, where a panic has no place. Reads the source as text; comments do not count.

use std::fs;
use std::path::{Path, PathBuf};

/// What the code of one layer must not contain. The reason is what a failing test prints.
struct Rule {
    layer: &'static str,
    forbidden: &'static [&'static str],
    reason: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        layer: "src/domain/",
        forbidden: &[
            "crate::app",
            "crate::cli",
            "crate::http",
            "crate::region",
            "crate::storage",
            "crate::config",
        ],
        reason: "the domain knows no other layer",
    },
    Rule {
        layer: "src/domain/",
        forbidden: &[
            "tokio",
            "actix",
            "postgres",
            "memmap2",
            "osmpbf",
            "std::fs",
            "std::net",
            "std::process",
            "tracing::",
        ],
        reason: "the domain performs no I/O",
    },
    Rule {
        layer: "src/domain/",
        forbidden: &[
            "std::env",
            "SystemTime",
            "Instant",
            "Utc::now",
            "Local::now",
            "rand::rng(",
            "now_v7",
            "new_v4",
        ],
        reason: "the domain takes time, seed and settings as arguments",
    },
    Rule {
        layer: "src/region/",
        forbidden: &[
            "crate::app",
            "crate::cli",
            "crate::http",
            "crate::storage",
            "tokio",
            "actix",
            "postgres",
        ],
        reason: "regions are files; they know the domain only",
    },
    Rule {
        layer: "src/storage/",
        forbidden: &["crate::app", "crate::cli", "crate::http", "crate::region", "actix"],
        reason: "storage knows the domain only",
    },
    Rule {
        layer: "src/app/",
        forbidden: &["crate::cli", "crate::http", "actix"],
        reason: "use cases know no door",
    },
    Rule {
        layer: "src/app/",
        forbidden: &["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "\"WITH "],
        reason: "SQL lives in storage",
    },
    Rule {
        layer: "src/http/",
        forbidden: &["crate::storage", "crate::cli", "postgres"],
        reason: "handlers call use cases, never storage",
    },
    Rule {
        layer: "src/cli/",
        forbidden: &["crate::storage", "postgres"],
        reason: "commands call use cases, never storage",
    },
];

/// Parts of the domain and the siblings each may use; `units`, `travel`, `control` and `osm` are
/// everybody's.
const SIBLINGS: &[(&str, &[&str])] = &[
    ("crm", &[]),
    ("market", &["crm", "tiles"]),
    ("territory", &[]),
    ("roads", &[]),
    ("routing", &[]),
    ("geocode", &[]),
    ("tiles", &[]),
    ("planning", &["routing", "crm"]),
    ("closures", &["roads", "crm"]),
];

/// The architecture page describes folders down to this depth, such as `src/domain/roads`.
const FOLDER_DEPTH: usize = 3;

const FILE_LINES_MAX: usize = 500;

const PANICS: &[&str] =
    &[".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!(", "unreachable!("];

/// Beginnings of paths that exist on one machine only; split, so that this file is clean too.
const MACHINE_PATHS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/fa", "rm/"), concat!("/ho", "me/")];

#[test]
fn layers_import_only_what_they_may() {
    let mut faults = Vec::new();
    for rule in RULES {
        for file in
            sources().iter().filter(|file| file.name.starts_with(rule.layer) && !file.is_test())
        {
            faults.extend(
                file.lines_with(rule.forbidden).map(|line| format!("{line}\n    {}", rule.reason)),
            );
        }
    }
    report(&faults);
}

#[test]
fn parts_of_the_domain_know_only_their_siblings() {
    let mut faults = Vec::new();
    for (part, allowed) in SIBLINGS {
        let others = SIBLINGS
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| name != part && !allowed.contains(name));
        let forbidden: Vec<String> = others.map(|name| format!("domain::{name}")).collect();
        let forbidden: Vec<&str> = forbidden.iter().map(String::as_str).collect();
        let folder = format!("src/domain/{part}/");
        for file in
            sources().iter().filter(|file| file.name.starts_with(&folder) && !file.is_test())
        {
            faults.extend(file.lines_with(&forbidden));
        }
    }
    report(&faults);
}

#[test]
fn the_service_does_not_panic_on_purpose() {
    let layers = ["src/http/", "src/app/", "src/storage/", "src/cli/"];
    let mut faults = Vec::new();
    for file in
        sources().iter().filter(|file| layers.iter().any(|layer| file.name.starts_with(layer)))
    {
        if !file.is_test() {
            faults.extend(file.lines_with(PANICS));
        }
    }
    report(&faults);
}

#[test]
fn files_stay_short() {
    let long = sources().into_iter().filter(|file| !file.is_test() && !file.is_generated());
    let faults: Vec<String> = long
        .map(|file| (file.text.lines().count(), file.name))
        .filter(|(n_lines, _)| *n_lines > FILE_LINES_MAX)
        .map(|(n_lines, name)| format!("{name}: {n_lines} lines, at most {FILE_LINES_MAX}"))
        .collect();
    report(&faults);
}

#[test]
fn nothing_names_a_path_of_one_machine() {
    let mut faults = Vec::new();
    for file in everything() {
        let named = |line: &&str| MACHINE_PATHS.iter().any(|path| names_path(line, path));
        faults.extend(
            file.text.lines().filter(named).map(|line| format!("{}: {}", file.name, line.trim())),
        );
    }
    report(&faults);
}

#[test]
fn the_architecture_page_mentions_every_folder() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let folder = |file: &Source| {
        let (folder, _) = file.name.rsplit_once('/')?;
        Some(folder.split('/').take(FOLDER_DEPTH).collect::<Vec<_>>().join("/"))
    };
    let mut folders: Vec<String> = sources().iter().filter_map(folder).collect();
    folders.sort();
    folders.dedup();
    let absent: Vec<String> =
        folders.into_iter().filter(|folder| !page.contains(&format!("`{folder}`"))).collect();
    report(&absent);
}

struct Source {
    /// Path from the repository's root.
    name: String,
    text: String,
}

impl Source {
    fn is_test(&self) -> bool {
        let name = &self.name;
        name.ends_with("_tests.rs")
            || name.starts_with("tests/")
            || name.contains(".test.ts")
            || name.starts_with("web/e2e/")
    }

    fn is_generated(&self) -> bool {
        self.name.contains("/generated/")
            || self.text.starts_with("// Generated")
            || self.text.starts_with("/**\n * This file was auto-generated")
    }

    /// Lines of code (not comment) that contain one of the words, with file and number.
    fn lines_with(&self, words: &[&str]) -> impl Iterator<Item = String> {
        self.text.lines().enumerate().filter_map(move |(index, line)| {
            let code = line.split("//").next().unwrap_or_default();
            let word = words.iter().find(|word| contains_word(code, word))?;
            Some(format!("{}:{}: `{word}` in: {}", self.name, index + 1, line.trim()))
        })
    }
}

/// `domain::roads` is not in `domain::roadside`, but `tokio` is in `tokio_util`.
fn contains_word(code: &str, word: &str) -> bool {
    let continues = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let begins = word.starts_with(char::is_alphanumeric);
    let ends = word.ends_with(char::is_alphanumeric);
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !(begins && continues(before) || ends && continues(after))
    })
}

/// A path begins after something that is no part of a longer path.
fn names_path(line: &str, path: &str) -> bool {
    let continues = |c: char| c.is_alphanumeric() || "_.-}*$)".contains(c);
    line.match_indices(path).any(|(at, _)| !line[..at].ends_with(continues))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust and TypeScript of the service and the web app.
fn sources() -> Vec<Source> {
    let suffixes = [".rs", ".ts", ".tsx"];
    let mut files = everything();
    files.retain(|file| suffixes.iter().any(|suffix| file.name.ends_with(suffix)));
    files.retain(|file| ["src/", "web/src/"].iter().any(|folder| file.name.starts_with(folder)));
    files
}

/// Every text file that belongs to the repository.
fn everything() -> Vec<Source> {
    let mut files = Vec::new();
    collect(root(), &mut files);
    assert!(files.len() > 20, "the repository was not found");
    files
}

fn collect(dir: &Path, files: &mut Vec<Source>) {
    const NOT_OURS: &[&str] = &[
        "target",
        "node_modules",
        "dist",
        ".git",
        ".tools",
        "gcrm-data",
        "test-results",
        "playwright-report",
    ];
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if NOT_OURS.contains(&entry.file_name().to_string_lossy().as_ref()) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            collect(&path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.push(Source { name: relative(&path), text });
        }
    }
}

fn relative(path: &Path) -> String {
    let relative: PathBuf = path.strip_prefix(root()).unwrap().to_owned();
    relative.to_string_lossy().replace('\\', "/")
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
