//! The checks on HTTP client settings (prometheus/common v0.70, config/http_config.go): `Validate` of `TLSConfig`,
//! `OAuth2`, `ProxyConfig` and `HTTPClientConfig`.

use super::http::{Authorization, BasicAuth, HttpClient, OAuth2, Proxy, TlsConfig};
use super::{Refusal, Refusals};
use crate::source::Span;
use crate::yaml::{Field, Spanned, go_quote};

const CONFLICT: &str = "conflicting-keys";
const MISSING: &str = "missing-key";

const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Makes the checks of `HTTPClientConfig.Validate` for the section `at`, which Prometheus makes when the section is
/// decoded as a whole.
pub(crate) fn check_http<T>(at: &Spanned<T>, http: &HttpClient<'_>, refusals: &mut Refusals) {
    check_bearer_token(at, http, refusals);
    if let Some(basic_auth) = http.basic_auth.value() {
        check_basic_auth(at, basic_auth, refusals);
    }
    if let Some(authorization) = http.authorization.value() {
        check_authorization(at, http, authorization, refusals);
    }
    if let Some(oauth2) = http.oauth2.value() {
        check_oauth2(at, http, oauth2, refusals);
    }
    check_proxy(at, &http.proxy, refusals);
    for (name, _) in http.http_headers.value().into_iter().flat_map(|headers| headers.entries()) {
        let Some(header) = name.value().map(|name| canonical_header(name)) else { continue };
        if RESERVED_HEADERS.contains(&header.as_str()) {
            let text = format!("setting header {} is not allowed", go_quote(&header));
            refusals.say(at, "reserved-header", Some(name.span), text);
        }
    }
}

/// Makes the checks of the sections within, which Prometheus makes as soon as each is decoded.
pub(crate) fn check_nested(http: &HttpClient<'_>, refusals: &mut Refusals) {
    check_tls(http.tls_config, refusals);
    if let Some(spanned) = http.oauth2.spanned()
        && let Some(oauth2) = spanned.value()
    {
        check_tls(&oauth2.tls_config, refusals);
        check_proxy(spanned, &oauth2.proxy(), refusals);
    }
}

/// `TLSConfig.Validate`
pub(crate) fn check_tls(field: &Field<TlsConfig>, refusals: &mut Refusals) {
    let Some(at) = field.spanned() else { return };
    let Some(tls) = at.value() else { return };
    let ca = [filled(&tls.ca), filled(&tls.ca_file), filled(&tls.ca_ref)];
    let cert = [filled(&tls.cert), filled(&tls.cert_file), filled(&tls.cert_ref)];
    let key = [filled(&tls.key), filled(&tls.key_file), filled(&tls.key_ref)];
    at_most_one(at, &ca, "at most one of ca, ca_file & ca_ref must be configured", refusals);
    at_most_one(at, &cert, "at most one of cert, cert_file & cert_ref must be configured", refusals);
    at_most_one(at, &key, "at most one of key and key_file must be configured", refusals);
    let cert = cert.into_iter().flatten().next();
    let key = key.into_iter().flatten().next();
    if cert.is_some() && key.is_none() && !invalid(&tls.key) {
        let text =
            "exactly one of key or key_file must be configured when a client certificate is configured";
        refusals.add(
            at,
            Refusal::new(MISSING, cert.unwrap_or(at.span), text)
                .help("add `key_file`, the key of this certificate"),
        );
    } else if key.is_some() && cert.is_none() {
        let text = "exactly one of cert or cert_file must be configured when a client key is configured";
        refusals.add(
            at,
            Refusal::new(MISSING, key.unwrap_or(at.span), text)
                .help("add `cert_file`, the certificate of this key"),
        );
    }
}

/// Where a key's value stands, if it is more than the empty text.
fn filled<T: AsRef<str>>(field: &Field<T>) -> Option<Span> {
    (!field.is_blank()).then(|| field.span()).flatten()
}

fn invalid<T: AsRef<str>>(field: &Field<T>) -> bool {
    field.is_given() && field.value().is_none()
}

fn at_most_one<T>(at: &Spanned<T>, places: &[Option<Span>], text: &str, refusals: &mut Refusals) {
    let mut given = places.iter().copied().flatten();
    if let (Some(first), Some(second)) = (given.next(), given.next()) {
        let refusal = Refusal::new(CONFLICT, second, text).related(Some(first), "the other one is here");
        refusals.add(at, refusal.help("keep one of them"));
    }
}

fn check_bearer_token<T>(at: &Spanned<T>, http: &HttpClient<'_>, refusals: &mut Refusals) {
    let token = [filled(http.bearer_token), filled(http.bearer_token_file)];
    at_most_one(at, &token, "at most one of bearer_token & bearer_token_file must be configured", refusals);
    let other = http.basic_auth.span().filter(|_| http.basic_auth.is_given());
    let other = other.or(http.oauth2.span().filter(|_| http.oauth2.is_given()));
    if let (Some(token), Some(other)) = (token.into_iter().flatten().next(), other) {
        let text = "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured";
        refusals.add(at, Refusal::new(CONFLICT, token, text).related(Some(other), "the other one is here"));
    }
}

fn check_basic_auth<T>(at: &Spanned<T>, auth: &BasicAuth, refusals: &mut Refusals) {
    let user = [filled(&auth.username), filled(&auth.username_file), filled(&auth.username_ref)];
    let text = "at most one of basic_auth username, username_file & username_ref must be configured";
    at_most_one(at, &user, text, refusals);
    let password = [filled(&auth.password), filled(&auth.password_file), filled(&auth.password_ref)];
    let text = "at most one of basic_auth password, password_file & password_ref must be configured";
    at_most_one(at, &password, text, refusals);
}

fn check_authorization<T>(
    at: &Spanned<T>,
    http: &HttpClient<'_>,
    authorization: &Authorization,
    refusals: &mut Refusals,
) {
    let here = http.authorization.span();
    if let Some(token) = filled(http.bearer_token).or(filled(http.bearer_token_file)) {
        let text = "authorization is not compatible with bearer_token & bearer_token_file";
        let refusal = Refusal::new(CONFLICT, token, text).related(here, "authorization is here");
        refusals.add(
            at,
            refusal.help("keep `authorization`; `bearer_token` and `bearer_token_file` are its old spelling"),
        );
    }
    let credentials = [
        filled(&authorization.credentials),
        filled(&authorization.credentials_file),
        filled(&authorization.credentials_ref),
    ];
    let text = "at most one of authorization credentials & credentials_file must be configured";
    at_most_one(at, &credentials, text, refusals);
    if authorization.scheme.text().trim().eq_ignore_ascii_case("basic") {
        let text = "authorization type cannot be set to \"basic\", use \"basic_auth\" instead";
        refusals.say(at, "invalid-value", authorization.scheme.span(), text);
    }
    if http.basic_auth.is_given() || http.oauth2.is_given() {
        refusals.say(
            at,
            CONFLICT,
            here,
            "at most one of basic_auth, oauth2 & authorization must be configured",
        );
    }
}

fn check_oauth2<T>(at: &Spanned<T>, http: &HttpClient<'_>, oauth2: &OAuth2, refusals: &mut Refusals) {
    let here = http.oauth2.span();
    if http.basic_auth.is_given() {
        refusals.say(
            at,
            CONFLICT,
            here,
            "at most one of basic_auth, oauth2 & authorization must be configured",
        );
    }
    if oauth2.client_id.is_blank() {
        refusals.say(at, MISSING, oauth2.client_id.span().or(here), "oauth2 client_id must be configured");
    }
    if oauth2.token_url.is_blank() {
        refusals.say(at, MISSING, oauth2.token_url.span().or(here), "oauth2 token_url must be configured");
    }
    if oauth2.grant_type.text() == JWT_BEARER {
        let keys = [
            filled(&oauth2.client_certificate_key),
            filled(&oauth2.client_certificate_key_file),
            filled(&oauth2.client_certificate_key_ref),
        ];
        let text = format!(
            "at most one of oauth2 client_certificate_key, client_certificate_key_file & client_certificate_key_ref must be configured using grant-type={JWT_BEARER}"
        );
        at_most_one(at, &keys, &text, refusals);
        let algorithm = oauth2.signature_algorithm.text();
        if !matches!(algorithm, "" | "RS256" | "RS384" | "RS512") {
            let text = "valid signature algorithms are RS256, RS384 and RS512";
            refusals.say(at, "unknown-choice", oauth2.signature_algorithm.span(), text);
        }
    } else {
        let secrets = [
            filled(&oauth2.client_secret),
            filled(&oauth2.client_secret_file),
            filled(&oauth2.client_secret_ref),
        ];
        let text = "at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be configured using grant-type=client_credentials";
        at_most_one(at, &secrets, text, refusals);
    }
}

/// `ProxyConfig.Validate`
fn check_proxy<T>(at: &Spanned<T>, proxy: &Proxy<'_>, refusals: &mut Refusals) {
    let url = filled(proxy.proxy_url);
    let from_environment = proxy.proxy_from_environment.or(false);
    let no_proxy = filled(proxy.no_proxy);
    let has_headers = proxy.proxy_connect_header.value().is_some_and(|headers| !headers.entries().is_empty());
    if has_headers && !from_environment && url.is_none() {
        let text = "if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured";
        refusals.say(at, MISSING, proxy.proxy_connect_header.span(), text);
    }
    if from_environment && url.is_some() {
        let text = "if proxy_from_environment is configured, proxy_url must not be configured";
        refusals.say(at, CONFLICT, url, text);
    }
    if from_environment && no_proxy.is_some() {
        let text = "if proxy_from_environment is configured, no_proxy must not be configured";
        refusals.say(at, CONFLICT, no_proxy, text);
    }
    // An empty proxy_url counts here: it is a URL, if one of nothing.
    if no_proxy.is_some() && !proxy.proxy_url.is_given() {
        let text = "if no_proxy is configured, proxy_url must also be configured";
        refusals.say(at, MISSING, no_proxy, text);
    }
}

/// Headers that Prometheus sets itself.
const RESERVED_HEADERS: [&str; 18] = [
    "Authorization",
    "Host",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "User-Agent",
    "Connection",
    "Keep-Alive",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Www-Authenticate",
    "Accept-Encoding",
    "X-Prometheus-Remote-Write-Version",
    "X-Prometheus-Remote-Read-Version",
    "X-Prometheus-Scrape-Timeout-Seconds",
    "X-Amz-Date",
    "X-Amz-Security-Token",
    "X-Amz-Content-Sha256",
];

/// Go's `http.CanonicalHeaderKey`: capitals after dashes, unless a character is not allowed in a header.
fn canonical_header(name: &str) -> String {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.bytes().all(is_token) {
        return name.to_owned();
    }
    let mut capital = true;
    name.chars()
        .map(|c| {
            let c = if capital { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
            capital = c == '-';
            c
        })
        .collect()
}
