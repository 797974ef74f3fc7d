//! A change that was tried out and kept on an idea: commands that nobody executed, and what they were
//! expected to change.

use uuid::Uuid;

use crate::written::Written;

fact! {
    /// A change was sketched on an idea: tried out at that moment, and not made.
    pub struct ChangeSketched {
        /// The commands, in order.
        pub commands: Vec<SketchedCommand>,
        /// What they were expected to change, as it was computed then.
        pub expected: Vec<ExpectedFigure>,
    }
}

fact! {
    /// A command of a sketch, as it is written in bulk. Every text in it can be erased.
    pub struct SketchedCommand {
        /// The noun as it stands in URLs: `processes`.
        pub noun: String,
        /// The thing that the command is about.
        pub id: Uuid,
        /// The command's name: `remove-hand-over`.
        pub command: String,
        /// The command's fields.
        #[serde(default, skip_serializing_if = "Written::is_nothing")]
        pub body: Written,
    }
}

fact! {
    /// A figure before and after a sketched change.
    pub struct ExpectedFigure {
        /// Its name: `loop_work_hours`.
        pub figure: String,
        /// As it was.
        pub before: f64,
        /// As it would be.
        pub after: f64,
    }
}
