//! The OpenAPI 3.1 document, made from the declared endpoints.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, HttpMethod, InfoBuilder, ObjectBuilder, OpenApi,
    OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr, ResponseBuilder, Schema, Type,
};
use utoipa::{PartialSchema, ToSchema};

use super::access::{CSRF_HEADER, SESSION_COOKIE};
use super::endpoint::{Endpoint, Right};
use super::problem::ProblemBody;

pub fn endpoints() -> Vec<Endpoint> {
    let document = Endpoint::get("/api/openapi.json", Right::Public, "This document", show);
    vec![document.returns_raw(200, "application/json")]
}

async fn show() -> HttpResponse {
    HttpResponse::Ok().json(document(super::registry::endpoints()))
}

/// The document of a set of endpoints.
pub fn document(endpoints: Vec<Endpoint>) -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut schemas: BTreeMap<String, RefOr<Schema>> = BTreeMap::new();
    let mut problem_schemas = vec![(ProblemBody::name().into_owned(), ProblemBody::schema())];
    ProblemBody::schemas(&mut problem_schemas);
    schemas.extend(problem_schemas);
    for endpoint in endpoints {
        let operation = completed(endpoint.operation, &endpoint.method, endpoint.right);
        paths = paths.path(template(endpoint.path), PathItem::new(endpoint.method, operation));
        schemas.extend(endpoint.schemas);
    }
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme("session", session_cookie())
        .build();
    OpenApiBuilder::new()
        .info(InfoBuilder::new().title("gcrm").version(env!("CARGO_PKG_VERSION")).build())
        .paths(paths.build())
        .components(Some(components))
        .build()
}

/// What all operations share: the session, the CSRF header of writes, problems as errors.
fn completed(mut operation: Operation, method: &HttpMethod, right: Right) -> Operation {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemBody::name())));
    let response = ResponseBuilder::new()
        .description("What went wrong")
        .content("application/problem+json", problem.build());
    operation.responses.responses.insert("default".to_owned(), response.build().into());
    if right == Right::Public {
        return operation;
    }
    let session = SecurityRequirement::new("session", Vec::<String>::new());
    operation.security = Some(vec![session]);
    if !matches!(method, HttpMethod::Get | HttpMethod::Head) {
        let token = ParameterBuilder::new()
            .name(CSRF_HEADER)
            .parameter_in(ParameterIn::Header)
            .description(Some("The csrf_token of the session"))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()));
        operation.parameters.get_or_insert_default().push(RefOr::T(token.build()));
    }
    operation
}

fn session_cookie() -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE)))
}

/// `{tail:.*}` is `{tail}` to OpenAPI.
fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let head = parts.next().unwrap_or_default().to_owned();
    parts.fold(head, |text, part| {
        let (inside, rest) = part.split_once('}').unwrap_or((part, ""));
        let name = inside.split(':').next().unwrap_or_default();
        format!("{text}{{{name}}}{rest}")
    })
}
