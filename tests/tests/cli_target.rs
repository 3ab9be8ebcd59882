//! `db:target add`: a project with migrations gets one more kind of database.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "cli/live.rs"]
mod live;
#[path = "cli/settled.rs"]
mod settled;

use std::collections::BTreeSet;

use live::{Live, ends};
use settled::settled;
use strobila_generator::write::{listing, render_mod};
use strobila_tests::program::Program;

mod first {
    pub(crate) mod blog {
        #[derive(strobila::Model)]
        #[model(timestamps)]
        pub(crate) struct Author {
            #[column(primary_key)]
            pub(crate) id: uuid::Uuid,
            #[column(length = 100, unique)]
            pub(crate) email: String,
            pub(crate) fax: Option<String>,
        }

        #[derive(strobila::Model)]
        pub(crate) struct Post {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(references = Author, on_delete = "cascade")]
            pub(crate) author_id: uuid::Uuid,
            #[column(references = super::catalog::Product)]
            pub(crate) product_id: Option<i64>,
        }
    }

    pub(crate) mod catalog {
        #[derive(strobila::Enum)]
        pub(crate) enum Size {
            Small,
            Large,
        }

        #[derive(strobila::Model)]
        pub(crate) struct Product {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(length = 80, index)]
            pub(crate) name: String,
            #[column(default = "small")]
            pub(crate) size: Size,
            // Each module points at the other.
            #[column(references = super::blog::Author)]
            pub(crate) author_id: Option<uuid::Uuid>,
        }
    }
}

mod second {
    pub(crate) mod blog {
        #[derive(strobila::Model)]
        #[model(timestamps, check(visits_not_negative = "visits >= 0"))]
        pub(crate) struct Author {
            #[column(primary_key)]
            pub(crate) id: uuid::Uuid,
            #[column(length = 100, unique)]
            pub(crate) mail: String,
            #[column(default = 0)]
            pub(crate) visits: i32,
        }

        #[derive(strobila::Model)]
        pub(crate) struct Post {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(references = Author, on_delete = "cascade")]
            pub(crate) author_id: uuid::Uuid,
            #[column(references = super::catalog::Product)]
            pub(crate) product_id: Option<i64>,
        }
    }

    pub(crate) mod catalog {
        #[derive(strobila::Enum)]
        pub(crate) enum Size {
            Small,
            Large,
        }

        #[derive(strobila::Model)]
        pub(crate) struct Product {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(length = 80, index)]
            pub(crate) name: String,
            #[column(default = "small")]
            pub(crate) size: Size,
            #[column(references = super::blog::Author)]
            pub(crate) author_id: Option<uuid::Uuid>,
        }
    }
}

mod third {
    pub(crate) mod blog {
        #[derive(strobila::Model)]
        #[model(timestamps, check(visits_not_negative = "visits >= 0"))]
        pub(crate) struct Author {
            #[column(primary_key)]
            pub(crate) id: uuid::Uuid,
            #[column(length = 100, unique)]
            pub(crate) mail: String,
            #[column(default = 0)]
            pub(crate) visits: i32,
            #[column(length = 20, index)]
            pub(crate) city: Option<String>,
        }

        #[derive(strobila::Model)]
        pub(crate) struct Post {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(references = Author, on_delete = "cascade")]
            pub(crate) author_id: uuid::Uuid,
            #[column(references = super::catalog::Product)]
            pub(crate) product_id: Option<i64>,
        }
    }

    pub(crate) mod catalog {
        #[derive(strobila::Enum)]
        pub(crate) enum Size {
            Small,
            Large,
        }

        #[derive(strobila::Model)]
        pub(crate) struct Product {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(length = 80, index)]
            pub(crate) name: String,
            #[column(default = "small")]
            pub(crate) size: Size,
            #[column(references = super::blog::Author)]
            pub(crate) author_id: Option<uuid::Uuid>,
        }
    }
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

const CHANGE: &str = "--rename author.email=mail --drop author.fax=\"nobody has one\"";

/// Two modules with their migrations for one target, applied to `old`; `new` is another environment.
fn written(old: &Live, new: Option<&Live>) -> Program {
    let new = new.map_or(String::new(), |new| {
        let scratch = if new.scratch.is_empty() { &old.scratch } else { &new.scratch };
        format!("[scratch]\nurl = \"{scratch}\"\n[env.new]\nurl = \"{}\"\n", new.url)
    });
    let config = format!(
        "# ours\ntargets = [\"{}\"] # what we write for\n{new}[env.dev]\nurl = \"{}\"\n",
        old.target, old.url
    );
    let modules = [("blog", &*models("first::blog")), ("catalog", &*models("first::catalog"))];
    let mut program = Program::new(&config, &modules);
    ends(&program, 0, "db:generate");
    program.models("blog", &models("second::blog"));
    program.models("catalog", &models("second::catalog"));
    ends(&program, 0, &format!("db:generate {CHANGE}"));
    ends(&program, 0, "db:migrate");
    program
}

#[test]
fn a_new_database_begins_with_the_baselines_and_the_old_ones_stay_as_they_are() {
    for (from, to) in
        [("sqlite", "postgres"), ("sqlite", "mariadb"), ("postgres", "sqlite"), ("mariadb", "postgres")]
    {
        let (Some(old), Some(new)) =
            (Live::new(from, &format!("old_{to}")), Live::new(to, &format!("new_{from}")))
        else {
            continue;
        };
        let mut program = written(&old, Some(&new));
        old.by_hand(&["INSERT INTO product (name) VALUES ('Cup')"]);
        let files = program.files();
        let ran = ends(&program, 0, &format!("db:target add {to} --format json"));
        assert!(ran.out.contains("\"proven\":true"), "{}", ran.out);
        assert!(ran.err.is_empty(), "{}", ran.err);
        let config = std::fs::read_to_string(program.path().join("strobila.toml")).expect("it is there");
        assert!(
            config.starts_with(&format!("# ours\ntargets = [\"{from}\", \"{to}\"] # what we write for\n"))
        );
        for (name, text) in &files {
            let is_list = name.ends_with("mod.rs") || name.ends_with(".json") || name.ends_with(".toml");
            assert!(is_list || program.files().contains(&(name.clone(), text.clone())), "{name}");
        }
        ends(&program, 0, "db:check");
        ends(&program, 0, "db:generate --check");
        let again = ends(&program, 0, &format!("db:target add {to}"));
        assert!(again.out.contains(&format!("every migration runs on {to} already")), "{}", again.out);
        for target in [from, to] {
            ends(&program, 0, &format!("db:verify --target {target}"));
        }

        // The old database has nothing to do.
        let before = ends(&program, 0, "db:status --format json").json();
        assert!(before["pending"].as_u64() >= Some(2), "{before}");
        ends(&program, 0, "db:drift --exit-code");
        ends(&program, 0, "db:migrate");
        ends(&program, 0, "db:drift --exit-code");
        assert_eq!(old.list("SELECT name FROM product"), ["Cup"]);

        // The new one gets everything, whatever order the modules have.
        ends(&program, 0, "--env new db:migrate --dry-run");
        ends(&program, 0, "--env new db:migrate --create");
        ends(&program, 0, "--env new db:status --exit-code");
        ends(&program, 0, "--env new db:drift --exit-code");
        ends(&program, 0, "--env new db:diff --from live --to models --exit-code");
        ends(&program, 0, "--env new db:diff --from files --to live --exit-code");

        // The next migration is written for both.
        program.models("blog", &models("third::blog"));
        program.models("catalog", &models("third::catalog"));
        ends(&program, 0, "db:generate blog");
        for env in ["", "--env new "] {
            ends(&program, 0, &format!("{env}db:migrate"));
            ends(&program, 0, &format!("{env}db:drift --exit-code"));
            ends(&program, 0, &format!("{env}db:diff --from live --to models --exit-code"));
            ends(&program, 0, &format!("{env}db:rollback blog --accept-loss"));
            ends(&program, 0, &format!("{env}db:drift --exit-code"));
            ends(&program, 0, &format!("{env}db:migrate"));
        }
        ends(&program, 0, "db:check");
        ends(&program, 0, &format!("db:verify --target {to}"));
        new.by_hand(&["INSERT INTO product (name) VALUES ('Pot')"]);

        // A database that has the tables, and no history.
        new.by_hand(&[
            "DROP TABLE strobila_migrations",
            "DROP TABLE strobila_journal",
            "DROP TABLE strobila_meta",
        ]);
        ends(&program, 0, "--env new db:baseline blog");
        ends(&program, 0, "--env new db:baseline catalog");
        ends(&program, 0, "--env new db:status --exit-code");
    }
}

/// The project as a crash left it: what was there before, and the first of the new migrations.
fn crashed(program: &Program, before: &BTreeSet<(String, String)>, written: &[&(String, String)]) {
    for (path, _) in program.files() {
        std::fs::remove_file(path).expect("it can be removed");
    }
    for (path, text) in before.iter().chain(written.iter().copied()) {
        std::fs::write(path, text).expect("it can be written");
    }
    for module in ["blog", "catalog"] {
        let folder = program.migrations(module);
        let names = listing(&folder).expect("it can be read").files;
        let list = render_mod(names.iter().map(String::as_str));
        std::fs::write(folder.join("mod.rs"), list).expect("it can be written");
    }
}

#[test]
fn what_a_crash_left_half_is_ended_by_the_same_command() {
    let old = Live::new("sqlite", "crash").expect("SQLite needs no server");
    let new = Live::new("postgres", "crash");
    let program = written(&old, new.as_ref());
    let before = program.files();
    ends(&program, 0, "db:target add postgres");
    let after = program.files();
    let is_new = |file: &&(String, String)| {
        file.0.contains("/Migration") && !before.iter().any(|(path, _)| *path == file.0)
    };
    let mut files: Vec<&(String, String)> = after.iter().filter(is_new).collect();
    // In the order they are written.
    files.sort_by_key(|(path, _)| {
        (path.contains("blog") && path.ends_with("30.rs"), path.contains("catalog"))
    });
    assert_eq!(files.len(), 3);
    for count in 0..=files.len() {
        crashed(&program, &before, &files[..count]);
        ends(&program, 0, "db:target add postgres");
        assert_eq!(program.files().len(), after.len(), "{count}");
        let config = std::fs::read_to_string(program.path().join("strobila.toml")).expect("it is there");
        assert!(config.contains("[\"sqlite\", \"postgres\"]"), "{config}");
        ends(&program, 0, "db:check");
        let again = ends(&program, 0, "db:target add postgres");
        assert!(again.out.contains("every migration runs on postgres already"), "{}", again.out);
    }
}

#[test]
fn a_mariadb_server_begins_with_what_is_written_for_mysql() {
    let Some(new) = Live::new("mariadb", "as_mysql") else { return };
    let old = Live::new("sqlite", "as_mysql").expect("SQLite needs no server");
    let program = written(&old, None);
    // The server here is MariaDB, which proves nothing for MySQL.
    assert!(ends(&program, 0, "db:target add mysql").err.contains("not proven on mysql"));
    ends(&program, 0, "db:check");
    let there = format!("--database {}", new.url);
    ends(&program, 0, &format!("{there} db:migrate"));
    ends(&program, 0, &format!("{there} db:status --exit-code"));
    ends(&program, 0, &format!("{there} db:drift --exit-code"));
    ends(&program, 0, &format!("{there} db:diff --from live --to models --exit-code"));
    // Files for MySQL run there, so there is nothing to add but the word.
    let ran = ends(&program, 0, "db:target add mariadb");
    assert!(ran.out.contains("every migration runs on mariadb already"), "{}", ran.out);
    let config = std::fs::read_to_string(program.path().join("strobila.toml")).expect("it is there");
    assert!(config.contains("[\"sqlite\", \"mysql\", \"mariadb\"]"), "{config}");
    ends(&program, 0, "db:check");
    ends(&program, 0, &format!("{there} db:status --exit-code"));
}

#[test]
fn on_the_old_database_a_baseline_goes_back_without_a_loss() {
    let old = Live::new("sqlite", "back").expect("SQLite needs no server");
    let program = written(&old, None);
    // Not proven, since there is no server.
    let ran = ends(&program, 0, "db:target add mariadb");
    assert!(ran.err.contains("not proven on mariadb"), "{}", ran.err);
    ends(&program, 0, "db:migrate");
    let tables = "SELECT count(*) FROM sqlite_schema";
    let count = old.list(tables);
    ends(&program, 1, "db:rollback catalog");
    ends(&program, 0, "db:rollback blog");
    ends(&program, 0, "db:rollback catalog");
    ends(&program, 0, "db:rollback blog");
    assert_eq!(old.list(tables), count);
    assert_eq!(ends(&program, 0, "db:status --format json").json()["pending"], 3);
    // What is older goes back as ever.
    ends(&program, 6, "db:rollback blog");
    ends(&program, 0, "db:migrate");
}

#[test]
fn what_cannot_be_added_is_refused_and_a_config_that_was_changed_by_hand_names_the_command() {
    let live = Live::new("sqlite", "refused").expect("SQLite needs no server");
    let program = written(&live, None);
    let files = program.files();
    let mut text =
        program.session(&["db:target add postgre", "db:target remove sqlite", "db:target add sqlite"]);
    assert_eq!(program.files(), files);
    let path = program.path().join("strobila.toml");
    let config = std::fs::read_to_string(&path).expect("it is there");
    let by_hand = config.replace("[\"sqlite\"]", "[\"sqlite\", \"mariadb\"]");
    std::fs::write(&path, by_hand).expect("it can be written");
    // A file for a target that lacks the others would leave the module no beginning there.
    let by_hand = program.files();
    let run = ends(&program, 2, "db:generate blog --empty");
    assert!(run.err.contains("db:target add mariadb") && program.files() == by_hand, "{run:?}");
    text += &program.session(&["db:generate", "db:check", "db:target add mariadb", "db:check"]);
    // One that was written for it by hand stands in the way.
    let other = Live::new("sqlite", "refused_too").expect("SQLite needs no server");
    let program = written(&other, None);
    for (module, name) in [("blog", "Migration202611201328"), ("catalog", "Migration202611201326")] {
        let path = program.migrations(module).join(format!("{name}.rs"));
        let file = std::fs::read_to_string(&path).expect("it is there");
        std::fs::write(&path, file.replace(".targets(&[Sqlite])", ".targets(&[Postgres, Sqlite])"))
            .expect("it can");
        text += &program.session(&["db:target add postgres"]);
        std::fs::write(&path, file).expect("it can be written");
    }

    insta::assert_snapshot!(settled(&text));
}

#[test]
fn the_file_of_a_baseline_says_what_it_is() {
    let live = Live::new("sqlite", "file").expect("SQLite needs no server");
    let program = written(&live, None);
    ends(&program, 0, "db:target add postgres>=14");
    let files = program.files();
    let amend = program.run("db:generate catalog --amend");
    assert_ne!(amend.code, 0, "{amend:?}");
    assert_eq!(program.files(), files);
    let new = ends(&program, 0, "db:status --format json").json();
    let names: Vec<String> = new["modules"][1]["migrations"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["state"] == "pending")
        .map(|one| one["name"].as_str().expect("a name").to_owned())
        .collect();
    let texts: Vec<String> = names.iter().map(|name| program.text("catalog", name)).collect();
    insta::assert_snapshot!(texts.join("\n---\n"));
}

/// The shop's five modules, whose tables changed hands and names, with the files written for SQLite alone.
fn shop(new: &Live) -> Program {
    let config = format!(
        "targets = [\"sqlite\"]\n[scratch]\nurl = \"{}\"\n[env.dev]\nurl = \"{}\"\n",
        new.scratch, new.url
    );
    let modules: Vec<(&'static str, &str)> =
        shop_schema::MODULES.iter().map(|module| (module.name, module.models)).collect();
    let program = Program::new(&config, &modules);
    for module in shop_schema::MODULES {
        let from = module.migrations.directory().expect("the sources are here");
        for entry in std::fs::read_dir(from).expect("it can be read").flatten() {
            let text = std::fs::read_to_string(entry.path()).expect("it is text");
            let text = text.replace(".targets(&[Postgres, Mariadb, Sqlite])", ".targets(&[Sqlite])");
            let to = program.migrations(module.name).join(entry.file_name());
            std::fs::write(to, text).expect("it can be written");
        }
    }
    program
}

#[test]
fn the_shop_begins_on_a_new_server_with_what_its_whole_history_leads_to() {
    for target in ["postgres", "mariadb"] {
        let Some(new) = Live::new(target, "shop_target") else { continue };
        let program = shop(&new);
        ends(&program, 0, "db:check");
        ends(&program, 2, "db:migrate");
        ends(&program, 0, &format!("db:target add {target}"));
        for line in [
            "db:check",
            "db:generate --check",
            &format!("db:verify --target {target}"),
            "db:migrate",
            "db:status --exit-code",
            "db:drift --exit-code",
            "db:diff --from live --to models --exit-code",
            "db:diff --from files --to live --exit-code",
        ] {
            ends(&program, 0, line);
        }
    }
}
