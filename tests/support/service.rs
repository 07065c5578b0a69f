//! The service on a free port over a database of its own, with one organisation and a user for
//! each role, and a client that signs in and speaks JSON.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock};

use actix_web::dev::ServerHandle;
use gcrm::app::sign_in::hash_password;
use gcrm::app::{App, AppSettings};
use gcrm::domain::crm::rights::Role;
use gcrm::http::server::{Application, HttpConfig};
use gcrm::storage::pool::PoolSettings;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::TestDatabase;

/// Everybody's.
pub const PASSWORD: &str = "correct horse battery";

pub struct TestService {
    pub app: Arc<App>,
    pub org_id: Uuid,
    base: String,
    client: reqwest::Client,
    server: ServerHandle,
    pub database: TestDatabase,
}

impl TestService {
    pub async fn start() -> Self {
        Self::start_with(|_| ()).await
    }

    /// With settings of the test's own, such as a small pool.
    pub async fn start_with(adjust: impl FnOnce(&mut AppSettings)) -> Self {
        let database = TestDatabase::new();
        let mut pool = PoolSettings::new(database.config());
        pool.n_connections = 4;
        let mut settings = AppSettings::new(pool);
        settings.n_cpu_threads = 2;
        adjust(&mut settings);
        let org_id = seed(&database, "demo").await;
        let app = App::start(settings).await.unwrap();
        let mut config = HttpConfig::on(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        config.n_workers = 1;
        let application = Application::build(&config, Arc::clone(&app)).unwrap();
        let base = format!("http://127.0.0.1:{}", application.port());
        let server = application.handle();
        tokio::spawn(application.run_until(std::future::pending()));
        Self { app, org_id, base, client: reqwest::Client::new(), server, database }
    }

    /// Scheme, host and port.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Someone without a session.
    pub fn stranger(&self) -> Caller {
        Caller { client: self.client.clone(), ..Caller::at(self.base.clone()) }
    }

    /// The organisation's user with this role, signed in.
    pub async fn signed_in(&self, role: Role) -> Caller {
        self.signed_in_as(&format!("{role}@demo.test")).await
    }

    pub async fn signed_in_as(&self, email: &str) -> Caller {
        let mut caller = self.stranger();
        let answer = caller.sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        caller
    }

    #[expect(clippy::unused_self, reason = "reads as a question to the service")]
    pub fn user_id(&self, role: Role) -> Uuid {
        user_id(role)
    }

    /// A second organisation whose users are `ROLE@NAME.test`.
    pub async fn add_organisation(&self, name: &str) -> Uuid {
        seed(&self.database, name).await
    }
}

impl Drop for TestService {
    fn drop(&mut self) {
        // The command is sent at once; nobody waits for its end.
        drop(self.server.stop(false));
    }
}

/// Someone with or without a session.
#[derive(Clone)]
pub struct Caller {
    base: String,
    client: reqwest::Client,
    pub cookie: Option<String>,
    pub csrf: Option<String>,
    pub user_id: Uuid,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The problem's code, or nothing.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.body
    }

    /// A problem that must have this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.code()), (status, code), "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        self.body
    }
}

impl Caller {
    /// Someone without a session, at a service such as `http://127.0.0.1:8080`.
    pub fn at(base: String) -> Self {
        let client = reqwest::Client::new();
        Self { base, client, cookie: None, csrf: None, user_id: Uuid::nil() }
    }

    pub async fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        let body = json!({"email": email, "password": password});
        let answer = self.post("/api/v1/session", &body).await;
        if answer.status == 200 {
            let cookie = answer.header("set-cookie").split(';').next().unwrap();
            self.cookie = Some(cookie.to_owned());
            self.csrf = answer.body["csrf_token"].as_str().map(ToOwned::to_owned);
            self.user_id = answer.body["user"]["id"].as_str().unwrap().parse().unwrap();
        }
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        send(self.request(Method::POST, path).json(body)).await
    }

    pub async fn patch(&self, path: &str, version: i64, body: &Value) -> Answer {
        let request = self.request(Method::PATCH, path).header("If-Match", etag(version));
        send(request.json(body)).await
    }

    pub async fn delete(&self, path: &str, version: i64) -> Answer {
        send(self.request(Method::DELETE, path).header("If-Match", etag(version))).await
    }

    /// A request with the session's cookie and token, to be adjusted and [`send`].
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header("Cookie", cookie);
        }
        if let Some(csrf) = &self.csrf {
            request = request.header("X-CSRF-Token", csrf);
        }
        request
    }
}

fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

pub async fn send(request: reqwest::RequestBuilder) -> Answer {
    try_send(request).await.unwrap()
}

/// The same, where the service may end before it has answered.
pub async fn try_send(request: reqwest::RequestBuilder) -> reqwest::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Answer { status, headers, body, text })
}

/// The first organisation's user with a role.
pub fn user_id(role: Role) -> Uuid {
    member_id("demo", role)
}

/// Ids follow from names, so that a test can name a row without asking for it.
fn member_id(organisation: &str, role: Role) -> Uuid {
    let position = Role::ALL.iter().position(|known| *known == role).unwrap();
    Uuid::from_u128(org_number(organisation) + 1 + position as u128)
}

fn org_number(name: &str) -> u128 {
    let hash = name.bytes().fold(7u128, |hash, byte| hash * 31 + u128::from(byte));
    hash << 32
}

async fn seed(database: &TestDatabase, name: &str) -> Uuid {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| hash_password(PASSWORD).unwrap());
    let client = database.connect().await;
    let org_id = Uuid::from_u128(org_number(name));
    let insert = "INSERT INTO organisations (id, name, country, currency, time_zone) \
        VALUES ($1, $2, 'FI', 'EUR', 'Europe/Helsinki')";
    client.execute(insert, &[&org_id, &name]).await.unwrap();
    for &role in Role::ALL {
        let (id, email) = (member_id(name, role), format!("{role}@{name}.test"));
        let insert = "INSERT INTO users (id, org_id, email, name, role, time_zone, password_hash) \
            VALUES ($1, $2, $3, $4, $4, 'Europe/Helsinki', $5)";
        client.execute(insert, &[&id, &org_id, &email, &role.code(), &hash]).await.unwrap();
    }
    org_id
}
