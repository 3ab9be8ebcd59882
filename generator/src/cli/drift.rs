//! `db:drift`: the live database against what the migrations that are applied to it make.

mod adopt;
pub(super) mod look;

use clap::Args;
use serde_json::json;
use strobila::operation::losses;

use super::context::{Context, Outcome};
use super::diff::script;
use crate::Error;
use crate::decide::Flags;
use crate::drift::Drift;
use crate::tree;
use look::{Look, Seen};

/// The flags of `db:drift`.
#[derive(Debug, Clone, Default, Args)]
pub struct DriftArgs {
    /// Print the SQL that takes the database back to what its migrations make; nothing is run
    #[arg(long)]
    pub revert: bool,
    /// Write what was changed as a migration, and mark it as applied in this database
    ///
    /// Other databases get the change by db:migrate. The models are yours to change: until they say it too,
    /// db:generate plans to take it back.
    #[arg(long, conflicts_with_all = ["revert", "exit_code"])]
    pub adopt: bool,
    /// With --adopt: what the change is called, for the file's header
    #[arg(long, value_name = "TEXT", requires = "adopt")]
    pub name: Option<String>,
    /// With --adopt: print the files, write nothing and mark nothing
    #[arg(long, requires = "adopt")]
    pub dry_run: bool,
    /// A rename that was made by hand, the old name left: author.name=full_name
    #[arg(long = "rename", value_name = "OLD=NEW")]
    pub renames: Vec<String>,
    /// With --adopt: what goes with its values elsewhere too, with the reason: author.fax="nobody has one"
    #[arg(long = "drop", value_name = "SUBJECT=REASON", requires = "adopt")]
    pub drops: Vec<String>,
    /// With --adopt: values that are converted with a loss elsewhere too, with the reason: visit.count="all are numbers"
    #[arg(long = "convert", value_name = "COLUMN=REASON", requires = "adopt")]
    pub conversions: Vec<String>,
    /// With --adopt: what existing rows get elsewhere, as SQL: author.country="'DE'"
    #[arg(long = "fill", value_name = "COLUMN=SQL", requires = "adopt")]
    pub fills: Vec<String>,
    /// What rows get when a dropped required column comes back, as SQL: author.fax="''"
    #[arg(long = "fill-down", value_name = "COLUMN=SQL")]
    pub fill_downs: Vec<String>,
    /// End with 4 when the database is not what its migrations make
    #[arg(long)]
    pub exit_code: bool,
    /// Wait so long for another run to end [default: 60]
    #[arg(long, value_name = "SECONDS", requires = "adopt")]
    pub wait: Option<u64>,
    /// The database's name, where the environment says confirm = true and there is no terminal
    #[arg(long, value_name = "DATABASE", requires = "adopt")]
    pub confirm: Option<String>,
}

/// Runs the command. Without `--adopt` it writes nothing, and `--adopt` changes no table of yours.
///
/// # Errors
/// A history that disagrees with the files; what `--adopt` cannot say in a migration.
pub(super) fn run(context: &mut Context<'_>, args: &DriftArgs) -> Result<Outcome, Error> {
    let flags =
        Flags::parse(&args.renames, &args.drops, &args.conversions, &args.fills, &args.fill_downs, &[])
            .map_err(|flag| Error::Usage { message: flag.message, help: Some(flag.help) })?;
    let config = context.config()?;
    let url = context.url(&config)?;
    let look = Look::at(context, &config, &url)?;
    let targets = config.target_list();
    let seen = look.compare(&flags, &config.ignored.value, (args.adopt).then_some(&targets))?;
    tell(context, &look, &seen);
    if args.adopt {
        return adopt::run(context, args, &config, &url, &look, seen, &flags);
    }
    let mut json = object(&look, &seen);
    if args.revert {
        let statements = back(context, &seen, &flags)?;
        json["statements"] = json!(statements);
    } else {
        show(context, &seen.drift);
    }
    let exit = if args.exit_code && !seen.drift.plan.operations.is_empty() { 4 } else { 0 };
    Ok(Outcome::new(json).exit(exit))
}

/// What the comparison left out, on stderr.
fn tell(context: &mut Context<'_>, look: &Look, seen: &Seen) {
    let drift = &seen.drift;
    context.warn_of_renames(&drift.maybe_renames);
    let strangers = &look.status.unknown_modules;
    if !strangers.is_empty() {
        context.screen.note(format!(
            "MODULES does not name {}, of which migrations are applied: what they made is not compared",
            strangers.join(", ")
        ));
    }
    if look.made.is_empty() && look.is_untouched() && strangers.is_empty() {
        context.screen.note(
            "no migration is applied, so there is nothing to compare; db:baseline MODULE marks those whose tables are there",
        );
    } else if look.made.is_empty() && strangers.is_empty() {
        context.screen.note("the migrations that are applied make no table, so there is nothing to compare");
    }
    if !drift.ignored.is_empty() {
        context.screen.note(format!("ignored: {}", drift.ignored.join(", ")));
    }
    for pattern in &drift.idle {
        context.screen.note(format!("`{pattern}` in drift.ignore takes nothing here"));
    }
    if !drift.unknown.is_empty() {
        context.screen.note(format!("made by no migration, and left out: {}", drift.unknown.join(", ")));
    }
    if !look.unexpressed.is_empty() {
        context.screen.note(format!("not compared: {}", look.unexpressed.join(", ")));
    }
}

fn show(context: &mut Context<'_>, drift: &Drift) {
    let operations = &drift.plan.operations;
    if operations.is_empty() {
        context.screen.line("no drift");
        return;
    }
    context.screen.line("changed in the database without a migration:");
    context.screen.line(tree::change_tree(operations).trim_end());
    context.screen.note(
        "--adopt writes it as a migration, --revert shows the SQL that takes it back, drift.ignore in strobila.toml leaves it alone",
    );
}

fn back(context: &mut Context<'_>, seen: &Seen, flags: &Flags) -> Result<Vec<String>, Error> {
    let back = seen.drift.back(seen.dialect, flags).map_err(|error| look::told(error, &seen.url))?;
    let statements = script(&back.units);
    if statements.is_empty() {
        context.screen.note("nothing to take back");
    }
    for loss in losses(&back.plan.operations) {
        context.screen.warn(format!("this loses {}", loss.phrase));
    }
    for column in &back.hopeless {
        context.screen.warn(format!(
            "{column} comes back required: say what its rows get with --fill-down {column}=\"…\""
        ));
    }
    for column in &back.one_way {
        context.screen.warn(format!(
            "nothing converts the values of {column} back by itself: say what they become with --fill-down {column}=\"…\""
        ));
    }
    if context.screen.format != super::arguments::Format::Json {
        context.screen.print(&statements.iter().map(|sql| format!("{sql};\n")).collect::<String>());
    }
    Ok(statements)
}

fn object(look: &Look, seen: &Seen) -> serde_json::Value {
    let drift = &seen.drift;
    json!({
        "drift": !drift.plan.operations.is_empty(),
        "operations": drift.plan.operations,
        "ignored": drift.ignored,
        "unknown": drift.unknown,
        "not_compared": look.unexpressed,
    })
}
