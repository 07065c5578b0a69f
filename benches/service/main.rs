//! The program as people run it: how long regions take to build and how much memory, how fast the
//! running service answers with 100,000 accounts. Prints one line a figure.
//!
//! `cargo bench --bench service -- region` builds `liechtenstein` and `milan-roads` out of the
//! folder `GCRM_BENCH_OSM` (`../shared/data/osm`); `cargo bench --bench service -- http` fills a
//! database of its own and asks over HTTP; without a word both. `GCRM_BIN` names another program.

mod http;
mod program;
mod region;

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wants = |word: &str| words.is_empty() || words.iter().any(|wanted| wanted == word);
    if wants("region") {
        region::measure();
    }
    if wants("http") {
        http::measure();
    }
}
