//! One migration planned again.

use std::collections::{BTreeMap, BTreeSet};

use strobila::Migration;
use strobila::operation::Operation;
use strobila::schema::Schema;

use super::onto::onto;
use super::{Again, Run, one, refused};
use crate::amend::Head;
use crate::amend::replay::{Replayed, look, plans};
use crate::compose::{Heading, compose};
use crate::draft::Draft;
use crate::emit::{emit, lines};
use crate::error::Error;
use crate::fold::{Chain, Entry, Folded, fold_all, fold_on, operations, without};
use crate::generate::unreadable;
use crate::questioner::Questioner;

/// A migration of this branch, with what made it.
pub(super) struct Seen {
    pub(super) entry: Entry<'static>,
    pub(super) head: Head,
    pub(super) operations: Vec<Operation>,
    /// What was before it, on its own branch.
    pub(super) before: BTreeMap<String, Folded>,
    pub(super) replayed: Replayed,
}

impl Run<'_> {
    /// Plans one again.
    pub(super) fn again(
        &mut self,
        entry: Entry<'static>,
        questioner: &mut dyn Questioner,
    ) -> Result<(), Error> {
        let seen = self.see(entry)?;
        let fitted = match onto(&seen.operations, &all(&self.folded), &self.models) {
            Ok(fitted) => fitted,
            Err(reason) => return self.by_models(seen, &reason, questioner),
        };
        let name = self.next_name(entry.module);
        let draft = self.draft(&seen, &fitted, &name)?;
        let again = match draft {
            Some(draft) if seen.replayed.is_exact => written(&seen, &draft),
            None if seen.replayed.is_exact && !seen.operations.is_empty() => {
                self.leave_out(entry.module, &[entry.migration.name]);
                return Ok(());
            }
            draft => self.carried(&seen, draft, &fitted, &name)?,
        };
        self.push(entry.module, again)
    }

    /// Reads a migration, and plans it as it was planned on its own branch.
    pub(super) fn see(&self, entry: Entry<'static>) -> Result<Seen, Error> {
        let mut head = self.file(entry)?;
        let module = entry.module;
        let operations = operations(module, entry.migration).map_err(unreadable)?;
        if let Some(moved) = operations.iter().find(|operation| is_move(operation)) {
            return Err(refused(
                &head,
                format!("{module}/{} moves {} between modules", entry.migration.name, moved.owner().name()),
                "such a move is not planned again: take the file out by hand (the file, its lines in mod.rs, the \
                 snapshot of the module) and run db:generate for both modules"
                    .to_owned(),
            ));
        }
        let before = self.before(entry)?;
        let after = fold_on(&before, &[(module, *entry.migration)]).map_err(unreadable)?;
        let mut amended = one(module, &head, before);
        let replayed = look(&mut amended, &after, self.request.flags)?;
        head.title = amended.heads.remove(module).and_then(|head| head.title);
        Ok(Seen { entry, head, operations, before: amended.before, replayed })
    }

    /// What the migrations led to before one of them, on its own branch.
    fn before(&self, entry: Entry<'static>) -> Result<BTreeMap<String, Folded>, Error> {
        let list = self.all.iter().filter(|module| module.name == entry.module);
        let parents: BTreeMap<&str, Option<&str>> =
            list.flat_map(|module| module.migrations.list.iter().map(|one| (one.name, one.after))).collect();
        let mut ancestors: BTreeSet<&str> = BTreeSet::new();
        let mut at = entry.migration.after;
        while let Some(name) = at.filter(|name| !ancestors.contains(name)) {
            ancestors.insert(name);
            at = parents.get(name).copied().flatten();
        }
        // Of another module that was forked, what the other branch alone has is out.
        let is_theirs = |other: &Entry<'_>| {
            let chosen = self.chosen.iter().find(|one| one.fork.module.name == other.module);
            let own = chosen.and_then(|one| one.fork.line(&one.kept)).map(|line| &line.own);
            own.is_some_and(|own| own.contains(&other.migration.name))
        };
        let is_out = |other: &Entry<'_>| match other.module == entry.module {
            true => !ancestors.contains(other.migration.name),
            false => is_theirs(other),
        };
        let left = without(self.order, is_out);
        let lists: Vec<(&str, Vec<&Migration<'_>>)> = self
            .all
            .iter()
            .map(|module| (module.name, left.get(module.name).cloned().unwrap_or_default()))
            .collect();
        let chains: Vec<Chain<'_>> =
            lists.iter().map(|(module, migrations)| Chain { module, migrations }).collect();
        fold_all(&chains).map_err(unreadable)
    }

    /// The draft of its operations behind all that is there now; none when they change nothing there, or
    /// no plan makes them.
    fn draft(&self, seen: &Seen, fitted: &[Operation], name: &str) -> Result<Option<Draft>, Error> {
        let module = seen.entry.module;
        let text = lines(fitted).join("\n");
        let next =
            fold_on(&self.folded, &[(module, Migration::new(name).operations(&text))]).map_err(unreadable)?;
        if all(&next) == all(&self.folded) {
            return Ok(None);
        }
        let mut recorded = seen.replayed.recorded.clone();
        recorded.operations = fitted.to_vec();
        let amended = one(module, &seen.head, self.folded.clone());
        let planned = plans(&amended, &next, &recorded, &recorded.fill_downs).remove(module);
        let Some(plan) = planned else {
            return match seen.replayed.is_exact {
                false => Ok(None),
                true => Err(refused(
                    &seen.head,
                    format!(
                        "{module}/{} cannot be planned behind the other branch",
                        seen.entry.migration.name
                    ),
                    format!(
                        "take it out by hand (the file, its lines in mod.rs, the snapshot) and run db:generate {module}, which asks what is open"
                    ),
                )),
            };
        };
        let leans_on = plan.leans_on.iter();
        let requires = leans_on.filter_map(|other| Some((other.clone(), self.last(other)?))).collect();
        let heading = Heading {
            name: name.to_owned(),
            title: seen.head.title.clone(),
            after: self.last(module),
            requires,
        };
        Ok(Some(compose(&plan, &recorded.decisions(), heading)))
    }
}

/// What is written for a draft that nobody changed by hand.
pub(super) fn written(seen: &Seen, draft: &Draft) -> Again {
    Again {
        module: draft.module.clone(),
        old: vec![seen.entry.migration.name.to_owned()],
        name: draft.name.clone(),
        text: emit(draft),
        migration: Box::leak(Box::new(draft.compiled())),
        by_hand: Vec::new(),
    }
}

/// The schema of all modules.
pub(super) fn all(folded: &BTreeMap<String, Folded>) -> Schema {
    folded.values().fold(Schema::default(), |mut all, folded| {
        all.merge(folded.schema.clone());
        all
    })
}

fn is_move(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
    )
}
