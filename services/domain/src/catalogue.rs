//! The one list of all commands. Routes, schemas, bulk lines, the command line, forms and imports all
//! come from it.

use events::{Actor, Event, Noun};
use schemars::{Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Aggregate as _, Command, Decision, FieldError, Needs, Rejection,
    any::{RedactText, RetractComment},
    comments::Comments,
    community, data_object, duplicate, idea, log, pain_point, process, site, unit,
};

/// One command as the catalogue lists it.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What it is addressed to.
    pub noun: Noun,
    /// Its name: `add-step`.
    pub name: &'static str,
    /// Whether it begins the history of a new thing.
    pub creates: bool,
    /// The JSON Schema of its body.
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    parse: fn(&str) -> Result<AnyCommand, FieldError>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.noun.path(), self.name)
    }
}

macro_rules! catalogue {
    ($($noun:ident($module:ident): $($(+ $creates:ident)? $command:ident),+;)+) => {
        /// Any command there is.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[expect(missing_docs, reason = "each is documented where it is decided")]
        pub enum AnyCommand {
            $($($command($module::$command),)+)+
            RedactText(#[serde(skip)] Noun, RedactText),
            RetractComment(#[serde(skip)] Noun, RetractComment),
        }

        /// Any thing that has a history.
        #[derive(Debug, Clone)]
        #[expect(missing_docs, reason = "each is documented where it is kept")]
        pub enum AnyAggregate { $($noun(Box<$module::$noun>)),+ }

        /// All commands, in the order of the documentation.
        pub const CATALOGUE: &[Entry] = &[$($(Entry {
            noun: Noun::$noun,
            name: <$module::$command as Command>::NAME,
            creates: catalogue!(@creates $($creates)?),
            schema: |it| it.subschema_for::<$module::$command>(),
            parse: |body| parse::<$module::$command>(body).map(AnyCommand::$command),
        },)+
        Entry {
            noun: Noun::$noun,
            name: RetractComment::NAME,
            creates: false,
            schema: |it| it.subschema_for::<RetractComment>(),
            parse: |body| parse(body).map(|it| AnyCommand::RetractComment(Noun::$noun, it)),
        },
        Entry {
            noun: Noun::$noun,
            name: RedactText::NAME,
            creates: false,
            schema: |it| it.subschema_for::<RedactText>(),
            parse: |body| parse(body).map(|it| AnyCommand::RedactText(Noun::$noun, it)),
        },)+];

        impl AnyCommand {
            /// What it is addressed to.
            pub fn noun(&self) -> Noun {
                match self {
                    $($(Self::$command(_))|+ => Noun::$noun,)+
                    Self::RedactText(noun, _) | Self::RetractComment(noun, _) => *noun,
                }
            }

            /// Its name.
            pub fn name(&self) -> &'static str {
                match self {
                    $($(Self::$command(_) => <$module::$command as Command>::NAME,)+)+
                    Self::RedactText(..) => RedactText::NAME,
                    Self::RetractComment(..) => RetractComment::NAME,
                }
            }

            /// Whether it begins the history of a new thing.
            pub fn creates(&self) -> bool {
                match self {
                    $($(Self::$command(_) => catalogue!(@creates $($creates)?),)+)+
                    Self::RedactText(..) | Self::RetractComment(..) => false,
                }
            }

            /// Notes who wants it, where that decides.
            pub fn sign(&mut self, actor: &Actor) {
                match self {
                    $($(Self::$command(it) => it.sign(actor),)+)+
                    Self::RedactText(..) | Self::RetractComment(..) => {}
                }
            }

            /// What must be so in other streams.
            pub fn needs(&self) -> Needs {
                let mut needs = Needs::default();
                match self {
                    $($(Self::$command(it) => it.needs(&mut needs),)+)+
                    Self::RedactText(..) | Self::RetractComment(..) => {}
                }
                needs
            }

            fn opens_merged(&self) -> bool {
                match self {
                    $($(Self::$command(_) => <$module::$command as Command>::OPENS_MERGED,)+)+
                    Self::RedactText(..) | Self::RetractComment(..) => true,
                }
            }

            fn decide_alone(self, state: &AnyAggregate) -> Decision {
                match (self, state) {
                    $($((Self::$command(it), AnyAggregate::$noun(state)) => it.decide(state),)+)+
                    (Self::RedactText(_, it), _) => it.decide(),
                    (Self::RetractComment(_, it), state) => it.decide(state),
                    (command, _) => unreachable!("`{}` is decided against its own noun", command.name()),
                }
            }
        }

        $($(impl From<$module::$command> for AnyCommand {
            fn from(command: $module::$command) -> Self { Self::$command(command) }
        })+)+

        impl AnyAggregate {
            /// A thing to which nothing has happened yet.
            pub fn new(noun: Noun) -> Self {
                match noun { $(Noun::$noun => Self::$noun(Box::default())),+ }
            }

            /// True once its first event has happened.
            pub fn exists(&self) -> bool {
                match self { $(Self::$noun(it) => it.exists()),+ }
            }

            /// What an event means for it. An event of another noun means nothing.
            pub fn evolve(&mut self, event: &Event) {
                match (self, event) {
                    $((Self::$noun(it), Event::$noun(event)) => it.evolve(event),)+
                    (it, Event::Any(event)) => {
                        if let Some(comments) = it.comments_mut() {
                            comments.evolve(event);
                        }
                    }
                    _ => {}
                }
            }

            /// The other of its noun that it was merged into: what it has counts there.
            pub fn merged_into(&self) -> Option<Uuid> {
                match self { $(Self::$noun(it) => it.merged_into()),+ }
            }

            pub(crate) fn comments(&self) -> Option<&Comments> {
                match self { $(Self::$noun(it) => it.comments()),+ }
            }

            fn comments_mut(&mut self) -> Option<&mut Comments> {
                match self { $(Self::$noun(it) => it.comments_mut()),+ }
            }
        }
    };
    (@creates creates) => { true };
    (@creates) => { false };
}

catalogue! {
    Site(site): + creates RegisterSite, ReviseSite;
    Unit(unit): + creates RegisterUnit, ReviseUnit, MoveUnit;
    DataObject(data_object): + creates RegisterDataObject, ReviseDataObject, NameMasterStore;
    Community(community): + creates FoundCommunity, ReviseCommunity, AddressArea, LeaveArea,
        RepresentUnit, StopRepresentingUnit, AppointManager, ReleaseManager, TakeUpPainPoint,
        DropPainPoint, SetGoal, RecordGoal, DissolveCommunity;
    Process(process): + creates MapProcess, ReviseProcess, AssignAreas, DeclareVariant, AddStep,
        ReviseStep, RemoveStep, AddHandOver, ReviseHandOver, RemoveHandOver, RecordDataUse,
        RemoveDataUse, AttestProcess, ReleaseProcess, CommentOnProcess, RetireProcess;
    PainPoint(pain_point): + creates LogPainPoint, SortPainPoint, PlacePainPoint, RevisePainPoint,
        BackPainPoint, WithdrawBacking, MergePainPoint, UnmergePainPoint, CommentOnPainPoint,
        ResolvePainPoint, ReopenPainPoint;
    Idea(idea): + creates ProposeIdea, ReviseIdea, AddressPainPoint, SupportIdea, WithdrawSupport,
        CommentOnIdea, AskForDecision, AskBack, PutOffIdea, AcceptIdea, RejectIdea, WithdrawIdea,
        ReopenIdea, StartPilot, EndPilot, ImplementIdea, AdoptIdea, EstimateBenefit,
        MeasureBenefit, SketchChange, MergeIdea, UnmergeIdea;
    Log(log): + creates ImportLog, RecordMeasuredHandOvers, RecordMeasuredBounces,
        RecordComparedCases, BindValue, BindActivity, Unbind;
    Duplicate(duplicate): + creates ConfirmDuplicate, + creates DismissDuplicate, WithdrawVerdict;
}

impl AnyCommand {
    /// The events that follow from it, or why not. Whether the thing exists is for the caller to ask.
    /// What was merged into another takes no command but those that open it again.
    pub fn decide(self, state: &AnyAggregate) -> Decision {
        let is_closed = !self.opens_merged();
        let target = state.merged_into().filter(|_| is_closed);
        match (self.decide_alone(state), target) {
            (Ok(events), _) if events.is_empty() => Ok(events),
            (_, Some(target)) => Err(Rejection::Merged(target.to_string())),
            (decided, None) => decided,
        }
    }
}

impl AnyCommand {
    /// The id of the thing it is addressed to, where that follows from what the command says.
    #[expect(clippy::wildcard_enum_match_arm, reason = "all others are told whom they address")]
    pub fn own_id(&self) -> Option<Uuid> {
        match self {
            Self::ConfirmDuplicate(it) => Some(it.id().0),
            Self::DismissDuplicate(it) => Some(it.id().0),
            _ => None,
        }
    }

    /// The name that it gives to the thing it is addressed to.
    #[expect(clippy::wildcard_enum_match_arm, reason = "few commands name the thing itself")]
    pub fn gives_name(&self) -> Option<&str> {
        let name = match self {
            Self::RegisterSite(it) => Some(&it.0.name),
            Self::ReviseSite(it) => it.0.name.value(),
            Self::RegisterUnit(it) => Some(&it.0.name),
            Self::ReviseUnit(it) => it.0.name.value(),
            Self::FoundCommunity(it) => Some(&it.0.name),
            Self::ReviseCommunity(it) => it.0.name.value(),
            Self::MapProcess(it) => Some(&it.0.name),
            Self::ReviseProcess(it) => it.0.name.value(),
            Self::RegisterDataObject(it) => Some(&it.0.name),
            Self::ReviseDataObject(it) => it.0.name.value(),
            Self::ProposeIdea(it) => Some(&it.0.title),
            Self::ReviseIdea(it) => it.0.title.value(),
            Self::ImportLog(it) => Some(&it.0.name),
            _ => None,
        };
        name.and_then(events::Words::text)
    }
}

/// The command of this name.
pub fn find(noun: Noun, name: &str) -> Option<&'static Entry> {
    CATALOGUE.iter().find(|it| it.noun == noun && it.name == name)
}

impl Entry {
    /// Reads the command from its JSON body; an empty body is `{}`.
    pub fn parse(&self, body: &str) -> Result<AnyCommand, Rejection> {
        let body = if body.trim().is_empty() { "{}" } else { body };
        (self.parse)(body).map_err(|error| Rejection::Fields(vec![error]))
    }

    /// Reads the command from a JSON value; none is `{}`.
    pub fn parse_value(&self, body: &Value) -> Result<AnyCommand, Rejection> {
        if body.is_null() { self.parse("{}") } else { self.parse(&body.to_string()) }
    }
}

fn parse<C: serde::de::DeserializeOwned>(body: &str) -> Result<C, FieldError> {
    let mut reader = serde_json::Deserializer::from_str(body);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let detail = error.into_inner().to_string();
        named_field(pointer, for_people(&detail))
    })
}

/// What the reader of JSON says, without its words for types, and without line and column: they point
/// into a body that was rendered anew, so they would mislead.
pub fn for_people(detail: &str) -> String {
    let detail = detail.split(" at line ").next().unwrap_or_default();
    ["u16", "u32", "u64"]
        .iter()
        .fold(detail.to_owned(), |detail, it| {
            detail.replace(&format!("expected {it}"), "expected a whole number, zero or more")
        })
        .replace("expected f64", "expected a number")
}

/// Missing and unknown fields are reported by serde at the object around them; the field itself is meant.
fn named_field(pointer: String, detail: String) -> FieldError {
    for (start, code) in [("missing field `", "missing"), ("unknown field `", "unexpected")] {
        if let Some(field) = detail.strip_prefix(start).and_then(|it| it.split('`').next()) {
            let pointer = if pointer.ends_with(&format!("/{field}")) {
                pointer
            } else {
                format!("{pointer}/{field}")
            };
            return FieldError { pointer, code, detail };
        }
    }
    FieldError { pointer, code: "malformed", detail }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

#[cfg(test)]
mod sequences;
