//! A small project whose models leave decisions open: the same module before and after a change.

mod migrations;

use std::path::Path;

use strobila::{Migration, Migrations, Module};

use migrations::{Migration202611201326, Migration202611211010};

/// The models before the change.
pub mod before {
    /// A person who writes posts.
    #[derive(strobila::Model)]
    pub struct Author {
        /// The key.
        #[column(primary_key, identity)]
        pub id: i64,
        /// What the person is called.
        pub name: String,
        /// How to reach the person.
        pub fax: Option<String>,
    }
}

/// The models after it.
pub mod after {
    /// A person who writes posts.
    #[derive(strobila::Model)]
    pub struct Author {
        /// The key.
        #[column(primary_key, identity)]
        pub id: i64,
        /// What the person is called.
        pub full_name: String,
        /// Where the person lives.
        pub country: String,
    }
}

/// How far the project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Models, and no migration.
    New,
    /// One migration, and models that have changed since.
    Changed,
    /// Two migrations, and nothing left to generate.
    Done,
}

impl Stage {
    /// The stage of that word.
    pub fn find(word: &str) -> Option<Stage> {
        [Stage::New, Stage::Changed, Stage::Done].into_iter().find(|stage| stage.word() == word)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Stage::New => "new",
            Stage::Changed => "changed",
            Stage::Done => "done",
        }
    }

    /// Its migrations, by name, with the text of each file.
    pub fn files(self) -> &'static [(&'static str, &'static str)] {
        const FILES: &[(&str, &str)] = &[
            ("Migration202611201326", include_str!("migrations/Migration202611201326.rs")),
            ("Migration202611211010", include_str!("migrations/Migration202611211010.rs")),
        ];
        &FILES[..self.list().len()]
    }

    fn list(self) -> &'static [&'static Migration<'static>] {
        const LIST: &[&Migration<'static>] =
            &[&Migration202611201326::MIGRATION, &Migration202611211010::MIGRATION];
        match self {
            Stage::New => &[],
            Stage::Changed => &LIST[..1],
            Stage::Done => LIST,
        }
    }
}

/// The module, with its migrations in `folder/migrations`.
pub fn module(stage: Stage, folder: &Path) -> &'static Module {
    let manifest_dir = Box::leak(folder.display().to_string().into_boxed_str());
    let migrations = Migrations { list: stage.list(), manifest_dir, file: "migrations/mod.rs" };
    let models = match stage {
        Stage::New => concat!(module_path!(), "::before"),
        Stage::Changed | Stage::Done => concat!(module_path!(), "::after"),
    };
    Box::leak(Box::new(Module {
        name: "blog",
        renamed_from: None,
        path: module_path!(),
        models,
        migrations: Box::leak(Box::new(migrations)),
        file: file!(),
        line: line!(),
    }))
}
