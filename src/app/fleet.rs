//! How an organisation travels on one day: its vehicles, and the roads that are closed to them.

use std::sync::Arc;

use chrono::NaiveDate;
use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::vehicles::{self, Vehicles};
use super::{App, Error, road_closures};
use crate::domain::closures::{RoadClosureDraft, overrides};
use crate::domain::roads::overrides::Overrides;
use crate::domain::roads::profile::Settings;
use crate::domain::roads::variant::Changes;
use crate::domain::roads::variant_cache::{Drive, VariantCache};
use crate::domain::roads::{ProfileId, RoadNetwork};

#[derive(Debug, Clone)]
pub struct Fleet {
    vehicles: Vehicles,
    closures: Arc<[RoadClosureDraft]>,
    variants: Arc<VariantCache>,
}

impl Fleet {
    pub fn vehicle(&self, profile: ProfileId) -> Vehicle {
        Vehicle {
            profile,
            settings: self.vehicles.of(profile).clone(),
            closures: self.closures.clone(),
            variants: self.variants.clone(),
        }
    }

    /// The vehicle of a name; an unknown one is a car.
    pub fn named(&self, name: &str) -> Vehicle {
        let known = ProfileId::ALL.into_iter().find(|id| id.name() == name);
        self.vehicle(known.unwrap_or(ProfileId::Car))
    }
}

/// # Errors
/// When the database cannot be reached.
pub async fn on(
    app: &App,
    client: &impl GenericClient,
    org_id: Uuid,
    day: NaiveDate,
) -> Result<Fleet, Error> {
    let (vehicles, _) = vehicles::of_organisation(client, org_id).await?;
    let closures = road_closures::on(client, org_id, day).await?.into();
    Ok(Fleet { vehicles, closures, variants: app.variants.clone() })
}

/// On the day it is where the organisation is.
///
/// # Errors
/// When the database cannot be reached.
pub async fn today(app: &App, client: &impl GenericClient, org_id: Uuid) -> Result<Fleet, Error> {
    let day = road_closures::today(app, client, org_id).await?;
    on(app, client, org_id, day).await
}

/// One way of travelling.
#[derive(Debug, Clone)]
pub struct Vehicle {
    pub profile: ProfileId,
    settings: Settings,
    closures: Arc<[RoadClosureDraft]>,
    variants: Arc<VariantCache>,
}

impl Vehicle {
    /// The roads as this vehicle sees them; `None` in a network without its profile. Takes as long
    /// as a customisation when nobody asked lately.
    pub fn on(&self, network: &RoadNetwork) -> Option<Drive> {
        self.variants.drive(network, self.profile, self.changes(network))
    }

    /// What is different from the built-in way of travelling.
    pub fn changes(&self, network: &RoadNetwork) -> Changes {
        let settings = self.settings.clone();
        let overrides = if self.closures.is_empty() {
            Overrides::default()
        } else {
            let top_kmh = settings.profile(self.profile).top_kmh;
            overrides(&self.closures, network, self.profile, top_kmh)
        };
        Changes { overrides, settings, ..Changes::default() }
    }
}
