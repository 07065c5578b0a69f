//! Accounts in order, near a point, on a tile.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::question::{Question, Wanted, question};
use crate::app::{App, Error, Principal};
use crate::domain::crm::Fault;
use crate::domain::crm::rights::Action;
use crate::domain::market::nearest::{Neighbour, nearest};
use crate::domain::market::page::{Cursor, Page, SortKey, page as page_of, parse_sort};
use crate::domain::market::{cell_tile, scan, tile as tiles};
use crate::domain::tiles::project::TileId;
use crate::domain::units::LngLat;

/// Rows of a page when nothing else is asked for, and at most.
pub const LIMIT_DEFAULT: usize = 50;
pub const LIMIT_MAX: usize = 200;

/// A page of a list, as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct PageRequest {
    pub wanted: Wanted,
    /// Such as `-value_12m,name`; the oldest account first when left out.
    pub sort: Option<String>,
    pub limit: Option<usize>,
    pub cursor: Option<String>,
}

/// The ids of a page, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageAnswer {
    pub ids: Vec<Uuid>,
    pub next_cursor: Option<String>,
    /// All accounts that answer the question.
    pub total: u64,
    pub index_version: u64,
}

/// The accounts a caller may read, filtered, sorted, one page of them.
///
/// # Errors
/// Every fault of filter, area, sort, limit and cursor.
pub async fn page(
    app: &App,
    principal: &Principal,
    request: PageRequest,
) -> Result<PageAnswer, Error> {
    let sort_text = request.sort.unwrap_or_default();
    let sort = parse_sort(&sort_text).ok_or_else(|| Fault::new("/sort", "sort.unknown"))?;
    let limit = limit(request.limit)?;
    let after = request.cursor.map(|text| decode(&text, &sort_text, &sort)).transpose()?;
    let question = question(app, principal, Action::Read, request.wanted).await?;
    let version = question.version();
    let page = question
        .compute(app, move |q| page_of(&q.market.index, &q.query, &sort, after.as_ref(), limit))
        .await?;
    let Page { ids, next, total } = page;
    let next_cursor = next.map(|cursor| encode(&cursor, &sort_text));
    Ok(PageAnswer { ids, next_cursor, total, index_version: version })
}

fn limit(asked: Option<usize>) -> Result<usize, Error> {
    match asked.unwrap_or(LIMIT_DEFAULT) {
        limit @ 1..=LIMIT_MAX => Ok(limit),
        _ => Err(Fault::new("/limit", "number.out_of_range")
            .with("min", 1)
            .with("max", LIMIT_MAX)
            .into()),
    }
}

/// What a cursor says, beside the sort it belongs to.
#[derive(Serialize, Deserialize)]
struct Bookmark {
    sort: String,
    #[serde(flatten)]
    cursor: Cursor,
}

/// Opaque to clients: JSON, each byte as two hexadecimal digits.
fn encode(cursor: &Cursor, sort: &str) -> String {
    let bookmark = Bookmark { sort: sort.to_owned(), cursor: cursor.clone() };
    let json = serde_json::to_vec(&bookmark).unwrap_or_default();
    json.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit).collect()
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(nibble.into(), 16).unwrap_or('0')
}

fn decode(text: &str, sort_text: &str, sort: &[SortKey]) -> Result<Cursor, Error> {
    let malformed = || Error::from(Fault::new("/cursor", "cursor.malformed"));
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    let digits = digits.ok_or_else(malformed)?;
    let json: Vec<u8> =
        digits.chunks(2).map(|pair| pair.iter().fold(0, |b, d| b << 4 | d)).collect();
    let bookmark: Bookmark = serde_json::from_slice(&json).map_err(|_| malformed())?;
    if bookmark.sort != sort_text || bookmark.cursor.values.len() != sort.len() {
        return Err(malformed());
    }
    Ok(bookmark.cursor)
}

/// The nearest accounts a caller may read.
///
/// # Errors
/// Every fault of the filter.
pub async fn nearby(
    app: &App,
    principal: &Principal,
    wanted: Wanted,
    point: LngLat,
    k: usize,
    radius_m: f64,
) -> Result<Vec<Neighbour>, Error> {
    let question = question(app, principal, Action::Read, wanted).await?;
    question.compute(app, move |q| nearest(&q.market.index, &q.query, point, k, radius_m)).await
}

/// A vector tile of the accounts a question is about.
///
/// # Errors
/// `cpu.busy`.
pub async fn tile(app: &App, question: &Question, tile: TileId) -> Result<Vec<u8>, Error> {
    let draw = move |q: &Question| {
        let color = |territory: &str| q.market.colors.get(territory).copied();
        tiles::accounts(&q.market.index, &q.query, tile, color)
    };
    question.compute(app, draw).await
}

/// A vector tile of the H3 cells of the accounts a question is about.
///
/// # Errors
/// `cpu.busy`.
pub async fn cell_tile(app: &App, question: &Question, tile: TileId) -> Result<Vec<u8>, Error> {
    let draw = move |q: &Question| cell_tile::cells(&q.market.index, &q.query, tile);
    question.compute(app, draw).await
}

/// The ids of all accounts that answer a question, at most so many; sorted.
///
/// # Errors
/// `cpu.busy`.
pub async fn ids(app: &App, question: &Question, max: usize) -> Result<Vec<Uuid>, Error> {
    let find = move |q: &Question| scan::ids(&q.market.index, &q.query, max);
    question.compute(app, find).await
}

/// A query parameter that holds JSON.
///
/// # Errors
/// When it is no JSON.
pub fn json_parameter(text: &str, pointer: &'static str) -> Result<Value, Error> {
    serde_json::from_str(text)
        .map_err(|error| Fault::new(pointer, "json.malformed").with("reason", error).into())
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
