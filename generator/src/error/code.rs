//! The stable code of each kind of error: what a script matches, and `explain` explains.

use std::fmt;

/// Each code in one place: its variant, its word, the exit code, what it means and what to do.
macro_rules! codes {
    ($($name:ident $word:literal $exit:literal $text:literal;)*) => {
        /// The kind of an error. Its word never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $word, "`: [`Code::explain`] says what it means.")] $name,)*
        }

        impl Code {
            /// Every code, in the order of exit codes.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The word in JSON, on the screen and for `explain`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$name => $word,)* }
            }

            /// What the process ends with.
            ///
            /// 1 failed, 2 wrong use or config, 3 a person said no, 4 out of date, 5 a decision is
            /// missing, 6 a loss is not accepted, 7 history conflict, 130 interrupted.
            pub const fn exit_code(self) -> u8 {
                match self { $(Code::$name => $exit,)* }
            }

            /// What it means and what to do, in a few sentences.
            pub const fn explain(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }
        }
    };
}

codes! {
    // The work failed.
    NoDatabase "no_database" 1
        "The SQLite file does not exist, and a mistyped path must not become an empty database. \
         `db:migrate --create` makes it; so does ?mode=rwc in the URL.";
    Connect "cannot_connect" 1
        "The server cannot be reached, refused the login, or has no such database. The URL is shown \
         without its password; `config` says where it comes from.";
    ConnectionLost "connection_lost" 1
        "The connection was lost in mid-work. What was committed is in the history: `db:status` shows \
         it, and running the command again goes on from there.";
    Locked "locked" 1
        "Another migrator holds the lock of this database. The message names its session, since when it is \
         there and what it runs. Let it end, or give more time with --wait SECONDS.";
    Statement "database" 1
        "The server refused a statement that is not a migration's, such as one that reads the history. \
         The message is the server's own.";
    Canceled "canceled" 1
        "The server ended a statement that is not a migration's, since it ran longer than the statement \
         timeout, or since somebody asked for it. Nothing of it is in.";
    Pooled "transaction_pooler" 1
        "A pooler between strobila and PostgreSQL gives each transaction another session of the server: \
         PgBouncer with pool_mode = transaction, or the like. The migration lock belongs to a session, so it \
         would not hold. Nothing was run. Give migrations a URL that leads to the server itself, or to a pool \
         with pool_mode = session.";
    StepFailed "step_failed" 1
        "The server refused a statement of a migration, and its transaction was rolled back. The message \
         names migration, step and statement; `db:status` shows what is applied.";
    Irreversible "irreversible" 1
        "The migration has no way down; its file says why. Write a new migration that goes where you \
         want to be, or restore a backup.";
    InUse "in_use" 1
        "Other applied migrations lean on the one that was to be rolled back. Roll those back first.";
    NoWayDown "no_way_down" 1
        "The migration's file is gone and the way down that the history stores cannot run. Restore the \
         file.";
    ProofFailed "proof_failed" 1
        "The migration did not survive up, down and up again on a scratch database. One that was \
         generated is then a bug of strobila and is not written; please report it. One written by hand \
         needs mending: the message names the step.";
    Io "io" 1
        "A file cannot be read or written. The message names it and gives the system's reason.";
    Bug "bug" 1
        "This is a mistake in strobila, not yours. Please report it with the message.";
    // Wrong use or config.
    Usage "usage" 2
        "The command line is not understood: an unknown command or flag, or a value that does not fit. \
         Nothing was done. `help COMMAND` lists what a command accepts.";
    Config "config" 2
        "strobila.toml or .env cannot be read, does not parse, or holds a key that is not known. The \
         message names the line. `config` prints every value with its source.";
    UnknownModule "unknown_module" 2
        "No module of that name is passed to `strobila_generator::main`. A new module needs its line in \
         MODULES; `module:new NAME` prints that line.";
    UnknownMigration "unknown_migration" 2
        "There is no migration of that name. A tag is MODULE/MigrationYYYYMMDDHHMM; `db:status` lists \
         them.";
    AmbiguousMigration "ambiguous_migration" 2
        "Several modules have a migration of that name. Write it with its module: \
         MODULE/MigrationYYYYMMDDHHMM.";
    UnknownEnvironment "unknown_environment" 2
        "`--env` (or STROBILA_ENV) names an environment that strobila.toml does not define. Add \
         [env.NAME] with a url. `dev` needs no section.";
    UnknownDatabase "unknown_database" 2
        "`--database` names a database that strobila.toml does not define. Give a URL, or add \
         [databases.NAME] with a url.";
    NoDatabaseUrl "no_database_url" 2
        "The command needs a database and no URL is given. Three ways: set DATABASE_URL, in the \
         environment or in .env beside strobila.toml; write url = \"…\" under [env.dev] in strobila.toml; \
         pass --database URL. An environment other than dev never takes DATABASE_URL by itself: write \
         url = { env = \"DATABASE_URL\" } in its section.";
    Url "bad_url" 2
        "The database URL is not understood: an unknown scheme, a form that does not parse, or a driver \
         that is not compiled in. Known are sqlite://path/to/file.db, postgres://user@host/database and \
         mysql://user@host/database.";
    BadName "bad_name" 2
        "A module's name becomes a Rust module, a folder and a word in commands: small letters, digits \
         and _, starting with a letter, no Rust keyword.";
    Exists "exists" 2
        "Something of that name is already there. Strobila never overwrites: rename or remove the old \
         one first, or choose another name.";
    NoProject "no_project" 2
        "The launcher finds the package that runs the migrations by `package = \"db\"` under \
         [workspace.metadata.strobila] in the workspace's Cargo.toml, searching upwards from the current \
         folder. `init` writes it.";
    BuildFailed "build_failed" 2
        "The package that holds the migrations does not compile; rustc's messages stand above. `init` and \
         `module:new` work all the same.";
    TwoHeads "two_heads" 2
        "Two migrations of a module come after the same one, usually because two branches were merged. \
         `strobila db:rebase` plans those of one branch again behind those of the other. Renaming files is no way \
         out: the later one was planned without the other's change.";
    BadListing "bad_listing" 2
        "migrations/mod.rs and the files beside it disagree: a migration that is not listed never runs, \
         one that is listed and gone does not compile. `strobila db:generate` writes the list again, \
         whole and sorted.";
    CannotAmend "cannot_amend" 2
        "`db:generate --amend` plans the last migration of a module again and replaces its file. It was \
         refused, since that would lose what was written by hand, leave a file without steps, or break a move \
         between modules. Nothing was written; a second migration is always possible.";
    Snapshot "snapshot" 2
        "A module's snapshot is newer than this release, cut off, left with a merge's conflict, or not what \
         the migrations lead to. It is a cache: where the migrations are right, delete it and run \
         `db:generate`, which writes it again.";
    Models "models" 2
        "A model says something that cannot be: a default that does not fit its type, a key that points \
         nowhere, two tables of one name; or a change that no migration of one module can make, such as a \
         key and its target in another module that change their types at once. The message names the \
         field's file and line.";
    Unsupported "unsupported" 2
        "One of the targets in strobila.toml cannot do what a model asks. Change the model, give the \
         target a form of its own, or take the target from the list.";
    TargetMissing "target_missing" 2
        "The migration was not written for the database it was to run on. `db:target add TARGET` writes one \
         more migration of each module, from which it begins on that target; those that are written stay as \
         they are.";
    BadStatement "bad_statement" 2
        "A hand-written statement holds what must not run in a migration: several statements in one \
         string, BEGIN, COMMIT or ROLLBACK, USE, or a change of the session. Nothing was run.";
    Duplicate "duplicate" 2
        "Two modules, or two migrations of a module, have one name. Rename one of them.";
    Cycle "cycle" 2
        "Migrations wait for each other through `.after` and `.requires`. Correct one of the files.";
    TooMany "too_many" 2
        "More migrations were to be rolled back than are applied. Nothing was run.";
    NotApplied "not_applied" 2
        "The migration named with --to has a file, but is not applied here, so nothing can be rolled back to \
         it. `db:status` shows what is.";
    Operations "operations_unreadable" 2
        "The operations at the end of a migration file cannot be read. Restore them as they were \
         generated; they are data, one JSON object a line.";
    NotRepairable "not_repairable" 2
        "`db:repair` changes the history's row of one migration, and only where that makes sense: a migration that \
         stopped, one that was edited, one without a file, one of which history and journal disagree. The message \
         says how it stands and what fits it. Nothing was written.";
    NoReason "no_reason" 2
        "`db:repair` wants a reason, which the journal keeps beside who did it: --reason TEXT.";
    // A person said no.
    Refused "refused" 3
        "You were asked and said no. Nothing was changed.";
    // Out of date.
    OutOfDate "out_of_date" 4
        "A check found a difference: models and migrations disagree (`--check`, `db:check`), or two \
         schemas differ (`db:diff --exit-code`). `db:generate` writes what is missing.";
    NotCurrent "not_current" 4
        "The database is behind the migrations and was not to be changed. Run `db:migrate`.";
    // A decision is missing.
    Undecided "undecided" 5
        "The models leave decisions open that only a person can make, such as whether a column was \
         renamed or dropped, and there is no terminal to ask on. Each is listed with the flag that answers \
         it, and with those that this answer takes in turn, so that one more run suffices. Nothing was \
         written.";
    NeedsModule "needs_module" 5
        "The module's changes lean on those of another module that are not generated yet, such as a new \
         table that a foreign key points at. Generate both together. Nothing was written.";
    NotConfirmed "not_confirmed" 5
        "The environment says confirm = true, so a person types the database's name before it is changed, \
         and there is no terminal to ask on. Nothing was run.";
    // A loss is not accepted.
    HazardNotAccepted "hazard_not_accepted" 6
        "A migration would lose values and its file does not agree to it. Whoever agrees writes \
         `.accept(Hazard::DataLoss, \"why\")` at the step, where a reviewer sees it.";
    LossNotAccepted "loss_not_accepted" 6
        "A rollback would lose values and nobody has agreed to it: --accept-loss agrees, or \
         allow_loss = true of the environment, as long as no table with rows goes. -y never does.";
    // History conflict.
    UnknownRequirement "unknown_requirement" 7
        "A migration requires one that is neither in the files nor applied. Restore that file, or add its \
         module to the tool's main.";
    HistoryConflict "history_conflict" 7
        "What the database remembers and what the files say disagree in several ways; each is listed. \
         Nothing was run. `db:status` shows every migration's state.";
    Edited "edited" 7
        "A migration was edited after it was applied: its checksum is not the recorded one. Restore the \
         file as it was, and put the change into a new migration; or, where the database is what the file says \
         now, `db:repair TAG --accept-checksum` records it.";
    Missing "missing" 7
        "A migration is applied and there is no file for it. Restore the file, or take the migration back \
         with the way down that the history stores: `db:rollback MODULE`. `db:repair TAG --remove` takes its row \
         out of the history and leaves what it made.";
    Failed "failed" 7
        "A migration stopped part of the way in an earlier run. `db:migrate` goes on with it where it stopped, or \
         `db:rollback` when it stopped on its way back; from there on its file may be corrected. `db:history` shows \
         which steps are in.";
    ChangedBelow "changed_below" 7
        "A migration stopped part of the way, and a statement that had run by then is another one in its file now. \
         Restore it: it is in the database. What comes after the place where it stopped may be changed.";
    InDoubt "in_doubt" 7
        "A run ended in the middle of a statement that commits by itself, and nothing tells whether it took \
         effect: a CALL, or a TRUNCATE. Look at the database, run the rest by hand or undo what is in, and say so \
         with `db:repair`.";
    JournalDiffers "journal_differs" 7
        "strobila_migrations and strobila_journal disagree on whether a migration is applied: somebody edited or \
         removed a row of one of them. Look at the database itself, then say with `db:repair` what is so: \
         --mark-applied or --mark-rolled-back.";
    OutOfOrder "out_of_order" 7
        "A migration is pending while one that follows it is applied. `db:rebase MODULE --mine MIGRATION` plans it \
         again behind what is applied; or run it as it is with --allow-out-of-order, which writes .out_of_order() \
         into its file.";
    ExpectationDiffers "expectation_differs" 7
        "A table is not what a step was planned against: somebody changed it outside the migrations, and \
         the step would write over that change. Undo it, or generate the migration again.";
    HeadInUse "head_in_use" 7
        "The last migration of the module is no longer this branch's alone: it is applied, another migration \
         requires it, or others have it from git. Who ran the old file would find it edited. Roll it back \
         (`db:rollback MODULE`) where only your own database has it; else write a second migration.";
    CannotRebase "cannot_rebase" 7
        "`db:rebase` plans the migrations of one branch again behind those of another. It was refused: one of them is \
         applied somewhere, both branches changed the same thing, or it would lose what was written by hand. The \
         message says which. Nothing was written.";
    Drift "drift" 7
        "The database is not what its migrations make. Nothing was written. `db:drift` shows the difference \
         and the ways on; before anything is applied, `db:diff --from live --to files` does.";
    NewerHistory "newer_history" 7
        "A newer release wrote the history and says that this one must not use it. Use that release, or a \
         newer one.";
    BrokenHistory "broken_history" 7
        "A row of strobila_migrations cannot be understood; somebody edited it. strobila_journal, which is \
         only ever added to, says what happened.";
    Moved "history_moved" 7
        "Another run changed the history between this run's plan and its work, so what was asked for may be \
         another migration now. Nothing more was run. Look at `db:status`, then say again what to do.";
    RenameConflict "rename_conflict" 7
        "A module was renamed, and the history holds rows under both names: an older release ran after the \
         rename. Compare them with `db:history`.";
    // Interrupted.
    Interrupted "interrupted" 130
        "Ctrl-C, or SIGTERM (then the exit code is 143). The statement that ran was ended and its transaction \
         rolled back, what is in is recorded, and the lock is free; the same command goes on from there.";
}

impl Code {
    /// The code of that word.
    pub fn find(word: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.as_str() == word)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_has_a_word_of_its_own_and_they_stand_by_exit_code() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(words.len(), Code::ALL.len());
        assert!(Code::ALL.is_sorted_by_key(|code| code.exit_code()));
        assert_eq!(Code::find("undecided"), Some(Code::Undecided));
    }

    #[test]
    fn every_code_is_explained_in_sentences() {
        for code in Code::ALL {
            let text = code.explain();
            assert!(text.ends_with('.') && text.len() > 30, "{code}: {text}");
            assert!(!text.contains("  "), "{code}: {text}");
            let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
            assert!(code.as_str().chars().all(is_word), "{code}");
        }
    }
}
