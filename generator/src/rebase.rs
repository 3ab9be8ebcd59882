//! `db:rebase`: migrations of one branch are planned again behind those of another.
//!
//! Each says in its operations what it changes. These are put onto the schema that the other branch left, and
//! planned anew with the answers that the file holds: a statement that writes a whole definition then holds what
//! the other branch added to it. What was written by hand is carried over.

mod again;
mod by_hand;
mod lines;
pub mod log;
mod models;
mod onto;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use strobila::dialect::Dialect;
use strobila::model::Captured;
use strobila::schema::Schema;
use strobila::{Migration, Migrations, Module};

use crate::amend::{Amended, Head};
use crate::decide::Flags;
use crate::error::{Code, Error};
use crate::files;
use crate::fold::{Chain, Entry, Folded, fold_all, fold_on, sorted, without};
use crate::generate::{chains, join, unreadable};
use crate::names::next_name;
use crate::questioner::Questioner;
use crate::source::{Edit, edited};

pub use lines::{Fork, Line, fork};

/// A module with two heads, and the one that stays.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The module.
    pub fork: Fork,
    /// The head behind which the rest is planned again.
    pub kept: String,
}

/// What is the same for everything that is planned again.
pub struct Request<'a> {
    /// All modules.
    pub modules: &'a [&'static Module],
    /// What the models say.
    pub captured: &'a Captured,
    /// Answers beside those that the files hold.
    pub flags: &'a Flags,
    /// What files are written for.
    pub targets: Vec<&'static dyn Dialect>,
    /// The moment of the stamps.
    pub now: DateTime<Utc>,
}

/// One file planned again.
#[derive(Debug, Clone)]
pub struct Again {
    /// The module.
    pub module: String,
    /// The migrations whose place it takes.
    pub old: Vec<String>,
    /// Its new name.
    pub name: String,
    /// The text of its file.
    pub text: String,
    /// What it is once it is compiled.
    pub migration: &'static Migration<'static>,
    /// What was carried over as it was, a phrase each.
    pub by_hand: Vec<String>,
}

/// A file that changes, with its old and new text.
pub type FileEdit = (PathBuf, String, String);

/// All that was planned again.
#[derive(Debug, Clone, Default)]
pub struct Rebased {
    /// The new files, in their order.
    pub again: Vec<Again>,
    /// Migrations of which nothing is left: the other branch does the same.
    pub gone: Vec<(String, String)>,
    /// Other files that name one of them, with their old and new text.
    pub edits: Vec<FileEdit>,
    /// Every module with its migrations as they are then.
    pub modules: Vec<&'static Module>,
    /// What they lead to.
    pub folded: BTreeMap<String, Folded>,
}

/// Plans everything again that is not in the line of a kept head.
///
/// # Errors
/// [`Error::NotAmended`] for what cannot be planned again without losing something, with the way on; open
/// decisions.
pub fn rebase(
    request: &Request<'_>,
    chosen: &[Chosen],
    questioner: &mut dyn Questioner,
) -> Result<Rebased, Error> {
    let modules = request.modules;
    let mut mine: BTreeMap<(&str, &str), &'static Migration<'static>> = BTreeMap::new();
    for Chosen { fork, kept } in chosen {
        let line = fork.line(kept).ok_or_else(|| Error::Bug(format!("no head {kept}")))?;
        for migration in fork.mine(line) {
            mine.insert((fork.module.name, migration.name), migration);
        }
    }
    let all = with_parents(modules, chosen);
    let order = sorted(&chains(&all)).map_err(unreadable)?;
    let is_mine = |entry: &Entry<'_>| mine.contains_key(&(entry.module, entry.migration.name));
    let staying = without(&order, is_mine);
    let lists: BTreeMap<&'static str, Vec<&'static Migration<'static>>> = all
        .iter()
        .map(|module| {
            let stays = |one: &&&'static Migration<'static>| {
                let list = staying.get(module.name);
                list.is_some_and(|list| list.iter().any(|other| other.name == one.name))
            };
            (module.name, module.migrations.list.iter().filter(stays).copied().collect())
        })
        .collect();
    let folded = fold_all(&of_lists(&lists)).map_err(unreadable)?;
    let mut run = Run {
        request,
        chosen,
        all: &all,
        order: &order,
        mine: mine.keys().copied().collect(),
        lists,
        folded,
        models: join(request.captured.modules.clone().into_iter()).0,
        names: BTreeMap::new(),
        skipped: BTreeSet::new(),
        rebased: Rebased::default(),
    };
    let waiting = order.iter().filter(|entry| {
        !staying.get(entry.module).is_some_and(|list| list.iter().any(|one| one.name == entry.migration.name))
    });
    let waiting: Vec<Entry<'static>> = waiting.copied().collect();
    for entry in waiting {
        run.take(entry, questioner)?;
    }
    let modules = modules.iter().map(|module| run.module(module)).collect();
    Ok(Rebased { modules, folded: run.folded, ..run.rebased })
}

/// A module in which some migrations of its one line stand beside the rest instead, so that it has two heads;
/// and the files of those that came after them, with their old and new text.
///
/// # Errors
/// A file that cannot be read.
pub fn behind(
    module: &'static Module,
    names: &[&'static str],
) -> Result<(&'static Module, Vec<FileEdit>), Error> {
    let list = module.migrations.list;
    let parents: BTreeMap<&str, Option<&'static str>> =
        list.iter().map(|one| (one.name, one.after)).collect();
    let (mut new, mut edits) = (Vec::new(), Vec::new());
    for one in list {
        let mut parent = one.after;
        while let Some(name) = parent.filter(|name| names.contains(name)) {
            parent = parents.get(name).copied().flatten();
        }
        if names.contains(&one.name) || parent == one.after {
            new.push(*one);
            continue;
        }
        let path = files::directory(module)?.join(format!("{}.rs", one.name));
        let text = read(&path)?;
        let head = Head { migration: one, path, text, title: None };
        let Some(parent) = parent else {
            return Err(refused(
                &head,
                format!(
                    "{}/{} comes after the first migration of the module, which stays first",
                    module.name, one.name
                ),
                format!(
                    "roll back {} where it is applied, or run the other with --allow-out-of-order",
                    one.name
                ),
            ));
        };
        let edit = Edit { after: Some(parent), ..Edit::default() };
        let text = edited(&head.text, edit).ok_or_else(|| unread(&head))?;
        edits.push((head.path, head.text, text));
        new.push(&*Box::leak(Box::new(one.after(parent))));
    }
    Ok((with_list(module, new), edits))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|source| Error::Io { action: "read", path: path.to_owned(), source })
}

/// A message of what keeps a migration from being planned again.
fn refused(head: &Head, message: String, help: String) -> Error {
    Error::NotAmended { code: Code::CannotRebase, message, place: Some(head.place(1)), help }
}

/// The modules, where one whose parent is gone comes after the head that stays: there it was moved to.
fn with_parents(modules: &[&'static Module], chosen: &[Chosen]) -> Vec<&'static Module> {
    let each = modules.iter().map(|module| {
        let Some(Chosen { kept, .. }) = chosen.iter().find(|one| one.fork.module.name == module.name) else {
            return *module;
        };
        let list = module.migrations.list;
        let is_lost = |one: &Migration<'_>| {
            one.after.is_some_and(|parent| list.iter().all(|other| other.name != parent))
        };
        if !list.iter().any(|one| is_lost(one)) {
            return *module;
        }
        let kept: &'static str = kept.clone().leak();
        let list = list.iter().map(|one| match is_lost(one) {
            true => &*Box::leak(Box::new(one.after(kept))),
            false => *one,
        });
        with_list(module, list.collect())
    });
    each.collect()
}

fn with_list(module: &'static Module, list: Vec<&'static Migration<'static>>) -> &'static Module {
    let migrations = Migrations { list: list.leak(), ..*module.migrations };
    Box::leak(Box::new(Module { migrations: Box::leak(Box::new(migrations)), ..*module }))
}

fn of_lists<'a>(lists: &'a BTreeMap<&'static str, Vec<&'static Migration<'static>>>) -> Vec<Chain<'a>> {
    lists.iter().map(|(module, migrations)| Chain { module, migrations }).collect()
}

/// The work, file after file in the order in which they ran.
struct Run<'a> {
    request: &'a Request<'a>,
    chosen: &'a [Chosen],
    all: &'a [&'static Module],
    order: &'a [Entry<'static>],
    /// Module and name of all that is planned again.
    mine: BTreeSet<(&'static str, &'static str)>,
    /// The migrations so far.
    lists: BTreeMap<&'static str, Vec<&'static Migration<'static>>>,
    /// What they lead to.
    folded: BTreeMap<String, Folded>,
    /// What the models of all modules say.
    models: Schema,
    /// New names by module and old name.
    names: BTreeMap<(String, String), String>,
    /// Those that another took along.
    skipped: BTreeSet<(&'static str, &'static str)>,
    rebased: Rebased,
}

impl Run<'_> {
    fn take(&mut self, entry: Entry<'static>, questioner: &mut dyn Questioner) -> Result<(), Error> {
        let key = (entry.module, entry.migration.name);
        if self.skipped.contains(&key) {
            return Ok(());
        }
        match self.mine.contains(&key) {
            true => self.again(entry, questioner),
            false => self.relink(entry),
        }
    }

    /// A migration that stays, but names one that does not.
    fn relink(&mut self, entry: Entry<'static>) -> Result<(), Error> {
        let head = self.file(entry)?;
        let edit = Edit { requires: Some(&self.names), ..Edit::default() };
        let text = edited(&head.text, edit).ok_or_else(|| unread(&head))?;
        let migration: &'static Migration<'static> = Box::leak(Box::new(Migration {
            requires: self.requires(entry.migration).leak(),
            ..*entry.migration
        }));
        if text != head.text {
            self.rebased.edits.push((head.path, head.text, text));
        }
        self.fold(entry.module, migration)
    }

    /// What a migration requires, by the new names.
    fn requires(&self, migration: &Migration<'static>) -> Vec<(&'static str, &'static str)> {
        let each = migration.requires.iter().map(|(module, name)| {
            let new = self.names.get(&((*module).to_owned(), (*name).to_owned()));
            (*module, new.map_or(*name, |new| &*new.clone().leak()))
        });
        each.collect()
    }

    /// The file of a migration.
    fn file(&self, entry: Entry<'static>) -> Result<Head, Error> {
        let module = self.request.modules.iter().find(|module| module.name == entry.module);
        let module = module.ok_or_else(|| Error::Bug(format!("no module {}", entry.module)))?;
        let path = files::directory(module)?.join(format!("{}.rs", entry.migration.name));
        let text = read(&path)?;
        Ok(Head { migration: entry.migration, path, text, title: None })
    }

    /// A name that no migration of the module has or had.
    fn next_name(&self, module: &str) -> String {
        let before = self.all.iter().filter(|one| one.name == module);
        let before = before.flat_map(|module| module.migrations.list.iter().map(|one| one.name));
        let since = self.lists.get(module).into_iter().flatten().map(|one| one.name);
        next_name(self.request.now, before.chain(since))
    }

    /// A moment whose name no migration of the module has or had.
    fn moment(&self, module: &str) -> DateTime<Utc> {
        let name = self.next_name(module);
        let stamp = name.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let parsed = chrono::NaiveDateTime::parse_from_str(stamp, "%Y%m%d%H%M");
        parsed.map_or(self.request.now, |at| at.and_utc())
    }

    /// The last migration of a module so far.
    fn last(&self, module: &str) -> Option<String> {
        self.folded.get(module)?.head.clone()
    }

    fn module(&self, module: &'static Module) -> &'static Module {
        with_list(module, self.lists.get(module.name).cloned().unwrap_or_default())
    }

    fn fold(&mut self, module: &'static str, migration: &'static Migration<'static>) -> Result<(), Error> {
        self.folded = fold_on(&self.folded, &[(module, *migration)]).map_err(unreadable)?;
        self.lists.entry(module).or_default().push(migration);
        Ok(())
    }

    /// Puts what was planned again behind the rest.
    fn push(&mut self, module: &'static str, again: Again) -> Result<(), Error> {
        for old in &again.old {
            self.names.insert((module.to_owned(), old.clone()), again.name.clone());
        }
        self.fold(module, again.migration)?;
        self.rebased.again.push(again);
        Ok(())
    }

    /// Notes that nothing of some migrations is left. What requires one of them requires the last instead.
    fn leave_out(&mut self, module: &'static str, names: &[&'static str]) {
        for name in names {
            let instead = self.last(module).unwrap_or_default();
            self.names.insert((module.to_owned(), (*name).to_owned()), instead);
            self.rebased.gone.push((module.to_owned(), (*name).to_owned()));
        }
    }
}

/// A file whose text nobody can change but its author.
fn unread(head: &Head) -> Error {
    refused(
        head,
        format!(
            "{} is not written as db:generate writes a migration, so its name cannot be changed",
            head.migration.name
        ),
        "write `pub const MIGRATION: Migration<'static> = Migration::new(\"…\")…` with the names as texts"
            .to_owned(),
    )
}

/// One head to be planned again from what was before it.
fn one(module: &str, head: &Head, before: BTreeMap<String, Folded>) -> Amended {
    Amended { heads: BTreeMap::from([(module.to_owned(), head.clone())]), before }
}
