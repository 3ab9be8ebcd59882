use super::{Effect, effects};
use crate::Target;
use crate::dialect::dialect;
use crate::operation::Operation;
use crate::schema::Name;

fn operation(json: &str) -> Operation {
    serde_json::from_str(json).expect("it is an operation")
}

#[test]
fn a_statement_says_what_it_leaves_whichever_way_it_goes() {
    let column = r#"{"name":"words","type":"integer","nullable":true}"#;
    let operations = [
        operation(&format!(r#"{{"add_column":{{"table":"post","column":{column}}}}}"#)),
        operation(r#"{"create_table":{"table":{"name":"note","columns":[]}}}"#),
    ];
    let found = |sql: &str| effects(dialect(Target::Mariadb), &operations, sql);
    let column =
        |is_there| vec![Effect::Column { table: Name::new("post"), name: "words".to_owned(), is_there }];
    let table = |is_there| vec![Effect::Table { name: Name::new("note"), is_there }];
    assert_eq!(found("ALTER TABLE `post` ADD COLUMN `words` int"), column(true));
    assert_eq!(found("ALTER TABLE `post` DROP COLUMN `words`"), column(false));
    assert_eq!(found("ALTER TABLE `post` DROP COLUMN `words`, ADD COLUMN `words` int"), []);
    assert_eq!(found("ALTER TABLE `posts` DROP COLUMN `words`"), []);
    assert_eq!(found("CREATE TABLE `note` (\n id int)"), table(true));
    assert_eq!(found("DROP TABLE `note`"), table(false));
    assert_eq!(found("DROP TABLE `notes`"), []);
    assert_eq!(found("UPDATE `post` SET a = 'ADD COLUMN `words`'"), []);
}
