//! Which labels service discoveries give their targets, beside `__address__`.

use super::meta_labels::PROVIDERS;

/// The labels that one kind of target gets from one service discovery.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Provider {
    /// The key of the service discovery.
    pub(crate) key: &'static str,
    /// Its role; empty where there is only one.
    pub(crate) role: &'static str,
    pub(super) prefix: &'static str,
    /// Names without the prefix, sorted. A `*` at the end stands for what depends on what is found.
    pub(super) labels: &'static [&'static str],
}

impl Provider {
    /// The labels of a service discovery in some role.
    pub(crate) fn of(key: &str, role: &str) -> Option<&'static Self> {
        let key = match (key, role) {
            // The one key for all of AWS has the labels of the single ones.
            ("aws_sd_configs", role) => &format!("{role}_sd_configs"),
            (key, _) => key,
        };
        let same_key = PROVIDERS.iter().skip_while(|provider| provider.key != key);
        let mut same_key = same_key.take_while(|provider| provider.key == key);
        same_key.find(|provider| provider.role == role || provider.role.is_empty())
    }

    /// All of them.
    pub(crate) fn all() -> &'static [Self] {
        PROVIDERS
    }

    /// Whether targets may have this label.
    pub(crate) fn provides(&self, label: &str) -> bool {
        self.pattern_of(label).is_some()
    }

    /// What stands in the list for this label, without the prefix: `pod_label_*` for `__meta_kubernetes_pod_label_app`.
    fn pattern_of(&self, label: &str) -> Option<&'static str> {
        let rest = label.strip_prefix(self.prefix)?;
        self.labels.iter().copied().find(|pattern| match pattern.strip_suffix('*') {
            Some(family) => rest.strip_prefix(family).is_some_and(|name| !name.is_empty()),
            None => *pattern == rest,
        })
    }

    /// The label as discoveries write it, if its name depends on what is found and is not written like that: all but
    /// letters, digits and underscores become `_` there (util/strutil, `SanitizeLabelName`).
    pub(crate) fn sanitized(&self, label: &str) -> Option<String> {
        let is_kept = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if !self.pattern_of(label)?.ends_with('*') || label.chars().all(is_kept) {
            return None;
        }
        Some(label.chars().map(|c| if is_kept(c) { c } else { '_' }).collect())
    }

    /// Whether targets may have a label whose name begins with this.
    pub(crate) fn provides_prefix(&self, start: &str) -> bool {
        if self.prefix.starts_with(start) {
            return true;
        }
        let Some(rest) = start.strip_prefix(self.prefix) else { return false };
        self.labels.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(family) => family.starts_with(rest) || rest.starts_with(family),
            None => pattern.starts_with(rest),
        })
    }

    /// The full names of the labels; those that depend on what is found end in `*`.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.labels.iter().map(|label| format!("{}{label}", self.prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_and_have_names() {
        for provider in PROVIDERS {
            assert!(provider.prefix.starts_with("__meta_") && provider.prefix.ends_with('_'), "{provider:?}");
            assert!(provider.labels.is_sorted() && !provider.labels.is_empty(), "{provider:?}");
        }
        assert!(PROVIDERS.is_sorted_by_key(|provider| (provider.key, provider.role)));
    }

    #[test]
    fn labels_are_found() {
        let pod = Provider::of("kubernetes_sd_configs", "pod").unwrap();
        assert!(pod.provides("__meta_kubernetes_pod_name"));
        assert!(pod.provides("__meta_kubernetes_pod_label_app"));
        assert!(!pod.provides("__meta_kubernetes_pod_label_"));
        assert!(!pod.provides("__meta_kubernetes_node_name"));
        assert_eq!(
            pod.sanitized("__meta_kubernetes_pod_label_app.kubernetes.io/name").as_deref(),
            Some("__meta_kubernetes_pod_label_app_kubernetes_io_name")
        );
        assert_eq!(pod.sanitized("__meta_kubernetes_pod_label_app"), None);
        assert!(pod.provides_prefix("__meta_kubernetes_pod_la") && pod.provides_prefix("__meta_"));
        assert!(!pod.provides_prefix("__meta_kubernetes_service_label_"));
        assert_eq!(Provider::of("aws_sd_configs", "ec2"), Provider::of("ec2_sd_configs", ""));
        assert!(Provider::of("ec2_sd_configs", "").is_some());
    }
}
