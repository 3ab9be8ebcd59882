//! The command line: commands, flags, and `db generate` as another spelling of `db:generate`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{
    baseline, check, completions, diff, drift, explain, generate, history, init, make, migrate, module_new,
    pull, rebase, repair, rollback, show, status, target, verify,
};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "strobila",
    version,
    about = "Writes, reviews and runs schema migrations from Rust models",
    disable_help_subcommand = false,
    infer_subcommands = false,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// How the result is printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub format: Format,
    /// When to colour; NO_COLOR is respected
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// The environment of strobila.toml to work in; without it `dev`, at DATABASE_URL if that is set
    #[arg(long, global = true, value_name = "NAME")]
    pub env: Option<String>,
    /// The URL of the database to work on; a relative SQLite path is taken from this folder
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Say yes to every question that loses no data
    #[arg(short = 'y', long, global = true)]
    pub yes: bool,
    /// Another config than the strobila.toml found upwards from here
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person.
    #[default]
    Human,
    /// One JSON object on stdout.
    Json,
    /// Statements, for `db:diff`, `db:show` and dry runs.
    Sql,
}

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write config, packages, alias and CI file for a new project; nothing is overwritten
    Init(init::InitArgs),
    /// Write the files of a new module, and print the lines to add by hand
    #[command(name = "module:new")]
    ModuleNew(module_new::ModuleNewArgs),
    /// Compare models with the last known schema and write a migration
    #[command(name = "db:generate")]
    Generate(generate::GenerateArgs),
    /// Run pending migrations
    #[command(name = "db:migrate")]
    Migrate(migrate::MigrateArgs),
    /// Take back the last migrations of a module: one, unless --count, --to or --all says more
    #[command(name = "db:rollback")]
    Rollback(rollback::RollbackArgs),
    /// Show which migrations are applied and which are not
    #[command(name = "db:status")]
    Status(status::StatusArgs),
    /// Show what was ever done to the database
    #[command(name = "db:history")]
    History(history::HistoryArgs),
    /// Print the SQL of a migration
    #[command(name = "db:show")]
    Show(show::ShowArgs),
    /// Compare any two of models, migrations, databases and .sql files
    #[command(name = "db:diff")]
    Diff(diff::DiffArgs),
    /// Show what was changed in the database without a migration
    #[command(name = "db:drift")]
    Drift(drift::DriftArgs),
    /// For CI, without a database: do models, migrations and snapshots agree?
    #[command(name = "db:check")]
    Check(check::CheckArgs),
    /// Prove migrations up, down and up again on a scratch database
    #[command(name = "db:verify")]
    Verify(verify::VerifyArgs),
    /// Write models as Rust source from a live database; nothing is overwritten
    #[command(name = "db:pull")]
    Pull(pull::PullArgs),
    /// Mark migrations as applied to a database that already has their tables
    #[command(name = "db:baseline")]
    Baseline(baseline::BaselineArgs),
    /// Plan the migrations of one branch again behind those of another, after a merge
    #[command(name = "db:rebase")]
    Rebase(rebase::RebaseArgs),
    /// Mend a row of the history, with a reason; no table is changed
    #[command(name = "db:repair")]
    Repair(repair::RepairArgs),
    /// Write the migrations for one more kind of database
    #[command(name = "db:target")]
    Target(target::TargetArgs),
    /// Make the environment's database when it is not there
    #[command(name = "db:create")]
    Create,
    /// Drop the environment's database, once its name is typed
    #[command(name = "db:drop")]
    Drop(make::DropArgs),
    /// Make the database when it is not there, then run pending migrations
    #[command(name = "db:setup")]
    Setup(migrate::MigrateArgs),
    /// Print the completion script of a shell
    Completions(completions::CompletionsArgs),
    /// Print every value of the config with its source
    Config,
    /// Explain an error by its code
    #[command(alias = "db:explain")]
    Explain(explain::ExplainArgs),
}

/// How the program was called, for usage lines: the launcher by its name, a project's own program by the alias.
pub fn called(program: &OsStr) -> &'static str {
    match Path::new(program).file_stem() {
        Some(name) if name == "strobila" => "strobila",
        _ => "cargo strobila",
    }
}

/// Words that stand before a colon in a command's name.
const FAMILIES: [&str; 2] = ["db", "module"];

/// Global flags whose value is a word of its own.
const WITH_VALUE: [&str; 5] = ["--format", "--color", "--env", "--database", "--config"];

/// Joins `db generate` to `db:generate`, behind `help` as well. The first word is the program.
pub fn join(words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    let Some(mut at) = first_command(&words, 1) else { return words };
    if words.get(at).is_some_and(|word| word == "help") {
        match first_command(&words, at + 1) {
            Some(next) => at = next,
            None => return words,
        }
    }
    let family = words.get(at).and_then(|word| word.to_str());
    // `db --help` is a question about all of them.
    let is_question = |word: &OsString| word == "--help" || word == "-h";
    if family.is_some_and(|word| FAMILIES.contains(&word)) && words.get(at + 1).is_some_and(is_question) {
        words.remove(at);
        return words;
    }
    let Some(family) = family.filter(|word| FAMILIES.contains(word)).map(str::to_owned) else { return words };
    let next = words.get(at + 1).and_then(|word| word.to_str()).map(str::to_owned);
    if let Some(next) = next.filter(|next| !next.starts_with('-') && !next.contains(':')) {
        words.splice(at..at + 2, [OsString::from(format!("{family}:{next}"))]);
    }
    words
}

fn first_command(words: &[OsString], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(word) = words.get(at) {
        match word.to_str() {
            Some(flag) if WITH_VALUE.contains(&flag) => at += 2,
            Some(flag) if flag.starts_with('-') => at += 1,
            _ => return Some(at),
        }
    }
    None
}

/// Whether the words ask for JSON; known before they are parsed, so that a mistake in them can be told
/// in JSON too.
pub fn asks_for_json(words: &[OsString]) -> bool {
    let is = |word: &OsStr, text: &str| word == text;
    let pair = words.windows(2).any(|pair| is(&pair[0], "--format") && is(&pair[1], "json"));
    pair || words.iter().any(|word| is(word, "--format=json"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn joined(line: &str) -> String {
        let words = join(line.split(' ').map(OsString::from));
        words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn db_generate_is_another_spelling_of_db_colon_generate() {
        assert_eq!(joined("strobila db generate blog"), "strobila db:generate blog");
        assert_eq!(
            joined("strobila --env dev -y db generate blog"),
            "strobila --env dev -y db:generate blog"
        );
        assert_eq!(joined("strobila --env=dev module new blog"), "strobila --env=dev module:new blog");
        assert_eq!(joined("strobila help db generate"), "strobila help db:generate");
        assert_eq!(joined("strobila db:generate db generate"), "strobila db:generate db generate");
        assert_eq!(joined("strobila db --help"), "strobila --help");
        assert_eq!(joined("strobila --env db generate"), "strobila --env db generate");
    }

    #[test]
    fn a_usage_line_names_the_command_and_not_the_file() {
        for (program, name) in [("/app/target/debug/db", "cargo strobila"), ("strobila.exe", "strobila")] {
            let words = [program, "db:status", "--nonsense"].map(OsString::from);
            let error = crate::cli::parse(&words).expect_err("there is no such flag").to_string();
            assert!(error.contains(&format!("Usage: {name} db:status")), "{error}");
        }
    }

    #[test]
    fn every_command_and_flag_says_in_one_short_line_what_it_does() {
        fn of(command: &clap::Command, found: &mut Vec<String>) {
            let about = command.get_about().map(ToString::to_string);
            found.extend(bad(command.get_name(), about));
            for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
                let help = argument.get_help().map(ToString::to_string);
                found.extend(bad(&format!("{} {}", command.get_name(), argument.get_id()), help));
            }
            command.get_subcommands().for_each(|one| of(one, found));
        }
        fn bad(what: &str, help: Option<String>) -> Option<String> {
            let help = help.unwrap_or_default();
            let is_good =
                !help.is_empty() && help.len() <= 125 && !help.contains('\n') && !help.ends_with('.');
            (!is_good).then(|| format!("{what}: {} {help}", help.len()))
        }
        let mut found = Vec::new();
        of(&Arguments::command(), &mut found);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }
}
