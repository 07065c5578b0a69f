//! gcrm: a geographic CRM. One OpenStreetMap extract in, the whole map stack out.
//!
//! Layers (see ARCHITECTURE.md): `domain` is pure; `region` reads map extracts and opens region
//! files; `storage` is PostgreSQL; `app` holds the use cases; `http` and `cli` are the two doors.
//! `tests/tidy.rs` fails on an import against that order.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod http;
pub mod region;
pub mod storage;
pub mod telemetry;
