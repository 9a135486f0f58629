//! Texts as patterns.

/// A text as a pattern that matches nothing else.
///
/// ```
/// assert_eq!(scrapelint::goregex::escaped("http.server"), r"http\.server");
/// ```
pub fn escaped(text: &str) -> String {
    let mut regex = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            regex.push('\\');
        }
        regex.push(c);
    }
    regex
}
