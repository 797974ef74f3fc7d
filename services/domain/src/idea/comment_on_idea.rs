//! Comment on an idea.

use super::Idea;
use crate::comments::comment_on;

comment_on! {
    /// Write something below an idea. The comment brings its own id, so that sending it twice is once.
    CommentOnIdea, "comment-on-idea", Idea
}

#[cfg(test)]
mod tests {
    use events::{any::Commented, ids::CommentId, samples::id};

    use super::*;
    use crate::{idea::fixtures::proposed, testing::given};

    #[test]
    fn records_what_was_written() {
        let text = "Brno hat so etwas".into();
        let comment = Commented { comment: CommentId(id(91)), text, unit: None };
        given([proposed().into()]).when(CommentOnIdea(comment.clone())).then([comment.into()]);
    }
}
