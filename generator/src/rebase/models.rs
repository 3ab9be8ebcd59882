//! Where both branches changed the same thing, the models say what is meant.

use strobila::operation::Operation;

use super::again::{Seen, all, written};
use super::{Again, Run, refused};
use crate::amend::recorded::Recorded;
use crate::diff::Renames;
use crate::emit::emit;
use crate::error::Error;
use crate::fold::Entry;
use crate::generate::{Request, State, drafts};
use crate::questioner::Questioner;
use crate::rebase::onto::onto;

impl Run<'_> {
    /// Plans a migration, and those of the branch that follow it, from the models, with the answers that their
    /// files hold. What is only rows by hand is carried over behind that.
    ///
    /// # Errors
    /// One of them that was written by hand and speaks of the schema; open decisions.
    pub(super) fn by_models(
        &mut self,
        first: Seen,
        reason: &str,
        questioner: &mut dyn Questioner,
    ) -> Result<(), Error> {
        let module = first.entry.module;
        let at = self
            .order
            .iter()
            .position(|entry| entry.migration.name == first.entry.migration.name && entry.module == module);
        let following: Vec<Entry<'static>> = self.order[at.map_or(0, |at| at + 1)..]
            .iter()
            .filter(|entry| entry.module == module && self.mine.contains(&(module, entry.migration.name)))
            .copied()
            .collect();
        let mut seen = vec![first];
        for entry in following {
            seen.push(self.see(entry)?);
        }
        let is_planned = |one: &Seen| !one.operations.is_empty() || one.replayed.is_exact;
        // Behind one plan of all the others it would find its rows gone.
        let between = seen.iter().position(|one| !is_planned(one));
        if let Some(at) = between.filter(|at| seen[*at..].iter().any(is_planned)) {
            return Err(refused(
                &seen[at].head,
                format!(
                    "{module}/{} was written by hand, and changes of the models follow it: {reason}",
                    seen[at].entry.migration.name
                ),
                "take the migrations of one branch out and write them anew behind the other, one by one"
                    .to_owned(),
            ));
        }
        let (planned, by_hand): (Vec<Seen>, Vec<Seen>) = seen.into_iter().partition(is_planned);
        if let Some(one) = planned.iter().find(|one| !one.replayed.is_exact) {
            return Err(refused(
                &one.head,
                format!(
                    "{module}/{} was written by hand, and does not fit behind the other branch: {reason}",
                    one.entry.migration.name
                ),
                "write its steps and operations anew behind the other branch: db:generate --empty".to_owned(),
            ));
        }
        self.planned_by_models(module, &planned, questioner)?;
        for one in &by_hand {
            let name = self.next_name(module);
            let fitted: Vec<Operation> =
                onto(&one.operations, &all(&self.folded), &self.models).unwrap_or_default();
            let again = self.carried(one, None, &fitted, &name)?;
            self.push(module, again)?;
        }
        self.skipped.extend(planned.iter().chain(&by_hand).map(|one| (module, one.entry.migration.name)));
        Ok(())
    }

    fn planned_by_models(
        &mut self,
        module: &'static str,
        planned: &[Seen],
        questioner: &mut dyn Questioner,
    ) -> Result<(), Error> {
        let recorded = together(planned);
        let modules: Vec<_> = self.request.modules.iter().map(|module| self.module(module)).collect();
        let captured = self.request.captured.clone();
        let mut state = State::new(&modules, captured, self.folded.clone(), None)?;
        let flags = recorded.flags(self.request.flags, state.prev(), state.next());
        recorded.hints(&flags, &mut state);
        let request = Request {
            wanted: [module.to_owned()].into(),
            targets: self.request.targets.clone(),
            flags: &flags,
            title: planned.iter().find_map(|one| one.head.title.clone()),
            now: self.moment(module),
        };
        let drafts = drafts(&state, &request, questioner)?;
        let names: Vec<&'static str> = planned.iter().map(|one| one.entry.migration.name).collect();
        if drafts.is_empty() {
            self.leave_out(module, &names);
        }
        for (at, drafted) in drafts.iter().enumerate() {
            let old =
                if at == 0 { names.iter().map(|name| (*name).to_owned()).collect() } else { Vec::new() };
            let again = match planned.first() {
                Some(first) => Again { old, ..written(first, &drafted.draft) },
                None => return Err(Error::Bug(format!("a draft of nothing: {}", emit(&drafted.draft)))),
            };
            self.push(module, again)?;
        }
        Ok(())
    }
}

/// What several migrations were told, from the first names to the last.
fn together(planned: &[Seen]) -> Recorded {
    let mut recorded = Recorded::default();
    for one in planned {
        let part = &one.replayed.recorded;
        recorded.operations.extend(part.operations.iter().cloned());
        recorded.reasons.extend(part.reasons.clone());
        recorded.fill_downs.extend(part.fill_downs.clone());
    }
    recorded.renames = Renames::of(&recorded.operations);
    recorded
}
