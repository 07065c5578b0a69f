//! Who works at the demo company.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Ground;
use super::chance::Chance;

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

/// Where the reps' days begin and end: homes at both ends of the demo extract.
const HOMES: [(f64, f64, &str); 2] = [
    (24.936_031, 60.167_703, "Annankatu 27, 00100 Helsinki"),
    (24.950_614, 60.175_449, "Unioninkatu 45, 00170 Helsinki"),
];

#[derive(Debug)]
pub(super) struct People {
    pub(super) manager_id: Uuid,
    pub(super) rep_ids: [Uuid; 2],
    pub(super) team_id: Uuid,
    pub(super) users: Vec<Value>,
    pub(super) teams: Vec<Value>,
    pub(super) team_members: Vec<Value>,
}

pub(super) fn hire(org_id: Uuid, ground: &Ground<'_>, chance: &mut Chance) -> People {
    let ids: [Uuid; 5] = std::array::from_fn(|_| chance.id());
    let [admin_id, manager_id, rep1, rep2, marketing_id] = ids;
    let managers = [None, Some(admin_id), Some(manager_id), Some(manager_id), Some(admin_id)];
    let homes = [None, None, Some(HOMES[0]), Some(HOMES[1]), None];
    let users = (0..ids.len())
        .map(|i| user(org_id, ground, (ids[i], SIGN_INS[i]), managers[i], homes[i]))
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
            json!({"id": field, "org_id": org_id, "name": "Field sales Helsinki", "created_by": admin_id}),
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

fn user(
    org_id: Uuid,
    ground: &Ground<'_>,
    (id, person): (Uuid, SignIn),
    manager_id: Option<Uuid>,
    home: Option<(f64, f64, &str)>,
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
        "home_lng": home.map(|(lng, _, _)| lng),
        "home_lat": home.map(|(_, lat, _)| lat),
        "home_address": home.map(|(_, _, address)| address),
        "work_start": "08:30",
        "work_end": "16:30",
        "work_days": [1, 2, 3, 4, 5],
        "break_start": "12:00",
        "break_minutes": 30,
        "max_visits": 12,
    })
}
