//! What holds for every endpoint: rights, limits, headers, problems.

use actix_web::http::Method as ActixMethod;
use gcrm::domain::crm::rights::Role;
use gcrm::http::{Right, registry};
use reqwest::Method;
use serde_json::json;

use crate::support::{TestService, send};

#[tokio::test]
async fn every_endpoint_but_the_public_ones_wants_a_session() {
    let service = TestService::start().await;
    let stranger = service.stranger();
    for endpoint in registry::endpoints() {
        let path = endpoint.path.replace("{id}", "00000000-0000-7000-8000-000000000000");
        let path = path.replace(['{', '}'], "").replace(":.*", "");
        let method = ActixMethod::from(&endpoint).to_string();
        let method: Method = method.parse().unwrap();
        let answer = send(stranger.request(method.clone(), &path)).await;
        if endpoint.right == Right::Public {
            assert_ne!(answer.status, 403, "{method} {path}");
            assert_ne!(answer.code(), "session.required", "{method} {path}");
        } else {
            assert_eq!(answer.status, 401, "{method} {path}: {}", answer.text);
            answer.refused(401, "session.required");
        }
    }
}

#[tokio::test]
async fn health_and_readiness_answer_strangers() {
    let service = TestService::start().await;
    let stranger = service.stranger();
    assert_eq!(stranger.get("/health").await.expect(200)["status"], "ok");
    assert_eq!(stranger.get("/ready").await.expect(200)["status"], "ok");
}

#[tokio::test]
async fn unknown_addresses_and_wrong_methods_are_problems() {
    let service = TestService::start().await;
    let stranger = service.stranger();
    stranger.get("/api/v1/nothing").await.refused(404, "endpoint.not_found");
    let patch = stranger.patch("/api/v1/session", 1, &json!({})).await;
    patch.refused(405, "endpoint.method_not_allowed");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let service = TestService::start().await;
    for path in ["/", "/health", "/api/v1/session", "/api/v1/nothing"] {
        let answer = service.stranger().get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("worker-src 'self' blob:")
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_used_say_why() {
    let service = TestService::start().await;
    let admin = service.signed_in(Role::Admin).await;
    let post = |body: &'static str, media: &'static str| {
        let request = admin.request(Method::POST, "/api/v1/accounts");
        send(request.header("Content-Type", media).body(body))
    };
    post("{", "application/json").await.refused(400, "input.invalid");
    post("{}", "text/plain").await.refused(415, "body.not_json");
    let body = post(r#"{"name": "a", "tier": "Z"}"#, "application/json").await;
    let body = body.refused(400, "input.invalid");
    assert_eq!(body["errors"][0]["pointer"], "/tier");
    let huge = "x".repeat(11 * 1024 * 1024);
    let request = admin.request(Method::POST, "/api/v1/accounts");
    send(request.json(&json!({ "name": huge }))).await.refused(413, "body.too_large");
}

#[tokio::test]
async fn an_exhausted_pool_is_busy_and_not_broken() {
    let service = TestService::start_with(|settings| {
        settings.pool.n_connections = 1;
        settings.pool.wait = std::time::Duration::from_millis(100);
    })
    .await;
    let admin = service.signed_in(Role::Admin).await;
    let held = service.app.connection().await.unwrap();
    let answer = admin.get("/api/v1/session").await;
    assert_eq!(answer.header("retry-after"), "1");
    answer.refused(503, "database.busy");
    service.stranger().get("/ready").await.refused(503, "database.busy");
    drop(held);
    admin.get("/api/v1/session").await.expect(200);
}
