//! The lines of a module that two branches have gone on with.

use std::collections::{BTreeMap, BTreeSet};

use strobila::__private::is_beside;
use strobila::{Migration, Module};

/// A module with more than one head.
#[derive(Debug, Clone)]
pub struct Fork {
    /// The module.
    pub module: &'static Module,
    /// Its heads, by name.
    pub lines: Vec<Line>,
}

/// One head with all that it comes after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The head.
    pub head: &'static str,
    /// From the first migration to the head.
    pub names: Vec<&'static str>,
    /// Those that no other head comes after.
    pub own: Vec<&'static str>,
    /// Whether it goes back to a migration without a parent; else a file is missing.
    pub is_whole: bool,
}

/// The heads of a module; none when there is just one, or none at all.
pub fn fork(module: &'static Module) -> Option<Fork> {
    let in_line = in_line(module.migrations.list);
    let parents: BTreeMap<&'static str, Option<&'static str>> =
        in_line.iter().map(|migration| (migration.name, migration.after)).collect();
    let followed: BTreeSet<&str> = in_line.iter().filter_map(|migration| migration.after).collect();
    let heads = parents.keys().copied().filter(|name| !followed.contains(name));
    let mut lines: Vec<Line> = heads.map(|head| line(head, &parents)).collect();
    if lines.len() < 2 {
        return None;
    }
    let all = lines.clone();
    for line in &mut lines {
        let is_shared =
            |name: &&str| all.iter().any(|other| other.head != line.head && other.names.contains(name));
        line.own = line.names.iter().copied().filter(|name| !is_shared(name)).collect();
    }
    Some(Fork { module, lines })
}

/// Those that stand in a line: what may run late stands beside it, with all that comes after it and may so too.
fn in_line(list: &'static [&'static Migration<'static>]) -> Vec<&'static Migration<'static>> {
    let mut beside: BTreeSet<&str> = BTreeSet::new();
    // Twice, since a parent may be listed later.
    for _ in 0..2 {
        for (at, migration) in list.iter().enumerate() {
            let follows = migration.after.is_some_and(|parent| beside.contains(parent));
            if is_beside(list, at) || (migration.out_of_order && follows) {
                beside.insert(migration.name);
            }
        }
    }
    list.iter().copied().filter(|migration| !beside.contains(migration.name)).collect()
}

fn line(head: &'static str, parents: &BTreeMap<&'static str, Option<&'static str>>) -> Line {
    let mut names = vec![head];
    let mut at = head;
    let is_whole = loop {
        match parents.get(at).copied().flatten() {
            None => break parents.contains_key(at),
            // A circle is named by the catalogue.
            Some(parent) if names.contains(&parent) || !parents.contains_key(parent) => break false,
            Some(parent) => {
                names.push(parent);
                at = parent;
            }
        }
    };
    names.reverse();
    Line { head, names, own: Vec::new(), is_whole }
}

impl Fork {
    /// The line of a head.
    pub fn line(&self, head: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.head == head)
    }

    /// What has to be planned again behind `kept`: all that is not in its line, parents first. One that may run
    /// out of order stays, unless what it comes after goes.
    pub fn mine(&self, kept: &Line) -> Vec<&'static Migration<'static>> {
        let mut going: BTreeSet<&str> = BTreeSet::new();
        let mut mine: Vec<&'static Migration<'static>> = Vec::new();
        let mut open: Vec<&'static Migration<'static>> = self.module.migrations.list.to_vec();
        // Parents before what follows them, whatever their names.
        loop {
            let known: BTreeSet<&str> = open.iter().map(|migration| migration.name).collect();
            let is_next =
                |migration: &Migration<'_>| !migration.after.is_some_and(|parent| known.contains(parent));
            let Some(at) = open.iter().position(|migration| is_next(migration)) else { return mine };
            let next = open.remove(at);
            let leaves = match next.out_of_order {
                true => next.after.is_some_and(|parent| going.contains(parent)),
                false => !kept.names.contains(&next.name),
            };
            if leaves {
                going.insert(next.name);
                mine.push(next);
            }
        }
    }

    /// The only head that stays when those that hold any of `names` go; none when there are several or none.
    pub fn kept_without(&self, names: &[&str]) -> Option<&Line> {
        let stays = |line: &&Line| line.is_whole && !names.iter().any(|name| line.own.contains(name));
        let mut staying = self.lines.iter().filter(stays);
        staying.next().filter(|_| staying.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use strobila::Migrations;

    use super::*;

    fn module(list: &[(&'static str, Option<&'static str>, bool)]) -> &'static Module {
        let each = list.iter().map(|(name, after, out_of_order)| {
            let mut migration = Migration::new(name);
            migration.after = *after;
            migration.out_of_order = *out_of_order;
            &*Box::leak(Box::new(migration))
        });
        let list: Vec<&'static Migration<'static>> = each.collect();
        let migrations = Migrations { list: list.leak(), manifest_dir: "", file: "mod.rs" };
        Box::leak(Box::new(Module {
            name: "blog",
            renamed_from: None,
            path: "",
            models: "",
            migrations: Box::leak(Box::new(migrations)),
            file: "",
            line: 1,
        }))
    }

    fn names(list: &[&Migration<'static>]) -> Vec<&'static str> {
        list.iter().map(|migration| migration.name).collect()
    }

    #[test]
    fn one_line_is_no_fork_and_what_runs_late_is_no_head() {
        assert!(fork(module(&[])).is_none());
        let late =
            [("A", None, false), ("B", Some("A"), false), ("C", Some("A"), true), ("D", Some("C"), true)];
        assert!(fork(module(&late)).is_none());
        let in_line = [("A", None, false), ("B", Some("A"), true), ("C", Some("B"), false)];
        assert!(fork(module(&in_line)).is_none());
    }

    #[test]
    fn two_lines_part_behind_what_both_hold() {
        let list = [
            ("A", None, false),
            ("B", Some("A"), false),
            ("C", Some("A"), false),
            ("D", Some("B"), false),
            ("E", Some("C"), true),
        ];
        let fork = fork(module(&list)).unwrap();
        let heads: Vec<&str> = fork.lines.iter().map(|line| line.head).collect();
        // One that may run late and has no other beside it stands in its line.
        assert_eq!(heads, ["D", "E"]);
        assert_eq!(fork.lines[0].names, ["A", "B", "D"]);
        assert_eq!(fork.lines[0].own, ["B", "D"]);
        assert_eq!(names(&fork.mine(&fork.lines[0])), ["C", "E"]);
        assert_eq!(names(&fork.mine(&fork.lines[1])), ["B", "D"]);
        assert_eq!(fork.kept_without(&["B"]).unwrap().head, "E");
        assert_eq!(fork.kept_without(&["C"]).unwrap().head, "D");
        assert_eq!(fork.kept_without(&["B", "C"]), None);
        assert_eq!(fork.kept_without(&["A"]), None);
    }

    #[test]
    fn a_line_whose_parent_is_gone_never_stays() {
        let list = [("A", None, false), ("B", Some("A"), false), ("C", Some("gone"), false)];
        let fork = fork(module(&list)).unwrap();
        assert!(!fork.line("C").unwrap().is_whole);
        assert_eq!(fork.kept_without(&[]).unwrap().head, "B");
        assert_eq!(names(&fork.mine(fork.line("B").unwrap())), ["C"]);
    }
}
