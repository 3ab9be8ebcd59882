//! Twenty pairs of branches, merged in either order: afterwards the schema is that of both, and no row is lost.

use strobila::dialect::connect;

use super::branches::*;

/// What two branches do, what the merge of their models is, and the flags that a merge needs.
struct Pair {
    base: &'static str,
    one: &'static [(&'static str, &'static str)],
    other: &'static [(&'static str, &'static str)],
    merged: &'static str,
}

const PLAIN: &str = "db:generate blog";
const FAX: &str = "db:generate blog --fill author.fax=\"'none'\"";
const NAME: &str = "db:generate blog --rename author.name=full_name";
const DROP: &str = "db:generate blog --drop author.fax=\"nobody has one\"";
const COUNTRY: &str = "db:generate blog --fill author.country=\"'DE'\"";

const fn pair(
    one: &'static [(&'static str, &'static str)],
    other: &'static [(&'static str, &'static str)],
    merged: &'static str,
) -> Pair {
    Pair { base: "base", one, other, merged }
}

const PAIRS: [Pair; 20] = [
    pair(&[("bio", PLAIN)], &[("fax_required", FAX)], "bio_and_fax_required"),
    pair(&[("bio", PLAIN)], &[("renamed", NAME)], "bio_and_renamed"),
    pair(&[("fax_required", FAX)], &[("renamed", NAME)], "fax_required_and_renamed"),
    pair(&[("bio", PLAIN)], &[("without_fax", DROP)], "bio_without_fax"),
    pair(&[("renamed", NAME)], &[("without_fax", DROP)], "renamed_without_fax"),
    pair(&[("bio", PLAIN)], &[("country", COUNTRY)], "bio_and_country"),
    pair(&[("renamed", NAME)], &[("country", COUNTRY)], "country_and_renamed"),
    pair(&[("bio", PLAIN)], &[("commented", PLAIN)], "bio_commented"),
    pair(&[("bio", PLAIN)], &[("posts", PLAIN)], "bio_and_posts"),
    pair(&[("renamed", NAME)], &[("posts", PLAIN)], "renamed_and_posts"),
    pair(&[("fax_required", FAX)], &[("posts", PLAIN)], "fax_required_and_posts"),
    pair(&[("checked", PLAIN)], &[("bio", PLAIN)], "checked_and_bio"),
    pair(&[("checked", PLAIN)], &[("fax_required", FAX)], "checked_and_fax_required"),
    pair(
        &[("bio", PLAIN), ("bio_and_phone", PLAIN)],
        &[("fax_required", FAX)],
        "bio_and_phone_and_fax_required",
    ),
    pair(&[("bio", PLAIN)], &[("bio", PLAIN)], "bio"),
    pair(&[("without_fax", DROP)], &[("without_fax", DROP)], "without_fax"),
    pair(&[("bio", PLAIN)], &[("phone", PLAIN)], "bio_and_phone"),
    Pair {
        base: "status",
        one: &[("status_gone", PLAIN)],
        other: &[("status_held", PLAIN)],
        merged: "status_gone_and_held",
    },
    Pair {
        base: "status",
        one: &[("status_gone", PLAIN)],
        other: &[("status_and_bio", PLAIN)],
        merged: "status_gone_and_bio",
    },
    pair(&[("writer", PLAIN)], &[("bio", PLAIN)], "writer_with_bio"),
];

/// A database of its own.
struct Server {
    target: &'static str,
    url: String,
    admin: Option<(String, String)>,
}

impl Server {
    fn run(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let mut session = connect(&self.url).await.unwrap();
            let quoted = if self.target == "mariadb" { sql.replace('"', "`") } else { sql.to_owned() };
            let rows = session.query(&quoted).await.unwrap();
            session.close().await;
            rows
        })
    }
}

fn on_admin(admin: &str, sql: &str) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut session = connect(admin).await.unwrap();
        session.execute(sql).await.unwrap();
        session.close().await;
    });
}

/// Runs every pair, the one side planned again and then the other.
fn every_pair(server: impl Fn(&str) -> Option<Server>) {
    for (at, pair) in PAIRS.iter().enumerate() {
        for mine_is_one in [true, false] {
            let Some(server) = server(&format!("{at}_{mine_is_one}")) else { return };
            one_order(pair, &server, mine_is_one, at);
            if let Some((admin, name)) = &server.admin {
                on_admin(admin, &format!("DROP DATABASE {name}"));
            }
        }
    }
}

fn one_order(pair: &Pair, server: &Server, mine_is_one: bool, at: usize) {
    let what = format!("pair {at} on {}, mine is the first: {mine_is_one}", server.target);
    let config = format!("targets = [\"{}\"]\n[env.dev]\nurl = \"{}\"\n", server.target, server.url);
    let mut program = project(&config, pair.base);
    let one = on_branch(&mut program, &Branch { commits: pair.one, minute: 10 });
    let other = on_branch(&mut program, &Branch { commits: pair.other, minute: 20 });
    let (mine, kept) = if mine_is_one { (&one, &other) } else { (&other, &one) };
    // The other side is applied already, with rows in it.
    let before = texts(&program, "blog");
    done(&program, "db:migrate");
    let columns = if pair.base == "status" { ", status" } else { "" };
    let value = if pair.base == "status" { ", 'live'" } else { "" };
    for id in 1..=3 {
        server.run(&format!(
            "INSERT INTO author (id, name, fax{columns}) VALUES ({id}, 'name {id}', '{id}00'{value})"
        ));
    }
    merge(&mut program, kept, &before, pair.merged);
    done(&program, "db:migrate");
    merge(&mut program, &one, &other, pair.merged);
    let first = &own(mine)[0];
    let ran = program.run(&format!("db:rebase blog --mine {first} --format json"));
    assert_eq!(ran.code, 0, "{what}: {ran:?}");
    assert_eq!(ran.json()["models_say_more"], serde_json::json!([]), "{what}: {ran:?}");
    assert_eq!(ran.json()["asked"], serde_json::json!(["dev"]), "{what}: {ran:?}");
    for line in ["db:check", "db:generate blog --check", "db:migrate", "db:drift --exit-code"] {
        done(&program, line);
    }
    let table = if pair.merged.starts_with("writer") { "writer" } else { "author" };
    let name = if pair.merged.contains("renamed") { "full_name" } else { "name" };
    let names: Vec<String> = server
        .run(&format!("SELECT {name} FROM {table} ORDER BY id"))
        .into_iter()
        .map(|row| row[0].clone().unwrap_or_default())
        .collect();
    assert_eq!(names, ["name 1", "name 2", "name 3"], "{what}");
    if !pair.merged.contains("without_fax") {
        let faxes: Vec<String> = server
            .run(&format!("SELECT fax FROM {table} ORDER BY id"))
            .into_iter()
            .map(|row| row[0].clone().unwrap_or_default())
            .collect();
        assert_eq!(faxes, ["100", "200", "300"], "{what}");
    }
    // From nothing it comes out the same.
    if server.target == "sqlite" {
        done(
            &program,
            &format!("--database sqlite://{}?mode=rwc db:migrate", program.path().join("new.db").display()),
        );
        let new = program.path().join("new.db");
        done(&program, &format!("--database sqlite://{} db:drift --exit-code", new.display()));
    }
}

/// Says loudly when there is no server to run it on.
fn on_server(variable: &str, target: &'static str) {
    let Ok(admin) = std::env::var(variable) else {
        eprintln!("LEFT OUT: set {variable} to the admin URL of a throw-away server");
        return;
    };
    every_pair(|number| {
        let name = format!("strobila_rebase_{}_{number}", std::process::id());
        on_admin(&admin, &format!("CREATE DATABASE {name}"));
        let (base, _) = admin.rsplit_once('/').unwrap();
        Some(Server { target, url: format!("{base}/{name}"), admin: Some((admin.clone(), name)) })
    });
}

#[test]
fn row_15_twenty_pairs_merged_in_either_order_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    every_pair(|number| {
        let file = folder.path().join(format!("{number}.db"));
        Some(Server { target: "sqlite", url: format!("sqlite://{}?mode=rwc", file.display()), admin: None })
    });
}

#[test]
fn row_15_twenty_pairs_merged_in_either_order_on_postgres() {
    on_server("TEST_POSTGRES_URL", "postgres");
}

#[test]
fn row_15_twenty_pairs_merged_in_either_order_on_mariadb() {
    on_server("TEST_MYSQL_URL", "mariadb");
}
