//! The language in which a problem is told: that of whoever asks, by `lang` or `Accept-Language`, else
//! English. Answers do not depend on it, but where a question takes `lang`; stable names never do.

use axum::{
    body::Body,
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Uri,
        header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_LENGTH, VARY},
    },
    middleware::Next,
    response::Response,
};
use wording::Language;

use crate::Problem;

/// Tells a problem in the language of whoever asked.
pub(crate) async fn of_problems(request: Request, next: Next) -> Response {
    let language = asked(request.uri(), request.headers());
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(VARY, HeaderValue::from_static("accept-language"));
    parts.headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    if language == Language::English {
        return Response::from_parts(parts, body);
    }
    parts.headers.remove(CONTENT_LENGTH);
    let told = serde_json::to_vec(&problem.told_in(language)).expect("a problem has string keys");
    Response::from_parts(parts, Body::from(told))
}

fn asked(uri: &Uri, headers: &HeaderMap) -> Language {
    let mut parameters = uri.query().into_iter().flat_map(|it| it.split('&'));
    let said = parameters.find_map(|it| it.strip_prefix("lang=")?.parse().ok());
    said.unwrap_or_else(|| preferred(headers))
}

/// Of the languages that Acker speaks the one that is preferred: `de-DE, en;q=0.8` is German.
pub(crate) fn preferred(headers: &HeaderMap) -> Language {
    let said = headers.get(ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let mut best = (Language::English, 0.0);
    for wanted in said.split(',') {
        let (tag, quality) = wanted.split_once(";q=").unwrap_or((wanted, "1"));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_lowercase();
        let quality = quality.trim().parse::<f32>().unwrap_or_default();
        if let (Ok(language), true) = (primary.parse(), quality > best.1) {
            best = (language, quality);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_is_preferred_of_those_that_are_spoken_is_taken() {
        let of = |said: &'static str| {
            preferred(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(said))]))
        };
        for german in ["de", "de-DE, en;q=0.8", "fr, de;q=0.7, en;q=0.3", "DE-at", "en;q=0.1,de"] {
            assert_eq!(of(german), Language::German, "{german}");
        }
        for english in ["", "en", "en-GB, de;q=0.8", "fr", "*", "de;q=0", "de;q=x"] {
            assert_eq!(of(english), Language::English, "{english}");
        }
        assert_eq!(preferred(&HeaderMap::new()), Language::English);
    }

    #[test]
    fn the_language_that_a_question_says_comes_first() {
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static("en"))]);
        let of = |uri: &'static str| asked(&Uri::from_static(uri), &headers);
        assert_eq!(of("/api/v1/diff?from=1&lang=de"), Language::German);
        assert_eq!(of("/api/v1/diff?from=1&lang=fr"), Language::English);
    }
}
