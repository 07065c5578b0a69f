//! The one way to add an endpoint: method, path, right and handler in one value, from which the
//! server, the OpenAPI document and the rights tests are made. There is no constructor without a
//! right.
//!
//! ```ignore
//! pub fn endpoints() -> Vec<Endpoint> {
//!     vec![
//!         Endpoint::get("/api/v1/tags", needs(Object::Tag, Action::Read), "Lists tags", list)
//!             .query::<ListQuery>()
//!             .returns::<TagList>(200),
//!     ]
//! }
//! ```

use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::{FromRequest, Handler, Responder, Route, web};
use utoipa::openapi::path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{
    ContentBuilder, HttpMethod, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder, Schema, Type,
};
use utoipa::{IntoParams, ToSchema};

use super::access;
use crate::domain::crm::rights::{Action, Object};

/// What a caller needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// Anyone, signed in or not. The list of these is fixed by a test.
    Public,
    /// Any user with a session.
    SignedIn,
    /// A user whose role opens some rows of the object for the action; the use case then decides
    /// about each row.
    Needs(Object, Action),
}

/// Short for [`Right::Needs`].
pub const fn needs(object: Object, action: Action) -> Right {
    Right::Needs(object, action)
}

/// An endpoint, declared.
pub struct Endpoint {
    pub method: HttpMethod,
    pub path: &'static str,
    pub right: Right,
    pub(super) operation: Operation,
    pub(super) schemas: Vec<(String, RefOr<Schema>)>,
    pub(super) route: Route,
}

impl Endpoint {
    pub fn get<F, Args>(path: &'static str, right: Right, summary: &str, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::new(HttpMethod::Get, path, right, summary, handler)
    }

    pub fn post<F, Args>(path: &'static str, right: Right, summary: &str, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::new(HttpMethod::Post, path, right, summary, handler)
    }

    pub fn patch<F, Args>(path: &'static str, right: Right, summary: &str, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::new(HttpMethod::Patch, path, right, summary, handler)
    }

    pub fn delete<F, Args>(path: &'static str, right: Right, summary: &str, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        Self::new(HttpMethod::Delete, path, right, summary, handler)
    }

    fn new<F, Args>(
        method: HttpMethod,
        path: &'static str,
        right: Right,
        summary: &str,
        handler: F,
    ) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let guard = from_fn(move |request, next| access::check(right, request, next));
        let route = web::method(actix_method(&method)).to(handler).wrap(guard);
        let operation = operation(&method, path, right, summary);
        Self { method, path, right, operation, schemas: Vec::new(), route }
    }

    /// The query parameters.
    #[must_use]
    pub fn query<T: IntoParams>(mut self) -> Self {
        let parameters = T::into_params(|| Some(ParameterIn::Query));
        self.operation
            .parameters
            .get_or_insert_default()
            .extend(parameters.into_iter().map(RefOr::T));
        self
    }

    /// The JSON body.
    #[must_use]
    pub fn body<T: ToSchema>(mut self) -> Self {
        let content = ContentBuilder::new().schema(Some(self.component::<T>())).build();
        self.body_content("application/json", content)
    }

    /// A JSON merge patch (RFC 7396) of a type: every field may be left out.
    #[must_use]
    pub fn patch_body<T: ToSchema>(mut self) -> Self {
        self.component::<T>();
        let name = format!("{}Patch", T::name());
        self.schemas.push((name.clone(), optional(T::schema())));
        let schema = Ref::from_schema_name(name);
        let content = ContentBuilder::new().schema(Some(schema)).build();
        self.body_content("application/json", content.clone())
            .also_body("application/merge-patch+json", content)
    }

    fn also_body(mut self, media_type: &str, content: utoipa::openapi::Content) -> Self {
        if let Some(RefOr::T(body)) = &mut self.operation.request_body {
            body.content.insert(media_type.to_owned(), content.into());
        }
        self
    }

    /// A body that is not JSON, such as `text/csv`.
    #[must_use]
    pub fn raw_body(self, media_type: &str) -> Self {
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        self.body_content(media_type, ContentBuilder::new().schema(Some(text)).build())
    }

    fn body_content(mut self, media_type: &str, content: utoipa::openapi::Content) -> Self {
        let body = RequestBodyBuilder::new()
            .content(media_type, content)
            .required(Some(Required::True))
            .build();
        self.operation.request_body = Some(RefOr::T(body));
        self
    }

    /// The version the write is based on.
    #[must_use]
    pub fn if_match(mut self) -> Self {
        let header = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .required(Required::True)
            .description(Some("The ETag of the record that is being changed"))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()));
        self.operation.parameters.get_or_insert_default().push(RefOr::T(header.build()));
        self
    }

    /// The JSON answer.
    #[must_use]
    pub fn returns<T: ToSchema>(mut self, status: u16) -> Self {
        let content = ContentBuilder::new().schema(Some(self.component::<T>())).build();
        self.answer(status, ResponseBuilder::new().content("application/json", content))
    }

    /// An answer that is not JSON.
    #[must_use]
    pub fn returns_raw(self, status: u16, media_type: &str) -> Self {
        let content = ContentBuilder::new().build();
        self.answer(status, ResponseBuilder::new().content(media_type, content))
    }

    /// An answer without a body.
    #[must_use]
    pub fn returns_nothing(self, status: u16) -> Self {
        self.answer(status, ResponseBuilder::new())
    }

    fn answer(mut self, status: u16, response: ResponseBuilder) -> Self {
        let description = match status {
            201 => "Created",
            202 => "Accepted; follow the job",
            204 => "Done; nothing to say",
            _ => "Fine",
        };
        let response = response.description(description).build();
        self.operation.responses.responses.insert(status.to_string(), response.into());
        self
    }

    fn component<T: ToSchema>(&mut self) -> Ref {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        Ref::from_schema_name(T::name())
    }
}

fn optional(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::T(Schema::Object(mut object)) => {
            object.required.clear();
            RefOr::T(Schema::Object(object))
        }
        other => other,
    }
}

fn operation(method: &HttpMethod, path: &str, right: Right, summary: &str) -> Operation {
    let mut operation = OperationBuilder::new()
        .summary(Some(summary))
        .description(Some(right_text(right)))
        .operation_id(Some(operation_id(method, path)))
        .tag(tag(path));
    for name in path_parameters(path) {
        let schema = ObjectBuilder::new().schema_type(Type::String).build();
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(schema));
        operation = operation.parameter(parameter.build());
    }
    operation.build()
}

fn right_text(right: Right) -> String {
    match right {
        Right::Public => "Open to everyone.".to_owned(),
        Right::SignedIn => "Needs a session.".to_owned(),
        Right::Needs(object, action) => format!("Needs the right `{object}:{action}`."),
    }
}

/// `get /api/v1/accounts/{id}/history` becomes `get_accounts_id_history`.
fn operation_id(method: &HttpMethod, path: &str) -> String {
    let name: String = path
        .trim_start_matches("/api/v1")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    format!("{}_{}", method_name(method), words.join("_"))
}

fn tag(path: &str) -> &str {
    let rest = path.trim_start_matches("/api/v1").trim_start_matches('/');
    rest.split(['/', '.']).next().unwrap_or_default()
}

/// The names between braces; `{tail:.*}` is called `tail`.
pub(super) fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split(['}', ':']).next())
}

pub(super) const fn method_name(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "get",
        HttpMethod::Post => "post",
        HttpMethod::Put => "put",
        HttpMethod::Delete => "delete",
        HttpMethod::Options => "options",
        HttpMethod::Head => "head",
        HttpMethod::Patch => "patch",
        HttpMethod::Trace => "trace",
    }
}

impl From<&Endpoint> for Method {
    fn from(endpoint: &Endpoint) -> Self {
        actix_method(&endpoint.method)
    }
}

fn actix_method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Options => Method::OPTIONS,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Trace => Method::TRACE,
    }
}
