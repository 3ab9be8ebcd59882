//! Names of things, and maps keyed by them that are written as sorted lists.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The name of a table or an enum: a schema, if the model names one, and a name.
///
/// Written as `"author"`, or as `["billing", "invoice"]` with a schema, so a dot in a name is no
/// riddle.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The schema; none means the session's own.
    pub schema: Option<String>,
    /// The name within the schema.
    pub name: String,
}

impl Name {
    /// A name without a schema.
    pub fn new(name: impl Into<String>) -> Self {
        Name { schema: None, name: name.into() }
    }

    /// The same schema with another name.
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Name { schema: self.schema.clone(), name: name.into() }
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Name::new(name)
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Name::new(name)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.schema {
            Some(schema) => (schema, &self.name).serialize(serializer),
            None => serializer.serialize_str(&self.name),
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a list of schema and name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name::new(name))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Name, A::Error> {
                let schema = list.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
                let name = list.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
                Ok(Name { schema: Some(schema), name })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A thing that is kept in a map under its own name.
pub trait Named {
    /// What it is kept under.
    type Key: Ord;
    /// Its key.
    fn key(&self) -> Self::Key;
}

/// Serde's `with` for a map of [`Named`] things: written as a list, sorted by name.
pub mod by_name {
    use super::{BTreeMap, Deserialize, Deserializer, Named, Serialize, Serializer};

    /// Writes the values in the order of their keys.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T, S>(map: &BTreeMap<T::Key, T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Named + Serialize,
        S: Serializer,
    {
        serializer.collect_seq(map.values())
    }

    /// Reads a list into a map.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<BTreeMap<T::Key, T>, D::Error>
    where
        T: Named + Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let list = Vec::<T>::deserialize(deserializer)?;
        Ok(list.into_iter().map(|item| (item.key(), item)).collect())
    }
}
