//! Renames as a person means them: the name that stands aside while two things swap theirs is no news.

use std::borrow::Cow;

use strobila::operation::Operation;

use crate::diff::ASIDE;

/// How one of a list of operations is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown<'a> {
    /// Not at all: another one says it.
    Gone,
    /// As this operation.
    As(Cow<'a, Operation>),
    /// As a swap of the two names of this rename.
    Swap(Cow<'a, Operation>),
}

/// The operations as they are shown, each in its place.
pub(crate) fn shown<'a>(operations: &[&'a Operation]) -> Vec<Shown<'a>> {
    let mut shown: Vec<Shown<'a>> = operations.iter().map(|one| Shown::As(Cow::Borrowed(*one))).collect();
    for (at, first) in operations.iter().enumerate() {
        let Some((kind, _, aside)) = ends(first).filter(|(_, _, to)| to.starts_with(ASIDE)) else { continue };
        let is_rest =
            |other: &&Operation| ends(other).is_some_and(|(other, from, _)| other == kind && from == aside);
        if let Some(rest) = operations[at + 1..].iter().position(is_rest) {
            let rest = at + 1 + rest;
            shown[rest] = Shown::As(Cow::Owned(joined(first, operations[rest])));
            shown[at] = Shown::Gone;
        }
    }
    for at in 0..shown.len() {
        let Shown::As(operation) = &shown[at] else { continue };
        let Some((kind, from, to)) = ends(operation) else { continue };
        let is_back = |other: &Shown<'_>| match other {
            Shown::As(other) => {
                ends(other).is_some_and(|back| back == (kind.clone(), to.clone(), from.clone()))
            }
            Shown::Gone | Shown::Swap(_) => false,
        };
        if let Some(back) = shown[..at].iter().position(is_back) {
            shown[at] = Shown::Swap(operation.clone());
            shown[back] = Shown::Gone;
        }
    }
    shown
}

/// What is renamed, and its two names.
pub(crate) fn ends(operation: &Operation) -> Option<(String, String, String)> {
    if let Operation::RenameColumn { table, from, to } = operation {
        return Some((format!("column of {table}"), from.clone(), to.clone()));
    }
    if let Operation::RenameEnumValue { name, from, to } = operation {
        return Some((format!("value of {name}"), from.clone(), to.clone()));
    }
    if let Operation::RenameTable { from, to } = operation {
        return Some(("table".to_owned(), from.to_string(), to.to_string()));
    }
    None
}

/// Two renames, one after the other, as one.
fn joined(first: &Operation, rest: &Operation) -> Operation {
    let mut rest = rest.clone();
    match (first, &mut rest) {
        (Operation::RenameColumn { from: old, .. }, Operation::RenameColumn { from, .. })
        | (Operation::RenameEnumValue { from: old, .. }, Operation::RenameEnumValue { from, .. }) => {
            from.clone_from(old);
        }
        (Operation::RenameTable { from: old, .. }, Operation::RenameTable { from, .. }) => {
            from.clone_from(old)
        }
        _ => {}
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rename(from: &str, to: &str) -> Operation {
        Operation::RenameColumn { table: "t".into(), from: from.to_owned(), to: to.to_owned() }
    }

    fn told(operations: &[Operation]) -> Vec<String> {
        let all: Vec<&Operation> = operations.iter().collect();
        let line = |shown: Shown<'_>| match shown {
            Shown::Gone => None,
            Shown::As(operation) => Some(operation.to_string()),
            Shown::Swap(operation) => ends(&operation).map(|(_, from, to)| format!("{to} <-> {from}")),
        };
        shown(&all).into_iter().filter_map(line).collect()
    }

    #[test]
    fn a_swap_is_one_line_and_a_circle_says_where_each_goes() {
        let swap = [rename("a", "strobila_old_a"), rename("b", "a"), rename("strobila_old_a", "b")];
        assert_eq!(told(&swap), ["b <-> a"]);
        let circle = [
            rename("a", "strobila_old_a"),
            rename("c", "a"),
            rename("b", "c"),
            rename("strobila_old_a", "b"),
        ];
        assert_eq!(told(&circle), ["rename t.c to a", "rename t.b to c", "rename t.a to b"]);
        assert_eq!(told(&[rename("a", "strobila_old_a")]), ["rename t.a to strobila_old_a"]);
    }
}
