//! What is in the database, read from its own catalogue, so that a new table is in the next backup
//! without anybody remembering it.

use tokio_postgres::Transaction;

use super::BackupError;
use super::format::{Sequence, Table, quote};

/// Not worth keeping: sessions end with the machine; the feed only tells running services what
/// changed, and its transaction numbers mean nothing in another cluster.
const LEFT_OUT: [&str; 4] = ["schema_migrations", "sessions", "sign_in_failures", "change_feed"];

/// All tables, each after those it refers to.
pub(super) async fn tables(transaction: &Transaction<'_>) -> Result<Vec<Table>, BackupError> {
    let rows = transaction.query(TABLES_SQL, &[&LEFT_OUT.as_slice()]).await?;
    let tables = rows.iter().map(|row| Table { name: row.get(0), columns: row.get(1) }).collect();
    let references = transaction.query(REFERENCES_SQL, &[]).await?;
    let references: Vec<(String, String)> =
        references.iter().map(|row| (row.get(0), row.get(1))).collect();
    in_order(tables, &references)
}

const TABLES_SQL: &str = "
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY($1::text[])
    GROUP BY c.relname
    ORDER BY c.relname";

const REFERENCES_SQL: &str = "
    SELECT DISTINCT c.conrelid::regclass::text, c.confrelid::regclass::text
    FROM pg_constraint c
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conrelid <> c.confrelid
    ORDER BY 1, 2";

/// A table comes once everything it refers to has come. References within one table need no order:
/// the server checks them at the end of its COPY.
fn in_order(
    mut waiting: Vec<Table>,
    references: &[(String, String)],
) -> Result<Vec<Table>, BackupError> {
    let mut ordered: Vec<Table> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let is_waiting = |name: &str| waiting.iter().any(|table| table.name == name);
        let is_free = |table: &Table| {
            !references.iter().any(|(from, to)| *from == table.name && is_waiting(to))
        };
        let (free, held): (Vec<Table>, Vec<Table>) = waiting.iter().cloned().partition(is_free);
        if free.is_empty() {
            let names: Vec<String> = held.into_iter().map(|table| table.name).collect();
            return Err(BackupError::Circle(names.join(", ")));
        }
        ordered.extend(free);
        waiting = held;
    }
    Ok(ordered)
}

pub(super) async fn sequences(transaction: &Transaction<'_>) -> Result<Vec<Sequence>, BackupError> {
    let names = transaction.query(SEQUENCES_SQL, &[]).await?;
    let mut sequences = Vec::with_capacity(names.len());
    for name in names.iter().map(|row| row.get::<_, String>(0)) {
        let sql = format!("SELECT last_value + is_called::int FROM {}", quote(&name));
        sequences.push(Sequence { next: transaction.query_one(&sql, &[]).await?.get(0), name });
    }
    Ok(sequences)
}

const SEQUENCES_SQL: &str = "
    SELECT relname::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY relname";

#[cfg(test)]
#[path = "tables_tests.rs"]
mod tests;
