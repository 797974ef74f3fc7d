//! `GET export/{format}`: every list as a table, the map as a graph, as files to be opened elsewhere.

use axum::{
    Router,
    extract::{Path, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
    routing::get,
};
use engine::View;
use events::Position;
use formats::{
    error::FormatError,
    export::{
        Format,
        dot::dot,
        drawing::Drawing,
        graphml::graphml,
        history::{EVENTS_MAX, history},
        lists::{List, Lists},
        mermaid::mermaid,
        names::Names,
        ndjson::ndjson,
        separated::{self, Separators},
        sheet::Sheet,
        xlsx,
    },
};
use jiff::Timestamp;
use projections::{Projections, history::TimelineFilter, map_answer::MapQuestion};
use serde_json::{Value, json};

use crate::{
    App, Problem,
    answer::{Answer, Given, POSITION},
    asked::{Asked, COMMON},
    questions::{history::told, map},
};

pub(crate) const PATH: &str = "/api/v1/export/{format}";

const PARAMETERS: &[(&str, &str)] = &[
    ("process", "Of graphs: the steps of this process."),
    ("area", "Of graphs: the processes of this area."),
    ("level", "Of graphs: everything, as `step`, `unit` or `site`; `unit` where nothing is said."),
    ("what", "Of tables: which list; `xlsx` has all of them where nothing is said."),
    ("semicolons", "Of `csv`: `true` for semicolons and decimal commas."),
];

pub(crate) fn routes() -> Router<App> {
    Router::new().route(PATH, get(export))
}

/// What is asked of the projections.
enum Wanted {
    Graph(Format, MapQuestion),
    Csv(List, Separators),
    Xlsx(Option<List>),
}

async fn export(
    State(app): State<App>,
    Path(name): Path<String>,
    mut asked: Asked,
) -> Result<Response, Problem> {
    let format = Format::named(&name).ok_or_else(|| {
        Problem::unknown(format!("there is no format `{name}`; there are {}", Format::names()))
    })?;
    let wanted = wanted(format, &mut asked)?;
    let title = title(&wanted);
    let (position, bytes) = match wanted {
        Wanted::Graph(format, question) => {
            let draw = move |view: View<'_>| graph(view.projections, format, question);
            let Answer { position: Given { position, .. }, answer } =
                asked.answer(&app, draw).await?;
            (position, answer.ok_or_else(|| Problem::unknown("there is no such process"))?)
        }
        Wanted::Csv(list, separators) => {
            let (position, tables) = tables(&app, &asked, vec![list]).await?;
            let bytes = tables.sheets.first().map(|it| separated::csv(it, separators));
            (position, bytes.unwrap_or_default())
        }
        Wanted::Xlsx(list) => {
            let wanted = list.map_or_else(|| List::ALL.to_vec(), |it| vec![it]);
            let (position, tables) = tables(&app, &asked, wanted).await?;
            let bytes = xlsx::workbook(&tables.sheets, Some(tables.recorded));
            (position, bytes.map_err(|error| unwritten(&error))?)
        }
    };
    let file = format!("attachment; filename=\"acker-{title}-{position}.{}\"", format.suffix());
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(format.content_type())),
        (CONTENT_DISPOSITION, HeaderValue::try_from(file).expect("only plain letters")),
        (POSITION, HeaderValue::from(position.0)),
    ];
    Ok((headers, bytes).into_response())
}

/// Lists as they were at one moment.
struct Tables {
    sheets: Vec<Sheet>,
    recorded: Timestamp,
}

/// The lists that follow from the graphs at once; then, at the same position, what happened.
async fn tables(
    app: &App,
    asked: &Asked,
    wanted: Vec<List>,
) -> Result<(Position, Tables), Problem> {
    let is_history_wanted = wanted.contains(&List::History);
    let read = move |view: View<'_>| {
        let lists = Lists::new(view.projections, view.now);
        let sheets: Vec<_> = wanted.into_iter().filter_map(|it| lists.sheet(it)).collect();
        let timeline = &view.projections.timeline;
        let newest = || timeline.find(&TimelineFilter::default(), None, EVENTS_MAX + 1);
        let events = if is_history_wanted { newest() } else { Vec::new() };
        let tables = Tables { sheets, recorded: view.projections.recorded() };
        (tables, events, lists.into_names())
    };
    let Answer { position: Given { position, .. }, answer } = asked.answer(app, read).await?;
    let (mut tables, events, names): (_, _, Names) = answer;
    if is_history_wanted {
        tables.sheets.push(history(&told(app, &events).await?, &names));
    }
    Ok((position, tables))
}

fn wanted(format: Format, asked: &mut Asked) -> Result<Wanted, Problem> {
    if !format.is_of_tables() {
        return Ok(Wanted::Graph(format, map::which(asked)?));
    }
    let list = asked.take_text("what").map(|name| {
        List::named(&name).ok_or_else(|| {
            let detail = format!("`{name}` is no list; there are {}", List::names());
            Problem::parameter("what", detail)
        })
    });
    let list = list.transpose()?;
    if format == Format::Xlsx {
        return Ok(Wanted::Xlsx(list));
    }
    let separators = match asked.take::<bool>("semicolons")? {
        Some(true) => Separators::Semicolons,
        _ => Separators::Commas,
    };
    let missing = || {
        let detail = format!("must be said, because CSV holds one list: {}", List::names());
        Problem::parameter("what", detail)
    };
    Ok(Wanted::Csv(list.ok_or_else(missing)?, separators))
}

/// For the name of the file.
fn title(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Graph(_, MapQuestion::Process(id)) => id.0.to_string(),
        Wanted::Graph(_, MapQuestion::Area(area)) => area.key().replace('_', "-"),
        Wanted::Graph(_, MapQuestion::Level(level)) => format!("{level:?}s").to_lowercase(),
        Wanted::Graph(_, MapQuestion::Steps) => "steps".to_owned(),
        Wanted::Csv(list, _) | Wanted::Xlsx(Some(list)) => list.name().to_owned(),
        Wanted::Xlsx(None) => "lists".to_owned(),
    }
}

/// None where there is no such process.
fn graph(projections: &Projections, format: Format, question: MapQuestion) -> Option<Vec<u8>> {
    let map = map::drawn(projections, question)?;
    let names = Names::of(projections);
    let title = match question {
        MapQuestion::Process(id) => names.name(&id.0.to_string()).unwrap_or("process").to_owned(),
        MapQuestion::Area(area) => format!("area {}", area.key()),
        MapQuestion::Level(level) => format!("{level:?}s").to_lowercase(),
        MapQuestion::Steps => "steps".to_owned(),
    };
    let position = projections.position().0;
    let drawing = Drawing { title, position, map: &map, names: &names };
    let text = match format {
        Format::Dot => dot(&drawing),
        Format::GraphMl => graphml(&drawing),
        Format::Mermaid => mermaid(&drawing),
        Format::Ndjson | Format::Csv | Format::Xlsx => ndjson(&drawing),
    };
    Some(text.into_bytes())
}

fn unwritten(error: &FormatError) -> Problem {
    tracing::error!(%error, "an export could not be written");
    let status = StatusCode::SERVICE_UNAVAILABLE;
    Problem::new(status, "unavailable", "the export is not available", "it could not be written")
}

/// For the description of the API.
pub(crate) fn described() -> Value {
    let names: Vec<_> = Format::ALL.map(Format::name).into();
    let format = json!({
        "name": "format", "in": "path", "required": true,
        "schema": { "type": "string", "enum": names },
        "description": "Graphs: `dot`, `graphml`, `mermaid`, `ndjson`; tables: `csv`, `xlsx`.",
    });
    let in_query = PARAMETERS.iter().chain(COMMON).map(|(name, text)| {
        json!({ "name": name, "in": "query", "schema": { "type": "string" }, "description": text })
    });
    let parameters: Vec<_> = [format].into_iter().chain(in_query).collect();
    let types = Format::ALL.map(|it| {
        let name = it.content_type().split(';').next().unwrap_or_default();
        (name.to_owned(), json!({}))
    });
    json!({ "get": {
        "operationId": "export",
        "tags": ["questions"],
        "summary": "Every list as a table, the map as a graph, as a file",
        "parameters": parameters,
        "responses": {
            "200": { "description": "The file.", "content": Value::Object(types.into_iter().collect()) },
        },
    } })
}
