//! What cannot be worked with: each is an error with its place and the next command, and everything stays as
//! it was.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;
use std::path::PathBuf;

use strobila_tests::program::Program;

const CONFIG: &str = "targets = [\"sqlite\"]\n\n[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n";
const FIRST: &str = "Migration202611201326";

mod one {
    #[derive(strobila::Model)]
    struct Author {
        #[column(primary_key)]
        id: i64,
    }
}

mod two {
    #[derive(strobila::Model)]
    struct Author {
        #[column(primary_key)]
        id: i64,
        bio: Option<String>,
    }
}

mod texts {
    #[derive(strobila::Model)]
    #[model(check(short(postgres = "length(name) < 9")))]
    struct Author {
        #[column(primary_key)]
        id: i64,
        #[column(type(postgres = "citext"))]
        name: String,
        #[column(default_sql(postgres = "gen_random_uuid()"))]
        token: uuid::Uuid,
        #[column(generated(postgres = "upper(name)"))]
        loud: Option<String>,
    }
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

/// A project with one migration, and a change of its models that waits.
fn project() -> Program {
    let mut program = Program::new(CONFIG, &[("blog", &models("one"))]);
    let run = program.run("db:generate blog");
    assert_eq!(run.code, 0, "{run:?}");
    program.models("blog", &models("two"));
    program
}

fn snapshot(program: &Program) -> PathBuf {
    program.migrations("blog").join(".snapshot-blog.json")
}

/// Runs a command that must fail; every file is afterwards what it was. Returns code and what it said.
fn refused(program: &Program, line: &str) -> String {
    let before = program.files();
    let run = program.run(line);
    assert_ne!(run.code, 0, "{run:?}");
    assert_eq!(program.files(), before, "{line} changed a file");
    assert_eq!(run.out, "", "{line}");
    format!("{}= {}\n", run.err, run.code)
}

/// The error of a command as JSON names what to do next.
fn helps(program: &Program, line: &str) -> serde_json::Value {
    let run = program.run(&format!("{line} --format json"));
    let object = run.json();
    assert!(object["error"]["help"].as_str().is_some_and(|help| !help.is_empty()), "{run:?}");
    object["error"]["where"].clone()
}

#[test]
fn a_snapshot_that_is_newer_cut_off_or_in_conflict_is_named_with_its_line_and_kept() {
    let program = project();
    let text = fs::read_to_string(snapshot(&program)).expect("it was written");
    let conflict = format!("{text}<<<<<<< ours\n=======\n>>>>>>> theirs\n");
    let newer = text.replace("\"format\": 1", "\"format\": 7");
    let mut said = String::new();
    for (what, broken) in [("newer", newer.as_str()), ("cut off", &text[..90]), ("in conflict", &conflict)] {
        fs::write(snapshot(&program), broken).expect("it can be written");
        for line in ["db:generate blog", "db:generate blog --empty", "db:check"] {
            said.push_str(&format!("# {what}: {line}\n{}", refused(&program, line)));
            let place = helps(&program, line);
            assert_eq!(place.is_object(), what != "newer", "{what}: {line}");
        }
    }
    insta::assert_snapshot!(said);
    fs::remove_file(snapshot(&program)).expect("it can be removed");
    assert_eq!(program.run("db:generate blog").code, 0, "without the file it is written again");
}

#[cfg(unix)]
#[test]
fn a_migrations_directory_behind_a_link_is_refused() {
    let program = project();
    let before = program.files();
    let (folder, elsewhere) = (program.migrations("blog"), program.path().join("elsewhere"));
    fs::rename(&folder, &elsewhere).expect("it can be moved");
    std::os::unix::fs::symlink(&elsewhere, &folder).expect("a link can be made");
    for line in ["db:generate blog", "db:generate blog --empty", "db:check"] {
        let said = program.run(line).err;
        assert!(said.contains("is a symbolic link, and nothing is written through a link"), "{said}");
        assert!(said.contains("help: make it a directory of the package"), "{said}");
        helps(&program, line);
    }
    fs::remove_file(&folder).expect("the link is still one");
    fs::rename(&elsewhere, &folder).expect("it can be moved back");
    assert_eq!(program.files(), before);
}

/// Root may write everywhere; the test says so and is left out for it.
#[cfg(unix)]
#[test]
fn a_migrations_directory_that_is_read_only_is_named() {
    use std::os::unix::fs::PermissionsExt as _;

    let program = project();
    let folder = program.migrations("blog");
    let set = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("it can be set");
    set(0o555);
    if fs::write(folder.join("probe"), "").is_ok() {
        set(0o755);
        fs::remove_file(folder.join("probe")).expect("it can be removed");
        eprintln!("LEFT OUT: a directory is never read-only for this user");
        return;
    }
    let said = refused(&program, "db:generate blog");
    helps(&program, "db:generate blog");
    set(0o755);
    assert!(said.contains("it is read-only for this user\n  help: make it writable for this user"), "{said}");
}

#[test]
fn a_stray_file_is_named_and_kept() {
    let program = project();
    let folder = program.migrations("blog");
    fs::write(folder.join("notes.txt"), "mine").expect("it can be written");
    fs::create_dir(folder.join("old")).expect("it can be made");
    let run = program.run("db:generate blog");
    assert_eq!(run.code, 0, "{run:?}");
    for name in ["notes.txt", "old"] {
        assert!(
            run.err.contains(&format!("warning: `{name}` in the migrations of blog is no migration")),
            "{run:?}"
        );
    }
    assert_eq!(fs::read_to_string(folder.join("notes.txt")).expect("it is there"), "mine");
    assert!(folder.join(format!("{FIRST}.rs")).exists() && folder.join("old").is_dir());
}

#[test]
fn a_url_without_a_known_scheme_is_named_with_the_line_it_stands_in() {
    let program = project();
    for (url, shown) in
        [("oracle://me:hunter2@host/db", "oracle://me:***@host/db"), ("postgres//me:hunter2@host/db", "***")]
    {
        let config = format!("targets = [\"sqlite\"]\n\n[env.dev]\nurl = \"{url}\"\n");
        fs::write(program.path().join("strobila.toml"), config).expect("it can be written");
        for line in ["db:status", "db:migrate", "db:rollback blog", "db:history"] {
            let said = refused(&program, line);
            assert_eq!(
                said,
                format!(
                    "error: {shown}: the URL's scheme is not known\n  --> strobila.toml:4 (key `url`)\n     4 | url = …\n  \
                     help: write sqlite://path/to/file.db, postgres://user@host/database or \
                     mysql://user@host/database\n= 2\n"
                )
            );
            assert_eq!(helps(&program, line)["line"], 4);
        }
    }
    let said = refused(&program, "db:status --database oracle://host/db");
    assert!(said.contains("help: the URL is that of --database"), "{said}");
}

#[test]
fn a_path_that_is_no_database_is_named() {
    let program = project();
    fs::write(program.path().join("letter.db"), "Dear reader, this is no database at all.\n".repeat(30))
        .expect("it can be written");
    for (line, help) in [
        ("db:status --database sqlite://blog", "the path must name a file"),
        ("db:status --database sqlite://letter.db", "the path must name a SQLite database"),
        ("db:migrate --database sqlite://letter.db", "the path must name a SQLite database"),
        ("db:migrate --database sqlite://gone.db", "make it with db:migrate --create"),
        ("db:migrate --database sqlite://gone/dev.db?mode=rwc", "its folder is missing"),
    ] {
        let said = refused(&program, line);
        assert!(said.contains(help), "{line}: {said}");
        helps(&program, line);
    }
    assert!(!program.path().join("gone.db").exists() && !program.path().join("gone").exists());
}

#[test]
fn a_text_that_a_target_lacks_is_refused_for_each_thing_with_its_place() {
    let program = Program::new(CONFIG, &[("blog", &models("texts"))]);
    insta::assert_snapshot!(refused(&program, "db:generate blog"));
}

#[test]
fn a_module_with_migrations_or_a_snapshot_and_no_model_is_refused_and_nothing_dropped() {
    let mut program = project();
    program.models("blog", "nowhere::at_all");
    for line in ["db:generate blog", "db:generate blog --drop author=gone", "db:check"] {
        let said = refused(&program, line);
        assert!(said.contains("module `blog` has migrations, but no model stands below"), "{said}");
        assert!(said.contains("help:") && said.contains("src/mod.rs:1"), "{said}");
    }
    let folder = program.migrations("blog");
    fs::remove_file(folder.join(format!("{FIRST}.rs"))).expect("it can be removed");
    fs::write(folder.join("mod.rs"), strobila_generator::write::render_mod([])).expect("it can be written");
    let said = refused(&program, "db:generate blog");
    assert!(said.contains(&format!("{FIRST}, its head, is not among the migrations")), "{said}");
    assert!(said.contains("help: if the migrations are right, delete the snapshot"), "{said}");
}
