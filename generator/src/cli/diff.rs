//! `db:diff`: compares any two of models, migrations and databases. `--format` is a tree (human), sql or
//! json.

use clap::Args;
use serde_json::json;
use strobila::Target;
use strobila::dialect::{Unit, connect};

use super::arguments::Format;
use super::context::{Context, Outcome, block_on};
use crate::Error;
use crate::compare::{CompareError, Side, compare};
use crate::config::DatabaseUrl;
use crate::decide::{Flags, Undecided};
use crate::error::{Code, Problem};
use crate::generate::State;
use crate::tree;

/// The flags of `db:diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The side before: a URL, live, files or models
    #[arg(long, value_name = "SOURCE")]
    pub from: String,
    /// The side after: a URL, live, files or models
    #[arg(long, value_name = "SOURCE")]
    pub to: String,
    /// For which database, when neither side is one [default: the config's first, for SQL]
    #[arg(long, value_name = "TARGET")]
    pub target: Option<Target>,
    /// A rename, the old name left: author.name=full_name
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// End with 4 when the two differ
    #[arg(long)]
    pub exit_code: bool,
}

impl DiffArgs {
    /// Whether it needs no project: both sides are databases.
    pub fn is_outside(&self) -> bool {
        [&self.from, &self.to].into_iter().all(|side| !matches!(side.as_str(), "live" | "files" | "models"))
    }
}

/// Runs the command, in a project or outside one. Writes nothing.
///
/// # Errors
/// A side that cannot be read; two databases of different kinds.
pub(super) fn run(context: &mut Context<'_>, args: &DiffArgs) -> Result<Outcome, Error> {
    let flags = Flags::parse(&args.renames, &[], &[], &[], &[])
        .map_err(|flag| Error::Usage { message: flag.message, help: Some(flag.help) })?;
    let from = source(context, &args.from)?;
    let to = source(context, &args.to)?;
    let format = context.global.format;
    let target = match (args.target, format) {
        (Some(target), _) => Some(target),
        (None, Format::Sql) if !args.is_outside() => context.config()?.target_list().into_iter().next(),
        (None, _) => None,
    };
    let difference = block_on(async {
        let (mut from, mut to) = (open(from).await?, open(to).await?);
        let difference = compare(&mut from, &mut to, target, &flags).await;
        for side in [from, to] {
            if let Side::Live(session, _) = side {
                session.close().await;
            }
        }
        difference.map_err(told)
    })?;
    for question in &difference.maybe_renames {
        let flags: Vec<&str> = question.options.iter().map(|option| option.flag.as_str()).collect();
        let renames: Vec<&str> = flags.into_iter().filter(|flag| flag.starts_with("--rename")).collect();
        context.screen.warn(format!(
            "{} is shown as dropped; if it was renamed: {}",
            question.subject,
            renames.join(", or ")
        ));
    }
    let operations = &difference.plan.operations;
    let statements = difference.units.as_deref().map(script).unwrap_or_default();
    match format {
        Format::Sql => {
            context.screen.print(&statements.iter().map(|sql| format!("{sql};\n")).collect::<String>())
        }
        _ if operations.is_empty() => context.screen.line("no difference"),
        _ => context.screen.line(tree::change_tree(operations).trim_end()),
    }
    let exit = if args.exit_code && !operations.is_empty() { 4 } else { 0 };
    let json = json!({ "equal": operations.is_empty(), "operations": operations, "statements": statements });
    Ok(Outcome::new(json).exit(exit))
}

/// What a side is read from.
enum Source {
    Schema(strobila::schema::Schema),
    Database(DatabaseUrl),
}

fn source(context: &mut Context<'_>, text: &str) -> Result<Source, Error> {
    match text {
        "models" => Ok(Source::Schema(State::read(context.modules()?)?.aligned())),
        "files" => Ok(Source::Schema(State::read(context.modules()?)?.prev().clone())),
        "live" => {
            let config = context.config()?;
            Ok(Source::Database(context.url(&config)?))
        }
        url if url.starts_with("sqlite:") || url.contains("://") => {
            let url = DatabaseUrl::new(url, context.folder);
            context.hide(&url);
            Ok(Source::Database(url))
        }
        other => Err(Error::Usage {
            message: format!("`{other}` is neither a URL nor one of live, files, models"),
            help: Some(
                "write a database as sqlite://path/to/file.db or postgres://user@host/database".to_owned(),
            ),
        }),
    }
}

async fn open(source: Source) -> Result<Side, Error> {
    let url = match source {
        Source::Schema(schema) => return Ok(Side::Portable(schema)),
        Source::Database(url) => url,
    };
    let failed = |source| Error::Database { url: url.to_string(), source };
    if let Some(file) = url.file().filter(|file| !file.exists()) {
        return Err(Error::NoDatabase { file });
    }
    let mut session = connect(url.expose()).await.map_err(failed)?;
    let schema = session.introspect().await.map_err(failed)?.schema;
    Ok(Side::Live(session, schema))
}

/// The statements in their order. A table rebuild needs foreign keys off and the old meaning of RENAME.
fn script(units: &[Unit]) -> Vec<String> {
    let statements = units.iter().flat_map(|unit| unit.statements.iter().cloned());
    if units.iter().all(|unit| unit.rebuilds.is_none()) {
        return statements.collect();
    }
    let around = |on: [&str; 2]| on.map(str::to_owned).into_iter();
    around(["PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = ON"])
        .chain(statements)
        .chain(around(["PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"]))
        .collect()
}

fn told(error: CompareError) -> Error {
    match error {
        CompareError::Unsupported(list) => Error::Problems {
            code: Code::Unsupported,
            problems: list
                .into_iter()
                .map(|one| Problem { message: one.to_string(), ..Problem::default() })
                .collect(),
        },
        CompareError::Undecided(Undecided::Flag(flag)) => {
            Error::Usage { message: flag.message, help: Some(flag.help) }
        }
        CompareError::Database(source) => Error::Database { url: "database".to_owned(), source },
        other => Error::Usage { message: other.to_string(), help: None },
    }
}
