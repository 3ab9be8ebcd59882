//! The normal form of an index.

use super::super::{lexer, types};
use super::{Place, Problems};
use crate::Target;
use crate::schema::{Exclusion, ExclusionPart, Index, IndexKey, IndexPart, Nulls, Sql, Table, Type};

pub(super) fn normal(index: &Index, table: &Table, place: &Place, problems: &mut Problems) -> Index {
    let method = index.method.as_ref().and_then(|sql| method(sql, place, problems));
    let parts = index.parts.iter().map(|part| normal_part(part, table, place, problems)).collect();
    if index.nulls_not_distinct && !index.unique {
        problems.add(place, "NULLs that count as the same", "make the index unique, or leave it out");
    }
    let index = Index {
        name: index.name.clone(),
        parts,
        unique: index.unique,
        nulls_not_distinct: index.nulls_not_distinct,
        predicate: index.predicate.as_ref().map(|sql| problems.expression(place, "the predicate", sql)),
        method,
        include: index.include.clone(),
        parameters: index.parameters.clone(),
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
    let column = match &key {
        IndexKey::Column(name) => table.column(name),
        IndexKey::Expression(_) => None,
    };
    // The server tells only what a key does not have by itself.
    let own_collation = column.and_then(|column| column.collation.as_deref()).unwrap_or("default");
    let collation = part.collation.clone().filter(|name| !name.is_empty() && name != own_collation);
    let own_class = column.and_then(|column| usual_class(&column.ty));
    let operator_class = part
        .operator_class
        .as_ref()
        .map(|text| operator_class(text, place, problems))
        .filter(|class| own_class != Some(class.as_str()));
    IndexPart { key, collation, operator_class, descending: part.descending, length: None, nulls }
}

fn operator_class(text: &str, place: &Place, problems: &mut Problems) -> String {
    problems.expression(place, "the operator class", &Sql::Same(text.to_owned())).any().to_owned()
}

/// The operator class that btree, hash and gin take for a type by themselves.
fn usual_class(ty: &Type) -> Option<&'static str> {
    Some(match ty {
        Type::SmallInt => "int2_ops",
        Type::Integer => "int4_ops",
        Type::BigInt => "int8_ops",
        Type::Float => "float4_ops",
        Type::Double => "float8_ops",
        Type::Decimal { .. } => "numeric_ops",
        Type::String(_) | Type::Text => "text_ops",
        Type::Boolean => "bool_ops",
        Type::Date => "date_ops",
        Type::Time => "time_ops",
        Type::DateTime => "timestamp_ops",
        Type::Timestamp => "timestamptz_ops",
        Type::Json => "jsonb_ops",
        Type::Uuid | Type::UuidText => "uuid_ops",
        Type::Array(_) => "array_ops",
        Type::Binary(_) | Type::Blob => "bytea_ops",
        Type::Custom(_) if types::custom_word(ty) == Some("citext") => "citext_ops",
        // Kept as a type of its own or as text; a type of the database's own has a class of its own.
        Type::Enum(_) | Type::Custom(_) => return None,
    })
}

/// An exclusion constraint.
pub(super) fn exclusion(
    item: &Exclusion,
    table: &Table,
    place: &Place,
    problems: &mut Problems,
) -> Exclusion {
    if item.parts.is_empty() {
        problems.add(place, "an exclusion without keys", "name a column or an expression, and an operator");
    }
    let part = |item: &ExclusionPart, problems: &mut Problems| ExclusionPart {
        part: normal_part(&item.part, table, place, problems),
        operator: item.operator.clone(),
    };
    Exclusion {
        name: item.name.clone(),
        parts: item.parts.iter().map(|item| part(item, problems)).collect(),
        method: item.method.as_ref().and_then(|sql| method(sql, place, problems)),
        predicate: item.predicate.as_ref().map(|sql| problems.expression(place, "the predicate", sql)),
        deferrable: item.deferrable,
    }
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
