//! What is known of names from packs: those that come along, and those of the user.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::packs::{EXPORTERS, Expected, Exporter, NAMES, Pack, Runtime};

/// What is known of labels and metrics by their names.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    labels: HashMap<String, Expected>,
    runtimes: Vec<Runtime>,
}

/// Packs of the user, which count beside those that come along.
#[derive(Clone, Debug, Default)]
pub struct Packs(Arc<[Pack]>);

static OURS: LazyLock<Arc<Knowledge>> = LazyLock::new(|| {
    let packs = NAMES.into_iter().filter_map(|text| Pack::read(text).ok());
    Arc::new(packs.fold(Knowledge::default(), Knowledge::with))
});

impl Knowledge {
    /// What comes along.
    pub fn ours() -> Arc<Self> {
        Arc::clone(&OURS)
    }

    /// The same with a pack, which wins where both say something of a name.
    ///
    /// ```
    /// use scrapelint::cardinality::{Expected, Knowledge, Pack};
    ///
    /// let pack = Pack::read("about: Us\nlabels:\n- names: [basket]\n  values: unbounded\n").unwrap();
    /// let knowledge = Knowledge::clone(&Knowledge::ours()).with(pack);
    /// assert_eq!(knowledge.expected("basket"), Expected::Unbounded);
    /// ```
    #[must_use]
    pub fn with(mut self, pack: Pack) -> Self {
        for label in pack.labels {
            self.labels.extend(label.names.into_iter().map(|name| (name.to_lowercase(), label.values)));
        }
        self.runtimes.splice(..0, pack.runtimes);
        self
    }

    /// How many values a label of this name is expected to have.
    pub fn expected(&self, name: &str) -> Expected {
        let lower = name.to_lowercase();
        if let Some(known) = self.labels.get(&lower) {
            return *known;
        }
        // `userId`, but not `valid` or `grid`.
        let ends_like_id = ["_id", "_uid", "_guid", "uuid"].iter().any(|end| lower.ends_with(end))
            || name.ends_with("Id")
            || name.ends_with("ID")
            || lower == "id";
        if ends_like_id { Expected::Id } else { Expected::Unknown }
    }

    /// Whose runtime a metric is about, if it is.
    pub fn runtime_of(&self, metric: &str) -> Option<&str> {
        let mut of =
            self.runtimes.iter().filter(|it| it.prefixes.iter().any(|prefix| metric.starts_with(&**prefix)));
        of.next().map(|it| &*it.of)
    }
}

impl Packs {
    /// What is known with them of labels and metrics.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        if self.0.is_empty() {
            return Knowledge::ours();
        }
        Arc::new(self.0.iter().cloned().fold(Knowledge::clone(&OURS), Knowledge::with))
    }

    /// The exporters that are known, those of the user first.
    pub fn exporters(&self) -> impl Iterator<Item = &Exporter> {
        static OURS: LazyLock<Vec<Exporter>> =
            LazyLock::new(|| Pack::read(EXPORTERS).map_or_else(|_| Vec::new(), |pack| pack.exporters));
        self.0.iter().flat_map(|pack| &pack.exporters).chain(&*OURS)
    }
}

impl FromIterator<Pack> for Packs {
    fn from_iter<I: IntoIterator<Item = Pack>>(packs: I) -> Self {
        Self(packs.into_iter().collect())
    }
}

/// Whose runtime a metric is about, if that is known here.
pub fn runtime_of(metric: &str) -> Option<&'static str> {
    OURS.runtime_of(metric)
}

/// What the names of metrics of a runtime begin with.
pub fn runtime_prefixes(of: &str) -> &'static [String] {
    OURS.runtimes.iter().find(|it| it.of == of).map_or(&[], |it| &it.prefixes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_something() {
        let knowledge = Knowledge::ours();
        for (name, values) in [
            ("le", Expected::Bounded),
            ("kernelVersion", Expected::Bounded),
            ("instance", Expected::Few),
            ("user_id", Expected::Unbounded),
            ("tenantId", Expected::Id),
            ("id", Expected::Id),
            ("grid", Expected::Unknown),
            ("pod", Expected::Unknown),
        ] {
            assert_eq!(knowledge.expected(name), values, "{name}");
        }
        assert_eq!(runtime_of("go_goroutines"), Some("Go"));
        assert_eq!(runtime_of("gopher_count"), None);
    }

    #[test]
    fn what_a_user_says_wins() {
        let text = "about: Ours\nlabels:\n- names: [Instance]\n  values: bounded\nruntimes:\n- of: us\n  prefixes: [go_]\n";
        let knowledge = Knowledge::clone(&Knowledge::ours()).with(Pack::read(text).unwrap());
        assert_eq!(knowledge.expected("instance"), Expected::Bounded);
        assert_eq!(knowledge.runtime_of("go_goroutines"), Some("us"));
        assert_eq!(knowledge.runtime_of("python_info"), Some("Python"));
    }
}
