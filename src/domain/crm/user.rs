//! Users, their working day, and teams.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::codes;
use super::draft::Draft;
use super::rights::Role;
use super::{Fault, Faults, text};
use crate::domain::units::LngLat;

/// Longest name of a person, a team or the organisation.
pub const PERSON_CHARS_MAX: usize = 200;
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Longest password taken; hashing time must not grow with what strangers send.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Most members of a team.
pub const TEAM_MEMBERS_MAX: usize = 500;

codes! {
    UserStatus { Active = "active", Disabled = "disabled" }
}

codes! {
    /// Languages of the screens.
    Locale { English = "en", Korean = "ko" }
}

codes! {
    /// What a rep travels by.
    VehicleProfile { Car = "car", Van = "van", Bicycle = "bicycle", Foot = "foot" }
}

/// What people write about a user. Times are local to `time_zone`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserDraft {
    pub email: String,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    pub role: Role,
    #[serde(default = "active")]
    pub status: UserStatus,
    #[serde(default = "english")]
    pub locale: Locale,
    /// IANA name; the organisation's when left out.
    #[serde(default)]
    pub time_zone: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub manager_id: Option<Uuid>,
    /// `[longitude, latitude]` where the working day starts and ends.
    #[serde(default)]
    #[schema(value_type = Option<Vec<f64>>, min_items = 2, max_items = 2)]
    pub home: Option<LngLat>,
    #[serde(default)]
    pub home_address: Option<String>,
    #[serde(default = "nine", with = "clock_time")]
    #[schema(value_type = String, example = "09:00")]
    pub work_start: NaiveTime,
    #[serde(default = "half_past_five", with = "clock_time")]
    #[schema(value_type = String, example = "17:30")]
    pub work_end: NaiveTime,
    /// ISO weekdays, Monday is 1.
    #[serde(default = "weekdays")]
    pub work_days: Vec<i16>,
    #[serde(default, with = "clock_time_opt")]
    #[schema(value_type = Option<String>, example = "12:00")]
    pub break_start: Option<NaiveTime>,
    #[serde(default)]
    pub break_minutes: i16,
    #[serde(default = "fifteen")]
    pub max_visits: i16,
    #[serde(default = "car")]
    pub vehicle_profile: VehicleProfile,
}

const fn active() -> UserStatus {
    UserStatus::Active
}
const fn english() -> Locale {
    Locale::English
}
const fn car() -> VehicleProfile {
    VehicleProfile::Car
}
const fn fifteen() -> i16 {
    15
}
fn nine() -> NaiveTime {
    NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default()
}
fn half_past_five() -> NaiveTime {
    NaiveTime::from_hms_opt(17, 30, 0).unwrap_or_default()
}
fn weekdays() -> Vec<i16> {
    vec![1, 2, 3, 4, 5]
}

impl UserDraft {
    /// A user of whom only this is known; everything else as the schema's defaults.
    pub fn named(email: impl Into<String>, name: impl Into<String>, role: Role) -> Self {
        Self {
            email: email.into(),
            name: name.into(),
            role,
            status: active(),
            locale: english(),
            time_zone: None,
            phone: None,
            manager_id: None,
            home: None,
            home_address: None,
            work_start: nine(),
            work_end: half_past_five(),
            work_days: weekdays(),
            break_start: None,
            break_minutes: 0,
            max_visits: fifteen(),
            vehicle_profile: car(),
        }
    }
}

impl Draft for UserDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        let mut email = Some(self.email.to_lowercase());
        text::email(&mut email, format!("{at}/email"), faults);
        if email.is_none() {
            faults.push(Fault::new(format!("{at}/email"), "field.required"));
        }
        self.email = email.unwrap_or_default();
        text::required(&mut self.name, format!("{at}/name"), PERSON_CHARS_MAX, faults);
        text::time_zone(&mut self.time_zone, format!("{at}/time_zone"), faults);
        text::optional(&mut self.phone, format!("{at}/phone"), 60, faults);
        let (address, pointer) = (&mut self.home_address, format!("{at}/home_address"));
        text::optional(address, pointer, text::LINE_CHARS_MAX, faults);
        self.tidy_working_day(at, faults);
    }
}

impl UserDraft {
    fn tidy_working_day(&mut self, at: &str, faults: &mut Faults) {
        if self.work_end <= self.work_start {
            faults.push(Fault::new(format!("{at}/work_end"), "working_day.ends_before_start"));
        }
        self.work_days.sort_unstable();
        self.work_days.dedup();
        if self.work_days.iter().any(|day| !(1..=7).contains(day)) {
            faults.push(Fault::new(format!("{at}/work_days"), "working_day.no_weekday"));
        }
        in_range(self.break_minutes, 0, 240, format!("{at}/break_minutes"), faults);
        in_range(self.max_visits, 1, 100, format!("{at}/max_visits"), faults);
        let is_outside = |start: NaiveTime| start < self.work_start || start >= self.work_end;
        if self.break_start.is_some_and(is_outside) {
            faults.push(Fault::new(format!("{at}/break_start"), "working_day.break_outside"));
        }
    }
}

fn in_range(value: i16, min: i16, max: i16, pointer: String, faults: &mut Faults) {
    if !(min..=max).contains(&value) {
        let fault = Fault::new(pointer, "number.out_of_range");
        faults.push(fault.with("min", min).with("max", max));
    }
}

/// Length only, as NIST SP 800-63B and ASVS 6.2 ask: no rules about characters.
///
/// # Errors
/// `password.too_short` or `password.too_long`.
pub fn check_password(password: &str, pointer: &'static str) -> Result<(), Fault> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Fault::new(pointer, "password.too_short").with("min", PASSWORD_CHARS_MIN));
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(Fault::new(pointer, "password.too_long").with("max", PASSWORD_BYTES_MAX));
    }
    Ok(())
}

/// What people write about a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TeamDraft {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[serde(default)]
    pub member_ids: Vec<Uuid>,
}

impl Draft for TeamDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.name, format!("{at}/name"), PERSON_CHARS_MAX, faults);
        self.member_ids.sort_unstable();
        self.member_ids.dedup();
        if self.member_ids.len() > TEAM_MEMBERS_MAX {
            let fault = Fault::new(format!("{at}/member_ids"), "list.too_long");
            faults.push(fault.with("max", TEAM_MEMBERS_MAX));
        }
    }
}

/// What people write about the organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganisationDraft {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 4217.
    pub currency: String,
    /// IANA name.
    pub time_zone: String,
}

impl Draft for OrganisationDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.name, format!("{at}/name"), PERSON_CHARS_MAX, faults);
        let mut country = Some(std::mem::take(&mut self.country));
        text::country(&mut country, format!("{at}/country"), faults);
        self.country = present(country, format!("{at}/country"), faults);
        let mut zone = Some(std::mem::take(&mut self.time_zone));
        text::time_zone(&mut zone, format!("{at}/time_zone"), faults);
        self.time_zone = present(zone, format!("{at}/time_zone"), faults);
        self.currency = self.currency.trim().to_ascii_uppercase();
        if self.currency.len() != 3 || !self.currency.chars().all(|c| c.is_ascii_alphabetic()) {
            faults.push(Fault::new(format!("{at}/currency"), "currency.malformed"));
        }
    }
}

fn present(value: Option<String>, pointer: String, faults: &mut Faults) -> String {
    value.unwrap_or_else(|| {
        faults.push(Fault::new(pointer, "field.required"));
        String::new()
    })
}

/// Times of day as `09:00`; seconds are taken and dropped.
mod clock_time {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's `with` passes a reference to the field"
    )]
    pub fn serialize<S: Serializer>(time: &NaiveTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&time.format("%H:%M").to_string())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveTime, D::Error> {
        parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }

    pub fn parse(text: &str) -> Result<NaiveTime, String> {
        let read = |form| NaiveTime::parse_from_str(text, form).ok();
        let time = read("%H:%M").or_else(|| read("%H:%M:%S"));
        time.ok_or_else(|| format!("{text:?} is not a time of day such as 09:00"))
    }
}

mod clock_time_opt {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "serde's `with` passes a reference to the field")]
    pub fn serialize<S: Serializer>(
        time: &Option<NaiveTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => super::clock_time::serialize(time, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveTime>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::clock_time::parse(&text)).transpose().map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[path = "user_tests.rs"]
mod tests;
