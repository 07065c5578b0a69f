//! Territories with what is in them.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use crate::app::{App, Error};
use crate::domain::control::Cancel;
use crate::domain::territory::Ownership;
use crate::domain::territory::census::{Figures, Ground, census};
use crate::domain::territory::workload::{Model, Place, give_room};
use crate::storage::territories::{self, PlacedAccount, Territory};
use crate::storage::travel_models;

/// A territory and its figures.
#[derive(Debug, Clone)]
pub struct Measured {
    pub territory: Territory,
    pub figures: Figures,
}

/// Counts the accounts of an alignment. In the active one accounts have their territory; in a plan
/// they are where their site is.
pub async fn measure(
    app: &App,
    client: &impl GenericClient,
    org_id: Uuid,
    territories: Vec<Territory>,
    is_active: bool,
) -> Result<Vec<Measured>, Error> {
    let accounts = territories::placed_accounts(client, org_id, None).await?;
    let model = travel_models::read(client, org_id).await?;
    let cancel = Cancel::never();
    app.cpu.run(&cancel, move || count(territories, &accounts, &model, is_active)).await
}

fn count(
    territories: Vec<Territory>,
    accounts: &[PlacedAccount],
    model: &Model,
    is_active: bool,
) -> Vec<Measured> {
    let owned = owned(&territories, accounts, is_active);
    let places: Vec<(usize, Place)> = owned.into_iter().map(|(_, own, p)| (own, p)).collect();
    let grounds: Vec<Ground<'_>> = territories
        .iter()
        .map(|territory| Ground { shape: &territory.shape, base: territory.owner_home })
        .collect();
    let figures = census(&grounds, &places, model);
    territories
        .into_iter()
        .zip(figures)
        .map(|(territory, figures)| Measured { territory, figures })
        .collect()
}

/// The accounts that count, and what each brings: those that have a place and are not excluded.
pub(super) fn counted(accounts: Vec<PlacedAccount>) -> (Vec<Uuid>, Vec<Place>) {
    let counted = accounts.into_iter().filter(|account| !account.is_excluded);
    counted.filter_map(|account| Some((account.id, account.place?))).unzip()
}

/// The accounts of the territories with the room each has, and whose they are.
pub(super) fn owned(
    territories: &[Territory],
    accounts: &[PlacedAccount],
    is_active: bool,
) -> Vec<(Uuid, usize, Place)> {
    let counted: Vec<&PlacedAccount> =
        accounts.iter().filter(|a| !a.is_excluded && a.place.is_some()).collect();
    let mut places: Vec<Place> = counted.iter().filter_map(|account| account.place).collect();
    give_room(&mut places);
    let ownership = Ownership::new(territories.iter().map(|territory| &territory.shape));
    let territory_of = |account: &PlacedAccount, place: &Place| {
        if is_active {
            territories.iter().position(|territory| Some(territory.id) == account.territory_id)
        } else {
            ownership.owner_of(place.at)
        }
    };
    let all = counted.into_iter().zip(places);
    let owner = |(account, place): (&PlacedAccount, Place)| {
        Some((account.id, territory_of(account, &place)?, place))
    };
    all.filter_map(owner).collect()
}
