//! What a plan is asked for, and the day and candidates that follow from it.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use deadpool_postgres::GenericClient;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{Error, Principal};
use crate::domain::crm::due::{SCHEDULABLE_SHARE, VisitStatus, visit_status};
use crate::domain::crm::opening_hours::instant;
use crate::domain::crm::rights::{Action, Object};
use crate::domain::crm::{Fault, Faults};
use crate::domain::planning::route::AccountAt;
use crate::domain::planning::{CANDIDATES_MAX, Candidate, Day, Lunch, choose_due};
use crate::domain::units::LngLat;
use crate::storage::accounts::{self, AccountDetail};
use crate::storage::routes::{self, WorkDay};

/// How long a break may be put off.
const LUNCH_SLACK_MIN: i64 = 60;
/// Seconds a plan may be searched for.
pub(super) const TIME_LIMIT_MAX_S: f64 = 60.0;
const TIME_LIMIT_USUAL_S: f64 = 2.0;
/// Accounts taken into view when what is due decides.
const DUE_LIMIT_USUAL: usize = 60;

/// A day to be planned. Accounts are named, or what is due decides.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanBrief {
    /// The caller when left out.
    #[serde(default)]
    pub user_id: Option<Uuid>,
    pub date: NaiveDate,
    #[serde(default)]
    pub account_ids: Option<Vec<Uuid>>,
    #[serde(default)]
    pub due: Option<Due>,
    /// `[longitude, latitude]`; the user's home when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub start: Option<LngLat>,
    /// Where the day starts when left out.
    #[serde(default)]
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub end: Option<LngLat>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "09:00:00")]
    pub start_time: Option<NaiveTime>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "17:30:00")]
    pub end_time: Option<NaiveTime>,
    /// `car`, `van`, `bicycle` or `foot`; the user's when left out.
    #[serde(default)]
    pub profile: Option<String>,
    /// Seconds to search, 2 when left out.
    #[serde(default)]
    pub time_limit_s: Option<f64>,
    #[serde(default)]
    pub seed: Option<u64>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Due {
    #[serde(default)]
    pub limit: Option<usize>,
}

impl PlanBrief {
    pub(super) fn check(&self) -> Result<(), Error> {
        let mut faults = Faults::default();
        let n_accounts = self.account_ids.as_ref().map_or(0, Vec::len);
        if n_accounts > CANDIDATES_MAX {
            faults.push(Fault::new("/account_ids", "list.too_long").with("max", CANDIDATES_MAX));
        }
        let profile = self.profile.as_deref().unwrap_or("car");
        if !matches!(profile, "car" | "van" | "bicycle" | "foot") {
            faults.push(Fault::new("/profile", "profile.unknown"));
        }
        if !(0.0..=TIME_LIMIT_MAX_S).contains(&self.time_limit_s()) {
            let fault = Fault::new("/time_limit_s", "number.out_of_range");
            faults.push(fault.with("min", 0).with("max", TIME_LIMIT_MAX_S));
        }
        Ok(faults.none()?)
    }

    pub(super) fn time_limit_s(&self) -> f64 {
        self.time_limit_s.unwrap_or(TIME_LIMIT_USUAL_S)
    }

    fn due_limit(&self) -> usize {
        self.due.and_then(|due| due.limit).unwrap_or(DUE_LIMIT_USUAL).min(CANDIDATES_MAX)
    }
}

/// Everything a plan needs, read from the database.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub user_id: Uuid,
    pub time_zone: String,
    pub profile: String,
    pub day: Day,
    pub candidates: Vec<Candidate>,
    /// Parallel to the candidates.
    pub accounts: Vec<AccountAt>,
    /// The confirmed appointment of each candidate that has one.
    pub appointments: Vec<Option<Uuid>>,
}

/// Reads the day and its candidates.
pub(super) async fn gather(
    client: &impl GenericClient,
    principal: &Principal,
    brief: &PlanBrief,
) -> Result<Task, Error> {
    let user_id = brief.user_id.unwrap_or(principal.user_id);
    let work = work_day(client, principal, user_id).await?;
    let day = asked_day(brief, &work)?;
    let (from, to) = day.shift;
    let fixed = routes::appointments(client, principal.org_id, user_id, from, to).await?;
    let mut ids = match &brief.account_ids {
        Some(ids) => ids.clone(),
        None => due(client, principal, user_id, brief.date).await?,
    };
    let named: Vec<Uuid> = brief.account_ids.clone().unwrap_or_default();
    ids.extend(fixed.iter().map(|appointment| appointment.account_id));
    let details = visible(client, principal, &ids, &named).await?;
    let mut task = Task {
        user_id,
        time_zone: work.time_zone,
        profile: brief.profile.clone().unwrap_or(work.vehicle_profile),
        candidates: Vec::new(),
        accounts: Vec::new(),
        appointments: Vec::new(),
        day,
    };
    for detail in &details {
        let own = fixed.iter().find(|a| a.account_id == detail.account.id);
        let mut candidate = candidate(detail, brief.date);
        if let Some(appointment) = own {
            candidate.appointment = Some(appointment.from);
            let length = appointment.to.map(|to| (to - appointment.from).num_seconds());
            candidate.duration_s = length.unwrap_or(candidate.duration_s);
        }
        task.candidates.push(candidate);
        task.accounts.push(account_at(detail));
        task.appointments.push(own.map(|appointment| appointment.activity_id));
    }
    if brief.account_ids.is_none() {
        task.keep_due(brief.due_limit());
    }
    Ok(task)
}

impl Task {
    /// The most urgent ones, and every appointment.
    fn keep_due(&mut self, limit: usize) {
        let mut kept = choose_due(&self.candidates, limit);
        let fixed = (0..self.candidates.len()).filter(|i| self.appointments[*i].is_some());
        kept.extend(fixed);
        kept.sort_unstable();
        kept.dedup();
        self.candidates = kept.iter().map(|index| self.candidates[*index].clone()).collect();
        self.accounts = kept.iter().map(|index| self.accounts[*index].clone()).collect();
        self.appointments = kept.iter().map(|index| self.appointments[*index]).collect();
    }
}

/// The working day of a user the caller may plan for.
pub(super) async fn work_day(
    client: &impl GenericClient,
    principal: &Principal,
    user_id: Uuid,
) -> Result<WorkDay, Error> {
    let may = principal.visible(Object::Route, Action::Create);
    let found = routes::work_day(client, principal.org_id, user_id).await?;
    found
        .filter(|_| may.admits(Some(user_id), None, None))
        .ok_or_else(|| Error::not_found("user.not_found"))
}

async fn due(
    client: &impl GenericClient,
    principal: &Principal,
    user_id: Uuid,
    date: NaiveDate,
) -> Result<Vec<Uuid>, Error> {
    let org_id = principal.org_id;
    Ok(routes::due_accounts(client, org_id, user_id, date, SCHEDULABLE_SHARE).await?)
}

/// The accounts the caller may see, in order and each once. One named that is not there is a fault.
pub(super) async fn visible(
    client: &impl GenericClient,
    principal: &Principal,
    ids: &[Uuid],
    named: &[Uuid],
) -> Result<Vec<AccountDetail>, Error> {
    let visible = principal.visible(Object::Account, Action::Read);
    let mut found = accounts::by_ids(client, principal.org_id, ids).await?;
    found.retain(|detail| {
        let a = &detail.account;
        visible.admits(a.fields.owner_id, a.fields.team_id, a.territory_id)
    });
    let mut faults = Faults::default();
    for (position, id) in named.iter().enumerate() {
        if !found.iter().any(|detail| detail.account.id == *id) {
            let pointer = format!("/account_ids/{position}");
            faults.push(Fault::new(pointer, "reference.not_found").with("id", id));
        }
    }
    faults.none()?;
    Ok(found)
}

fn asked_day(brief: &PlanBrief, work: &WorkDay) -> Result<Day, Error> {
    let start = brief.start.or(work.home);
    let start = start.ok_or_else(|| Fault::new("/start", "route.start_required"))?;
    let mut work = work.clone();
    work.work_start = brief.start_time.unwrap_or(work.work_start);
    work.work_end = brief.end_time.unwrap_or(work.work_end);
    let end = brief.end.or(brief.start).or(work.home).unwrap_or(start);
    Ok(Day { end, ..day(brief.date, &work, start)? })
}

/// A date of somebody's usual week, from a place and back there.
pub(in crate::app) fn day(date: NaiveDate, work: &WorkDay, start: LngLat) -> Result<Day, Error> {
    let tz: Tz = work.time_zone.parse().unwrap_or(Tz::UTC);
    let at = |time: NaiveTime| instant(date.and_time(time), tz);
    let shift = (at(work.work_start), at(work.work_end));
    if shift.1 <= shift.0 {
        return Err(Fault::new("/end_time", "route.ends_before_start").into());
    }
    let duration = TimeDelta::minutes(i64::from(work.break_minutes));
    let lunch = work
        .break_start
        .map(at)
        .filter(|from| work.break_minutes > 0 && *from >= shift.0 && *from + duration <= shift.1);
    let latest = shift.1 - duration;
    Ok(Day {
        date,
        shift,
        start,
        end: start,
        lunch: lunch.map(|from| Lunch {
            from,
            to: (from + TimeDelta::minutes(LUNCH_SLACK_MIN)).min(latest),
            duration_s: duration.num_seconds(),
        }),
        visits_max: usize::try_from(work.max_visits).unwrap_or(0),
    })
}

/// An account as the planner sees it on the day.
pub(in crate::app) fn candidate(detail: &AccountDetail, date: NaiveDate) -> Candidate {
    let account = &detail.account;
    let site = account.fields.site.as_ref();
    let fields = &account.fields;
    let interval = fields.visit_interval_days.and_then(|days| u32::try_from(days).ok());
    let zone = site.and_then(|site| site.time_zone.as_deref());
    Candidate {
        at: site.and_then(|site| site.entrance.or(site.location)),
        opening_hours: site.and_then(|site| site.opening_hours.clone()),
        country: site.and_then(|site| site.country.clone()),
        time_zone: zone.and_then(|zone| zone.parse().ok()).unwrap_or(Tz::UTC),
        duration_s: i64::from(fields.visit_duration_min) * 60,
        priority: u8::try_from(fields.visit_priority).unwrap_or(50),
        value: f64::try_from(fields.value_12m).unwrap_or_default(),
        status: interval.map_or(VisitStatus::None, |interval| {
            visit_status(date, account.next_due_on, Some(interval))
        }),
        next_due_on: account.next_due_on,
        do_not_visit: fields.do_not_visit,
        appointment: None,
    }
}

pub(super) fn account_at(detail: &AccountDetail) -> AccountAt {
    let account = &detail.account;
    let site = detail.site.as_ref();
    AccountAt {
        account_id: account.id,
        account_name: account.fields.name.clone(),
        site_id: site.map(|site| site.id),
        location: site.and_then(|site| site.fields.entrance.or(site.fields.location)),
    }
}
