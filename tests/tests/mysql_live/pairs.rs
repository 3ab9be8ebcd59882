//! Two live MariaDB databases: what leads from one to the other makes them equal, and keeps the rows.

use strobila::Target;
use strobila::dialect::Session;
use strobila::schema::Schema;
use strobila_generator::compare::{Side, compare};
use strobila_generator::decide::Flags;
use strobila_generator::proof::Scratch;

/// Runs one after the other what is parted by `;` at the end of a line.
async fn run(session: &mut dyn Session, script: &str) {
    for sql in script.split(";\n").map(|sql| sql.trim().trim_end_matches(';')).filter(|sql| !sql.is_empty()) {
        session.execute(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }
}

async fn live(session: Box<dyn Session>) -> Side {
    let mut session = session;
    let schema = session.introspect().await.unwrap().schema;
    Side::Live(session, schema)
}

/// What the server says of each table.
async fn printed(session: &mut dyn Session) -> Vec<String> {
    let mut texts = Vec::new();
    for row in session.query("SHOW TABLES").await.unwrap() {
        let sql = format!("SHOW CREATE TABLE `{}`", row[0].as_deref().unwrap());
        texts.extend(session.query(&sql).await.unwrap()[0][1].clone());
    }
    texts
}

/// The statements that lead from the one to the other, after it was seen that they do.
#[tokio::main(flavor = "current_thread")]
async fn leads(before: &str, after: &str, rows: &str, question: &str) -> Option<String> {
    let Ok(url) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: TEST_MYSQL_URL is not set, so no two databases were compared on MariaDB");
        return None;
    };
    let mut one = Scratch::open(Target::Mariadb, Some(&url)).await.unwrap();
    let mut other = Scratch::open(Target::Mariadb, Some(&url)).await.unwrap();
    run(&mut *one.session, before).await;
    run(&mut *one.session, rows).await;
    run(&mut *other.session, after).await;
    let wanted = printed(&mut *other.session).await;
    let held = one.session.query(question).await.unwrap();
    let ((one, one_left), (other, other_left)) = (one.into_parts(), other.into_parts());
    let (mut from, mut to) = (live(one).await, live(other).await);
    let way = compare(&mut from, &mut to, None, &Flags::default()).await.unwrap();
    let statements: Vec<String> = way.units.unwrap().into_iter().flat_map(|unit| unit.statements).collect();
    let (Side::Live(mut one, _), Side::Live(other, schema)) = (from, to) else { panic!("both are live") };
    for sql in &statements {
        one.execute(sql).await.unwrap_or_else(|error| panic!("{error}\n{}", statements.join(";\n")));
    }
    let text = statements.join(";\n");
    assert_eq!(printed(&mut *one).await, wanted, "{text}");
    assert_eq!(one.query(question).await.unwrap(), held, "{text}");
    let (mut from, mut to) = (live(one).await, Side::Live(other, schema));
    let again = compare(&mut from, &mut to, None, &Flags::default()).await.unwrap();
    assert_eq!(again.plan.operations, [], "{text}");
    for side in [from, to] {
        if let Side::Live(session, _) = side {
            session.close().await;
        }
    }
    one_left.drop().await.unwrap();
    other_left.drop().await.unwrap();
    Some(text)
}

#[test]
fn a_table_gets_the_collation_and_the_options_of_the_other() {
    let text = leads(
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b varchar(20) CHARACTER SET utf8mb4 COLLATE \
         utf8mb4_bin, j json) CHARACTER SET latin1 ROW_FORMAT=COMPACT;\nCREATE TABLE gone (a text) ENGINE=MyISAM;",
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b varchar(20), j json, c varchar(9)) \
         CHARACTER SET utf8mb4 COLLATE utf8mb4_bin MAX_ROWS=10;\n\
         CREATE TABLE gone (a text) ENGINE=InnoDB CHARACTER SET utf8mb3;\n\
         CREATE TABLE new (a text) CHARACTER SET latin1 COLLATE latin1_general_ci ENGINE=Aria;",
        "INSERT INTO t VALUES (1, 'é', '漢字', '{}');\nINSERT INTO gone VALUES ('x');",
        "SELECT CAST(concat(t.a, t.b, t.j, gone.a) AS CHAR) FROM t, gone",
    );
    // Each column goes straight to where it should be: never through a character set that has no 漢字.
    assert!(text.is_none_or(|text| !text.contains("MODIFY COLUMN `b`")));
}

#[test]
fn a_character_set_that_lacks_a_character_is_refused_and_the_row_stays() {
    let Ok(url) = std::env::var("TEST_MYSQL_URL") else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut one = Scratch::open(Target::Mariadb, Some(&url)).await.unwrap();
        run(&mut *one.session, "CREATE TABLE t (a varchar(20)) CHARACTER SET utf8mb4").await;
        run(&mut *one.session, "INSERT INTO t VALUES ('漢字')").await;
        let refused =
            one.session.execute("ALTER TABLE t MODIFY COLUMN a varchar(20) COLLATE latin1_bin").await;
        assert!(refused.is_err());
        assert_eq!(one.session.query("SELECT a FROM t").await.unwrap(), [[Some("漢字".to_owned())]]);
        one.close().await.unwrap();
    });
}

#[test]
fn a_text_of_another_collation_is_a_difference_to_models_but_not_that_of_its_table() {
    let Ok(url) = std::env::var("TEST_MYSQL_URL") else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut one = Scratch::open(Target::Mariadb, Some(&url)).await.unwrap();
        run(
            &mut *one.session,
            "CREATE TABLE t (a varchar(20), b varchar(20) COLLATE utf8mb4_bin) \
             CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci KEY_BLOCK_SIZE=8",
        )
        .await;
        run(&mut *one.session, "INSERT INTO t VALUES ('é', 'É')").await;
        let (session, left) = one.into_parts();
        let mut from = live(session).await;
        let mut models = Schema::default();
        let Side::Live(_, schema) = &from else { panic!("it is live") };
        for table in schema.tables.values() {
            let mut table = table.clone();
            table.options.clear();
            table.columns.iter_mut().for_each(|column| column.collation = None);
            models.insert(table);
        }
        let mut to = Side::Portable(models);
        let way = compare(&mut from, &mut to, None, &Flags::default()).await.unwrap();
        let told: Vec<String> = way.plan.operations.iter().map(ToString::to_string).collect();
        assert_eq!(told, ["change t.a"]);
        let Side::Live(mut session, _) = from else { panic!("it is live") };
        for sql in way.units.unwrap().into_iter().flat_map(|unit| unit.statements) {
            session.execute(&sql).await.unwrap();
        }
        let rows = session.query("SELECT concat(a, b) FROM t WHERE a = 'é' AND a <> 'É'").await.unwrap();
        assert_eq!(rows, [[Some("éÉ".to_owned())]]);
        let mut from = live(session).await;
        let way = compare(&mut from, &mut to, None, &Flags::default()).await.unwrap();
        assert_eq!(way.plan.operations, [], "how rows are kept is left to who made the table");
        if let Side::Live(session, _) = from {
            session.close().await;
        }
        left.drop().await.unwrap();
    });
}

#[test]
fn new_columns_stand_where_the_other_database_has_them() {
    leads(
        "CREATE TABLE t (a int, b int, gone int, c int) CHARACTER SET utf8mb4",
        "CREATE TABLE t (id int PRIMARY KEY AUTO_INCREMENT, a int, d varchar(9) NOT NULL, e int, b int, c int, f int) \
         CHARACTER SET utf8mb4",
        "",
        "SELECT a, b, c FROM t",
    );
}

#[test]
fn words_of_a_column_come_and_stay_when_it_changes() {
    leads(
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(9) CHECK (a <> ''), b int, at datetime DEFAULT \
         current_timestamp ON UPDATE current_timestamp, moment datetime(6), h int) CHARACTER SET utf8mb4",
        "CREATE TABLE t (id int PRIMARY KEY, a varchar(90) CHECK (a <> ''), b int CHECK (b > 0), at datetime DEFAULT \
         current_timestamp, moment datetime(6) ON UPDATE current_timestamp(6) COMMENT 'when', h int INVISIBLE) \
         CHARACTER SET utf8mb4",
        "INSERT INTO t VALUES (1, 'x', 1, '2020-01-01', '2020-01-02', 3)",
        "SELECT id, a, b, at, moment, h FROM t",
    );
}

#[test]
fn an_index_over_the_start_of_a_text_and_one_that_hashes_are_made() {
    leads(
        "CREATE TABLE t (id int, a text, b tinyblob, c varchar(9), KEY c (c)) CHARACTER SET utf8mb4",
        "CREATE TABLE t (id int, a text, b tinyblob, c varchar(9), KEY a (a(255)), UNIQUE KEY b (b) USING HASH, \
         KEY c (c(3), id)) CHARACTER SET utf8mb4",
        "INSERT INTO t VALUES (1, 'x', 'y', 'z')",
        "SELECT * FROM t",
    );
}

#[test]
fn a_column_in_other_letters_is_renamed_and_keeps_its_values() {
    leads(
        "CREATE TABLE t (id int PRIMARY KEY, Name varchar(9)) CHARACTER SET utf8mb4",
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(9), email varchar(9)) CHARACTER SET utf8mb4",
        "INSERT INTO t VALUES (1, 'x')",
        "SELECT id, name FROM t",
    );
}

#[test]
fn a_check_of_a_column_follows_its_new_name_into_its_new_definition() {
    leads(
        "CREATE TABLE t (id int PRIMARY KEY, Name varchar(9) CHECK (Name <> 'q'), b int CHECK (b > char_length(Name))) \
         CHARACTER SET utf8mb4",
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(90) CHECK (name <> 'q'), b bigint CHECK (b > char_length(name))) \
         CHARACTER SET utf8mb4",
        "INSERT INTO t VALUES (1, 'x', 2)",
        "SELECT id, name, b FROM t",
    );
}

#[test]
fn an_index_that_the_server_made_for_a_foreign_key_keeps_its_name() {
    let tables = "CREATE TABLE parent (id int PRIMARY KEY) CHARACTER SET utf8mb4;\n\
        CREATE TABLE t (id int PRIMARY KEY, parent_id int, FOREIGN KEY (parent_id) REFERENCES parent (id)";
    leads(
        &format!("{tables}) CHARACTER SET utf8mb4"),
        &format!("{tables} ON DELETE CASCADE) CHARACTER SET utf8mb4"),
        "INSERT INTO parent VALUES (1);\nINSERT INTO t VALUES (1, 1)",
        "SELECT * FROM t",
    );
}
