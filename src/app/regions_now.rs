//! The installed regions as they are now. The folder is looked at every few seconds, so that a region
//! that is built, replaced or removed while the service runs counts without a restart. Whoever works
//! with regions holds the ones of the moment it began.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use crate::region::{RegionError, Regions};

#[derive(Debug)]
pub(super) struct RegionsNow {
    current: RwLock<Regions>,
}

impl RegionsNow {
    pub(super) fn new(regions: Regions) -> Arc<Self> {
        Arc::new(Self { current: RwLock::new(regions) })
    }

    pub(super) fn get(&self) -> Regions {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Follows a folder until the value is dropped. Must be called inside a tokio runtime.
    pub(super) fn follow(self: &Arc<Self>, folder: PathBuf, look_every: Duration) {
        tokio::spawn(follow(Arc::downgrade(self), folder, look_every));
    }

    fn look(&self, folder: &std::path::Path) -> Result<(), RegionError> {
        let Some(regions) = self.get().reopened(folder)? else { return Ok(()) };
        tracing::info!("{} regions are installed now", regions.iter().count());
        regions.warn_of_refused();
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = regions;
        Ok(())
    }
}

async fn follow(regions: Weak<RegionsNow>, folder: PathBuf, look_every: Duration) {
    loop {
        tokio::time::sleep(look_every).await;
        let Some(regions) = regions.upgrade() else { return };
        let folder = folder.clone();
        let looked = tokio::task::spawn_blocking(move || regions.look(&folder)).await;
        if let Ok(Err(error)) = looked {
            tracing::warn!(%error, "the installed regions could not be looked at");
        }
    }
}
