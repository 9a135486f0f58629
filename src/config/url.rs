//! URLs as Go's `net/url.Parse` accepts them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::yaml::{GoType, go_quote};

/// A URL that Go's `url.Parse` accepts: nearly anything, the empty text included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url(pub String);

impl AsRef<str> for Url {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The parts of a URL that Prometheus asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlParts<'t> {
    /// Before the first `:`, as written; empty if there is none.
    pub scheme: &'t str,
    /// Host and port; empty if there is none.
    pub host: &'t str,
}

impl UrlParts<'_> {
    /// Whether the scheme is one of these, in whatever case it is written.
    pub fn has_scheme(&self, schemes: &[&str]) -> bool {
        schemes.iter().any(|scheme| self.scheme.eq_ignore_ascii_case(scheme))
    }
}

/// Takes a URL apart as Go's `url.Parse` does.
///
/// # Errors
/// Go's message, such as `parse ":80": missing protocol scheme`.
///
/// ```
/// use scrapelint::config::parse_url;
/// assert_eq!(parse_url("http://a:80/x").unwrap().host, "a:80");
/// assert_eq!(parse_url(":80").unwrap_err(), r#"parse ":80": missing protocol scheme"#);
/// ```
pub fn parse_url(text: &str) -> Result<UrlParts<'_>, String> {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let parts = parse(before).map_err(|problem| format!("parse {}: {problem}", go_quote(before)))?;
    check_escapes(fragment).map_err(|problem| format!("parse {}: {problem}", go_quote(text)))?;
    Ok(parts)
}

fn parse(text: &str) -> Result<UrlParts<'_>, String> {
    if text.bytes().any(|byte| byte < b' ' || byte == 0x7F) {
        return Err("net/url: invalid control character in URL".to_owned());
    }
    let (scheme, rest) = split_scheme(text)?;
    let rest = rest.split_once('?').map_or(rest, |(path, _)| path);
    if !rest.starts_with('/') {
        if !scheme.is_empty() {
            return Ok(UrlParts { scheme, host: "" }); // opaque
        }
        if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
            return Err("first path segment in URL cannot contain colon".to_owned());
        }
    }
    let has_authority = rest.starts_with("//") && (!scheme.is_empty() || !rest.starts_with("///"));
    let (host, path) = if has_authority {
        let authority = &rest[2..];
        let (authority, path) = authority.split_at(authority.find('/').unwrap_or(authority.len()));
        (parse_authority(authority)?, path)
    } else {
        ("", rest)
    };
    check_escapes(path)?;
    Ok(UrlParts { scheme, host })
}

fn split_scheme(text: &str) -> Result<(&str, &str), String> {
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err("missing protocol scheme".to_owned()),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok(("", text))
}

/// Gives the host of `user:password@host:port`.
fn parse_authority(authority: &str) -> Result<&str, String> {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    check_host(host)?;
    if let Some(user) = user {
        let is_valid = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
        if !user.chars().all(is_valid) {
            return Err("net/url: invalid userinfo".to_owned());
        }
        check_escapes(user)?;
    }
    Ok(host)
}

fn check_host(host: &str) -> Result<(), String> {
    let port = if host.starts_with('[') {
        let end = host.rfind(']').ok_or("missing ']' in host")?;
        &host[end + 1..]
    } else {
        host.rfind(':').map_or("", |at| &host[at..])
    };
    let digits = port.strip_prefix(':');
    if !port.is_empty() && !digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(format!("invalid port {} after host", go_quote(port)));
    }
    check_host_characters(host)
}

/// Go's `unescape` of a host: only bytes above ASCII may be escaped, and `%25` before a zone.
fn check_host_characters(host: &str) -> Result<(), String> {
    let bytes = host.as_bytes();
    let zone = if host.starts_with('[') { host.find("%25") } else { None };
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'%' {
            let escape = escape_at(host, at)?;
            let in_zone = zone.is_some_and(|zone| at >= zone);
            if !in_zone && escape.as_bytes()[1] < b'8' && escape != "%25" {
                return Err(format!("invalid URL escape {}", go_quote(escape)));
            }
            at += 3;
            continue;
        }
        let allowed =
            byte >= 0x80 || byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte);
        if !allowed {
            return Err(format!("invalid character {} in host name", go_quote(&host[at..=at])));
        }
        at += 1;
    }
    Ok(())
}

/// The escape `%xx` at an offset.
fn escape_at(text: &str, at: usize) -> Result<&str, String> {
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    if is_hex(at + 1) && is_hex(at + 2) {
        return Ok(&text[at..at + 3]);
    }
    let end = text.ceil_char_boundary((at + 3).min(text.len()));
    Err(format!("invalid URL escape {}", go_quote(&text[at..end])))
}

fn check_escapes(text: &str) -> Result<(), String> {
    text.match_indices('%').try_for_each(|(at, _)| escape_at(text, at).map(|_| ()))
}

impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = super::value::own_text(deserializer, "*config.URL")?;
        parse_url(&text).map_err(de::Error::custom)?;
        Ok(Self(text))
    }
}

impl GoType for Url {
    const NAME: &'static str = "string";
}

impl JsonSchema for Url {
    fn schema_name() -> Cow<'static, str> {
        "Url".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
}
