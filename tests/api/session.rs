//! Signing in, staying signed in, and being signed out.

use chrono::TimeDelta;
use gcrm::app::sign_in::FAILURES_PER_EMAIL_MAX;
use gcrm::domain::crm::rights::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::{PASSWORD, TestService, send};

#[tokio::test]
async fn a_session_lasts_from_sign_in_to_sign_out() {
    let service = TestService::start().await;
    let mut rep = service.stranger();
    let answer = rep.sign_in("Rep@demo.test", PASSWORD).await;
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["__Host-gcrm=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let body = answer.expect(200);
    assert_eq!(body["user"]["role"], "rep");
    assert_eq!(body["organisation"]["id"], service.org_id.to_string());
    assert_eq!(body["permissions"]["account"]["read"], "territory");
    assert_eq!(rep.get("/api/v1/session").await.expect(200), body);
    rep.delete("/api/v1/session", 0).await.expect(204);
    rep.get("/api/v1/session").await.refused(401, "session.required");
}

#[tokio::test]
async fn wrong_passwords_unknown_addresses_and_disabled_users_sound_alike() {
    let service = TestService::start().await;
    let database = service.database.connect().await;
    database.execute("UPDATE users SET status = 'disabled' WHERE role = 'rep'", &[]).await.unwrap();
    let tries = [
        ("admin@demo.test", "wrong password"),
        ("nobody@demo.test", PASSWORD),
        ("rep@demo.test", PASSWORD),
    ];
    for (email, password) in tries {
        let body = service.stranger().sign_in(email, password).await.refused(401, "session.wrong");
        assert_eq!(body["detail"], "The e-mail address or the password is wrong.");
    }
}

#[tokio::test]
async fn guessing_is_slowed_down() {
    let service = TestService::start().await;
    for _ in 0..FAILURES_PER_EMAIL_MAX {
        service.stranger().sign_in("admin@demo.test", "guess").await.refused(401, "session.wrong");
    }
    let answer = service.stranger().sign_in("admin@demo.test", PASSWORD).await;
    let wait: i64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    answer.refused(429, "session.limited");
    // Others are not held up, and time heals.
    service.signed_in(Role::Rep).await;
    service.app.clock.advance(TimeDelta::minutes(16));
    service.signed_in(Role::Admin).await;
}

#[tokio::test]
async fn a_session_ends_when_unused_and_when_old() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    service.app.clock.advance(TimeDelta::hours(11));
    admin.get("/api/v1/session").await.expect(200);
    service.app.clock.advance(TimeDelta::hours(13));
    admin.get("/api/v1/session").await.refused(401, "session.expired");
    let admin = service.signed_in(Role::Admin).await;
    for _ in 0..14 {
        service.app.clock.advance(TimeDelta::hours(11));
        admin.get("/api/v1/session").await.expect(200);
    }
    service.app.clock.advance(TimeDelta::hours(15));
    admin.get("/api/v1/session").await.refused(401, "session.expired");
}

#[tokio::test]
async fn a_disabled_user_is_out_at_once() {
    let service = TestService::start().await;
    let rep = service.signed_in(Role::Rep).await;
    let database = service.database.connect().await;
    database.execute("UPDATE users SET status = 'disabled' WHERE role = 'rep'", &[]).await.unwrap();
    rep.get("/api/v1/session").await.refused(401, "session.required");
}

#[tokio::test]
async fn changing_something_needs_the_token_of_the_session() {
    let service = TestService::start().await;
    let mut admin = service.signed_in(Role::Admin).await;
    let token = admin.csrf.take();
    let body = json!({"name": "Kahvila"});
    admin.post("/api/v1/accounts", &body).await.refused(403, "csrf.invalid");
    admin.csrf = token.map(|token| token.replace(|_: char| true, "0"));
    admin.post("/api/v1/accounts", &body).await.refused(403, "csrf.invalid");
}

#[tokio::test]
async fn problems_speak_the_language_asked_for() {
    let service = TestService::start().await;
    let request = service.stranger().request(Method::GET, "/api/v1/session");
    let answer = send(request.header("Accept-Language", "ko-KR,ko;q=0.9")).await;
    let id = answer.header("x-request-id").to_owned();
    let body = answer.refused(401, "session.required");
    assert_eq!(body["detail"], "로그인하세요.");
    assert_eq!(body["request_id"], id);
    assert_eq!(body["instance"], "/api/v1/session");
}
