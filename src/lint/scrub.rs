//! Takes secrets out of messages: Prometheus's own texts quote the value they object to.

use crate::finding::Finding;
use crate::source::Span;

/// What stands in a secret's place.
pub const REDACTED: &str = "<redacted>";

/// Takes the secrets at a finding's place, or within it, out of its words.
pub(super) fn scrub_finding(text: &str, secrets: &[Span], finding: &mut Finding) {
    let near = near(secrets, finding.primary.span);
    if near.is_empty() {
        return;
    }
    let texts = [
        Some(&mut finding.message),
        Some(&mut finding.primary.text),
        finding.note.as_mut(),
        finding.help.as_mut(),
    ];
    for words in texts.into_iter().flatten() {
        scrub(text, near, words);
    }
}

/// Takes the secrets at any of these places out of a text.
pub(super) fn scrub_error(
    text: &str,
    secrets: &[Span],
    places: impl IntoIterator<Item = Span>,
    words: &mut String,
) {
    for place in places {
        scrub(text, near(secrets, place), words);
    }
}

/// The secrets that overlap a place.
fn near(secrets: &[Span], place: Span) -> &[Span] {
    let from = secrets.partition_point(|secret| secret.end <= place.start);
    let to = secrets.partition_point(|secret| secret.start < place.end.max(place.start + 1));
    secrets.get(from..to).unwrap_or(&[])
}

/// Takes these secrets out of a text.
pub(super) fn scrub(text: &str, secrets: &[Span], words: &mut String) {
    for secret in secrets {
        let written = &text[secret.range()];
        let plain = written.trim_matches(['"', '\'']);
        if plain.is_empty() {
            continue;
        }
        // go-yaml shows the first seven bytes of a long value (yaml.v2, `terror`).
        let cut =
            (plain.len() > 10).then(|| String::from_utf8_lossy(&plain.as_bytes()[..7]).into_owned() + "...");
        for shown in [Some(plain), cut.as_deref()].into_iter().flatten() {
            replace(words, shown);
        }
    }
}

/// Replaces a secret in some words. A short one counts only where it stands alone: `t` is part of many words.
fn replace(words: &mut String, secret: &str) {
    const SHORT: usize = 6;
    let is_part_of_word = |at: usize| {
        let before = words[..at].chars().next_back();
        let after = words[at + secret.len()..].chars().next();
        before.into_iter().chain(after).any(char::is_alphanumeric)
    };
    let found: Vec<usize> = words
        .match_indices(secret)
        .map(|(at, _)| at)
        .filter(|&at| secret.len() >= SHORT || !is_part_of_word(at))
        .collect();
    for at in found.into_iter().rev() {
        words.replace_range(at..at + secret.len(), REDACTED);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::source::Source;

    #[test]
    fn a_short_secret_does_not_tear_words_apart() {
        let mut words = "a timeout of t seconds, not 't'".to_owned();
        super::replace(&mut words, "t");
        assert_eq!(words, "a timeout of <redacted> seconds, not '<redacted>'");
    }

    #[test]
    fn no_message_holds_a_secret() {
        for yaml in [
            "scrape_configs:\n- job_name: a\n  basic_auth: {password: [hunter2hunter2]}\n",
            "scrape_configs:\n- job_name: a\n  http_sd_configs: [{url: 'ftp://u:hunter2@h'}]\n",
            "remote_write:\n- url: 'http://u:hunter2@h:x/'\n",
            "scrape_configs:\n- job_name: a\n  basic_auth: {password: a, honor_token: hunter2}\n  enable_http2: 'x'\n",
            "scrape_configs:\n- job_name: a\n  authorization: hunter2hunter2\n",
            "scrape_configs:\n- job_name: a\n  basic_auth: {password: \"hunter2\\\\q\"}\n",
        ] {
            let report = check(Source::new("prometheus.yml", yaml), &Options::default());
            let said = format!("{:?} {:?}", report.findings, report.prometheus_error);
            assert!(!report.findings.is_empty(), "{yaml}");
            assert!(!said.contains("hunter2"), "{yaml}: {said}");
        }
    }
}
