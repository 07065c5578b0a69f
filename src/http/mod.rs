//! The HTTP door: server, security, OpenAPI, problem+json, endpoints.
