//! Rules of category `security`. Generated from `rules/security/` by `UPDATE=1 cargo test --test rules`.

pub(super) mod credentials_over_http;
pub(super) mod deprecated_bearer_token;
pub(super) mod empty_tls_version_range;
pub(super) mod ignored_ca_file;
pub(super) mod plaintext_secret;
pub(super) mod unusable_secret_reference;
pub(super) mod unused_tls_config;
pub(super) mod unverified_certificate;
