//! Other programs on the same input, when they are there.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// What a peer printed: a name and a number a line.
pub type Figures = HashMap<String, f64>;

/// Compiles our driver against a built RoutingKit and runs it.
pub fn routingkit(extract: &Path, points: &Path, work: &Path) -> Option<Figures> {
    let Some(folder) = std::env::var_os("ROUTINGKIT") else {
        println!("ROUTINGKIT is not set: RoutingKit is not measured");
        return None;
    };
    let folder = Path::new(&folder);
    let driver = work.join("routingkit");
    if !driver.exists() {
        let mut compiler = Command::new("g++");
        compiler
            .args(["-std=c++17", "-O3", "-DNDEBUG", "-march=native", "-ffast-math"])
            .arg(format!("-I{}", folder.join("include").display()))
            .arg("benches/roads/peer_routingkit.cpp")
            .arg(folder.join("lib/libroutingkit.a"))
            .args(["-lz", "-fopenmp", "-lpthread", "-o"])
            .arg(&driver);
        run(&mut compiler, "RoutingKit's driver does not compile")?;
    }
    run(Command::new(&driver).arg(extract).arg(points), "RoutingKit failed")
}

pub fn valhalla(extract: &Path, points: &Path, work: &Path) -> Option<Figures> {
    let Some(python) = std::env::var_os("VALHALLA_PYTHON") else {
        println!("VALHALLA_PYTHON is not set: Valhalla is not measured");
        return None;
    };
    let mut command = Command::new(python);
    command.arg("benches/roads/peer_valhalla.py").args([extract, points, &work.join("valhalla")]);
    run(&mut command, "Valhalla failed")
}

fn run(command: &mut Command, failure: &str) -> Option<Figures> {
    let output = match command.env("OMP_NUM_THREADS", "1").output() {
        Ok(output) if output.status.success() => output,
        Ok(output) => {
            println!("{failure}: {}", String::from_utf8_lossy(&output.stderr));
            return None;
        }
        Err(error) => {
            println!("{failure}: {error}");
            return None;
        }
    };
    Some(figures(&String::from_utf8_lossy(&output.stdout)))
}

pub fn figures(text: &str) -> Figures {
    let line = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.trim().parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}
