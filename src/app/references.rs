//! References between records, checked together before a write.

use deadpool_postgres::GenericClient;
use uuid::Uuid;

use super::{Error, Principal};
use crate::domain::crm::{Fault, Faults};
use crate::storage::references::{Target, missing};

/// One field that points at another record.
#[derive(Debug)]
pub struct Reference {
    pub pointer: &'static str,
    pub target: Target,
    pub ids: Vec<Uuid>,
}

impl Reference {
    pub fn new(pointer: &'static str, target: Target, ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self { pointer, target, ids: ids.into_iter().collect() }
    }
}

/// # Errors
/// A fault `reference.not_found` for each field that points at nothing of the organisation.
pub async fn check(
    client: &impl GenericClient,
    principal: &Principal,
    references: &[Reference],
) -> Result<(), Error> {
    let mut faults = Faults::default();
    for reference in references {
        let lost = missing(client, principal.org_id, reference.target, &reference.ids).await?;
        for id in lost {
            faults.push(Fault::new(reference.pointer, "reference.not_found").with("id", id));
        }
    }
    Ok(faults.none()?)
}
