//! Mistakes that only show when the models are seen together, and with their types.

#![expect(missing_docs, reason = "models are read by their derive only")]

use strobila::migration::Migration;
use strobila::model::{Mistake, capture};
use strobila::{Migrations, Module};

static NO_MIGRATIONS: Migrations = Migrations { list: &[], manifest_dir: "", file: "" };
static FIRST: Migration<'static> = Migration::new("Migration202611201326");
static ONE_MIGRATION: Migrations = Migrations { list: &[&FIRST], manifest_dir: "", file: "" };

/// A module over the models of one Rust module of this file.
fn module(name: &'static str) -> Module {
    Module {
        name,
        renamed_from: None,
        path: module_path!(),
        models: format!("{}::{name}", module_path!()).leak(),
        migrations: &NO_MIGRATIONS,
        file: "src/lib.rs",
        line: 7,
    }
}

fn mistakes(name: &'static str) -> String {
    shown(capture(&[&module(name)]).expect_err("there is a mistake"))
}

fn shown(mistakes: Vec<Mistake>) -> String {
    let lines = mistakes
        .iter()
        .map(|mistake| format!("{}: {}\n  {}", mistake.place.what, mistake.message, mistake.help));
    // Lines of this file move with every test that is added.
    let mut text = String::new();
    for part in lines.collect::<Vec<_>>().join("\n").split("capture_mistakes.rs:") {
        let rest = if text.is_empty() { part } else { part.trim_start_matches(|c: char| c.is_ascii_digit()) };
        text.push_str(rest);
        text.push_str("capture_mistakes.rs:LINE");
    }
    text.trim_end_matches("capture_mistakes.rs:LINE").to_owned()
}

pub mod defaults {
    #[derive(strobila::Enum)]
    pub enum Status {
        Draft,
        Live,
    }

    #[derive(strobila::Model)]
    pub struct Thing {
        #[column(default = 1)]
        pub text: String,
        #[column(default = "abcd", length = 3)]
        pub short: String,
        #[column(default = 40000)]
        pub small: i16,
        #[column(default = 0.5)]
        pub whole: i64,
        #[column(default = 0.125, precision = 4, scale = 2)]
        pub money: rust_decimal::Decimal,
        #[column(default = 100, precision = 4, scale = 2)]
        pub big: rust_decimal::Decimal,
        #[column(default = "drafted")]
        pub status: Status,
        #[column(default = "2026-02-29")]
        pub day: chrono::NaiveDate,
        #[column(default = "2026-11-20 13:26")]
        pub moment: chrono::DateTime<chrono::Utc>,
        #[column(default = "{")]
        pub json: serde_json::Value,
        #[column(default = "x")]
        pub uuid: uuid::Uuid,
        #[column(default = "x")]
        pub list: Vec<String>,
        #[column(default = "true")]
        pub flag: bool,
    }
}

#[test]
fn a_default_is_a_value_of_its_column() {
    insta::assert_snapshot!(mistakes("defaults"));
}

pub mod keys {
    #[derive(strobila::Model)]
    pub struct Author {
        #[column(primary_key)]
        pub id: uuid::Uuid,
        pub email: String,
        #[column(unique, length = 20)]
        pub handle: String,
    }

    #[derive(strobila::Model)]
    #[model(primary_key(a, b))]
    pub struct Pair {
        pub a: i64,
        pub b: i64,
    }

    #[derive(strobila::Model)]
    pub struct Keyless {
        pub a: i64,
    }

    #[derive(strobila::Model)]
    #[model(foreign_key(columns(wrong, right), references = Author), many_to_many(Keyless), many_to_many(Post))]
    pub struct Post {
        #[column(primary_key)]
        pub id: Option<i64>,
        #[column(references = Author)]
        pub wrong: i64,
        #[column(references = Author, on_delete = "set_null", on_update = "set_default")]
        pub right: uuid::Uuid,
        #[column(references(Author, email))]
        pub email: String,
        #[column(references(Author, handle))]
        pub handle: String,
        #[column(references = Pair)]
        pub pair: i64,
        #[column(references = Keyless)]
        pub keyless: i64,
        #[column(references = super::stray::Stray)]
        pub stray: i64,
    }
}

pub mod stray {
    #[derive(strobila::Model)]
    pub struct Stray {
        #[column(primary_key)]
        pub id: i64,
    }
}

#[test]
fn a_foreign_key_fits_what_it_points_at() {
    insta::assert_snapshot!(mistakes("keys"));
}

pub mod attributes {
    #[derive(strobila::Model)]
    #[model(timestamps, soft_delete)]
    pub struct Thing {
        #[column(length = 3)]
        pub number: i64,
        #[column(precision = 3)]
        pub text: String,
        #[column(identity)]
        pub counted: String,
        #[column(identity)]
        pub maybe: Option<i64>,
        pub none: [u8; 0],
        pub created_at: i64,
        pub deleted_at: chrono::DateTime<chrono::Utc>,
    }
}

#[test]
fn an_attribute_fits_the_type_of_its_column() {
    insta::assert_snapshot!(mistakes("attributes"));
}

pub mod names {
    #[derive(strobila::Model)]
    #[model(
        index(author_id),
        index(name = "names_pkey", columns(id)),
        unique(name = "Taken", id),
        unique(name = "taken", author_id)
    )]
    pub struct Names {
        #[column(primary_key)]
        pub id: i64,
        #[column(index)]
        pub author_id: i64,
        #[column(name = "ID")]
        pub other: i64,
    }

    #[derive(strobila::Model)]
    #[model(table = "names_author_id_idx")]
    pub struct Other {
        #[column(primary_key)]
        pub id: i64,
        pub kind: Kind,
        pub again: deeper::Kind,
        pub table: Clash,
    }

    #[derive(strobila::Enum)]
    pub enum Kind {
        A,
    }

    #[derive(strobila::Enum)]
    #[strobila(name = "names")]
    pub enum Clash {
        A,
    }

    pub mod deeper {
        #[derive(strobila::Enum)]
        pub enum Kind {
            A,
        }

        #[derive(strobila::Model)]
        pub struct Names {
            #[column(primary_key)]
            pub id: i64,
        }
    }
}

#[test]
fn names_that_collide_are_told_with_both_places() {
    insta::assert_snapshot!(mistakes("names"));
}

pub mod pivots {
    #[derive(strobila::Model)]
    #[model(many_to_many(Tag))]
    pub struct Post {
        #[column(primary_key)]
        pub id: i64,
    }

    #[derive(strobila::Model)]
    #[model(many_to_many(Post))]
    pub struct Tag {
        #[column(primary_key)]
        pub id: i64,
    }
}

#[test]
fn a_relation_said_on_both_sides_is_refused() {
    insta::assert_snapshot!(mistakes("pivots"));
}

#[test]
fn a_mistake_names_file_and_line() {
    let mistakes = capture(&[&module("pivots")]).expect_err("there is a mistake");
    let line = include_str!("capture_mistakes.rs")
        .lines()
        .position(|line| line.trim() == "#[model(many_to_many(Post))]")
        .expect("it stands above");
    assert_eq!(mistakes[0].place.file, file!());
    assert_eq!(mistakes[0].place.line as usize, line + 1);
}

#[test]
fn a_module_with_migrations_and_no_model_is_refused() {
    let empty = module("nothing_here");
    assert!(capture(&[&empty]).expect("it is new").modules["nothing_here"].is_empty());
    let module = Module { migrations: &ONE_MIGRATION, ..empty };
    let mistakes = capture(&[&module]).expect_err("there is a mistake");
    insta::assert_snapshot!(shown(mistakes));
}

#[test]
fn modules_are_told_apart_by_name_and_path() {
    let one = module("stray");
    let same_path = Module { name: "other", ..one };
    let mistakes = capture(&[&one, &one]).expect_err("there is a mistake");
    insta::assert_snapshot!(shown(mistakes), @r"
    module `stray`: two modules are named `stray`: the other is src/lib.rs:7 (module `stray`)
      give one of them another name, or list it once
    ");
    let mistakes = capture(&[&one, &same_path]).expect_err("there is a mistake");
    insta::assert_snapshot!(shown(mistakes), @r#"
    module `other`: the modules `stray` and `other` both take the models below `capture_mistakes::stray`: the other is src/lib.rs:7 (module `stray`)
      give one of them a path of its own: `module!("name", models = path)`
    "#);
}

#[test]
fn a_model_outside_every_module_is_listed() {
    let captured = capture(&[&module("stray")]).expect("no mistake");
    assert!(captured.modules["stray"].tables.contains_key(&"stray".into()));
    assert!(captured.strays.iter().any(|place| place.what == "`Keyless`"));
    assert!(!captured.strays.iter().any(|place| place.what == "`Stray`"));
}
