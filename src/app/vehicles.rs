//! The organisation's vehicles: what it changed about the built-in ways of travelling.

use std::collections::BTreeMap;

use deadpool_postgres::GenericClient;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{App, Error, Principal, audit, change};
use crate::domain::crm::{Fault, Faults};
use crate::domain::roads::ProfileId;
use crate::domain::roads::profile::{BadSetting, Profile, Settings, VehicleSize};
use crate::storage::StorageError;
use crate::storage::vehicles as stored;

/// The settings of every way of travelling; what is absent stays as it is built in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Vehicles {
    pub car: Settings,
    pub van: Settings,
    pub bicycle: Settings,
    pub foot: Settings,
}

impl Vehicles {
    pub(super) const fn of(&self, id: ProfileId) -> &Settings {
        match id {
            ProfileId::Car => &self.car,
            ProfileId::Van => &self.van,
            ProfileId::Bicycle => &self.bicycle,
            ProfileId::Foot => &self.foot,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        for id in ProfileId::ALL {
            for bad in self.of(id).faults(id) {
                faults.push(told(id, bad));
            }
        }
        Ok(faults.none()?)
    }
}

fn told(id: ProfileId, bad: BadSetting) -> Fault {
    let at = |pointer: &str| format!("/{}{pointer}", id.name());
    match bad {
        BadSetting::OutOfRange { pointer, min, max } => {
            Fault::new(at(&pointer), "number.out_of_range").with("min", min).with("max", max)
        }
        BadSetting::UnknownClass { pointer, class } => {
            Fault::new(at(&pointer), "vehicle.unknown_class").with("class", class)
        }
    }
}

/// What a way of travelling is like where nothing is changed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UsualVehicle {
    pub size: VehicleSize,
    pub top_kmh: f32,
    /// Typical speeds by `highway` class where no limit is posted.
    pub speed: BTreeMap<String, UsualSpeed>,
}

/// Typical speeds in km/h.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct UsualSpeed {
    pub urban_kmh: f32,
    pub rural_kmh: f32,
}

/// Every way of travelling as it is built in.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UsualVehicles {
    pub car: UsualVehicle,
    pub van: UsualVehicle,
    pub bicycle: UsualVehicle,
    pub foot: UsualVehicle,
}

/// The ways of travelling that settings are changes of.
pub fn usual() -> UsualVehicles {
    let of = |id| {
        let profile = Profile::builtin(id);
        let speeds = profile.highway.into_iter().map(|(class, speed)| {
            (class, UsualSpeed { urban_kmh: speed.urban, rural_kmh: speed.rural })
        });
        UsualVehicle { size: profile.size, top_kmh: profile.top_kmh, speed: speeds.collect() }
    };
    UsualVehicles {
        car: of(ProfileId::Car),
        van: of(ProfileId::Van),
        bicycle: of(ProfileId::Bicycle),
        foot: of(ProfileId::Foot),
    }
}

/// The settings and their version, 0 while nothing was ever changed.
///
/// # Errors
/// When the database cannot be reached.
pub async fn read(app: &App, principal: &Principal) -> Result<(Vehicles, i32), Error> {
    let client = app.connection().await?;
    of_organisation(&client, principal.org_id).await
}

pub(super) async fn of_organisation(
    client: &impl GenericClient,
    org_id: Uuid,
) -> Result<(Vehicles, i32), Error> {
    let Some((settings, version)) = stored::read(client, org_id).await? else {
        return Ok((Vehicles::default(), 0));
    };
    Ok((serde_json::from_value(settings).map_err(Error::internal)?, version))
}

/// Lays a merge patch over the settings.
///
/// # Errors
/// `version.stale`; every setting that cannot be, with its pointer.
pub async fn update(
    app: &App,
    principal: &Principal,
    version: i32,
    patch: Map<String, Value>,
) -> Result<(Vehicles, i32), Error> {
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let (before, current) = of_organisation(&tx, principal.org_id).await?;
    change::expect_version(current, version)?;
    let after = change::patched(&before, patch)?;
    after.check()?;
    let settings = serde_json::to_value(&after).map_err(Error::internal)?;
    let (org_id, user_id) = (principal.org_id, principal.user_id);
    if !stored::write(&tx, org_id, user_id, version, &settings).await? {
        return Err(Error::conflict("version.stale"));
    }
    audit::updated(&tx, principal, "vehicles", org_id, &before, &after).await?;
    tx.commit().await.map_err(StorageError::from)?;
    Ok((after, version + 1))
}
