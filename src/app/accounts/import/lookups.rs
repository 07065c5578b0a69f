//! What the words of a file mean among our records: owners by e-mail, tags by name, accounts by
//! external id.

use std::collections::{BTreeSet, HashMap};

use deadpool_postgres::Transaction;
use uuid::Uuid;

use super::fault_of;
use crate::app::{App, Error, Principal, audit};
use crate::domain::crm::import::{ImportRow, RowFault};
use crate::domain::crm::stamp::Stamp;
use crate::domain::crm::tag::{Tag, TagDraft};
use crate::storage::{accounts, organisations, records, tags, users};

/// The name under which an account keeps the id it has in imported files.
pub const SYSTEM: &str = "import";
/// Users that a file can name as owners.
const USERS_MAX: i64 = 10_000;
/// Colours of tags.
const COLORS: i16 = 12;

#[derive(Debug)]
pub struct Lookups {
    pub time_zone: String,
    owners: HashMap<String, Uuid>,
    tags: HashMap<String, Uuid>,
    new_tags: BTreeSet<String>,
    accounts: HashMap<String, Uuid>,
}

impl Lookups {
    pub async fn read(
        tx: &Transaction<'_>,
        principal: &Principal,
        rows: &[ImportRow],
    ) -> Result<Self, Error> {
        let org_id = principal.org_id;
        let users = users::list(tx, org_id, USERS_MAX).await?;
        let owners = users.into_iter().map(|user| (user.fields.email, user.id)).collect();
        let known = tags::list(tx, org_id).await?;
        let tags: HashMap<String, Uuid> =
            known.into_iter().map(|tag| (tag.fields.name.to_lowercase(), tag.id)).collect();
        let named = rows.iter().flat_map(|row| row.tags.iter());
        let new_tags = named.filter(|name| !tags.contains_key(&name.to_lowercase())).cloned();
        let new_tags = new_tags.collect();
        let ids: Vec<String> = rows.iter().filter_map(|row| row.external_id.clone()).collect();
        let mut accounts: HashMap<String, Uuid> =
            accounts::by_external_ids(tx, org_id, SYSTEM, &ids).await?.into_iter().collect();
        let own: Vec<Uuid> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let own = accounts::existing(tx, org_id, &own).await?;
        accounts.extend(own.into_iter().map(|id| (id.to_string(), id)));
        let time_zone = organisations::read(tx, org_id).await?.time_zone;
        Ok(Self { time_zone, owners, tags, new_tags, accounts })
    }

    /// The account that a row changes.
    pub fn account(&self, row: &ImportRow) -> Option<Uuid> {
        let id = row.external_id.as_ref()?;
        self.accounts.get(id).or_else(|| self.accounts.get(&id.to_lowercase())).copied()
    }

    pub fn owner(&self, row: &ImportRow) -> Option<Uuid> {
        self.owners.get(&row.owner_email.as_ref()?.to_lowercase()).copied()
    }

    pub fn tag_ids<'a>(&'a self, row: &'a ImportRow) -> impl Iterator<Item = Uuid> + 'a {
        row.tags.iter().filter_map(|name| self.tags.get(&name.to_lowercase()).copied())
    }

    /// What a row names that is not there.
    pub fn faults(&self, row: &ImportRow) -> Option<RowFault> {
        let email = row.owner_email.as_ref()?;
        let is_known = self.owner(row).is_some();
        (!is_known).then(|| fault_of(row, "owner_email", "import.unknown_owner", email))
    }

    /// Makes the tags that are new; says whether there were any.
    pub async fn make_tags(
        &mut self,
        app: &App,
        tx: &Transaction<'_>,
        principal: &Principal,
    ) -> Result<bool, Error> {
        let new = std::mem::take(&mut self.new_tags);
        let is_any = !new.is_empty();
        for (name, color) in new.into_iter().zip((0..COLORS).cycle()) {
            if self.tags.contains_key(&name.to_lowercase()) {
                continue;
            }
            let stamp = Stamp::new(principal.user_id, app.clock.now());
            let fields = TagDraft { name, color };
            let tag = Tag { id: Uuid::now_v7(), fields, stamp };
            records::insert(tx, principal.org_id, &tag).await?;
            audit::created(tx, principal, "tag", tag.id, &tag.fields).await?;
            self.tags.insert(tag.fields.name.to_lowercase(), tag.id);
        }
        Ok(is_any)
    }
}
