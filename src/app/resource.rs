//! Records that are shown, created, changed and deleted in the same way. What each of these means
//! for a kind of record, and for whom, is the kind's own.

use std::future::Future;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::{App, Error, Principal};

pub trait Resource: Serialize + Sized + 'static {
    /// What a caller may write of it.
    type Draft: DeserializeOwned + 'static;

    fn id(&self) -> Uuid;

    fn version(&self) -> i32;

    /// # Errors
    /// `not_found` of its kind, also for a row the caller may not see.
    fn read(
        app: &App,
        principal: &Principal,
        id: Uuid,
    ) -> impl Future<Output = Result<Self, Error>>;

    /// # Errors
    /// Every fault of the draft, and of what it refers to.
    fn create(
        app: &App,
        principal: &Principal,
        draft: Self::Draft,
    ) -> impl Future<Output = Result<Self, Error>>;

    /// Lays a JSON merge patch over what a caller may write of it.
    ///
    /// # Errors
    /// As [`Resource::read`], `version.stale`, and every fault of the result.
    fn update(
        app: &App,
        principal: &Principal,
        id: Uuid,
        version: i32,
        patch: Value,
    ) -> impl Future<Output = Result<Self, Error>>;

    /// # Errors
    /// As [`Resource::read`], and `version.stale`.
    fn delete(
        app: &App,
        principal: &Principal,
        id: Uuid,
        version: i32,
    ) -> impl Future<Output = Result<(), Error>>;
}
