//! A row laid over an account: cells that say something replace, blank ones leave as it is.

use serde_json::Value;

use super::lookups::{Lookups, SYSTEM};
use crate::domain::crm::account::AccountDraft;
use crate::domain::crm::import::ImportRow;
use crate::domain::crm::site::SiteDraft;
use crate::domain::units::LngLat;

pub fn overlaid(mut draft: AccountDraft, row: &ImportRow, lookups: &Lookups) -> AccountDraft {
    draft.name.clone_from(&row.name);
    let texts = [
        (&mut draft.legal_name, &row.legal_name),
        (&mut draft.category, &row.category),
        (&mut draft.registration_no, &row.registration_no),
        (&mut draft.website, &row.website),
        (&mut draft.phone, &row.phone),
        (&mut draft.email, &row.email),
        (&mut draft.note, &row.note),
    ];
    for (field, cell) in texts {
        replace(field, cell.as_ref());
    }
    overlay_codes(&mut draft, row);
    overlay_numbers(&mut draft, row);
    replace(&mut draft.owner_id, lookups.owner(row).as_ref());
    draft.tag_ids.extend(lookups.tag_ids(row));
    draft.custom.extend(row.custom.clone());
    if let Some(id) = row.external_id.as_ref().filter(|_| lookups.account(row).is_none()) {
        draft.external_ids.insert(SYSTEM.to_owned(), Value::String(id.clone()));
    }
    if has_site(row) {
        let site = draft.site.take().unwrap_or_default();
        draft.site = Some(overlaid_site(site, row));
    }
    draft
}

fn replace<T: Clone>(field: &mut Option<T>, cell: Option<&T>) {
    if let Some(cell) = cell {
        *field = Some(cell.clone());
    }
}

/// The reader of the file has checked the codes.
fn overlay_codes(draft: &mut AccountDraft, row: &ImportRow) {
    draft.kind = row.kind.and_then(|code| code.parse().ok()).unwrap_or(draft.kind);
    draft.lifecycle = row.lifecycle.and_then(|code| code.parse().ok()).unwrap_or(draft.lifecycle);
    draft.tier = row.tier.and_then(|code| code.parse().ok()).or(draft.tier);
}

fn overlay_numbers(draft: &mut AccountDraft, row: &ImportRow) {
    draft.value_12m = row.value_12m.unwrap_or(draft.value_12m);
    draft.potential_value = row.potential_value.unwrap_or(draft.potential_value);
    draft.visit_interval_days = row.visit_interval_days.or(draft.visit_interval_days);
    draft.visit_duration_min = row.visit_duration_min.unwrap_or(draft.visit_duration_min);
    draft.visit_priority = row.visit_priority.unwrap_or(draft.visit_priority);
}

fn has_site(row: &ImportRow) -> bool {
    let texts = [
        &row.line1,
        &row.line2,
        &row.city,
        &row.district,
        &row.region,
        &row.postal_code,
        &row.country,
        &row.opening_hours,
    ];
    row.location.is_some() || texts.iter().any(|text| text.is_some())
}

fn overlaid_site(mut site: SiteDraft, row: &ImportRow) -> SiteDraft {
    let texts = [
        (&mut site.line1, &row.line1),
        (&mut site.line2, &row.line2),
        (&mut site.city, &row.city),
        (&mut site.district, &row.district),
        (&mut site.region, &row.region),
        (&mut site.postal_code, &row.postal_code),
        (&mut site.country, &row.country),
        (&mut site.opening_hours, &row.opening_hours),
    ];
    for (field, cell) in texts {
        replace(field, cell.as_ref());
    }
    // The reader of the file has checked the numbers. A point that somebody set is better than one
    // of the address index.
    let given = row.location.and_then(|point| LngLat::try_from(point).ok());
    site.location = given.or(site.location).or(row.geocoded.map(|geocoded| geocoded.at));
    site
}
