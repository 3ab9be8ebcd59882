//! `db:diff`: compares any two of models, migrations, databases and files of SQL. `--format` is a tree
//! (human), sql or json.

pub(super) mod source;

use clap::Args;
use serde_json::json;
use strobila::Target;
use strobila::dialect::Unit;

use super::arguments::Format;
use super::context::{Context, Outcome, block_on};
use super::generate::proofs::scratch_url;
use crate::Error;
use crate::compare::{CompareError, compare_only};
use crate::decide::{Flags, Undecided};
use crate::error::{Code, Problem};
use crate::tree;
use source::Source;

/// The flags of `db:diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The side before: a URL, live, files, models or FILE.sql
    #[arg(long, value_name = "SOURCE")]
    pub from: String,
    /// The side after: a URL, live, files, models or FILE.sql
    #[arg(long, value_name = "SOURCE")]
    pub to: String,
    /// Only the tables and enums of this module
    #[arg(long = "module", value_name = "NAME")]
    pub modules: Vec<String>,
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
    /// Whether it needs no project: both sides are databases or files of SQL, and no module is named.
    pub fn is_outside(&self) -> bool {
        self.modules.is_empty()
            && [&self.from, &self.to]
                .into_iter()
                .all(|side| !matches!(side.as_str(), "live" | "files" | "models"))
    }
}

/// Runs the command, in a project or outside one. Writes nothing.
///
/// # Errors
/// A side that cannot be read; two databases of different kinds.
pub(super) fn run(context: &mut Context<'_>, args: &DiffArgs) -> Result<Outcome, Error> {
    let flags = Flags::parse(&args.renames, &[], &[], &[], &[], &[])
        .map_err(|flag| Error::Usage { message: flag.message, help: Some(flag.help) })?;
    for name in &args.modules {
        context.module(name)?;
    }
    let only = match args.modules.as_slice() {
        [] => None,
        modules => Some(context.state()?.names_of(modules)),
    };
    let from = Source::of(context, &args.from)?;
    let to = Source::of(context, &args.to)?;
    let format = context.global.format;
    let of_config = |context: &mut Context<'_>| -> Result<Option<Target>, Error> {
        Ok(context.config()?.target_list().into_iter().next())
    };
    let target = match args.target.or_else(|| from.target()).or_else(|| to.target()) {
        Some(target) => Some(target),
        None if from.is_file() || to.is_file() => of_config(context)?,
        None if format == Format::Sql && !args.is_outside() => of_config(context)?,
        None => None,
    };
    let scratch = match target.filter(|_| from.is_file() || to.is_file()) {
        Some(target) => {
            let config = context.config()?;
            scratch_url(context, &config, target)?
        }
        None => None,
    };
    let difference = block_on(async {
        let mut from = from.open(target, scratch.as_ref()).await?;
        let mut to = match to.open(target, scratch.as_ref()).await {
            Ok(to) => to,
            Err(error) => {
                let _the_first_error_counts = from.close().await;
                return Err(error);
            }
        };
        let difference = compare_only(&mut from.side, &mut to.side, target, &flags, only.as_ref()).await;
        let closed = (from.close().await, to.close().await);
        let difference = difference.map_err(told)?;
        closed.0.and(closed.1)?;
        Ok::<_, Error>(difference)
    })?;
    context.warn_of_renames(&difference.maybe_renames);
    if !difference.left_out.is_empty() {
        context.screen.note(format!(
            "left out, since the other side does not name them: {}",
            difference.left_out.join(", ")
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

/// The statements in their order. A table rebuild needs foreign keys off and the old meaning of RENAME.
pub(super) fn script(units: &[Unit]) -> Vec<String> {
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
        CompareError::Kinds(..) => Error::Usage {
            message: error.to_string(),
            help: Some(
                "they keep types and expressions in other forms: compare each with `models` or `files`, as in \
                 db:diff --from URL --to models"
                    .to_owned(),
            ),
        },
        CompareError::Undecided(_) => Error::Usage { message: error.to_string(), help: None },
    }
}
