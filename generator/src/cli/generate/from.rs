//! `db:generate --from live`: the models against a database, or a file of SQL, instead of the migrations.

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::Session;
use strobila::model::Captured;
use strobila::operation::Operation;
use strobila::schema::{Name, Schema};

use super::super::context::{Context, block_on};
use super::super::diff::source::{Source, is_sql_file};
use super::super::drift::look::{Look, Place};
use super::GenerateArgs;
use super::proofs::scratch_url;
use crate::compare::Side;
use crate::config::{Config, DatabaseUrl};
use crate::decide::Flags;
use crate::draft::Draft;
use crate::drift::Unsaid;
use crate::error::{Code, Error, Problem};
use crate::files;
use crate::fold::fold_only;
use crate::generate::{Drafted, Request, State, captured, chains_on, drafts, join, unreadable};
use crate::questioner::Nobody;
use crate::tree;

/// What a database has already of what the models say, and no migration made.
pub(super) struct Found {
    /// The migrations that make it as it is there.
    pub(super) drafts: Vec<Drafted>,
    /// Models and migrations with these behind.
    pub(super) after: State,
}

/// Looks at the database, or at the file of SQL, that a plan is to fit. None where everything that is there was
/// made by migrations: the plan then starts from them.
///
/// # Errors
/// A database that is not what its migrations make, or on which one is pending: a plan for it would not fit the
/// others. A file that does not make what all migrations make. What a migration cannot say of a table that is
/// there.
pub(super) fn first(
    context: &mut Context<'_>,
    config: &Config,
    args: &GenerateArgs,
    state: &State,
    request: &Request<'_>,
) -> Result<Option<Found>, Error> {
    let Some(there) = There::of(context, config, &args.from, args.target)? else { return Ok(None) };
    let Some(tables) = block_on(there.tables(state, request, config))? else { return Ok(None) };
    let named: Vec<String> = tables.names.iter().map(ToString::to_string).collect();
    context.screen.note(format!(
        "in {} already, and made by no migration: {}",
        there.noun(),
        named.join(", ")
    ));
    let first = State::of(&state.modules, as_it_is(state, tables.schema, &tables.names))?;
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

/// What `--from` names, but for the migrations.
enum There {
    Database {
        look: Look,
        url: DatabaseUrl,
    },
    /// A file of SQL, run on a scratch database.
    File {
        name: String,
        source: Source,
        target: Target,
        scratch: Option<DatabaseUrl>,
        made: Schema,
    },
}

/// Tables that are there, and no migration made.
struct Tables {
    names: BTreeSet<Name>,
    /// What is there, in portable words.
    schema: Schema,
}

impl There {
    /// None for the migrations.
    fn of(
        context: &mut Context<'_>,
        config: &Config,
        from: &str,
        target: Option<Target>,
    ) -> Result<Option<Self>, Error> {
        let is_file = is_sql_file(from) && !DatabaseUrl::is_url(from);
        if let Some(target) = target.filter(|_| !is_file) {
            return Err(Error::Usage {
                message: format!(
                    "`--target {target}` says for which database a file of SQL is written, and none is given"
                ),
                help: Some(
                    "give --from FILE.sql, or leave --target out: targets stand in strobila.toml".to_owned(),
                ),
            });
        }
        let url = match from {
            "files" => return Ok(None),
            "live" => context.url(config)?,
            url if DatabaseUrl::is_url(url) => DatabaseUrl::new(url, context.folder),
            file if is_file => return Ok(Some(There::file(context, config, file, target)?)),
            other => {
                return Err(Error::Usage {
                    message: format!("`--from {other}` is neither files, live, a URL nor a .sql file"),
                    help: Some("leave it out to compare with the migrations".to_owned()),
                });
            }
        };
        context.hide(&url);
        let look = Look::at(context, config, &url)?;
        if let Some(id) = look.status.pending().first() {
            return Err(Error::Drift {
                message: format!(
                    "{id} is pending in {url}: a plan from what is there would do its work again"
                ),
                help: format!(
                    "run db:migrate first, or db:baseline {}/{} where what it makes is there already",
                    id.module, id.name
                ),
            });
        }
        Ok(Some(There::Database { look, url }))
    }

    /// A file, as written for a target; for the config's first when none is named.
    fn file(
        context: &mut Context<'_>,
        config: &Config,
        file: &str,
        target: Option<Target>,
    ) -> Result<Self, Error> {
        let target = target.or_else(|| config.target_list().first().copied());
        let target = target.ok_or_else(|| Error::Bug("a config has a target".to_owned()))?;
        let source = Source::of(context, file)?;
        let scratch = scratch_url(context, config, target)?;
        let folded = fold_only(&chains_on(context.modules()?, target), |_, _| true).map_err(unreadable)?;
        let made = join(folded.into_iter().map(|(module, one)| (module, one.schema))).0;
        Ok(There::File { name: file.to_owned(), source, target, scratch, made })
    }

    /// What it is, for a sentence.
    fn noun(&self) -> &str {
        match self {
            There::Database { .. } => "the database",
            There::File { name, .. } => name,
        }
    }

    /// The tables that the models say, that are there, and that no migration makes.
    async fn tables(
        &self,
        state: &State,
        request: &Request<'_>,
        config: &Config,
    ) -> Result<Option<Tables>, Error> {
        let (opened, made) = match self {
            There::Database { look, .. } => (look.open().await?, &look.made),
            There::File { source, target, scratch, made, .. } => {
                (source.clone().open(Some(*target), scratch.as_ref()).await?, made)
            }
        };
        let mut opened = opened;
        let found = match &mut opened.side {
            Side::Live(session, live) => {
                self.compare(session.as_mut(), live, made, state, request, config).await
            }
            Side::Portable(_) => Err(Error::Bug("a database was opened".to_owned())),
        };
        let closed = opened.close().await;
        let found = found?;
        closed?;
        Ok(found)
    }

    async fn compare(
        &self,
        session: &mut dyn Session,
        live: &Schema,
        made: &Schema,
        state: &State,
        request: &Request<'_>,
        config: &Config,
    ) -> Result<Option<Tables>, Error> {
        let url = match self {
            There::Database { url, .. } => url.to_string(),
            There::File { name, .. } => name.clone(),
        };
        let place = Place { live, url: &url };
        let (flags, ignore) = (Flags::default(), &config.ignored.value);
        let seen = place.compare(session, made, &flags, ignore, None).await?;
        if !seen.drift.plan.operations.is_empty() {
            return Err(self.differs(&seen.drift.plan.operations));
        }
        let names = known(state, request, live);
        if names.is_empty() {
            return Ok(None);
        }
        let made = with_models(made.clone(), state.next(), &names);
        let targets = config.target_list();
        let seen = place.compare(session, &made, &flags, ignore, Some(&targets)).await?;
        match seen.lifted {
            Some(Ok(schema)) => Ok(Some(Tables { names, schema })),
            Some(Err(list)) => Err(self.unsaid(list)),
            None => Err(Error::Bug("nobody asked what a migration would lead to".to_owned())),
        }
    }

    /// A plan from the migrations would not fit it.
    fn differs(&self, operations: &[Operation]) -> Error {
        let tree = tree::change_tree(operations);
        let tree = tree.trim_end();
        match self {
            There::Database { url, .. } => Error::Drift {
                message: format!(
                    "{url} was changed without a migration, and a plan from there would not fit other databases:\n{tree}"
                ),
                help: "db:drift --adopt takes it into the files, db:drift --revert shows the SQL that takes it back; then \
                       run it again, or leave --from out"
                    .to_owned(),
            },
            There::File { name, .. } => Error::Drift {
                message: format!(
                    "{name} makes another schema than the migrations, and a plan from there would not fit their \
                     databases; from them to {name}:\n{tree}"
                ),
                help: format!(
                    "where the file is older or newer, write it anew from a database at which all migrations are \
                     applied; where the migrations lack something, run it on a database and take it into the files by \
                     db:drift --adopt there; or leave --from {name} out"
                ),
            },
        }
    }

    fn unsaid(&self, list: Vec<Unsaid>) -> Error {
        let (place, from) = match self {
            There::Database { url, .. } => ("the database", url.to_string()),
            There::File { name, .. } => (name.as_str(), name.clone()),
        };
        let problems = list.into_iter().map(|one| Problem {
            message: format!("no migration can say this of what is there: {} ({})", one.change, one.reason),
            help: Some(format!("change it in {place}, or see db:diff --from {from} --to models")),
            ..Problem::default()
        });
        Error::Problems { code: Code::Drift, problems: problems.collect() }
    }
}

/// The tables that the wanted modules' models say, that are there, and that no migration makes.
fn known(state: &State, request: &Request<'_>, live: &Schema) -> BTreeSet<Name> {
    let each = state.next().tables.keys().filter(|name| !state.prev().tables.contains_key(name));
    let ours = each.filter(|name| state.next_owner(name).is_some_and(|owner| request.wanted.contains(owner)));
    ours.filter(|name| live.tables.contains_key(name)).cloned().collect()
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
