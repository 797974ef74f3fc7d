//! `GET waiting`: what waits, and for whom.

use axum::{extract::State, routing::get};
use projections::waiting::WaitingItem;

use super::Question;
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
    parse::Id,
};

pub(crate) const WAITING: Question = Question {
    path: "waiting",
    summary: "What waits, and for whom: the longest overdue first",
    parameters: &[
        ("unit", "That this unit or a part of it owes."),
        ("overdue", "`true`: past its day; `false`: not yet."),
    ],
    is_paged: true,
    is_heavy: false,
    answer: |schemas| schemas.subschema_for::<Answer<Page<WaitingItem>>>(),
    route: || get(waiting),
};

async fn waiting(
    State(app): State<App>,
    mut asked: Asked,
) -> Result<Answer<Page<WaitingItem>>, Problem> {
    let (first, limit) = asked.page()?;
    let unit: Option<events::ids::UnitId> = asked.take::<Id>("unit")?.map(Id::into);
    let overdue: Option<bool> = asked.take("overdue")?;
    let question = move |view: engine::View<'_>| {
        let registry = &view.projections.registry;
        let owes =
            |it: &WaitingItem, whole| it.unit.is_some_and(|unit| registry.is_part_of(unit, whole));
        let mut items = view.projections.waiting_answer(view.now);
        items.retain(|it| unit.is_none_or(|whole| owes(it, whole)));
        items.retain(|it| overdue.is_none_or(|wanted| it.overdue == wanted));
        Page::cut(items, first, limit)
    };
    asked.answer(&app, question).await
}
