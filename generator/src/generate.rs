//! From models and migrations to drafts: what `db:generate` and `db:check` have in common.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use strobila::dialect::{Dialect, Unsupported};
use strobila::migration::Timeouts;
use strobila::migrator::{PlannedStep, transaction_on};
use strobila::model::{Captured, Mistake, Places, capture};
use strobila::operation::Operation;
use strobila::schema::{Name, Schema, Tables, Type};
use strobila::{Migration, Module};

use crate::amend::{Amended, Head};
use crate::compose::{Heading, compose};
use crate::config::UuidForm;
use crate::decide::{Decisions, Flags, Sides, Undecided, decide, path, wrong_hints};
use crate::diff::{Renames, align, diff};
use crate::draft::Draft;
use crate::error::{Code, Error, Problem};
use crate::fold::{Chain, FoldError, Folded, fold_beside};
use crate::lineage::forget_done;
use crate::names::next_name;
use crate::plan::{ModulePlan, PlanError, by_module, plan};
use crate::questioner::Questioner;

/// What models and migrations say, before they are compared.
#[derive(Debug, Clone)]
pub struct State {
    /// The modules, as they were given.
    pub modules: Vec<&'static Module>,
    /// What the models say, their schemas aside: those are in `next`.
    pub captured: Captured,
    /// What the migrations of each module lead to.
    pub folded: BTreeMap<String, Folded>,
    /// Heads that are planned again; the plan starts from what was before them.
    pub amended: Option<Amended>,
    prev: Schema,
    next: Schema,
    prev_owner: BTreeMap<Name, String>,
    next_owner: BTreeMap<Name, String>,
}

impl State {
    /// Captures the models and folds the migrations.
    ///
    /// # Errors
    /// Every mistake in the models at once, a `renamed_from` that cannot be followed among them; operations
    /// that cannot be read.
    pub fn read(modules: &[&'static Module]) -> Result<Self, Error> {
        State::read_as(modules, UuidForm::default())
    }

    /// The same with UUIDs in the form that the config says.
    ///
    /// # Errors
    /// Those of [`State::read`].
    pub fn read_as(modules: &[&'static Module], uuid: UuidForm) -> Result<Self, Error> {
        State::of(modules, captured(modules, uuid)?)
    }

    /// Folds the migrations beside models that are captured already.
    ///
    /// # Errors
    /// A `renamed_from` that cannot be followed; operations that cannot be read.
    pub fn of(modules: &[&'static Module], captured: Captured) -> Result<Self, Error> {
        let mut models = Tables::default();
        captured.modules.values().for_each(|schema| models.merge(schema.tables.clone()));
        let folded = fold_beside(&chains(modules), models).map_err(unreadable)?;
        State::new(modules, captured, folded, None)
    }

    pub(crate) fn new(
        modules: &[&'static Module],
        mut captured: Captured,
        folded: BTreeMap<String, Folded>,
        amended: Option<Amended>,
    ) -> Result<Self, Error> {
        let base = amended.as_ref().map_or(&folded, |amended| &amended.before);
        let (prev, prev_owner) =
            join(base.iter().map(|(module, folded)| (module.clone(), folded.schema.clone())));
        let (mut next, next_owner) = join(std::mem::take(&mut captured.modules).into_iter());
        next.tables.share_with(&prev.tables);
        let is_out = |module: &str, name: &str| amended.as_ref().is_some_and(|one| one.is_head(module, name));
        forget_done(&mut captured.hints, &prev, &chains(modules), is_out).map_err(unreadable)?;
        let wrong = wrong_hints(&captured.hints, &prev, &next, &captured.places);
        if !wrong.is_empty() {
            return Err(mistakes(wrong));
        }
        let modules = modules.to_vec();
        Ok(State { modules, captured, folded, amended, prev, next, prev_owner, next_owner })
    }

    /// What the plan starts from: the fold of all migrations, without heads that are planned again.
    pub fn base(&self) -> &BTreeMap<String, Folded> {
        self.amended.as_ref().map_or(&self.folded, |amended| &amended.before)
    }

    /// The head whose place a draft takes.
    pub fn replaced(&self, module: &str, name: &str) -> Option<&Head> {
        let head = self.amended.as_ref()?.heads.get(module)?;
        (head.migration.name == name).then_some(head)
    }

    /// The schema that the plan starts from: that of all migrations, without heads that are planned again.
    pub fn prev(&self) -> &Schema {
        &self.prev
    }

    /// The schema of all models.
    pub fn next(&self) -> &Schema {
        &self.next
    }

    /// The schema of all models as a database has it that is up to date: what was renamed keeps the names
    /// that were generated for its constraints and indexes.
    pub fn aligned(&self) -> Schema {
        align(&self.prev, &self.next, &Renames::from_hints(&self.captured.hints, &self.prev, &self.next))
    }

    /// The module whose models say a table or an enum.
    pub fn next_owner(&self, name: &Name) -> Option<&str> {
        self.next_owner.get(name).map(String::as_str)
    }

    /// The tables and enums of some modules, by models or migrations.
    pub fn names_of(&self, modules: &[String]) -> BTreeSet<Name> {
        let owned = self.prev_owner.iter().chain(&self.next_owner);
        owned.filter(|(_, owner)| modules.contains(owner)).map(|(name, _)| name.clone()).collect()
    }

    /// Where tables and columns were written.
    pub fn places(&self) -> &Places {
        &self.captured.places
    }

    /// What models change that the migrations do not, by module; possible renames as drops and adds.
    pub fn open_changes(&self) -> BTreeMap<String, Vec<Operation>> {
        let renames = Renames::from_hints(&self.captured.hints, &self.prev, &self.next);
        let next = align(&self.prev, &self.next, &renames);
        let joint = diff(&self.prev, &next, &renames);
        let mut moves = BTreeMap::new();
        for (name, to) in &self.next_owner {
            if let Some(from) = renames.old_table(name).and_then(|old| self.prev_owner.get(old))
                && from != to
            {
                moves.insert(name.clone(), (from.clone(), to.clone()));
            }
        }
        let all = self.modules.iter().map(|module| module.name.to_owned()).collect();
        by_module(&self.sides(&all), &joint, &Decisions { renames, moves, ..Decisions::default() })
    }

    fn sides<'a>(&'a self, wanted: &'a BTreeSet<String>) -> Sides<'a> {
        Sides {
            prev: &self.prev,
            next: &self.next,
            prev_owner: &self.prev_owner,
            next_owner: &self.next_owner,
            hints: &self.captured.hints,
            places: &self.captured.places,
            wanted,
        }
    }

    fn head(&self, module: &str) -> Option<&str> {
        self.base().get(module)?.head.as_deref()
    }
}

/// The models, with UUIDs in the form that the config says. What it says is part of the schema from then on,
/// and of the migrations: another form is a change like any other.
pub(crate) fn captured(modules: &[&'static Module], uuid: UuidForm) -> Result<Captured, Error> {
    let mut captured = capture(modules).map_err(mistakes)?;
    if uuid == UuidForm::Text {
        for schema in captured.modules.values_mut() {
            for table in schema.tables.values_mut() {
                for column in table.columns.iter_mut().filter(|column| column.ty == Type::Uuid) {
                    column.ty = Type::UuidText;
                }
            }
        }
    }
    Ok(captured)
}

/// The migrations of modules, for the fold.
pub fn chains(modules: &[&'static Module]) -> Vec<Chain<'static>> {
    modules.iter().map(|module| Chain::from(*module)).collect()
}

/// The migrations of modules as they are on one target; see [`strobila::Migrations::on`]. Copies stay in
/// memory until the process ends.
pub fn chains_on(modules: &[&'static Module], target: strobila::Target) -> Vec<Chain<'static>> {
    let each = modules.iter().map(|module| {
        if module.migrations.list.iter().all(|migration| migration.baseline.is_empty()) {
            return Chain::from(*module);
        }
        let list: Vec<_> = module.migrations.on(target);
        let list: &'static [Migration<'static>] = list.leak();
        Chain { module: module.name, migrations: list.iter().collect::<Vec<_>>().leak() }
    });
    each.collect()
}

pub(crate) fn join(modules: impl Iterator<Item = (String, Schema)>) -> (Schema, BTreeMap<Name, String>) {
    let mut all = Schema::default();
    let mut owner = BTreeMap::new();
    for (module, schema) in modules {
        let names = schema.tables.keys().chain(schema.enums.keys());
        owner.append(&mut names.map(|name| (name.clone(), module.clone())).collect());
        all.merge(schema);
    }
    (all, owner)
}

/// What is to be generated.
pub struct Request<'a> {
    /// The modules.
    pub wanted: BTreeSet<String>,
    /// What the files are written for.
    pub targets: Vec<&'static dyn Dialect>,
    /// Decisions made beforehand.
    pub flags: &'a Flags,
    /// What a person calls it.
    pub title: Option<String>,
    /// The moment of the stamp.
    pub now: DateTime<Utc>,
}

/// A draft with what it was made from.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The migration.
    pub draft: Draft,
    /// Its plan.
    pub plan: ModulePlan,
}

/// Drafts a migration for every wanted module that has changes, in the order in which they run.
///
/// # Errors
/// Open decisions, all at once; what a target cannot do; a module that has to come first.
pub fn drafts(
    state: &State,
    request: &Request<'_>,
    questioner: &mut dyn Questioner,
) -> Result<Vec<Drafted>, Error> {
    let sides = state.sides(&request.wanted);
    let decisions = decide(&sides, request.flags, questioner).map_err(undecided)?;
    let plans = plan(&sides, &decisions, request.flags, &request.wanted, &request.targets)
        .map_err(|error| no_plan(error, state.places()))?;
    let mut heads: BTreeMap<String, String> = BTreeMap::new();
    plans.into_iter().map(|plan| headed(state, request, &decisions, plan, &mut heads)).collect()
}

/// Gives a plan its name, its parent and what it requires. `heads` are those of modules that have one already.
pub(crate) fn headed(
    state: &State,
    request: &Request<'_>,
    decisions: &Decisions,
    plan: ModulePlan,
    heads: &mut BTreeMap<String, String>,
) -> Result<Drafted, Error> {
    let head = |module: &str, heads: &BTreeMap<String, String>| {
        heads.get(module).cloned().or_else(|| state.head(module).map(str::to_owned))
    };
    let mut after = head(&plan.module, heads);
    let requires =
        plan.leans_on.iter().filter_map(|module| Some((module.clone(), head(module, heads)?))).collect();
    let files = state.modules.iter().filter(|module| module.name == plan.module);
    let taken = files.flat_map(|module| module.migrations.list.iter().map(|migration| migration.name));
    let mut name = next_name(request.now, taken.chain(after.as_deref()));
    let mut title = request.title.clone();
    let amended = state.amended.as_ref().and_then(|amended| amended.heads.get(&plan.module));
    // A second part of the module comes behind, under a name of its own.
    if let Some(head) = amended.filter(|_| !heads.contains_key(&plan.module)) {
        name = head.migration.name.to_owned();
        after = head.migration.after.map(str::to_owned);
        title = title.or_else(|| head.title.clone());
    }
    heads.insert(plan.module.clone(), name.clone());
    let heading = Heading { name, title, after, requires };
    Ok(Drafted { draft: compose(&plan, decisions, heading), plan })
}

/// The steps of a draft as they run on one target.
pub fn planned_steps(steps: &[crate::draft::DraftStep], target: strobila::Target) -> Vec<PlannedStep> {
    let each = steps.iter().filter_map(|step| {
        let statements = step.statements.get(&target)?;
        Some(PlannedStep {
            title: step.title.clone().into(),
            statements: statements.iter().map(|sql| sql.clone().into()).collect(),
            rebuilds: step.rebuilds.clone().filter(|_| target == strobila::Target::Sqlite).map(Into::into),
            transaction: transaction_on(target, step.transaction, statements),
            expects: step
                .expects(target)
                .map(|(name, columns)| (name.to_owned().into(), columns.join(",").into()))
                .collect(),
            timeouts: Timeouts::default(),
        })
    });
    each.collect()
}

pub(crate) fn mistakes(mistakes: Vec<Mistake>) -> Error {
    let problems = mistakes.into_iter().map(|mistake| Problem {
        message: mistake.message,
        place: Some(mistake.place),
        help: Some(mistake.help),
    });
    Error::Problems { code: Code::Models, problems: problems.collect() }
}

pub(crate) fn unreadable(error: FoldError) -> Error {
    let problem = Problem { message: error.to_string(), ..Problem::default() };
    Error::Problems { code: Code::Operations, problems: vec![problem] }
}

fn undecided(undecided: Undecided) -> Error {
    match undecided {
        Undecided::Open(questions) => Error::Undecided { questions },
        Undecided::Stopped(stopped) => Error::Unanswered(stopped),
        Undecided::Flag(flag) => Error::Usage { message: flag.message, help: Some(flag.help) },
    }
}

/// A plan that cannot be, as the command's error.
pub(crate) fn no_plan(error: PlanError, places: &Places) -> Error {
    match error {
        PlanError::Unsupported(list) => {
            let problems = list.into_iter().map(|one| unsupported(one, places)).collect();
            Error::Problems { code: Code::Unsupported, problems }
        }
        PlanError::KeyAcross { key, target } => {
            let place = |(table, column): &(Name, String)| places.get(table, Some(column));
            let (own, other) = (path(&key.0, &key.1), path(&target.0, &target.1));
            let problem = |subject: &str, beside: &str, place, help: &str| Problem {
                message: format!(
                    "{subject} changes its type together with {beside} in another module, and a foreign key joins them"
                ),
                place,
                help: Some(help.to_owned()),
            };
            let steps = format!(
                "in three steps, each with db:generate: take the foreign key from {own} away; change both types; add the key again"
            );
            let problems = vec![
                problem(&own, &other, place(&key), &steps),
                problem(&other, &own, place(&target), &steps),
            ];
            Error::Problems { code: Code::Models, problems }
        }
        PlanError::Needs { module, needs } => Error::NeedsModule { module, needs },
        PlanError::Unsound(unsound) => Error::Bug(unsound.to_string()),
    }
}

fn unsupported(one: Unsupported, places: &Places) -> Problem {
    let place = one.table.as_ref().and_then(|table| places.get(table, one.item.as_deref()));
    let message = format!("{} cannot have {} on {}", one.target, one.what, one.subject);
    Problem { message, place, help: Some(one.help) }
}
