//! The command line. This is the only place that prints.

pub mod arguments;
mod baseline;
mod check;
mod completions;
mod config;
pub mod context;
mod database;
mod diff;
mod drift;
mod explain;
pub mod failure;
mod generate;
pub(crate) mod git;
mod history;
mod init;
mod make;
mod migrate;
mod module_new;
mod plan_view;
mod progress;
mod pull;
pub(crate) mod rebase;
mod repair;
mod rollback;
pub mod screen;
mod show;
pub mod signals;
mod status;
mod tags;
mod target;
mod verify;
mod world;

use std::ffi::OsString;
use std::path::Path;

use clap::Parser;
use serde_json::{Value, json};
use strobila::Module;

use crate::{Code, Error};
use arguments::{Arguments, Color, Command, Format};
use context::{Context, Outcome};
use screen::Screen;

pub use baseline::BaselineArgs;
pub use check::CheckArgs;
pub use completions::CompletionsArgs;
pub use diff::DiffArgs;
pub use drift::DriftArgs;
pub use explain::ExplainArgs;
pub use generate::GenerateArgs;
pub use history::HistoryArgs;
pub use init::InitArgs;
pub use migrate::MigrateArgs;
pub use module_new::ModuleNewArgs;
pub use pull::PullArgs;
pub use rebase::RebaseArgs;
pub use repair::RepairArgs;
pub use rollback::RollbackArgs;
pub use show::ShowArgs;
pub use status::StatusArgs;
pub use target::TargetArgs;
pub use verify::VerifyArgs;
pub use world::World;
pub(crate) use world::with_world;

/// Runs one command line, and returns what the process ends with.
///
/// `words` are the program's name and its arguments. `modules` are the project's; the launcher has
/// none. A panic is not caught here.
pub fn run(modules: Option<&[&'static Module]>, words: Vec<OsString>, world: World<'_>) -> u8 {
    match parse(&words) {
        Ok(arguments) => execute(modules, &arguments, world),
        Err(error) => refuse(&error, &words, world),
    }
}

/// Reads the words; `db generate` is `db:generate`.
pub(crate) fn parse(words: &[OsString]) -> Result<Arguments, clap::Error> {
    let mut words = arguments::join(words.to_vec());
    if let Some(program) = words.first_mut() {
        *program = arguments::called(program).into();
    }
    Arguments::try_parse_from(words)
}

/// Runs a command that was understood.
pub(crate) fn execute(modules: Option<&[&'static Module]>, arguments: &Arguments, world: World<'_>) -> u8 {
    let global = &arguments.global;
    let color = |terminal: bool| match global.color {
        Color::Auto => terminal,
        Color::Always => true,
        Color::Never => false,
    };
    let screen = Screen::new(world.out, world.err, global.format)
        .colored(color(world.out_color), color(world.err_color))
        .with_live(world.err_width);
    let mut context = Context {
        modules,
        global,
        folder: world.folder,
        variables: world.variables,
        now: world.now,
        screen,
        questioner: world.questioner,
        secrets: Vec::new(),
        root: world.folder.to_owned(),
    };
    let result = dispatch(&mut context, &arguments.command);
    let root = std::mem::take(&mut context.root);
    let secrets = std::mem::take(&mut context.secrets);
    finish(&mut context.screen, result, &root, &secrets)
}

fn dispatch(context: &mut Context<'_>, command: &Command) -> Result<Outcome, Error> {
    if context.global.format == Format::Sql && !prints_sql(command) {
        return Err(Error::Usage {
            message: "this command prints no SQL".to_owned(),
            help: Some("leave --format out, or give --format json".to_owned()),
        });
    }
    context.finish_rebase()?;
    if !takes_two_heads(command) {
        context.one_head()?;
    }
    if uses_migrations(command) {
        context.warn_of_unlisted();
    }
    match command {
        Command::Init(args) => init::run(context, args),
        Command::ModuleNew(args) => module_new::run(context, args),
        Command::Generate(args) => generate::run(context, args),
        Command::Migrate(args) => migrate::run(context, args),
        Command::Rollback(args) => rollback::run(context, args),
        Command::Status(args) => status::run(context, args),
        Command::History(args) => history::run(context, args),
        Command::Show(args) => show::run(context, args),
        Command::Diff(args) => diff::run(context, args),
        Command::Drift(args) => drift::run(context, args),
        Command::Check(args) => check::run(context, args),
        Command::Verify(args) => verify::run(context, args),
        Command::Pull(args) => pull::run(context, args),
        Command::Baseline(args) => baseline::run(context, args),
        Command::Rebase(args) => rebase::run(context, args),
        Command::Repair(args) => repair::run(context, args),
        Command::Target(args) => target::run(context, args),
        Command::Create => make::create(context),
        Command::Drop(args) => make::drop(context, args),
        Command::Setup(args) => make::setup(context, args),
        Command::Completions(args) => completions::run(context, args),
        Command::Config => config::run(context),
        Command::Explain(args) => explain::run(context, args),
    }
}

/// Whether it is for modules with two heads. Others never see them: they do not compile, unless they are built
/// for such a command.
pub(crate) fn takes_two_heads(command: &Command) -> bool {
    match command {
        Command::Rebase(_) => true,
        Command::Migrate(args) => args.allow_out_of_order && !args.dry_run,
        _ => false,
    }
}

/// Whether a migration that is not compiled in is missing in what the command does. What finds it by
/// itself is left out: `db:generate` lists it, `db:check` refuses it.
fn uses_migrations(command: &Command) -> bool {
    match command {
        Command::Migrate(_)
        | Command::Rollback(_)
        | Command::Status(_)
        | Command::History(_)
        | Command::Show(_)
        | Command::Diff(_)
        | Command::Drift(_)
        | Command::Verify(_)
        | Command::Baseline(_)
        | Command::Repair(_)
        | Command::Setup(_) => true,
        Command::Init(_)
        | Command::ModuleNew(_)
        | Command::Generate(_)
        | Command::Check(_)
        | Command::Rebase(_)
        | Command::Pull(_)
        | Command::Target(_)
        | Command::Create
        | Command::Drop(_)
        | Command::Completions(_)
        | Command::Config
        | Command::Explain(_) => false,
    }
}

fn prints_sql(command: &Command) -> bool {
    match command {
        Command::Diff(_) | Command::Show(_) => true,
        Command::Drift(args) => args.revert,
        Command::Migrate(args) => args.dry_run,
        Command::Rollback(args) => args.dry_run,
        _ => false,
    }
}

/// Prints what a command handed back.
pub(crate) fn finish(
    screen: &mut Screen<'_>,
    result: Result<Outcome, Error>,
    root: &Path,
    secrets: &[String],
) -> u8 {
    let exit = match result {
        Ok(outcome) => {
            if screen.format == Format::Json {
                screen.print(&format!("{}\n", with_ok(outcome.json)));
            }
            outcome.exit
        }
        Err(error) => {
            failure::report(screen, &error, root, secrets);
            error.exit_code()
        }
    };
    match screen.failure() {
        Some(error) => {
            screen.tell(&format!("error: cannot write the result: {error}"));
            if exit == 0 { Code::Io.exit_code() } else { exit }
        }
        None => exit,
    }
}

fn with_ok(json: Value) -> Value {
    match json {
        Value::Object(mut map) => {
            map.insert("ok".to_owned(), Value::Bool(true));
            Value::Object(map)
        }
        other => json!({ "ok": true, "result": other }),
    }
}

/// Prints what clap says: help and version on stdout, a mistake in the words on stderr or as JSON.
pub(crate) fn refuse(error: &clap::Error, words: &[OsString], world: World<'_>) -> u8 {
    let json = arguments::asks_for_json(words);
    if !error.use_stderr() {
        let text = error.render();
        let text = if world.out_color { text.ansi().to_string() } else { text.to_string() };
        let mut screen = Screen::new(world.out, world.err, Format::Human);
        screen.print(&text);
        return 0;
    }
    if json {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let (message, help) = text.split_once("\n\n").unwrap_or((text, ""));
        let error = Error::Usage { message: message.trim().to_owned(), help: Some(help.trim().to_owned()) };
        let mut screen = Screen::new(world.out, world.err, Format::Json);
        return finish(&mut screen, Err(error), world.folder, &[]);
    }
    let text = error.render();
    let text = if world.err_color { text.ansi().to_string() } else { text.to_string() };
    Screen::new(world.out, world.err, Format::Human).tell(text.trim_end());
    Code::Usage.exit_code()
}
