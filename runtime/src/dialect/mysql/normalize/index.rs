//! The normal form of an index.

use super::super::{lexer, types};
use super::{Place, Problems};
use crate::Target;
use crate::schema::{Index, IndexKey, IndexPart, Nulls, Sql, Table, fresh_name};

pub(super) fn normal(index: &Index, table: &Table, place: &Place, problems: &mut Problems) -> Index {
    if index.parts.is_empty() {
        problems.add(place, "an index without keys", "name a column or an expression");
    }
    if let Some(predicate) = &index.predicate {
        if index.unique {
            let help = unique_among(index, predicate, table, problems.target);
            problems.add(place, "a unique index over some of the rows", help);
        } else {
            let help = "leave `where` out: the index then holds all rows";
            problems.add(place, "an index over some of the rows", help);
        }
    }
    let method = index.method.as_ref().and_then(|sql| method(sql, index, place, problems));
    Index {
        name: index.name.clone(),
        parts: index.parts.iter().map(|part| normal_part(part, table, place, problems)).collect(),
        unique: index.unique,
        method,
        ..Index::default()
    }
}

/// The form that enforces it: a column more, which is NULL for the other rows, since NULLs are distinct.
fn unique_among(index: &Index, predicate: &Sql, table: &Table, target: Target) -> String {
    let among = fresh_name("live", |name| table.column(name).is_some());
    let computed = format!("CASE WHEN {} THEN 1 END", predicate.get(target).unwrap_or(predicate.any()));
    let keys = index.parts.iter().map(|part| match &part.key {
        IndexKey::Column(name) => format!("{name:?}"),
        IndexKey::Expression(sql) => format!("{:?}", sql.any()),
    });
    let keys: Vec<String> = keys.chain([format!("{among:?}")]).collect();
    format!(
        "make it unique over all rows, or among those alone: give the model a field `{among}: Option<i32>` with \
         #[column(generated = {computed:?})], and the struct #[model(index(columns({}), unique))] in place of this \
         `unique`",
        keys.join(", ")
    )
}

fn method(sql: &Sql, index: &Index, place: &Place, problems: &mut Problems) -> Option<Sql> {
    let Sql::Same(text) = problems.expression(place, "the access method", sql) else { return None };
    let word = text.to_ascii_lowercase();
    match word.as_str() {
        "btree" | "" => return None,
        "fulltext" | "spatial" => {
            if index.unique || index.parts.iter().any(|part| part.descending) {
                problems.add(place, format!("a unique or sorted {word} index"), "leave that out");
            }
        }
        "hash" => {
            let help = "InnoDB makes a b-tree of it without a word: leave `using` out";
            problems.add(place, "a hash index", help);
        }
        _ => {
            let help = format!("use btree, fulltext or spatial, or give a text for {}", problems.target);
            problems.add(place, format!("the index method `{text}`"), help);
        }
    }
    Some(Sql::Same(word))
}

fn normal_part(part: &IndexPart, table: &Table, place: &Place, problems: &mut Problems) -> IndexPart {
    let default = if part.descending { Nulls::Last } else { Nulls::First };
    if part.nulls.is_some_and(|nulls| nulls != default) {
        let help = "NULL sorts before everything else here: leave `nulls` out";
        problems.add(place, "another place for NULL in an index", help);
    }
    let key = match &part.key {
        IndexKey::Column(name) => IndexKey::Column(name.clone()),
        IndexKey::Expression(sql) => {
            let sql = problems.expression(place, "the expression", sql);
            match column_named(&sql, table) {
                Some(column) => IndexKey::Column(column),
                None => {
                    if problems.target == Target::Mariadb {
                        let help = "add a generated column with the expression, and an index over it";
                        problems.add(place, "an index over an expression", help);
                    }
                    IndexKey::Expression(sql)
                }
            }
        }
    };
    if part.collation.is_some() {
        problems.add(place, "a collation of an index", "give the column the collation");
    }
    IndexPart { descending: part.descending, length: part.length, ..IndexPart::new(key) }
}

/// The column, when the expression is nothing else.
fn column_named(sql: &Sql, table: &Table) -> Option<String> {
    let tokens = lexer::significant(sql.any()).ok()?;
    let [token] = tokens.as_slice() else { return None };
    let name = token.identifier()?;
    let mut columns = table.columns.iter();
    columns.find(|column| column.name.eq_ignore_ascii_case(&name)).map(|column| column.name.clone())
}

/// Whether it is kept as a b-tree, so that its keys have a greatest length.
pub(super) fn is_tree(index: &Index) -> bool {
    index.method.as_ref().is_none_or(|method| types::is_tree_method(method.any()))
}
