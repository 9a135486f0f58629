//! YAML that parses and decodes to nothing.

use super::Words;

pub(super) fn undecodable(text: &str) -> Words {
    let problem = text.strip_prefix("yaml: ").unwrap_or(text);
    if problem.starts_with("map merge requires") {
        return Words::new(
            "the value of `<<` must be a mapping, or a list of mappings",
            "nothing that can be merged",
            "name the anchor of a mapping: `<<: *name`",
        );
    }
    if problem.starts_with("anchor '") {
        return Words::new(
            "an alias stands within the very value that it names",
            "would hold itself",
            "move the alias out of the anchored value, or write the value out",
        );
    }
    if problem.contains("excessive aliasing") {
        return Words::new(
            "aliases repeat so much that Prometheus gives up",
            "repeated once too often",
            "write the values out, or name lists of targets in a file with `file_sd_configs`",
        );
    }
    if problem.starts_with("!!binary") {
        return Words::new(
            "tagged `!!binary`, but not base64",
            "not base64",
            "remove the tag, or write the value in base64",
        );
    }
    Words::new(
        "the tag before this value does not fit it",
        "of another type than its tag says",
        "remove the tag: Prometheus knows itself which type a key has",
    )
}
