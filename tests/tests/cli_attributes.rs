//! Every attribute and every Rust type, from the models to a database and back: generated twice nothing is
//! left to do, and what is live is what the models say.

#![expect(dead_code, reason = "models are read by their derive only")]

#[path = "cli_attributes/portable.rs"]
mod portable;

use strobila::Target;
use strobila::dialect::{DatabaseError, Session, connect};
use strobila_tests::program::Program;

/// What PostgreSQL alone can do.
mod postgres {
    use rust_decimal::Decimal;
    use strobila::{Enum, Model};

    #[derive(Model)]
    #[model(
        soft_delete,
        index(
            name = "item_slug",
            columns("slug desc", "lower(title)", id),
            unique,
            where = "price > 0",
            using = "btree",
            include(note)
        ),
        index(columns(tags), using = "gin"),
        unique(slug, title),
        unique(name = "one_note", columns(note, price)),
        check("Its own name" = "price < 9", no_inherit, not_valid),
        index(
            name = "item_words",
            columns("slug collate \"C\" text_pattern_ops desc nulls last", "lower(title) text_pattern_ops", "title text_ops"),
            unique,
            nulls_not_distinct,
            with(fillfactor = 70, deduplicate_items = "off")
        ),
        exclude(
            name = "one_span",
            columns("int4range(1, type) with &&"),
            using = "gist",
            where = "price > 0",
            deferrable = "deferred"
        ),
        exclude(columns("title collate C with ="))
    )]
    struct Item {
        #[column(primary_key)]
        id: i32,
        #[column(length = 255, unique, collate = "C")]
        title: String,
        #[column(name = "slug_text")]
        slug: String,
        price: Decimal,
        #[column(type = "tsvector")]
        note: Option<String>,
        tags: Vec<String>,
        #[column(index)]
        state: State,
        states: Vec<State>,
        #[column(generated = "price * 2")]
        double: f64,
        r#type: i32,
    }

    #[derive(Model)]
    struct Tag {
        #[column(primary_key, identity = "always")]
        id: i64,
        #[column(references = Tag, on_delete = "set_null", on_update = "CASCADE", deferrable)]
        parent: Option<i64>,
        #[column(references(Item, id), index = false, deferrable = "deferred")]
        item: i32,
    }

    #[derive(Model)]
    #[model(
        primary_key(name = "pair_key", columns(a, b), include(c)),
        unique(name = "pair_c", columns(c), include(a), nulls_not_distinct, deferrable = "deferred")
    )]
    struct Pair {
        a: i32,
        b: i64,
        c: i64,
    }

    #[derive(Model)]
    #[model(primary_key(name = "late_key", columns(a), deferrable))]
    struct Late {
        a: i32,
    }

    #[derive(Model)]
    #[model(foreign_key(name = "to_pair", columns(a, b), references = Pair, target(a, b), on_delete = "cascade",
        on_update = "no_action", deferrable = "deferred", index = false, match_full, not_valid))]
    struct Line {
        #[column(primary_key, identity(always, start = -100, increment = -5, min = -900, max = -1, cache = 2, cycle,
            sequence = "ticket_number"))]
        id: i64,
        #[column(identity(serial))]
        other: i32,
        a: i32,
        b: i64,
    }

    #[derive(Enum)]
    #[strobila(name = "item_state")]
    enum State {
        Draft,
        ForSale,
    }
}

/// Tables and an enum in another schema than the session's.
mod schema {
    use strobila::{Enum, Model};

    #[derive(Model)]
    #[model(schema = "sales", timestamps)]
    struct Offer {
        #[column(primary_key, identity)]
        id: i64,
        #[column(default = "open")]
        state: State,
    }

    #[derive(Model)]
    #[model(schema = "sales", many_to_many(Offer))]
    struct Buyer {
        #[column(primary_key, identity)]
        id: i64,
        #[column(references = Offer)]
        offer_id: i64,
        #[column(length = 40, unique)]
        name: String,
    }

    #[derive(Enum)]
    #[strobila(schema = "sales")]
    enum State {
        Open,
        Closed,
    }
}

/// Tables and enums of the same names in two schemas.
mod two_schemas {
    use strobila::{Enum, Model};

    #[derive(Model)]
    struct Offer {
        #[column(primary_key)]
        id: i64,
        #[column(unique, references = sales::Offer)]
        wanted: Option<i64>,
        state: Option<State>,
    }

    #[derive(Enum)]
    enum State {
        Open,
    }

    mod sales {
        use strobila::{Enum, Model};

        #[derive(Model)]
        #[model(schema = "sales", index(state, id), check(positive = "id > 0"))]
        pub(super) struct Offer {
            #[column(primary_key)]
            id: i64,
            #[column(default = "shut")]
            state: State,
        }

        #[derive(Enum)]
        #[strobila(schema = "sales")]
        enum State {
            Shut,
            Ajar,
        }
    }
}

/// A project on a database of its own, which goes with it.
struct Place {
    program: Program,
    target: Target,
    name: String,
    url: String,
}

impl Place {
    /// None, said loudly, without a server.
    fn new(models: &str, target: Target) -> Option<Place> {
        let variable = match target {
            Target::Sqlite => "",
            Target::Postgres => "TEST_POSTGRES_URL",
            Target::Mysql | Target::Mariadb => "TEST_MYSQL_URL",
        };
        let name = format!("strobila_{models}_{}", std::process::id());
        let mut config = format!("targets = [\"{target}\"]\n");
        let mut url = String::new();
        if target == Target::Sqlite {
            config += &format!("[env.dev]\nurl = \"sqlite://{name}.db\"\n");
        } else if let Ok(admin) = std::env::var(variable) {
            let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
            url = format!("{base}/{name}");
            config += &format!("[scratch]\nurl = \"{admin}\"\n[env.dev]\nurl = \"{url}\"\n");
        } else {
            eprintln!("LEFT OUT: {variable} is not set, so {target} was not tried");
            return None;
        }
        let program = Program::new(&config, &[("shop", &format!("{}::{models}", module_path!()))]);
        let place = Place { program, target, name, url };
        place.done("db:create");
        Some(place)
    }

    /// What a connection of its own says.
    fn on_server<T>(&self, ask: impl AsyncFn(&mut dyn Session) -> Result<T, DatabaseError>) -> T {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
        runtime.block_on(async {
            let mut session = connect(&self.url).await.expect("it was just made");
            let answer = ask(&mut *session).await.expect("the administrator may");
            session.close().await;
            answer
        })
    }

    fn execute(&self, sql: &str) {
        self.on_server(async |session: &mut dyn Session| session.execute(sql).await.map(drop));
    }

    #[track_caller]
    fn done(&self, line: &str) -> String {
        let run = self.program.run(line);
        assert_eq!(run.code, 0, "{}: {line}\n{}{}", self.target, run.out, run.err);
        run.out
    }

    /// From models to the database and back, with nothing left to do at each stop.
    fn there_and_back(&self) {
        let generated = self.done("db:generate --format json");
        assert!(generated.contains("\"proven\":true"), "{generated}");
        assert!(self.done("db:generate --format json").contains("\"file\":null"), "generated twice");
        self.done("db:check");
        self.migrate_and_back();
    }

    fn migrate_and_back(&self) {
        self.done("db:migrate");
        assert_eq!(self.done("db:diff --from live --to models --format sql"), "");
        assert_eq!(self.done("db:diff --from models --to live --format sql"), "");
        self.done("db:diff --from live --to models --exit-code");
        self.done("db:rollback shop --accept-loss");
        self.done("db:migrate");
        self.done("db:diff --from live --to files --exit-code");
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let name =
            if self.target == Target::Sqlite { format!("{}.db", self.name) } else { self.name.clone() };
        let run = self.program.run(&format!("db:drop --confirm {name}"));
        assert!(run.code == 0 || std::thread::panicking(), "{run:?}");
    }
}

#[test]
fn what_every_target_can_do_is_read_back_as_it_was_said() {
    for target in [Target::Sqlite, Target::Postgres, Target::Mariadb] {
        let Some(place) = Place::new("portable", target) else { continue };
        place.there_and_back();
    }
}

#[test]
fn what_postgres_alone_can_do_is_read_back_as_it_was_said() {
    let Some(place) = Place::new("postgres", Target::Postgres) else { return };
    place.there_and_back();
}

#[test]
fn what_postgres_alone_can_do_is_refused_elsewhere_with_the_place_of_each() {
    for target in [Target::Sqlite, Target::Mariadb] {
        let Some(place) = Place::new("postgres", target) else { continue };
        let run = place.program.run("db:generate");
        assert_eq!(run.code, 2, "{run:?}");
        insta::assert_snapshot!(format!("refused_on_{target}"), run.err);
    }
}

/// Whether the schema `sales` is there.
fn has_sales(place: &Place) -> bool {
    let sql = "SELECT FROM pg_namespace WHERE nspname = 'sales'";
    !place.on_server(async |session: &mut dyn Session| session.query(sql).await).is_empty()
}

#[test]
fn a_schema_of_the_models_comes_with_its_first_table_and_goes_with_its_last() {
    let Some(place) = Place::new("schema", Target::Postgres) else { return };
    place.there_and_back();
    assert!(has_sales(&place));
    place.done("db:rollback shop --accept-loss");
    assert!(!has_sales(&place), "no migration is applied");
    // What others put into it stays, and so does the schema.
    place.done("db:migrate");
    place.execute("CREATE TABLE sales.theirs (id int); INSERT INTO sales.theirs VALUES (1)");
    place.done("db:rollback shop --accept-loss");
    let rows =
        place.on_server(async |session: &mut dyn Session| session.query("SELECT * FROM sales.theirs").await);
    assert_eq!(rows.len(), 1);
    place.done("db:migrate");
    place.execute("DROP TABLE sales.theirs");
    place.done("db:rollback shop --accept-loss");
    assert!(!has_sales(&place), "it is still the migrations' own");
    // One that somebody else made is theirs, empty or not.
    place.execute("CREATE SCHEMA sales");
    place.done("db:migrate");
    place.done("db:rollback shop --accept-loss");
    assert!(has_sales(&place));
}

#[test]
fn tables_of_one_name_in_two_schemas_are_told_apart() {
    let Some(place) = Place::new("two_schemas", Target::Postgres) else { return };
    place.there_and_back();
    place.execute("ALTER TABLE sales.offer ADD COLUMN note text; INSERT INTO offer (id) VALUES (7)");
    let change = "~ table sales.offer\n    + note  text\n";
    assert!(place.done("db:drift").ends_with(&format!(":\n{change}")));
    assert_eq!(place.done("db:diff --from files --to live"), change);
    place.done("db:drift --adopt --name note");
    assert_eq!(place.done("db:diff --from files --to live"), "no difference\n");
}

#[test]
fn a_schema_of_the_models_is_refused_where_there_is_none() {
    for target in [Target::Sqlite, Target::Mariadb] {
        let Some(place) = Place::new("schema", target) else { continue };
        let run = place.program.run("db:generate");
        assert_eq!(run.code, 2, "{run:?}");
        insta::assert_snapshot!(format!("schema_on_{target}"), run.err);
    }
}
