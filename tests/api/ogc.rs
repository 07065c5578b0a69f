//! OGC API - Features: pages, filters, reference systems and rights; GDAL reads it, where it is
//! installed.

use gcrm::domain::crm::rights::Role;
use gcrm::storage::feed;
use serde_json::{Value, json};
use tokio::process::Command;
use uuid::Uuid;

use crate::support::{Caller, PASSWORD, TestService, send};

const ITEMS: &str = "/ogc/collections/accounts/items";

/// Twenty accounts on a line through Seoul, a hundredth of a degree apart; every fifth one is a
/// customer, the first three are the rep's.
async fn twenty_accounts(service: &TestService) {
    let mut client = service.app.connection().await.unwrap();
    let tx = client.transaction().await.unwrap();
    let mut ids = Vec::new();
    for n in 0..20u32 {
        let id = Uuid::from_u128(1 + u128::from(n));
        let lifecycle = if n % 5 == 0 { "customer" } else { "prospect" };
        let owner = (n < 3).then(|| service.user_id(Role::Rep));
        tx.execute(
            "INSERT INTO accounts (id, org_id, name, lifecycle, owner_id, value_12m) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                &id,
                &service.org_id,
                &format!("가게 {n}"),
                &lifecycle,
                &owner,
                &rust_decimal::Decimal::from(n * 100),
            ],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO sites (id, org_id, account_id, lng, lat, time_zone) \
             VALUES ($1, $2, $1, $3, 37.5665, 'Asia/Seoul')",
            &[&id, &service.org_id, &(126.978 + f64::from(n) / 100.0)],
        )
        .await
        .unwrap();
        ids.push(id);
    }
    feed::account_changed(&tx, service.org_id, &ids).await.unwrap();
    tx.commit().await.unwrap();
    drop(client);
    service.app.market.catch_up(service.org_id).await.unwrap();
}

async fn n_matched(caller: &Caller, query: &str) -> u64 {
    let body = caller.get(&format!("{ITEMS}?{query}")).await.expect(200);
    body["numberMatched"].as_u64().unwrap()
}

#[tokio::test]
async fn pages_filters_and_systems() {
    let service = TestService::start().await;
    twenty_accounts(&service).await;
    let admin = service.signed_in(Role::Admin).await;
    let mut path = format!("{ITEMS}?limit=6");
    let mut ids: Vec<Value> = Vec::new();
    loop {
        let page = admin.get(&path).await.expect(200);
        assert_eq!(page["numberMatched"], 20);
        ids.extend(page["features"].as_array().unwrap().iter().map(|f| f["id"].clone()));
        let links = page["links"].as_array().unwrap();
        let Some(next) = links.iter().find(|link| link["rel"] == "next") else { break };
        let href = next["href"].as_str().unwrap();
        path = href[href.find("/ogc").unwrap()..].to_owned();
    }
    assert_eq!(ids.len(), 20);
    for (query, expected) in [
        ("lifecycle=customer", 4),
        ("filter=value_12m%20%3E%3D%201500", 5),
        ("filter=lifecycle%3D'customer'%20AND%20value_12m%20BETWEEN%20100%20AND%20600", 1),
        ("bbox=126.9,37,127.0,38", 3),
        ("bbox=37,126.9,38,127.0&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326", 3),
    ] {
        assert_eq!(n_matched(&admin, query).await, expected, "{query}");
    }
    let first = format!("{ITEMS}/{}", ids[0].as_str().unwrap());
    let crs = "http://www.opengis.net/def/crs/EPSG/0/5179";
    let answer = admin.get(&format!("{first}?crs={crs}")).await;
    assert_eq!(answer.header("content-crs"), format!("<{crs}>"));
    let at = answer.expect(200)["geometry"]["coordinates"].clone();
    // northing first; as PROJ gives it
    assert!((at[0].as_f64().unwrap() - 1_952_032.081).abs() < 0.01, "{at}");
    assert!((at[1].as_f64().unwrap() - 953_901.165).abs() < 0.01, "{at}");
}

#[tokio::test]
async fn says_what_is_wrong() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    for (query, pointer, code) in [
        ("shoe=1", "/shoe", "query.unknown"),
        ("limit=0", "/limit", "number.out_of_range"),
        ("bbox=1,2,3", "/bbox", "bbox.malformed"),
        ("crs=EPSG:4326", "/crs", "query.unsupported"),
        ("filter=tier%20~%201", "/filter", "cql2.unexpected"),
        ("filter=shoe%3D1", "/filter/and/0/field", "filter.unknown_field"),
        ("value_12m=much", "/value_12m", "filter.bad_value"),
        ("cursor=x", "/cursor", "cursor.malformed"),
    ] {
        let problem = admin.get(&format!("{ITEMS}?{query}")).await.expect(400);
        let fault = &problem["errors"][0];
        assert_eq!(
            (fault["pointer"].as_str(), fault["code"].as_str()),
            (Some(pointer), Some(code))
        );
    }
    admin.get("/ogc/collections/shoes/items").await.refused(404, "collection.not_found");
    admin.get(&format!("{ITEMS}/{}", Uuid::nil())).await.refused(404, "record.not_found");
    for collection in ["territories", "routes", "snapshot_cells"] {
        let page = admin.get(&format!("/ogc/collections/{collection}/items")).await.expect(200);
        assert_eq!(page["features"], json!([]));
    }
}

#[tokio::test]
async fn shows_what_the_caller_may_see_also_with_basic_authentication() {
    let service = TestService::start().await;
    twenty_accounts(&service).await;
    let stranger = service.stranger();
    let answer = stranger.get("/ogc").await;
    assert!(answer.header("www-authenticate").starts_with("Basic"));
    answer.refused(401, "session.required");
    for (role, expected) in [(Role::Rep, 3), (Role::Admin, 20)] {
        let asks = |password: &str| {
            let request = stranger.request(reqwest::Method::GET, ITEMS);
            request.basic_auth(format!("{role}@demo.test"), Some(password.to_owned()))
        };
        let page = send(asks(PASSWORD)).await.expect(200);
        assert_eq!(page["numberMatched"], expected);
        send(asks("wrong")).await.refused(401, "session.wrong");
    }
    let api = stranger
        .request(reqwest::Method::GET, "/api/v1/session")
        .basic_auth(format!("{}@demo.test", Role::Admin), Some(PASSWORD));
    send(api).await.refused(401, "session.required");
}

/// Runs a GDAL program as the administrator; none where GDAL is not installed. GDAL repeats a
/// password that is part of the address over https only.
async fn gdal(program: &str, arguments: &[&str]) -> Option<String> {
    let login = format!("{}@demo.test:{PASSWORD}", Role::Admin);
    let mut command = Command::new(program);
    command.args(arguments).env("GDAL_HTTP_USERPWD", login);
    let output = command.output().await.ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    Some(text)
}

#[tokio::test]
async fn gdal_reads_and_filters_without_options() {
    let service = TestService::start().await;
    twenty_accounts(&service).await;
    let source = format!("OAPIF:{}/ogc", service.base());
    let Some(text) = gdal("ogrinfo", &["-so", &source, "accounts"]).await else {
        println!("skipped: GDAL is not installed (Debian: gdal-bin)");
        return;
    };
    assert!(text.contains("Feature Count: 20") && text.contains("value_12m: Real"), "{text}");
    let filter = ["-so", "-where", "lifecycle = 'customer'", &source, "accounts"];
    let text = gdal("ogrinfo", &filter).await.unwrap();
    assert!(text.contains("Feature Count: 4"), "{text}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("accounts.geojson");
    let file = file.to_str().unwrap();
    let spatial = ["-f", "GeoJSON", "-spat", "126.9", "37", "126.999", "38", file];
    gdal("ogr2ogr", &[&spatial[..], &[&source, "accounts"]].concat()).await.unwrap();
    let written: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(written["features"].as_array().map(Vec::len), Some(3));
}
