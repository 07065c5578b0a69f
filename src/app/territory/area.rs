//! The outline of an area that is to be divided.

use std::collections::HashMap;

use geo::{BooleanOps, Coord, LineString, MultiPolygon, Polygon, Rect, unary_union};
use serde_json::Value;

use crate::app::{App, Error, Principal, regions, roads};
use crate::domain::control::Cancel;
use crate::domain::crm::Fault;
use crate::domain::market::area::{Area, Named};
use crate::domain::market::ring::Rings;
use crate::domain::territory::Mosaic;
use crate::domain::units::{Bbox, EARTH_RADIUS_M, LngLat};
use crate::storage::territories;

/// Corners of a circle.
const CIRCLE_CORNERS: u32 = 96;

type Outlines = HashMap<Named, MultiPolygon>;

/// # Errors
/// The fault of the area, or that what it names is not there.
pub async fn outline(
    app: &App,
    principal: &Principal,
    area: &Value,
) -> Result<MultiPolygon, Error> {
    let area = Area::parse(area, "/area")?;
    let mut known = Outlines::new();
    for named in area.named() {
        known.insert(named.clone(), named_outline(app, principal, named).await?);
    }
    let drawn = app.cpu.run(&Cancel::never(), move || drawn(&area, &known)).await?;
    Ok(drawn.ok_or_else(|| Fault::new("/area", "territory.antimeridian"))?)
}

async fn named_outline(
    app: &App,
    principal: &Principal,
    named: &Named,
) -> Result<MultiPolygon, Error> {
    match named {
        Named::Admin(id) => Ok(regions::area(app, id)?.1),
        Named::DriveTime(drive) => roads::drive_time_outline(app, principal, drive).await,
        Named::Territory(id) => {
            let client = app.connection().await?;
            let found = territories::find(&client, principal.org_id, *id).await?;
            let lost = || Fault::new("/area/territory_id", "reference.not_found").with("id", id);
            Ok(found.ok_or_else(lost)?.shape)
        }
    }
}

/// `None` for what crosses the 180th meridian.
fn drawn(area: &Area, known: &Outlines) -> Option<MultiPolygon> {
    let all = |parts: &[Area]| -> Option<Vec<MultiPolygon>> {
        parts.iter().map(|part| drawn(part, known)).collect()
    };
    let shape = match area {
        Area::Polygon(rings) => polygon(rings),
        Area::Circle { center, radius_m } => circle(*center, *radius_m),
        Area::Bbox(bbox) => rectangle(bbox)?,
        Area::Cells(cells) => {
            let mosaic = Mosaic::of_cells(cells).ok()?;
            mosaic.dissolve(&vec![0; cells.len()], 1).swap_remove(0)
        }
        Area::Named(named) => known.get(named)?.clone(),
        Area::Union(parts) => unary_union(all(parts)?.iter().flatten()),
        Area::Intersection(parts) => {
            all(parts)?.into_iter().reduce(|one, other| one.intersection(&other))?
        }
        Area::Difference(one, other) => drawn(one, known)?.difference(&drawn(other, known)?),
    };
    Some(shape)
}

/// A point is inside when it is within an odd number of rings.
fn polygon(rings: &Rings) -> MultiPolygon {
    let one = |ring: &Vec<[f64; 2]>| -> MultiPolygon {
        Polygon::new(ring.iter().map(|&[x, y]| Coord { x, y }).collect(), Vec::new()).into()
    };
    let all = rings.0.iter().map(one);
    all.reduce(|inside, ring| inside.xor(&ring)).unwrap_or(MultiPolygon(Vec::new()))
}

fn rectangle(b: &Bbox) -> Option<MultiPolygon> {
    let (low, high) = (Coord { x: b.west, y: b.south }, Coord { x: b.east, y: b.north });
    (b.west <= b.east).then(|| Rect::new(low, high).to_polygon().into())
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

#[cfg(test)]
#[path = "area_tests.rs"]
mod tests;
