//! The outlines of named areas: administrative areas, territories, drive times.

use uuid::Uuid;

use crate::app::regions::area_shape;
use crate::app::roads::drive_time;
use crate::app::{App, Error, Principal};
use crate::domain::crm::Fault;
use crate::domain::market::area::{Named, Outlines};
use crate::domain::market::{Shape, ring};
use crate::storage::StorageError;
use crate::storage::market as rows;

/// Most named areas in one question.
const NAMED_MAX: usize = 50;

/// Looks all of them up.
///
/// # Errors
/// `area.not_found` for one that is not there, `area.too_many_parts` for too many.
pub async fn outlines(
    app: &App,
    principal: &Principal,
    named: &[Named],
) -> Result<Outlines, Error> {
    if named.len() > NAMED_MAX {
        return Err(Fault::new("/area", "area.too_many_parts").with("max", NAMED_MAX).into());
    }
    let mut outlines = Outlines::new();
    for name in named {
        if !outlines.contains_key(name) {
            let shape = outline(app, principal, name).await?;
            outlines.insert(name.clone(), shape);
        }
    }
    Ok(outlines)
}

async fn outline(app: &App, principal: &Principal, name: &Named) -> Result<Shape, Error> {
    let found = match name {
        Named::Territory(id) => territory(app, principal.org_id, *id).await?,
        Named::Admin(id) => area_shape(app, id),
        Named::DriveTime(drive) => Some(drive_time(app, principal, drive).await?),
    };
    found.ok_or_else(|| Fault::new("/area", "area.not_found").into())
}

async fn territory(app: &App, org_id: Uuid, id: Uuid) -> Result<Option<Shape>, Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let Some(geometry) = rows::territory_outline(&tx, org_id, id).await? else {
        return Ok(None);
    };
    Ok(Some(Shape::polygon(&ring::parse(&geometry, "/area")?)))
}
