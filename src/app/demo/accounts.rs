//! The accounts: real places of the region with an invented history.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::assortment::demand;
use super::chance::Chance;
use super::people::People;
use super::territories::Division;
use super::{Ground, currency};
use crate::domain::crm::due::next_due_on;
use crate::domain::places::Place;
use crate::domain::units::LngLat;

/// Accounts the company has at most; a larger region gets no larger company.
const ACCOUNTS_MAX: usize = 600;

const LIFECYCLES: [(u32, &str); 6] = [
    (40, "customer"),
    (28, "prospect"),
    (12, "lead"),
    (10, "lapsed"),
    (7, "lost"),
    (3, "excluded"),
];

/// Shares of all accounts, by potential, that are A, B and C; the rest is D.
const TIERS: [(f64, &str); 3] = [(0.10, "A"), (0.30, "B"), (0.65, "C")];

/// A place that the company knows, and what it could be worth in a year.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) place: &'a Place,
    potential: f64,
    tier: &'static str,
}

/// An account with what later steps ask about.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) id: Uuid,
    pub(super) site_id: Uuid,
    pub(super) name: String,
    pub(super) lifecycle: &'static str,
    pub(super) tier: &'static str,
    pub(super) owner_id: Uuid,
    pub(super) interval_days: Option<u32>,
    pub(super) last_visit_at: Option<DateTime<Utc>>,
    pub(super) row: Value,
    pub(super) site: Value,
}

pub(super) fn choose<'a>(ground: &Ground<'a>, chance: &mut Chance) -> Vec<Chosen<'a>> {
    let (_, per_euro) = currency(ground.country);
    let mut chosen = Vec::new();
    for place in ground.places {
        let Some(demand) = demand(&place.category) else { continue };
        if chance.percent(demand.known_percent) {
            let potential =
                (demand.euros * chance.share(0.4, 2.2) / 50.0).round() * 50.0 * per_euro;
            chosen.push(Chosen { place, potential, tier: "D" });
        }
    }
    let mut chosen = thin(chosen);
    grade(&mut chosen);
    chosen
}

/// Every so many of them when there are too many, so that the whole region is worked.
fn thin(chosen: Vec<Chosen<'_>>) -> Vec<Chosen<'_>> {
    let n = chosen.len();
    let is_kept = |i: usize| n <= ACCOUNTS_MAX || i * ACCOUNTS_MAX % n < ACCOUNTS_MAX;
    chosen.into_iter().enumerate().filter(|(i, _)| is_kept(*i)).map(|(_, one)| one).collect()
}

fn grade(chosen: &mut [Chosen<'_>]) {
    let mut order: Vec<usize> = (0..chosen.len()).collect();
    order.sort_by(|a, b| chosen[*b].potential.total_cmp(&chosen[*a].potential));
    for (rank, index) in order.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred accounts")]
        let share = rank as f64 / order.len() as f64;
        let tier = TIERS.iter().find(|(limit, _)| share < *limit);
        chosen[*index].tier = tier.map_or("D", |(_, tier)| tier);
    }
}

pub(super) fn open(
    org_id: Uuid,
    ground: &Ground<'_>,
    people: &People,
    division: &Division,
    chosen: &[Chosen<'_>],
    chance: &mut Chance,
) -> Vec<Opened> {
    let opened = chosen.iter().map(|chosen| {
        let territory = division.at(chosen.place.location);
        open_one(org_id, ground, people, (territory.id, territory.owner_id), chosen, chance)
    });
    opened.collect()
}

fn open_one(
    org_id: Uuid,
    ground: &Ground<'_>,
    people: &People,
    (territory_id, owner_id): (Uuid, Uuid),
    chosen: &Chosen<'_>,
    chance: &mut Chance,
) -> Opened {
    let place = chosen.place;
    let lifecycle = *chance.weighted(&LIFECYCLES);
    let interval_days = interval(lifecycle, chosen.tier);
    let (id, site_id) = (chance.id(), chance.id());
    let created_at = ground.now - Days::new(u64::from(chance.between(200, 1100)));
    let last_visit_at = last_visit(ground, interval_days, chance);
    let last_on = last_visit_at.map(|at| at.with_timezone(&ground.time_zone).date_naive());
    let due_on = next_due_on(
        last_on,
        today(ground) - Days::new(u64::from(chance.between(0, 40))),
        interval_days,
    );
    let value = (chosen.potential * share_of_wallet(lifecycle, chance) / 10.0).round() * 10.0;
    let row = json!({
        "id": id,
        "org_id": org_id,
        "name": place.name,
        "lifecycle": lifecycle,
        "lifecycle_changed_at": created_at + Days::new(u64::from(chance.between(0, 190))),
        "tier": chosen.tier,
        "category": place.category,
        "website": place.website,
        "phone": place.phone,
        "email": place.email,
        "owner_id": owner_id,
        "owner_source": "territory",
        "team_id": people.team_id,
        "territory_id": territory_id,
        "territory_source": "polygon",
        "value_12m": value,
        "potential_value": chosen.potential,
        "visit_interval_days": interval_days,
        "visit_duration_min": duration_min(chosen.tier),
        "visit_priority": priority(chosen.tier),
        "last_visit_at": last_visit_at,
        "next_due_on": due_on,
        "access_note": chance.percent(8).then(|| *chance.one_of(&ACCESS_NOTES)),
        "do_not_visit": lifecycle == "excluded",
        "source": "osm",
        "external_ids": {"osm": place.id},
        "created_at": created_at,
        "created_by": people.manager_id,
        "updated_at": created_at,
        "updated_by": people.manager_id,
    });
    let site = site(org_id, ground, (site_id, id), place);
    let name = place.name.clone();
    let tier = chosen.tier;
    Opened { id, site_id, name, lifecycle, tier, owner_id, interval_days, last_visit_at, row, site }
}

const ACCESS_NOTES: [&str; 4] = [
    "Delivery entrance through the courtyard",
    "Ask for the shift manager at the bar",
    "Ring the bell marked office, second floor",
    "No visits between 11:00 and 13:00",
];

fn site(org_id: Uuid, ground: &Ground<'_>, (id, account_id): (Uuid, Uuid), place: &Place) -> Value {
    let address = &place.address;
    json!({
        "id": id,
        "org_id": org_id,
        "account_id": account_id,
        "line1": address.line1(),
        "line2": address.unit,
        "city": address.city,
        "district": address.district,
        "postal_code": address.postcode,
        "country": address.country.as_deref().unwrap_or(ground.country),
        "lng": place.location.lng(),
        "lat": place.location.lat(),
        "entrance_lng": place.entrance.map(LngLat::lng),
        "entrance_lat": place.entrance.map(LngLat::lat),
        "geocode_status": "ok",
        "geocode_precision": "rooftop",
        "opening_hours": place.opening_hours,
        "time_zone": ground.time_zone.name(),
    })
}

fn today(ground: &Ground<'_>) -> NaiveDate {
    ground.now.with_timezone(&ground.time_zone).date_naive()
}

/// Customers are visited by tier, leads every three weeks, lapsed ones now and then.
fn interval(lifecycle: &str, tier: &str) -> Option<u32> {
    match (lifecycle, tier) {
        ("customer", "A") => Some(14),
        ("customer", "B") => Some(28),
        ("customer", "C") => Some(56),
        ("customer", _) => Some(91),
        ("lead", _) => Some(21),
        ("lapsed", "A" | "B") => Some(60),
        _ => None,
    }
}

fn duration_min(tier: &str) -> u32 {
    match tier {
        "A" => 45,
        "B" => 30,
        "C" => 20,
        _ => 15,
    }
}

fn priority(tier: &str) -> u32 {
    match tier {
        "A" => 90,
        "B" => 70,
        "C" => 50,
        _ => 30,
    }
}

/// Most visits happened within their interval; some are overdue, a few never took place.
fn last_visit(
    ground: &Ground<'_>,
    interval_days: Option<u32>,
    chance: &mut Chance,
) -> Option<DateTime<Utc>> {
    let interval = interval_days?;
    if chance.percent(7) {
        return None;
    }
    let ago = f64::from(interval) * chance.share(0.05, 1.35);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some hundred days"
    )]
    let day = today(ground) - Days::new(ago.ceil() as u64);
    Some(chance.working_moment(day, ground.time_zone))
}

fn share_of_wallet(lifecycle: &str, chance: &mut Chance) -> f64 {
    match lifecycle {
        "customer" => chance.share(0.2, 0.95),
        "lapsed" => chance.share(0.0, 0.08),
        _ => 0.0,
    }
}

const TAGS: [(&str, u32); 6] = [
    ("Espresso machine on loan", 2),
    ("Organic range", 4),
    ("Filter coffee", 7),
    ("Price sensitive", 9),
    ("Terrace in summer", 5),
    ("Key account", 0),
];

pub(super) fn tags(org_id: Uuid, chance: &mut Chance) -> Vec<Value> {
    let tag = |(name, color): &(&str, u32)| json!({"id": chance.id(), "org_id": org_id, "name": name, "color": color});
    TAGS.iter().map(tag).collect()
}

/// Key accounts are those of tier A that buy; the other tags fall as they may.
pub(super) fn taggings(
    org_id: Uuid,
    accounts: &[Opened],
    tag_ids: &[Value],
    chance: &mut Chance,
) -> Vec<Value> {
    let Some((key_account, others)) = tag_ids.split_last() else { return Vec::new() };
    let mut rows = Vec::new();
    for account in accounts {
        let tag =
            |tag_id: &Value| json!({"org_id": org_id, "account_id": account.id, "tag_id": tag_id});
        if account.tier == "A" && account.lifecycle == "customer" {
            rows.push(tag(key_account));
        }
        if chance.percent(35) {
            rows.push(tag(chance.one_of(others)));
        }
    }
    rows
}
