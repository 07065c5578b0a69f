//! Reading and writing whole records. Field names are column names, so a record goes to and from
//! its row as JSON; PostgreSQL does the typing. Names in the SQL are constants of ours, values are
//! parameters.

use deadpool_postgres::GenericClient;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

use super::StorageError;
use super::pool::{Params, execute, row, rows};

/// A point that is one field to us and two columns to the table.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub field: &'static str,
    pub lng: &'static str,
    pub lat: &'static str,
}

/// How a type lies in its table.
pub trait Record: Serialize {
    const TABLE: &'static str;
    const POINTS: &'static [Point] = &[];
    /// Fields that live in another table.
    const ELSEWHERE: &'static [&'static str] = &[];

    fn id(&self) -> Uuid;
}

pub async fn insert<R: Record>(
    client: &impl GenericClient,
    org_id: Uuid,
    record: &R,
) -> Result<(), StorageError> {
    let columns = to_columns(record)?;
    let (table, names) = (R::TABLE, names(&columns));
    let sql = format!(
        "INSERT INTO {table} (org_id, {names}) \
         SELECT $1, {names} FROM jsonb_populate_record(NULL::{table}, $2)"
    );
    execute(client, &sql, &[&org_id, &Value::Object(columns)]).await?;
    Ok(())
}

/// Writes every field of a record that is there already.
pub async fn update<R: Record>(
    client: &impl GenericClient,
    org_id: Uuid,
    record: &R,
) -> Result<(), StorageError> {
    let columns = to_columns(record)?;
    let (table, names) = (R::TABLE, names(&columns));
    let sql = format!(
        "UPDATE {table} SET ({names}) = \
         (SELECT {names} FROM jsonb_populate_record(NULL::{table}, $3)) \
         WHERE org_id = $1 AND id = $2"
    );
    execute(client, &sql, &[&org_id, &record.id(), &Value::Object(columns)]).await?;
    Ok(())
}

/// A record as a row of its table, for writing many at once.
pub fn row_of<R: Record>(org_id: Uuid, record: &R) -> Result<Value, StorageError> {
    let mut columns = to_columns(record)?;
    columns.insert("org_id".to_owned(), json!(org_id));
    Ok(Value::Object(columns))
}

pub async fn find<R: Record + DeserializeOwned>(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<R>, StorageError> {
    let sql = format!("SELECT to_jsonb(t) FROM {} t WHERE org_id = $1 AND id = $2", R::TABLE);
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(read::<R>).transpose()
}

/// Finds a record and keeps others from changing it until the transaction ends.
pub async fn find_locked<R: Record + DeserializeOwned>(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<Option<R>, StorageError> {
    let sql =
        format!("SELECT to_jsonb(t) FROM {} t WHERE org_id = $1 AND id = $2 FOR UPDATE", R::TABLE);
    row(client, &sql, &[&org_id, &id]).await?.as_ref().map(read::<R>).transpose()
}

/// The records of a query whose first column is `to_jsonb` of a row.
pub async fn list<R: Record + DeserializeOwned>(
    client: &impl GenericClient,
    sql: &str,
    params: Params<'_>,
) -> Result<Vec<R>, StorageError> {
    rows(client, sql, params).await?.iter().map(read::<R>).collect()
}

/// Removes a row for good.
pub async fn remove<R: Record>(
    client: &impl GenericClient,
    org_id: Uuid,
    id: Uuid,
) -> Result<(), StorageError> {
    let sql = format!("DELETE FROM {} WHERE org_id = $1 AND id = $2", R::TABLE);
    execute(client, &sql, &[&org_id, &id]).await?;
    Ok(())
}

fn names(columns: &Map<String, Value>) -> String {
    columns.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn to_columns<R: Record>(record: &R) -> Result<Map<String, Value>, StorageError> {
    let value = serde_json::to_value(record).map_err(|error| unreadable(&error))?;
    let Value::Object(mut columns) = value else {
        return Err(StorageError::Unreadable(format!("{} is not an object", R::TABLE)));
    };
    for field in R::ELSEWHERE {
        columns.remove(*field);
    }
    for point in R::POINTS {
        let pair = columns.remove(point.field).unwrap_or_default();
        columns.insert(point.lng.to_owned(), pair[0].clone());
        columns.insert(point.lat.to_owned(), pair[1].clone());
    }
    Ok(columns)
}

fn read<R: Record + DeserializeOwned>(row: &Row) -> Result<R, StorageError> {
    from_columns(row.try_get(0)?)
}

/// A record out of `to_jsonb` of its row.
pub fn from_columns<R: Record + DeserializeOwned>(mut columns: Value) -> Result<R, StorageError> {
    for point in R::POINTS {
        let (lng, lat) = (columns[point.lng].take(), columns[point.lat].take());
        columns[point.field] = if lng.is_null() { Value::Null } else { json!([lng, lat]) };
    }
    serde_json::from_value(columns).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> StorageError {
    StorageError::Unreadable(error.to_string())
}
