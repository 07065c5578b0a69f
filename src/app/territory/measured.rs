//! Territories with what is in them.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use crate::app::{App, Error};
use crate::domain::control::Cancel;
use crate::domain::territory::Ownership;
use crate::domain::territory::census::{Figures, Ground, Place, census};
use crate::storage::territories::{self, PlacedAccount, Territory};

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
    let cancel = Cancel::never();
    app.cpu.run(&cancel, move || count(territories, &accounts, is_active)).await
}

fn count(
    territories: Vec<Territory>,
    accounts: &[PlacedAccount],
    is_active: bool,
) -> Vec<Measured> {
    let ownership = Ownership::new(territories.iter().map(|territory| &territory.shape));
    let territory_of = |account: &PlacedAccount, place: &Place| {
        if is_active {
            territories.iter().position(|territory| Some(territory.id) == account.territory_id)
        } else {
            ownership.owner_of(place.at)
        }
    };
    let places: Vec<(usize, Place)> = accounts
        .iter()
        .filter(|account| !account.is_excluded)
        .filter_map(|account| {
            let place = account.place?;
            Some((territory_of(account, &place)?, place))
        })
        .collect();
    let grounds: Vec<Ground<'_>> = territories
        .iter()
        .map(|territory| Ground { shape: &territory.shape, base: territory.owner_home })
        .collect();
    let figures = census(&grounds, &places);
    territories
        .into_iter()
        .zip(figures)
        .map(|(territory, figures)| Measured { territory, figures })
        .collect()
}
