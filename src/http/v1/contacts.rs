//! Contacts.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::app::contacts::{self, ContactQuery};
use crate::app::{App, Error};
use crate::domain::crm::contact::Contact;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::Query;
use crate::http::list::List;
use crate::http::v1::resource::{self, Records};
use crate::http::{Endpoint, Problem};

const RECORDS: Records = Records {
    all: "/api/v1/contacts",
    one: "/api/v1/contacts/{id}",
    object: Object::Contact,
    name: "a contact",
};

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Contact, action);
    let mut all = resource::endpoints::<Contact>(&RECORDS);
    all.extend([Endpoint::get(RECORDS.all, right(Action::Read), "Lists contacts", list)
        .query::<ContactsQuery>()
        .returns::<List<Contact>>(200)]);
    all
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ContactsQuery {
    account_id: Option<Uuid>,
    /// Part of a name or of an e-mail address.
    q: Option<String>,
    limit: Option<usize>,
    cursor: Option<Uuid>,
}

async fn list(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<ContactsQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = answer::limit(query.limit)?;
    let wanted = ContactQuery {
        account_id: query.account_id,
        text: query.q,
        after: query.cursor,
        limit: i64::try_from(limit + 1).map_err(Error::internal)?,
    };
    let found = contacts::list(&app, &principal, &wanted).await?;
    Ok(HttpResponse::Ok().json(List::page(found, limit, |contact| contact.id.to_string())))
}
