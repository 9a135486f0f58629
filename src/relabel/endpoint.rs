//! Where a request goes, printed as Go prints a URL that was put together from parts (net/url, `URL.String`).

use std::fmt::{self, Write as _};

use crate::yaml::go_quote;

/// The parts of a URL, none of them escaped but the query.
pub(super) struct Endpoint<'l> {
    pub(super) scheme: &'l str,
    pub(super) host: &'l str,
    pub(super) path: &'l str,
    pub(super) query: &'l str,
}

/// Characters that stay as they are, beside letters, digits and `-_.~` (net/url, `shouldEscape`).
const IN_HOST: &[u8] = br#"!$&'()*+,;=:[]<>""#;
const IN_PATH: &[u8] = b"$&+,/:;=@";
const IN_QUERY: &[u8] = b"";

fn write_escaped(out: &mut impl fmt::Write, text: &str, kept: &[u8]) -> fmt::Result {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || kept.contains(&byte) {
            out.write_char(char::from(byte))?;
        } else {
            write!(out, "%{byte:02X}")?;
        }
    }
    Ok(())
}

impl fmt::Display for Endpoint<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scheme, host, path, query } = *self;
        if !scheme.is_empty() {
            write!(formatter, "{scheme}:")?;
        }
        if !host.is_empty() || (!scheme.is_empty() && !path.is_empty()) {
            formatter.write_str("//")?;
        }
        write_escaped(formatter, host, IN_HOST)?;
        if !host.is_empty() && !path.is_empty() && !path.starts_with('/') {
            formatter.write_char('/')?;
        }
        let starts_with_colon = |path: &str| path.split('/').next().is_some_and(|part| part.contains(':'));
        if scheme.is_empty() && host.is_empty() && starts_with_colon(path) {
            formatter.write_str("./")?;
        }
        if path == "*" {
            formatter.write_char('*')?;
        } else {
            write_escaped(formatter, path, IN_PATH)?;
        }
        if !query.is_empty() {
            write!(formatter, "?{query}")?;
        }
        Ok(())
    }
}

/// A query from parameters sorted by name (net/url, `Values.Encode`).
pub(super) fn query<'p, V>(parameters: impl IntoIterator<Item = (&'p str, V)>) -> String
where
    V: IntoIterator<Item = &'p str>,
{
    let mut query = String::new();
    for (name, values) in parameters {
        for value in values {
            if !query.is_empty() {
                query.push('&');
            }
            push_component(&mut query, name);
            query.push('=');
            push_component(&mut query, value);
        }
    }
    query
}

fn push_component(query: &mut String, text: &str) {
    for (at, part) in text.split(' ').enumerate() {
        if at > 0 {
            query.push('+');
        }
        // Writing to a string cannot fail.
        _ = write_escaped(query, part, IN_QUERY);
    }
}

/// Refuses an address that is more than host and port (config/config.go, `CheckTargetAddress`).
pub(super) fn check_address(address: &str) -> Result<(), String> {
    if address.contains('/') {
        return Err(format!("{} is not a valid hostname", go_quote(address)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_printed_as_go_prints_them() {
        for ((scheme, host, path), url) in [
            (("http", "a:80", "/metrics"), "http://a:80/metrics"),
            (("http", "a:80", "metrics"), "http://a:80/metrics"),
            (("https", "[::1]:9100", ""), "https://[::1]:9100"),
            (("", "a", "/x"), "//a/x"),
            (("http", "a b%", "/p q?x=1#y"), "http://a%20b%25/p%20q%3Fx=1%23y"),
            (("http", "ü", "/é!"), "http://%C3%BC/%C3%A9%21"),
            (("http", "a", "*"), "http://a/*"),
            (("http", "a", "/*"), "http://a/%2A"),
            (("http", "", "/api"), "http:///api"),
            (("", "", "a:b/c"), "./a:b/c"),
            (("http", "", ""), "http:"),
        ] {
            assert_eq!(Endpoint { scheme, host, path, query: "" }.to_string(), url);
        }
    }

    #[test]
    fn queries_are_encoded_as_go_encodes_them() {
        let parameters =
            [("a b", vec!["x&y", ""]), ("module", vec!["http_2xx"]), ("none", vec![]), ("ü", vec!["*~"])];
        assert_eq!(query(parameters), "a+b=x%26y&a+b=&module=http_2xx&%C3%BC=%2A~");
    }
}
