//! What stands before every handler: only this machine, only this site, only so long.

use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode, Uri,
        header::{CONTENT_SECURITY_POLICY, HOST, ORIGIN, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
    response::Response,
};

use crate::{Problem, limits};

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
);

/// Without sign-in only this machine is trusted. A page of another site may neither reach the server
/// under a name of its own (DNS rebinding) nor make the browser send commands (cross-site requests).
pub(crate) async fn same_site(request: Request, next: Next) -> Result<Response, Problem> {
    let host = host(request.headers(), request.uri()).unwrap_or_default();
    if !is_loopback(&host) {
        let detail = format!("`{host}` is not a name of this machine");
        return Err(forbidden("host-not-allowed", detail));
    }
    if !request.method().is_safe() && !is_own_site(request.headers(), &host) {
        return Err(forbidden("cross-site", "commands are not taken from pages of other sites"));
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(POLICY);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

/// Answers a question or command that takes too long with "try again".
pub(crate) async fn in_time(request: Request, next: Next) -> Result<Response, Problem> {
    tokio::time::timeout(limits::HANDLER_TIME, next.run(request))
        .await
        .map_err(|_| Problem::busy("it took longer than it may"))
}

pub(crate) async fn no_such_route(uri: Uri) -> Problem {
    Problem::unknown(format!("there is no `{}`", uri.path()))
}

pub(crate) async fn no_such_method(method: Method, uri: Uri) -> Problem {
    let detail = format!("`{}` does not take {method}", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "method not allowed", detail)
}

fn forbidden(kind: &str, detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, kind, "not from there", detail)
}

fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let named = headers.get(HOST).and_then(|it| it.to_str().ok());
    named.or_else(|| uri.authority().map(axum::http::uri::Authority::as_str)).map(str::to_owned)
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let is_address = name.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback());
    is_address || name.eq_ignore_ascii_case("localhost")
}

fn is_own_site(headers: &HeaderMap, host: &str) -> bool {
    let header = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
    match (header("sec-fetch-site"), header(ORIGIN.as_str())) {
        (Some("same-origin" | "none"), _) => true,
        (Some(_), None) => false,
        (_, Some(origin)) => origin.strip_prefix("http://").is_some_and(|it| it == host),
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in
            ["localhost", "localhost:7313", "127.0.0.1:80", "[::1]:7313", "LOCALHOST", "[::1]"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["", "acker.example", "127.0.0.1.evil.example", "localhost.evil:7313", "10.0.0.1"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_page_of_another_site_is_told_by_its_headers() {
        assert!(is_own_site(&headers(&[]), "localhost"));
        assert!(is_own_site(&headers(&[("sec-fetch-site", "same-origin")]), "localhost"));
        assert!(is_own_site(&headers(&[("origin", "http://localhost:7313")]), "localhost:7313"));
        assert!(!is_own_site(&headers(&[("origin", "http://evil.example")]), "localhost:7313"));
        assert!(!is_own_site(&headers(&[("sec-fetch-site", "cross-site")]), "localhost"));
        assert!(!is_own_site(&headers(&[("origin", "null")]), "localhost"));
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                let name = axum::http::HeaderName::from_static(name);
                (name, HeaderValue::from_static(value))
            })
            .collect()
    }
}
