//! `/api/v1`: our own API.

mod account_files;
mod account_list;
mod account_view;
mod accounts;
mod activities;
mod alignments;
mod areas;
mod contacts;
mod custom_fields;
mod geocode;
mod isochrones;
pub mod jobs;
mod market;
mod market_analysis;
mod organisation;
mod place_view;
mod places;
mod plan_words;
mod regions;
mod resource;
mod road_closures;
mod routes;
mod session;
mod sites;
mod snapshots;
mod tags;
mod teams;
mod territories;
mod users;
mod vehicles;

use super::endpoint::Endpoint;

pub fn endpoints() -> Vec<Endpoint> {
    let mut all = Vec::new();
    all.extend(session::endpoints());
    all.extend(accounts::endpoints());
    all.extend(account_list::endpoints());
    all.extend(account_files::endpoints());
    all.extend(alignments::endpoints());
    all.extend(areas::endpoints());
    all.extend(places::endpoints());
    all.extend(regions::endpoints());
    all.extend(sites::endpoints());
    all.extend(contacts::endpoints());
    all.extend(activities::endpoints());
    all.extend(tags::endpoints());
    all.extend(custom_fields::endpoints());
    all.extend(organisation::endpoints());
    all.extend(vehicles::endpoints());
    all.extend(road_closures::endpoints());
    all.extend(users::endpoints());
    all.extend(teams::endpoints());
    all.extend(geocode::endpoints());
    all.extend(isochrones::endpoints());
    all.extend(jobs::endpoints());
    all.extend(market::endpoints());
    all.extend(market_analysis::endpoints());
    all.extend(snapshots::endpoints());
    all.extend(territories::endpoints());
    all.extend(routes::endpoints());
    all
}
