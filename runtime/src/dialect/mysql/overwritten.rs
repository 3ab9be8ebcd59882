//! What a column holds that no schema of ours says, and that a statement would take away without a word.

use super::super::DatabaseError;
use super::lexer::{Token, significant};
use super::literal;
use super::session::MysqlSession;
use crate::Target;

/// A column whose whole definition a statement writes.
#[derive(Debug, PartialEq, Eq)]
struct Written {
    table: String,
    /// Its name, and the one it takes.
    names: Vec<String>,
    /// The words of the definition, in upper case.
    words: Vec<String>,
}

/// See [`Session::overwritten`](super::super::Session::overwritten).
pub(super) async fn overwritten(
    session: &mut MysqlSession,
    statements: &[&str],
) -> Result<Vec<String>, DatabaseError> {
    let mut lost = Vec::new();
    for written in statements.iter().flat_map(|sql| written(sql)) {
        for (name, extras) in extras(session, &written).await? {
            let table = &written.table;
            let gone = extras.iter().filter(|(_, word)| !written.words.iter().any(|other| other == word));
            lost.extend(gone.map(|(what, _)| format!("{what} of {table}.{name}")));
        }
    }
    lost.sort();
    lost.dedup();
    Ok(lost)
}

/// What the live columns hold: how it is called, and the word that a definition needs to keep it.
async fn extras(
    session: &mut MysqlSession,
    written: &Written,
) -> Result<Vec<(String, Vec<(String, &'static str)>)>, DatabaseError> {
    let table = literal(&written.table);
    let names: Vec<String> = written.names.iter().map(|name| literal(name)).collect();
    let names = names.join(", ");
    let check = match session.target() {
        // The server names a column's own check like the column. One of JSON comes with the type.
        Target::Mariadb => {
            "(SELECT check_clause FROM information_schema.check_constraints WHERE level = 'Column' AND \
             constraint_schema = database() AND table_name = c.table_name AND constraint_name = c.column_name \
             AND check_clause <> concat('json_valid(`', replace(c.column_name, '`', '``'), '`)'))"
        }
        // There a check of a column is one of the table.
        Target::Mysql | Target::Postgres | Target::Sqlite => "NULL",
    };
    let rows = session
        .rows(&format!(
            "SELECT c.column_name, c.extra, c.column_type, {check} FROM information_schema.columns c \
             WHERE c.table_schema = database() AND c.table_name = {table} AND c.column_name IN ({names})"
        ))
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let mut cells = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || cells.next().unwrap_or_default();
        let (name, extra, ty, check) = (next(), next().to_ascii_uppercase(), next(), next());
        let mut extras = Vec::new();
        if let Some(at) = extra.find("ON UPDATE ") {
            extras.push((extra[at..].split(',').next().unwrap_or_default().to_owned(), "UPDATE"));
        }
        if extra.contains("INVISIBLE") {
            extras.push(("INVISIBLE".to_owned(), "INVISIBLE"));
        }
        if extra.contains("WITHOUT SYSTEM VERSIONING") {
            extras.push(("WITHOUT SYSTEM VERSIONING".to_owned(), "VERSIONING"));
        }
        if ty.contains("COMPRESSED") && ty.contains("/*") {
            extras.push(("COMPRESSED".to_owned(), "COMPRESSED"));
        }
        if !check.is_empty() {
            extras.push((format!("CHECK ({check})"), "CHECK"));
        }
        found.push((name, extras));
    }
    Ok(found)
}

/// The columns that a statement writes anew; none for what is no ALTER TABLE.
fn written(sql: &str) -> Vec<Written> {
    let Ok(tokens) = significant(sql) else { return Vec::new() };
    let [alter, word, table, clauses @ ..] = tokens.as_slice() else { return Vec::new() };
    let Some(table) = table.identifier().filter(|_| alter.is_word("ALTER") && word.is_word("TABLE")) else {
        return Vec::new();
    };
    let mut depth = 0_usize;
    let is_end = |token: &Token<'_>| {
        depth = (depth + usize::from(token.is('('))).saturating_sub(usize::from(token.is(')')));
        depth == 0 && token.is(',')
    };
    clauses.split(is_end).filter_map(|clause| column_of(&table, clause)).collect()
}

/// As we write a clause: the word COLUMN is always there.
fn column_of(table: &str, clause: &[Token<'_>]) -> Option<Written> {
    let [verb, column, name, rest @ ..] = clause else { return None };
    let is_change = verb.is_word("CHANGE");
    if !column.is_word("COLUMN") || !(is_change || verb.is_word("MODIFY") || verb.is_word("ADD")) {
        return None;
    }
    let (new, rest) = if is_change { (rest.first(), rest.get(1..)?) } else { (None, rest) };
    Some(Written {
        table: table.to_owned(),
        names: [Some(name), new].into_iter().flatten().filter_map(Token::identifier).collect(),
        words: rest.iter().filter_map(Token::identifier).map(|word| word.to_uppercase()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn the_columns_that_a_statement_writes_are_found() {
        let names = |sql: &str| {
            let all = written(sql).into_iter().map(|one| (one.table, one.names.join(" "), one.words.len()));
            all.collect::<Vec<_>>()
        };
        let sql = "ALTER TABLE `a` DROP COLUMN `x`, CHANGE COLUMN `y` `x` enum('b,', 'c') NOT NULL AFTER `z`, \
                   MODIFY COLUMN `w` decimal(3,2) NULL DEFAULT NULL, ADD INDEX `i` (`x`, `w`)";
        let of_a = |names: &str, words| ("a".to_owned(), names.to_owned(), words);
        assert_eq!(names(sql), [of_a("y x", 5), of_a("w", 4)]);
        assert_eq!(names("UPDATE a SET b = 1"), []);
        assert_eq!(names("ALTER TABLE a RENAME COLUMN b TO c"), []);
    }
}
