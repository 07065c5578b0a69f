//! PostgreSQL: the embedded server, the pool, migrations, queries per table, the change feed.

pub mod embedded;
pub mod migrate;

/// Lower-case hexadecimal, for checksums and names made from them.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
