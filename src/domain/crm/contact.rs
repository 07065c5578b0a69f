//! Contacts: the people at an account.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::codes::codes;
use super::draft::Draft;
use super::stamp::Stamp;
use super::{Faults, text};

codes! {
    /// What a person has to say in a decision.
    ContactRole {
        DecisionMaker = "decision_maker",
        Influencer = "influencer",
        User = "user",
        Gatekeeper = "gatekeeper",
    }
}

/// What people write about a contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDraft {
    pub account_id: Uuid,
    #[schema(min_length = 1, max_length = 200)]
    pub full_name: String,
    #[serde(default)]
    pub family_name: Option<String>,
    #[serde(default)]
    pub given_name: Option<String>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub department: Option<String>,
    #[serde(default)]
    pub role: Option<ContactRole>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub do_not_call: bool,
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub is_primary: bool,
}

impl Draft for ContactDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.full_name, format!("{at}/full_name"), 200, faults);
        let lines = [
            (&mut self.family_name, "family_name"),
            (&mut self.given_name, "given_name"),
            (&mut self.title, "title"),
            (&mut self.department, "department"),
            (&mut self.phone, "phone"),
            (&mut self.language, "language"),
        ];
        for (value, field) in lines {
            text::optional(value, format!("{at}/{field}"), text::LINE_CHARS_MAX, faults);
        }
        text::email(&mut self.email, format!("{at}/email"), faults);
        text::optional(&mut self.note, format!("{at}/note"), text::NOTE_CHARS_MAX, faults);
    }
}

/// A contact as it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Contact {
    pub id: Uuid,
    #[serde(flatten)]
    pub fields: ContactDraft,
    #[serde(flatten)]
    pub stamp: Stamp,
    pub deleted_at: Option<DateTime<Utc>>,
}
