//! Two territories that share the accounts about equally: west and east of the median account.

use serde_json::{Value, json};
use uuid::Uuid;

use super::accounts::Chosen;
use super::chance::Chance;
use super::people::People;
use crate::domain::units::LngLat;

/// Room around the outermost accounts, in degrees; about 100 m.
const MARGIN: f64 = 0.001;

#[derive(Debug)]
pub(super) struct Territory {
    pub(super) id: Uuid,
    pub(super) owner_id: Uuid,
}

#[derive(Debug)]
pub(super) struct Division {
    border_lng: f64,
    west: Territory,
    east: Territory,
    pub(super) alignments: Vec<Value>,
    pub(super) territories: Vec<Value>,
}

impl Division {
    pub(super) fn at(&self, point: LngLat) -> &Territory {
        if point.lng() < self.border_lng { &self.west } else { &self.east }
    }
}

pub(super) fn divide(
    org_id: Uuid,
    people: &People,
    accounts: &[Chosen<'_>],
    chance: &mut Chance,
) -> Division {
    let mut lngs: Vec<f64> = accounts.iter().map(|account| account.place.location.lng()).collect();
    let mut lats: Vec<f64> = accounts.iter().map(|account| account.place.location.lat()).collect();
    lngs.sort_by(f64::total_cmp);
    lats.sort_by(f64::total_cmp);
    let border_lng = lngs.get(lngs.len() / 2).copied().unwrap_or_default();
    let (west_lng, east_lng) = ends(&lngs);
    let (south, north) = ends(&lats);
    let alignment_id = chance.id();
    let [west, east] = people.rep_ids.map(|owner_id| Territory { id: chance.id(), owner_id });
    let territory =
        |territory: &Territory, (code, name, color): (&str, &str, u32), (from, to): (f64, f64)| {
            json!({
                "id": territory.id,
                "org_id": org_id,
                "alignment_id": alignment_id,
                "code": code,
                "name": name,
                "color": color,
                "geom": rectangle(from, south, to, north),
                "built_from": "drawn",
                "owner_id": territory.owner_id,
                "created_by": people.manager_id,
            })
        };
    let territories = vec![
        territory(&west, ("W", "Centre west", 0), (west_lng, border_lng)),
        territory(&east, ("E", "Centre east", 3), (border_lng, east_lng)),
    ];
    let alignments = vec![json!({
        "id": alignment_id,
        "org_id": org_id,
        "name": "Two reps",
        "state": "active",
        "created_by": people.manager_id,
    })];
    Division { border_lng, west, east, alignments, territories }
}

fn ends(sorted: &[f64]) -> (f64, f64) {
    let first = sorted.first().copied().unwrap_or_default();
    let last = sorted.last().copied().unwrap_or_default();
    (first - MARGIN, last + MARGIN)
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({"type": "MultiPolygon", "coordinates": [[ring]]})
}
