//! Secrets among the labels of targets.

use crate::config::is_secret_key;
use crate::lint::REDACTED;
use crate::relabel::Labels;

/// Values this short are common by chance; they are replaced as values of their own labels only.
const SHORT: usize = 4;

/// Replaces the secrets among the labels that a configuration gives to targets, wherever relabeling carries them:
/// values of labels that are named like secrets, such as `__param_token`, and the user information of URLs.
#[derive(Clone, Debug, Default)]
pub struct Redactor {
    secrets: Vec<String>,
}

impl Redactor {
    /// For what the configuration gives.
    pub fn new<'l>(labels: impl IntoIterator<Item = &'l Labels>) -> Self {
        let labels = labels.into_iter().flat_map(Labels::iter);
        let mut secrets: Vec<String> = labels
            .filter(|(name, value)| is_secret_label(name) && value.len() >= SHORT)
            .map(|(_, value)| value.to_owned())
            .collect();
        // Longer ones first, for one may be part of another.
        secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        Self { secrets }
    }

    /// Text with the secrets in it replaced.
    pub fn text(&self, text: &str) -> String {
        let replaced =
            self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED));
        without_user_information(replaced)
    }

    /// A URL with the secrets in it replaced, escaped ones too.
    pub fn url(&self, url: &str) -> String {
        let Some((before, query)) = url.split_once('?') else { return self.text(url) };
        let parameters = query.split('&').map(|parameter| match parameter.split_once('=') {
            Some((name, _)) if is_secret_label(name) => format!("{name}={REDACTED}"),
            _ => parameter.to_owned(),
        });
        self.text(&format!("{before}?{}", parameters.collect::<Vec<_>>().join("&")))
    }

    /// A label's value, if it may be shown.
    pub(super) fn value(&self, name: &str, value: &str) -> String {
        if !self.secrets.is_empty() && is_secret_label(name) && !value.is_empty() {
            return REDACTED.to_owned();
        }
        self.text(value)
    }

    /// Labels with the secrets in them replaced.
    pub fn labels(&self, labels: &Labels) -> Labels {
        labels.iter().map(|(name, value)| (name, self.value(name, value))).collect()
    }
}

/// Whether a target's label holds a secret, by its name.
fn is_secret_label(name: &str) -> bool {
    let name = name.strip_prefix("__param_").unwrap_or(name);
    // `key` alone is a key of the configuration that holds a secret, but no such label.
    name != "key" && !name.starts_with("__meta_") && is_secret_key(name)
}

fn without_user_information(text: String) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text };
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..authority].rfind('@') {
        Some(at) => format!("{scheme}://{REDACTED}{}", &rest[at..]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_replaced_wherever_they_went() {
        let labels = Labels::from_iter([
            ("__param_token", "hunter2hunter2"),
            ("__param_module", "http_2xx"),
            ("__address__", "a:80"),
        ]);
        let redactor = Redactor::new([&labels]);
        assert_eq!(redactor.text("x;hunter2hunter2;y"), "x;<redacted>;y");
        assert_eq!(redactor.labels(&labels).get("__param_token"), "<redacted>");
        assert_eq!(redactor.labels(&labels).get("__param_module"), "http_2xx");
        let url = "http://user:pass@a:80/probe?module=http_2xx&token=hunter2hunter2";
        assert_eq!(redactor.url(url), "http://<redacted>@a:80/probe?module=http_2xx&token=<redacted>");
    }
}
