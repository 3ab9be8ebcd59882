//! `db:generate --from live`: the models against a database instead of the migrations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use strobila::model::Captured;
use strobila::schema::{Name, Schema};

use super::super::context::Context;
use super::super::drift::look::Look;
use crate::config::{Config, DatabaseUrl};
use crate::decide::Flags;
use crate::draft::Draft;
use crate::drift::Unsaid;
use crate::error::{Code, Error, Problem};
use crate::files;
use crate::generate::{Drafted, Request, State, captured, drafts};
use crate::questioner::Nobody;
use crate::tree;

/// What a database has already of what the models say, and no migration made.
pub(super) struct Found {
    /// The migrations that make it as it is there.
    pub(super) drafts: Vec<Drafted>,
    /// Models and migrations with these behind.
    pub(super) after: State,
}

/// Looks at the database that a plan is to fit. None where everything that is there was made by migrations: the
/// plan then starts from them.
///
/// # Errors
/// A database that is not what its migrations make, or on which one is pending: a plan for it would not fit the
/// others. What a migration cannot say of a table that is there.
pub(super) fn first(
    context: &mut Context<'_>,
    config: &Config,
    from: &str,
    state: &State,
    request: &Request<'_>,
) -> Result<Option<Found>, Error> {
    let Some(url) = url(context, config, from)? else { return Ok(None) };
    let look = Look::at(context, config, &url)?;
    fits(&look, config, &url)?;
    let tables = known(state, request, &look);
    if tables.is_empty() {
        return Ok(None);
    }
    let named: Vec<String> = tables.iter().map(ToString::to_string).collect();
    context.screen.note(format!("in the database already, and made by no migration: {}", named.join(", ")));
    let made = with_models(look.made.clone(), state.next(), &tables);
    let targets = config.target_list();
    let seen = look.compare_with(&made, &Flags::default(), &config.ignored.value, Some(&targets))?;
    let there = match seen.lifted {
        Some(Ok(there)) => there,
        Some(Err(list)) => return Err(unsaid(list, from)),
        None => return Err(Error::Bug("nobody asked what a migration would lead to".to_owned())),
    };
    let first = State::of(&state.modules, as_it_is(state, there, &tables))?;
    let request = Request {
        wanted: request.wanted.clone(),
        targets: request.targets.clone(),
        flags: &Flags::default(),
        title: None,
        now: request.now,
    };
    let drafts = drafts(&first, &request, &mut Nobody::default())?;
    let plain: Vec<&Draft> = drafts.iter().map(|drafted| &drafted.draft).collect();
    let folded = files::fold_with(state, &plain)?;
    let captured = captured(&state.modules, config.uuid.value)?;
    let after = State::new(&state.modules, captured, folded, None)?;
    Ok(Some(Found { drafts, after }))
}

/// The database that `--from` names; none for the migrations.
fn url(context: &mut Context<'_>, config: &Config, from: &str) -> Result<Option<DatabaseUrl>, Error> {
    match from {
        "files" => Ok(None),
        "live" => Ok(Some(context.url(config)?)),
        url if DatabaseUrl::is_url(url) => {
            let url = DatabaseUrl::new(url, context.folder);
            context.hide(&url);
            Ok(Some(url))
        }
        file if Path::new(file).extension().is_some_and(|extension| extension == "sql") => {
            Err(Error::Usage {
                message: format!(
                    "`--from {file}`: a file of SQL has no history, so nothing says which migrations it holds"
                ),
                help: Some(format!(
                    "run it on a database and name that; db:diff --from {file} --to models shows what differs"
                )),
            })
        }
        other => Err(Error::Usage {
            message: format!("`--from {other}` is neither files, live nor a URL"),
            help: Some("leave it out to compare with the migrations".to_owned()),
        }),
    }
}

/// Whether a plan from the migrations fits the database.
fn fits(look: &Look, config: &Config, url: &DatabaseUrl) -> Result<(), Error> {
    if let Some(id) = look.status.pending().first() {
        return Err(Error::Drift {
            message: format!("{id} is pending in {url}: a plan from what is there would do its work again"),
            help: format!(
                "run db:migrate first, or db:baseline {}/{} where what it makes is there already",
                id.module, id.name
            ),
        });
    }
    let seen = look.compare(&Flags::default(), &config.ignored.value, None)?;
    let operations = &seen.drift.plan.operations;
    if operations.is_empty() {
        return Ok(());
    }
    Err(Error::Drift {
        message: format!(
            "{url} was changed without a migration, and a plan from there would not fit other databases:\n{}",
            tree::change_tree(operations).trim_end()
        ),
        help: "db:drift --adopt takes it into the files, db:drift --revert shows the SQL that takes it back; then run \
               it again, or leave --from out"
            .to_owned(),
    })
}

/// The tables that the wanted modules' models say, that are there, and that no migration makes.
fn known(state: &State, request: &Request<'_>, look: &Look) -> BTreeSet<Name> {
    let each = state.next().tables.keys().filter(|name| !state.prev().tables.contains_key(name));
    let ours = each.filter(|name| state.next_owner(name).is_some_and(|owner| request.wanted.contains(owner)));
    ours.filter(|name| look.has_table(name)).cloned().collect()
}

/// What migrations make, and some tables as the models say them: a first guess at what is there.
fn with_models(mut made: Schema, models: &Schema, tables: &BTreeSet<Name>) -> Schema {
    for table in tables.iter().filter_map(|name| models.tables.get(name)) {
        for item in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            if let Some(found) = models.enums.get(item) {
                made.enums.entry(item.clone()).or_insert_with(|| found.clone());
            }
        }
        made.insert(table.clone());
    }
    made
}

/// Models that say what migrations make, and these tables as they are.
fn as_it_is(state: &State, there: Schema, tables: &BTreeSet<Name>) -> Captured {
    let mut modules: BTreeMap<String, Schema> =
        state.base().iter().map(|(module, folded)| (module.clone(), folded.schema.clone())).collect();
    for table in tables.iter().filter_map(|name| there.tables.get(name)) {
        let Some(owner) = state.next_owner(&table.name) else { continue };
        for item in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            let is_made = modules.values().any(|schema| schema.enums.contains_key(item));
            if let Some(found) = there.enums.get(item).filter(|_| !is_made) {
                let of = state.next_owner(item).unwrap_or(owner);
                modules.entry(of.to_owned()).or_default().enums.insert(item.clone(), found.clone());
            }
        }
        modules.entry(owner.to_owned()).or_default().insert(table.clone());
    }
    Captured { modules, ..Captured::default() }
}

fn unsaid(list: Vec<Unsaid>, from: &str) -> Error {
    let problems = list.into_iter().map(|one| Problem {
        message: format!("no migration can say this of what is there: {} ({})", one.change, one.reason),
        help: Some(format!("change it in the database, or see db:diff --from {from} --to models")),
        ..Problem::default()
    });
    Error::Problems { code: Code::Drift, problems: problems.collect() }
}
