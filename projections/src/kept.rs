//! Keeps a fact as the JSON that it is written as. Facts leave out what is empty, so a form that does not
//! name its fields cannot hold them.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
    ser::Error as _,
};

pub(crate) fn serialize<T: Serialize, S: Serializer>(
    fact: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serde_json::to_string(fact).map_err(S::Error::custom)?.serialize(serializer)
}

pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let written = String::deserialize(deserializer)?;
    serde_json::from_str(&written).map_err(D::Error::custom)
}
