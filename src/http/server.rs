//! The server: listens, wraps the endpoints, stops gracefully.

use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, NormalizePath, TrailingSlash, from_fn};
use actix_web::{HttpServer, web};

use super::access::TimeLimit;
use super::extract::{BODY_BYTES_MAX, TrustProxy};
use super::{assets, middleware, registry};
use crate::app::App;

/// Connections open at once; further ones wait in the kernel's queue.
const CONNECTIONS_MAX: usize = 4096;
/// How long running requests have to end after a stop was asked for.
const STOP_WITHIN_S: u64 = 10;
/// How long a client may take to send its request's head.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

#[derive(Debug, Clone)]
pub struct HttpConfig {
    pub address: SocketAddr,
    pub n_workers: usize,
    /// How long a request may take until its answer begins.
    pub request_timeout: Duration,
    /// Whether `X-Forwarded-For` of a proxy in front is believed.
    pub trusts_proxy: bool,
}

impl HttpConfig {
    pub fn on(address: SocketAddr) -> Self {
        Self {
            address,
            n_workers: std::thread::available_parallelism().map_or(1, usize::from),
            request_timeout: Duration::from_secs(30),
            trusts_proxy: false,
        }
    }
}

/// The service, listening.
pub struct Application {
    port: u16,
    app: Arc<App>,
    server: Server,
}

impl Application {
    /// Takes the port and starts answering as soon as it is run.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn build(config: &HttpConfig, app: Arc<App>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(config.address)?;
        let port = listener.local_addr()?.port();
        let server = server(config, Arc::clone(&app), listener)?;
        Ok(Self { port, app, server })
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Stops the server from elsewhere.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Answers until `stop` or the handle says so. Then running jobs are asked to end, which ends
    /// the answers that follow them, and running requests have [`STOP_WITHIN_S`].
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> std::io::Result<()> {
        let handle = self.server.handle();
        let mut running = pin!(self.server);
        let ended = tokio::select! {
            outcome = &mut running => Some(outcome),
            () = stop => None,
        };
        self.app.jobs.cancel_all();
        match ended {
            Some(outcome) => outcome,
            None => tokio::join!(handle.stop(true), running).1,
        }
    }
}

fn server(config: &HttpConfig, app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let limit = web::Data::new(TimeLimit(config.request_timeout));
    let trust = web::Data::new(TrustProxy(config.trusts_proxy));
    let app: web::Data<App> = web::Data::from(app);
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(limit.clone())
            .app_data(trust.clone())
            .app_data(web::PayloadConfig::new(BODY_BYTES_MAX))
            .wrap(from_fn(middleware::explain))
            .wrap(Compress::default())
            .wrap(from_fn(middleware::secure))
            .wrap(from_fn(middleware::observe))
            .wrap(NormalizePath::new(TrailingSlash::MergeOnly))
            .configure(|config| registry::mount(registry::endpoints(), config))
            .default_service(web::to(assets::serve))
    });
    let server = server
        .workers(config.n_workers)
        .max_connections(CONNECTIONS_MAX)
        .client_request_timeout(HEAD_WITHIN)
        .shutdown_timeout(STOP_WITHIN_S)
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
