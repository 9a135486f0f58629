//! What a client can do.

use lsp_types::ClientCapabilities;

use super::place::Encoding;

/// What was agreed on at the start.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// Whether findings may point at other places.
    pub(super) relates: bool,
    /// Whether an action's edit may be asked for later, so that it is made only for the one that is chosen.
    pub(super) resolves: bool,
    /// Whether edits may say for which version of a file they are.
    pub(super) versions: bool,
    /// Whether it tells of files that change on disk, if it is asked to.
    pub(super) watches: bool,
}

impl Client {
    pub(super) fn new(capabilities: &ClientCapabilities) -> Self {
        let general = capabilities.general.as_ref();
        let text = capabilities.text_document.as_ref();
        let action = text.and_then(|text| text.code_action.as_ref());
        let workspace = capabilities.workspace.as_ref();
        let edit = workspace.and_then(|it| it.workspace_edit.as_ref());
        let watched = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        Self {
            encoding: Encoding::choose(general.and_then(|it| it.position_encodings.as_deref())),
            relates: diagnostics.and_then(|it| it.related_information).unwrap_or_default(),
            resolves: action.is_some_and(|it| {
                let lazy = it.resolve_support.as_ref();
                it.data_support.unwrap_or_default()
                    && lazy.is_some_and(|lazy| lazy.properties.iter().any(|property| property == "edit"))
            }),
            watches: watched.and_then(|it| it.dynamic_registration).unwrap_or_default(),
            versions: edit.and_then(|it| it.document_changes).unwrap_or_default(),
        }
    }
}
