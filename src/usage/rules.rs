//! Files of recording and alerting rules: Prometheus's own, those in a `PrometheusRule`, and those that Grafana provisions.

use super::file::{Found, Text};
use crate::yaml::{Document, NodeId, Value, parse};

/// What the rules of a file read.
pub(super) fn read(text: &str) -> Result<Vec<Found>, String> {
    let (document, error) = parse(text);
    if let Some(error) = error {
        return Err(format!(
            "it is no YAML ({}), and so neither a file of rules nor a dashboard",
            error.problem
        ));
    }
    let file = File { document: &document };
    let root = document.root().and_then(|root| document.resolved(root));
    let groups = root.and_then(|root| {
        let in_spec = || file.entry(file.entry(root, "spec")?, "groups");
        file.entry(root, "groups").or_else(in_spec)
    });
    let Some(groups) = groups else {
        return Err("it is neither a file of rules (`groups`) nor a Grafana dashboard in JSON".to_owned());
    };
    let rules = file.items(groups).into_iter().filter_map(|group| file.entry(group, "rules"));
    Ok(rules.flat_map(|rules| file.items(rules)).flat_map(|rule| file.found(rule)).collect())
}

struct File<'d> {
    document: &'d Document<'d>,
}

impl File<'_> {
    fn entry(&self, node: NodeId, key: &str) -> Option<NodeId> {
        let entries = self.document.entries_in_force(node);
        let (_, value) = entries.into_iter().find(|(name, _)| self.document.scalar(*name) == Some(key))?;
        self.document.resolved(value)
    }

    fn items(&self, node: NodeId) -> Vec<NodeId> {
        match self.document.value(node) {
            Value::Sequence(items) => items.iter().filter_map(|&item| self.document.resolved(item)).collect(),
            _ => Vec::new(),
        }
    }

    fn text(&self, node: NodeId, key: &str) -> Option<String> {
        self.document.scalar(self.entry(node, key)?).map(str::to_owned)
    }

    fn found(&self, rule: NodeId) -> Vec<Found> {
        let records = self.text(rule, "record");
        let named = |key: &str| self.text(rule, key).map(|name| format!("alert `{name}`"));
        let place = match &records {
            Some(record) => format!("record `{record}`"),
            None => named("alert").or_else(|| named("title")).unwrap_or_else(|| "a rule".to_owned()),
        };
        let mut found = Vec::new();
        let mut note = |text, records| found.push(Found { place: place.clone(), records, text });
        if let Some(query) = self.text(rule, "expr") {
            note(Text::Query(query), records.clone());
        }
        let data = self.entry(rule, "data").map(|data| self.items(data)).unwrap_or_default();
        for query in data {
            let query = self.entry(query, "model").and_then(|model| self.text(model, "expr"));
            query.into_iter().for_each(|query| note(Text::Query(query), None));
        }
        // Templates may run queries: `{{ with query "up" }}`.
        for key in ["annotations", "labels"] {
            let texts = self.entry(rule, key).map(|node| self.document.entries_in_force(node));
            for (_, text) in texts.unwrap_or_default() {
                let text = self.document.resolved(text).and_then(|text| self.document.scalar(text));
                if let Some(text) = text.filter(|text| text.contains("query")) {
                    note(Text::Words(text.to_owned()), None);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queries(text: &str) -> Vec<(String, String)> {
        let found = read(text).unwrap();
        found.into_iter().map(|it| (it.place, format!("{:?}", it.text))).collect()
    }

    #[test]
    fn rules_are_found_in_all_their_files() {
        let rules = "groups:\n- name: a\n  rules:\n  - &r {record: 'a:b', expr: a}\n  - <<: *r\n    record: 'a:c'\n  - alert: A\n    expr: b > 1\n    annotations: {x: '{{ query \"c\" }}', y: 'no more than text'}\n";
        let expected = [
            ("record `a:b`", r#"Query("a")"#),
            ("record `a:c`", r#"Query("a")"#),
            ("alert `A`", r#"Query("b > 1")"#),
            ("alert `A`", r#"Words("{{ query \"c\" }}")"#),
        ];
        let expected = expected.map(|(place, text)| (place.to_owned(), text.to_owned()));
        assert_eq!(queries(rules), expected);
        let indented: String = rules.lines().map(|line| format!("  {line}\n")).collect();
        assert_eq!(queries(&format!("kind: PrometheusRule\nspec:\n{indented}")), expected);
        let grafana = "groups: [{rules: [{title: T, data: [{model: {expr: d}}, {model: {type: math}}]}]}]\n";
        assert_eq!(queries(grafana), [("alert `T`".to_owned(), r#"Query("d")"#.to_owned())]);
    }

    #[test]
    fn other_files_are_told() {
        for (text, told) in
            [("a: [", "no YAML"), ("scrape_configs: []", "neither"), ("", "neither"), ("x", "neither")]
        {
            assert!(read(text).unwrap_err().contains(told), "{text}");
        }
        assert!(read("groups: []").unwrap().is_empty());
    }
}
