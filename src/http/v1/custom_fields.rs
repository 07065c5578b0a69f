//! The organisation's own fields of accounts.

use actix_web::{HttpResponse, web};

use crate::app::{App, custom_fields};
use crate::domain::crm::custom::CustomField;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::list::List;
use crate::http::v1::resource::{self, Records};
use crate::http::{Endpoint, Problem};

const RECORDS: Records = Records {
    all: "/api/v1/custom-fields",
    one: "/api/v1/custom-fields/{id}",
    object: Object::CustomField,
    name: "a field of accounts",
};

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::CustomField, action);
    let mut all = resource::endpoints::<CustomField>(&RECORDS);
    all.extend([Endpoint::get(
        RECORDS.all,
        right(Action::Read),
        "Lists the fields of accounts",
        list,
    )
    .returns::<List<CustomField>>(200)]);
    all
}

async fn list(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let found = custom_fields::list(&app, &principal).await?;
    Ok(HttpResponse::Ok().json(List::whole(found)))
}
