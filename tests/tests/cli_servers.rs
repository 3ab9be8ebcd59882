//! The command line on PostgreSQL and MariaDB at once, and what it says of each.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "cli/live.rs"]
mod live;

use live::{Live, ends};
use strobila_tests::program::Program;

mod plain {
    #[derive(strobila::Model)]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 100, default = "?")]
        pub(crate) city: String,
    }
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

/// A database on each of the two servers; none, said loudly, when one is missing.
fn both(label: &str) -> Option<[Live; 2]> {
    Some([Live::new("postgres", label)?, Live::new("mariadb", label)?])
}

#[test]
fn a_list_of_scratch_servers_proves_every_target() {
    let Some([pg, my]) = both("both") else { return };
    let (pg_admin, my_admin) = (&pg.scratch, &my.scratch);
    let config =
        |scratch: &str| format!("targets = [\"postgres\", \"mariadb\"]\n[scratch]\nurl = {scratch}\n");
    let program =
        Program::new(&config(&format!("[\"{pg_admin}\", \"{my_admin}\"]")), &[("blog", &models("plain"))]);
    let generated = ends(&program, 0, "db:generate --format json").json();
    let proof = &generated["modules"][0]["proof"];
    assert_eq!((&proof["postgres"]["proven"], &proof["mariadb"]["proven"]), (&true.into(), &true.into()));
    let verified = ends(&program, 0, "db:verify").out;
    assert!(verified.contains("on postgres,") && verified.contains("on mariadb,"), "{verified}");
    std::fs::write(program.path().join("a.sql"), "CREATE TABLE a (id integer);\n")
        .expect("it can be written");
    for target in ["postgres", "mariadb"] {
        ends(&program, 0, &format!("db:diff --from a.sql --to a.sql --target {target} --exit-code"));
    }
    let shown = ends(&program, 0, "config").out;
    assert!(shown.contains(&format!("{pg_admin}, {my_admin}  (strobila.toml:3)")), "{shown}");

    let write = |name: &str, text: String| {
        std::fs::write(program.path().join(name), text).expect("it can be written");
    };
    write("strobila.toml", config(&format!("\"{pg_admin}\"")));
    let refused = ends(&program, 2, "db:verify").err;
    assert!(refused.contains("no scratch database for mariadb"), "{refused}");
    assert!(refused.contains("url = [\"postgres://…\", \"mysql://…\"]"), "{refused}");
    write("strobila.toml", "targets = [\"postgres\", \"mariadb\"]\n".to_owned());
    let refused = ends(&program, 2, "db:verify").err;
    assert!(refused.contains("no scratch database for postgres and mariadb"), "{refused}");
    write(".env", format!("STROBILA_SCRATCH_URL=\"{pg_admin} {my_admin}\"\n"));
    ends(&program, 0, "db:verify");
}

mod grown {
    #[derive(strobila::Model)]
    #[model(unique(city))]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 100, default = "?")]
        pub(crate) city: String,
        pub(crate) fax: Option<String>,
    }
}

#[test]
fn a_migration_that_stopped_is_shown_in_the_sql_of_its_database() {
    let Some([pg, my]) = both("stopped") else { return };
    let config = format!(
        "targets = [\"postgres\", \"mariadb\"]\n[env.dev]\nurl = \"{}\"\n[env.my]\nurl = \"{}\"\n",
        pg.url, my.url
    );
    let mut program = Program::new(&config, &[("blog", &models("plain"))]);
    ends(&program, 0, "db:generate");
    ends(&program, 0, "db:migrate --env my");
    my.by_hand(&["INSERT INTO author (email) VALUES ('a'), ('b')"]);
    program.models("blog", &models("grown"));
    ends(&program, 0, "db:generate");
    // Both rows have the same city, which the unique key refuses once the column is in.
    let stopped = ends(&program, 1, "db:migrate --env my").err;
    assert!(stopped.contains("step 2 of 2"), "{stopped}");
    // It goes on where it stopped, and comes no further.
    let again = ends(&program, 1, "db:migrate --env my").err;
    assert!(again.contains("going on at step 2 of 2"), "{again}");
    assert!(again.contains("in the database: step 1 (db:show blog/Migration"), "{again}");

    let named = again.split_once("step 1 (").and_then(|(_, rest)| rest.split_once(')'));
    let named = named.expect("it names a command").0;
    let shown = ends(&program, 0, named).out;
    assert_eq!(ends(&program, 0, "db:show blog --env my").out, shown);
    assert_eq!(ends(&program, 0, &format!("db:show blog --database {}", my.url)).out, shown);
    let (_, second) = shown.split_once("-- step 2 of 2").expect("it has two steps");
    let rest = second.split_once('\n').expect("SQL follows").1.trim().trim_end_matches(';');
    assert!(rest.contains("`city`"), "{rest}");
    assert!(ends(&program, 0, "db:show blog").out.contains("\"city\""));

    let status = ends(&program, 7, "db:status --env my --exit-code").err;
    assert!(status.contains("db:migrate blog goes on where it stopped"), "{status}");
    my.by_hand(&["UPDATE author SET city = email"]);
    ends(&program, 0, "db:migrate --env my");
    assert!(ends(&program, 0, "db:status --env my").err.contains("everything is applied"));
    ends(&program, 0, "db:diff --env my --from live --to models --exit-code");
    ends(&program, 0, "db:rollback blog --env my --accept-loss");
}

/// The refused form, and the one that its error names.
mod deleted {
    pub(crate) mod refused {
        #[derive(strobila::Model)]
        #[model(soft_delete)]
        pub(crate) struct Member {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(length = 100, unique)]
            pub(crate) email: String,
        }
    }

    pub(crate) mod mended {
        #[derive(strobila::Model)]
        #[model(soft_delete, index(columns("email", "live"), unique))]
        pub(crate) struct Member {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(length = 100)]
            pub(crate) email: String,
            #[column(generated = "CASE WHEN deleted_at IS NULL THEN 1 END")]
            pub(crate) live: Option<i32>,
        }
    }
}

#[test]
fn on_mariadb_a_soft_deleted_model_is_unique_by_the_form_that_the_error_names() {
    for live in Live::each("deleted") {
        let mut program = Program::new(&live.config(), &[("club", &models("deleted::refused"))]);
        if live.target == "mariadb" {
            let refused = ends(&program, 2, "db:generate").err;
            for part in [
                "`live: Option<i32>`",
                "#[column(generated = \"CASE WHEN deleted_at IS NULL THEN 1 END\")]",
                "index(columns(\"email\", \"live\"), unique)",
            ] {
                assert!(refused.contains(part), "{refused}");
            }
        }
        program.models("club", &models("deleted::mended"));
        ends(&program, 0, "db:generate");
        ends(&program, 0, "db:migrate");
        ends(&program, 0, "db:diff --from live --to models --exit-code");
        let add = "INSERT INTO member (email) VALUES ('a@b')";
        let delete = "UPDATE member SET deleted_at = '2026-01-01 00:00:00' WHERE deleted_at IS NULL";
        live.by_hand(&[add, delete, add, delete, add]);
        assert!(live.refuses(add), "{}", live.target);
    }
}

mod clashing {
    #[derive(strobila::Model)]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 100, default = "?")]
        pub(crate) city: String,
        #[column(length = 100, unique, default = "?")]
        pub(crate) fax: String,
    }
}

mod filled {
    #[derive(strobila::Model)]
    pub(crate) struct Author {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 100, unique)]
        pub(crate) email: String,
        #[column(length = 100, default = "?")]
        pub(crate) city: String,
        #[column(length = 100, unique)]
        pub(crate) fax: String,
    }
}

#[test]
fn a_default_that_a_new_unique_key_refuses_is_said_to_be_no_bug() {
    for live in Live::each("clash") {
        let mut program = Program::new(&live.config(), &[("blog", &models("plain"))]);
        ends(&program, 0, "db:generate");
        program.models("blog", &models("clashing"));
        let refused = ends(&program, 1, "db:generate").err;
        assert!(refused.contains("--fill TABLE.COLUMN") && !refused.contains("bug"), "{refused}");
        program.models("blog", &models("filled"));
        ends(&program, 0, "db:generate --fill author.fax=email");
    }
}

mod domain {
    #[derive(strobila::Model)]
    pub(crate) struct Stock {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(type = "posint")]
        pub(crate) amount: String,
    }
}

#[test]
fn a_column_of_a_domain_is_proven_behind_the_step_that_makes_the_domain() {
    let Some(live) = Live::new("postgres", "domain") else { return };
    let mut program = Program::new(&live.config(), &[("shop", &models("domain"))]);
    let refused = ends(&program, 1, "db:generate").err;
    assert!(refused.contains("db:generate shop --empty --claims none, its step CREATE DOMAIN"), "{refused}");
    let made = ends(&program, 0, "db:generate shop --empty --claims none --format json").json();
    let name = made["modules"][0]["name"].as_str().expect("it has a name").to_owned();
    let path = program.migrations("shop").join(format!("{name}.rs"));
    let text = std::fs::read_to_string(&path).expect("it was written");
    let step = "CREATE DOMAIN posint AS integer CHECK (VALUE > 0)";
    let by_hand = text.replacen(".up(&[])", &format!(".up(&[step(\"posint\").sql(&[\"{step}\"])])"), 1);
    let drop = ".down(Down::Exact, &[step(\"posint\").sql(&[\"DROP DOMAIN posint\"])])";
    let (before, _) = by_hand.split_once(".down(").expect("it has a way down");
    let by_hand = format!("{before}{drop};\n");
    assert_eq!(by_hand.matches("DOMAIN").count(), 2, "{text}");
    program.now += chrono::Duration::minutes(1);
    // One that is refused is said before what it leads to.
    std::fs::write(&path, by_hand.replace("AS integer", "AS integr")).expect("it can be written");
    let refused = ends(&program, 1, "db:generate").err;
    let warning = "the proof goes on without `CREATE DOMAIN posint AS integr CHECK (VALUE > 0)`";
    let at = refused.find(warning).unwrap_or_else(|| panic!("{refused}"));
    assert!(refused[at..].contains("type \"integr\" does not exist; correct the step"), "{refused}");
    assert!(refused[at..].contains("type \"posint\" does not exist"), "{refused}");
    std::fs::write(&path, by_hand).expect("it can be written");
    let generated = ends(&program, 0, "db:generate --format json");
    assert!(generated.out.contains("\"proven\":true"), "{generated:?}");
    ends(&program, 0, "db:verify");
    let Some(old) = Live::new("postgres", "domain_old") else { return };
    let table =
        "CREATE TABLE stock (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, amount posint NOT NULL)";
    old.by_hand(&[step, table]);
    ends(&program, 7, &format!("db:baseline shop --database {}", old.url));
    ends(&program, 0, &format!("db:baseline shop --unproven --database {}", old.url));
    ends(&program, 0, "db:migrate");
    ends(&program, 0, "db:diff --from live --to models --exit-code");
    live.by_hand(&["CREATE TABLE other (id integer)"]);
    let all = ends(&program, 0, "db:diff --from live --to models");
    assert!(all.err.contains("other"), "{all:?}");
    let one = ends(&program, 0, "db:diff --from live --to models --module shop --exit-code");
    assert!(!one.err.contains("other"), "{one:?}");
    live.by_hand(&["ALTER TABLE stock ADD COLUMN fax text"]);
    ends(&program, 4, "db:diff --from live --to models --module shop --exit-code");
    ends(&program, 2, "db:diff --from live --to models --module shp");
}

#[test]
fn databases_that_are_not_there_or_of_two_kinds_have_a_way_on() {
    let Some([pg, my]) = both("kinds") else { return };
    let program = Program::new("", &[("blog", &models("plain"))]);
    let refused = ends(&program, 2, &format!("db:diff --from {} --to {}", pg.url, my.url)).err;
    assert!(refused.contains("different kinds") && refused.contains("--to models"), "{refused}");
    for live in [pg, my] {
        let refused = ends(&program, 1, &format!("db:migrate --database {}_gone", live.url)).err;
        assert!(refused.contains("db:create") && refused.contains("db:setup"), "{refused}");
    }
    let refused = ends(&program, 2, "db:generate --amend").err;
    assert!(refused.contains("db:generate blog --amend"), "{refused}");
}

mod keyed {
    pub(crate) mod one {
        #[derive(strobila::Model)]
        #[model(unique(email, name))]
        pub(crate) struct Reader {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            pub(crate) email: String,
            pub(crate) name: String,
        }
    }

    pub(crate) mod two {
        #[derive(strobila::Model)]
        pub(crate) struct Loan {
            #[column(primary_key, identity)]
            pub(crate) id: i64,
            #[column(references = super::one::Reader)]
            pub(crate) reader_id: i64,
            #[column(length = 900, unique)]
            pub(crate) code: String,
        }
    }
}

#[test]
fn keys_that_mariadb_cannot_have_are_named_for_all_modules_at_once() {
    let modules = [("readers", &*models("keyed::one")), ("lending", &*models("keyed::two"))];
    let program = Program::new("targets = [\"sqlite\", \"mariadb\"]\n", &modules);
    let refused = ends(&program, 2, "db:generate --format json").json();
    let problems = refused["error"]["problems"].as_array().expect("it lists them").clone();
    let messages: Vec<&str> = problems.iter().filter_map(|problem| problem["message"].as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:#?}");
    for part in ["reader.email", "reader.name", "loan.loan_code_key"] {
        assert!(messages.iter().any(|message| message.ends_with(part)), "{part}: {messages:#?}");
    }
}

#[test]
fn the_status_of_a_database_that_no_file_is_written_for_does_not_name_db_migrate() {
    let Some(live) = Live::new("postgres", "unwritten") else { return };
    let program = Program::new("", &[("blog", &models("plain"))]);
    ends(&program, 0, "db:generate");
    let refused = program.run(&format!("db:status --database {}", live.url)).err;
    assert!(refused.contains("is not written for postgres"), "{refused}");
    assert!(refused.contains("1 pending") && !refused.contains("db:migrate runs"), "{refused}");
}

mod large {
    #[derive(strobila::Model)]
    #[model(index(columns(one, two)))]
    pub(crate) struct Wide {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(length = 500)]
        pub(crate) one: String,
        #[column(length = 500)]
        pub(crate) two: String,
        #[column(length = 16000)]
        pub(crate) rest: String,
    }
}

mod large_by_name {
    #[derive(strobila::Model)]
    pub(crate) struct Wide {
        #[column(primary_key, type = "varchar(900) character set utf8mb4")]
        pub(crate) one: String,
    }
}

#[test]
fn a_row_and_a_key_that_are_too_long_are_refused_before_anything_is_written() {
    let Some(live) = Live::new("mariadb", "large") else { return };
    let mut program = Program::new(&live.config(), &[("blog", &models("large"))]);
    let refused = ends(&program, 2, "db:generate").err;
    assert!(
        refused.contains("mariadb cannot have a key of 4004 bytes on wide.wide_one_two_idx"),
        "{refused}"
    );
    assert!(refused.contains("mariadb cannot have rows of 68014 bytes on wide"), "{refused}");
    assert!(refused.contains("cli_servers.rs:"), "{refused}");
    // Of a type that the model spells for the server the server knows the length.
    program.models("blog", &models("large_by_name"));
    let refused = ends(&program, 1, "db:generate").err;
    assert!(refused.contains("key was too long; max key length is 3072 bytes"), "{refused}");
    assert!(
        refused.contains("CREATE TABLE `wide`") && refused.contains("a `type` in the model"),
        "{refused}"
    );
    let is_written = |(path, _): &(String, String)| path.contains("Migration");
    assert!(!program.files().iter().any(is_written), "{:?}", program.files());
}

#[test]
fn a_server_older_than_the_config_says_gets_no_migration() {
    for (kind, found) in [("postgres", "the server is postgres 1"), ("mariadb", "the server is mariadb 1")] {
        let Some(live) = Live::new(kind, "older") else { continue };
        let config = live.config();
        let wanted = |version: &str| {
            let text = config.replace(&format!("\"{kind}\""), &format!("\"{kind}>={version}\""));
            assert_ne!(text, config);
            text
        };
        let program = Program::new(&wanted("10.6"), &[("blog", &models("plain"))]);
        ends(&program, 0, "db:generate");
        std::fs::write(program.path().join("strobila.toml"), wanted("99.1")).expect("it can be written");
        for line in ["db:migrate --dry-run", "db:migrate"] {
            let refused = ends(&program, 2, line).err;
            assert!(refused.contains(found) && refused.contains(&format!("`{kind}>=99.1`")), "{refused}");
        }
        std::fs::write(program.path().join("strobila.toml"), wanted("10.6")).expect("it can be written");
        ends(&program, 0, "db:migrate");
    }
}
