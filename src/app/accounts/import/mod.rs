//! Accounts from a CSV file: checked as a whole, then written in one transaction or not at all.
//! A row whose external id is known, or is the id of an account as our own export writes it,
//! changes that account; other rows make new ones. Cells left blank change nothing.

mod locate;
mod lookups;
mod overlay;
mod write;

use std::sync::Arc;

use deadpool_postgres::Transaction;
use serde_json::Value;
use uuid::Uuid;

use super::accounts_by_ids;
use crate::app::jobs::{JobContext, JobStatus};
use crate::app::{App, Error, Principal, custom_fields};
use crate::domain::control::Cancel;
use crate::domain::crm::account::AccountDraft;
use crate::domain::crm::import::{self, Encoding, ImportError, ImportFile, ImportRow, RowFault};
use crate::domain::crm::site::GeocodePrecision;
use crate::domain::crm::{Draft, Fault, Valid};
use crate::storage::StorageError;
use lookups::Lookups;

/// Largest file.
pub const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;
/// Accounts read or written with one statement.
const CHUNK: usize = 500;

/// A file as it came in.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    pub bytes: bytes::Bytes,
    /// None finds out.
    pub encoding: Option<Encoding>,
}

/// What a file holds, and what it did or would do.
#[derive(Debug)]
pub struct ImportReport {
    pub file: ImportFile,
    pub created: usize,
    pub updated: usize,
    /// Accounts that get their point from their address.
    pub located: usize,
    /// Accounts with an address that is not found, which stay without a point.
    pub not_located: usize,
    /// Every fault by line, those of single values and those against our own records.
    pub faults: Vec<RowFault>,
    pub n_faults: usize,
}

/// What is to be written.
#[derive(Debug, Default)]
struct Plan {
    creates: Vec<Create>,
    updates: Vec<Update>,
    faults: Vec<RowFault>,
}

#[derive(Debug)]
struct Create {
    draft: Valid<AccountDraft>,
    last_visit_on: Option<chrono::NaiveDate>,
    point: Point,
}

#[derive(Debug)]
struct Update {
    id: Uuid,
    row: ImportRow,
    point: Point,
}

/// How an account comes to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Point {
    /// From the file or from before, or there is no address either.
    Given,
    Located(GeocodePrecision),
    NotLocated,
}

impl Point {
    fn of(row: &ImportRow, had_point: bool) -> Self {
        match row.geocoded {
            _ if had_point || row.location.is_some() || row.line1.is_none() => Self::Given,
            Some(geocoded) => Self::Located(geocoded.precision),
            None => Self::NotLocated,
        }
    }
}

impl Plan {
    fn points(&self) -> impl Iterator<Item = Point> + '_ {
        let updates = self.updates.iter().map(|update| update.point);
        self.creates.iter().map(|create| create.point).chain(updates)
    }

    fn n_located(&self) -> usize {
        self.points().filter(|point| matches!(point, Point::Located(_))).count()
    }

    fn n_not_located(&self) -> usize {
        self.points().filter(|point| *point == Point::NotLocated).count()
    }
}

fn has_point(draft: &AccountDraft) -> bool {
    draft.site.as_ref().is_some_and(|site| site.location.is_some())
}

/// Says what an import would do, and writes nothing.
///
/// # Errors
/// `import.*` when the file as a whole cannot be used.
pub async fn check(
    app: &App,
    principal: &Principal,
    request: ImportRequest,
) -> Result<ImportReport, Error> {
    let mut file = parsed(app, principal, request).await?;
    locate::locate(app, &mut file.rows, &Cancel::default()).await?;
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let lookups = Lookups::read(&tx, principal, &file.rows).await?;
    let plan = plan(&tx, principal, &lookups, &file).await?;
    Ok(report(file, plan))
}

/// Imports as a job; `render` turns the report into the job's result.
///
/// # Errors
/// As [`check`] and [`crate::app::jobs::Jobs::start`].
pub async fn start(
    app: Arc<App>,
    principal: Principal,
    request: ImportRequest,
    render: impl FnOnce(ImportReport) -> Value + Send + 'static,
) -> Result<JobStatus, Error> {
    let file = parsed(&app, &principal, request).await?;
    let jobs = app.jobs.clone();
    let author = Principal { via: "import", ..principal.clone() };
    jobs.start(&principal, "import", |context| async move {
        Ok(render(run(&app, &author, file, &context).await?))
    })
    .await
}

async fn run(
    app: &App,
    principal: &Principal,
    mut file: ImportFile,
    context: &JobContext,
) -> Result<ImportReport, Error> {
    if file.n_faults == 0 {
        locate::locate(app, &mut file.rows, &context.cancel).await?;
    }
    let mut client = app.connection().await?;
    let tx = client.transaction().await.map_err(StorageError::from)?;
    let mut lookups = Lookups::read(&tx, principal, &file.rows).await?;
    let plan = plan(&tx, principal, &lookups, &file).await?;
    if file.n_faults > 0 || !plan.faults.is_empty() {
        return Ok(report(file, plan));
    }
    let mut plan = plan;
    if lookups.make_tags(app, &tx, principal).await? {
        // The rows are laid out again, now that every tag they name has an id.
        plan = self::plan(&tx, principal, &lookups, &file).await?;
    }
    write::write(app, &tx, principal, &lookups, &plan, context).await?;
    tx.commit().await.map_err(StorageError::from)?;
    drop(client);
    app.market.catch_up(principal.org_id).await?;
    Ok(report(file, plan))
}

async fn parsed(
    app: &App,
    principal: &Principal,
    request: ImportRequest,
) -> Result<ImportFile, Error> {
    let ImportRequest { bytes, encoding } = request;
    let fields = custom_fields::list(app, principal).await?;
    let read = move || import::read(&bytes, encoding, &fields);
    let file = app.cpu.run_long(&Cancel::default(), read).await?;
    file.map_err(|error| unusable(&error))
}

fn unusable(error: &ImportError) -> Error {
    match error {
        ImportError::Empty => Error::invalid("import.empty"),
        ImportError::Encoding { line, encoding } => {
            Error::invalid("import.encoding").with("line", line).with("encoding", encoding)
        }
        ImportError::NoKnownColumn => Error::invalid("import.no_known_column"),
        ImportError::NoName => Error::invalid("import.no_name"),
        ImportError::RepeatedColumn { field, first, second } => {
            let error = Error::invalid("import.repeated_column").with("field", field);
            error.with("first", first).with("second", second)
        }
        ImportError::TooManyRows => {
            Error::invalid("import.too_many_rows").with("max", import::ROWS_MAX)
        }
    }
}

/// Checks every row against our records.
async fn plan(
    tx: &Transaction<'_>,
    principal: &Principal,
    lookups: &Lookups,
    file: &ImportFile,
) -> Result<Plan, Error> {
    let mut plan = Plan::default();
    for rows in file.rows.chunks(CHUNK) {
        let ids: Vec<Uuid> = rows.iter().filter_map(|row| lookups.account(row)).collect();
        let known = accounts_by_ids(tx, principal, &ids).await?;
        for row in rows {
            plan.faults.extend(lookups.faults(row));
            let current = lookups.account(row).and_then(|id| known.get(&id));
            let base = current.map_or_else(
                || AccountDraft::named(row.name.clone()),
                |detail| detail.account.fields.clone(),
            );
            let point = Point::of(row, has_point(&base));
            let draft = overlay::overlaid(base, row, lookups);
            if let Some(current) = current
                && !current.account.fields.lifecycle.may_become(draft.lifecycle)
            {
                plan.faults.push(fault_of(row, "lifecycle", "import.lifecycle", &draft.lifecycle));
            }
            match (draft.check(), current) {
                (Err(faults), _) => plan.faults.extend(faults.iter().map(|f| row_fault(row, f))),
                (Ok(_), Some(current)) => {
                    let (id, row) = (current.account.id, row.clone());
                    plan.updates.push(Update { id, row, point });
                }
                (Ok(draft), None) => {
                    plan.creates.push(Create { draft, last_visit_on: row.last_visit_on, point });
                }
            }
        }
    }
    Ok(plan)
}

fn fault_of(row: &ImportRow, column: &str, code: &'static str, value: &impl ToString) -> RowFault {
    let column = Some(column.to_owned());
    RowFault { line: row.line, column, code, value: value.to_string() }
}

fn row_fault(row: &ImportRow, fault: &Fault) -> RowFault {
    let column = fault.pointer.rsplit('/').next().unwrap_or_default();
    RowFault {
        line: row.line,
        column: Some(column.to_owned()),
        code: fault.code,
        value: fault.params.first().map(|(_, value)| value.clone()).unwrap_or_default(),
    }
}

fn report(file: ImportFile, plan: Plan) -> ImportReport {
    let n_faults = file.n_faults + plan.faults.len();
    let (located, not_located) = (plan.n_located(), plan.n_not_located());
    let (created, updated) = (plan.creates.len(), plan.updates.len());
    let mut faults: Vec<RowFault> = file.faults.iter().cloned().chain(plan.faults).collect();
    faults.sort_by_key(|fault| fault.line);
    faults.truncate(import::FAULTS_MAX);
    ImportReport { file, created, updated, located, not_located, faults, n_faults }
}
