//! What tests share: a real PostgreSQL, one server a test run, one database a test; the service
//! on a free port over such a database.

pub mod golden;
mod postgres;
pub mod process;
mod service;

pub use postgres::TestDatabase;
pub use service::{Answer, Caller, PASSWORD, TestService, send, try_send, user_id};
