//! Accounts from and to files.

use gcrm::domain::crm::rights::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::places::with_demo_region;
use crate::support::{Answer, Caller, TestService, send};

pub async fn import(caller: &Caller, query: &str, file: impl Into<reqwest::Body>) -> Answer {
    let request = caller.request(Method::POST, &format!("/api/v1/accounts/import?{query}"));
    send(request.header("Content-Type", "text/csv").body(file)).await
}

/// The result of a job that must end well.
pub async fn result(caller: &Caller, answer: Answer) -> Value {
    let job = answer.expect(202);
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    for _ in 0..500 {
        let job = caller.get(&path).await.expect(200);
        match job["state"].as_str() {
            Some("running") => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            Some("done") => return job["result"].clone(),
            _ => panic!("{job}"),
        }
    }
    panic!("the job does not end");
}

const FILE: &str = "거래처코드;상호;등급;주소;경도;위도;담당자이메일;태그\n\
    C1;카페 하나;a;에스플라나디 1;24.9459;60.1681;rep@demo.test;VIP\n\
    C2;카페 둘;;;;;;\n";

#[tokio::test]
async fn a_korean_file_is_checked_written_and_written_again() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let (cp949, _, _) = encoding_rs::EUC_KR.encode(FILE);
    let file = cp949.into_owned();
    let checked = import(&admin, "dry_run=true", file.clone()).await.expect(200);
    assert_eq!((&checked["encoding"], &checked["delimiter"]), (&json!("cp949"), &json!(";")));
    assert_eq!((&checked["created"], &checked["updated"]), (&json!(2), &json!(0)));
    assert_eq!(checked["mapping"][1], json!({"column": "상호", "field": "name"}));
    let total = admin.get("/api/v1/accounts?include_total=true").await.expect(200);
    assert_eq!(total["page"]["total"], 0, "a dry run writes nothing");
    let answer = import(&admin, "dry_run=false&encoding=auto", file).await;
    let written = result(&admin, answer).await;
    assert_eq!((&written["created"], &written["errors"]), (&json!(2), &json!([])));
    let listed = admin.get("/api/v1/accounts?sort=name").await.expect(200);
    let one = &listed["data"][1];
    assert_eq!(
        (&one["name"], &one["tier"], &one["source"]),
        (&json!("카페 하나"), &json!("A"), &json!("import"))
    );
    assert_eq!((&one["owner"]["name"], &one["tags"][0]["name"]), (&json!("rep"), &json!("VIP")));
    assert_eq!(one["site"]["location"], json!([24.9459, 60.1681]));
    let change = "external_id,name,tier\nC1,Cafe One,\nC3,Cafe Three,B\n";
    let answer = import(&admin, "", change).await;
    let again = result(&admin, answer).await;
    assert_eq!((&again["created"], &again["updated"]), (&json!(1), &json!(1)));
    let path = format!("/api/v1/accounts/{}", one["id"].as_str().unwrap());
    let changed = admin.get(&path).await.expect(200);
    assert_eq!((&changed["name"], &changed["tier"]), (&json!("Cafe One"), &json!("A")));
    let history = admin.get(&format!("{path}/history")).await.expect(200);
    assert_eq!(history["data"][0]["via"], "import");
}

#[tokio::test]
async fn one_bad_line_keeps_the_whole_file_out() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let file =
        "name,tier,owner_email,lng,lat\nGood,A,,,\n,Z,,,\nStray,,ghost@demo.test,,\nHalf,,,24.9,\n";
    let checked = import(&admin, "dry_run=true", file).await.expect(200);
    let found: Vec<_> = checked["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["line"].as_u64().unwrap(), e["code"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        (3, "import.required"),
        (3, "import.unknown_code"),
        (4, "import.unknown_owner"),
        (5, "import.half_a_location"),
    ];
    assert_eq!(found, expected.map(|(line, code)| (line, code.to_owned())));
    let answer = import(&admin, "", file).await;
    result(&admin, answer).await;
    let listed = admin.get("/api/v1/accounts").await.expect(200);
    assert_eq!(listed["data"], json!([]));
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    import(&admin, "", "").await.refused(400, "import.empty");
    import(&admin, "", "a,b\n1,2\n").await.refused(400, "import.no_known_column");
    import(&admin, "", "tier\nA\n").await.refused(400, "import.no_name");
    let broken = b"name\nCaf\xe9 \xff\xff\n".to_vec();
    import(&admin, "encoding=utf-8", broken).await.refused(400, "import.encoding");
    import(&admin, "encoding=latin", "name\nx\n").await.refused(400, "input.invalid");
    let rep = service.signed_in(Role::Rep).await;
    import(&rep, "", "name\nx\n").await.refused(403, "right.missing");
}

#[tokio::test]
async fn an_export_holds_what_the_caller_may_see_and_runs_nothing() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let rep = service.signed_in(Role::Rep).await;
    let site = json!({"location": [24.9, 60.2]});
    let evil = json!({"name": "=cmd()|A1", "tier": "A", "site": site});
    admin.post("/api/v1/accounts", &evil).await.expect(201);
    rep.post("/api/v1/accounts", &json!({"name": "Own"})).await.expect(201);
    let all = admin.get("/api/v1/accounts/export").await;
    assert_eq!(all.status, 200, "{}", all.text);
    assert!(all.header("content-disposition").contains("accounts.csv"));
    assert!(all.text.starts_with('\u{feff}') && all.text.contains(",'=cmd()|A1,"), "{}", all.text);
    assert_eq!(all.text.lines().count(), 3);
    let own = rep.get("/api/v1/accounts/export?format=geojson").await.expect(200);
    assert_eq!(own["features"].as_array().unwrap().len(), 1);
    let filtered = admin.get("/api/v1/accounts/export?format=geojson&tier=A").await.expect(200);
    assert_eq!(filtered["features"][0]["geometry"]["coordinates"], json!([24.9, 60.2]));
    let reader = service.signed_in(Role::ReadOnly).await;
    reader.get("/api/v1/accounts/export").await.refused(403, "right.missing");
}

#[tokio::test]
async fn rows_without_coordinates_are_placed_by_their_address() {
    let service = TestService::start_with(with_demo_region).await;
    let admin = service.signed_in(Role::Admin).await;
    let file = "external_id,name,address,city,lng,lat\n\
        A,Found,Aleksanterinkatu 21,Helsinki,,\n\
        B,Lost,Nowhere Road 7,Helsinki,,\n\
        C,Placed,Nowhere Road 8,Helsinki,24.9,60.2\n\
        D,Bare,,,,\n";
    let checked = import(&admin, "dry_run=true", file).await.expect(200);
    assert_eq!((&checked["located"], &checked["not_located"]), (&json!(1), &json!(1)));
    let answer = import(&admin, "", file).await;
    let written = result(&admin, answer).await;
    assert!(written["notice"].as_str().unwrap().contains(": 1."), "{written}");
    let listed = admin.get("/api/v1/accounts?sort=name").await.expect(200);
    let site = |n: usize| listed["data"][n]["site"].clone();
    assert_eq!(site(1)["geocode_status"], "ok", "{}", site(1));
    assert_eq!(site(1)["geocode_precision"], "rooftop");
    let lng = site(1)["location"][0].as_f64().unwrap();
    assert!((24.93..24.96).contains(&lng), "{lng}");
    assert_eq!(
        (&site(2)["location"], &site(2)["geocode_status"]),
        (&json!(null), &json!("not_found"))
    );
    assert_eq!(site(3)["location"], json!([24.9, 60.2]));
    let again = "external_id,name,address,city\n\
        A,Found,Nowhere Road 9,Helsinki\nB,Lost,Aleksanterinkatu 21,Helsinki\n";
    let answer = import(&admin, "", again).await;
    let written = result(&admin, answer).await;
    assert_eq!((&written["located"], &written["notice"]), (&json!(1), &json!(null)));
}
