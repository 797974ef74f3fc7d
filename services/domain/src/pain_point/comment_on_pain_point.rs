//! Comment on a pain point.

use super::PainPoint;
use crate::comments::comment_on;

comment_on! {
    /// Write something below a pain point. The comment brings its own id, so that sending it twice is once.
    CommentOnPainPoint, "comment-on-pain-point", PainPoint
}

#[cfg(test)]
mod tests {
    use events::{
        any::{CommentRetracted, Commented},
        ids::CommentId,
        samples::id,
    };

    use super::*;
    use crate::{
        AnyAggregate, AnyCommand, any::RetractComment, pain_point::fixtures::logged, testing::given,
    };

    #[test]
    fn records_what_was_written_once() {
        given([logged().into()]).when(CommentOnPainPoint(too())).then([too().into()]);
    }

    #[test]
    fn refuses_another_text_under_the_same_id() {
        let other = Commented { text: "Bei uns nicht".into(), ..too() };
        given([logged().into(), too().into()])
            .when(CommentOnPainPoint(other))
            .then_refused_as("id-taken");
    }

    #[test]
    fn a_comment_that_was_taken_back_is_taken_back_once_and_never_comes_again() {
        let history = [logged().into(), too().into()];
        let retracted = CommentRetracted { comment: too().comment };
        let mut state = AnyAggregate::new(events::Noun::PainPoint);
        for event in &history {
            state.evolve(event);
        }
        let retract = || {
            AnyCommand::RetractComment(events::Noun::PainPoint, RetractComment(retracted.clone()))
        };
        assert_eq!(retract().decide(&state), Ok(vec![retracted.clone().into()]));
        state.evolve(&retracted.clone().into());
        assert_eq!(retract().decide(&state), Ok(vec![]));
        let again = AnyCommand::from(CommentOnPainPoint(too())).decide(&state);
        assert_eq!(again.map_err(|it| it.code()), Err("id-taken".to_owned()));
    }

    #[test]
    fn a_comment_that_nobody_wrote_cannot_be_taken_back() {
        let mut state = AnyAggregate::new(events::Noun::PainPoint);
        state.evolve(&logged().into());
        let wish = RetractComment(CommentRetracted { comment: too().comment });
        let decided = AnyCommand::RetractComment(events::Noun::PainPoint, wish).decide(&state);
        assert_eq!(decided.map_err(|it| it.code()), Err("comment-unknown".to_owned()));
    }

    fn too() -> Commented {
        Commented { comment: CommentId(id(91)), text: "Bei uns auch".into(), unit: None }
    }
}
