//! A table is split by the recipe in docs/models.md, word for word, with rows, up and down.

#![expect(dead_code, reason = "models are read by their derive only")]

use std::fs;

use strobila::dialect::connect;
use strobila_tests::program::{Program, Ran};

const DOCS: &str = include_str!("../../docs/models.md");
const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";
const THIRD: &str = "Migration202611201328";

mod one {
    #[derive(strobila::Model)]
    pub(crate) struct Author {
        #[column(primary_key)]
        pub(crate) id: i64,
        pub(crate) city: Option<String>,
    }
}

mod both {
    #[derive(strobila::Model)]
    pub(crate) struct Author {
        #[column(primary_key)]
        pub(crate) id: i64,
        pub(crate) city: Option<String>,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Address {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, unique)]
        pub(crate) author_id: i64,
        pub(crate) city: String,
    }
}

mod split {
    #[derive(strobila::Model)]
    pub(crate) struct Author {
        #[column(primary_key)]
        pub(crate) id: i64,
    }

    #[derive(strobila::Model)]
    pub(crate) struct Address {
        #[column(primary_key, identity)]
        pub(crate) id: i64,
        #[column(references = Author, unique)]
        pub(crate) author_id: i64,
        pub(crate) city: String,
    }
}

/// The blocks of code in the recipe, without their indentation.
fn blocks() -> Vec<String> {
    let recipe = DOCS.split("## Splitting a table").nth(1).and_then(|rest| rest.split("\n## ").next());
    let parts = recipe.expect("the recipe is there").split("```");
    let blocks = parts.skip(1).step_by(2).map(|block| {
        let lines = block.lines().skip(1).map(|line| line.strip_prefix("   ").unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    });
    blocks.collect()
}

fn models(name: &str) -> String {
    format!("{}::{name}", module_path!())
}

#[track_caller]
fn done(program: &Program, line: &str) -> Ran {
    let ran = program.run(line);
    assert_eq!(ran.code, 0, "{line}: {}\n{}", ran.out, ran.err);
    ran
}

/// A project at the first model, which followed the recipe on that target.
fn followed(target: &str, more: &str) -> Program {
    let config = format!("targets = [\"{target}\"]\n{more}");
    let mut program = Program::new(&config, &[("blog", &models("one"))]);
    let file = program.path().join("dev.db").display().to_string();
    fs::write(program.path().join("strobila.toml"), config.replace("DEV", &file)).unwrap();
    done(&program, "db:generate blog");
    program.models("blog", &models("both"));
    done(&program, "db:generate blog --name \"add addresses\"");
    let file = program.migrations("blog").join(format!("{SECOND}.rs"));
    let text = fs::read_to_string(&file).unwrap();
    let end = "\n    ])\n    .down(";
    assert_eq!(text.matches(end).count(), 1, "{text}");
    let [step, command] = &blocks()[..] else { panic!("{:?}", blocks()) };
    fs::write(&file, text.replace(end, &format!("\n{step}{end}"))).unwrap();
    done(&program, "db:verify");
    program.models("blog", &models("split"));
    let command = command.replace("\\\n", " ");
    let command = command.split_whitespace().collect::<Vec<_>>().join(" ");
    let slip = program.run(&command.replace("--fill-down author.city", "--fill-down author.town"));
    assert_eq!(slip.code, 2, "{slip:?}");
    assert!(slip.err.contains("`--fill-down author.town=…` fills nothing"), "{slip:?}");
    done(&program, &command);
    let text = program.text("blog", THIRD);
    assert!(text.matches("SELECT city FROM address").count() > 1, "the way down fills the column: {text}");
    done(&program, "db:verify");
    done(&program, "db:check");
    program
}

fn ask(program: &Program, sql: &str) -> Vec<String> {
    let url = format!("sqlite://{}", program.path().join("dev.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut session = connect(&url).await.unwrap();
        let rows = session.query(sql).await.unwrap();
        session.close().await;
        rows.into_iter().map(|row| row.into_iter().flatten().collect::<Vec<_>>().join("|")).collect()
    })
}

#[test]
fn the_recipe_is_proven_and_carries_the_values_both_ways() {
    let program = followed("sqlite", "[env.dev]\nurl = \"sqlite://DEV?mode=rwc\"\n");
    done(&program, &format!("db:migrate --to {FIRST}"));
    ask(&program, "INSERT INTO author (id, city) VALUES (1, 'Ulm'), (2, NULL), (3, 'Bonn')");
    done(&program, "db:migrate");
    assert_eq!(ask(&program, "SELECT author_id, city FROM address ORDER BY 1"), ["1|Ulm", "3|Bonn"]);
    ask(&program, "UPDATE address SET city = 'Jena' WHERE author_id = 3");
    done(&program, "db:rollback blog --accept-loss");
    assert_eq!(ask(&program, "SELECT id, city FROM author ORDER BY 1"), ["1|Ulm", "2", "3|Jena"]);
    done(&program, "db:rollback blog --accept-loss");
    assert_eq!(ask(&program, "SELECT id, city FROM author ORDER BY 1"), ["1|Ulm", "2", "3|Jena"]);
}

#[test]
fn the_recipe_is_proven_on_servers() {
    for (target, variable) in [("postgres", "TEST_POSTGRES_URL"), ("mariadb", "TEST_MYSQL_URL")] {
        match std::env::var(variable) {
            Ok(url) => drop(followed(target, &format!("[scratch]\nurl = \"{url}\"\n"))),
            Err(_) => eprintln!("LEFT OUT: {variable} is not set, so {target} was not tried"),
        }
    }
}

#[test]
fn an_empty_file_shows_how_steps_are_written_and_compiles_as_it_is() {
    let program = Program::new("targets = [\"sqlite\"]\n", &[("blog", &models("one"))]);
    done(&program, "db:generate blog");
    done(&program, "db:generate blog --empty --name \"copy addresses\"");
    let text = program.text("blog", SECOND);
    assert!(text.contains("//     .up(&[step(\"count the posts\").sql(&["), "{text}");
    assert!(text.contains("`Down::Lossy { loses: \"the posts\" }`"), "{text}");
    done(&program, "db:verify");
}
