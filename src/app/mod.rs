//! Use cases, shared state, the CPU pool, jobs. Knows neither actix nor SQL.

pub mod backup;
pub mod database;
