//! The doc comment on top of a migration file: what changes, for whoever reviews it.

use strobila::operation::Operation;

use crate::decide::path;
use crate::draft::{Draft, DraftDown};
use crate::text::markdown;
use crate::tree;

/// The lines of the doc comment, without `//!`.
pub(super) fn header(draft: &Draft) -> Vec<String> {
    let begins = draft.baseline.as_ref().map_or(&[][..], |(_, operations)| operations.as_slice());
    let shown = if begins.is_empty() { &draft.operations } else { begins };
    let title = match &draft.title {
        Some(title) if !title.trim().is_empty() => markdown(title.trim()),
        _ => tree::summary(shown),
    };
    let mut lines = vec![format!("{}: {title}", markdown(&draft.module)), String::new()];
    if let Some((target, _)) = &draft.baseline {
        lines.push(format!(
            "A baseline: on {target} the module begins here, and what came before does nothing. Elsewhere this one does nothing."
        ));
        lines.push(String::new());
    }
    if !shown.is_empty() {
        lines.push("```text".to_owned());
        // No line of a tree begins with a backtick, so none ends the block.
        lines.extend(tree::change_tree(shown).lines().map(str::to_owned));
        lines.push("```".to_owned());
        lines.push(String::new());
    }
    lines.push(data_loss(draft));
    let added = match draft.down {
        DraftDown::Irreversible { .. } => Vec::new(),
        DraftDown::Exact | DraftDown::Lossy { .. } => added_values(&draft.operations),
    };
    if !added.is_empty() {
        lines.push(String::new());
        let values = markdown(&added.join(", "));
        lines.push(format!("The way down fails, and loses nothing, while a row holds {values}."));
    }
    lines
}

/// Values that the way up adds to enums that were there, and that the way down takes from them.
fn added_values(operations: &[Operation]) -> Vec<String> {
    let each = operations.iter().flat_map(|operation| match operation {
        Operation::AddEnumValue { name, value, .. } => vec![path(name, value)],
        Operation::ReplaceEnum { from, to } => {
            let new = to.values.iter().filter(|value| !from.values.contains(value));
            new.map(|value| path(&to.name, value)).collect()
        }
        _ => Vec::new(),
    });
    each.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_the_way_down_takes_away_is_named() {
        let added = Operation::AddEnumValue { name: "status".into(), value: "gone".into(), before: None };
        let draft = |down| Draft { operations: vec![added.clone()], down, ..Draft::default() };
        let last = |down| header(&draft(down)).pop().unwrap_or_default();
        let said = "The way down fails, and loses nothing, while a row holds status.gone.";
        assert_eq!(last(DraftDown::Exact), said);
        let none = DraftDown::Irreversible { because: "so".to_owned() };
        assert!(!last(none).contains("fails"));
    }
}
