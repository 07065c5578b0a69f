//! All accounts of an organisation at once, as fast as the database gives them: each table is read
//! by itself as a binary COPY and joined here, on a thread of its own.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use futures_util::TryStreamExt;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::copy::{Fields, Reader};
use super::{located, small};
use crate::domain::market::custom::{CustomFields, CustomValues};
use crate::domain::market::place_key::place_key;
use crate::domain::market::{Record, SegmentBuilder};
use crate::storage::StorageError;
use crate::storage::pool::{Tx, row};

/// Bytes handed to the building thread at a time, and how many such hands may wait.
const PIECE_BYTES: usize = 64 << 10;
const PIECES_WAITING_MAX: usize = 8;
/// Reading a million accounts may take longer than other statements.
const LOAD_TIMEOUT: &str = "SET LOCAL statement_timeout = '10min'";

/// The order is that of [`Loading::push`]; the columns of the place and of the
/// organisation's own fields follow.
const ACCOUNTS: &str = "SELECT id, name, lifecycle, tier, category, source, owner_id, team_id, \
    territory_id, value_12m, potential_value, visit_duration_min, visit_interval_days, \
    next_due_on, last_visit_at, created_at, updated_at, ";
const FROM_ACCOUNTS: &str = " FROM accounts WHERE deleted_at IS NULL AND org_id = ";
/// Looking into the JSON of every account costs the database as much as five columns do, so it is
/// done only where there is something in it.
const PLACE: &str = "external_ids ->> 'osm'";
const HAS_PLACES: &str =
    "SELECT EXISTS (SELECT FROM accounts WHERE org_id = $1 AND external_ids ? 'osm')";
const VALUES: &str = "nullif(custom, '{}')::text";
const NOTHING: &str = "NULL::text";
/// The order is that of [`Site::read`].
const SITES: &str = "SELECT account_id, lng, lat, line1, line2, district, city, region, \
    postal_code FROM sites WHERE is_primary AND org_id = ";
const TAGS: &str = "SELECT account_id, tag_id FROM account_tags WHERE org_id = ";

/// All living accounts of an organisation, ready to be sorted. `progress` hears how many there
/// are so far.
///
/// # Errors
/// When the database fails or holds what cannot be read.
pub async fn load(
    tx: &Tx<'_>,
    org_id: Uuid,
    custom: &Arc<CustomFields>,
    progress: impl Fn(usize) + Send + 'static,
) -> Result<SegmentBuilder, StorageError> {
    tx.batch_execute(LOAD_TIMEOUT).await?;
    let tags = copy(tx, TAGS, org_id, Tags::default(), Tags::push).await?;
    let sites = copy(tx, SITES, org_id, Sites::default(), Sites::push).await?;
    let has_places = row(tx, HAS_PLACES, &[&org_id]).await?;
    let has_places = has_places.map(|row| row.try_get(0)).transpose()?.unwrap_or(false);
    let place = if has_places { PLACE } else { NOTHING };
    let loading = Loading {
        sites,
        tags: tags.sorted(),
        progress,
        address: String::new(),
        builder: SegmentBuilder::new(custom),
        custom: Arc::clone(custom),
    };
    let values = if custom.is_empty() { NOTHING } else { VALUES };
    let sql = format!("{ACCOUNTS}{place}, {values}{FROM_ACCOUNTS}");
    Ok(copy(tx, &sql, org_id, loading, Loading::push).await?.builder)
}

/// Feeds every row of a statement, which ends with the organisation's id, to `push`.
async fn copy<T: Send + 'static>(
    tx: &Tx<'_>,
    statement: &str,
    org_id: Uuid,
    mut into: T,
    push: fn(&mut T, Fields) -> Result<(), StorageError>,
) -> Result<T, StorageError> {
    let sql = format!("COPY ({statement}'{org_id}') TO STDOUT (FORMAT binary)");
    let (sender, mut receiver) = mpsc::channel::<Vec<u8>>(PIECES_WAITING_MAX);
    let reading = tokio::task::spawn_blocking(move || {
        let mut reader = Reader::default();
        while let Some(piece) = receiver.blocking_recv() {
            reader.feed(piece, |fields| push(&mut into, fields))?;
        }
        reader.finish()?;
        Ok::<_, StorageError>(into)
    });
    let mut stream = std::pin::pin!(tx.copy_out(&sql).await?);
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    while let Some(bytes) = stream.try_next().await? {
        if piece.len() + bytes.len() > PIECE_BYTES && !piece.is_empty() {
            let full = std::mem::replace(&mut piece, Vec::with_capacity(PIECE_BYTES));
            if sender.send(full).await.is_err() {
                // the reader has ended, with the error that is told below
                break;
            }
        }
        piece.extend_from_slice(&bytes);
    }
    // as above
    let _ = sender.send(piece).await;
    drop(sender);
    reading.await.map_err(|error| StorageError::Unreadable(error.to_string()))?
}

/// The primary sites as they came. An account and its site are written together, so the two tables
/// are mostly in the same order: the next account's site is looked for behind the last one's, and
/// by its id only where it is not there.
#[derive(Default)]
struct Sites {
    bytes: Vec<u8>,
    /// Whose they are, and where in the bytes.
    starts: Vec<(Uuid, usize)>,
    by_account: Option<HashMap<Uuid, usize, RandomState>>,
    next: usize,
}

impl Sites {
    fn push(&mut self, mut fields: Fields) -> Result<(), StorageError> {
        let account_id = fields.id()?.ok_or_else(null)?;
        self.starts.push((account_id, self.bytes.len()));
        self.bytes.extend_from_slice(fields.rest());
        Ok(())
    }

    fn of(&mut self, account_id: Uuid) -> Result<Option<Site<'_>>, StorageError> {
        let is_next = self.starts.get(self.next).is_some_and(|(id, _)| *id == account_id);
        let at = if is_next { Some(self.next) } else { self.find(account_id) };
        let Some(at) = at else { return Ok(None) };
        self.next = at + 1;
        Site::read(Fields::new(&self.bytes[self.starts[at].1..])).map(Some)
    }

    fn find(&mut self, account_id: Uuid) -> Option<usize> {
        let starts = &self.starts;
        let by_account = self.by_account.get_or_insert_with(|| {
            starts.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect()
        });
        by_account.get(&account_id).copied()
    }
}

#[derive(Default)]
struct Site<'a> {
    lng: Option<f64>,
    lat: Option<f64>,
    /// Two lines, district, city, region, postal code.
    parts: [Option<&'a str>; 6],
}

impl<'a> Site<'a> {
    fn read(mut fields: Fields<'a>) -> Result<Self, StorageError> {
        let mut site = Self { lng: fields.double()?, lat: fields.double()?, ..Self::default() };
        for part in &mut site.parts {
            *part = fields.text()?;
        }
        Ok(site)
    }

    /// The address in one line.
    fn write(&self, address: &mut String) {
        address.clear();
        for part in self.parts.iter().flatten() {
            if !address.is_empty() {
                address.push(' ');
            }
            address.push_str(part);
        }
    }
}

/// Accounts beside their tags.
#[derive(Default)]
struct Tags(Vec<(Uuid, Uuid)>);

impl Tags {
    fn push(&mut self, mut fields: Fields) -> Result<(), StorageError> {
        self.0.push((fields.id()?.ok_or_else(null)?, fields.id()?.ok_or_else(null)?));
        Ok(())
    }

    fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    fn of(&self, account_id: Uuid) -> Vec<Uuid> {
        let first = self.0.partition_point(|(id, _)| *id < account_id);
        let ours = self.0[first..].iter().take_while(|(id, _)| *id == account_id);
        ours.map(|(_, tag_id)| *tag_id).collect()
    }
}

struct Loading<F> {
    sites: Sites,
    tags: Tags,
    progress: F,
    /// Of the account at hand.
    address: String,
    builder: SegmentBuilder,
    custom: Arc<CustomFields>,
}

impl<F: Fn(usize)> Loading<F> {
    fn push(&mut self, mut fields: Fields) -> Result<(), StorageError> {
        let id = fields.id()?.ok_or_else(null)?;
        let site = self.sites.of(id)?.unwrap_or_default();
        site.write(&mut self.address);
        let [_, _, _, city, _, postal_code] = site.parts;
        let record = Record {
            id,
            name: fields.text()?.unwrap_or_default(),
            lifecycle: fields.text()?.unwrap_or_default(),
            tier: fields.text()?,
            category: fields.text()?,
            source: fields.text()?.unwrap_or_default(),
            owner_id: fields.id()?,
            team_id: fields.id()?,
            territory_id: fields.id()?,
            value_12m: fields.money()?.unwrap_or_default(),
            potential_value: fields.money()?.unwrap_or_default(),
            visit_duration_min: fields.int()?.map(small).unwrap_or_default(),
            visit_interval_days: fields.int()?.map(small),
            next_due_on: fields.date()?,
            last_visit_at: fields.instant()?,
            created_at: fields.instant()?.unwrap_or_default(),
            updated_at: fields.instant()?.unwrap_or_default(),
            place: fields.text()?.and_then(place_key),
            custom: values(&self.custom, fields.text()?)?,
            address: &self.address,
            location: located(site.lng, site.lat),
            city,
            postal_code,
            tag_ids: self.tags.of(id),
        };
        self.builder.push(&record);
        (self.progress)(self.builder.len());
        Ok(())
    }
}

fn values(
    custom: &CustomFields,
    json: Option<&str>,
) -> Result<CustomValues<'static>, StorageError> {
    let Some(json) = json else { return Ok(CustomValues::default()) };
    let read = serde_json::from_str(json);
    let values = read.map_err(|error| StorageError::Unreadable(error.to_string()))?;
    Ok(custom.values(&values))
}

fn null() -> StorageError {
    StorageError::Unreadable("an id is missing".to_owned())
}
