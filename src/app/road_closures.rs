//! Closed and slow roads: whoever plans routes says where, and plans of those days keep away.

use chrono::NaiveDate;
use chrono_tz::Tz;
use deadpool_postgres::{GenericClient, Transaction};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::change::{expect_version, merged};
use super::principal::Belongs;
use super::resource::Resource;
use super::{App, Error, Principal, audit};
use crate::domain::closures::{CLOSURES_MAX, RoadClosure, RoadClosureDraft};
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::{Draft, Fault, Faults};
use crate::domain::roads::stretch::Stretch;
use crate::domain::units::LngLat;
use crate::region::Regions;
use crate::storage::{self, StorageError, organisations, records};

const OBJECT: &str = "road_closure";

/// A closure, and whether the map still has all of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListedClosure {
    #[serde(flatten)]
    pub closure: RoadClosure,
    /// A road that was redrawn since is closed no more; it has to be pointed at again.
    pub is_on_map: bool,
}

/// # Errors
/// When the database cannot be reached.
pub async fn list(app: &App, principal: &Principal) -> Result<Vec<ListedClosure>, Error> {
    let client = app.connection().await?;
    let closures = storage::road_closures::list(&client, principal.org_id).await?;
    let regions = app.regions();
    let seen = |closure: RoadClosure| {
        let mut stretches = closure.fields.stretches.iter();
        let is_on_map = stretches.all(|stretch| found(&regions, stretch).is_some());
        ListedClosure { closure, is_on_map }
    };
    Ok(closures.into_iter().map(seen).collect())
}

/// The road that a place points at, from crossing to crossing.
///
/// # Errors
/// `roads.no_region`, `roads.no_road`.
pub fn stretch_at(app: &App, at: LngLat) -> Result<Stretch, Error> {
    let regions = app.regions();
    let region = regions.at(at).ok_or_else(|| Fault::new("/at", "roads.no_region"))?;
    let stretch = region.roads().stretch_at(at);
    stretch.ok_or_else(|| Fault::new("/at", "roads.no_road").into())
}

/// What holds on a day.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn on(
    client: &impl GenericClient,
    org_id: Uuid,
    day: NaiveDate,
) -> Result<Vec<RoadClosureDraft>, Error> {
    let closures = storage::road_closures::on(client, org_id, day).await?;
    Ok(closures.into_iter().map(|closure| closure.fields).collect())
}

/// The day it is where the organisation is.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn today(
    app: &App,
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<NaiveDate, Error> {
    let zone = organisations::read(client, org_id).await?.time_zone;
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    Ok(app.clock.now().with_timezone(&zone).date_naive())
}

impl Resource for RoadClosure {
    type Draft = RoadClosureDraft;

    fn id(&self) -> Uuid {
        self.id
    }

    fn version(&self) -> i32 {
        self.stamp.version
    }

    async fn read(app: &App, principal: &Principal, id: Uuid) -> Result<Self, Error> {
        let client = app.connection().await?;
        let found: Option<Self> = records::find(&client, principal.org_id, id).await?;
        found.ok_or_else(not_found)
    }

    async fn create(app: &App, principal: &Principal, draft: Self::Draft) -> Result<Self, Error> {
        let mut fields = draft.check()?.into_inner();
        find_stretches(&app.regions(), &mut fields.stretches)?;
        let stamp = Stamp::new(principal.user_id, app.clock.now());
        let closure = Self { id: Uuid::now_v7(), fields, stamp };
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        if storage::road_closures::count_locked(&tx, principal.org_id).await? >= CLOSURES_MAX {
            return Err(Fault::new("", "road_closure.too_many").with("max", CLOSURES_MAX).into());
        }
        records::insert(&tx, principal.org_id, &closure).await?;
        audit::created(&tx, principal, OBJECT, closure.id, &closure.fields).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(closure)
    }

    async fn update(
        app: &App,
        principal: &Principal,
        id: Uuid,
        version: i32,
        patch: Value,
    ) -> Result<Self, Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let before = find(&tx, principal, id, Action::Update).await?;
        expect_version(before.stamp.version, version)?;
        let mut fields = merged(&before.fields, patch)?.check()?.into_inner();
        if fields.stretches != before.fields.stretches {
            find_stretches(&app.regions(), &mut fields.stretches)?;
        }
        let stamp = before.stamp.touched(principal.user_id, app.clock.now());
        let closure = Self { id, fields, stamp };
        records::update(&tx, principal.org_id, &closure).await?;
        audit::updated(&tx, principal, OBJECT, id, &before.fields, &closure.fields).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(closure)
    }

    async fn delete(app: &App, principal: &Principal, id: Uuid, version: i32) -> Result<(), Error> {
        let mut client = app.connection().await?;
        let tx = client.transaction().await.map_err(StorageError::from)?;
        let closure = find(&tx, principal, id, Action::Delete).await?;
        expect_version(closure.stamp.version, version)?;
        records::remove::<Self>(&tx, principal.org_id, id).await?;
        let detail = serde_json::json!({"name": [closure.fields.name, null]});
        audit::happened(&tx, principal, OBJECT, id, "delete", &detail).await?;
        tx.commit().await.map_err(StorageError::from)?;
        Ok(())
    }
}

async fn find(
    tx: &Transaction<'_>,
    principal: &Principal,
    id: Uuid,
    action: Action,
) -> Result<RoadClosure, Error> {
    let found: Option<RoadClosure> = records::find_locked(tx, principal.org_id, id).await?;
    let closure = found.ok_or_else(not_found)?;
    let row = Belongs { owner_id: closure.stamp.created_by, ..Belongs::default() };
    principal.admit(Object::RoadClosure, action, row, "road_closure.not_found")?;
    Ok(closure)
}

/// Puts the map's names and lines in place of what was written.
fn find_stretches(regions: &Regions, stretches: &mut [Stretch]) -> Result<(), Error> {
    let mut faults = Faults::default();
    for (i, stretch) in stretches.iter_mut().enumerate() {
        match found(regions, stretch) {
            Some(found) => *stretch = found,
            None => faults.push(Fault::new(format!("/stretches/{i}"), "road_closure.unknown_road")),
        }
    }
    Ok(faults.none()?)
}

fn found(regions: &Regions, stretch: &Stretch) -> Option<Stretch> {
    regions.iter().find_map(|region| stretch.found_in(region.roads()))
}

fn not_found() -> Error {
    Error::not_found("road_closure.not_found")
}
