//! Damaged files, by the thousand: whatever is in a file, readers answer or refuse, and never
//! panic.
//!
//! `cargo run --release -- TARGET SECONDS SEED EXTRACT...` in this folder. Targets: `osm` reads
//! damaged extracts and builds roads from what can be read; `roads` asks damaged road networks;
//! `file` opens damaged region files. A file that makes one panic is kept as `crash-TARGET-N`.

mod damage;
mod pbf;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use damage::Damage;
use targets::Target;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [name, seconds, seed, files @ ..] = &args[..] else { return usage() };
    let (Ok(seconds), Ok(seed)) = (seconds.parse(), seed.parse()) else { return usage() };
    let seeds: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
    let Some(mut target) = Target::new(name, &seeds) else { return usage() };
    let mut damage = Damage::new(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut n, mut n_refused, mut n_crashes) = (0_u64, 0_u64, 0_u64);
    while Instant::now() < end {
        let input = target.damaged(&mut damage);
        n += 1;
        match catch_unwind(AssertUnwindSafe(|| target.run(&input))) {
            Ok(is_accepted) => n_refused += u64::from(!is_accepted),
            Err(_) => {
                let kept = PathBuf::from(format!("crash-{name}-{n}"));
                let _ = std::fs::write(&kept, input.concat());
                println!("panicked, kept as {}", kept.display());
                n_crashes += 1;
            }
        }
    }
    println!("{name}: {n} damaged files, {n_refused} refused, {n_crashes} crashes");
    if n_crashes == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("usage: gcrm-fuzz osm|roads|file SECONDS SEED EXTRACT...");
    ExitCode::FAILURE
}
