//! A file of accounts in pieces, so that a large one never lies in memory as a whole.

use std::sync::Arc;

use uuid::Uuid;

use super::FileFormat;
use crate::app::snapshot::{self, EXPORT_ROWS};
use crate::app::{App, Error, Principal, custom_fields};
use crate::domain::crm::custom::CustomField;
use crate::domain::crm::rights::Action;

pub struct Pieces {
    app: Arc<App>,
    principal: Principal,
    format: FileFormat,
    ids: Vec<Uuid>,
    /// The organisation's own, as they were when the file was begun.
    fields: Vec<CustomField>,
    at: usize,
    n_rows: usize,
    is_done: bool,
}

impl Pieces {
    /// The accounts that a use case has chosen; those that the caller may not export are left out.
    #[must_use]
    pub fn new(app: Arc<App>, principal: Principal, format: FileFormat, ids: Vec<Uuid>) -> Self {
        Self { app, principal, format, ids, fields: Vec::new(), at: 0, n_rows: 0, is_done: false }
    }

    /// Accounts written so far.
    #[must_use]
    pub const fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// The next piece, read from the database now; none after the last.
    ///
    /// # Errors
    /// When the database fails; the file is unusable then.
    pub async fn next(&mut self) -> Result<Option<String>, Error> {
        if self.is_done {
            return Ok(None);
        }
        let mut piece = String::new();
        if self.at == 0 {
            self.fields = custom_fields::list(&self.app, &self.principal).await?;
            piece = self.format.head(&self.fields);
        }
        let ids = &self.ids[self.at..self.ids.len().min(self.at + EXPORT_ROWS)];
        let found = snapshot::details(&self.app, &self.principal, Action::Export, ids).await?;
        piece += &self.format.rows(&found, &self.fields, self.n_rows == 0);
        self.n_rows += found.len();
        self.at += ids.len();
        if self.at >= self.ids.len() {
            self.is_done = true;
            piece += self.format.tail();
        }
        Ok(Some(piece))
    }
}
