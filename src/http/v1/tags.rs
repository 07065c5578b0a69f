//! Tags.

use actix_web::{HttpResponse, web};

use crate::app::{App, tags};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::tag::Tag;
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::list::List;
use crate::http::v1::resource::{self, Records};
use crate::http::{Endpoint, Problem};

const RECORDS: Records =
    Records { all: "/api/v1/tags", one: "/api/v1/tags/{id}", object: Object::Tag, name: "a tag" };

pub fn endpoints() -> Vec<Endpoint> {
    let right = |action| needs(Object::Tag, action);
    let mut all = resource::endpoints::<Tag>(&RECORDS);
    all.extend([Endpoint::get(RECORDS.all, right(Action::Read), "Lists tags", list)
        .returns::<List<Tag>>(200)]);
    all
}

async fn list(app: web::Data<App>, Caller(principal): Caller) -> Result<HttpResponse, Problem> {
    let found = tags::list(&app, &principal).await?;
    Ok(HttpResponse::Ok().json(List::whole(found)))
}
