//! That asking libyaml only where [`needs_second_opinion`] says so changes nothing.

use super::suspicion::needs_second_opinion;
use super::{Verdict, ask};
use crate::yaml::mutations::for_each_text;
use crate::yaml::parse::read;

/// What libyaml would have said of a text that it is not asked about, if it refuses it.
fn missed(text: &str) -> Option<String> {
    let (document, failed) = read(text);
    if failed || needs_second_opinion(text, &document) {
        return None;
    }
    match ask(text) {
        Verdict::Refused(error) => Some(error.problem),
        Verdict::Accepted | Verdict::Unknown => None,
    }
}

#[test]
fn texts_that_libyaml_is_not_asked_about_are_accepted_by_it() {
    for_each_text(|text| assert_eq!(missed(text), None, "{text:?}"));
}
