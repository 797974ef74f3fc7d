//! Why a command was refused: every "no" of the business.

use events::{Stream, idea::Status};

/// A business "no". Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// One or more fields are wrong.
    #[error("{}", FieldError::list(.0))]
    Fields(Vec<FieldError>),
    /// The thing the command is addressed to does not exist.
    #[error("there is no {} `{}`", .0.noun.singular(), .0.id)]
    Unknown(Stream),
    /// A creating command brought an id that names something else.
    #[error("`{0}` already names something with other founding fields")]
    IdTaken(String),
    /// The process is not run any more.
    #[error("the process is retired")]
    Retired,
    /// A step still hands over, is handed over to, or uses data.
    #[error("the step still has hand-overs or data uses: {}", .0.join(", "))]
    StepInUse(Vec<String>),
    /// The community is no more.
    #[error("the community is dissolved")]
    Dissolved,
    /// What it is addressed to counts as another now.
    #[error("it was merged into `{0}`; address that, or unmerge it first")]
    Merged(String),
    /// Merging would lead back to the thing itself.
    #[error("`{0}` is, or was merged into, the same; a merge cannot go round")]
    MergeCycle(String),
    /// Where the idea stands, this cannot be done.
    #[error("the idea is `{}`; this can be done while it is {}", .0.key(), keys(.1))]
    Status(Status, &'static [Status]),
    /// The pain point was resolved everywhere.
    #[error("the pain point is resolved; reopen it first")]
    Resolved,
    /// The unit would become part of itself.
    #[error("`{0}` is part of this unit already; a unit cannot be part of itself")]
    ParentCycle(String),
}

/// One wrong field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON pointer into the command's body: `/hours/people`.
    pub pointer: String,
    /// What is wrong, for programs: `blank`.
    pub code: &'static str,
    /// What is wrong, for people.
    pub detail: String,
}

impl FieldError {
    /// One wrong field as a rejection.
    pub fn reject(pointer: &str, code: &'static str, detail: impl Into<String>) -> Rejection {
        Rejection::Fields(vec![Self { pointer: pointer.to_owned(), code, detail: detail.into() }])
    }

    fn list(errors: &[Self]) -> String {
        let errors: Vec<_> =
            errors.iter().map(|it| format!("`{}` {}", it.pointer, it.detail)).collect();
        errors.join("; ")
    }
}

impl Rejection {
    /// The stable name of this "no" for programs: `id-taken`, `name-blank`.
    pub fn code(&self) -> String {
        match self {
            Self::Fields(errors) => match &errors[..] {
                [one] => format!("{}-{}", one.field_name(), one.code),
                _ => "fields-wrong".to_owned(),
            },
            Self::Unknown(_) => "unknown".to_owned(),
            Self::IdTaken(_) => "id-taken".to_owned(),
            Self::Retired => "retired".to_owned(),
            Self::StepInUse(_) => "step-in-use".to_owned(),
            Self::Dissolved => "dissolved".to_owned(),
            Self::Merged(_) => "merged".to_owned(),
            Self::MergeCycle(_) => "merge-cycle".to_owned(),
            Self::Status(..) => "status".to_owned(),
            Self::Resolved => "resolved".to_owned(),
            Self::ParentCycle(_) => "parent-cycle".to_owned(),
        }
    }
}

fn keys(statuses: &[Status]) -> String {
    let keys: Vec<_> = statuses.iter().map(|it| format!("`{}`", it.key())).collect();
    keys.join(", ")
}

impl FieldError {
    /// The last named member of the pointer, with hyphens: `/on/0/step` → `step`.
    fn field_name(&self) -> String {
        let is_name = |it: &&str| !it.is_empty() && it.parse::<usize>().is_err();
        self.pointer.rsplit('/').find(is_name).unwrap_or("body").replace('_', "-")
    }
}
