//! `GET map`: steps and hand-overs to be drawn.

use axum::{extract::State, routing::get};
use events::Area;
use projections::{
    Projections,
    map_answer::{Level, MapAnswer, MapQuestion},
};

use super::Question;
use crate::{App, Problem, answer::Answer, asked::Asked, parse::Id};

pub(crate) const MAP: Question = Question {
    path: "map",
    summary: "The map of one process, of one area, or of all units or sites",
    parameters: &[
        ("process", "The steps of this process."),
        ("area", "The processes of this area."),
        (
            "level",
            "Everything, as `step`, folded to `unit` or `site`; `unit` where nothing is said.",
        ),
    ],
    is_paged: false,
    is_heavy: true,
    answer: |schemas| schemas.subschema_for::<Answer<MapAnswer>>(),
    route: || get(map),
};

async fn map(State(app): State<App>, mut asked: Asked) -> Result<Answer<MapAnswer>, Problem> {
    let question = which(&mut asked)?;
    let Answer { position, answer } =
        asked.answer(&app, move |view| drawn(view.projections, question)).await?;
    let answer = answer.ok_or_else(|| Problem::unknown("there is no such process"))?;
    Ok(Answer { position, answer })
}

/// The map with the duplicates of its steps; none where there is no such process.
pub(crate) fn drawn(it: &Projections, question: MapQuestion) -> Option<MapAnswer> {
    let clusters = it.clusters_by_step();
    it.map_answer(question, |step| usize::from(clusters.contains_key(&step)))
}

/// Which map the parameters ask for.
pub(crate) fn which(asked: &mut Asked) -> Result<MapQuestion, Problem> {
    let process = asked.take::<Id>("process")?;
    let area = asked.take::<Area>("area")?;
    let level = asked.take_text("level");
    match (process, area, level.as_deref()) {
        (Some(id), None, None) => Ok(MapQuestion::Process(id.into())),
        (None, Some(area), None) => Ok(MapQuestion::Area(area)),
        (None, None, None | Some("unit")) => Ok(MapQuestion::Level(Level::Unit)),
        (None, None, Some("site")) => Ok(MapQuestion::Level(Level::Site)),
        (None, None, Some("step")) => Ok(MapQuestion::Steps),
        (None, None, Some(_)) => {
            Err(Problem::parameter("level", "must be `step`, `unit` or `site`"))
        }
        _ => Err(Problem::parameter("process", "`process`, `area` and `level` exclude each other")),
    }
}
