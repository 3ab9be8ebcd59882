//! What a column holds that no schema of ours says, and that a statement would take away without a word.

use std::collections::BTreeMap;

use super::super::DatabaseError;
use super::super::token::Kinds;
use super::lexer::{Kind, Token, significant, tokens};
use super::session::MysqlSession;
use super::{backticked, literal, printed};
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
    let rows = session
        .rows(&format!(
            "SELECT c.column_name, c.extra, c.column_type FROM information_schema.columns c \
             WHERE c.table_schema = database() AND c.table_name = {table} AND c.column_name IN ({names})"
        ))
        .await?;
    let checks = match session.target() {
        Target::Mariadb if !rows.is_empty() => own_checks(session, &written.table).await?,
        // There a check of a column is one of the table.
        Target::Mariadb | Target::Mysql | Target::Postgres | Target::Sqlite => BTreeMap::new(),
    };
    let mut found = Vec::new();
    for row in rows {
        let mut cells = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || cells.next().unwrap_or_default();
        let (name, extra, ty) = (next(), next().to_ascii_uppercase(), next());
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
        if let Some(check) = checks.get(&name) {
            extras.push((format!("CHECK {check}"), "CHECK"));
        }
        found.push((name, extras));
    }
    Ok(found)
}

/// The checks that belong to columns of a table, by column. The catalogue lists a check under the name that
/// its column had when it was made, whatever it is called today.
async fn own_checks(
    session: &mut MysqlSession,
    table: &str,
) -> Result<BTreeMap<String, String>, DatabaseError> {
    let rows = session.rows(&format!("SHOW CREATE TABLE {}", backticked(table))).await?;
    let text = rows.into_iter().next().and_then(|row| row.into_iter().nth(1)).flatten();
    Ok(checks_of(&printed::literals(&text.unwrap_or_default())))
}

/// The checks of columns in the text of a table. One of JSON comes with the type.
fn checks_of(table: &str) -> BTreeMap<String, String> {
    let mut checks = BTreeMap::new();
    let (mut depth, mut column, mut open) = (0_usize, None, None);
    let (mut before, mut end) = (None, 0);
    for token in tokens(table).unwrap_or_default() {
        let is_first = depth == 1 && before.is_none_or(|before: Token<'_>| before.is('(') || before.is(','));
        if is_first && token.kind.is_significant() {
            // A name in backticks begins a column, a word anything else.
            column = token.identifier().filter(|_| token.kind == Kind::Quoted);
        }
        let start = end;
        end += token.text.len();
        if token.is('(') {
            if depth == 1 && before.is_some_and(|before| before.is_word("CHECK")) {
                open = Some(start);
            }
            depth += 1;
        } else if token.is(')') {
            depth = depth.saturating_sub(1);
            if let (1, Some(from), Some(name)) = (depth, open.take_if(|_| depth == 1), &column) {
                let check = &table[from..=start];
                if check != format!("(json_valid({}))", backticked(name)) {
                    checks.insert(name.clone(), check.to_owned());
                }
            }
        }
        if token.kind.is_significant() {
            before = Some(token);
        }
    }
    checks
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
    use super::{checks_of, written};

    #[test]
    fn the_checks_of_columns_are_found_in_the_text_of_their_table() {
        let table = "CREATE TABLE `t` (\n  `id` int(11) DEFAULT 1 COMMENT 'CHECK (',\n  `a,` decimal(3,2) CHECK (`a,` in (1,(2))),\n  \
                     `j` longtext CHECK (json_valid(`j`)),\n  PRIMARY KEY (`id`),\n  CONSTRAINT `c` CHECK (`id` > 0)\n) ENGINE=InnoDB";
        let found: Vec<_> = checks_of(table).into_iter().collect();
        assert_eq!(found, [("a,".to_owned(), "(`a,` in (1,(2)))".to_owned())]);
    }

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
