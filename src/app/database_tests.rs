use super::*;

#[test]
fn an_encrypted_connection_is_refused_rather_than_left_out() {
    for mode in ["require", "verify-ca", "verify-full"] {
        let url = format!("postgresql://gcrm@db.example/gcrm?sslmode={mode}");
        assert!(matches!(outside(&url), Err(OpenError::Tls)), "{mode}");
    }
    assert!(outside("postgresql://gcrm@db.example/gcrm?sslmode=disable").is_ok());
    assert!(outside("host=/run/postgresql user=gcrm").is_ok());
    assert!(matches!(outside("no address"), Err(OpenError::Url(_))));
}
