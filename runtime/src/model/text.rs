//! The JSON that the derives write: the contract between `strobila-derive` and `capture`.
//!
//! Lists of columns hold column names: the derive knows them. What stands in another struct is held by
//! the name of its field.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Description, EnumDescription};
use crate::schema::{
    Action, DefaultValue, Deferrable, ExclusionPart, Generated, Identity, IndexPart, Sql, Storage,
};

/// What a struct says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub(super) struct ModelText {
    pub(super) table: String,
    pub(super) schema: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) renamed_from: Option<String>,
    pub(super) moved_from: Option<String>,
    #[serde(default)]
    pub(super) timestamps: bool,
    #[serde(default)]
    pub(super) soft_delete: bool,
    #[serde(default)]
    pub(super) own_names: bool,
    pub(super) primary_key: Option<ListText>,
    #[serde(default)]
    pub(super) fields: Vec<FieldText>,
    #[serde(default)]
    pub(super) indexes: Vec<IndexText>,
    #[serde(default)]
    pub(super) uniques: Vec<ListText>,
    #[serde(default)]
    pub(super) checks: Vec<CheckText>,
    #[serde(default)]
    pub(super) exclusions: Vec<ExclusionText>,
    #[serde(default)]
    pub(super) foreign_keys: Vec<ForeignKeyText>,
    #[serde(default)]
    pub(super) pivots: Vec<PivotText>,
}

/// What a field says. What few fields say is boxed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldText {
    #[serde(borrow)]
    pub(super) field: Cow<'static, str>,
    /// The column's name when it is not the field's.
    pub(super) name: Option<String>,
    pub(super) line: u32,
    #[serde(rename = "type")]
    pub(super) ty: Option<Sql>,
    pub(super) length: Option<u32>,
    pub(super) precision: Option<u32>,
    pub(super) scale: Option<u32>,
    pub(super) default: Option<DefaultValue>,
    pub(super) identity: Option<Box<Identity>>,
    pub(super) generated: Option<Box<Generated>>,
    pub(super) collate: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) renamed_from: Option<String>,
    #[serde(default)]
    pub(super) primary_key: bool,
    #[serde(default)]
    pub(super) unique: bool,
    pub(super) index: Option<bool>,
    pub(super) references: Option<Box<ReferenceText>>,
}

/// Where a foreign key points, and how.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferenceText {
    /// The place of the model in the description's targets.
    pub(super) target: usize,
    /// Fields of the other struct; none means its primary key.
    #[serde(default)]
    pub(super) fields: Vec<String>,
    #[serde(default)]
    pub(super) on_delete: Action,
    #[serde(default)]
    pub(super) on_update: Action,
    pub(super) deferrable: Option<Deferrable>,
    #[serde(default)]
    pub(super) match_full: bool,
    #[serde(default)]
    pub(super) not_valid: bool,
}

/// A list of columns: a primary key or a unique constraint.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListText {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    #[serde(default)]
    pub(super) include: Vec<String>,
    #[serde(default)]
    pub(super) nulls_not_distinct: bool,
    pub(super) deferrable: Option<Deferrable>,
    pub(super) line: u32,
}

/// An index.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndexText {
    pub(super) name: Option<String>,
    pub(super) parts: Vec<IndexPart>,
    #[serde(default)]
    pub(super) unique: bool,
    #[serde(rename = "where")]
    pub(super) predicate: Option<Sql>,
    pub(super) using: Option<Sql>,
    #[serde(default)]
    pub(super) include: Vec<String>,
    #[serde(default)]
    pub(super) nulls_not_distinct: bool,
    #[serde(default)]
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) line: u32,
}

/// An exclusion constraint.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExclusionText {
    pub(super) name: Option<String>,
    pub(super) parts: Vec<ExclusionPart>,
    #[serde(rename = "where")]
    pub(super) predicate: Option<Sql>,
    pub(super) using: Option<Sql>,
    pub(super) deferrable: Option<Deferrable>,
    pub(super) line: u32,
}

/// A check: its name, or the label of which the name is made, and the condition.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckText {
    #[serde(default)]
    pub(super) label: String,
    pub(super) name: Option<String>,
    pub(super) expression: Sql,
    #[serde(default)]
    pub(super) no_inherit: bool,
    #[serde(default)]
    pub(super) not_valid: bool,
    pub(super) line: u32,
}

/// A foreign key of several columns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForeignKeyText {
    pub(super) name: Option<String>,
    pub(super) columns: Vec<String>,
    pub(super) references: ReferenceText,
    pub(super) index: Option<bool>,
    pub(super) line: u32,
}

/// The other side of a many-to-many relation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PivotText {
    pub(super) target: usize,
    pub(super) table: Option<String>,
    pub(super) line: u32,
}

/// What an enum says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EnumText {
    pub(super) name: String,
    pub(super) schema: Option<String>,
    pub(super) renamed_from: Option<String>,
    #[serde(default)]
    pub(super) storage: Storage,
    pub(super) values: Vec<ValueText>,
}

/// What a variant says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueText {
    pub(super) variant: String,
    /// The value when it is not the variant in snake_case.
    pub(super) name: String,
    pub(super) renamed_from: Option<String>,
    pub(super) line: u32,
}

const WRITTEN_BY_US: &str = "the derive of the same version writes this text";

impl ModelText {
    /// Reads the text of a description.
    pub(super) fn read(description: &Description) -> Self {
        serde_json::from_str(description.text).expect(WRITTEN_BY_US)
    }

    /// The columns of the primary key, in order.
    pub(super) fn key(&self) -> Vec<String> {
        match &self.primary_key {
            Some(list) => list.columns.clone(),
            None => self
                .fields
                .iter()
                .filter(|field| field.primary_key)
                .map(|field| field.column().to_owned())
                .collect(),
        }
    }

    /// The column that the field of this name is, whatever its own name; else the name itself.
    pub(super) fn special<'a>(&'a self, name: &'a str) -> &'a str {
        let field = self.fields.iter().find(|field| field.field == name);
        field.map_or(name, FieldText::column)
    }
}

impl FieldText {
    /// The column's name.
    pub(super) fn column(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.field)
    }
}

impl EnumText {
    /// Reads the text of a description.
    pub(super) fn read(description: &EnumDescription) -> Self {
        serde_json::from_str(description.text).expect(WRITTEN_BY_US)
    }
}
