//! Follows what other processes write: woken by `NOTIFY`, and every few seconds in any case.

use std::sync::Weak;
use std::time::Duration;

use futures_util::stream;
use futures_util::{StreamExt, TryStreamExt};
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, NoTls};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::handle::Inner;
use crate::storage::feed;

/// How long to wait before listening again after the connection broke.
const RECONNECT_AFTER: Duration = Duration::from_secs(1);
/// How long the feed is kept; a process that was cut off for longer reads the tables afresh.
const FEED_DAYS: i32 = 7;
/// Notifications that may wait; more are dropped, the poll makes up for them.
const NOTIFICATIONS_MAX: usize = 1_024;

pub(super) async fn follow(
    inner: Weak<Inner>,
    config: tokio_postgres::Config,
    poll_every: Duration,
    stop: CancellationToken,
) {
    let listening = async {
        loop {
            if let Some(inner) = inner.upgrade() {
                inner.prune(FEED_DAYS).await;
            }
            if let Err(error) = listen(&inner, &config, poll_every).await {
                tracing::warn!(%error, "the market index cannot listen to the database");
            }
            tokio::time::sleep(RECONNECT_AFTER).await;
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = listening => {}
    }
}

/// Listens until the connection breaks.
async fn listen(
    inner: &Weak<Inner>,
    config: &tokio_postgres::Config,
    poll_every: Duration,
) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = config.connect(NoTls).await?;
    let (sender, mut notified) = mpsc::channel(NOTIFICATIONS_MAX);
    let driving = async move {
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        while let Some(message) = messages.try_next().await? {
            if let AsyncMessage::Notification(note) = message
                && let Ok(org_id) = note.payload().parse::<Uuid>()
            {
                // full: the poll will find what this would have said
                let _ = sender.try_send(org_id);
            }
        }
        Ok::<_, tokio_postgres::Error>(())
    };
    let following = async {
        client.batch_execute(&format!("LISTEN {}", feed::CHANNEL)).await?;
        // nobody heard what was said before
        catch_up_all(inner).await;
        loop {
            match tokio::time::timeout(poll_every, notified.recv()).await {
                Ok(Some(org_id)) => catch_up(inner, &[org_id]).await,
                Ok(None) => return Ok(()),
                Err(_) => catch_up_all(inner).await,
            }
        }
    };
    tokio::select! {
        ended = driving => ended,
        ended = following => ended,
    }
}

async fn catch_up_all(inner: &Weak<Inner>) {
    let loaded = inner.upgrade().map(|inner| inner.loaded());
    catch_up(inner, &loaded.unwrap_or_default()).await;
}

async fn catch_up(inner: &Weak<Inner>, org_ids: &[Uuid]) {
    let Some(inner) = inner.upgrade() else { return };
    let loaded = inner.loaded();
    let wanted = stream::iter(org_ids.iter().filter(|id| loaded.contains(id)));
    wanted
        .for_each(async |org_id| {
            if let Err(error) = inner.catch_up(*org_id).await {
                tracing::warn!(%org_id, ?error, "the market index could not follow the feed");
            }
        })
        .await;
}
