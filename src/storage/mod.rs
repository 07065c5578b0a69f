//! PostgreSQL: the embedded server, the pool, migrations, queries per table, the change feed.
