//! The doc comment on top of a migration file: what changes, for whoever reviews it.

use strobila::Target;
use strobila::operation::Operation;
use strobila::schema::{Enum, Type};

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
    let has_down = !matches!(draft.down, DraftDown::Irreversible { .. });
    let types = changed_types(&draft.operations, has_down);
    if !types.is_empty() {
        lines.push(String::new());
        lines.extend(types.iter().map(|line| markdown(line)));
    }
    let (added, gone) = values(&draft.operations);
    if !gone.is_empty() {
        lines.push(String::new());
        let values = markdown(&gone.join(", "));
        lines.push(format!("The way up fails, and loses nothing, while a row holds {values}."));
    }
    if has_down && !added.is_empty() {
        lines.push(String::new());
        let values = markdown(&added.join(", "));
        lines.push(format!("The way down fails, and loses nothing, while a row holds {values}."));
    }
    let may_stop =
        types.iter().any(|line| line.contains("stop")) || !gone.is_empty() || (has_down && !added.is_empty());
    let keeps: Vec<&str> =
        draft.targets.iter().filter(|target| keeps_half(**target)).map(|target| target.as_str()).collect();
    if may_stop && !keeps.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "Where a row stops it on {}, the statements before stay: put the row right and run it again, which goes on there.",
            keeps.join(" and ")
        ));
    }
    lines
}

/// Whether the server commits each statement that changes a table.
fn keeps_half(target: Target) -> bool {
    match target {
        Target::Mysql | Target::Mariadb => true,
        Target::Postgres | Target::Sqlite => false,
    }
}

/// What each change of a type does to values that do not fit, a line for each way.
fn changed_types(operations: &[Operation], has_down: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for operation in operations {
        let Operation::AlterColumn { table, from, to, using, .. } = operation else { continue };
        if from.generated.is_some() || to.generated.is_some() {
            continue;
        }
        let column = path(table, &to.name);
        let mut push = |way, [from, to]: [&Type; 2]| {
            let misfits = from.misfits(to);
            lines.extend(misfits.map(|words| format!("- {way}, {column} becomes {to}: {words}.")));
        };
        if using.is_none() {
            push("Up", [&from.ty, &to.ty]);
        }
        if has_down && using.is_none() {
            push("Down", [&to.ty, &from.ty]);
        }
    }
    lines
}

/// Values of enums that were there which the way up adds, and those that it takes from them.
fn values(operations: &[Operation]) -> (Vec<String>, Vec<String>) {
    let (mut added, mut gone) = (Vec::new(), Vec::new());
    for operation in operations {
        match operation {
            Operation::AddEnumValue { name, value, .. } => added.push(path(name, value)),
            Operation::ReplaceEnum { from, to } => {
                let without = |one: &Enum, other: &Enum| {
                    let values = one.values.iter().filter(|value| !other.values.contains(value));
                    values.map(|value| path(&to.name, value)).collect::<Vec<_>>()
                };
                added.extend(without(to, from));
                gone.extend(without(from, to));
            }
            _ => {}
        }
    }
    (added, gone)
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

    #[test]
    fn what_does_not_fit_a_type_or_an_enum_is_said_for_each_way() {
        let lines = [
            r#"{"alter_column":{"table":"a","from":{"name":"b","type":"text"},"to":{"name":"b","type":"integer"}}}"#,
            r#"{"replace_enum":{"from":{"name":"s","values":["x","y"]},"to":{"name":"s","values":["x"]}}}"#,
        ];
        let read = |lines: &[&str]| {
            lines.iter().map(|line| serde_json::from_str(line).expect("the test's JSON is right")).collect()
        };
        let text = header(&Draft { operations: read(&lines), ..Draft::default() }).join("\n");
        let up = "- Up, a.b becomes integer: a text that is no whole number stops the migration, and 007 becomes 7.";
        assert!(text.contains(up), "{text}");
        assert!(!text.contains("- Down"), "{text}");
        assert!(text.contains("The way up fails, and loses nothing, while a row holds s.y."), "{text}");
        assert!(!text.contains("the statements before stay"), "{text}");
        let targets = vec![Target::Postgres, Target::Mariadb];
        let last = header(&Draft { operations: read(&lines), targets, ..Draft::default() })
            .pop()
            .unwrap_or_default();
        assert!(last.starts_with("Where a row stops it on mariadb, the statements before stay: "), "{last}");
    }
}
