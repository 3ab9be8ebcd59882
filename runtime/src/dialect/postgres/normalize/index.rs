//! The normal form of an index.

use super::super::lexer;
use super::{Place, Problems};
use crate::Target;
use crate::schema::{Index, IndexKey, IndexPart, Nulls, Sql, Table};

pub(super) fn normal(index: &Index, table: &Table, place: &Place, problems: &mut Problems) -> Index {
    let method = index.method.as_ref().and_then(|sql| method(sql, place, problems));
    let parts = index.parts.iter().map(|part| normal_part(part, table, place, problems)).collect();
    let index = Index {
        name: index.name.clone(),
        parts,
        unique: index.unique,
        predicate: index.predicate.as_ref().map(|sql| problems.expression(place, "the predicate", sql)),
        method,
        include: index.include.clone(),
    };
    if index.parts.is_empty() {
        problems.add(place, "an index without keys", "name a column or an expression");
    }
    if let Some(method) = index.method.as_ref().and_then(|sql| sql.get(Target::Postgres)) {
        only_what_the_method_can(&index, method, place, problems);
    }
    index
}

fn method(sql: &Sql, place: &Place, problems: &mut Problems) -> Option<Sql> {
    let Sql::Same(text) = problems.expression(place, "the access method", sql) else { return None };
    let word = text.to_ascii_lowercase();
    (word != "btree" && !word.is_empty()).then_some(Sql::Same(word))
}

fn normal_part(part: &IndexPart, table: &Table, place: &Place, problems: &mut Problems) -> IndexPart {
    let key = match &part.key {
        IndexKey::Column(name) => IndexKey::Column(name.clone()),
        IndexKey::Expression(sql) => {
            let sql = problems.expression(place, "the expression", sql);
            match column_named(&sql, table) {
                Some(column) => IndexKey::Column(column),
                None => IndexKey::Expression(sql),
            }
        }
    };
    let nulls = part.nulls.filter(|nulls| match nulls {
        Nulls::First => !part.descending,
        Nulls::Last => part.descending,
    });
    IndexPart { key, descending: part.descending, nulls }
}

/// The column, when the expression is nothing else: so the server keeps it.
fn column_named(sql: &Sql, table: &Table) -> Option<String> {
    let tokens = lexer::significant(sql.get(Target::Postgres)?).ok()?;
    let [token] = tokens.as_slice() else { return None };
    let name = token.identifier()?;
    table.column(&name).map(|column| column.name.clone())
}

fn only_what_the_method_can(index: &Index, method: &str, place: &Place, problems: &mut Problems) {
    // Of a method that comes with an extension the server knows more than we do.
    if !["hash", "gin", "gist", "spgist", "brin"].contains(&method) {
        return;
    }
    let sorts = index.parts.iter().any(|part| part.descending || part.nulls.is_some());
    let includes = !index.include.is_empty() && !["gist", "spgist"].contains(&method);
    let refused = [(index.unique, "a unique"), (sorts, "a sorted"), (includes, "an INCLUDE in a")];
    for (_, what) in refused.iter().filter(|(is_refused, _)| *is_refused) {
        problems.add(place, format!("{what} {method} index"), "use a btree index");
    }
}
