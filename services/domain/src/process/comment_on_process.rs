//! Comment on a process.

use super::Process;
use crate::comments::comment_on;

comment_on! {
    /// Write something below a process. The comment brings its own id, so that sending it twice is once.
    CommentOnProcess, "comment-on-process", Process
}

#[cfg(test)]
mod tests {
    use events::{any::Commented, ids::CommentId, samples::id};

    use super::*;
    use crate::{process::fixtures::mapped, testing::given};

    #[test]
    fn records_what_was_written() {
        let text = "Gilt auch für Brno".into();
        let comment = Commented { comment: CommentId(id(91)), text, unit: None };
        given([mapped().into()]).when(CommentOnProcess(comment.clone())).then([comment.into()]);
    }
}
