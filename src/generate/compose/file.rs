//! What matters of a compose file.

use super::service::{Service, read_service};
use crate::source::LineIndex;
use crate::yaml::{Document, NodeId, SyntaxError, Value, parse};

/// A compose file.
#[derive(Clone, Debug, Default)]
pub struct Compose {
    pub(super) services: Vec<Service>,
    /// Whether it includes other files.
    pub(super) includes: bool,
}

impl Compose {
    /// Reads a compose file. Merges and anchors count; keys that begin with `x-` do not.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let (document, error) = parse(text);
        if let Some(error) = error {
            return Err(format!("is no YAML: line {}: {}", line(text, &error), error.problem));
        }
        let no_services = "is no compose file: there is no mapping `services` in it";
        let root = document.root().ok_or(no_services)?;
        let services = value(&document, root, "services").ok_or(no_services)?;
        if !matches!(document.value(services), Value::Mapping(_)) {
            return Err(no_services.to_owned());
        }
        let services = document.entries_in_force(services).into_iter().filter_map(|(key, service)| {
            let name = document.scalar(document.resolved(key)?)?;
            let is_extension = name.starts_with("x-");
            (!is_extension).then(|| read_service(&document, name, service))
        });
        Ok(Self { services: services.collect(), includes: value(&document, root, "include").is_some() })
    }

    /// The service of a name.
    pub(super) fn service(&self, name: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.name == name)
    }
}

/// The value of a key, behind aliases; nothing for null.
pub(super) fn value(document: &Document<'_>, mapping: NodeId, key: &str) -> Option<NodeId> {
    let (_, value) = document.entry_in_force(mapping, key)?;
    document.resolved(value).filter(|&value| !document.is_null(value))
}

fn line(text: &str, error: &SyntaxError) -> usize {
    LineIndex::new(text).line(error.span.start as usize) + 1
}
