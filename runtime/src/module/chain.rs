//! Checks the line of parents of a module's migrations while rustc compiles them.

use crate::migration::Migration;

/// Checks that each migration bears the name of its file and follows the one before it.
///
/// A migration marked `out_of_order` may share its parent with another.
///
/// # Panics
/// At compile time, with a text that names the migrations and the way on: two heads, a parent that is
/// not in the list, a name that is not the file's.
pub const fn check_chain(names: &[&str], list: &[&Migration<'_>]) {
    let mut head: Option<usize> = None;
    let mut at = 0;
    while at < list.len() {
        if !is_same(names[at], list[at].name) {
            fail(&[
                "the file ",
                names[at],
                ".rs holds a migration named ",
                list[at].name,
                "\nhelp: give both the same name",
            ]);
        }
        let parent = match head {
            Some(head) => list[head].name,
            None => "",
        };
        let after = match list[at].after {
            Some(after) => after,
            None => "",
        };
        if is_same(after, parent) {
            head = Some(at);
        } else if !list[at].out_of_order {
            explain(list, at, after, parent);
        } else if find(list, after) == list.len() && !after.is_empty() {
            no_parent(list[at].name, after);
        }
        at += 1;
    }
}

const fn explain(list: &[&Migration<'_>], at: usize, after: &str, parent: &str) {
    let name = list[at].name;
    if !after.is_empty() && find(list, after) == list.len() {
        no_parent(name, after);
    }
    let mut other = 0;
    while other < at {
        let same = match list[other].after {
            Some(theirs) => is_same(theirs, after),
            None => after.is_empty(),
        };
        if same && !list[other].out_of_order {
            if after.is_empty() {
                fail(&[
                    "two heads: ",
                    list[other].name,
                    " and ",
                    name,
                    " both are the first\nhelp: run `cargo strobila db:rebase` to put ",
                    name,
                    " after ",
                    parent,
                ]);
            }
            fail(&[
                "two heads: ",
                list[other].name,
                " and ",
                name,
                " both come after ",
                after,
                "\nhelp: run `cargo strobila db:rebase` to put ",
                name,
                " after ",
                parent,
            ]);
        }
        other += 1;
    }
    fail(&[name, " comes after ", after, ", which is listed later\nhelp: list it behind its parent"]);
}

const fn no_parent(name: &str, after: &str) {
    fail(&[
        name,
        " comes after ",
        after,
        ", which is not in the list\nhelp: restore the file ",
        after,
        ".rs, or run `cargo strobila db:rebase`",
    ]);
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

/// Panics with the parts joined; a const fn has no `format!`.
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
