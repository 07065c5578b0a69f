//! Accounts.

use actix_web::{HttpResponse, web};

use super::account_view::AccountView;
use crate::app::{App, accounts};
use crate::domain::crm::account::AccountDraft;
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::answer;
use crate::http::endpoint::needs;
use crate::http::extract::{Body, Id};
use crate::http::{Endpoint, Problem};

pub fn endpoints() -> Vec<Endpoint> {
    let read = needs(Object::Account, Action::Read);
    let create = needs(Object::Account, Action::Create);
    vec![
        Endpoint::post("/api/v1/accounts", create, "Creates an account with its site", add)
            .body::<AccountDraft>()
            .returns::<AccountView>(201),
        Endpoint::get("/api/v1/accounts/{id}", read, "Shows an account", show)
            .returns::<AccountView>(200),
    ]
}

async fn add(
    app: web::Data<App>,
    Caller(principal): Caller,
    Body(draft): Body<AccountDraft>,
) -> Result<HttpResponse, Problem> {
    let detail = accounts::create(&app, &principal, draft).await?;
    let (id, version) = (detail.account.id, detail.account.version);
    let view = AccountView::new(detail, app.clock.now());
    Ok(answer::created(&format!("/api/v1/accounts/{id}"), version, &view))
}

async fn show(
    app: web::Data<App>,
    Caller(principal): Caller,
    Id(id): Id,
) -> Result<HttpResponse, Problem> {
    let detail = accounts::read(&app, &principal, id).await?;
    let version = detail.account.version;
    Ok(answer::record(version, &AccountView::new(detail, app.clock.now())))
}
