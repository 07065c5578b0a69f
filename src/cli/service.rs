//! The running service, as `serve` and `demo` start it.

use std::io;
use std::net::{SocketAddr, TcpListener};

use super::{Outcome, interrupt};
use crate::app::App;
use crate::app::database::Database;
use crate::config::ListenArgs;
use crate::http::server::{Application, HttpConfig};

/// Fails at once, before any long work, when the port is taken.
pub(crate) fn check_port(address: SocketAddr) -> Result<(), String> {
    TcpListener::bind(address).map(drop).map_err(|error| explain(address, &error))
}

/// Brings the schema up to date and answers until Ctrl-C or SIGTERM; then running requests end, and
/// the caller stops the database. A second Ctrl-C does not wait for the requests. `ready` is told
/// the address.
pub(crate) async fn run(
    database: &Database,
    listen: &ListenArgs,
    ready: impl FnOnce(&str),
) -> Outcome {
    database.migrate().await?;
    let app = App::start(database.app_settings()?).await?;
    app.market.warm();
    let config = http_config(listen);
    let application =
        Application::build(&config, app).map_err(|error| explain(listen.listen, &error))?;
    ready(&url(listen.listen, application.port()));
    let stop = async {
        interrupt::wait().await;
        tracing::info!("stopping");
        database.announce_stop();
    };
    let insisted = async {
        interrupt::wait().await;
        interrupt::wait().await;
    };
    tokio::select! {
        outcome = application.run_until(stop) => outcome?,
        () = insisted => {}
    }
    tracing::info!("stopped");
    Ok(())
}

fn http_config(listen: &ListenArgs) -> HttpConfig {
    let mut config = HttpConfig::on(listen.listen);
    if let Some(n_workers) = listen.workers {
        config.n_workers = n_workers.get();
    }
    config.trusts_proxy = listen.trust_proxy;
    config
}

/// What a person types into a browser on this machine.
fn url(address: SocketAddr, port: u16) -> String {
    let ip = address.ip();
    if ip.is_loopback() || ip.is_unspecified() {
        format!("http://localhost:{port}")
    } else {
        format!("http://{}", SocketAddr::new(ip, port))
    }
}

fn explain(address: SocketAddr, error: &io::Error) -> String {
    let port = address.port();
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} is taken by another program; stop it, or choose another port with --listen 127.0.0.1:{}",
            port.checked_add(1).unwrap_or(8081)
        ),
        io::ErrorKind::PermissionDenied => {
            format!("this user may not listen on port {port}; choose one above 1023 with --listen")
        }
        _ => format!("cannot listen on {address}: {error}"),
    }
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
