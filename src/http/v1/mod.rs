//! `/api/v1`: our own API.

mod account_view;
mod accounts;
pub mod jobs;
mod session;

use super::endpoint::Endpoint;

pub fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    all.extend(session::endpoints());
    all.extend(accounts::endpoints());
    all.extend(jobs::endpoints());
    all
}
