//! Accounts as files: CSV in, CSV and `GeoJSON` out.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::account_list::ListQuery;
use super::jobs::accepted;
use super::snapshots;
use crate::app::account_file::{FileFormat, Pieces};
use crate::app::accounts;
use crate::app::accounts::import::{self, FILE_BYTES_MAX, ImportReport, ImportRequest};
use crate::app::{App, Error, Kind};
use crate::domain::crm::Fault;
use crate::domain::crm::custom::PREFIX;
use crate::domain::crm::import::{Encoding, RowFault};
use crate::domain::crm::rights::{Action, Object};
use crate::http::access::Caller;
use crate::http::endpoint::needs;
use crate::http::extract::Query;
use crate::http::messages::{Locale, not_located, row_fault};
use crate::http::{Endpoint, Problem};

const IMPORT: &str = "/api/v1/accounts/import";
const EXPORT: &str = "/api/v1/accounts/export";

pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::post(IMPORT, needs(Object::Account, Action::Manage), "Imports a CSV file", load)
            .query::<ImportQuery>()
            .raw_body("text/csv")
            .returns::<ImportView>(200)
            .returns::<super::jobs::JobView>(202),
        Endpoint::get(EXPORT, needs(Object::Account, Action::Export), "Accounts as a file", export)
            .query::<FormatQuery>()
            .query::<ListQuery>()
            .returns_raw(200, "text/csv"),
    ]
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ImportQuery {
    /// Says what would happen and writes nothing.
    #[serde(default)]
    dry_run: bool,
    /// `auto`, `utf-8`, `utf-16` or `cp949`.
    encoding: Option<String>,
}

/// The file, up to [`FILE_BYTES_MAX`].
struct FileBody(Bytes);

impl FromRequest for FileBody {
    type Error = Problem;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let unreadable = |_| Error::invalid("body.unreadable");
            let payload = payload.await.map_err(unreadable)?;
            let read = payload.to_bytes_limited(FILE_BYTES_MAX).await;
            let too_large = |_| {
                Error::new(Kind::TooLarge, "body.too_large").with("max", FILE_BYTES_MAX / 1_048_576)
            };
            let read = read.map_err(too_large)?;
            Ok(Self(read.map_err(unreadable)?))
        })
    }
}

/// What a file holds, and what it did or would do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportResult)]
struct ImportView {
    encoding: &'static str,
    delimiter: char,
    rows: usize,
    created: usize,
    updated: usize,
    /// Accounts placed on the map by their address.
    located: usize,
    /// Accounts whose address was not found; they have no place yet.
    not_located: usize,
    /// What else there is to know, in the caller's language.
    notice: Option<String>,
    /// The first thousand.
    errors: Vec<RowFaultView>,
    n_errors: usize,
    mapping: Vec<MappingView>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportFault)]
struct RowFaultView {
    /// From 1, the header included, as a spreadsheet counts.
    line: u64,
    column: Option<String>,
    code: &'static str,
    message: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportColumn)]
struct MappingView {
    /// As the file's header says.
    column: String,
    /// The field it fills; none where it is not known and left out.
    field: Option<String>,
}

impl ImportView {
    fn new(report: ImportReport, locale: Locale) -> Self {
        let mapping = report.file.mapping.iter().map(|column| MappingView {
            column: column.header.clone(),
            field: match (column.field, &column.custom) {
                (None, Some(key)) => Some(format!("{PREFIX}{key}")),
                (field, _) => field.map(|field| field.name().to_owned()),
            },
        });
        Self {
            encoding: report.file.encoding.code(),
            delimiter: report.file.delimiter,
            rows: report.file.n_rows,
            created: report.created,
            updated: report.updated,
            located: report.located,
            not_located: report.not_located,
            notice: not_located(locale, report.not_located),
            mapping: mapping.collect(),
            errors: report.faults.into_iter().map(|fault| fault_view(fault, locale)).collect(),
            n_errors: report.n_faults,
        }
    }
}

fn fault_view(fault: RowFault, locale: Locale) -> RowFaultView {
    let message = row_fault(locale, &fault);
    RowFaultView { line: fault.line, column: fault.column, code: fault.code, message }
}

async fn load(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(query): Query<ImportQuery>,
    request: HttpRequest,
    FileBody(bytes): FileBody,
) -> Result<HttpResponse, Problem> {
    let locale = Locale::of(&request);
    let wanted = ImportRequest { bytes, encoding: encoding(query.encoding.as_deref())? };
    if query.dry_run {
        let report = import::check(&app, &principal, wanted).await?;
        return Ok(HttpResponse::Ok().json(ImportView::new(report, locale)));
    }
    let render =
        move |report| serde_json::to_value(ImportView::new(report, locale)).unwrap_or(Value::Null);
    let status = import::start(app.into_inner(), principal, wanted, render).await?;
    Ok(accepted(status, locale))
}

fn encoding(name: Option<&str>) -> Result<Option<Encoding>, Fault> {
    match name {
        None | Some("auto") => Ok(None),
        Some(name) => match name.parse() {
            Ok(encoding) => Ok(Some(encoding)),
            Err(()) => Err(Fault::new("encoding", "import.unknown_encoding")),
        },
    }
}

#[derive(Debug, Deserialize, IntoParams)]
struct FormatQuery {
    /// `csv` or `geojson`; CSV when left out.
    format: Option<String>,
}

async fn export(
    app: web::Data<App>,
    Caller(principal): Caller,
    Query(format): Query<FormatQuery>,
    Query(query): Query<ListQuery>,
) -> Result<HttpResponse, Problem> {
    let format = FileFormat::from_name(format.format.as_deref())
        .ok_or_else(|| Fault::new("/format", "format.unknown"))?;
    let wanted = query.wanted()?;
    let ids = accounts::export(&app, &principal, wanted, format.name()).await?;
    let file_name = format!("attachment; filename=\"accounts.{}\"", format.name());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, format.media_type()))
        .insert_header((CONTENT_DISPOSITION, file_name))
        .streaming(snapshots::file(Pieces::new(app.into_inner(), principal, format, ids))))
}
