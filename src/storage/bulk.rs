//! Many rows of one table at once, given as JSON objects with the same keys.

use serde_json::Value;
use tokio_postgres::Transaction;

use super::StorageError;

/// Rows of one statement; a statement's parameter may not grow without bound.
const ROWS_MAX: usize = 2000;

/// Inserts the rows; columns that the objects do not name keep their defaults. The table's name and
/// the keys come from our own code.
pub async fn insert(
    transaction: &Transaction<'_>,
    table: &str,
    rows: &[Value],
) -> Result<(), StorageError> {
    let Some(Value::Object(first)) = rows.first() else { return Ok(()) };
    let columns = first.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, $1)"
    );
    for rows in rows.chunks(ROWS_MAX) {
        transaction.execute(&sql, &[&Value::Array(rows.to_vec())]).await?;
    }
    Ok(())
}
