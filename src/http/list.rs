//! The one envelope of lists.

use serde::Serialize;
use utoipa::ToSchema;

/// `{"data": [...], "page": {...}}`
#[derive(Debug, Serialize, ToSchema)]
pub struct List<T> {
    pub data: Vec<T>,
    pub page: Page,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Page {
    /// To be sent as `cursor` for the rows after these.
    pub next_cursor: Option<String>,
    pub has_more: bool,
    /// How many there are in all; only with `include_total=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

impl<T> List<T> {
    /// All there is, in one page.
    pub fn whole(data: impl IntoIterator<Item = T>) -> Self {
        Self { data: data.into_iter().collect(), page: Page::default() }
    }

    /// A page out of one entry more than was asked for, if there was one.
    pub fn page(mut data: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let has_more = data.len() > limit;
        data.truncate(limit);
        let next_cursor = data.last().filter(|_| has_more).map(cursor);
        Self { data, page: Page { next_cursor, has_more, total: None } }
    }
}
