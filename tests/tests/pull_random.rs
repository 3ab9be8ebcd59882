//! Random schemas, pulled from live databases: all of them compile as one crate, and what each crate's models
//! say is what its database holds.

use std::fs;
use std::path::Path;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use strobila::Target;
use strobila::dialect::{Introspection, Session};
use strobila::schema::Schema;
use strobila_generator::decide::Fills;
use strobila_generator::diff::Renames;
use strobila_generator::plan::PlanError;
use strobila_generator::proof::Scratch;
use strobila_generator::pull::pull;
use strobila_generator::{live, tree};
use strobila_tests::planning::{Change, emptied};
use strobila_tests::pulled::{Built, Project};
use strobila_tests::random;

/// Over all databases; `STROBILA_RANDOM=5` tries five times as many.
const COUNT: usize = 100;

/// A schema, by the statements that make it on one database.
struct Sample {
    module: String,
    target: Target,
    statements: Vec<String>,
}

#[tokio::test]
async fn random_schemas_are_pulled_compile_and_say_what_the_database_holds() {
    let servers = servers();
    let samples = samples(&servers);
    // Below `target`, where what was built is kept for the next run.
    let project = Project::new(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("pulled")).unwrap();
    for (target, url) in &servers {
        let mut scratch = Scratch::open(*target, url.as_deref()).await.unwrap();
        for sample in samples.iter().filter(|sample| sample.target == *target) {
            let found = made(&mut *scratch.session, sample).await;
            write(&project, &sample.module, &found, &*scratch.session);
            scratch = emptied(scratch, *target).await;
        }
        scratch.close().await.unwrap();
    }
    let modules: Vec<String> = samples.iter().map(|sample| sample.module.clone()).collect();
    let Built { models, refused } = project.build(&modules).unwrap();
    assert!(refused.is_empty(), "{refused:#?}");
    let mut wrong = Vec::new();
    for (target, url) in &servers {
        let mut scratch = Scratch::open(*target, url.as_deref()).await.unwrap();
        for sample in samples.iter().filter(|sample| sample.target == *target) {
            let found = made(&mut *scratch.session, sample).await;
            let difference = difference(&mut *scratch.session, &found.schema, &models[&sample.module]).await;
            if !difference.is_empty() {
                let sql = sample.statements.join(";\n");
                wrong.push(format!("{} on {target}:\n{difference}\n{sql}", sample.module));
            }
            scratch = emptied(scratch, *target).await;
        }
        scratch.close().await.unwrap();
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), samples.len(), wrong.join("\n"));
}

fn servers() -> Vec<(Target, Option<String>)> {
    let mut servers = vec![(Target::Sqlite, None)];
    for (target, variable) in [(Target::Postgres, "TEST_POSTGRES_URL"), (Target::Mariadb, "TEST_MYSQL_URL")] {
        match std::env::var(variable) {
            Ok(url) => servers.push((target, Some(url))),
            Err(_) => {
                eprintln!("LEFT OUT: {variable} is not set, so no random schema was pulled from {target}")
            }
        }
    }
    servers
}

/// The same schemas in each run, by turns for each database; what one cannot do is left out.
fn samples(servers: &[(Target, Option<String>)]) -> Vec<Sample> {
    let times = std::env::var("STROBILA_RANDOM").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut samples: Vec<Sample> = Vec::new();
    while samples.len() < COUNT * times {
        let target = servers[samples.len() % servers.len()].0;
        let schema = random::schema().new_tree(&mut runner).expect("a schema can be painted").current();
        let change = Change {
            prev: &Schema::default(),
            next: &schema,
            renames: &Renames::default(),
            fills: &Fills::default(),
        };
        let draft = match change.draft(target) {
            Ok(Some((_, draft))) => draft,
            Ok(None) | Err(PlanError::Unsupported(_)) => continue,
            Err(error) => panic!("{error}"),
        };
        let statements = draft.up.iter().filter_map(|step| step.statements.get(&target)).flatten();
        let module = format!("m{}", samples.len());
        samples.push(Sample { module, target, statements: statements.cloned().collect() });
    }
    samples
}

/// What the database holds once the sample is made.
async fn made(session: &mut dyn Session, sample: &Sample) -> Introspection {
    for sql in &sample.statements {
        session.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    session.introspect().await.unwrap()
}

/// What leads from the database to the models.
async fn difference(session: &mut dyn Session, live: &Schema, models: &Schema) -> String {
    let wanted = match session.dialect().normalize(models) {
        Ok(wanted) => wanted,
        Err(problems) => return problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    };
    if !live.tables.keys().eq(wanted.tables.keys()) {
        return "other tables".to_owned();
    }
    let plan = live::compare(session, live, &wanted, &Renames::default()).await.unwrap();
    tree::change_tree(&plan.operations).trim().to_owned()
}

fn write(project: &Project, module: &str, found: &Introspection, session: &dyn Session) {
    let pulled = pull(&found.schema, session.dialect());
    assert_eq!(pulled.left_out, Vec::<String>::new(), "{module}");
    let folder = project.source().join(module);
    fs::create_dir_all(folder.join("models")).unwrap();
    let own = format!(
        "pub mod models;\n\nmod migrations {{\n    strobila::migrations! {{}}\n}}\n\nstrobila::module!(\"{module}\");\n"
    );
    fs::write(folder.join("mod.rs"), own).unwrap();
    for (name, text) in &pulled.files {
        fs::write(folder.join("models").join(name), text).unwrap();
    }
}
