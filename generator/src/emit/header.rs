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

/// What each direction loses, a sentence each.
fn data_loss(draft: &Draft) -> String {
    let up = (!draft.up_loses.is_empty()).then(|| format!("up loses {}", draft.up_loses.join(", ")));
    let down = match &draft.down {
        DraftDown::Exact => None,
        DraftDown::Lossy { loses } => Some(("down:", loses)),
        DraftDown::Irreversible { because } => Some(("there is no way down:", because)),
    };
    let down = down.map(|(what, text)| format!("{what} {}", text.trim_end_matches('.')));
    let losses = match (up, down) {
        (None, None) => "none".to_owned(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(up), Some(down)) => {
            let (first, rest) = down.split_at(1);
            format!("{up}. {}{rest}", first.to_uppercase())
        }
    };
    format!("Data loss: {}.", markdown(&losses))
}
