//! Ctrl-C and the polite kill.

use std::thread;

use tokio::signal::unix::{SignalKind, signal};

use crate::domain::control::Cancel;

/// Raised at the first Ctrl-C (or SIGTERM), so that a long computation can end in order. A second
/// one ends the process at once.
pub fn cancel() -> Cancel {
    let cancel = Cancel::default();
    let raised = cancel.clone();
    thread::spawn(move || {
        let waited = super::block_on(async {
            wait().await;
            raised.cancel();
            wait().await;
        });
        if waited.is_ok() {
            std::process::exit(EXIT_INTERRUPTED);
        }
    });
    cancel
}

/// What a shell reports for a program that Ctrl-C ended.
const EXIT_INTERRUPTED: i32 = 130;

/// Returns at Ctrl-C or SIGTERM.
pub async fn wait() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        // Without handlers the signals end the process by themselves.
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
