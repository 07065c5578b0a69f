//! What the answers share: links, and finding the collection of a path.

use actix_web::HttpRequest;
use serde_json::{Value, json};

use crate::app::features::Collection;
use crate::app::{Error, Principal};
use crate::domain::crm::rights::Action;
use crate::http::Problem;

/// Scheme and host of a request, for absolute links.
pub fn origin(request: &HttpRequest) -> String {
    let info = request.connection_info();
    format!("{}://{}", info.scheme(), info.host())
}

pub fn link(href: &str, rel: &str, kind: &str, title: &str) -> Value {
    json!({"href": href, "rel": rel, "type": kind, "title": title})
}

/// The collection of a path, if the caller may read any of it.
pub fn collection(principal: &Principal, id: &str) -> Result<Collection, Problem> {
    let found = Collection::from_id(id).ok_or_else(|| Error::not_found("collection.not_found"))?;
    principal.demand(found.object(), Action::Read)?;
    Ok(found)
}

/// The collections the caller may read.
pub fn readable(principal: &Principal) -> impl Iterator<Item = Collection> + '_ {
    Collection::ALL.into_iter().filter(|found| principal.may(found.object(), Action::Read))
}
