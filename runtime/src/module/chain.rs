//! Checks the line of parents of a module's migrations, while rustc compiles them or later.

use crate::migration::Migration;

/// The pieces of a message; a const fn has no `format!`.
type Parts<'a> = [&'a str; 10];

/// Checks that each migration bears the name of its file and follows the one before it.
///
/// A migration marked `out_of_order` may share its parent with another. With `several_heads` only the names are
/// checked: a program built so is for `db:rebase`, and refuses everything else.
///
/// # Panics
/// At compile time, with a text that names the migrations and the way on: two heads, a parent that is
/// not in the list, a name that is not the file's.
pub const fn check_chain(names: &[&str], list: &[&Migration<'_>], several_heads: bool) {
    let found = if several_heads { misnamed(names, list) } else { problem(names, list) };
    if let Some(parts) = found {
        fail(&parts);
    }
}

const fn misnamed<'a>(names: &[&'a str], list: &[&Migration<'a>]) -> Option<Parts<'a>> {
    let mut at = 0;
    while at < list.len() {
        if !is_same(names[at], list[at].name) {
            return Some(other_name(names[at], list[at].name));
        }
        at += 1;
    }
    None
}

const fn other_name<'a>(file: &'a str, name: &'a str) -> Parts<'a> {
    pieces(&["the file ", file, ".rs holds a migration named ", name, "\nhelp: give both the same name"])
}

/// The text with which [`check_chain`] would fail: what is wrong, and behind `\nhelp: ` the way on.
pub fn chain_problem(names: &[&str], list: &[&Migration<'_>]) -> Option<String> {
    problem(names, list).map(|parts| parts.concat())
}

const fn problem<'a>(names: &[&'a str], list: &[&Migration<'a>]) -> Option<Parts<'a>> {
    let mut head: Option<usize> = None;
    let mut at = 0;
    while at < list.len() {
        if !is_same(names[at], list[at].name) {
            return Some(other_name(names[at], list[at].name));
        }
        let parent = match head {
            Some(head) => list[head].name,
            None => "",
        };
        let after = match list[at].after {
            Some(after) => after,
            None => "",
        };
        if is_same(after, parent) && !is_beside(list, at) {
            head = Some(at);
        } else if !list[at].out_of_order {
            return Some(explain(list, at, after));
        } else if find(list, after) == list.len() && !after.is_empty() {
            return Some(no_parent(list[at].name, after));
        }
        at += 1;
    }
    None
}

/// Whether one that may run late stands beside the line: another comes after the same parent, and does not.
pub const fn is_beside(list: &[&Migration<'_>], at: usize) -> bool {
    let mut other = 0;
    while list[at].out_of_order && other < list.len() {
        let same = match (list[other].after, list[at].after) {
            (Some(one), Some(other)) => is_same(one, other),
            (None, None) => true,
            _ => false,
        };
        if other != at && same && !list[other].out_of_order {
            return true;
        }
        other += 1;
    }
    false
}

const fn explain<'a>(list: &[&Migration<'a>], at: usize, after: &'a str) -> Parts<'a> {
    let name = list[at].name;
    if !after.is_empty() && find(list, after) == list.len() {
        return no_parent(name, after);
    }
    let mut other = 0;
    while other < at {
        let same = match list[other].after {
            Some(theirs) => is_same(theirs, after),
            None => after.is_empty(),
        };
        if same && !list[other].out_of_order {
            let (both, last) =
                if after.is_empty() { (" both are the first", "") } else { (" both come after ", after) };
            return pieces(&[
                "two heads: ",
                list[other].name,
                " and ",
                name,
                both,
                last,
                "\nhelp: run `strobila db:rebase`, which plans one of them again behind the other (without the \
                 launcher: STROBILA_SEVERAL_HEADS=1 cargo strobila db:rebase)\nor, where one is applied and the other may \
                 run after it as it is: strobila db:migrate --allow-out-of-order",
            ]);
        }
        other += 1;
    }
    pieces(&[name, " comes after ", after, ", which is listed later\nhelp: list it behind its parent"])
}

const fn no_parent<'a>(name: &'a str, after: &'a str) -> Parts<'a> {
    pieces(&[
        name,
        " comes after ",
        after,
        ", which is not in the list\nhelp: restore the file ",
        after,
        ".rs; or, where db:rebase gave it another name, run `strobila db:rebase` (without the launcher: \
         STROBILA_SEVERAL_HEADS=1 cargo strobila db:rebase)",
    ])
}

const fn pieces<'a>(some: &[&'a str]) -> Parts<'a> {
    let mut parts = [""; 10];
    let mut at = 0;
    while at < some.len() {
        parts[at] = some[at];
        at += 1;
    }
    parts
}

const fn find(list: &[&Migration<'_>], name: &str) -> usize {
    let mut at = 0;
    while at < list.len() && !is_same(list[at].name, name) {
        at += 1;
    }
    at
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Panics with the parts joined.
const fn fail(parts: &[&str]) -> ! {
    let mut text = [0u8; 1024];
    let mut length = 0;
    let mut part = 0;
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut at = 0;
        while at < bytes.len() && length < text.len() {
            text[length] = bytes[at];
            length += 1;
            at += 1;
        }
        part += 1;
    }
    let (text, _) = text.split_at(length);
    match std::str::from_utf8(text) {
        Ok(text) => panic!("{}", text),
        Err(_) => panic!("the migrations do not follow one another"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration<'static> = Migration::new("Migration202611201326");
    const OURS: Migration<'static> = Migration::new("Migration202611211010").after("Migration202611201326");
    const THEIRS: Migration<'static> = Migration::new("Migration202611211200").after("Migration202611201326");

    const _: () = check_chain(&["Migration202611201326", "Migration202611211010"], &[&FIRST, &OURS], false);
    const _: () = check_chain(
        &["Migration202611201326", "Migration202611211010", "Migration202611211200"],
        &[&FIRST, &OURS, &THEIRS],
        true,
    );

    fn told(list: &[&Migration<'_>]) -> Option<String> {
        let names: Vec<&str> = list.iter().map(|migration| migration.name).collect();
        chain_problem(&names, list)
    }

    #[test]
    fn a_line_of_migrations_is_right() {
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[&FIRST, &OURS]), None);
        assert_eq!(told(&[&FIRST, &OURS, &THEIRS.out_of_order()]), None);
        // The late one may bear the older stamp, and may stand in the line.
        assert_eq!(told(&[&FIRST, &OURS.out_of_order(), &THEIRS]), None);
        let behind = Migration::new("Migration202611211200").after("Migration202611211010");
        assert_eq!(told(&[&FIRST, &OURS.out_of_order(), &behind]), None);
        assert_eq!(told(&[&FIRST, &OURS.out_of_order(), &behind.out_of_order()]), None);
    }

    #[test]
    fn two_heads_are_both_named_with_the_way_on() {
        let text = "two heads: Migration202611211010 and Migration202611211200 both come after \
                    Migration202611201326\nhelp: run `strobila db:rebase`, which plans one of them again behind \
                    the other (without the launcher: STROBILA_SEVERAL_HEADS=1 cargo strobila db:rebase)\nor, where one \
                    is applied and the other may run after it as it is: strobila db:migrate --allow-out-of-order";
        assert_eq!(told(&[&FIRST, &OURS, &THEIRS]).as_deref(), Some(text));
    }

    #[test]
    fn a_parent_that_is_not_there_is_named() {
        let text = told(&[&OURS]).expect("its parent is not there");
        assert!(text.starts_with(
            "Migration202611211010 comes after Migration202611201326, which is not in the list"
        ));
    }

    #[test]
    fn a_file_and_its_migration_bear_one_name() {
        let text = chain_problem(&["Migration202611201327"], &[&FIRST]).expect("they differ");
        assert!(
            text.contains("the file Migration202611201327.rs holds a migration named Migration202611201326")
        );
    }
}
