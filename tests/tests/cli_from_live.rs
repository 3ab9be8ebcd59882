//! `db:generate --from live`: the models against a database, on each kind.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "cli/live.rs"]
mod live;

use live::{Live, ends};
use strobila_tests::program::Program;

mod before {
    #[derive(strobila::Enum)]
    pub(crate) enum Status {
        Draft,
        Published,
    }

    #[derive(strobila::Model)]
    #[model(check(visits_not_negative = "visits >= 0"))]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 80, index)]
        pub(crate) name: String,
        pub(crate) fax: Option<String>,
        #[column(default = "draft")]
        pub(crate) status: Status,
        #[column(default = 0)]
        pub(crate) visits: i32,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Post {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, on_delete = "cascade")]
        pub(crate) author_id: i64,
    }
}

mod after {
    #[derive(strobila::Enum)]
    pub(crate) enum Status {
        Draft,
        Published,
    }

    #[derive(strobila::Model)]
    #[model(check(visits_not_negative = "visits >= 0"))]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 80, index)]
        pub(crate) full_name: String,
        #[column(default = "draft")]
        pub(crate) status: Status,
        #[column(default = 0)]
        pub(crate) visits: i32,
        pub(crate) bio: Option<String>,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Post {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, on_delete = "cascade")]
        pub(crate) author_id: i64,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Comment {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Post)]
        pub(crate) post_id: i64,
    }
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

fn project(live: &Live, name: &str) -> Program {
    Program::new(&live.config(), &[("blog", &models(name))])
}

/// A database with tables, rows, and no history.
fn legacy(live: &Live) {
    let program = project(live, "before");
    ends(&program, 0, "db:generate");
    ends(&program, 0, "db:migrate");
    live.by_hand(&[
        "INSERT INTO author (email, name, fax) VALUES ('a@b', 'Ada', '1')",
        "INSERT INTO post (author_id) VALUES (1)",
        "CREATE TABLE guest (id integer PRIMARY KEY)",
        "DROP TABLE strobila_migrations",
        "DROP TABLE strobila_journal",
        "DROP TABLE strobila_meta",
    ]);
}

const ANSWERS: &str = "--rename author.name=full_name --drop author.fax=\"nobody has one\"";
const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";

#[test]
fn tables_that_no_migration_made_come_first_as_they_are_and_what_the_models_change_behind() {
    for live in Live::each("from") {
        legacy(&live);
        let program = project(&live, "after");
        let files = program.files();
        let open = ends(&program, 5, "db:generate --from live");
        assert!(open.err.contains("--rename author.name=full_name"), "{}", open.err);
        ends(&program, 4, &format!("db:generate --from live --check {ANSWERS}"));
        ends(&program, 0, &format!("db:generate --from live --dry-run {ANSWERS}"));
        assert_eq!(program.files(), files);

        let ran = ends(&program, 0, &format!("db:generate --from live {ANSWERS}"));
        assert!(ran.err.contains("made by no migration: author, post\n"), "{}", ran.err);
        assert!(ran.err.contains(&format!("run db:baseline blog/{FIRST} on each database")), "{}", ran.err);
        let (first, second) = (program.text("blog", FIRST), program.text("blog", SECOND));
        for part in ["\n//! + table author\n", "fax", "+ table post"] {
            assert!(first.contains(part) && !second.contains("+ table author"), "{part}\n{first}\n{second}");
        }
        assert!(second.contains("> name -> full_name") && second.contains("+ table comment"), "{second}");
        ends(&program, 0, "db:check");
        ends(&program, 0, "db:verify");

        // What is pending stands in the way of another one.
        let ran = ends(&program, 7, "db:generate --from live");
        assert!(ran.err.contains(&format!("db:baseline blog/{FIRST}")), "{}", ran.err);
        ends(&program, 0, &format!("db:baseline blog/{FIRST}"));
        ends(&program, 0, "db:migrate");
        assert_eq!(live.list("SELECT email, full_name, status FROM author"), ["a@b|Ada|draft"]);
        assert_eq!(live.list("SELECT author_id FROM post"), ["1"]);
        for line in
            ["db:drift --exit-code", "db:diff --from live --to models --exit-code", "db:status --exit-code"]
        {
            ends(&program, 0, line);
        }
        let ran = ends(&program, 0, "db:generate --from live");
        assert_eq!(ran.out, "no changes in blog\n");

        // A database that has nothing gets the same.
        let other = Live::new(live.target, "from_empty").expect("there was one of the kind");
        let url = &other.url;
        ends(&program, 0, &format!("--database {url} db:migrate"));
        ends(&program, 0, &format!("--database {url} db:diff --from live --to models --exit-code"));
        ends(&program, 0, &format!("db:diff --from {} --to models --exit-code", other.url));
    }
}

#[test]
fn where_migrations_made_everything_it_is_what_the_files_say() {
    for live in Live::each("same") {
        let mut program = project(&live, "before");
        ends(&program, 0, "db:generate");
        ends(&program, 0, "db:migrate");
        program.models("blog", &models("after"));
        let from_files = ends(&program, 0, &format!("db:generate --dry-run {ANSWERS}"));
        let from_live = ends(&program, 0, &format!("db:generate --dry-run --from live {ANSWERS}"));
        assert_eq!(from_files.out, from_live.out);
        let url = format!("db:generate --dry-run --from {} {ANSWERS}", live.url);
        assert_eq!(ends(&program, 0, &url).out, from_files.out);

        live.by_hand(&["ALTER TABLE author ADD COLUMN nickname integer"]);
        let files = program.files();
        let drifted = ends(&program, 7, &format!("db:generate --from live {ANSWERS}"));
        for part in ["was changed without a migration", "+ nickname", "db:drift --adopt", "db:drift --revert"]
        {
            assert!(drifted.err.contains(part), "{part}: {}", drifted.err);
        }
        assert_eq!(program.files(), files);
        ends(&program, 0, "db:drift --adopt");
        let ran =
            ends(&program, 0, &format!("db:generate --from live {ANSWERS} --drop author.nickname=unused"));
        assert!(ran.out.contains("- nickname"), "{}", ran.out);
        ends(&program, 0, "db:migrate");
        ends(&program, 0, "db:diff --from live --to models --exit-code");
    }
}

#[test]
fn what_is_there_and_other_than_the_models_is_taken_as_it_is() {
    for live in Live::each("other") {
        legacy(&live);
        // Somebody who knows no models did this.
        let index = "CREATE UNIQUE INDEX one_name ON author (name, visits)";
        live.by_hand(&[index, "ALTER TABLE post ADD COLUMN rank integer"]);
        if live.target != "sqlite" {
            live.by_hand(&[
                "ALTER TABLE author DROP CONSTRAINT author_visits_not_negative_check",
                "ALTER TABLE author ALTER COLUMN visits SET DEFAULT 7",
                "ALTER TABLE post DROP CONSTRAINT post_author_id_fkey",
            ]);
        }
        let program = project(&live, "before");
        let ran = ends(&program, 0, "db:generate --from live --drop post.rank=unused --format json").json();
        drop(ran);
        ends(&program, 0, &format!("db:baseline blog/{FIRST}"));
        ends(&program, 0, "db:drift --exit-code");
        ends(&program, 0, "db:migrate");
        ends(&program, 0, "db:diff --from live --to models --exit-code");
        ends(&program, 0, "db:verify");
    }
}

/// What a project's migrations make, as a file of SQL, with a comment and what no model knows.
fn dump(program: &Program) -> String {
    std::fs::write(program.path().join("empty.sql"), "").expect("it can be written");
    let ran = ends(program, 0, "db:diff --from empty.sql --to files --format sql");
    format!("-- a dump\n{}\nCREATE TABLE guest (id integer PRIMARY KEY);\n", ran.out)
}

#[test]
fn a_file_of_sql_stands_for_a_database_that_has_the_tables() {
    for live in Live::each("file") {
        // What somebody hands us, and we have no access to.
        let theirs = project(&live, "before");
        ends(&theirs, 0, "db:generate");
        let sql = dump(&theirs);
        let mut program = project(&live, "after");
        let file = program.path().join("theirs.sql");
        std::fs::write(&file, &sql).expect("it can be written");
        ends(&program, 5, "db:generate --from theirs.sql");
        let ran = ends(&program, 0, &format!("db:generate --from theirs.sql {ANSWERS}"));
        assert!(
            ran.err.contains("in theirs.sql already, and made by no migration: author, post\n"),
            "{}",
            ran.err
        );
        let (first, second) = (program.text("blog", FIRST), program.text("blog", SECOND));
        assert!(first.contains("+ table author") && first.contains("+ table post"), "{first}");
        assert!(second.contains("> name -> full_name") && !second.contains("+ table author"), "{second}");
        ends(&program, 0, "db:check");
        ends(&program, 0, "db:verify");

        // The file is now older than the migrations, so no plan starts from it.
        let files = program.files();
        let ran = ends(&program, 7, "db:generate --from theirs.sql");
        assert!(ran.err.contains("theirs.sql makes another schema than the migrations"), "{}", ran.err);
        assert_eq!(program.files(), files);
        // What the migrations make is no news.
        let all = dump(&program);
        std::fs::write(&file, all).expect("it can be written");
        assert_eq!(ends(&program, 0, "db:generate --from theirs.sql").out, "no changes in blog\n");

        // On their database the first is there, and the second is run.
        live.by_hand(&sql.split(';').map(str::trim).filter(|sql| !sql.is_empty()).collect::<Vec<_>>());
        ends(&program, 0, &format!("db:baseline blog/{FIRST}"));
        ends(&program, 0, "db:migrate");
        ends(&program, 0, "db:diff --from live --to models --exit-code");
        program.models("blog", &models("before"));
        std::fs::write(&file, "CREATE TABLE author (id integer);\nCREATE nothing;\n")
            .expect("it can be written");
        let ran = ends(&program, 1, "db:generate --from theirs.sql");
        assert!(ran.err.contains("theirs.sql:2:"), "{}", ran.err);
    }
}

#[test]
fn a_word_that_names_no_database_is_refused() {
    let live = Live::new("sqlite", "words").expect("SQLite needs no server");
    let program = project(&live, "before");
    let ran = ends(&program, 2, "db:generate --from lvie");
    assert!(ran.err.contains("`--from lvie` is neither files, live, a URL nor a .sql file"), "{}", ran.err);
    let ran = ends(&program, 2, "db:generate --from gone.sql");
    assert!(ran.err.contains("cannot read gone.sql"), "{}", ran.err);
    let ran = ends(&program, 2, "db:generate --from live --target sqlite");
    assert!(ran.err.contains("give --from FILE.sql"), "{}", ran.err);
    ends(&program, 1, "db:generate --from sqlite://gone.db");
    ends(&program, 2, "db:generate blog --amend --from live");
    ends(&program, 0, "db:generate --from files");
}
