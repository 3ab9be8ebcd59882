//! `db:drift --adopt`: what was changed by hand becomes a migration, applied already where it was done.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use strobila::model::Captured;
use strobila::schema::{Name, Schema};
use strobila::{Migration, Migrations, Module};

use super::DriftArgs;
use super::look::{Look, Seen};
use crate::cli::context::{Context, Outcome, block_on};
use crate::cli::generate::{dialects, object, proofs, tell};
use crate::cli::{check, database};
use crate::config::{Config, DatabaseUrl};
use crate::decide::Flags;
use crate::draft::Draft;
use crate::drift::{Drift, Unsaid};
use crate::error::{Code, Error, Problem};
use crate::files;
use crate::generate::{Request, State, drafts};
use crate::questioner::{Answer, Question, Questioner, Unanswered};

/// Writes the migrations, one for each module whose tables changed, and marks them as applied.
///
/// # Errors
/// A migration that is pending; a change that a migration cannot say; open decisions; a proof that fails.
pub(super) fn run(
    context: &mut Context<'_>,
    args: &DriftArgs,
    config: &Config,
    url: &DatabaseUrl,
    look: &Look,
    seen: Seen,
    flags: &Flags,
) -> Result<Outcome, Error> {
    if seen.drift.plan.operations.is_empty() {
        context.screen.line("no drift: nothing to adopt");
        return Ok(Outcome::new(json!({ "drift": false, "modules": [] })));
    }
    if let Some(id) = look.status.pending().first() {
        return Err(Error::Drift {
            message: format!("{id} is pending in {url}, and a new migration comes behind it"),
            help: "run db:migrate first, then db:drift --adopt".to_owned(),
        });
    }
    let lifted = match seen.lifted {
        Some(Ok(lifted)) => lifted,
        Some(Err(list)) => return Err(unsaid(list)),
        None => return Err(Error::Bug("nobody asked what a migration would lead to".to_owned())),
    };
    let modules = context.modules()?.to_vec();
    for module in &modules {
        let listing = files::agree(module)?;
        context.warn_of_stray(module, &listing);
    }
    check::all_written(&modules, &config.target_list())?;
    let captured = Captured { modules: by_module(&seen.drift, look, lifted), ..Captured::default() };
    let state = State::of(&modules, captured)?;
    let request = Request {
        wanted: modules.iter().map(|module| module.name.to_owned()).collect(),
        targets: dialects(config),
        flags,
        title: args.name.clone(),
        now: context.now,
    };
    let drafts =
        drafts(&state, &request, &mut OfDatabase(context.questioner)).map_err(|error| match error {
            Error::Undecided { questions } => {
                Error::Undecided { questions: questions.iter().map(of_database).collect() }
            }
            error => error,
        })?;
    let proofs = proofs::prove(context, config, &drafts)?;
    let plain: Vec<&Draft> = drafts.iter().map(|drafted| &drafted.draft).collect();
    if !args.dry_run {
        database::confirm(context, config, url, args.confirm.as_deref(), "mark a migration as applied")?;
    }
    let paths = if args.dry_run { Vec::new() } else { files::store(&state, &plain)? };
    let mut written: Vec<Value> = Vec::new();
    for (at, draft) in plain.iter().enumerate() {
        tell(context, draft, paths.get(at), args.dry_run);
        written.push(object(draft, paths.get(at), &proofs[at]));
    }
    match args.dry_run {
        true => context.screen.note("nothing was written, nothing was marked"),
        false => {
            mark(context, config, url, &modules, &plain, (look, args.wait))?;
            context.screen.note(
                "now say it in the models too: until then db:generate plans to take it back; other databases get it by db:migrate",
            );
        }
    }
    Ok(Outcome::new(json!({ "drift": true, "modules": written })))
}

/// What was changed, and no migration can say.
fn unsaid(list: Vec<Unsaid>) -> Error {
    let help = "take it back (db:drift --revert shows the SQL), leave it alone with drift.ignore in strobila.toml, \
                or change the models, run db:generate, and db:baseline on this database";
    let problems = list.into_iter().map(|one| Problem {
        message: format!("cannot be adopted: {} ({})", one.change, one.reason),
        help: Some(help.to_owned()),
        ..Problem::default()
    });
    Error::Problems { code: Code::Drift, problems: problems.collect() }
}

/// Each table to the module that has it under its name of before; a new enum to the first that uses it.
fn by_module(drift: &Drift, look: &Look, lifted: Schema) -> BTreeMap<String, Schema> {
    let mut modules: BTreeMap<String, Schema> =
        look.folded.keys().map(|name| (name.clone(), Schema::default())).collect();
    let owner = |has: &dyn Fn(&Schema) -> bool| {
        look.folded.iter().find(|(_, folded)| has(&folded.schema)).map(|(name, _)| name.clone())
    };
    let mut users: BTreeMap<Name, String> = BTreeMap::new();
    for (name, table) in lifted.tables {
        let old = drift.table_before(&name);
        let Some(module) = owner(&|schema| schema.tables.contains_key(old)) else { continue };
        for item in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            users.entry(item.clone()).or_insert_with(|| module.clone());
        }
        modules.entry(module).or_default().tables.insert(name, table);
    }
    for (name, item) in lifted.enums {
        let old = drift.enum_before(&name);
        let known = owner(&|schema| schema.enums.contains_key(old));
        if let Some(module) = known.or_else(|| users.get(&name).cloned()) {
            modules.entry(module).or_default().enums.insert(name, item);
        }
    }
    modules
}

/// Marks what was just written as applied, as `db:baseline` would once it is compiled in. That the database
/// holds it was shown by comparing; under the lock it must still be what was compared.
fn mark(
    context: &mut Context<'_>,
    config: &Config,
    url: &DatabaseUrl,
    modules: &[&'static Module],
    drafts: &[&Draft],
    (look, wait): (&Look, Option<u64>),
) -> Result<(), Error> {
    let modules: Vec<&'static Module> = modules.iter().map(|module| with(module, drafts)).collect();
    let db = url.expose().to_owned();
    for draft in drafts {
        let (migrator, events) = context.migrator_of(&modules, config, wait);
        let mut still = look.still();
        let work = migrator.baseline_proven(&db, &draft.module, Some(&draft.name), &mut still);
        let report = block_on(context.follow(work, events, url));
        if !matches!(report, Ok(Some(_))) {
            context.screen.warn(format!(
                "{}/{} is written and not marked as applied: db:baseline {} marks it",
                draft.module, draft.name, draft.module
            ));
        }
        let report = report?.ok_or_else(|| Error::Drift {
            message: format!("{url} was changed between the comparison and the mark"),
            help: "look at it again with db:drift".to_owned(),
        })?;
        let good = context.screen.paint.good;
        for done in &report.done {
            context.screen.line(format!("{good}marked as applied{good:#} {}", done.id));
        }
    }
    Ok(())
}

/// The module with what is written for it.
fn with(module: &'static Module, drafts: &[&Draft]) -> &'static Module {
    let own = drafts.iter().filter(|draft| draft.module == module.name);
    let new = own.map(|draft| &*Box::leak(Box::new(draft.compiled())));
    let list: Vec<&'static Migration<'static>> = module.migrations.list.iter().copied().chain(new).collect();
    let migrations = Migrations { list: list.leak(), ..*module.migrations };
    Box::leak(Box::new(Module { migrations: Box::leak(Box::new(migrations)), ..*module }))
}

/// Asks what became of things in a database, where `db:generate` asks of the models.
struct OfDatabase<'a>(&'a mut dyn Questioner);

impl Questioner for OfDatabase<'_> {
    fn choose(&mut self, question: &Question) -> Result<Answer, Unanswered> {
        self.0.choose(&of_database(question))
    }

    fn type_in(&mut self, text: &str) -> Result<String, Unanswered> {
        self.0.type_in(text)
    }

    fn is_person(&self) -> bool {
        self.0.is_person()
    }
}

fn of_database(question: &Question) -> Question {
    let text = question.text.replace("is no longer in the models", "is no longer in the database");
    Question { text, ..question.clone() }
}
