//! Ports of a service.

/// A port that a container listens on, and the one on the machine that leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Port {
    pub(super) container: u16,
    pub(super) published: Option<u16>,
}

/// The most ports that are read of a range.
const MAX_RANGE: u16 = 100;

/// The ports of `[[IP:]PUBLISHED:]CONTAINER[/PROTOCOL]`, each of which may be a range. Empty for what is none, and for UDP.
pub(super) fn short(text: &str) -> Vec<Port> {
    let (address, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    if protocol != "tcp" {
        return Vec::new();
    }
    let (before, container) = address.rsplit_once(':').unwrap_or(("", address));
    let published = before.rsplit(':').next().unwrap_or_default();
    pair(container, published)
}

/// Container ports with those on the machine, in pairs where there are as many.
pub(super) fn pair(container: &str, published: &str) -> Vec<Port> {
    let published = range(published);
    let container = range(container);
    let has_pairs = published.len() == container.len();
    let at = |at: usize| if has_pairs { published.get(at).copied() } else { None };
    let ports = container.iter().enumerate();
    ports.map(|(i, &container)| Port { container, published: at(i) }).collect()
}

fn range(text: &str) -> Vec<u16> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last && last - first < MAX_RANGE => (first..=last).collect(),
        _ => Vec::new(),
    }
}

/// A port number.
pub(super) fn number(text: &str) -> Option<u16> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&port| is_number && port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_in_all_forms() {
        let read = |text: &str| -> Vec<(u16, Option<u16>)> {
            short(text).iter().map(|port| (port.container, port.published)).collect()
        };
        assert_eq!(read("8000"), [(8000, None)]);
        assert_eq!(read("8001:8000"), [(8000, Some(8001))]);
        assert_eq!(read("127.0.0.1:8001:8000/tcp"), [(8000, Some(8001))]);
        assert_eq!(read("[::1]:81:80"), [(80, Some(81))]);
        assert_eq!(read("127.0.0.1::80"), [(80, None)]);
        assert_eq!(read("91-92:81-82"), [(81, Some(91)), (82, Some(92))]);
        assert_eq!(read("8000-8010:80"), [(80, None)]);
        for none in ["", "53:53/udp", "${PORT}", "0", "70000", "9-1", "1-60000", "+1", "a:b"] {
            assert_eq!(read(none), [], "{none}");
        }
    }
}
