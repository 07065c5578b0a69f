//! The outline of an area that is to be divided.

use geo::{Coord, LineString, MultiPolygon, Polygon, Rect};
use serde_json::Value;

use super::geometry;
use crate::app::{App, Error, Principal, regions};
use crate::domain::crm::Fault;
use crate::domain::market::area::{Area, Named};
use crate::domain::units::{EARTH_RADIUS_M, LngLat};
use crate::storage::territories;

/// Corners of a circle.
const CIRCLE_CORNERS: u32 = 96;

/// # Errors
/// The fault of the area, or that what it names is not there.
pub async fn outline(
    app: &App,
    principal: &Principal,
    area: &Value,
) -> Result<MultiPolygon, Error> {
    const AT: &str = "/area";
    match Area::parse(area, AT)? {
        Area::Polygon(_) => match area.get("geometry") {
            Some(inner) => Ok(geometry::parse(inner, "/area/geometry")?),
            None => Ok(geometry::parse(area, AT)?),
        },
        Area::Circle { center, radius_m } => Ok(circle(center, radius_m)),
        Area::Bbox(b) if b.west <= b.east => {
            let (low, high) = (Coord { x: b.west, y: b.south }, Coord { x: b.east, y: b.north });
            Ok(Rect::new(low, high).to_polygon().into())
        }
        Area::Named(Named::Territory(id)) => {
            let client = app.connection().await?;
            let found = territories::find(&client, principal.org_id, id).await?;
            let lost = || Fault::new("/area/territory_id", "reference.not_found").with("id", id);
            Ok(found.ok_or_else(lost)?.shape)
        }
        Area::Named(Named::Admin(id)) => Ok(regions::area(app, &id)?.1),
        _ => Err(Fault::new("/area/type", "territory.area_unsupported").into()),
    }
}

/// A circle on the sphere, as corners (Snyder 1987, azimuthal equidistant, inverse).
fn circle(centre: LngLat, radius_m: f64) -> MultiPolygon {
    let angle = radius_m / EARTH_RADIUS_M;
    let lat = centre.lat().to_radians();
    let corner = |index: u32| {
        let bearing = std::f64::consts::TAU * f64::from(index) / f64::from(CIRCLE_CORNERS);
        let to = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).asin();
        let east = (bearing.sin() * angle.sin() * lat.cos())
            .atan2(angle.cos() - lat.sin() * to.sin())
            .to_degrees();
        Coord { x: (centre.lng() + east).clamp(-180.0, 180.0), y: to.to_degrees() }
    };
    let ring: LineString = (0..CIRCLE_CORNERS).map(corner).collect();
    Polygon::new(ring, Vec::new()).into()
}
