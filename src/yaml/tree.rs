//! New content, before it is YAML text.

/// New content: what a repair or a generator writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Text: quoted where it would be read as anything else.
    Scalar(String),
    /// A number, a boolean or null, which quotes would turn into text. `From` makes these.
    Bare(String),
    /// A list.
    List(Vec<Tree>),
    /// A mapping, in this order.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// `null`
    pub fn null() -> Self {
        Self::Bare("null".to_owned())
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Scalar(text.to_owned())
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Self::Bare(value.to_string())
    }
}

impl From<i64> for Tree {
    fn from(value: i64) -> Self {
        Self::Bare(value.to_string())
    }
}

impl From<u64> for Tree {
    fn from(value: u64) -> Self {
        Self::Bare(value.to_string())
    }
}

impl From<f64> for Tree {
    /// As YAML writes floats: `.inf`, `-.inf`, `.nan`, and digits for all others.
    fn from(value: f64) -> Self {
        Self::Bare(match value {
            _ if value.is_nan() => ".nan".to_owned(),
            f64::INFINITY => ".inf".to_owned(),
            f64::NEG_INFINITY => "-.inf".to_owned(),
            _ => value.to_string(),
        })
    }
}
