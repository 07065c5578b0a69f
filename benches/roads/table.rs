//! Rows as they stand in BENCHMARKS.md.

pub struct Row<'a> {
    pub what: &'a str,
    pub input: &'a str,
    pub value: f64,
    pub unit: &'a str,
    /// The other program on the same input.
    pub peer: Option<f64>,
    /// Share of the peer's figure that is to be reached.
    pub share: Option<f64>,
}

pub fn begin() {
    println!("| What | Input | Ours | To reach | Peer |\n|---|---|---|---|---|");
}

impl Row<'_> {
    pub fn print(&self) {
        let row = self;
        let figure = |value: Option<f64>| {
            value.map_or_else(|| "-".to_owned(), |value| format!("{} {}", digits(value), row.unit))
        };
        let bar = row.share.zip(row.peer).map(|(share, peer)| share * peer);
        let verdict = match bar {
            Some(bar) if row.value > bar => " (missed)",
            _ => "",
        };
        println!(
            "| {} | {} | {}{verdict} | {} | {} |",
            row.what,
            row.input,
            figure(Some(row.value)),
            figure(bar),
            figure(row.peer)
        );
    }
}

fn digits(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 1.0 => format!("{v:.1}"),
        v => format!("{v:.3}"),
    }
}
