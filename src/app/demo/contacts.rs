//! Whom the reps talk to.

use std::collections::HashMap;

use chrono::Days;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Ground;
use super::accounts::Opened;
use super::chance::Chance;

#[derive(Debug, Default)]
pub(super) struct Contacts {
    pub(super) rows: Vec<Value>,
    /// The primary contact of each account.
    primary: HashMap<Uuid, Uuid>,
}

impl Contacts {
    pub(super) fn primary_of(&self, account_id: Uuid) -> Option<Uuid> {
        self.primary.get(&account_id).copied()
    }
}

const GIVEN: [&str; 20] = [
    "Eero", "Helmi", "Juhani", "Kaisa", "Lauri", "Maija", "Noora", "Olli", "Petra", "Riikka",
    "Sami", "Tuuli", "Ville", "Anna", "Bjorn", "Elin", "Farah", "Ivan", "Linh", "Yasmin",
];
const FAMILY: [&str; 20] = [
    "Aalto",
    "Berg",
    "Eskola",
    "Forsman",
    "Hakala",
    "Heikkinen",
    "Jokinen",
    "Karjalainen",
    "Laine",
    "Lehtonen",
    "Makela",
    "Nguyen",
    "Ojala",
    "Petrov",
    "Rantanen",
    "Salo",
    "Saarinen",
    "Tuomi",
    "Vainio",
    "Wikstrom",
];
const TITLES: [(&str, &str); 5] = [
    ("Owner", "decision_maker"),
    ("Restaurant manager", "decision_maker"),
    ("Head of purchasing", "decision_maker"),
    ("Head barista", "influencer"),
    ("Office manager", "gatekeeper"),
];

pub(super) fn meet(
    org_id: Uuid,
    ground: &Ground<'_>,
    accounts: &[Opened],
    chance: &mut Chance,
) -> Contacts {
    let mut contacts = Contacts::default();
    for account in accounts {
        for n in 0..how_many(account.lifecycle, chance) {
            let id = chance.id();
            if n == 0 {
                contacts.primary.insert(account.id, id);
            }
            contacts.rows.push(contact(org_id, ground, account, (id, n == 0), chance));
        }
    }
    contacts
}

fn how_many(lifecycle: &str, chance: &mut Chance) -> u32 {
    match lifecycle {
        "customer" => chance.between(1, 3),
        "lead" | "lapsed" => 1,
        _ => u32::from(chance.percent(30)),
    }
}

fn contact(
    org_id: Uuid,
    ground: &Ground<'_>,
    account: &Opened,
    (id, is_primary): (Uuid, bool),
    chance: &mut Chance,
) -> Value {
    let (given, family) = (*chance.one_of(&GIVEN), *chance.one_of(&FAMILY));
    let (title, role) = *chance.one_of(&TITLES);
    json!({
        "id": id,
        "org_id": org_id,
        "account_id": account.id,
        "full_name": format!("{given} {family}"),
        "family_name": family,
        "given_name": given,
        "title": title,
        "role": role,
        "email": format!("{}.{}@{}.example", given.to_lowercase(), family.to_lowercase(), slug(&account.name)),
        "phone": format!("+358 50 555 {:04}", chance.between(0, 9999)),
        "language": chance.weighted(&[(70, "fi"), (15, "sv"), (15, "en")]),
        "is_primary": is_primary,
        "created_at": ground.now - Days::new(u64::from(chance.between(30, 190))),
    })
}

/// `Café Köket` becomes `cafkket`: only what a mail domain may hold.
fn slug(name: &str) -> String {
    let slug: String = name.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    if slug.is_empty() { "company".to_owned() } else { slug.to_lowercase() }
}
