//! Migrations that run although one that follows them, or stands beside them, is applied: their files say so
//! afterwards.

use std::collections::BTreeSet;
use std::fs;

use strobila::migrator::{State, Status};
use strobila::{Migration, Migrations, Module};

use super::super::context::Context;
use crate::error::Error;
use crate::files;
use crate::fold::{Chain, fold_all};
use crate::generate::unreadable;
use crate::rebase::fork;
use crate::rebase::log::Log;
use crate::snapshot;
use crate::source::{Edit, edited};

/// Module and name of what runs late.
pub(super) type Late = BTreeSet<(String, String)>;

/// What would run late, by what is applied now: what is out of order, and all of a head that is applied nowhere in
/// this database while another head of its module is.
///
/// # Errors
/// [`Error::TwoHeads`] when more than one head of a module is pending: neither is late.
pub(super) fn late(modules: &[&'static Module], status: &Status) -> Result<Late, Error> {
    let mut late = Late::new();
    for module in modules {
        let of_module = status.modules.iter().filter(|one| one.module == module.name);
        let states: Vec<(&str, &State)> = of_module
            .flat_map(|one| one.migrations.iter().map(|one| (one.name.as_str(), &one.state)))
            .collect();
        let out = states.iter().filter(|(_, state)| matches!(state, State::OutOfOrder { .. }));
        late.extend(out.map(|(name, _)| (module.name.to_owned(), (*name).to_owned())));
        let Some(fork) = fork(module) else { continue };
        let is_pending =
            |name: &&str| states.iter().any(|(other, state)| other == name && state.is_pending());
        let (pending, applied): (Vec<_>, Vec<_>) =
            fork.lines.iter().partition(|line| line.own.iter().all(&is_pending));
        if applied.is_empty() || pending.iter().any(|line| !line.is_whole) {
            let heads: Vec<&str> = fork.lines.iter().map(|line| line.head).collect();
            return Err(Error::TwoHeads {
                message: format!(
                    "{} has the heads {}, and none is applied",
                    module.name,
                    heads.join(" and ")
                ),
                place: None,
                help: "run `strobila db:rebase`: nothing here has to run out of order".to_owned(),
            });
        }
        let names = pending.iter().flat_map(|line| &line.own);
        late.extend(names.map(|name| (module.name.to_owned(), (*name).to_owned())));
    }
    Ok(late)
}

/// Writes `.out_of_order()` into the files of those that are applied now, and the snapshots as they are then.
///
/// # Errors
/// What the file system says; a file that was changed meanwhile.
pub(super) fn mark(context: &mut Context<'_>, late: &Late, status: &Status) -> Result<(), Error> {
    let is_late = |module: &str, name: &str| late.contains(&(module.to_owned(), name.to_owned()));
    let is_applied = |module: &str, name: &str| {
        let rows = status.modules.iter().filter(|one| one.module == module).flat_map(|one| &one.migrations);
        rows.into_iter().any(|one| one.name == name && one.state.is_applied())
    };
    let is_meant = |module: &str, one: &Migration<'_>| {
        is_late(module, one.name) && is_applied(module, one.name) && !one.out_of_order
    };
    let modules = context.modules()?.to_vec();
    let marked: Vec<&'static Module> =
        modules.iter().map(|module| with_marks(module, |one| is_meant(module.name, one))).collect();
    let folded = fold_all(&marked.iter().map(|module| Chain::from(*module)).collect::<Vec<_>>())
        .map_err(unreadable)?;
    for module in &modules {
        let mine = module.migrations.list.iter().filter(|one| is_meant(module.name, one));
        let mine: Vec<&str> = mine.map(|one| one.name).collect();
        if mine.is_empty() {
            continue;
        }
        let Ok(folder) = files::directory(module) else {
            context.screen.warn(format!(
                "write .out_of_order() behind .after(…) in {}: the files of {} are not on this machine",
                mine.join(", "),
                module.name
            ));
            continue;
        };
        let mut log = Log::default();
        for name in &mine {
            let path = folder.join(format!("{name}.rs"));
            let text = fs::read_to_string(&path).map_err(|source| Error::Io {
                action: "read",
                path: path.clone(),
                source,
            })?;
            match edited(&text, Edit { out_of_order: true, ..Edit::default() }) {
                Some(new) => log.add(&folder, &path, Some(text), Some(new)),
                None => context.screen.warn(format!("write .out_of_order() into {}", files::shown(&path))),
            }
            context.screen.note(format!("{} says .out_of_order() now: commit it", files::shown(&path)));
        }
        let path = folder.join(snapshot::file_name(module.name));
        let fold = folded.get(module.name).cloned().unwrap_or_default();
        let old = fs::read_to_string(&path).ok();
        log.add(&folder, &path, old, Some(snapshot::render_fold(module.name, &fold)));
        log.write(&folder).map_err(Error::Write)?;
    }
    Ok(())
}

fn with_marks(module: &'static Module, is_meant: impl Fn(&Migration<'_>) -> bool) -> &'static Module {
    let list = module.migrations.list.iter().map(|one| match is_meant(one) {
        true => &*Box::leak(Box::new(one.out_of_order())),
        false => *one,
    });
    let list: Vec<&'static Migration<'static>> = list.collect();
    let migrations = Migrations { list: list.leak(), ..*module.migrations };
    Box::leak(Box::new(Module { migrations: Box::leak(Box::new(migrations)), ..*module }))
}
