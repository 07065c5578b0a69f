//! What tests share: a real PostgreSQL, one server a test run, one database a test.

mod postgres;

pub use postgres::TestDatabase;
