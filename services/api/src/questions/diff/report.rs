//! A difference as a report to be printed: one page, no scripts.

use axum::{
    http::{
        HeaderValue,
        header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse as _, Response},
};
use events::words::Seal;
use formats::report::{At, Report, page};

use super::{Differences, Wanted, difference};
use crate::{App, Problem, answer::POSITION, limits, moments::Found};

/// Nothing is loaded and nothing runs; only the page's own style counts.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
);

pub(super) async fn report(app: &App, wanted: Wanted) -> Result<Response, Problem> {
    let language = wanted.language;
    let later = wanted.later();
    let digest = app.engine.digest(later.position).await?.map(|it| Seal(it).to_string());
    let whole = Wanted { cursor: None, limit: limits::REPORTED, ..wanted };
    let Differences { from, to, of, level, items, next, figures, figures_truncated, .. } =
        difference(app, &whole).await?;
    let is_cut_short = next.is_some() || figures_truncated;
    let report = Report {
        language,
        from: at(from),
        to: at(to),
        of,
        level,
        digest,
        things: items,
        figures,
        is_cut_short,
    };
    let draw = move |view: engine::View<'_>| page(&report, view.projections);
    let page = app.engine.ask(later.moment, whole.after, draw).await?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, POLICY),
        (POSITION, HeaderValue::from(later.position.0)),
    ];
    Ok((headers, page).into_response())
}

fn at(found: Found) -> At {
    At { position: found.position, time: found.time }
}
