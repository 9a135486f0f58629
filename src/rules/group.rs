//! References to groups, as their authors meant them.

use crate::goregex::{Ast, GroupName, Reference};

/// Whether a reference was meant for a group by number, but Go reads on: `$1_total` is the group named `1_total`.
pub(super) fn is_ambiguous(reference: &Reference, ast: &Ast) -> bool {
    meant_number(reference).is_some_and(|number| number < ast.group_names().len())
        && !reference.exists_in(ast)
}

/// The number at the beginning of a group's name.
pub(super) fn meant_number(reference: &Reference) -> Option<usize> {
    let GroupName::Name(name) = &reference.group else { return None };
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    if digits == name.len() {
        return None;
    }
    name[..digits].parse().ok()
}

/// Whether a name looks like that of an environment variable: `NODE_NAME`.
pub(super) fn is_variable_name(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The first `$NAME` or `${NAME}` in a text that looks like an environment variable.
pub(super) fn variable(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let behind = &rest[at + 1..];
        let name = behind.strip_prefix('{').unwrap_or(behind);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
        if is_variable_name(&name[..end]) {
            return Some(&name[..end]);
        }
        rest = behind;
    }
    None
}
