//! What commands write and what they do not: a run that ends between two writes, what is not proven, and
//! commands that only read.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;
use std::path::Path;

use strobila::dialect::connect;
use strobila_tests::program::Program;

const CONFIG: &str = "targets = [\"sqlite\"]\n\n[env.dev]\nurl = \"sqlite://dev.db\"\n";
const SECOND: &str = "Migration202611201327";

macro_rules! stage {
    ($name:ident { $($field:ident),* }) => {
        mod $name {
            pub(crate) mod blog {
                #[derive(strobila::Model)]
                struct Author {
                    #[column(primary_key)]
                    id: i64,
                    $($field: Option<String>,)*
                }
            }
            pub(crate) mod catalog {
                #[derive(strobila::Model)]
                struct Product {
                    #[column(primary_key)]
                    id: i64,
                    $($field: Option<String>,)*
                }
            }
        }
    };
}

stage! { one {} }
stage! { two { note } }

/// Both modules at a stage.
fn at(program: &mut Program, stage: &str) {
    for module in ["blog", "catalog"] {
        program.models(module, &format!("{}::{stage}::{module}", module_path!()));
    }
}

fn project(config: &str) -> Program {
    let mut program = Program::new(config, &[("blog", ""), ("catalog", "")]);
    at(&mut program, "one");
    program
}

#[track_caller]
fn done(program: &Program, line: &str) -> String {
    let run = program.run(line);
    assert_eq!(run.code, 0, "{line}: {}\n{}", run.out, run.err);
    run.err
}

/// The three files that a migration of a module changes, in the order in which they are written.
fn written(program: &Program, module: &str) -> [(std::path::PathBuf, Option<String>); 3] {
    let folder = program.migrations(module);
    [format!("{SECOND}.rs"), "mod.rs".to_owned(), format!(".snapshot-{module}.json")].map(|name| {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).ok();
        (path, text)
    })
}

#[test]
fn a_run_that_ends_between_two_writes_is_found_and_mended_by_the_next() {
    let mut program = project(CONFIG);
    done(&program, "db:generate");
    let before = [written(&program, "blog"), written(&program, "catalog")].concat();
    at(&mut program, "two");
    done(&program, "db:generate");
    let after = [written(&program, "blog"), written(&program, "catalog")].concat();
    let whole = program.files();
    for count in 0..=after.len() {
        // The run was killed when so many files were written.
        for (index, ((path, old), (_, new))) in before.iter().zip(&after).enumerate() {
            match if index < count { new } else { old } {
                Some(text) => fs::write(path, text).expect("it can be written"),
                None => fs::remove_file(path).unwrap_or_default(),
            }
        }
        let mut said = String::new();
        // The first may only put the file into the list, so that the next build holds it.
        for _ in 0..3 {
            let run = program.run("db:generate");
            said += &format!("{}{}", run.out, run.err);
            if run.code == 0 {
                break;
            }
        }
        // What was not begun is generated now, under the name of that minute.
        assert_eq!(program.files(), whole, "after {count} writes: {said}");
        done(&program, "db:check");
    }
}

#[test]
fn what_is_not_proven_is_said_on_stderr_and_in_json_and_never_in_the_file() {
    let config = CONFIG.replace("\"sqlite\"]", "\"sqlite\", \"postgres\"]");
    let program = project(&config);
    let said = done(&program, "db:generate blog");
    let warning =
        "warning: not proven on postgres: name a server of postgres with `[scratch] url` in strobila.toml; ";
    assert!(said.contains(warning) && !said.contains("not proven on sqlite"), "{said}");
    let json = program.run("db:generate catalog --format json").json();
    let proof = &json["modules"][0]["proof"];
    assert_eq!(proof["postgres"]["proven"], false, "{json}");
    assert_eq!(proof["sqlite"]["proven"], true, "{json}");
    for (path, text) in program.files() {
        assert!(!text.contains("proven"), "{path}: {text}");
    }
    let run = program.run("db:verify");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("no scratch database for postgres\n  help: name a server"), "{run:?}");
    done(&program, "db:verify --target sqlite");
}

#[test]
fn a_migration_that_is_not_listed_is_named_with_its_line_by_every_command() {
    let program = project(&CONFIG.replace("dev.db", "dev.db?mode=rwc"));
    done(&program, "db:generate");
    done(&program, "db:migrate");
    let stray = program.migrations("blog").join("Migration202611211200.rs");
    let text = program.text("blog", "Migration202611201326");
    fs::write(stray, text.replace("Migration202611201326", "Migration202611211200"))
        .expect("it can be written");
    let warning = "warning: blog/Migration202611211200 is not listed in its migrations/mod.rs and never runs; \
                   add `pub mod Migration202611211200;` and, in migrations!, `Migration202611211200,`";
    for line in [
        "db:status",
        "db:history",
        "db:show blog",
        "db:migrate",
        "db:migrate --dry-run",
        "db:rollback blog --dry-run",
        "db:diff --from live --to models",
        "db:verify",
        "db:baseline blog",
    ] {
        let run = program.run(line);
        assert_eq!(run.err.matches(warning).count(), 1, "{line}: {run:?}");
    }
    assert_eq!(program.run("db:check").code, 2);
}

#[test]
fn the_ticket_of_a_run_stands_in_the_history() {
    let program = project(&CONFIG.replace("dev.db", "dev.db?mode=rwc"));
    done(&program, "db:generate");
    done(&program, "db:migrate --ticket OPS-12");
    let url = format!("sqlite://{}", program.path().join("dev.db").display());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    let rows = runtime.block_on(async {
        let mut session = connect(&url).await.expect("it was just made");
        let rows = session.query("SELECT DISTINCT ticket FROM strobila_migrations").await;
        session.close().await;
        rows.expect("the test's SQL is right")
    });
    assert_eq!(rows, [[Some("OPS-12".to_owned())]]);
}

/// Runs every command that only reads, on a database that nothing was ever run on.
fn read_all(program: &Program) {
    for line in [
        "db:status",
        "db:history",
        "db:show blog",
        "db:migrate --dry-run",
        "db:diff --from live --to models",
        "db:diff --from live --to files",
    ] {
        done(program, line);
    }
    assert_ne!(program.run("db:rollback blog --dry-run --to nothing").code, 0);
}

#[test]
fn commands_that_read_make_nothing_on_a_server() {
    for (variable, target, tables) in [
        ("TEST_POSTGRES_URL", "postgres", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        (
            "TEST_MYSQL_URL",
            "mariadb",
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()",
        ),
    ] {
        let Ok(admin) = std::env::var(variable) else {
            eprintln!("LEFT OUT: {variable} is not set, so {target} was not tried");
            continue;
        };
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
        let name = format!("strobila_read_{}", std::process::id());
        let url = format!("{base}/{name}");
        let program = project(&format!("targets = [\"{target}\"]\n[env.dev]\nurl = \"{url}\"\n"));
        done(&program, "db:create");
        done(&program, "db:generate");
        read_all(&program);
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        let rows = runtime.block_on(async {
            let mut session = connect(&url).await.expect("it was just made");
            let rows = session.query(tables).await.expect("the test's SQL is right");
            session.close().await;
            rows
        });
        done(&program, &format!("db:drop --confirm {name}"));
        assert_eq!(rows, [[Some("0".to_owned())]], "{target}");
    }
}

#[test]
fn commands_that_read_make_nothing_in_a_sqlite_file() {
    let program = project(CONFIG);
    done(&program, "db:generate");
    let file = program.path().join("dev.db");
    let length = |file: &Path| fs::metadata(file).expect("it is there").len();
    fs::write(&file, "").expect("it can be written");
    read_all(&program);
    assert_eq!(length(&file), 0, "an empty file is an empty database");
    let others = fs::read_dir(program.path()).expect("it can be read").flatten();
    let names = others.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert_eq!(names.filter(|name| name.contains(".db")).collect::<Vec<_>>(), ["dev.db"]);
}
