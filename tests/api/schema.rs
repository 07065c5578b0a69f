//! The schema that the migrations make, compared with a file that a reviewer reads.

use std::fmt::Write;
use std::path::Path;

use crate::support::{TestDatabase, golden};

/// Columns, constraints and indexes in the catalogue's own words, which are the same for every
/// PostgreSQL from 15 on.
const COLUMNS: &str = "
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        a.attnotnull, coalesce(pg_get_expr(d.adbin, d.adrelid), '')
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    ORDER BY c.relname, a.attnum";
const CONSTRAINTS: &str = "
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'p')
    ORDER BY 1, 2";
const INDEXES: &str = "
    SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY tablename, indexname";
const TRIGGERS: &str = "
    SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2";

#[tokio::test]
async fn the_migrations_make_the_schema_of_the_golden_file() {
    let database = TestDatabase::new();
    let client = database.connect().await;
    let mut text = String::new();
    for row in client.query(COLUMNS, &[]).await.unwrap() {
        let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let null = if row.get(3) { " NOT NULL" } else { "" };
        let default: String = row.get(4);
        let default = if default.is_empty() { default } else { format!(" DEFAULT {default}") };
        writeln!(text, "{table}.{column} {kind}{null}{default}").unwrap();
    }
    for sql in [CONSTRAINTS, INDEXES, TRIGGERS] {
        writeln!(text).unwrap();
        for row in client.query(sql, &[]).await.unwrap() {
            writeln!(text, "{}: {}", row.get::<_, String>(0), row.get::<_, String>(1)).unwrap();
        }
    }
    golden::check(Path::new("schema.txt"), &text);
}
