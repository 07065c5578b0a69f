//! `/api/v1`: our own API.

mod account_view;
mod accounts;
mod alignments;
pub mod jobs;
mod routes;
mod session;
mod territories;

use super::endpoint::Endpoint;

pub fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    all.extend(session::endpoints());
    all.extend(accounts::endpoints());
    all.extend(alignments::endpoints());
    all.extend(jobs::endpoints());
    all.extend(territories::endpoints());
    all.extend(routes::endpoints());
    all
}
