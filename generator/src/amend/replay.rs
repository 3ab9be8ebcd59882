//! Plans heads from their own operations once more. Where that gives their files as they are, nothing in
//! them is written by hand, and the answers that made them are known.

use std::collections::{BTreeMap, BTreeSet};

use strobila::dialect::{Dialect, dialect};
use strobila::migration::Step;
use strobila::model::{Hints, Places};
use strobila::operation::{Operation, losses};
use strobila::schema::{Schema, Sql};

use super::recorded::Recorded;
use super::{Amended, Head};
use crate::compose::{Heading, compose};
use crate::decide::{Decisions, Fills, Flags, Sides, path};
use crate::diff::Renames;
use crate::draft::{Draft, DraftStep};
use crate::emit::{emit, literal};
use crate::error::{Code, Error};
use crate::fold::{Folded, operations};
use crate::generate::{join, unreadable};
use crate::plan::{ModulePlan, plan};
use crate::text::{markdown, without_markdown};
use crate::tree;

/// What the heads were told, when their files are what `db:generate` writes. Their titles are noted.
///
/// # Errors
/// [`Error::NotAmended`] with the first step or line that a person, or another release, wrote.
pub(super) fn replay(
    amended: &mut Amended,
    folded: &BTreeMap<String, Folded>,
    flags: &Flags,
) -> Result<Recorded, Error> {
    let Replayed { recorded, drafts, is_exact } = look(amended, folded, flags)?;
    if is_exact {
        return Ok(recorded);
    }
    let by_hand = amended.heads.iter().find(|(module, head)| !is_the_file(head, drafts.get(*module)));
    let (module, head) = by_hand.ok_or_else(|| Error::Bug("a file by hand that is none".to_owned()))?;
    Err(refused(module, head, drafts.get(module)))
}

/// What heads were told, and what `db:generate` would write for them.
pub(crate) struct Replayed {
    pub(crate) recorded: Recorded,
    /// Each by its module.
    pub(crate) drafts: BTreeMap<String, Draft>,
    /// Whether the files are those of the drafts, byte for byte.
    pub(crate) is_exact: bool,
}

/// Plans heads from their own operations. Their titles are noted.
///
/// # Errors
/// Operations that cannot be read.
pub(crate) fn look(
    amended: &mut Amended,
    folded: &BTreeMap<String, Folded>,
    flags: &Flags,
) -> Result<Replayed, Error> {
    let mut recorded = Recorded::default();
    for (module, head) in &mut amended.heads {
        let list = operations(module, head.migration).map_err(unreadable)?;
        head.title = title(module, &head.text, &list);
        recorded.operations.extend(list);
    }
    recorded.renames = Renames::of(&recorded.operations);
    let first = plans(amended, folded, &recorded, &BTreeMap::new());
    recorded.reasons = reasons(amended, &first, &recorded.operations);
    recorded.fill_downs = fill_downs(amended, &first);
    // One that left no trace in a title may be given again.
    let mut given = recorded.fill_downs.clone();
    given.extend(flags.fill_downs.clone());
    let mut drafts = BTreeMap::new();
    for fill_downs in [given, recorded.fill_downs.clone()] {
        drafts = plans(amended, folded, &recorded, &fill_downs)
            .into_iter()
            .map(|(module, plan)| {
                let draft = compose(&plan, &recorded.decisions(), heading(&amended.heads[&module]));
                (module, draft)
            })
            .collect();
        if amended.heads.iter().all(|(module, head)| is_the_file(head, drafts.get(module))) {
            recorded.fill_downs = fill_downs;
            return Ok(Replayed { recorded, drafts, is_exact: true });
        }
    }
    Ok(Replayed { recorded, drafts, is_exact: false })
}

/// What a person called it: the first line of its header, where that is not the summary of what it does.
fn title(module: &str, text: &str, operations: &[Operation]) -> Option<String> {
    let line = text.lines().next()?;
    let title = line.strip_prefix("//! ")?.strip_prefix(&markdown(module))?.strip_prefix(": ")?;
    (title != tree::summary(operations)).then(|| without_markdown(title))
}

fn heading(head: &Head) -> Heading {
    let owned = |(module, name): &(&str, &str)| ((*module).to_owned(), (*name).to_owned());
    Heading {
        name: head.migration.name.to_owned(),
        title: head.title.clone(),
        after: head.migration.after.map(str::to_owned),
        requires: head.migration.requires.iter().map(owned).collect(),
    }
}

/// The plan of each head, by its module; of none when there is more or less than one for each.
pub(crate) fn plans(
    amended: &Amended,
    folded: &BTreeMap<String, Folded>,
    recorded: &Recorded,
    fill_downs: &BTreeMap<String, String>,
) -> BTreeMap<String, ModulePlan> {
    let joined = |folds: &BTreeMap<String, Folded>| {
        join(folds.iter().map(|(module, folded)| (module.clone(), folded.schema.clone())))
    };
    let ((prev, prev_owner), (next, next_owner)) = (joined(&amended.before), joined(folded));
    let wanted: BTreeSet<String> = amended.heads.keys().cloned().collect();
    let sides = Sides {
        prev: &prev,
        next: &next,
        prev_owner: &prev_owner,
        next_owner: &next_owner,
        hints: &Hints::default(),
        places: &Places::default(),
        wanted: &wanted,
    };
    let written_for: BTreeSet<_> =
        amended.heads.values().flat_map(|head| head.migration.targets).copied().collect();
    let dialects: Vec<&'static dyn Dialect> = written_for.into_iter().map(dialect).collect();
    let flags = Flags { fill_downs: fill_downs.clone(), ..Flags::default() };
    let planned = plan(&sides, &decisions(recorded, &next), &flags, &wanted, &dialects).unwrap_or_default();
    let count = planned.len();
    let mut plans = BTreeMap::new();
    for mut plan in planned {
        let targets = amended.heads.get(&plan.module).map(|head| head.migration.targets);
        plan.targets.retain(|target, _| targets.is_some_and(|targets| targets.contains(target)));
        plans.insert(plan.module.clone(), plan);
    }
    if count == wanted.len() && plans.len() == count { plans } else { BTreeMap::new() }
}

/// The decisions that operations show by themselves.
fn decisions(recorded: &Recorded, next: &Schema) -> Decisions {
    let mut decisions = Decisions { renames: recorded.renames.clone(), ..Decisions::default() };
    let mut fill = |table: &_, column: &str, sql: &Sql| {
        let fills: &mut Fills = &mut decisions.fills;
        fills.insert((Clone::clone(table), column.to_owned()), sql.clone());
    };
    for operation in &recorded.operations {
        match operation {
            Operation::AddColumn { table, column, fill: Some(sql), .. } => fill(table, &column.name, sql),
            Operation::AlterColumn { table, to, using: Some(sql), from, .. } if from.ty != to.ty => {
                fill(table, &to.name, sql);
            }
            Operation::AlterColumn { table, to, fill: Some(sql), .. } => fill(table, &to.name, sql),
            _ => {}
        }
    }
    for operation in &recorded.operations {
        let Operation::AdoptTable { table, from } = operation else { continue };
        let to = recorded.operations.iter().find_map(|other| match other {
            Operation::ReleaseTable { table: same, to } if same.name == table.name => Some(to.clone()),
            _ => None,
        });
        let now = next.tables.keys().find(|name| recorded.renames.old_table(name) == Some(&table.name));
        if let (Some(to), Some(now)) = (to, now) {
            decisions.moves.insert(now.clone(), (from.clone(), to));
        }
    }
    decisions
}

/// Why values may go. The steps of a plan say which loss each of the file's reasons is for.
fn reasons(
    amended: &Amended,
    plans: &BTreeMap<String, ModulePlan>,
    operations: &[Operation],
) -> BTreeMap<String, String> {
    let subjects: Vec<String> = losses(operations).into_iter().map(|loss| loss.subject).collect();
    let marks = subjects.iter().enumerate().map(|(at, subject)| (subject.clone(), at.to_string()));
    let marked = Decisions { reasons: marks.collect(), ..Decisions::default() };
    let mut reasons = BTreeMap::new();
    for (module, plan) in plans {
        let head = &amended.heads[module];
        let draft = compose(plan, &marked, heading(head));
        for (step, file) in draft.up.iter().zip(head.migration.up) {
            let marks = step.accepted.iter().flat_map(|(_, marks)| marks.split("; "));
            let subjects = marks.filter_map(|mark| subjects.get(mark.parse::<usize>().ok()?));
            // Several losses in one step share what its reasons say together.
            let said: Vec<&str> = file.accepted.iter().flatten().map(|(_, reason)| *reason).collect();
            if !said.is_empty() {
                reasons.extend(subjects.map(|subject| (subject.clone(), said.join("; "))));
            }
        }
    }
    reasons
}

/// What rows get in columns that come back, where it is not what they get anyway: the titles say it.
fn fill_downs(amended: &Amended, plans: &BTreeMap<String, ModulePlan>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (module, plan) in plans {
        let steps = amended.heads[module].migration.down_steps;
        let zeros = plan.down_fills.iter().map(|((table, column), zero)| (path(table, column), Some(zero)));
        let hopeless = plan.hopeless.iter().map(|subject| (subject.clone(), None));
        for (subject, zero) in zeros.chain(hopeless) {
            let mark = format!("add {subject}, existing rows get ");
            let said = steps.iter().find_map(|step| step.title.split_once(&mark));
            let Some((_, fill)) = said else { continue };
            let fill = fill.split_once("; ").map_or(fill, |(fill, _)| fill);
            if !zero.is_some_and(|zero| zero.texts().any(|text| text == fill)) {
                found.insert(subject, fill.to_owned());
            }
        }
    }
    found
}

fn is_the_file(head: &Head, draft: Option<&Draft>) -> bool {
    draft.is_some_and(|draft| emit(draft) == head.text.replace("\r\n", "\n"))
}

/// Names the first step that is not the plan's, else the first line.
fn refused(module: &str, head: &Head, draft: Option<&Draft>) -> Error {
    let migration = head.migration;
    let none = Draft::default();
    let steps = |file: &'static [Step<'static>], plan: &[DraftStep]| {
        file.iter()
            .enumerate()
            .find(|(at, step)| !plan.get(*at).is_some_and(|plan| is_same(step, plan, head)))
    };
    let plan = draft.unwrap_or(&none);
    let step = steps(migration.up, &plan.up).or_else(|| steps(migration.down_steps, &plan.down_steps));
    let line_of = |text: &str| head.text.lines().position(|line| line.contains(text)).map(|at| at + 1);
    let foreign = "is not what this release of db:generate writes, and would be lost";
    let (what, line) = match (step, draft) {
        (Some((_, step)), _) => {
            let line = line_of(&format!("step({})", literal(step.title)));
            (format!("its step `{}` {foreign}", step.title), line)
        }
        (None, None) => ("it was made for steps that are written by hand".to_owned(), None),
        (None, Some(draft)) => {
            let wanted = emit(draft);
            let same = head.text.lines().zip(wanted.lines()).take_while(|(one, other)| one == other);
            let line = same.count() + 1;
            (format!("its line {line} {foreign}"), Some(line))
        }
    };
    Error::NotAmended {
        code: Code::CannotAmend,
        message: format!("{module}/{} cannot be amended: {what}", migration.name),
        place: Some(head.place(line.unwrap_or(1))),
        help: format!(
            "what was written by hand stays where it is: db:generate {module} writes a second migration behind it"
        ),
    }
}

/// Whether a step of a file is one of a plan: its title, its statements, its transaction.
pub(crate) fn is_same(step: &Step<'_>, plan: &DraftStep, head: &Head) -> bool {
    let statements = head.migration.targets.iter().all(|target| {
        let written = step.statements(*target).unwrap_or_default();
        plan.statements.get(target).map_or(&[][..], Vec::as_slice) == written
    });
    statements && step.title == plan.title && step.transaction == plan.transaction
}
