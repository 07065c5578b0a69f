//! Tags: words to find accounts by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::account::within;
use super::draft::Draft;
use super::stamp::Stamp;
use super::{Faults, text};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagDraft {
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    /// Index into the twelve category colours.
    #[serde(default)]
    pub color: i16,
}

impl Draft for TagDraft {
    fn tidy(&mut self, at: &str, faults: &mut Faults) {
        text::required(&mut self.name, format!("{at}/name"), 60, faults);
        within(self.color.into(), 0, 11, format!("{at}/color"), faults);
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Tag {
    pub id: Uuid,
    #[serde(flatten)]
    pub fields: TagDraft,
    #[serde(flatten)]
    pub stamp: Stamp,
}
