//! What a revision does to one field: absent keeps, `null` clears, a value sets.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::words::{HasWords, Walk};

/// A wish for one field, or what became of it. Give it `#[serde(default, skip_serializing_if = "Change::is_keep")]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change<T> {
    /// The field was not mentioned.
    #[default]
    Keep,
    /// The field holds nothing from now on.
    Clear,
    /// The field holds this from now on.
    Set(T),
}

impl<T> Change<T> {
    /// True where the field was not mentioned.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Applies the change to a field that may be empty.
    pub fn apply_to(&self, field: &mut Option<T>)
    where
        T: Clone,
    {
        match self {
            Self::Keep => {}
            Self::Clear => *field = None,
            Self::Set(value) => *field = Some(value.clone()),
        }
    }

    /// Applies the change to a field that is never empty; clearing it does nothing.
    pub fn set_in(&self, field: &mut T)
    where
        T: Clone,
    {
        if let Self::Set(value) = self {
            value.clone_into(field);
        }
    }

    /// Applies the change to a list, where cleared means empty.
    pub fn set_or_empty(&self, list: &mut T)
    where
        T: Clone + Default,
    {
        match self {
            Self::Keep => {}
            Self::Clear => *list = T::default(),
            Self::Set(value) => value.clone_into(list),
        }
    }

    /// A list that is set to nothing is cleared: one wish has one form.
    #[must_use]
    pub fn cleared_if_empty(self) -> Self
    where
        T: Default + PartialEq,
    {
        match self {
            Self::Set(list) if list == T::default() => Self::Clear,
            other => other,
        }
    }

    /// Keeps the wish only where it differs from what is there.
    #[must_use]
    pub fn unless_already(self, field: Option<&T>) -> Self
    where
        T: PartialEq,
    {
        match self {
            Self::Clear if field.is_none() => Self::Keep,
            Self::Set(value) if field == Some(&value) => Self::Keep,
            other => other,
        }
    }

    /// The value to be set, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T: Serialize> Serialize for Change<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T: JsonSchema> JsonSchema for Change<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        <Option<T>>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        <Option<T>>::json_schema(generator)
    }
}

impl<T: HasWords> HasWords for Change<T> {
    fn walk_words(&mut self, walk: &mut Walk<'_>) {
        if let Self::Set(value) = self {
            value.walk_words(walk);
        }
    }
}
