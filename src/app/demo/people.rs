//! Who works at the demo company.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Ground;
use super::accounts::Chosen;
use super::chance::Chance;
use crate::domain::places::Place;
use crate::domain::units::LngLat;

/// The same for everybody; `gcrm demo` prints it.
pub const PASSWORD: &str = "demo-gcrm-2026";

/// Somebody to sign in as.
#[derive(Debug, Clone, Copy)]
pub struct SignIn {
    pub email: &'static str,
    pub name: &'static str,
    pub role: &'static str,
}

pub const SIGN_INS: [SignIn; 5] = [
    SignIn { email: "admin@demo.gcrm.test", name: "Aino Virtanen", role: "admin" },
    SignIn { email: "manager@demo.gcrm.test", name: "Mikael Lindqvist", role: "manager" },
    SignIn { email: "rep1@demo.gcrm.test", name: "Sofia Koskinen", role: "rep" },
    SignIn { email: "rep2@demo.gcrm.test", name: "Oskar Nieminen", role: "rep" },
    SignIn { email: "marketing@demo.gcrm.test", name: "Minji Kim", role: "marketing" },
];

/// How far along the accounts, from west to east, the reps live.
const HOMES_AT_PERCENT: [usize; 2] = [20, 80];

/// Where a rep's day begins and ends.
#[derive(Debug, Clone)]
struct Home {
    location: LngLat,
    address: String,
}

#[derive(Debug)]
pub(super) struct People {
    pub(super) manager_id: Uuid,
    pub(super) rep_ids: [Uuid; 2],
    pub(super) team_id: Uuid,
    pub(super) users: Vec<Value>,
    pub(super) teams: Vec<Value>,
    pub(super) team_members: Vec<Value>,
}

pub(super) fn hire(
    org_id: Uuid,
    ground: &Ground<'_>,
    customers: &[Chosen<'_>],
    chance: &mut Chance,
) -> People {
    let ids: [Uuid; 5] = std::array::from_fn(|_| chance.id());
    let [admin_id, manager_id, rep1, rep2, marketing_id] = ids;
    let managers = [None, Some(admin_id), Some(manager_id), Some(manager_id), Some(admin_id)];
    let [west, east] = homes(customers);
    let homes = [None, None, west, east, None];
    let users = (0..ids.len())
        .map(|i| user(org_id, ground, (ids[i], SIGN_INS[i]), managers[i], homes[i].as_ref()))
        .collect();
    let (field, desk) = (chance.id(), chance.id());
    let member =
        |team: Uuid, user: Uuid| json!({"org_id": org_id, "team_id": team, "user_id": user});
    People {
        manager_id,
        rep_ids: [rep1, rep2],
        team_id: field,
        users,
        teams: vec![
            json!({"id": field, "org_id": org_id, "name": "Field sales", "created_by": admin_id}),
            json!({"id": desk, "org_id": org_id, "name": "Marketing", "created_by": admin_id}),
        ],
        team_members: vec![
            member(field, manager_id),
            member(field, rep1),
            member(field, rep2),
            member(desk, marketing_id),
        ],
    }
}

/// Two addresses among the accounts' own, so that the days are short wherever the region is.
fn homes(customers: &[Chosen<'_>]) -> [Option<Home>; 2] {
    let mut known: Vec<&Place> = customers
        .iter()
        .map(|customer| customer.place)
        .filter(|place| place.address.street.is_some() && place.address.housenumber.is_some())
        .collect();
    known.sort_by(|a, b| a.location.lng().total_cmp(&b.location.lng()));
    HOMES_AT_PERCENT.map(|percent| known.get(known.len() * percent / 100).map(|place| home(place)))
}

fn home(place: &Place) -> Home {
    let address = &place.address;
    let street = [address.street.as_deref(), address.housenumber.as_deref()];
    let town = [address.postcode.as_deref(), address.city.as_deref()];
    let line = |parts: [Option<&str>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let lines = [line(street), line(town)];
    let lines: Vec<_> = lines.iter().filter(|line| !line.is_empty()).map(String::as_str).collect();
    Home { location: place.location, address: lines.join(", ") }
}

fn user(
    org_id: Uuid,
    ground: &Ground<'_>,
    (id, person): (Uuid, SignIn),
    manager_id: Option<Uuid>,
    home: Option<&Home>,
) -> Value {
    json!({
        "id": id,
        "org_id": org_id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "time_zone": ground.time_zone.name(),
        "manager_id": manager_id,
        "password_hash": ground.password_hash,
        "home_lng": home.map(|home| home.location.lng()),
        "home_lat": home.map(|home| home.location.lat()),
        "home_address": home.map(|home| &home.address),
        "work_start": "08:30",
        "work_end": "16:30",
        "work_days": [1, 2, 3, 4, 5],
        "break_start": "12:00",
        "break_minutes": 30,
        "max_visits": 12,
    })
}
