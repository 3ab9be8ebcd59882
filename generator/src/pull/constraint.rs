//! Keys, indexes and checks of a table as attributes.

use std::collections::{BTreeMap, BTreeSet};

use strobila::schema::{
    Action, Check, Deferrable, Exclusion, ForeignKey, Index, IndexKey, IndexPart, Nulls, PrimaryKey, Sql,
    Table, Unique, check_name, exclusion_name, index_name, primary_key_name, unique_name,
};

use super::World;
use super::table::has_usual_name;
use crate::emit::literal;

/// What stands on the struct, and on each field by its column.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) on_struct: Vec<String>,
    pub(super) on_field: BTreeMap<String, Vec<String>>,
}

impl Attributes {
    fn field(&mut self, column: &str, word: impl Into<String>) {
        self.on_field.entry(column.to_owned()).or_default().push(word.into());
    }
}

/// Writes them in the order in which a person would.
pub(super) fn attributes(world: &World<'_>, table: &Table) -> Attributes {
    let writer = Writer { world, table };
    let mut out = Attributes::default();
    if let Some(key) = &table.primary_key {
        writer.primary_key(key, &mut out);
    }
    for unique in table.uniques.values() {
        writer.unique(unique, &mut out);
    }
    let by_keys = writer.indexes_of_keys();
    for index in table.indexes.values().filter(|index| !by_keys.contains(&index.name)) {
        writer.index(index, &mut out);
    }
    for key in table.foreign_keys.values() {
        writer.foreign_key(key, &mut out);
    }
    for exclusion in table.exclusions.values() {
        writer.exclusion(exclusion, &mut out);
    }
    for check in table.checks.values() {
        writer.check(check, &mut out);
    }
    out
}

struct Writer<'a> {
    world: &'a World<'a>,
    table: &'a Table,
}

impl Writer<'_> {
    fn idents(&self, columns: &[String]) -> String {
        let idents: Vec<String> =
            columns.iter().map(|column| self.world.names.ident(&self.table.name, column)).collect();
        idents.join(", ")
    }

    /// `name = "…"` where the name that would be made is another. Names that are a table's own may be
    /// the same in all tables, so that none is said.
    fn name(&self, name: &str, usual: &str) -> Option<String> {
        (name != usual && !name.is_empty()).then(|| format!("name = {}", literal(name)))
    }

    fn primary_key(&self, key: &PrimaryKey, out: &mut Attributes) {
        let name = self.name(&key.name, &primary_key_name(&self.table.name.name));
        let is_plain = name.is_none() && key.include.is_empty() && key.deferrable.is_none();
        match key.columns.as_slice() {
            [column] if is_plain => return out.field(column, "primary_key"),
            columns if is_plain => {
                return out.on_struct.push(format!("primary_key(columns({}))", self.idents(columns)));
            }
            _ => {}
        }
        let mut words: Vec<String> = name.into_iter().collect();
        words.push(format!("columns({})", self.idents(&key.columns)));
        self.include(&key.include, &mut words);
        words.extend(deferrable(key.deferrable));
        out.on_struct.push(format!("primary_key({})", words.join(", ")));
    }

    fn unique(&self, unique: &Unique, out: &mut Attributes) {
        let name = self.name(&unique.name, &unique_name(&self.table.name.name, &unique.columns));
        let is_plain = name.is_none()
            && unique.include.is_empty()
            && unique.deferrable.is_none()
            && !unique.nulls_not_distinct;
        if let ([column], true) = (unique.columns.as_slice(), is_plain)
            && !self.is_alone_in_key(column)
        {
            return out.field(column, "unique");
        }
        let mut words: Vec<String> = name.into_iter().collect();
        words.push(format!("columns({})", self.idents(&unique.columns)));
        self.include(&unique.include, &mut words);
        words.extend(unique.nulls_not_distinct.then(|| "nulls_not_distinct".to_owned()));
        words.extend(deferrable(unique.deferrable));
        out.on_struct.push(format!("unique({})", words.join(", ")));
    }

    fn include(&self, columns: &[String], words: &mut Vec<String>) {
        if !columns.is_empty() {
            words.push(format!("include({})", self.idents(columns)));
        }
    }

    /// Whether the column is `primary_key` on its field.
    fn is_alone_in_key(&self, column: &str) -> bool {
        self.table.primary_key.as_ref().is_some_and(|key| key.columns == [column])
    }

    fn has_unique(&self, column: &str) -> bool {
        self.table.uniques.values().any(|unique| unique.columns == [column])
    }

    /// The column that is all of a plain index with the name that would be made for it.
    fn plain_column<'i>(&self, index: &'i Index) -> Option<&'i str> {
        let [part] = index.parts.as_slice() else { return None };
        let column = part.as_column()?;
        let plain = Index {
            name: index_name(&self.table.name.name, [Some(column)]),
            parts: vec![IndexPart::column(column)],
            ..Index::default()
        };
        (*index == plain).then_some(column)
    }

    /// Indexes that a field's `references` makes by itself.
    fn indexes_of_keys(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for key in self.table.foreign_keys.values() {
            let [column] = key.columns.as_slice() else { continue };
            let plain = self.table.indexes.values().find(|index| self.plain_column(index) == Some(column));
            let Some(index) = plain else { continue };
            if !self.is_led(column, Some(&index.name)) {
                names.insert(index.name.clone());
            }
        }
        names
    }

    /// Whether a key, a unique constraint or an index other than `but` begins with the column, so that
    /// its foreign key makes no index of its own.
    fn is_led(&self, column: &str, but: Option<&str>) -> bool {
        let leads = |columns: &[String]| columns.first().is_some_and(|first| first == column);
        let table = self.table;
        let of_index = |index: &&Index| {
            index.predicate.is_none() && index.method.is_none() && Some(index.name.as_str()) != but
        };
        table.primary_key.iter().any(|key| leads(&key.columns))
            || table.uniques.values().any(|unique| leads(&unique.columns))
            || table
                .indexes
                .values()
                .filter(of_index)
                .any(|index| index.parts.first().and_then(IndexPart::as_column) == Some(column))
    }

    fn index(&self, index: &Index, out: &mut Attributes) {
        if let Some(column) = self.plain_column(index)
            && !self.is_alone_in_key(column)
            && !self.has_unique(column)
        {
            return out.field(column, "index");
        }
        let usual = index_name(&self.table.name.name, index.parts.iter().map(IndexPart::as_column));
        let mut words: Vec<String> = self.name(&index.name, &usual).into_iter().collect();
        let keys: Vec<String> = index.parts.iter().map(|part| self.key(part)).collect();
        words.push(format!("columns({})", keys.join(", ")));
        words.extend(index.unique.then(|| "unique".to_owned()));
        words.extend(index.nulls_not_distinct.then(|| "nulls_not_distinct".to_owned()));
        words.extend(sql("where", index.predicate.as_ref()));
        words.extend(sql("using", index.method.as_ref()));
        self.include(&index.include, &mut words);
        if !index.parameters.is_empty() {
            let parameters =
                index.parameters.iter().map(|(name, value)| format!("{name} = {}", literal(value)));
            words.push(format!("with({})", parameters.collect::<Vec<_>>().join(", ")));
        }
        out.on_struct.push(format!("index({})", words.join(", ")));
    }

    /// A key: a field as a word, all else as a text.
    fn key(&self, part: &IndexPart) -> String {
        match &part.key {
            IndexKey::Column(column) if *part == IndexPart::column(column) => {
                self.world.names.ident(&self.table.name, column)
            }
            IndexKey::Column(_) | IndexKey::Expression(_) => literal(&self.key_text(part)),
        }
    }

    fn key_text(&self, part: &IndexPart) -> String {
        let mut text = match &part.key {
            IndexKey::Column(column) => self.world.names.field(&self.table.name, column).to_owned(),
            IndexKey::Expression(sql) => format!("({})", sql.any()),
        };
        if let Some(collation) = &part.collation {
            text.push_str(&format!(" collate \"{}\"", collation.replace('"', "\"\"")));
        }
        if let Some(class) = &part.operator_class {
            text.push_str(&format!(" {class}"));
        }
        text.push_str(if part.descending { " desc" } else { "" });
        text.push_str(match part.nulls {
            None => "",
            Some(Nulls::First) => " nulls first",
            Some(Nulls::Last) => " nulls last",
        });
        text
    }

    fn foreign_key(&self, key: &ForeignKey, out: &mut Attributes) {
        let Some(other) = self.world.schema.tables.get(&key.references) else { return };
        let model = self.world.names.table(&key.references);
        let fields: Vec<String> =
            key.target.iter().map(|column| self.world.names.ident(&key.references, column)).collect();
        let points_at_key = other.primary_key.as_ref().is_some_and(|theirs| theirs.columns == key.target);
        let mut behaviour = Vec::new();
        for (word, action) in [("on_delete", key.on_delete), ("on_update", key.on_update)] {
            behaviour.extend(action_word(action).map(|action| format!("{word} = \"{action}\"")));
        }
        behaviour.extend(deferrable(key.deferrable));
        let is_plain =
            has_usual_name(self.table, &key.name, &key.columns) && !key.match_full && !key.not_valid;
        if let ([column], true) = (key.columns.as_slice(), is_plain && self.is_only_key_of(key)) {
            out.field(
                column,
                match points_at_key {
                    true => format!("references = {model}"),
                    false => format!("references({model}, {})", fields.join(", ")),
                },
            );
            for word in behaviour {
                out.field(column, word);
            }
            if !self.is_led(column, None) {
                out.field(column, "index = false");
            }
            return;
        }
        let mut words = Vec::new();
        if !has_usual_name(self.table, &key.name, &key.columns) {
            words.push(format!("name = {}", literal(&key.name)));
        }
        words.push(format!("columns({})", self.idents(&key.columns)));
        words.push(format!("references = {model}"));
        if !points_at_key {
            words.push(format!("target({})", fields.join(", ")));
        }
        words.extend(behaviour);
        words.extend(key.match_full.then(|| "match_full".to_owned()));
        words.extend(key.not_valid.then(|| "not_valid".to_owned()));
        // Every index of the table is said by itself, or made by a field.
        words.push("index = false".to_owned());
        out.on_struct.push(format!("foreign_key({})", words.join(", ")));
    }

    /// Whether no other key has the name too; a field has one `references`.
    fn is_only_key_of(&self, key: &ForeignKey) -> bool {
        let mut same = self.table.foreign_keys.values().filter(|other| {
            other.columns == key.columns && has_usual_name(self.table, &other.name, &other.columns)
        });
        same.next().is_some() && same.next().is_none()
    }

    fn exclusion(&self, item: &Exclusion, out: &mut Attributes) {
        let usual =
            exclusion_name(&self.table.name.name, item.parts.iter().map(|part| part.part.as_column()));
        let mut words: Vec<String> = self.name(&item.name, &usual).into_iter().collect();
        let keys: Vec<String> = item
            .parts
            .iter()
            .map(|part| literal(&format!("{} with {}", self.key_text(&part.part), part.operator)))
            .collect();
        words.push(format!("columns({})", keys.join(", ")));
        words.extend(sql("using", item.method.as_ref()));
        words.extend(sql("where", item.predicate.as_ref()));
        words.extend(deferrable(item.deferrable));
        out.on_struct.push(format!("exclude({})", words.join(", ")));
    }

    fn check(&self, check: &Check, out: &mut Attributes) {
        let label = check
            .name
            .strip_prefix(&format!("{}_", self.table.name.name))
            .and_then(|rest| rest.strip_suffix("_check"))
            .filter(|label| check_name(&self.table.name.name, label) == check.name)
            .filter(|label| !["no_inherit", "not_valid"].contains(label))
            .filter(|label| label.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
            .filter(|label| syn::parse_str::<syn::Ident>(label).is_ok());
        let key = label.map_or_else(|| literal(&check.name), str::to_owned);
        let mut words = vec![format!("{key} = {}", literal(check.expression.any()))];
        words.extend(check.no_inherit.then(|| "no_inherit".to_owned()));
        words.extend(check.not_valid.then(|| "not_valid".to_owned()));
        out.on_struct.push(format!("check({})", words.join(", ")));
    }
}

fn sql(word: &str, text: Option<&Sql>) -> Option<String> {
    text.map(|text| format!("{word} = {}", literal(text.any())))
}

fn deferrable(deferrable: Option<Deferrable>) -> Option<String> {
    deferrable.map(|when| match when {
        Deferrable::Immediate => "deferrable".to_owned(),
        Deferrable::Deferred => "deferrable = \"deferred\"".to_owned(),
    })
}

fn action_word(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("restrict"),
        Action::Cascade => Some("cascade"),
        Action::SetNull => Some("set_null"),
        Action::SetDefault => Some("set_default"),
    }
}
