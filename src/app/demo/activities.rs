//! What happened at the accounts, and what is planned for the coming days.

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Ground;
use super::accounts::Opened;
use super::chance::Chance;
use super::contacts::Contacts;
use super::people::People;

/// Visits, calls and mails that are remembered of one account.
const REMEMBERED_MAX: u32 = 5;
/// Of the accounts with visits, so many in a hundred have one in the calendar already.
const PLANNED_PERCENT: u32 = 6;
const PLANNED_WITHIN_DAYS: u32 = 10;

const DONE: [(u32, (&str, &str, &str)); 9] = [
    (24, ("visit", "order", "Repeat order, paper cups added.")),
    (16, ("visit", "follow_up", "Tasted the new light roast; wants prices for 20 kg.")),
    (10, ("visit", "information", "Spring range presented, samples left.")),
    (6, ("visit", "no_contact", "Decision maker was away; left a card.")),
    (14, ("call", "follow_up", "Confirmed the delivery day and asked for a quote.")),
    (10, ("call", "no_contact", "No answer, message left.")),
    (10, ("email", "information", "Sent the current price list.")),
    (
        6,
        (
            "meeting",
            "offer_requested",
            "Yearly agreement discussed; offer by the end of the month.",
        ),
    ),
    (4, ("visit", "refused", "Happy with the present supplier until autumn.")),
];

pub(super) fn recall(
    org_id: Uuid,
    ground: &Ground<'_>,
    people: &People,
    accounts: &[Opened],
    contacts: &Contacts,
    chance: &mut Chance,
) -> Vec<Value> {
    let mut rows = Vec::new();
    for account in accounts {
        let author =
            Author { org_id, ground, account, contact_id: contacts.primary_of(account.id) };
        rows.extend(author.history(chance));
        rows.extend(author.plans(chance));
    }
    rows.push(review(org_id, ground, people, chance));
    rows
}

/// What every activity of one account shares.
struct Author<'a> {
    org_id: Uuid,
    ground: &'a Ground<'a>,
    account: &'a Opened,
    contact_id: Option<Uuid>,
}

impl Author<'_> {
    /// The last visit first, then further back by about an interval each.
    fn history(&self, chance: &mut Chance) -> Vec<Value> {
        let (Some(last), Some(interval)) = (self.account.last_visit_at, self.account.interval_days)
        else {
            return Vec::new();
        };
        let mut rows = vec![self.done(
            last,
            ("visit", "order", "Regular visit, stock checked, order taken."),
            chance,
        )];
        let mut day = last.date_naive();
        for _ in 0..chance.between(0, REMEMBERED_MAX - 1) {
            day = day - Days::new(u64::from(chance.between(interval / 2 + 1, interval)));
            let what = *chance.weighted(&DONE);
            let at = chance.working_moment(day, self.ground.time_zone);
            rows.push(self.done(at, what, chance));
        }
        rows
    }

    fn plans(&self, chance: &mut Chance) -> Option<Value> {
        if self.account.interval_days.is_none() || !chance.percent(PLANNED_PERCENT) {
            return None;
        }
        let day = self.ground.now.date_naive()
            + Days::new(u64::from(chance.between(1, PLANNED_WITHIN_DAYS)));
        let day = if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day + Days::new(2)
        } else {
            day
        };
        let start = chance.working_moment(day, self.ground.time_zone);
        let mut row = self.activity(
            "visit",
            ("planned", &format!("Visit {}", self.account.name)),
            start,
            chance,
        );
        row["priority"] = json!(60);
        Some(row)
    }

    fn done(
        &self,
        at: DateTime<Utc>,
        (kind, outcome, summary): (&str, &str, &str),
        chance: &mut Chance,
    ) -> Value {
        let subject = match kind {
            "visit" => format!("Visit {}", self.account.name),
            "call" => format!("Call with {}", self.account.name),
            "email" => format!("Mail to {}", self.account.name),
            _ => format!("Meeting at {}", self.account.name),
        };
        let mut row = self.activity(kind, ("done", &subject), at, chance);
        row["outcome_code"] = json!(outcome);
        row["summary"] = json!(summary);
        row["actual_start"] = row["planned_start"].clone();
        row["actual_end"] = row["planned_end"].clone();
        row
    }

    fn activity(
        &self,
        kind: &str,
        (status, subject): (&str, &str),
        start: DateTime<Utc>,
        chance: &mut Chance,
    ) -> Value {
        let minutes = if kind == "email" { 5 } else { chance.between(15, 45) };
        let made_at = start.min(self.ground.now);
        json!({
            "id": chance.id(),
            "org_id": self.org_id,
            "type": kind,
            "subject": subject,
            "account_id": self.account.id,
            "contact_id": self.contact_id,
            "owner_id": self.account.owner_id,
            "status": status,
            "planned_start": start,
            "planned_end": start + TimeDelta::minutes(i64::from(minutes)),
            "actual_start": null,
            "actual_end": null,
            "due_on": null,
            "priority": 50,
            "outcome_code": null,
            "summary": null,
            "site_id": (kind == "visit").then_some(self.account.site_id),
            "created_at": made_at,
            "created_by": self.account.owner_id,
            "updated_at": made_at,
            "updated_by": self.account.owner_id,
        })
    }
}

/// Something for the manager's own list.
fn review(org_id: Uuid, ground: &Ground<'_>, people: &People, chance: &mut Chance) -> Value {
    json!({
        "id": chance.id(),
        "org_id": org_id,
        "type": "task",
        "subject": "Review the two territories before the new season",
        "account_id": null,
        "contact_id": null,
        "owner_id": people.manager_id,
        "status": "planned",
        "planned_start": null,
        "planned_end": null,
        "actual_start": null,
        "actual_end": null,
        "due_on": ground.now.date_naive() + Days::new(14),
        "priority": 70,
        "outcome_code": null,
        "summary": null,
        "site_id": null,
        "created_at": ground.now,
        "created_by": people.manager_id,
        "updated_at": ground.now,
        "updated_by": people.manager_id,
    })
}
