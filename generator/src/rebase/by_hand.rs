//! What a person wrote into a migration, carried over to where it is planned again.

use strobila::Target;
use strobila::migration::{Down, Migration, Step};
use strobila::operation::Operation;

use super::again::{Seen, all};
use super::{Again, Run, refused, unread};
use crate::amend::Head;
use crate::amend::replay::is_same;
use crate::draft::{Draft, DraftDown, DraftStep};
use crate::emit::{emit, lines};
use crate::error::Error;
use crate::source::{Edit, edited};

impl Run<'_> {
    /// A migration that holds more than `db:generate` writes: as it stands where nothing that is planned in it
    /// changed, else the new plan with the steps by hand between its own.
    ///
    /// # Errors
    /// A step of the plan that a person changed, where the plan is another now; a rebuild by hand of a table
    /// that the other branch changed.
    pub(super) fn carried(
        &self,
        seen: &Seen,
        draft: Option<Draft>,
        fitted: &[Operation],
        name: &str,
    ) -> Result<Again, Error> {
        let old = seen.replayed.drafts.get(seen.entry.module);
        let none = Draft::default();
        let (old, new) = (old.unwrap_or(&none), draft.as_ref().unwrap_or(&none));
        let head = &seen.head;
        let up = Way::of(head.migration.up, &old.up, &new.up, head);
        let down = Way::of(head.migration.down_steps, &old.down_steps, &new.down_steps, head);
        let is_unchanged = up.is_unchanged && down.is_unchanged;
        if let Some(step) = up.missing.iter().chain(&down.missing).next().filter(|_| !is_unchanged) {
            return Err(changed(seen, step));
        }
        for step in up.by_hand.iter().chain(&down.by_hand) {
            self.rebuilds_as_it_is(seen, step.step)?;
        }
        let phrases = up.by_hand.iter().map(|step| format!("step `{}`", step.step.title));
        let back = down.by_hand.iter().map(|step| format!("step `{}` of the way down", step.step.title));
        let mut by_hand: Vec<String> = phrases.chain(back).collect();
        let (text, migration) = match is_unchanged {
            true => self.as_it_stands(seen, fitted, name)?,
            false => {
                by_hand.push("comments and the header are written anew: see the old file in git".to_owned());
                by_hand.extend(timeouts(head.migration));
                let mut draft = new.clone();
                draft.up = up.joined(&new.up);
                draft.down_steps = down.joined(&new.down_steps);
                draft.down = promise(head.migration, &draft.down);
                (emit(&draft), draft.compiled())
            }
        };
        if by_hand.is_empty() {
            by_hand.push("its text as it stands".to_owned());
        }
        Ok(Again {
            module: seen.entry.module.to_owned(),
            old: vec![seen.entry.migration.name.to_owned()],
            name: name.to_owned(),
            text,
            migration: Box::leak(Box::new(migration)),
            by_hand,
        })
    }

    /// The text with its new place in the line, and nothing else changed.
    fn as_it_stands(
        &self,
        seen: &Seen,
        fitted: &[Operation],
        name: &str,
    ) -> Result<(String, Migration<'static>), Error> {
        let migration = seen.entry.migration;
        if fitted != seen.operations {
            return Err(refused(
                &seen.head,
                format!(
                    "{}/{} was written by hand, and the other branch changed what its operations speak of",
                    seen.entry.module, migration.name
                ),
                "write its steps and operations anew behind the other branch: db:generate --empty".to_owned(),
            ));
        }
        let after = self.last(seen.entry.module);
        let edit = Edit {
            name: Some(name),
            after: after.as_deref(),
            requires: Some(&self.names),
            out_of_order: false,
        };
        let text = edited(&seen.head.text, edit).ok_or_else(|| unread(&seen.head))?;
        let mut moved = Migration { requires: self.requires(migration).leak(), ..*migration };
        moved.name = name.to_owned().leak();
        moved.after = after.map(|after| &*after.leak());
        moved.operations = lines(fitted).join("\n").leak();
        Ok((text, moved))
    }

    /// Refuses a rebuild by hand of a table that is another now: it would take away what the other branch added.
    fn rebuilds_as_it_is(&self, seen: &Seen, step: &Step<'static>) -> Result<(), Error> {
        let Some(table) = step.rebuilds_on(Target::Sqlite) else { return Ok(()) };
        let of = |schema: strobila::schema::Schema| {
            let found = schema.tables.values().find(|one| one.name.to_string() == table).cloned();
            found.map(|table| table.columns)
        };
        if of(all(&seen.before)) == of(all(&self.folded)) {
            return Ok(());
        }
        Err(refused(
            &seen.head,
            format!(
                "the step `{}` of {}/{} was written by hand and makes {table} anew, which the other branch has changed",
                step.title, seen.entry.module, seen.entry.migration.name
            ),
            "write what the other branch changed into the step, and say .after(…) the other branch's last migration yourself".to_owned(),
        ))
    }
}

/// One direction of a file beside its plan of then and of now.
struct Way<'a> {
    /// What is in the file alone.
    by_hand: Vec<ByHand<'a>>,
    /// Steps of the plan that are not in the file.
    missing: Vec<&'a DraftStep>,
    /// Whether the plan is the same now.
    is_unchanged: bool,
    targets: &'a [Target],
}

struct ByHand<'a> {
    step: &'a Step<'static>,
    /// How many steps of the plan come before it, and the title of the last of them.
    behind: usize,
    last: Option<&'a str>,
}

impl<'a> Way<'a> {
    fn of(file: &'a [Step<'static>], old: &'a [DraftStep], new: &[DraftStep], head: &'a Head) -> Self {
        let mut left: Vec<&DraftStep> = old.iter().collect();
        let (mut by_hand, mut behind, mut last) = (Vec::new(), 0, None);
        for step in file {
            match left.iter().position(|plan| is_same(step, plan, head)) {
                Some(at) => {
                    left.remove(at);
                    behind += 1;
                    last = Some(step.title);
                }
                None => by_hand.push(ByHand { step, behind, last }),
            }
        }
        Way { by_hand, missing: left, is_unchanged: old == new, targets: head.migration.targets }
    }

    /// The steps of the plan with those by hand between them.
    fn joined(&self, plan: &[DraftStep]) -> Vec<DraftStep> {
        let mut joined = plan.to_vec();
        // From the last on, so that several behind one step keep their order.
        for ByHand { step, behind, last } in self.by_hand.iter().rev() {
            let behind_last = last.and_then(|last| plan.iter().position(|step| step.title == last));
            let at = behind_last.map_or(*behind, |at| at + 1).min(joined.len());
            joined.insert(at, drafted(step, self.targets));
        }
        joined
    }
}

/// What a file says of timeouts, which no plan does: it is to be said again.
fn timeouts(migration: &Migration<'_>) -> Vec<String> {
    let none = strobila::migration::Timeouts::default();
    let own = (migration.timeouts != none).then(|| "the migration".to_owned());
    let steps = migration.up.iter().chain(migration.down_steps);
    let steps = steps.filter(|step| step.timeouts != none).map(|step| format!("step `{}`", step.title));
    own.into_iter()
        .chain(steps)
        .map(|of| format!("NOT carried over, write it again: the timeouts of {of}"))
        .collect()
}

/// A step of a file as a draft has it.
fn drafted(step: &Step<'static>, targets: &[Target]) -> DraftStep {
    let texts = |list: &[&str]| list.iter().map(|sql| (*sql).to_owned()).collect::<Vec<String>>();
    let statements = targets.iter().filter_map(|target| Some((*target, texts(step.statements(*target)?))));
    let columns = |columns: &str| columns.split(',').map(str::to_owned).collect::<Vec<String>>();
    let expected = step.expected.iter().flatten();
    let common = expected.clone().filter(|one| one.target.is_none());
    DraftStep {
        title: step.title.to_owned(),
        statements: statements.collect(),
        rebuilds: step.rebuilds.map(str::to_owned),
        transaction: step.transaction,
        accepted: step.accepted.iter().flatten().map(|(hazard, why)| (*hazard, (*why).to_owned())).collect(),
        expected: common.map(|one| (one.name.to_owned(), columns(one.columns))).collect(),
        expected_on: expected
            .filter_map(|one| Some((one.target?, one.name.to_owned(), columns(one.columns))))
            .collect(),
    }
}

/// What the way down promises: a person's word where the file has another than its plan would.
fn promise(migration: &Migration<'_>, planned: &DraftDown) -> DraftDown {
    match migration.down {
        Down::Exact => planned.clone(),
        Down::Lossy { loses } => DraftDown::Lossy { loses: loses.to_owned() },
        Down::Irreversible { because } => DraftDown::Irreversible { because: because.to_owned() },
    }
}

fn changed(seen: &Seen, step: &DraftStep) -> Error {
    let (module, name) = (seen.entry.module, seen.entry.migration.name);
    refused(
        &seen.head,
        format!(
            "in {module}/{name} the step `{}` was changed by hand, and behind the other branch it is planned otherwise",
            step.title
        ),
        format!(
            "put back what db:generate wrote there, run db:rebase {module}, and make the change again; or take the file \
             out by hand (its lines in mod.rs and the snapshot too) and run db:generate {module}"
        ),
    )
}
