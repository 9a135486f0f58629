//! Where things are: files in a repository, rules on the web.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::rules::Rule;
use crate::settings::Root;

/// The pages of the rules. Each is `CATEGORY/RULE.md` below it.
pub const RULE_PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/rules");

/// What a path of a URI is made of, but for its `%XX`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The address of a rule's page.
pub fn rule_url(rule: &Rule) -> String {
    format!("{RULE_PAGES}/{}/{}.md", rule.category, rule.name)
}

/// A path as seen from the root of the repository, which is how CI systems name files; standard input keeps its name.
pub(super) fn seen_from(root: &Root, path: &str) -> String {
    if path == "-" { path.to_owned() } else { root.relative(path) }
}

/// The URI of a file: relative to the root, or absolute for one that is not below it.
pub(super) enum FileUri {
    /// Relative to the root.
    Relative(String),
    /// `file:///…`.
    Absolute(String),
}

impl FileUri {
    pub(super) fn new(root: &Root, path: &str) -> Self {
        let relative = seen_from(root, path);
        if !relative.starts_with("../") {
            return Self::Relative(escaped(&relative));
        }
        let path = Root::new("/", root.current()).relative(path);
        Self::Absolute(format!("file:///{}", escaped(&path)))
    }
}

fn escaped(path: &str) -> String {
    utf8_percent_encode(path, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn files_below_the_root_are_relative() {
        let root = Root::new("/repo", "/repo/a b");
        let uri = |path| match FileUri::new(&root, path) {
            FileUri::Relative(uri) | FileUri::Absolute(uri) => uri,
        };
        assert_eq!(uri("x:é.yml"), "a%20b/x%3A%C3%A9.yml");
        assert_eq!(uri("../p.yml"), "p.yml");
        assert_eq!(uri("../../p.yml"), "file:///p.yml");
        assert_eq!(uri("-"), "-");
    }

    #[test]
    fn pages_are_in_the_repository() {
        let url = rule_url(find("unknown-key").expect("the rule"));
        assert!(url.starts_with("https://") && url.ends_with("/rules/load/unknown-key.md"), "{url}");
    }
}
