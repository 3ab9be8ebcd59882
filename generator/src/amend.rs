//! `db:generate --amend`: the last migration of a module is planned again from what came before it, with
//! the answers that it already holds, and takes the place of the old one.
//!
//! What would be lost by that is refused: a file that holds anything but what `db:generate` writes.

pub(crate) mod recorded;
pub(crate) mod replay;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use strobila::model::Place;
use strobila::operation::Operation;
use strobila::schema::Name;
use strobila::{Migration, Module};

use self::recorded::LostConversion;
use crate::config::UuidForm;
use crate::decide::Flags;
use crate::error::{Code, Error};
use crate::files;
use crate::fold::{Chain, Folded, fold_all, operations};
use crate::generate::{State, captured, chains, unreadable};

/// Last migrations that are planned again.
#[derive(Debug, Clone, Default)]
pub struct Amended {
    /// Each by its module.
    pub heads: BTreeMap<String, Head>,
    /// What the migrations of all modules lead to without them.
    pub before: BTreeMap<String, Folded>,
}

/// The last migration of a module, as it was.
#[derive(Debug, Clone)]
pub struct Head {
    /// The migration.
    pub migration: &'static Migration<'static>,
    /// Its file.
    pub path: PathBuf,
    /// The text of its file.
    pub text: String,
    /// What a person called it.
    pub title: Option<String>,
}

impl Amended {
    /// Whether the migration of that name is one of the heads.
    pub fn is_head(&self, module: &str, name: &str) -> bool {
        self.heads.get(module).is_some_and(|head| head.migration.name == name)
    }
}

/// The heads of the wanted modules, all checks passed that need neither a plan nor a database.
///
/// # Errors
/// A module without migrations; a head that another migration requires, or that moves a table without the
/// other side of the move; a file that cannot be read.
pub fn heads(modules: &[&'static Module], wanted: &[&'static Module]) -> Result<Amended, Error> {
    let mut heads = BTreeMap::new();
    for module in wanted {
        heads.insert(module.name.to_owned(), head(module)?);
    }
    let chains = chains(modules);
    let without: Vec<Vec<&Migration<'_>>> = chains
        .iter()
        .map(|chain| {
            let is_out = |name: &str| heads.get(chain.module).is_some_and(|head| head.migration.name == name);
            chain.migrations.iter().copied().filter(|migration| !is_out(migration.name)).collect()
        })
        .collect();
    let without: Vec<Chain<'_>> = chains
        .iter()
        .zip(&without)
        .map(|(chain, migrations)| Chain { module: chain.module, migrations })
        .collect();
    for (module, head) in &heads {
        nothing_leans_on(module, head, &without)?;
        moves_are_whole(module, head, &heads)?;
    }
    let before = fold_all(&without).map_err(unreadable)?;
    Ok(Amended { heads, before })
}

fn head(module: &Module) -> Result<Head, Error> {
    let chain = Chain::from(module);
    let found = chain
        .head()
        .and_then(|name| module.migrations.list.iter().copied().find(|migration| migration.name == name));
    let Some(migration) = found else {
        return Err(Error::NotAmended {
            code: Code::CannotAmend,
            message: format!("the module {} has no migration to amend", module.name),
            place: Some(Place {
                file: module.file.to_owned(),
                line: module.line,
                what: format!("module `{}`", module.name),
            }),
            help: format!("db:generate {} writes its first one", module.name),
        });
    };
    let path = files::directory(module)?.join(format!("{}.rs", migration.name));
    let text = fs::read_to_string(&path).map_err(|source| Error::Io {
        action: "read",
        path: path.clone(),
        source,
    })?;
    Ok(Head { migration, path, text, title: None })
}

/// Refuses a head that a migration which stays requires: it was planned on what this one does.
fn nothing_leans_on(module: &str, head: &Head, staying: &[Chain<'_>]) -> Result<(), Error> {
    let name = head.migration.name;
    for chain in staying {
        for migration in chain.migrations {
            let follows = chain.module == module && migration.after == Some(name);
            if !follows && !migration.requires.contains(&(module, name)) {
                continue;
            }
            let (other, by) = (chain.module, migration.name);
            let is_last = chain.head() == Some(by);
            let together = is_last.then(|| format!("amend both: db:generate --amend {module} {other}\n"));
            return Err(Error::NotAmended {
                code: Code::HeadInUse,
                message: format!("{module}/{name} cannot be amended: {other}/{by} requires it"),
                place: Some(head.place(1)),
                help: together.unwrap_or_default() + &second(module),
            });
        }
    }
    Ok(())
}

/// Refuses a head that gives away or takes over a table, without the head that holds the other half: the
/// table would be nobody's, and be made a second time.
fn moves_are_whole(module: &str, head: &Head, heads: &BTreeMap<String, Head>) -> Result<(), Error> {
    for operation in &operations(module, head.migration).map_err(unreadable)? {
        let Some((name, other)) = moved(operation) else { continue };
        let found = match heads.get(other) {
            Some(head) => operations(other, head.migration).map_err(unreadable)?,
            None => Vec::new(),
        };
        if found.iter().filter_map(moved).any(|(same, with)| same == name && with == module) {
            continue;
        }
        return Err(Error::NotAmended {
            code: Code::CannotAmend,
            message: format!(
                "{module}/{} cannot be amended alone: it moves `{name}` between {module} and {other}",
                head.migration.name
            ),
            place: Some(head.place(1)),
            help: format!("amend both: db:generate --amend {module} {other}\n{}", second(module)),
        });
    }
    Ok(())
}

/// What changes its module, and the other module.
fn moved(operation: &Operation) -> Option<(&Name, &str)> {
    match operation {
        Operation::ReleaseTable { table, to: other } | Operation::AdoptTable { table, from: other } => {
            Some((&table.name, other))
        }
        Operation::ReleaseEnum { item, to: other } | Operation::AdoptEnum { item, from: other } => {
            Some((&item.name, other))
        }
        _ => None,
    }
}

impl Head {
    /// A line of its file.
    pub fn place(&self, line: usize) -> Place {
        Place {
            file: files::shown(&self.path),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            what: format!("migration `{}`", self.migration.name),
        }
    }
}

/// The way on that is always there.
pub fn second(module: &str) -> String {
    format!("or leave it as it is: db:generate {module} writes a second migration")
}

/// Models and migrations as a run sees them that plans the heads again, and its flags beside the answers
/// that the heads hold.
///
/// A flag wins over an answer, an attribute of a model too; an answer that fits nothing any more is left
/// out without a word.
///
/// # Errors
/// Those of [`State::read`]; a head whose file holds more than `db:generate` writes, which would be lost.
pub fn state(
    modules: &[&'static Module],
    mut amended: Amended,
    flags: &Flags,
    uuid: UuidForm,
) -> Result<(State, Flags), Error> {
    let captured = captured(modules, uuid)?;
    let folded = fold_all(&chains(modules)).map_err(unreadable)?;
    let recorded = replay::replay(&mut amended, &folded, flags)?;
    let mut state = State::new(modules, captured, folded, Some(amended))?;
    let flags = recorded.flags(flags, state.prev(), state.next());
    recorded.hints(&flags, &mut state);
    if let Some(LostConversion { subject, column, using }) = recorded.lost_conversion(&flags, &state) {
        let again = match column {
            Some(column) => format!("--fill {column}=\"…\""),
            None => format!("--drop {subject}=\"why\", or --rename {subject}=… with --fill of its new name"),
        };
        return Err(Error::NotAmended {
            code: Code::CannotAmend,
            message: format!(
                "the last migration says that values of {subject} become `{using}`, and the column is not what it was there any more"
            ),
            place: None,
            help: format!(
                "say again what they become: {again}\nor write a second migration: db:generate without --amend"
            ),
        });
    }
    match recorded.lost(&flags, &state) {
        None => Ok((state, flags)),
        Some((subject, new)) => Err(Error::NotAmended {
            code: Code::CannotAmend,
            message: format!(
                "the last migration renames {subject} to {new}, a name that something else had before, and the models do not go on from there"
            ),
            place: None,
            help: format!(
                "say again what became of both: --rename {subject}={new}, or --drop {subject}=\"why\"\nor write a second migration: db:generate without --amend"
            ),
        }),
    }
}

/// Refuses when a module has nothing left to migrate: the models are what they were before its head.
///
/// # Errors
/// [`Error::NotAmended`], with the way to take the file out.
pub fn none_is_empty(state: &State, drafted: &BTreeSet<&str>) -> Result<(), Error> {
    let mut heads = state.amended.iter().flat_map(|amended| &amended.heads);
    let Some((module, head)) = heads.find(|(module, _)| !drafted.contains(module.as_str())) else {
        return Ok(());
    };
    let name = head.migration.name;
    Err(Error::NotAmended {
        code: Code::CannotAmend,
        message: format!(
            "the models of {module} are what they were before {name}: nothing would be left of it"
        ),
        place: Some(head.place(1)),
        help: format!(
            "take it out by hand: delete {name}.rs, its two lines in mod.rs, and {}, which db:generate {module} writes again",
            crate::snapshot::file_name(module)
        ),
    })
}
