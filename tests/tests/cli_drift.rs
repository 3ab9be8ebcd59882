//! `db:drift` on live databases that somebody changed by hand: shown, taken back, ignored, adopted.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "cli/live.rs"]
mod live;
#[path = "cli/settled.rs"]
mod settled;

use live::{Live, ends};
use settled::settled;
use strobila_tests::program::Program;

mod before {
    #[derive(strobila::Enum)]
    pub(crate) enum Status {
        Draft,
        Published,
    }

    #[derive(strobila::Model)]
    #[model(check(age_not_negative = "age >= 0"))]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 80, index)]
        pub(crate) name: String,
        pub(crate) age: Option<i32>,
        #[column(default = 0)]
        pub(crate) visits: i32,
        pub(crate) fax: Option<String>,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Post {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, on_delete = "cascade")]
        pub(crate) author_id: i64,
        #[column(length = 120, default = "untitled")]
        pub(crate) title: String,
        #[column(default = "draft")]
        pub(crate) status: Status,
    }
}

mod after {
    #[derive(strobila::Enum)]
    pub(crate) enum Status {
        Draft,
        Published,
        Gone,
    }

    #[derive(strobila::Model)]
    #[model(check(age_not_negative = "age >= 0"))]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 80, index)]
        pub(crate) full_name: String,
        pub(crate) age: Option<i32>,
        #[column(default = 5)]
        pub(crate) visits: i32,
        #[column(length = 40, index)]
        pub(crate) nickname: Option<String>,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Post {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, on_delete = "cascade")]
        pub(crate) author_id: i64,
        #[column(length = 120, default = "untitled")]
        pub(crate) title: String,
        #[column(default = "draft")]
        pub(crate) status: Status,
    }
}

mod twice {
    #[derive(strobila::Enum)]
    pub(crate) enum Size {
        Small,
        Large,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Cup {
        #[column(primary_key)]
        pub(crate) id: i64,
        pub(crate) size: Size,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Pot {
        #[column(primary_key)]
        pub(crate) id: i64,
        pub(crate) size: Size,
    }
}

const DRIFTS: &str = "db:drift --exit-code";

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

/// A project whose first migration is applied, with a row in each table.
fn applied(live: &Live, more: &str) -> Program {
    let program = Program::new(&(live.config() + more), &[("blog", &models("before"))]);
    ends(&program, 0, "db:generate --name start");
    ends(&program, 0, "db:migrate");
    live.by_hand(&[
        "INSERT INTO author (email, name, age, fax) VALUES ('a@b', 'Ada', 36, '1')",
        "INSERT INTO post (author_id) VALUES (1)",
    ]);
    let ran = ends(&program, 0, DRIFTS);
    assert_eq!(ran.out, "no drift\n", "{}", live.target);
    program
}

/// What somebody does by hand: a rename, a new column with an index, one less.
fn change(live: &Live) {
    let text = if live.target == "sqlite" { "TEXT" } else { "varchar(40)" };
    live.by_hand(&[
        "ALTER TABLE author RENAME COLUMN name TO full_name",
        &format!("ALTER TABLE author ADD COLUMN nickname {text}"),
        "CREATE INDEX author_nickname_idx ON author (nickname)",
        "ALTER TABLE author DROP COLUMN fax",
        "CREATE TABLE guest (id integer PRIMARY KEY)",
    ]);
    match live.target {
        "postgres" => live.by_hand(&[
            "ALTER TABLE author ALTER COLUMN visits SET DEFAULT 5",
            "ALTER TYPE status ADD VALUE 'gone'",
        ]),
        "mariadb" => live.by_hand(&[
            "ALTER TABLE author ALTER COLUMN visits SET DEFAULT 5",
            "ALTER TABLE post MODIFY COLUMN status enum('draft','published','gone') COLLATE utf8mb4_bin NOT NULL DEFAULT 'draft'",
        ]),
        _ => {}
    }
}

#[test]
fn what_was_done_by_hand_is_shown_and_adopted_without_touching_the_database() {
    for live in Live::each("adopt") {
        let mut program = applied(&live, "");
        change(&live);
        let rename = "--rename author.name=full_name";
        let ran = ends(&program, 4, &format!("{DRIFTS} {rename}"));
        for part in ["> name -> full_name", "+ nickname", "- fax", "+ index author_nickname_idx"] {
            assert!(ran.out.contains(part), "{}: {part}\n{}", live.target, ran.out);
        }
        assert!(ran.err.contains("made by no migration, and left out: guest"), "{}", ran.err);
        let unsaid = ends(&program, 0, "db:drift");
        assert!(unsaid.err.contains("if it was renamed: --rename author.name=full_name"), "{}", unsaid.err);

        let files = program.files();
        let open = ends(&program, 5, &format!("db:drift --adopt {rename}"));
        assert!(open.err.contains("--drop author.fax="), "{}", open.err);
        let dry = format!("db:drift --adopt --dry-run {rename} --drop author.fax=\"nobody has one\"");
        assert!(ends(&program, 0, &dry).out.contains("pub const MIGRATION"));
        assert_eq!(program.files(), files);
        assert_eq!(ends(&program, 0, "db:status --format json").json()["pending"], 0);

        let rows = live.list("SELECT id, email, full_name, age FROM author");
        let adopt =
            format!("db:drift --adopt --name \"by hand\" {rename} --drop author.fax=\"nobody has one\"");
        let ran = ends(&program, 0, &adopt);
        assert!(ran.out.contains("marked as applied blog/Migration202611201327"), "{}", ran.out);
        assert_eq!(live.list("SELECT id, email, full_name, age FROM author"), rows);
        assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
        let status = ends(&program, 0, "db:status --exit-code").out;
        assert_eq!(status.matches("applied").count(), 2, "{status}");
        assert_eq!(ends(&program, 0, "db:migrate").out, "nothing to migrate\n");

        // Until the models say it, they differ.
        ends(&program, 4, "db:check");
        program.models("blog", &models("after"));
        if live.target == "sqlite" {
            ends(&program, 0, "db:generate");
            ends(&program, 0, "db:migrate");
        }
        for line in ["db:check", "db:generate --check", "db:verify", DRIFTS] {
            ends(&program, 0, line);
        }
        ends(&program, 0, "db:diff --from live --to models --exit-code");
        // What is recorded runs back, and up again.
        ends(&program, 0, "db:rollback blog --count 2 --accept-loss");
        ends(&program, 0, "db:migrate");
        ends(&program, 0, DRIFTS);
    }
}

#[test]
fn the_sql_of_revert_takes_the_database_back() {
    for live in Live::each("revert") {
        let program = applied(&live, "");
        change(&live);
        let on = if live.target == "mariadb" { " ON author" } else { "" };
        live.by_hand(&[&format!("DROP INDEX author_nickname_idx{on}")]);
        if live.target != "sqlite" {
            live.by_hand(&[
                "ALTER TABLE post DROP CONSTRAINT post_author_id_fkey",
                "ALTER TABLE author DROP CONSTRAINT author_age_not_negative_check",
                "ALTER TABLE post DROP COLUMN title",
            ]);
        } else {
            live.by_hand(&[
                "ALTER TABLE post DROP COLUMN title",
                "CREATE INDEX post_idx ON post (author_id)",
            ]);
        }
        let ran = ends(&program, 4, &format!("{DRIFTS} --revert --rename author.name=full_name"));
        assert!(ran.err.contains("this loses the values of author.nickname"), "{}", ran.err);
        assert_eq!(ends(&program, 4, &format!("{DRIFTS} --rename author.name=full_name")).code, 4);
        let statements: Vec<&str> = ran.out.split_terminator(";\n").collect();
        live.by_hand(&statements);
        assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n", "{}\n{}", live.target, ran.out);
        assert_eq!(live.list("SELECT email, name, age, fax FROM author"), ["a@b|Ada|36|NULL"]);
        assert_eq!(live.list("SELECT author_id, title FROM post"), ["1|untitled"]);
        assert_eq!(ends(&program, 0, &format!("{DRIFTS} --revert")).out, "");
    }
}

#[test]
fn what_the_config_ignores_is_no_drift_and_stays_out_of_what_is_adopted() {
    for live in Live::each("ignore") {
        let more = "[drift]\nignore = [\"author.nickname\", \"author.x*_nickname_idx\", \"aut*.fax\", \"*.status\", \"status\", \"gone_*\"]\n";
        let program = applied(&live, more);
        change(&live);
        live.by_hand(&["ALTER TABLE author RENAME COLUMN full_name TO name"]);
        if live.target != "sqlite" {
            live.by_hand(&["ALTER TABLE author ALTER COLUMN visits SET DEFAULT 0"]);
        }
        let ran = ends(&program, 4, DRIFTS);
        assert!(
            ran.out.contains("author_nickname_idx"),
            "the pattern takes names with author_ only: {}",
            ran.out
        );
        let config = std::fs::read_to_string(program.path().join("strobila.toml")).expect("it is there");
        let config = config.replace("author.x*_nickname_idx", "author.author_*_idx");
        std::fs::write(program.path().join("strobila.toml"), config).expect("it can be written");
        let ran = ends(&program, 0, DRIFTS);
        assert_eq!(ran.out, "no drift\n");
        assert!(ran.err.contains("ignored: ") && ran.err.contains("author.fax"), "{}", ran.err);
        assert!(ran.err.contains("`gone_*` in drift.ignore takes nothing here"), "{}", ran.err);
        assert_eq!(ends(&program, 0, "db:drift --revert").out, "");
        live.by_hand(&["CREATE INDEX post_title_idx ON post (title)"]);
        let ran = ends(&program, 0, "db:drift --adopt");
        assert!(ran.out.contains("post_title_idx") && !ran.out.contains("nickname"), "{}", ran.out);
        assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
    }
}

#[test]
fn a_table_that_somebody_dropped_comes_back_by_revert_or_goes_everywhere_by_adopt() {
    for live in Live::each("gone") {
        let program = applied(&live, "");
        live.by_hand(&["DROP TABLE post"]);
        assert!(ends(&program, 4, DRIFTS).out.contains("- table post"));
        ends(&program, 5, "db:drift --adopt");
        let back = ends(&program, 0, "db:drift --revert").out;
        ends(&program, 0, "db:drift --adopt --drop post=\"nobody reads\"");
        assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
        // Its way down makes the table again, empty.
        ends(&program, 0, "db:rollback blog --accept-loss");
        ends(&program, 0, "db:migrate");
        assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
        live.by_hand(&back.split_terminator(";\n").collect::<Vec<_>>());
        let ran = ends(&program, 0, DRIFTS);
        assert!(ran.err.contains("made by no migration, and left out: post"), "{}", ran.err);
    }
}

#[test]
fn what_no_migration_can_say_is_refused_and_nothing_is_written() {
    let live = Live::new("sqlite", "unsaid").expect("SQLite needs no server");
    let program = Program::new(&live.config(), &[("shop", &models("twice"))]);
    ends(&program, 0, "db:generate");
    ends(&program, 0, "db:migrate");
    // One of two columns of the enum: no enum of a model has both.
    let sql = live.list("SELECT sql FROM sqlite_schema WHERE name = 'cup'").concat();
    live.by_hand(&["DROP TABLE cup", &sql.replace("'large'", "'large', 'huge'")]);
    ends(&program, 4, DRIFTS);
    let files = program.files();
    let ran = ends(&program, 7, "db:drift --adopt");
    assert!(ran.err.contains("cannot be adopted: ") && ran.err.contains("table pot"), "{}", ran.err);
    assert!(ran.err.contains("db:drift --revert shows the SQL"), "{}", ran.err);
    assert_eq!(program.files(), files);
    let back = ends(&program, 0, "db:drift --revert").out;
    live.by_hand(&back.split_terminator(";\n").collect::<Vec<_>>());
    assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
}

#[test]
fn the_values_of_an_enum_that_is_kept_as_a_check_are_adopted() {
    let live = Live::new("sqlite", "checked").expect("SQLite needs no server");
    let program = applied(&live, "");
    let sql = live.list("SELECT sql FROM sqlite_schema WHERE name = 'post'").concat();
    let by_hand = |from: &str, to: &str| {
        let changed = sql.replace(from, to);
        assert_ne!(changed, sql);
        live.by_hand(&[
            "ALTER TABLE post RENAME TO old",
            &changed,
            "INSERT INTO post SELECT * FROM old",
            "DROP TABLE old",
        ]);
    };
    by_hand("'draft', 'published')", "'draft',  'published', 'it''s gone')");
    let ran = ends(&program, 4, DRIFTS);
    assert!(ran.out.contains("post_status_check"), "{}", ran.out);
    let ran = ends(&program, 0, "db:drift --adopt");
    assert!(ran.out.contains("it's gone"), "{}", ran.out);
    assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
    assert_eq!(live.list("SELECT status FROM post"), ["draft"]);
    // Without its check the column holds any text.
    let lines: Vec<&str> = sql.lines().filter(|line| !line.contains("post_status_check")).collect();
    by_hand(&sql, &lines.join("\n").replace(",\n)", "\n)"));
    let ran = ends(&program, 0, "db:drift --adopt");
    assert!(ran.out.contains("status"), "{}", ran.out);
    assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
    // The models do not say it yet.
    let ran = ends(&program, 4, "db:verify");
    assert_eq!(ran.out.matches("proven blog/").count(), 3, "{}", ran.out);
}

#[test]
fn what_would_not_come_out_as_it_is_live_is_not_adopted() {
    let Some(live) = Live::new("mariadb", "half") else { return };
    let program = Program::new(&live.config(), &[("shop", &models("twice"))]);
    ends(&program, 0, "db:generate");
    ends(&program, 0, "db:migrate");
    let modify = |table: &str| {
        format!(
            "ALTER TABLE {table} MODIFY COLUMN size enum('small','large','huge') COLLATE utf8mb4_bin NOT NULL"
        )
    };
    // One of two columns of the enum: no enum of a model has both.
    live.by_hand(&[&modify("cup")]);
    let files = program.files();
    let ran = ends(&program, 7, "db:drift --adopt");
    assert!(ran.err.contains("cannot be adopted: ") && ran.err.contains("table pot"), "{}", ran.err);
    assert_eq!(program.files(), files);
    live.by_hand(&[&modify("pot")]);
    let ran = ends(&program, 0, "db:drift --adopt");
    assert!(ran.out.contains("huge"), "{}", ran.out);
    assert_eq!(ends(&program, 0, DRIFTS).out, "no drift\n");
}

#[test]
fn a_history_that_does_not_say_what_should_be_there_is_refused() {
    let live = Live::new("sqlite", "refused").expect("SQLite needs no server");
    let mut program = applied(&live, "");
    change(&live);
    program.models("blog", &models("after"));
    ends(&program, 0, "db:generate --rename author.name=full_name --drop author.fax=\"nobody has one\"");
    // A migration that is pending does not count for what should be there.
    let ran = ends(&program, 4, &format!("{DRIFTS} --rename author.name=full_name"));
    assert!(ran.out.contains("+ nickname"), "{}", ran.out);
    let ran = ends(&program, 7, "db:drift --adopt --rename author.name=full_name");
    assert!(
        ran.err.contains("is pending in sqlite://") && ran.err.contains("db:migrate first"),
        "{}",
        ran.err
    );
    let first = program.migrations("blog").join("Migration202611201326.rs");
    let text = std::fs::read_to_string(&first).expect("it is there");
    std::fs::write(&first, text.replace("CREATE INDEX", "CREATE  INDEX")).expect("it can be written");
    ends(&program, 7, "db:drift");
    std::fs::write(&first, text).expect("it can be written");
    ends(&program, 4, DRIFTS);
}

#[test]
fn each_way_on_is_shown() {
    let mut live = Live::new("sqlite", "shown").expect("SQLite needs no server");
    let config = "[env.dev]\nurl = \"sqlite://dev.db?mode=rwc\"\n[drift]\nignore = [\"author.fax\"]\n";
    let program = Program::new(config, &[("blog", &models("before"))]);
    ends(&program, 0, "db:generate --name start");
    let mut text = program.session(&["db:migrate --create", "db:drift"]);
    live.url = format!("sqlite://{}", program.path().join("dev.db").display());
    change(&live);
    live.by_hand(&["CREATE TRIGGER t AFTER INSERT ON author BEGIN SELECT 1; END"]);
    text += &program.session(&[
        "db:drift",
        "db:drift --exit-code --rename author.name=full_name",
        "db:drift --revert --rename author.name=full_name",
        "db:drift --format json --rename author.name=full_name",
        "db:drift --adopt",
        "db:drift --adopt --rename author.name=full_name",
        "db:drift --adopt --rename author.name=nickname",
        "db:drift",
        "db:status",
    ]);
    insta::assert_snapshot!(settled(&text));
}
