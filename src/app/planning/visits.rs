//! The planned visits that belong to a route's stops.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use crate::app::{Error, Principal};
use crate::domain::planning::route::Route;
use crate::storage::routes;

/// Gives every stop its visit: the appointment it stands for, the one it had, or a new one.
pub(super) async fn plan(
    client: &impl GenericClient,
    principal: &Principal,
    route: &mut Route,
    appointments: &[(Uuid, Uuid)],
) -> Result<(), Error> {
    let (org_id, author_id) = (principal.org_id, principal.user_id);
    for stop in &mut route.stops {
        let own = appointments.iter().find(|(account_id, _)| *account_id == stop.account_id);
        stop.activity_id = own.map(|(_, activity_id)| *activity_id).or(stop.activity_id);
        let id = routes::plan_visit(client, org_id, author_id, route.user_id, stop).await?;
        stop.activity_id = Some(id);
    }
    Ok(())
}
