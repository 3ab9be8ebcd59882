//! A folder with a config and migrations, which the program runs in.

use std::fs;
use std::path::{Path, PathBuf};

use strobila::Migration;
use strobila_generator::write::render_mod;

use super::{Call, Db};
use crate::program::read;

/// A project of the module `shop` on one database.
#[derive(Debug)]
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// One without migrations.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub fn empty(db: &Db) -> Project {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let project = Project { folder };
        project.config(&format!("[env.dev]\nurl = \"{}\"\nallow_loss = true\n", db.url));
        fs::create_dir_all(project.migrations("shop")).expect("it can be made");
        project.list("shop");
        project
    }

    /// One with four migrations: tables and rows in two transactions, steps outside any, a change of rows,
    /// and a rebuild on SQLite. They make `author`, `post` and `note`, and go all the way down again.
    pub fn demo(db: &Db) -> Project {
        let project = Project::empty(db);
        for (name, after, up, down) in DEMO {
            project.write("shop", name, &migration_text(name, *after, up, down));
        }
        project
    }

    /// The names of the demo's migrations.
    pub fn demo_names() -> Vec<&'static str> {
        DEMO.iter().map(|(name, ..)| *name).collect()
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes `strobila.toml`: `targets` stand before what is given.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn config(&self, text: &str) {
        let text = format!("targets = [\"sqlite\", \"postgres\", \"mariadb\"]\n{text}");
        fs::write(self.path().join("strobila.toml"), text).expect("it can be written");
    }

    /// The folder of a module's migrations.
    pub fn migrations(&self, module: &str) -> PathBuf {
        self.path().join(module).join("migrations")
    }

    /// The text of a migration's file.
    ///
    /// # Panics
    /// When there is none.
    pub fn text(&self, module: &str, name: &str) -> String {
        fs::read_to_string(self.migrations(module).join(format!("{name}.rs"))).expect("it is there")
    }

    /// Writes a migration's file, and `mod.rs` with it. [`migration_text`] makes a text.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, module: &str, name: &str, text: &str) {
        let folder = self.migrations(module);
        fs::create_dir_all(&folder).expect("it can be made");
        fs::write(folder.join(format!("{name}.rs")), text).expect("it can be written");
        self.list(module);
    }

    /// Removes a migration's file.
    ///
    /// # Panics
    /// When there is none.
    pub fn remove(&self, module: &str, name: &str) {
        fs::remove_file(self.migrations(module).join(format!("{name}.rs"))).expect("it is there");
        self.list(module);
    }

    fn list(&self, module: &str) {
        let names = self.names(module);
        let text = render_mod(names.iter().map(String::as_str));
        fs::write(self.migrations(module).join("mod.rs"), text).expect("it can be written");
    }

    /// The names of a module's migrations, sorted.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn names(&self, module: &str) -> Vec<String> {
        let entries = fs::read_dir(self.migrations(module)).expect("the folder is there").flatten();
        let files = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let names = files.filter_map(|file| Some(file.strip_suffix(".rs")?.to_owned()));
        let mut names: Vec<String> = names.filter(|name| name != "mod").collect();
        names.sort_unstable();
        names
    }

    /// The migrations of a module as its files are now, by name.
    pub fn read(&self, module: &str) -> Vec<Migration<'static>> {
        self.names(module).iter().map(|name| read(&self.text(module, name))).collect()
    }

    /// A command in this folder: words with spaces between.
    pub fn call(&self, line: &str) -> Call {
        Call::new(self.path(), line)
    }
}

/// The text of a migration's file for SQLite, PostgreSQL and MariaDB. `up` and `down` are steps in Rust:
/// `step("title").sql(&["…"])`.
pub fn migration_text(name: &str, after: Option<&str>, up: &[&str], down: &[&str]) -> String {
    let after = after.map_or(String::new(), |after| format!("    .after(\"{after}\")\n"));
    let steps = |steps: &[&str]| steps.iter().map(|step| format!("        {step},\n")).collect::<String>();
    format!(
        "//! shop: for the tests of faults\n\nuse strobila::migration::*;\n\n\
         #[rustfmt::skip]\npub const MIGRATION: Migration = Migration::new(\"{name}\")\n{after}    \
         .targets(&[Sqlite, Postgres, Mariadb])\n    .up(&[\n{}    ])\n    .down(Down::Exact, &[\n{}    ]);\n",
        steps(up),
        steps(down)
    )
}

type Demo = (&'static str, Option<&'static str>, &'static [&'static str], &'static [&'static str]);

const DEMO: &[Demo] = &[
    (
        "Migration202611200900",
        None,
        &[
            r#"step("make author and post").sql(&["CREATE TABLE author (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL)", "CREATE TABLE post (id INTEGER NOT NULL PRIMARY KEY, author_id INTEGER NOT NULL, title VARCHAR(80) NOT NULL, CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES author (id))"])"#,
            r#"step("write the first author").sql(&["INSERT INTO author (id, name) VALUES (1, 'ana')", "INSERT INTO post (id, author_id, title) VALUES (1, 1, 'one'), (2, 1, 'two')"])"#,
        ],
        &[
            r#"step("forget post").sql(&["DROP TABLE post"])"#,
            r#"step("forget author").sql(&["DROP TABLE author"])"#,
        ],
    ),
    (
        "Migration202611201000",
        Some("Migration202611200900"),
        &[
            r#"step("add post.words").sql(&["ALTER TABLE post ADD COLUMN words INTEGER"])"#,
            r#"step("count the words").sql(&["UPDATE post SET words = id + 1", "INSERT INTO author (id, name) VALUES (2, 'bo')"]).own_transaction()"#,
            r#"step("make note").sql(&["CREATE TABLE note (id INTEGER NOT NULL PRIMARY KEY, body VARCHAR(80))", "CREATE INDEX note_body_idx ON note (body)"]).own_transaction()"#,
        ],
        &[
            r#"step("forget note").sql(&["DROP TABLE note"])"#,
            r#"step("forget bo").sql(&["DELETE FROM author WHERE id = 2"]).own_transaction()"#,
            r#"step("drop post.words").sql(&["ALTER TABLE post DROP COLUMN words"])"#,
        ],
    ),
    (
        "Migration202611201100",
        Some("Migration202611201000"),
        &[
            r#"step("index post.title").postgres(&["CREATE INDEX CONCURRENTLY post_title_idx ON post (title)"]).mariadb(&["CREATE INDEX post_title_idx ON post (title)"]).sqlite(&["CREATE INDEX post_title_idx ON post (title)"]).no_transaction()"#,
            r#"step("add author.email").sql(&["ALTER TABLE author ADD COLUMN email VARCHAR(80)", "UPDATE author SET email = name"])"#,
            r#"step("add two columns").sql(&["ALTER TABLE note ADD COLUMN a INTEGER", "ALTER TABLE note ADD COLUMN b INTEGER"]).no_transaction()"#,
        ],
        &[
            r#"step("drop two columns").sql(&["ALTER TABLE note DROP COLUMN b", "ALTER TABLE note DROP COLUMN a"]).no_transaction()"#,
            r#"step("drop author.email").sql(&["ALTER TABLE author DROP COLUMN email"])"#,
            r#"step("drop the index").postgres(&["DROP INDEX CONCURRENTLY post_title_idx"]).mariadb(&["DROP INDEX post_title_idx ON post"]).sqlite(&["DROP INDEX post_title_idx"]).no_transaction()"#,
        ],
    ),
    (
        "Migration202611201200",
        Some("Migration202611201100"),
        &[
            r#"step("widen post.title").postgres(&["ALTER TABLE post ALTER COLUMN title TYPE VARCHAR(120)"]).mariadb(&["ALTER TABLE post MODIFY COLUMN title VARCHAR(120) NOT NULL"]).rebuild_sqlite("post", &["CREATE TABLE strobila_new_post (id INTEGER NOT NULL PRIMARY KEY, author_id INTEGER NOT NULL, title VARCHAR(120) NOT NULL, words INTEGER, CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES author (id))", "INSERT INTO strobila_new_post (id, author_id, title, words) SELECT id, author_id, title, words FROM post ORDER BY rowid", "DROP TABLE post", "ALTER TABLE strobila_new_post RENAME TO post"])"#,
            r#"step("number the notes").sql(&["INSERT INTO note (id, body, a) VALUES (1, 'x', 1)", "UPDATE note SET b = a + 1"]).own_transaction()"#,
        ],
        &[
            r#"step("forget the notes").sql(&["DELETE FROM note"])"#,
            r#"step("narrow post.title").postgres(&["ALTER TABLE post ALTER COLUMN title TYPE VARCHAR(80)"]).mariadb(&["ALTER TABLE post MODIFY COLUMN title VARCHAR(80) NOT NULL"]).rebuild_sqlite("post", &["CREATE TABLE strobila_new_post (id INTEGER NOT NULL PRIMARY KEY, author_id INTEGER NOT NULL, title VARCHAR(80) NOT NULL, words INTEGER, CONSTRAINT post_author_id_fkey FOREIGN KEY (author_id) REFERENCES author (id))", "INSERT INTO strobila_new_post (id, author_id, title, words) SELECT id, author_id, title, words FROM post ORDER BY rowid", "DROP TABLE post", "ALTER TABLE strobila_new_post RENAME TO post"])"#,
        ],
    ),
];
