//! Columns that the server sets by itself when a row changes, which an UPDATE of a migration would change
//! without naming them.

use super::super::DatabaseError;
use super::lexer::{Kind, Token, significant};
use super::literal;
use super::session::MysqlSession;

/// What an UPDATE writes.
#[derive(Debug, PartialEq, Eq)]
struct Update {
    /// The table behind the word, and the tables that assigned columns are named with.
    tables: Vec<String>,
    columns: Vec<String>,
}

/// See [`Session::touched`](super::super::Session::touched).
pub(super) async fn touched(
    session: &mut MysqlSession,
    statements: &[&str],
) -> Result<Vec<String>, DatabaseError> {
    let mut found = Vec::new();
    for update in statements.iter().filter_map(|sql| update(sql)) {
        let tables: Vec<String> = update.tables.iter().map(|table| literal(table)).collect();
        let rows = session
            .rows(&format!(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = database() \
                 AND table_name IN ({}) AND extra LIKE '%on update%'",
                tables.join(", ")
            ))
            .await?;
        for row in rows {
            let [Some(table), Some(column)] = row.as_slice() else { continue };
            if !update.columns.iter().any(|named| named.eq_ignore_ascii_case(column)) {
                found.push(format!("{table}.{column}"));
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// What a statement writes when it is an UPDATE. In one over several tables the first counts as written
/// whatever is assigned: to name a column that stays as it is does no harm.
fn update(sql: &str) -> Option<Update> {
    let tokens = significant(sql).ok()?;
    let (first, rest) = tokens.split_first()?;
    if !first.is_word("UPDATE") {
        return None;
    }
    let rest = match rest.iter().position(|token| !token.is_word("LOW_PRIORITY") && !token.is_word("IGNORE"))
    {
        Some(start) => &rest[start..],
        None => return None,
    };
    let set = rest.iter().position(|token| token.is_word("SET"))?;
    let mut tables = vec![last_name(&rest[..set.min(3)])?];
    let mut columns = Vec::new();
    for assignment in assignments(&rest[set + 1..]) {
        let end = assignment.iter().position(|token| token.is('=')).unwrap_or(0);
        match &assignment[..end] {
            [.., table, dot, column] if dot.is('.') => {
                tables.extend(table.identifier());
                columns.extend(column.identifier());
            }
            [column] => columns.extend(column.identifier()),
            _ => {}
        }
    }
    Some(Update { tables, columns })
}

/// The table that a reference names: `a`, or `a` of `db.a`.
fn last_name(reference: &[Token<'_>]) -> Option<String> {
    match reference {
        [_, dot, name, ..] if dot.is('.') => name.identifier(),
        [name, ..] => name.identifier(),
        [] => None,
    }
}

/// The assignments behind SET, up to the word that ends them.
fn assignments<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = &'t [Token<'a>]> {
    let mut depth = 0_usize;
    let ends = |token: &Token<'_>| {
        token.kind == Kind::Word && ["WHERE", "ORDER", "LIMIT"].iter().any(|word| token.is_word(word))
    };
    let end = tokens.iter().position(|token| {
        depth = (depth + usize::from(token.is('('))).saturating_sub(usize::from(token.is(')')));
        depth == 0 && ends(token)
    });
    let mut depth = 0_usize;
    tokens[..end.unwrap_or(tokens.len())].split(move |token| {
        depth = (depth + usize::from(token.is('('))).saturating_sub(usize::from(token.is(')')));
        depth == 0 && token.is(',')
    })
}

#[cfg(test)]
mod tests {
    use super::update;

    #[test]
    fn the_columns_that_an_update_names_are_found() {
        let names = |sql: &str| update(sql).map(|one| (one.tables.join(" "), one.columns.join(" ")));
        let of = |tables: &str, columns: &str| Some((tables.to_owned(), columns.to_owned()));
        assert_eq!(
            names("UPDATE `a`\nSET `x` = (SELECT 1, 2 LIMIT 1), y = 'where'\nWHERE z = 1"),
            of("a", "x y")
        );
        assert_eq!(names("update ignore db.a set a.x = a.x"), of("a a", "x"));
        assert_eq!(names("UPDATE a AS t JOIN b ON t.id = b.id SET t.x = b.y"), of("a t", "x"));
        assert_eq!(names("INSERT INTO a VALUES (1)"), None);
        assert_eq!(names("UPDATE"), None);
    }
}
