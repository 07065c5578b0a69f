//! Addresses and names to points, and back.

mod written;

use super::{App, Error};
use crate::domain::control::Cancel;
use crate::domain::crm::Fault;
use crate::domain::geocode::Hit;
use crate::domain::units::LngLat;

pub use written::{Written, locate};

/// Hits of one answer.
pub const HITS_MAX: usize = 20;
/// Letters of a query; no address is longer.
pub const QUERY_CHARS_MAX: usize = 300;

/// The best hits of all regions, the best first.
///
/// # Errors
/// `field.required` or `text.too_long` for the query; `cpu.busy`.
pub async fn search(
    app: &App,
    text: String,
    near: Option<LngLat>,
    limit: usize,
) -> Result<Vec<Hit>, Error> {
    if text.trim().is_empty() {
        return Err(Fault::new("q", "field.required").into());
    }
    if text.chars().count() > QUERY_CHARS_MAX {
        return Err(Fault::new("q", "text.too_long").with("max", QUERY_CHARS_MAX).into());
    }
    let (regions, limit) = (app.regions(), limit.clamp(1, HITS_MAX));
    app.cpu
        .run(&Cancel::default(), move || {
            let mut hits: Vec<Hit> = regions
                .iter()
                .flat_map(|region| region.geocoder().search(&text, near, limit))
                .collect();
            hits.sort_by(|a, b| b.score.total_cmp(&a.score));
            hits.truncate(limit);
            hits
        })
        .await
}

/// The address at a point.
///
/// # Errors
/// `cpu.busy`.
pub async fn reverse(app: &App, at: LngLat) -> Result<Option<Hit>, Error> {
    let regions = app.regions();
    app.cpu
        .run(&Cancel::default(), move || regions.at(at).and_then(|r| r.geocoder().reverse(at)))
        .await
}
