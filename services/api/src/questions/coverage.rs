//! `GET coverage`: community × area, gaps and overlaps, and what changed since an earlier moment; and what
//! one community stands for.

use axum::{
    extract::{Path, State},
    routing::get,
};
use engine::{Moment, View};
use events::{Area, Position, ids::CommunityId};
use projections::coverage::{CommunityStands, CoverageAnswer};
use std::collections::BTreeSet;

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked, caller::Caller, parse::Id};

pub(crate) const COVERAGE: Question = Question {
    path: "coverage",
    summary: "Which communities address which of the thirteen areas, and where nobody does",
    parameters: &[
        (
            "since",
            "Also what changed since this time (RFC 3339), the end of this day in UTC, or another moment as `at` takes it.",
        ),
        ("since_position", "Also what changed since right after this position."),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<CoverageAnswer>>(),
    route: || get(coverage),
};

pub(crate) const COMMUNITY_COVERAGE: Question = Question {
    path: "communities/{id}/coverage",
    summary: "What one community stands for, who else has its pain, and what else would fit it",
    parameters: &[],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<CommunityStands>>(),
    route: || get(community),
};

async fn coverage(
    State(app): State<App>,
    caller: Caller,
    mut asked: Asked,
) -> Result<Answer<CoverageAnswer>, Problem> {
    let Some(since) = asked.since(&app, &caller).await? else {
        return asked.answer_of_said(&app, |view| view.said.coverage_answer(view.now)).await;
    };
    asked.finish()?;
    let before = coverage_at(&app, since).await?;
    let since = before.position;
    let answer = asked.answer(&app, move |view| {
        let is_later = view.position >= before.position;
        is_later.then(|| view.projections.coverage_since(&before, view.now))
    });
    let Answer { position, answer } = answer.await?;
    let detail = || {
        format!("must not be later than what is asked for: {since} is after {}", position.position)
    };
    let answer = answer.ok_or_else(|| Problem::parameter("since", detail()))?;
    Ok(Answer { position, answer })
}

async fn community(
    State(app): State<App>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Answer<CommunityStands>, Problem> {
    let unknown = || Problem::unknown(format!("there is no community `{id}`"));
    let parsed: Id = id.parse().map_err(|_| unknown())?;
    let find = move |view: View<'_>| view.projections.community_stands(parsed.into(), view.now);
    let Answer { position, answer } = asked.answer(&app, find).await?;
    Ok(Answer { position, answer: answer.ok_or_else(unknown)? })
}

async fn coverage_at(
    app: &App,
    moment: Moment,
) -> Result<projections::coverage::CoverageAt, Problem> {
    let question = |view: View<'_>| view.projections.coverage_at(view.now);
    Ok(app.engine.ask(moment, Position::default(), question).await?)
}

/// Where it changed: everywhere, in an area, or for a community in it.
type Changed = (Option<Area>, Option<CommunityId>);

/// All events behind a change, by the name that its link carries: `coverage-change/402/support` or `…/all`, and a
/// community behind it; none where it is no such name.
pub(crate) async fn change_evidence(
    app: &App,
    asked: &Asked,
    of: &str,
) -> Result<Option<Answer<BTreeSet<Position>>>, Problem> {
    let Some((since, change)) = read_change(of) else { return Ok(None) };
    let before = coverage_at(app, Moment::Position(since)).await?;
    let question =
        move |view: View<'_>| view.projections.coverage_change_evidence(&before, view.now, change);
    asked.answer(app, question).await.map(Some)
}

fn read_change(of: &str) -> Option<(Position, Changed)> {
    let mut parts = of.strip_prefix("coverage-change/")?.split('/');
    let since = Position(parts.next()?.parse().ok()?);
    let area = match parts.next()? {
        "all" => None,
        area => Some(area.parse().ok()?),
    };
    let community = match parts.next().filter(|_| area.is_some()) {
        Some(id) => Some(id.parse::<Id>().ok()?.into()),
        None => None,
    };
    parts.next().is_none().then_some((since, (area, community)))
}
