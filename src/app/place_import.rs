//! Places of the map become accounts. A place keeps its id, and the database lets each id in once
//! for an organisation, so that importing twice, or two people at once, makes no second account.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::jobs::{JobContext, JobStatus};
use super::places::{PlaceQuestion, find_all};
use super::{App, Error, Kind, Principal, accounts};
use crate::domain::crm::account::{AccountDraft, Lifecycle};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::site::SiteDraft;
use crate::domain::crm::{Draft, Fault, Valid};
use crate::domain::places::Place;
use crate::storage::{StorageError, places as rows};

/// Places of one import.
pub const IMPORT_MAX: usize = 20_000;
/// Places of one transaction: rows stay locked for a moment only, and a cancelled import keeps
/// what was finished.
const CHUNK: usize = 100;

/// Which places become what.
#[derive(Debug, Clone, Default)]
pub struct ImportOrder {
    pub area: Option<Value>,
    pub categories: Vec<String>,
    pub text: Option<String>,
    /// Only these of the places that match.
    pub place_ids: Option<Vec<String>>,
    pub lifecycle: Lifecycle,
    pub owner_id: Option<Uuid>,
}

/// A place and the time zone of the region it lies in.
struct Candidate {
    place: Place,
    time_zone: String,
}

/// What every new account gets.
struct Import {
    lifecycle: Lifecycle,
    owner_id: Option<Uuid>,
}

/// Starts the import; the job's result says how many accounts were created and how many places
/// were there already.
///
/// # Errors
/// Every fault of the order; `place.too_many` for more than [`IMPORT_MAX`].
pub async fn start(
    app: &Arc<App>,
    principal: &Principal,
    order: ImportOrder,
) -> Result<JobStatus, Error> {
    let import = Import { lifecycle: order.lifecycle, owner_id: owner(principal, order.owner_id)? };
    let found = candidates(app, principal, order).await?;
    let (app, caller) = (Arc::clone(app), principal.clone());
    let jobs = app.jobs.clone();
    let run =
        move |context: JobContext| async move { import.run(&app, &caller, found, &context).await };
    jobs.start(principal, "places.import", run).await
}

/// Who may not hand accounts to others takes them.
fn owner(principal: &Principal, wanted: Option<Uuid>) -> Result<Option<Uuid>, Error> {
    if principal.may(Object::Account, Action::Manage) || wanted == Some(principal.user_id) {
        return Ok(wanted);
    }
    match wanted {
        None => Ok(Some(principal.user_id)),
        Some(_) => Err(Fault::new("/owner_id", "owner.not_allowed").into()),
    }
}

/// The places that match, by id: whoever imports the same ones at once takes them in the same
/// order and waits instead of getting stuck.
async fn candidates(
    app: &App,
    principal: &Principal,
    order: ImportOrder,
) -> Result<Vec<Candidate>, Error> {
    let question = PlaceQuestion {
        area: order.area,
        categories: order.categories,
        text: order.text,
        limit: 1,
        ..PlaceQuestion::default()
    };
    let wanted: Option<HashSet<String>> = order.place_ids.map(|ids| ids.into_iter().collect());
    let mut found: Vec<Candidate> = find_all(app, principal, question)
        .await?
        .into_iter()
        .filter(|(place, _)| wanted.as_ref().is_none_or(|wanted| wanted.contains(&place.id)))
        .map(|(place, time_zone)| Candidate { place, time_zone })
        .collect();
    if found.len() > IMPORT_MAX {
        return Err(Error::new(Kind::TooLarge, "place.too_many").with("max", IMPORT_MAX));
    }
    found.sort_by(|a, b| a.place.id.cmp(&b.place.id));
    Ok(found)
}

impl Import {
    async fn run(
        &self,
        app: &App,
        principal: &Principal,
        found: Vec<Candidate>,
        context: &JobContext,
    ) -> Result<Value, Error> {
        let (n_found, mut n_created, mut n_done) = (found.len(), 0, 0);
        for chunk in found.chunks(CHUNK) {
            if context.cancel.is_cancelled() {
                return Err(Error::new(Kind::Cancelled, "request.cancelled"));
            }
            n_created += self.write_chunk(app, principal, chunk).await?;
            n_done += chunk.len();
            #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
            context.progress(n_done as f32 / n_found as f32);
        }
        app.market.catch_up(principal.org_id).await?;
        Ok(json!({"created": n_created, "skipped": n_found - n_created}))
    }

    /// How many accounts were created.
    async fn write_chunk(
        &self,
        app: &App,
        principal: &Principal,
        chunk: &[Candidate],
    ) -> Result<usize, Error> {
        let mut client = app.connection().await?;
        let mut tx = client.transaction().await.map_err(StorageError::from)?;
        let ids: Vec<&str> = chunk.iter().map(|candidate| &*candidate.place.id).collect();
        let known = rows::known(&tx, principal.org_id, &ids).await?;
        let mut created = Vec::new();
        for candidate in chunk.iter().filter(|candidate| !known.contains(&candidate.place.id)) {
            // Somebody else may have been faster since: a savepoint forgets the attempt.
            let attempt = tx.transaction().await.map_err(StorageError::from)?;
            let draft = self.draft(candidate)?;
            match accounts::write(&attempt, principal, draft, "osm", app.clock.now()).await {
                Ok(id) => {
                    attempt.commit().await.map_err(StorageError::from)?;
                    created.push(id);
                }
                Err(error) if error.code == "account.place_already_imported" => {
                    attempt.rollback().await.map_err(StorageError::from)?;
                }
                Err(error) => return Err(error),
            }
        }
        accounts::place(&tx, principal, &created).await?;
        accounts::tell(&tx, principal, &created).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(created.len())
    }

    /// What mappers wrote in a form we cannot use is left out, not the place.
    fn draft(&self, candidate: &Candidate) -> Result<Valid<AccountDraft>, Error> {
        let whole = self.fill(candidate);
        if let Ok(draft) = whole.clone().check() {
            return Ok(draft);
        }
        let site = whole.site.map(|site| SiteDraft { opening_hours: None, ..site });
        let plain = AccountDraft { phone: None, website: None, email: None, site, ..whole };
        Ok(plain.check()?)
    }

    fn fill(&self, Candidate { place, time_zone }: &Candidate) -> AccountDraft {
        let address = &place.address;
        let site = SiteDraft {
            line1: address.line1(),
            line2: address.unit.clone(),
            city: address.city.clone(),
            district: address.district.clone(),
            postal_code: address.postcode.clone(),
            country: address.country.clone(),
            location: Some(place.location),
            entrance: place.entrance,
            opening_hours: place.opening_hours.clone(),
            time_zone: Some(time_zone.clone()),
            ..SiteDraft::default()
        };
        AccountDraft {
            lifecycle: self.lifecycle,
            category: Some(place.category.clone()),
            website: place.website.clone(),
            phone: place.phone.clone(),
            email: place.email.clone(),
            owner_id: self.owner_id,
            external_ids: Map::from_iter([("osm".to_owned(), json!(place.id))]),
            site: Some(site),
            ..AccountDraft::named(place.name.clone())
        }
    }
}
