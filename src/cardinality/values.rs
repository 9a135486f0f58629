//! What a label's value looks like, by itself.

use std::net::{IpAddr, SocketAddr};

use schemars::JsonSchema;
use serde::Serialize;

/// A pattern of values that tell single things or moments apart, of which there is no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// `8da420b7-b1c1-11e8-96f8-529269fb1459`
    Uuid,
    /// Twelve or more hexadecimal digits.
    Hash,
    /// Digits alone.
    Number,
    /// A path or URL with a number, a UUID or the like as one of its parts.
    PathWithId,
    /// Another text that holds a UUID or a hash.
    TextWithId,
    /// `someone@example.org`
    Email,
    /// An IP address.
    Ip,
    /// An IP address with a port.
    IpAndPort,
    /// A date, or seconds or milliseconds since 1970.
    Timestamp,
    /// Random characters: a session, a key, a JSON Web Token.
    Token,
    /// A sentence, a query, an error message.
    FreeText,
}

impl Class {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Uuid,
        Self::Hash,
        Self::Number,
        Self::PathWithId,
        Self::TextWithId,
        Self::Email,
        Self::Ip,
        Self::IpAndPort,
        Self::Timestamp,
        Self::Token,
        Self::FreeText,
    ];

    /// What several such values are called.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Uuid => "UUIDs",
            Self::Hash => "hashes",
            Self::Number => "numbers",
            Self::PathWithId => "paths with IDs in them",
            Self::TextWithId => "texts with IDs in them",
            Self::Email => "e-mail addresses",
            Self::Ip => "IP addresses",
            Self::IpAndPort => "IP addresses with ports",
            Self::Timestamp => "points in time",
            Self::Token => "random tokens",
            Self::FreeText => "free text",
        }
    }

    /// The class of a value, if it is of one.
    ///
    /// ```
    /// use scrapelint::cardinality::Class;
    ///
    /// assert_eq!(Class::of("8da420b7-b1c1-11e8-96f8-529269fb1459"), Some(Class::Uuid));
    /// assert_eq!(Class::of("/api/user/123"), Some(Class::PathWithId));
    /// assert_eq!(Class::of("/api/user/{id}"), None);
    /// ```
    pub fn of(value: &str) -> Option<Self> {
        let kinds = Kinds::of(value);
        if kinds.digits == value.len() {
            return match value.len() {
                0 => None,
                _ if is_epoch(value) => Some(Self::Timestamp),
                _ => Some(Self::Number),
            };
        }
        // What has no digit, no `@` and no blank holds no ID: most values.
        if kinds.digits == 0 && !kinds.has_at && kinds.blanks == 0 {
            return None;
        }
        if value.contains("sha256:") {
            // The digest of an image: there are as many as images.
            return None;
        }
        if is_uuid(value) {
            return Some(Self::Uuid);
        }
        if is_hash(value, SHORTEST_HASH) {
            return Some(Self::Hash);
        }
        if let Some(class) = address(value) {
            return Some(class);
        }
        if is_date(value) {
            return Some(Self::Timestamp);
        }
        if kinds.has_at && is_email(value) {
            return Some(Self::Email);
        }
        if let Some(path) = path(value) {
            return has_id_part(path).then_some(Self::PathWithId);
        }
        if holds_id(value) {
            return Some(Self::TextWithId);
        }
        if is_token(value, &kinds) {
            return Some(Self::Token);
        }
        (kinds.blanks >= BLANKS_OF_A_SENTENCE && value.len() >= SHORTEST_SENTENCE).then_some(Self::FreeText)
    }
}

/// Shorter ones are revisions and parts of names.
const SHORTEST_HASH: usize = 12;
/// Within other text, where words are in the way.
const SHORTEST_INNER_HASH: usize = 16;
const SHORTEST_TOKEN: usize = 20;
const BLANKS_OF_A_SENTENCE: usize = 4;
const SHORTEST_SENTENCE: usize = 24;

/// How many characters of which kind a value has.
struct Kinds {
    digits: usize,
    lower: usize,
    upper: usize,
    blanks: usize,
    has_at: bool,
    /// Anything but letters, digits, `-`, `_` and `=`.
    has_other: bool,
}

impl Kinds {
    fn of(value: &str) -> Self {
        let mut kinds = Self { digits: 0, lower: 0, upper: 0, blanks: 0, has_at: false, has_other: false };
        for byte in value.bytes() {
            match byte {
                b'0'..=b'9' => kinds.digits += 1,
                b'a'..=b'z' => kinds.lower += 1,
                b'A'..=b'Z' => kinds.upper += 1,
                b' ' | b'\n' | b'\t' => {
                    kinds.blanks += 1;
                    kinds.has_other = true;
                }
                b'-' | b'_' | b'=' => {}
                b'@' => {
                    kinds.has_at = true;
                    kinds.has_other = true;
                }
                _ => kinds.has_other = true,
            }
        }
        kinds
    }
}

/// Seconds or milliseconds from 2014 to 2033.
fn is_epoch(digits: &str) -> bool {
    matches!(digits.len(), 10 | 13) && matches!(digits.as_bytes(), [b'1', b'4'..=b'9', ..])
}

fn is_uuid(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Hexadecimal digits of one case, figures and letters among them.
fn is_hash(value: &str, shortest: usize) -> bool {
    let bytes = value.as_bytes();
    bytes.len() >= shortest
        && bytes.iter().all(u8::is_ascii_hexdigit)
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes.iter().any(u8::is_ascii_alphabetic)
        && !(bytes.iter().any(u8::is_ascii_lowercase) && bytes.iter().any(u8::is_ascii_uppercase))
}

fn address(value: &str) -> Option<Class> {
    if !value.starts_with(|c: char| c.is_ascii_hexdigit() || matches!(c, '[' | ':')) {
        return None;
    }
    if value.parse::<IpAddr>().is_ok() {
        return Some(Class::Ip);
    }
    value.parse::<SocketAddr>().is_ok().then_some(Class::IpAndPort)
}

/// `2024-05-01`, and whatever time stands behind.
fn is_date(value: &str) -> bool {
    let Some(date) = value.as_bytes().first_chunk::<10>() else { return false };
    let is_shaped = date.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let is_over = matches!(value.as_bytes().get(10), None | Some(b'T' | b' ' | b't'));
    is_shaped && is_over && matches!(&date[..2], b"19" | b"20")
}

fn is_email(value: &str) -> bool {
    let Some((user, host)) = value.split_once('@') else { return false };
    let is_plain = |text: &str, extra: &[char]| {
        !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || extra.contains(&c))
    };
    is_plain(user, &['.', '_', '-', '+', '%', '\''])
        && is_plain(host, &['.', '-'])
        && host.rsplit_once('.').is_some_and(|(name, top)| {
            !name.is_empty() && top.len() >= 2 && top.chars().all(char::is_alphabetic)
        })
}

/// The path in a value that is one, maybe with a method before it, or a URL.
fn path(value: &str) -> Option<&str> {
    let value = match value.split_once(' ') {
        Some((method, rest)) if !method.is_empty() && method.bytes().all(|it| it.is_ascii_uppercase()) => {
            rest
        }
        _ => value,
    };
    if value.starts_with('/') {
        return Some(value);
    }
    let (_, rest) = value.split_once("://")?;
    Some(rest.find('/').map_or("", |at| &rest[at..]))
}

fn has_id_part(path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut values = query.split('&').filter_map(|parameter| parameter.split_once('='));
    let mut before = "";
    let in_path = path.split('/').any(|part| {
        // `/rest/api/2/search`
        let is_version = part.len() <= 2 && ["api", "rest", "v", "version"].contains(&before);
        before = part;
        !is_version && is_id_part(part)
    });
    in_path || values.any(|(_, value)| is_id_part(value))
}

fn is_id_part(part: &str) -> bool {
    if part.is_empty() {
        return false;
    }
    let kinds = Kinds::of(part);
    kinds.digits == part.len() || is_token(part, &kinds) || is_hash(part, SHORTEST_HASH) || holds_id(part)
}

/// Whether a UUID or a hash stands somewhere in a text.
fn holds_id(text: &str) -> bool {
    let mut rest = text;
    // A UUID is found where it begins: its first eight digits end in a dash.
    while let Some(at) = rest.find('-') {
        let start = at.checked_sub(8);
        if start.and_then(|start| rest.get(start..start + 36)).is_some_and(is_uuid) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| is_hash(run, SHORTEST_INNER_HASH))
}

/// Characters without a pattern, as far as that can be told.
fn is_token(value: &str, kinds: &Kinds) -> bool {
    const KEYS: [&str; 9] = ["eyJ", "ghp_", "gho_", "ghs_", "glpat-", "xoxb-", "xoxp-", "AKIA", "sk_live_"];
    let length = value.len();
    if length < SHORTEST_TOKEN {
        return false;
    }
    if KEYS.iter().any(|key| value.starts_with(key)) && kinds.blanks == 0 && kinds.digits > 0 {
        return true;
    }
    if kinds.has_other {
        return false;
    }
    // ULIDs: 26 digits of a base of 32, beginning with the time.
    if length == 26 && kinds.lower == 0 && kinds.digits >= 6 && value.starts_with("01") {
        return kinds.digits + kinds.upper == length;
    }
    // Words have few figures, and those at their end; names have dashes between their words.
    let marks = length - kinds.digits - kinds.lower - kinds.upper;
    marks <= length / 10 && kinds.lower >= 3 && kinds.upper >= 3 && runs_of_digits(value) >= 3
}

fn runs_of_digits(value: &str) -> usize {
    value.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::Class;

    #[test]
    fn values_of_each_class() {
        for (class, values) in [
            (
                Class::Uuid,
                &["8da420b7-b1c1-11e8-96f8-529269fb1459", "AFFE460D-8C22-5514-A37E-C44E90887645"][..],
            ),
            (Class::Hash, &["6bd9fc80146d49a09d27134868c6660b", "507f1f77bcf86cd799439011", "3dff2e070901"]),
            (Class::Number, &["0", "123", "12824572", "1541815603606036480"]),
            (
                Class::PathWithId,
                &[
                    "/api/user/123",
                    "/api/order/00a87657-6db0-4606-8681-a51c22c476d2/items",
                    "https://shop.example/items?id=77",
                    "GET /users/5",
                    "/kubepods/besteffort/pod8da420b7-b1c1-11e8-96f8-529269fb1459",
                    "/system.slice/docker-5fd7cef3216d77090cf831e4.scope",
                ],
            ),
            (
                Class::TextWithId,
                &["k8s_POD_canal_8da420b7-b1c1-11e8-96f8-529269fb1459_0", "session:5fd7cef3216d77090cf831e4"],
            ),
            (Class::Email, &["jo@example.org", "jo.doe+x@mail.example.org"]),
            (Class::Ip, &["10.42.0.122", "::1", "fe80::1"]),
            (Class::IpAndPort, &["10.42.0.122:8080", "[::1]:6443"]),
            (Class::Timestamp, &["1700000000", "1700000000123", "2024-05-01", "2023-06-15T00:36:28Z"]),
            (
                Class::Token,
                &["eyJhbGciOiJIUzI1NiJ9.e30.abc1", "V1StGXR8Z5jdHi6BmyT9a", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
            ),
            (Class::FreeText, &["dial tcp: lookup db: no such host", "SELECT name FROM users WHERE age > 7"]),
        ] {
            for value in values {
                assert_eq!(Class::of(value), Some(class), "{value}");
            }
        }
    }

    #[test]
    fn values_of_no_class() {
        for value in [
            "",
            "GET",
            "/",
            "/api/user/{id}",
            "/api/v1/users",
            "/rest/api/2/search",
            "/dev/vda1",
            "eth0",
            "http://10.0.0.1:9093/api/v2/alerts",
            "10.96.0.0/16",
            "linux/amd64",
            "5bda17e",
            "bitnami/postgresql@sha256:5fd7cef3216d77090cf831e4ac8ef6d6",
            "frontend-5b6fd9699f-2shn6",
            "APIPriorityAndFairness2",
            "#1 SMP",
            "v1.2.3",
            "0.99",
            "+Inf",
            "é".repeat(30).as_str(),
            "a@b",
            "deadbeefcafe",
        ] {
            assert_eq!(Class::of(value), None, "{value}");
        }
    }
}
