//! The log: structured events on standard error. Requests log with their id (see `http`).

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{LogArgs, LogFormat};

/// Starts logging for the whole process. A second call changes nothing.
///
/// # Errors
/// When the filter cannot be understood.
pub fn init(args: &LogArgs, default: &str) -> Result<(), ParseError> {
    let filter = EnvFilter::builder().parse(args.log.as_deref().unwrap_or(default))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Fails only when logging has been started before.
    let _ = match args.log_format {
        LogFormat::Text => {
            builder.with_ansi(io::stderr().is_terminal()).with_target(false).try_init()
        }
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(true).try_init(),
    };
    Ok(())
}
