//! `GET sites`, `units`, `data-objects`, `communities`, `processes`, `logs`: a list of each noun, by name, and one of it.

use axum::{
    extract::{Path, State},
    routing::get,
};
use projections::lists::{
    CommunityItem, DataObjectDetail, DataObjectItem, LogItem, ProcessDetail, ProcessItem, SiteItem,
    UnitItem,
};

use super::{Question, one};
use crate::{
    App, Problem,
    answer::{Answer, Page},
    asked::Asked,
};

/// The two questions of a noun: `(all, one)`, each with the projection's method that answers it.
macro_rules! lists {
    ($($all:ident, $one:ident: $path:literal $noun:literal
        $list:ident -> $item:ty, $summary:literal; $find:ident -> $detail:ty, $detail_summary:literal;)+) => {
        $(pub(crate) const $all: Question = Question {
            path: $path,
            summary: $summary,
            parameters: &[],
            is_paged: true,
            is_heavy: false,
            answer: |schemas| schemas.subschema_for::<Answer<Page<$item>>>(),
            route: || get(async |State(app): State<App>, mut asked: Asked| -> Result<Answer<Page<$item>>, Problem> {
                let (first, limit) = asked.page()?;
                asked.answer(&app, move |view| Page::cut(view.projections.$list(), first, limit)).await
            }),
        };

        pub(crate) const $one: Question = Question {
            path: concat!($path, "/{id}"),
            summary: $detail_summary,
            parameters: &[],
            is_paged: false,
            is_heavy: false,
            answer: |schemas| schemas.subschema_for::<Answer<$detail>>(),
            route: || get(async |State(app): State<App>, Path(id): Path<String>, asked: Asked| -> Result<Answer<$detail>, Problem> {
                one(&app, &asked, &id, $noun, |it, id| it.$find(id.into())).await
            }),
        };)+
    };
}

lists! {
    SITES, SITE: "sites" "site"
        sites_answer -> SiteItem, "All places, by name";
        site_answer -> SiteItem, "One place";
    UNITS, UNIT: "units" "unit"
        units_answer -> UnitItem, "All teams, departments and divisions, by name";
        unit_answer -> UnitItem, "One unit";
    DATA_OBJECTS, DATA_OBJECT: "data-objects" "data object"
        data_objects_answer -> DataObjectItem, "All business objects that steps read or keep, by name";
        data_object_answer -> DataObjectDetail, "One data object with every step that reads or keeps it";
    COMMUNITIES, COMMUNITY: "communities" "community"
        communities_answer -> CommunityItem, "All communities with what they stand for, by name";
        community_answer -> CommunityItem, "One community";
    PROCESSES, PROCESS: "processes" "process"
        processes_answer -> ProcessItem, "All processes, by name";
        process_answer -> ProcessDetail, "One process with its steps and hand-overs";
    LOGS, LOG: "logs" "log"
        logs_answer -> LogItem, "All imported event logs, by name";
        log_answer -> LogItem, "One imported event log";
}
