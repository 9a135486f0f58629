//! Dashboards, library panels and alerts of Grafana, as JSON. Their formats changed over the years; what has stayed is that
//! queries stand under `expr`, and those of variables under `query`.

use serde_json::{Map, Value};

use super::file::{Found, Text};
use super::template::Variables;

/// What a dashboard uses.
#[derive(Debug, Default)]
pub(super) struct Dashboard {
    pub(super) found: Vec<Found>,
    /// Variables whose values are written down.
    pub(super) variables: Variables,
    /// What it points at that is not in it.
    pub(super) unseen: Vec<String>,
}

/// What a JSON document has that holds queries.
const MARKS: [&str; 11] = [
    "panels",
    "rows",
    "templating",
    "dashboard",
    "annotations",
    "spec",
    "model",
    "__elements",
    "groups",
    "result",
    "data",
];

/// What the queries of a dashboard read.
pub(super) fn read(text: &str) -> Result<Dashboard, String> {
    // The nesting that serde_json reads is bounded.
    let json: Value = serde_json::from_str(text)
        .map_err(|error| format!("it is no JSON ({error}), and so no Grafana dashboard"))?;
    let roots: Vec<&Value> = match &json {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    };
    let is_known = |root: &&Value| {
        root.as_object().is_some_and(|object| MARKS.iter().any(|mark| object.contains_key(*mark)))
    };
    if roots.is_empty() || !roots.iter().all(is_known) {
        return Err("it is neither a Grafana dashboard nor a file of rules".to_owned());
    }
    let mut dashboard = Dashboard::default();
    for root in roots {
        dashboard.visit(root, &Place::default());
    }
    Ok(dashboard)
}

/// Where in a dashboard something stands.
#[derive(Clone, Default)]
struct Place {
    /// The nearest thing around it that has a name.
    name: String,
    /// What things with a name are here.
    kind: &'static str,
    /// The kind of data source that is asked, if that is said.
    source: Option<String>,
}

impl Dashboard {
    fn visit(&mut self, value: &Value, place: &Place) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.visit(item, place)),
            Value::Object(object) => self.visit_object(object, place),
            _ => {}
        }
    }

    fn visit_object(&mut self, object: &Map<String, Value>, outer: &Place) {
        let text = |key: &str| object.get(key).and_then(Value::as_str);
        let mut place = outer.clone();
        let source = object.get("datasource").and_then(|source| match source {
            Value::Object(source) => source.get("type").and_then(Value::as_str),
            _ => None,
        });
        place.source = source.map(str::to_owned).or(place.source);
        let is_variable = place.kind == "variable";
        if let (true, Some(name)) = (is_variable || place.kind == "annotation", text("name")) {
            place.name = format!("{} `{name}`", place.kind);
        } else if let Some(title) = text("title").filter(|title| !title.is_empty()) {
            place.name =
                format!("{} `{title}`", if place.kind.is_empty() { "dashboard" } else { place.kind });
        }
        if is_variable && object.contains_key("name") {
            self.note_values(object);
        }
        for (key, value) in object {
            match (&**key, value) {
                // A query that somebody left empty.
                ("expr", Value::String(query)) if query.trim().is_empty() => {}
                ("expr", Value::String(query)) if place.asks_prometheus() => {
                    self.note(&place, Text::Query(query.clone()));
                }
                ("query" | "definition", Value::String(query)) if place.asks_prometheus() => {
                    self.note_variable(&place, query);
                }
                ("legendFormat", Value::String(legend)) if legend.contains("{{") => {
                    let labels = legend.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
                    for label in labels {
                        self.note(&place, Text::Legend(label.trim().to_owned()));
                    }
                }
                ("libraryPanel", Value::Object(panel)) if !panel.contains_key("model") => {
                    let name = panel.get("name").and_then(Value::as_str).unwrap_or_default();
                    self.unseen.push(format!("the queries of library panel `{name}` are not in it"));
                }
                // What was last chosen for a variable.
                ("current" | "options", _) if is_variable => {}
                _ => {
                    let kind = kind_under(key).unwrap_or(place.kind);
                    self.visit(value, &Place { kind, ..place.clone() });
                }
            }
        }
    }

    fn note(&mut self, place: &Place, text: Text) {
        let place = if place.name.is_empty() { "a query".to_owned() } else { place.name.clone() };
        self.found.push(Found { place, records: None, text });
    }

    /// The query of a variable: one of Grafana's functions, PromQL, or a list of values.
    fn note_variable(&mut self, place: &Place, query: &str) {
        let query = query.trim();
        let inside = |function: &str| {
            let rest = query.strip_prefix(function)?.trim_start().strip_prefix('(')?;
            rest.trim_end().strip_suffix(')').map(str::trim)
        };
        if let Some(arguments) = inside("label_values") {
            let text = match last_argument(arguments) {
                (Some(query), label) => Text::QueryAndLabel(query.to_owned(), label.to_owned()),
                (None, label) => Text::Label(label.to_owned()),
            };
            self.note(place, text);
        } else if let Some(regex) = inside("metrics") {
            self.note(place, Text::Names(regex.to_owned()));
        } else if let Some(query) = inside("query_result") {
            self.note(place, Text::Query(query.to_owned()));
        } else if !query.is_empty() {
            self.note(place, Text::Words(query.to_owned()));
        }
    }

    /// Remembers the values of a variable that are written down, so that they can be put in its place.
    fn note_values(&mut self, object: &Map<String, Value>) {
        const MOST: usize = 200;
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        // Whoever looks at the dashboard may write what he likes into a text box.
        let is_fixed = matches!(text("type"), "custom" | "constant" | "interval");
        let has_all = object.get("includeAll") == Some(&Value::Bool(true)) && !text("allValue").is_empty();
        if !is_fixed || has_all {
            return;
        }
        let values = match text("type") {
            "constant" => vec![text("query").to_owned()],
            // `text : value`; a comma may be escaped, and then more is said than is there.
            _ => {
                let value = |item: &str| item.rsplit(" : ").next().unwrap_or_default().trim().to_owned();
                text("query").split(',').map(value).collect()
            }
        };
        if values.len() <= MOST {
            self.variables.insert(text("name").to_owned(), values);
        }
    }
}

/// What things with a name are, under a key.
fn kind_under(key: &str) -> Option<&'static str> {
    match key {
        "panels" | "rows" | "elements" => Some("panel"),
        "__elements" | "libraryPanel" => Some("library panel"),
        "templating" | "variables" => Some("variable"),
        "annotations" => Some("annotation"),
        "rules" => Some("alert"),
        _ => None,
    }
}

impl Place {
    /// Whether Prometheus may be asked: unless another kind of data source is named.
    fn asks_prometheus(&self) -> bool {
        const OTHERS: [&str; 17] = [
            "loki",
            "elasticsearch",
            "influxdb",
            "tempo",
            "jaeger",
            "zipkin",
            "graphite",
            "cloudwatch",
            "mysql",
            "postgres",
            "mssql",
            "stackdriver",
            "opentsdb",
            "__expr__",
            "grafana",
            "datasource",
            "testdata",
        ];
        !self.source.as_deref().is_some_and(|source| OTHERS.contains(&source))
    }
}

/// The last argument, and what stands before it.
fn last_argument(arguments: &str) -> (Option<&str>, &str) {
    let (mut depth, mut quote, mut last) = (0u32, None, None);
    for (at, c) in arguments.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    match last {
        Some(at) => (Some(arguments[..at].trim()), arguments[at + 1..].trim()),
        None => (None, arguments.trim()),
    }
}
