//! The parameters of a request for features.

use actix_web::HttpRequest;

use crate::app::Error;
use crate::app::features::{FeatureQuery, LIMIT_DEFAULT, LIMIT_MAX, Queryable};
use crate::domain::cql2;
use crate::domain::crm::Fault;
use crate::domain::crs::Crs;
use crate::domain::units::Bbox;

/// A request for features, understood.
#[derive(Debug)]
pub struct Asked {
    pub query: FeatureQuery,
    pub crs: Crs,
    /// All parameters but the cursor, for the link to the next page.
    pub kept: Vec<(String, String)>,
}

/// Reads the parameters of a request for what can be filtered by these.
///
/// # Errors
/// The first fault; `query.unknown` for a parameter that does not exist.
pub fn read(request: &HttpRequest, queryables: &[Queryable]) -> Result<Asked, Error> {
    let all: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string())
        .map_err(|error| Fault::new("", "query.malformed").with("reason", error))?;
    let find =
        |name: &str| all.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let mut query = FeatureQuery {
        limit: limit(find("limit"))?,
        after: find("cursor").map(ToOwned::to_owned),
        ..FeatureQuery::default()
    };
    let crs = crs(find("crs"), "/crs")?;
    let bbox_crs = self::crs(find("bbox-crs"), "/bbox-crs")?;
    query.bbox = find("bbox").map(|text| bbox(text, bbox_crs)).transpose()?;
    is_one_of(find("filter-lang"), "/filter-lang", &["cql2-text"])?;
    is_one_of(find("filter-crs"), "/filter-crs", &[Crs::Crs84.uri()])?;
    is_one_of(find("f"), "/f", &["json", "geojson"])?;
    query.filter = find("filter").map(cql2::parse).transpose()?;
    for (name, value) in &all {
        if queryables.iter().any(|queryable| queryable.name == *name) {
            query.equal.push((name.clone(), value.clone()));
        } else if !KNOWN.contains(&name.as_str()) {
            return Err(Fault::new(format!("/{name}"), "query.unknown").with("name", name).into());
        }
    }
    let kept = all.iter().filter(|(name, _)| name != "cursor").cloned().collect();
    Ok(Asked { query, crs, kept })
}

/// `datetime` has no effect: no collection has a time that features are drawn by.
const KNOWN: [&str; 10] = [
    "limit",
    "cursor",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "f",
];

fn is_one_of(text: Option<&str>, pointer: &'static str, known: &[&str]) -> Result<(), Fault> {
    match text {
        Some(text) if !known.contains(&text) => Err(Fault::new(pointer, "query.unsupported")),
        _ => Ok(()),
    }
}

/// More than the most is as much as there is, as the standard has it.
fn limit(text: Option<&str>) -> Result<usize, Fault> {
    let Some(text) = text else { return Ok(LIMIT_DEFAULT) };
    let limit = text.parse::<usize>().ok().filter(|limit| *limit > 0);
    limit.map(|limit| limit.min(LIMIT_MAX)).ok_or_else(|| {
        Fault::new("/limit", "number.out_of_range").with("min", 1).with("max", LIMIT_MAX)
    })
}

/// The system with this URI; longitude and latitude when none is asked for.
///
/// # Errors
/// `query.unsupported`.
pub fn crs(uri: Option<&str>, pointer: &'static str) -> Result<Crs, Fault> {
    let Some(uri) = uri else { return Ok(Crs::Crs84) };
    Crs::from_uri(uri).ok_or_else(|| Fault::new(pointer, "query.unsupported"))
}

/// Four sides, or six with heights, which do not count. Of another system the box around its
/// corners is taken.
fn bbox(text: &str, crs: Crs) -> Result<Bbox, Fault> {
    let malformed = || Fault::new("/bbox", "bbox.malformed");
    let numbers: Vec<f64> = text
        .split(',')
        .map(|part| part.trim().parse::<f64>())
        .collect::<Result<_, _>>()
        .map_err(|_| malformed())?;
    let [a, b, c, d] = match *numbers {
        [a, b, c, d] | [a, b, _, c, d, _] if numbers.iter().all(|n| n.is_finite()) => [a, b, c, d],
        _ => return Err(malformed()),
    };
    if crs == Crs::Crs84 {
        return crate::domain::market::area::bbox_from([a, b, c, d], "/bbox");
    }
    let mut around = Bbox::EMPTY;
    for corner in [[a, b], [a, d], [c, b], [c, d]] {
        around.extend(crs.place(corner).map_err(|_| malformed())?);
    }
    Ok(around)
}
