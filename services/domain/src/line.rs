//! One command as a line of NDJSON: how commands travel in bulk, from files and between programs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A command in its written form: `{"noun": "sites", "id": "…", "command": "register-site", "body": {…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The noun as it stands in URLs: `processes`.
    pub noun: String,
    /// The thing the command is about. Creating commands bring the id of the new thing.
    pub id: Uuid,
    /// The command's name: `add-step`.
    pub command: String,
    /// The command's fields.
    #[serde(default)]
    pub body: Value,
    /// When, why and because of what: see the `meta` beside the fields of every command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Value>,
    /// The idempotency key: the same key with the same body is decided once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}
