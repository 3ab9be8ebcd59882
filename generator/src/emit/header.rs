//! The doc comment on top of a migration file: what changes, for whoever reviews it.

use crate::draft::{Draft, DraftDown};
use crate::text::markdown;
use crate::tree;

/// The lines of the doc comment, without `//!`.
pub(super) fn header(draft: &Draft) -> Vec<String> {
    let title = match &draft.title {
        Some(title) if !title.trim().is_empty() => markdown(title.trim()),
        _ => tree::summary(&draft.operations),
    };
    let mut lines = vec![format!("{}: {title}", markdown(&draft.module)), String::new()];
    if !draft.operations.is_empty() {
        lines.push("```text".to_owned());
        // No line of a tree begins with a backtick, so none ends the block.
        lines.extend(tree::change_tree(&draft.operations).lines().map(str::to_owned));
        lines.push("```".to_owned());
        lines.push(String::new());
    }
    lines.push(data_loss(draft));
    lines
}

/// What each direction loses, in a sentence.
fn data_loss(draft: &Draft) -> String {
    let up = (!draft.up_loses.is_empty()).then(|| format!("up loses {}", draft.up_loses.join(", ")));
    let down = match &draft.down {
        DraftDown::Exact => None,
        DraftDown::Lossy { loses } => Some(format!("down loses {loses}")),
        DraftDown::Irreversible { because } => Some(format!("there is no way down: {because}")),
    };
    let losses: Vec<String> = up.into_iter().chain(down).collect();
    match losses.is_empty() {
        true => "Data loss: none.".to_owned(),
        false => format!("Data loss: {}.", markdown(losses.join("; ").trim_end_matches('.'))),
    }
}
