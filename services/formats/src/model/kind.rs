//! What an element of a process model is.

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Task(TaskKind),
    /// Calls another process, or a task that is described once for many.
    Call,
    SubProcess(ScopeKind),
    Event(EventKind, Trigger),
    Gateway(GatewayKind),
    /// Of a Petri net: work, or nothing but a way where it has no name.
    Transition,
    /// Of a Petri net: a state.
    Place,
}

/// How a task is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaskKind {
    Any,
    User,
    Service,
    Send,
    Receive,
    Manual,
    Script,
    BusinessRule,
}

/// What a sub-process is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    Embedded,
    /// Begun by an event, not by a flow.
    OnEvent,
    Transaction,
    AdHoc,
}

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    Start,
    Catch,
    Throw,
    /// At the edge of an activity.
    Boundary,
    End,
}

/// What an event waits for or tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trigger {
    Unsaid,
    Message,
    Timer,
    Error,
    Escalation,
    Cancel,
    Compensation,
    Condition,
    Link,
    Signal,
    Terminate,
    Multiple,
}

/// How a way divides, or ways meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GatewayKind {
    Exclusive,
    Inclusive,
    Parallel,
    EventBased,
    Complex,
}

impl Kind {
    /// Whether somebody works there.
    pub fn is_work(self) -> bool {
        matches!(self, Self::Task(_) | Self::Call | Self::SubProcess(_) | Self::Transition)
    }

    /// As a report calls it.
    pub fn describe(self) -> String {
        match self {
            Self::Task(kind) => kind.describe().to_owned(),
            Self::Call => "call activity".to_owned(),
            Self::SubProcess(kind) => kind.describe().to_owned(),
            Self::Event(kind, trigger) => format!("{}{}", trigger.describe(), kind.describe()),
            Self::Gateway(kind) => format!("{} gateway", kind.describe()),
            Self::Transition => "transition".to_owned(),
            Self::Place => "place".to_owned(),
        }
    }
}

impl TaskKind {
    const fn describe(self) -> &'static str {
        match self {
            Self::Any => "task",
            Self::User => "user task",
            Self::Service => "service task",
            Self::Send => "send task",
            Self::Receive => "receive task",
            Self::Manual => "manual task",
            Self::Script => "script task",
            Self::BusinessRule => "business rule task",
        }
    }
}

impl ScopeKind {
    const fn describe(self) -> &'static str {
        match self {
            Self::Embedded => "sub-process",
            Self::OnEvent => "event sub-process",
            Self::Transaction => "transaction",
            Self::AdHoc => "ad-hoc sub-process",
        }
    }
}

impl EventKind {
    const fn describe(self) -> &'static str {
        match self {
            Self::Start => "start event",
            Self::Catch | Self::Throw => "intermediate event",
            Self::Boundary => "boundary event",
            Self::End => "end event",
        }
    }
}

impl Trigger {
    /// With a space behind it, or empty.
    const fn describe(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::Message => "message ",
            Self::Timer => "timer ",
            Self::Error => "error ",
            Self::Escalation => "escalation ",
            Self::Cancel => "cancel ",
            Self::Compensation => "compensation ",
            Self::Condition => "conditional ",
            Self::Link => "link ",
            Self::Signal => "signal ",
            Self::Terminate => "terminate ",
            Self::Multiple => "multiple ",
        }
    }
}

impl GatewayKind {
    const fn describe(self) -> &'static str {
        match self {
            Self::Exclusive => "exclusive",
            Self::Inclusive => "inclusive",
            Self::Parallel => "parallel",
            Self::EventBased => "event-based",
            Self::Complex => "complex",
        }
    }
}
