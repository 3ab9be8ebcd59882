//! Modules: the models and migrations of one part of an application.

mod chain;

use std::path::{Path, PathBuf};

use crate::Target;
use crate::migration::Migration;

pub use chain::{chain_problem, check_chain, is_beside};

/// The models and migrations of one part of an application. Made by [`module!`](crate::module!).
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// What commands call it.
    pub name: &'static str,
    /// What it was called before; its history is renamed under the lock.
    pub renamed_from: Option<&'static str>,
    /// The path of the Rust module that defines it.
    pub path: &'static str,
    /// The path of the Rust module below which its models stand.
    pub models: &'static str,
    /// Its migrations.
    pub migrations: &'static Migrations,
    /// The file and line that define it.
    pub file: &'static str,
    /// The line in that file.
    pub line: u32,
}

/// The migrations of one module, and where they stand. Made by [`migrations!`](crate::migrations!).
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// Every migration, parents first.
    pub list: &'static [&'static Migration<'static>],
    /// The folder of the package's manifest on the machine that compiled it.
    pub manifest_dir: &'static str,
    /// `file!()` of `migrations/mod.rs`.
    pub file: &'static str,
}

impl Migrations {
    /// The migrations as they are on one target, parents first. One that a baseline stands for there, and a
    /// baseline for other targets, has nothing to do; a baseline for this one has its own operations.
    pub fn on(&self, target: Target) -> Vec<Migration<'static>> {
        let mut begins = false;
        let mut found = Vec::with_capacity(self.list.len());
        for migration in self.list.iter().rev() {
            let is_baseline = migration.is_baseline_on(target);
            let is_covered = begins && migration.written_as(target).is_none();
            begins |= is_baseline;
            found.push(if is_baseline {
                Migration { operations: migration.begins_with, ..**migration }
            } else if is_covered || !migration.baseline.is_empty() {
                migration.idle()
            } else {
                **migration
            });
        }
        found.reverse();
        found
    }

    /// The directory of the migration files on the machine that compiled the package.
    ///
    /// `file!()` is absolute, or relative to the workspace's root, which is an ancestor of the
    /// manifest's folder. None when no such file exists, as on a server that has only the binary.
    pub fn directory(&self) -> Option<PathBuf> {
        let file = Path::new(self.file);
        let found = if file.is_absolute() {
            Some(file.to_owned())
        } else {
            Path::new(self.manifest_dir)
                .ancestors()
                .map(|folder| folder.join(file))
                .find(|path| path.exists())
        };
        found?.parent().map(Path::to_owned)
    }
}

/// The last of the line of parents: what the next migration comes after. One that may run late is it only where
/// it stands in the line.
pub fn head<'a>(list: &[&'a Migration<'a>]) -> Option<&'a str> {
    let mut head = None;
    for (at, migration) in list.iter().enumerate() {
        if migration.after == head && !chain::is_beside(list, at) {
            head = Some(migration.name);
        }
    }
    head
}

/// Defines `pub static MODULE: strobila::Module` for the Rust module it stands in.
///
/// `module!("blog")` takes the models below the Rust module itself;
/// `module!("blog", models = other_crate::blog)` those below another one;
/// `renamed_from = "old"` names what the module was called before. The Rust module must have a child
/// `migrations` whose `mod.rs` is written by `db:generate`.
#[macro_export]
macro_rules! module {
    ($name:literal $(, renamed_from = $old:literal)? $(,)?) => {
        $crate::module!(@define $name, module_path!(), [$($old)?]);
    };
    ($name:literal, models = $models:path $(, renamed_from = $old:literal)? $(,)?) => {
        // The import links the other crate. `allow`, since not every rustc calls it unused, and an
        // `expect` that is not met would warn in the user's crate.
        const _: () = { #[allow(unused_imports)] use $models as _; };
        $crate::module!(@define $name, stringify!($models), [$($old)?]);
    };
    (@define $name:literal, $models:expr, [$($old:literal)?]) => {
        #[doc = concat!("The module `", $name, "`: its models and migrations.")]
        pub static MODULE: $crate::Module = $crate::Module {
            name: $name,
            renamed_from: {
                const OLD: &[&str] = &[$($old)?];
                OLD.first().copied()
            },
            path: module_path!(),
            models: $models,
            migrations: &migrations::MIGRATIONS,
            file: file!(),
            line: line!(),
        };
    };
}

/// Lists the migrations of a module: `migrations! { Migration202611201326, … }`, one a line.
///
/// Defines `pub static MIGRATIONS` and checks in a const that every file bears its own name and that
/// the parents form one line. Two heads do not compile, and the message names both; with the variable
/// `STROBILA_SEVERAL_HEADS` they do, for `db:rebase`.
#[macro_export]
macro_rules! migrations {
    ($($name:ident),* $(,)?) => {
        /// The migrations of this module, parents first.
        pub static MIGRATIONS: $crate::Migrations = $crate::Migrations {
            list: &[$(&$name::MIGRATION),*],
            manifest_dir: env!("CARGO_MANIFEST_DIR"),
            file: file!(),
        };
        const _: () = $crate::__private::check_chain(
            &[$(stringify!($name)),*],
            &[$(&$name::MIGRATION),*],
            option_env!("STROBILA_SEVERAL_HEADS").is_some(),
        );
    };
}

#[cfg(test)]
mod tests;
