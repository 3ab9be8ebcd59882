//! The installed command: finds the package that runs the migrations and runs it. What must work when
//! that package does not compile it does itself, reading files.

mod heads;
mod lists;
mod process;
mod twins;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;

use crate::Error;
use crate::cli::arguments::{Arguments, Color, Command};
use crate::cli::screen::Screen;
use crate::cli::{self, World, context::Outcome};
use crate::project::Project;

/// The whole launcher.
pub fn main() -> ExitCode {
    cli::with_world(run)
}

/// What the launcher does with one command line; returns the exit code.
fn run(words: Vec<OsString>, world: World<'_>) -> u8 {
    match cli::parse(&words) {
        Ok(arguments) if is_own(&arguments.command) => cli::execute(None, &arguments, world),
        Ok(arguments) => {
            let folder = world.folder;
            let mut screen = screen(&arguments, world);
            let result = hand_over(&mut screen, &words, &arguments, folder);
            end(&mut screen, result, folder)
        }
        // A project may use a newer release than the launcher, and know the command or the flag.
        Err(error) if is_news(&error) => {
            let runner = Project::find(world.folder)
                .ok()
                .flatten()
                .and_then(|project| Some((project.runner.clone()?, project)));
            match runner.map(|(runner, project)| process::cargo_run(&project.root, &runner, &words, false)) {
                Some(Ok(code)) if code != process::CARGO_FAILED => code,
                _ => cli::refuse(&error, &words, world),
            }
        }
        Err(error) => cli::refuse(&error, &words, world),
    }
}

/// Commands that need no project, or must work when it does not compile.
fn is_own(command: &Command) -> bool {
    match command {
        Command::Init(_)
        | Command::ModuleNew(_)
        | Command::Completions(_)
        | Command::Config
        | Command::Explain(_) => true,
        Command::Diff(args) => args.is_outside(),
        Command::Generate(_)
        | Command::Migrate(_)
        | Command::Rollback(_)
        | Command::Status(_)
        | Command::History(_)
        | Command::Show(_)
        | Command::Drift(_)
        | Command::Check(_)
        | Command::Verify(_)
        | Command::Pull(_)
        | Command::Baseline(_)
        | Command::Rebase(_)
        | Command::Repair(_)
        | Command::Target(_)
        | Command::Create
        | Command::Drop(_)
        | Command::Setup(_) => false,
    }
}

fn is_news(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument)
}

fn screen<'a>(arguments: &Arguments, world: World<'a>) -> Screen<'a> {
    let color = |terminal: bool| match arguments.global.color {
        Color::Auto => terminal,
        Color::Always => true,
        Color::Never => false,
    };
    Screen::new(world.out, world.err, arguments.global.format)
        .colored(color(world.out_color), color(world.err_color))
}

/// Runs the package, after mending its lists; when it does not build, says why as far as files tell.
fn hand_over(
    screen: &mut Screen<'_>,
    words: &[OsString],
    arguments: &Arguments,
    folder: &Path,
) -> Result<u8, Error> {
    let project = Project::find(folder)?.ok_or_else(|| no_project("there is no Cargo.toml here or above"))?;
    let runner = project
        .runner
        .clone()
        .ok_or_else(|| no_project("Cargo.toml does not say which package runs the migrations"))?;
    if project.package(&runner).is_none() {
        return Err(no_project(&format!("the workspace has no package `{}`", runner.escape_debug())));
    }
    finish_rebase(screen, &project)?;
    if let Command::Rebase(args) = &arguments.command {
        twins::take_apart(screen, &project, args)?;
    }
    lists::mend(screen, &project, &arguments.command)?;
    let code = process::cargo_run(&project.root, &runner, words, cli::takes_two_heads(&arguments.command))?;
    if code != process::CARGO_FAILED {
        return Ok(code);
    }
    heads::check(&project)?;
    lists::check(&project)?;
    Err(Error::BuildFailed {
        package: runner,
        help: "correct what rustc says above; init and module:new work without it".to_owned(),
    })
}

/// Goes on with a `db:rebase` that was cut short, before anything is compiled.
fn finish_rebase(screen: &mut Screen<'_>, project: &Project) -> Result<(), Error> {
    for folder in project.migration_folders() {
        if crate::rebase::log::finish(&folder).map_err(Error::Write)? {
            screen.note(format!(
                "a db:rebase was cut short; the files of {} are written now",
                project.shown(&folder)
            ));
        }
    }
    Ok(())
}

fn no_project(message: &str) -> Error {
    Error::NoProject {
        message: message.to_owned(),
        place: None,
        help: "write package = \"db\" under [workspace.metadata.strobila], or start with strobila init"
            .to_owned(),
    }
}

fn end(screen: &mut Screen<'_>, result: Result<u8, Error>, folder: &Path) -> u8 {
    match result {
        // The package printed its own result.
        Ok(code) => code,
        Err(error) => {
            let root = crate::config::workspace_root(folder).unwrap_or_else(|| folder.to_owned());
            cli::finish(screen, Err::<Outcome, Error>(error), &root, &[])
        }
    }
}
