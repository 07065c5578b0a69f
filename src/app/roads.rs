//! What the road engine answers for the service, on the region that covers the place.

use geo::MultiPolygon;

use super::regions::shape_of;
use super::{App, Error, Principal, fleet};
use crate::domain::control::Cancel;
use crate::domain::crm::Fault;
use crate::domain::market::Shape;
use crate::domain::market::area::DriveTime;
use crate::domain::roads::isochrone::{CONTOURS_MAX, ISOCHRONE_SECONDS_MAX};
use crate::domain::roads::{ProfileId, RoadNetwork};
use crate::domain::units::LngLat;

/// How far from where, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    pub from: LngLat,
    pub minutes: Vec<u32>,
    pub profile: ProfileId,
}

/// The outline of a drive time, for questions that name one.
///
/// # Errors
/// As [`isochrones`], and for an unknown profile.
pub async fn drive_time(
    app: &App,
    principal: &Principal,
    drive: &DriveTime,
) -> Result<Shape, Error> {
    Ok(shape_of(&drive_time_outline(app, principal, drive).await?))
}

/// The same as polygons.
///
/// # Errors
/// As [`drive_time`].
pub async fn drive_time_outline(
    app: &App,
    principal: &Principal,
    drive: &DriveTime,
) -> Result<MultiPolygon, Error> {
    let [lng, lat] = drive.center_e7.map(|degrees| f64::from(degrees) * 1e-7);
    let from =
        LngLat::new(lng, lat).map_err(|_| Fault::new("/area/center", "area.bad_position"))?;
    let profile = profile(&drive.profile, "/area/profile")?;
    let reach = Reach { from, minutes: vec![drive.minutes.into()], profile };
    let polygons = isochrones(app, principal, reach).await?;
    Ok(polygons.into_iter().next().unwrap_or(MultiPolygon(Vec::new())))
}

/// The roads of the region that covers a place. A clone shares the arrays.
pub fn network_at(app: &App, place: LngLat) -> Option<RoadNetwork> {
    app.regions().at(place).map(|region| region.roads().clone())
}

/// Reads a profile by its name.
///
/// # Errors
/// `roads.unknown_profile` with the pointer.
pub fn profile(name: &str, pointer: &'static str) -> Result<ProfileId, Error> {
    ProfileId::parse(name)
        .ok_or_else(|| Fault::new(pointer, "roads.unknown_profile").with("profile", name).into())
}

/// What is reached in so many minutes with the organisation's vehicle, one polygon for each number.
///
/// # Errors
/// `roads.no_region` outside of every region, `roads.no_road` far from any road,
/// `roads.bad_minutes` for none, too many, or too long.
pub async fn isochrones(
    app: &App,
    principal: &Principal,
    reach: Reach,
) -> Result<Vec<MultiPolygon>, Error> {
    let longest = ISOCHRONE_SECONDS_MAX / 60;
    let fits = reach.minutes.iter().all(|minutes| (1..=longest).contains(minutes));
    if !fits || reach.minutes.is_empty() || reach.minutes.len() > CONTOURS_MAX {
        let fault = Fault::new("/minutes", "roads.bad_minutes");
        return Err(fault.with("max", longest).with("contours", CONTOURS_MAX).into());
    }
    let network =
        network_at(app, reach.from).ok_or_else(|| Fault::new("/center", "roads.no_region"))?;
    let client = app.connection().await?;
    let fleet = fleet::today(app, &client, principal.org_id).await?;
    let vehicle = fleet.vehicle(reach.profile);
    drop(client);
    let seconds: Vec<u32> = reach.minutes.iter().map(|minutes| minutes * 60).collect();
    let work = move || vehicle.on(&network)?.isochrone(reach.from, &seconds).ok();
    let found = app.cpu.run(&Cancel::default(), work).await?;
    found.ok_or_else(|| Fault::new("/center", "roads.no_road").into())
}
