//! What the attributes of a struct say, each value with its place.

use proc_macro2::Span;
use syn::{Ident, LitStr, Path, Type};

use crate::attr::plain;

/// A struct that is a model.
pub(crate) struct Model<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attr: ModelAttr,
    pub(crate) comment: Option<String>,
    pub(crate) fields: Vec<Field<'a>>,
}

/// `#[model(…)]`
#[derive(Default)]
pub(crate) struct ModelAttr {
    pub(crate) table: Option<LitStr>,
    pub(crate) schema: Option<LitStr>,
    pub(crate) comment: Option<LitStr>,
    pub(crate) renamed_from: Option<LitStr>,
    pub(crate) moved_from: Option<LitStr>,
    pub(crate) timestamps: bool,
    pub(crate) soft_delete: bool,
    pub(crate) own_names: bool,
    pub(crate) primary_key: Option<Columns>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) uniques: Vec<Columns>,
    pub(crate) checks: Vec<Check>,
    pub(crate) exclusions: Vec<Exclusion>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) pivots: Vec<Pivot>,
}

/// `primary_key(…)` or `unique(…)`
pub(crate) struct Columns {
    pub(crate) name: Option<LitStr>,
    pub(crate) fields: Vec<Ident>,
    pub(crate) include: Vec<Ident>,
    pub(crate) nulls_not_distinct: bool,
    pub(crate) deferrable: Option<&'static str>,
    pub(crate) span: Span,
}

/// `index(…)`
pub(crate) struct Index {
    pub(crate) name: Option<LitStr>,
    pub(crate) keys: Vec<IndexKey>,
    pub(crate) unique: bool,
    pub(crate) predicate: Option<Sql>,
    pub(crate) using: Option<Sql>,
    pub(crate) include: Vec<Ident>,
    pub(crate) nulls_not_distinct: bool,
    /// Storage parameters, by name.
    pub(crate) parameters: Vec<(Ident, String)>,
    pub(crate) span: Span,
}

/// `exclude(…)`
pub(crate) struct Exclusion {
    pub(crate) name: Option<LitStr>,
    pub(crate) keys: Vec<LitStr>,
    pub(crate) predicate: Option<Sql>,
    pub(crate) using: Option<Sql>,
    pub(crate) deferrable: Option<&'static str>,
    pub(crate) span: Span,
}

/// A key of an index: a field, or a text that is one with its order, or an expression.
pub(crate) enum IndexKey {
    Field(Ident),
    Text(LitStr),
}

/// `check(label = "expression")` or `check("name" = "expression")`
pub(crate) struct Check {
    pub(crate) key: CheckKey,
    pub(crate) expression: Sql,
    pub(crate) no_inherit: bool,
    pub(crate) not_valid: bool,
}

/// What a check is called.
pub(crate) enum CheckKey {
    /// A word, of which the name is made.
    Label(Ident),
    /// The name itself.
    Name(LitStr),
}

impl CheckKey {
    /// The word or name.
    pub(crate) fn text(&self) -> String {
        match self {
            CheckKey::Label(label) => plain(label),
            CheckKey::Name(name) => name.value(),
        }
    }

    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            CheckKey::Label(label) => label.span(),
            CheckKey::Name(name) => name.span(),
        }
    }
}

/// `foreign_key(…)`
pub(crate) struct ForeignKey {
    pub(crate) name: Option<LitStr>,
    pub(crate) columns: Vec<Ident>,
    pub(crate) references: Reference,
    pub(crate) index: Option<bool>,
    pub(crate) span: Span,
}

/// The other end of a foreign key, and how the key behaves.
pub(crate) struct Reference {
    pub(crate) model: Path,
    pub(crate) fields: Vec<Ident>,
    pub(crate) behaviour: Behaviour,
}

/// How a foreign key behaves, in the words of a description.
#[derive(Default, Clone, Copy)]
pub(crate) struct Behaviour {
    pub(crate) on_delete: Option<&'static str>,
    pub(crate) on_update: Option<&'static str>,
    pub(crate) deferrable: Option<&'static str>,
    pub(crate) match_full: bool,
    pub(crate) not_valid: bool,
}

/// `many_to_many(…)`
pub(crate) struct Pivot {
    pub(crate) model: Path,
    pub(crate) table: Option<LitStr>,
    pub(crate) span: Span,
}

/// A field.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) comment: Option<String>,
    pub(crate) attr: ColumnAttr,
}

/// `#[column(…)]`
#[derive(Default)]
pub(crate) struct ColumnAttr {
    /// Every attribute that was given, in order, with its place.
    pub(crate) given: Vec<(&'static str, Span)>,
    pub(crate) name: Option<LitStr>,
    pub(crate) renamed_from: Option<LitStr>,
    pub(crate) comment: Option<LitStr>,
    pub(crate) collate: Option<LitStr>,
    pub(crate) ty: Option<Sql>,
    pub(crate) length: Option<u32>,
    pub(crate) precision: Option<u32>,
    pub(crate) scale: Option<u32>,
    /// The default as JSON.
    pub(crate) default: Option<String>,
    pub(crate) default_sql: Option<Sql>,
    /// How the database counts, as JSON.
    pub(crate) identity: Option<String>,
    pub(crate) generated: Option<Sql>,
    pub(crate) generated_virtual: Option<Sql>,
    pub(crate) index: Option<bool>,
    pub(crate) references: Option<(Path, Vec<Ident>)>,
    pub(crate) behaviour: Behaviour,
}

impl ColumnAttr {
    /// Where the attribute stands, if it was given.
    pub(crate) fn given(&self, name: &str) -> Option<Span> {
        self.given.iter().find(|(given, _)| *given == name).map(|(_, span)| *span)
    }
}

/// A piece of SQL: one text, or one for each target.
pub(crate) enum Sql {
    Same(LitStr),
    PerTarget(Vec<(&'static str, LitStr)>),
}

impl IndexKey {
    /// The field, if it is one by its word.
    pub(crate) fn field(&self) -> Option<&Ident> {
        match self {
            IndexKey::Field(field) => Some(field),
            IndexKey::Text(_) => None,
        }
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<&LitStr> {
        match self {
            IndexKey::Field(_) => None,
            IndexKey::Text(text) => Some(text),
        }
    }
}
