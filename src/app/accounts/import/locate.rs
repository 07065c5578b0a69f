//! Points for the rows of a file that have an address and none.

use crate::app::geocode::{self, Written};
use crate::app::{App, Error};
use crate::domain::control::Cancel;
use crate::domain::crm::import::ImportRow;

pub async fn locate(app: &App, rows: &mut [ImportRow], cancel: &Cancel) -> Result<(), Error> {
    let addresses = rows.iter().map(written).collect();
    let found = geocode::locate(app, cancel, addresses).await?;
    for (row, geocoded) in rows.iter_mut().zip(found) {
        row.geocoded = geocoded;
    }
    Ok(())
}

fn written(row: &ImportRow) -> Option<Written> {
    let line1 = row.line1.clone().filter(|_| row.location.is_none())?;
    Some(Written {
        line1,
        district: row.district.clone(),
        city: row.city.clone(),
        postal_code: row.postal_code.clone(),
        country: row.country.clone(),
    })
}
