use chrono::TimeZone;
use chrono_tz::Europe::Helsinki;

use super::*;
use crate::domain::units::LngLat;

fn places() -> Vec<Place> {
    let categories =
        ["amenity.cafe", "amenity.restaurant", "tourism.hotel", "office.company", "shop.clothes"];
    (0..400_u32)
        .map(|n| {
            let lng = 24.94 + f64::from(n % 20) * 0.0005;
            let lat = 60.165 + f64::from(n / 20) * 0.0005;
            serde_json::from_value(json!({
                "id": format!("node/{n}"),
                "name": format!("Place {n}"),
                "category": categories[n as usize % categories.len()],
                "address": { "street": "Street", "housenumber": n.to_string() },
                "location": LngLat::new(lng, lat).unwrap(),
            }))
            .unwrap()
        })
        .collect()
}

fn company(places: &[Place]) -> Company {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 9, 0, 0).unwrap();
    Company::found(&Ground { places, time_zone: Helsinki, country: "FI", now, password_hash: "x" })
}

#[test]
fn the_same_seed_founds_the_same_company() {
    let places = places();
    assert_eq!(company(&places), company(&places));
}

#[test]
fn accounts_are_places_that_buy_coffee_and_some_of_them_stay_white_space() {
    let places = places();
    let company = company(&places);
    let n_accounts = company.rows("accounts").len();
    assert!((100..280).contains(&n_accounts), "{n_accounts}");
    assert!(company.rows("accounts").iter().all(|account| account["category"] != "shop.clothes"));
    assert_eq!(company.rows("sites").len(), n_accounts);
}

#[test]
fn every_account_is_in_the_territory_of_its_owner() {
    let places = places();
    let company = company(&places);
    let owner_of = |id: &Value| {
        company.rows("territories").iter().find(|row| row["id"] == *id).unwrap()["owner_id"].clone()
    };
    for account in company.rows("accounts") {
        assert_eq!(account["owner_id"], owner_of(&account["territory_id"]));
    }
    let first = &company.rows("territories")[0]["id"];
    let n_first =
        company.rows("accounts").iter().filter(|account| account["territory_id"] == *first).count();
    let share = n_first * 100 / company.rows("accounts").len();
    assert!((35..=65).contains(&share), "{share} % in the west");
}

#[test]
fn only_customers_and_lapsed_ones_have_sales_and_never_above_their_potential() {
    let places = places();
    for account in company(&places).rows("accounts") {
        let (value, potential) =
            (account["value_12m"].as_f64().unwrap(), account["potential_value"].as_f64().unwrap());
        let buys = account["lifecycle"] == "customer" || account["lifecycle"] == "lapsed";
        assert!(value <= potential && (buys || value == 0.0), "{account}");
    }
}

#[test]
fn a_region_without_places_still_has_a_company_to_sign_in_to() {
    let company = company(&[]);
    assert_eq!(company.rows("users").len(), SIGN_INS.len());
    assert_eq!(company.rows("accounts").len(), 0);
}

#[test]
fn reps_live_where_the_accounts_are() {
    let places = places();
    let company = company(&places);
    let mut homes = company.rows("users").iter().filter(|user| user["role"] == "rep").map(|user| {
        assert!(user["home_address"].as_str().unwrap().starts_with("Street "), "{user}");
        user["home_lng"].as_f64().unwrap()
    });
    let (west, east) = (homes.next().unwrap(), homes.next().unwrap());
    assert!((24.94..24.945).contains(&west) && (24.945..24.95).contains(&east), "{west} {east}");
}

#[test]
fn a_large_region_gets_accounts_from_end_to_end() {
    let place = places().remove(0);
    let places: Vec<Place> = (0..5000).map(|_| place.clone()).collect();
    let n = company(&places).rows("accounts").len();
    assert!((590..=600).contains(&n), "{n}");
}

#[test]
fn sums_are_in_the_money_of_the_country() {
    let places = places();
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 9, 0, 0).unwrap();
    let ground =
        Ground { places: &places, time_zone: Helsinki, country: "KR", now, password_hash: "x" };
    let korean = Company::found(&ground);
    assert_eq!(korean.rows("organisations")[0]["currency"], "KRW");
    let potential = |company: &Company| company.rows("accounts")[0]["potential_value"].as_f64();
    assert_eq!(potential(&korean), potential(&company(&places)).map(|euros| euros * 1600.0));
}
