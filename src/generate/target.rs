//! Targets as they are typed.

/// An address, with `port` where it has none.
///
/// # Errors
/// What is wrong with it, and what to write.
pub(super) fn address(typed: &str, port: Option<&str>) -> Result<String, String> {
    if let Some((scheme, rest)) = typed.split_once("://") {
        let host = rest.split('/').next().unwrap_or_default();
        return Err(format!(
            "`{typed}` is a URL; write `{host}`, and `--scheme {scheme}` unless that is what it has"
        ));
    }
    if typed.contains('/') {
        return Err(format!("`{typed}` has a path; write host and port, and `--metrics-path` for the rest"));
    }
    if typed.is_empty() || typed.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(format!("{typed:?} is no host"));
    }
    let (host, own) = split(typed)?;
    match own.or(port) {
        Some(port)
            if port.parse::<u16>().is_ok_and(|port| port > 0)
                && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            Ok(format!("{host}:{port}"))
        }
        Some(port) => Err(format!("`{port}` is no port; there are 1 to 65535")),
        None => Err(format!("`{typed}` has no port, and the preset knows none; write `{host}:PORT`")),
    }
}

/// Host and port; the host with its brackets.
fn split(typed: &str) -> Result<(&str, Option<&str>), String> {
    if typed.starts_with('[') {
        let Some(end) = typed.find(']') else { return Err(format!("`{typed}` lacks its closing bracket")) };
        let (host, rest) = typed.split_at(end + 1);
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(format!("`{typed}` has something between bracket and port")),
        };
    }
    match typed.split_once(':') {
        Some((_, port)) if port.contains(':') => {
            Err(format!("`{typed}` is an IPv6 address; write it in brackets: `[{typed}]`"))
        }
        Some(("", _)) => Err(format!("`{typed}` has no host")),
        Some((host, port)) => Ok((host, Some(port))),
        None => Ok((typed, None)),
    }
}

/// The host of an address or URL, without its port.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('/').next().unwrap_or_default();
    match rest.find(']') {
        Some(end) => &rest[..=end],
        None => rest.split(':').next().unwrap_or_default(),
    }
}

/// The port of an address.
pub(super) fn port(address: &str) -> Option<&str> {
    let after_host = address.strip_prefix(host(address))?;
    after_host.strip_prefix(':').filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a host is the very machine or container that asks for it.
pub(super) fn is_local(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_filled_in() {
        assert_eq!(address("web", Some("8000")).unwrap(), "web:8000");
        assert_eq!(address("web:81", Some("8000")).unwrap(), "web:81");
        assert_eq!(address("[::1]", Some("9100")).unwrap(), "[::1]:9100");
        assert_eq!(address("[::1]:80", None).unwrap(), "[::1]:80");
    }

    #[test]
    fn what_is_no_address_is_told() {
        for (typed, told) in [
            ("http://web:8000/metrics", "write `web:8000`"),
            ("web/metrics", "--metrics-path"),
            ("", "no host"),
            ("a b", "no host"),
            (":80", "no host"),
            ("::1", "in brackets"),
            ("[::1", "closing bracket"),
            ("[::1]x", "between"),
            ("web:0", "no port"),
            ("web:65536", "no port"),
            ("web:+1", "no port"),
            ("web:http", "no port"),
            ("web", "has no port"),
        ] {
            let error = address(typed, None).unwrap_err();
            assert!(error.contains(told), "{typed}: {error}");
        }
    }

    #[test]
    fn hosts_are_taken_out() {
        assert_eq!(host("https://example.com:8443/x"), "example.com");
        assert_eq!(host("[2001:db8::1]:9100"), "[2001:db8::1]");
        assert_eq!(port("[2001:db8::1]:9100"), Some("9100"));
        assert_eq!(port("https://example.com/"), None);
        assert!(is_local(host("127.0.0.1:80")) && !is_local("web"));
    }
}
