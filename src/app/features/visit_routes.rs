//! Visit routes as features: the line on the map and the figures of the day.

use serde_json::json;

use super::{Feature, properties};
use crate::app::planning::{self, RouteFilter};
use crate::app::{App, Error, Principal};
use crate::domain::planning::route::Route;

pub(super) async fn all(app: &App, principal: &Principal) -> Result<Vec<Feature>, Error> {
    let routes = planning::list(app, principal, &RouteFilter::default()).await?;
    Ok(routes.iter().map(feature).collect())
}

fn feature(route: &Route) -> Feature {
    Feature {
        id: route.id.to_string(),
        geometry: route.geometry.clone(),
        properties: properties(json!({
            "user_id": route.user_id,
            "date": route.date,
            "status": route.status,
            "n_stops": route.stops.len(),
            "distance_m": route.distance_m,
            "travel_s": route.travel_s,
            "service_s": route.service_s,
            "wait_s": route.wait_s,
            "departs_at": route.departs_at,
            "returns_at": route.returns_at,
        })),
    }
}
